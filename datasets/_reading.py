"""Reading a data set of a stranger: everything that speaks against it is said before a number is touched."""

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import anndata as ad
import h5py

from clinicell.datasets.readers import hdf5
from clinicell.datasets.readers.faults import Unreadable
from clinicell.datasets.readers.layout import check_tables
from clinicell.datasets.readers.stored import n_twice
from clinicell.datasets.schema import multiome
from clinicell.datasets.schema.matrix import is_sound, slots

if TYPE_CHECKING:
    from clinicell.datasets.schema.multiome import MuData


def read(path: Path) -> "ad.AnnData | MuData":
    """Return what a file holds.

    Raises
    ------
    Unreadable
        It is no HDF5, is cut off or damaged, declares more than it can hold, or its parts contradict each other.
    """
    hdf5.check(path)
    check_tables(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what anndata warns of is a fault with a code here
            data = _opened(path)
    except (MemoryError, OSError):
        raise  # a limit, or damage: told as such by who reads in a child
    except Exception as fault:
        what = f"cannot be read as AnnData: it is HDF5, but no AnnData, or a damaged one ({type(fault).__name__})"
        raise Unreadable("L0-READ-01", path.name, what) from None
    for adata in [data] if isinstance(data, ad.AnnData) else multiome.parts(data).values():
        for slot, matrix in slots(adata).items():
            if is_sound(matrix) and (twice := n_twice(matrix)):
                raise Unreadable("L0-READ-16", f"{path.name}: {slot}", f"{twice:,} entries stand twice")
    return data


def _opened(path: Path) -> "ad.AnnData | MuData":
    with h5py.File(path, "r") as file:
        is_whole = file.attrs.get("encoding-type") == "MuData" or "mod" in file
    return multiome.read(path) if is_whole else ad.read_h5ad(path)

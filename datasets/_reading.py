"""Reading a data set of a stranger: everything that speaks against it is said before a number is touched."""

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anndata as ad
import h5py
from anndata.experimental import read_dispatched
from anndata.io import read_elem, read_h5ad, sparse_dataset
from scipy import sparse

from clinicell.datasets.readers import hdf5
from clinicell.datasets.readers.faults import Unreadable
from clinicell.datasets.readers.layout import check_tables
from clinicell.datasets.readers.stored import n_twice
from clinicell.datasets.schema import multiome, on_disk
from clinicell.datasets.schema.matrix import is_sound, slots

if TYPE_CHECKING:
    from clinicell.datasets.schema.multiome import MuData

LARGE = 16 << 20  # bytes of a matrix that stays in its file
JUDGED = ("X", "layers/", "obsm/")  # where the numbers are held against rules
BESIDE = ("raw/X", "obsp/", "varm/", "varp/")  # where they are only read through


def read(path: Path, *, numbers: bool = True) -> "ad.AnnData | MuData":
    """Return what a file holds; large matrices stay in it, and the file stays open.

    Parameters
    ----------
    numbers
        False leaves all that stays in the file, of whatever size, unread: no rule is broken by a number of it.

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
            data = _opened(path, LARGE if numbers else 0, numbers=numbers)
            twice = dict(_entries_twice(data)) if numbers else {}
    except (MemoryError, OSError):
        raise  # a limit, or damage: told as such by who reads in a child
    except Exception as fault:
        what = f"cannot be read as AnnData: it is HDF5, but no AnnData, or a damaged one ({type(fault).__name__})"
        raise Unreadable("L0-READ-01", path.name, what) from None
    for slot, n in twice.items():
        raise Unreadable("L0-READ-16", f"{path.name}: {slot}", f"{n:,} entries stand twice")
    return data


def _entries_twice(data: "ad.AnnData | MuData") -> Iterator[tuple[str, int]]:
    """Yield the matrices with entries that stand twice; every matrix on disk is walked over here."""
    for adata in [data] if isinstance(data, ad.AnnData) else multiome.parts(data).values():
        for slot, matrix in slots(adata).items():
            n = on_disk.survey(matrix).n_twice if isinstance(matrix, on_disk.STORED) else 0
            if n or (n := n_twice(matrix) if is_sound(matrix) else 0):
                yield slot, n


def _opened(path: Path, large: int, *, numbers: bool) -> "ad.AnnData | MuData":
    file = h5py.File(path, "r")
    if file.attrs.get("encoding-type") == "MuData" or "mod" in file:
        return _several(file, large, numbers=numbers)
    if isinstance(file["obs"], h5py.Dataset) or "raw.X" in file:  # before anndata 0.7
        file.close()
        return read_h5ad(path)
    return _large_left(file, large, numbers=numbers)


def _several(file: h5py.File, large: int, *, numbers: bool) -> "MuData":
    names = [str(name) for name in file["mod"].attrs.get("mod-order", [])]
    if set(names) != set(file["mod"]):
        names = list(file["mod"])
    mods = {name: _large_left(file["mod"][name], large, numbers=numbers) for name in names}
    whole = {name: read_elem(file[name]) for name in file if name != "mod"}
    return multiome.together(mods, whole, int(file.attrs.get("axis", 0)))


def _large_left(file: h5py.Group, large: int, *, numbers: bool) -> ad.AnnData:
    place = file.name

    def element(read: Any, name: str, node: Any, **_: object) -> Any:  # noqa: ANN401 - anndata's, untyped
        slot = name.removeprefix(place).strip("/")
        if not slot:
            return ad.AnnData(**{part: read_dispatched(node[part], element) for part in node})
        if slot == "raw":
            return {part: read_dispatched(node[part], element) for part in ("X", "var", "varm") if part in node}
        if slot.startswith((*JUDGED, *BESIDE)) and on_disk.n_bytes(node) >= large:
            is_judged = slot.startswith(JUDGED)
            return read(node) if (left := _left(node, is_judged=is_judged, numbers=numbers)) is None else left
        return read(node)

    adata: ad.AnnData = read_dispatched(file, element)
    return adata


def _left(node: Any, *, is_judged: bool, numbers: bool) -> Any:  # noqa: ANN401 - h5py's, untyped
    """Return what stands for a matrix that stays in the file; None where it must be read."""
    if not on_disk.can_stay(node, numbers=numbers):
        is_by_column = node.attrs.get("encoding-type") == "csc_matrix" and not numbers
        return sparse.csc_matrix(tuple(node.attrs["shape"]), dtype=node["data"].dtype) if is_by_column else None
    matrix = node if isinstance(node, h5py.Dataset) else sparse_dataset(node)
    if not numbers:
        on_disk.leave_unread(matrix)
    if is_judged:
        return matrix
    on_disk.survey(matrix)  # damage is told of
    return sparse.csr_matrix(matrix.shape)

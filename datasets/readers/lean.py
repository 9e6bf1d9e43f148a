"""Loading modules that read HDF5 without the libraries of other formats, which takes longer than most verdicts.

anndata loads zarr and xarray, and pandas loads pyarrow, wherever they are installed. None of them is called for an HDF5
file, and two of them need not be installed. A process that lives for one verdict passes them over.
"""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType

OPTIONAL = ("pyarrow", "xarray")  # whoever imports them goes on without them
# What is imported and never used here, and the names of it that must be there: anndata registers its readers by two
# classes of zarr, and scipy lists all that numpy offers, with its compiler of Fortran.
NEEDED: Mapping[str, tuple[str, ...]] = {"zarr": ("Array", "Group"), "numpy.f2py": ()}


@contextmanager
def without_other_formats() -> Iterator[None]:
    """Let nothing that is imported inside load zarr, xarray or pyarrow; what is loaded already stays.

    Afterwards each of them can be imported as ever. Instances of zarr's classes are then no arrays to the anndata that
    was loaded inside: it is for a process that reads HDF5 alone.
    """
    standing = dict(_standing()) if not {"anndata", "pandas"}.intersection(sys.modules) else {}
    sys.modules.update(standing)  # type: ignore[arg-type] # None: "not installed", as the language has it
    for name, module in standing.items():
        if "." in name:
            _set(name, module)
    try:
        yield
    finally:
        for name, module in standing.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]
                if "." in name:
                    _unset(name)


def _standing() -> Iterator[tuple[str, ModuleType | None]]:
    for name in OPTIONAL:
        if name not in sys.modules:
            yield name, None
    for name, needed in NEEDED.items():
        if name not in sys.modules:
            module = ModuleType(name)
            for one in needed:
                setattr(module, one, type(one, (), {}))
            yield name, module


def _set(name: str, module: ModuleType | None) -> None:
    above, _, own = name.rpartition(".")
    setattr(import_module(above), own, module)


def _unset(name: str) -> None:
    above, _, own = name.rpartition(".")
    delattr(sys.modules[above], own)

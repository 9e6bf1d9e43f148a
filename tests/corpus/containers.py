# ruff: noqa: E501 - tables of short texts
"""The containers of `readers/hostile.py` (HDF5, zarr, mtx, npz, rds, mat, loom) on the path of whoever makes a recipe."""

import functools
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ..datasets.readers.hostile import ALL_FLIPS, bases, corpus
from .case import Case

FORMATS = {
    "csr.h5ad": "h5ad",
    "csc.h5ad": "h5ad",
    "dense.h5ad": "h5ad",
    "both.h5mu": "h5mu",
    "cells.loom": "loom",
    "matrix.h5": "10x h5",
    "v2.zarr": "zarr",
    "v3.zarr": "zarr",
    "plain.mtx": "mtx",
    "packed.mtx.gz": "mtx",
    "csr.npz": "npz",
    "dense.npz": "npz",
    "counts.rds": "rds",
    "counts.mat": "mat",
}
OF_BYTES = {
    "an HTML page": "an HTML page",
    "random bytes": "another kind of file",
    "zeros": "another kind of file",
    "512 bytes of zeros": "bytes overwritten",
}


@functools.cache
def made() -> dict[str, Path]:
    """Return the sound files, written once."""
    return bases(Path(tempfile.mkdtemp(prefix="corpus-")))


def _copied(base: str, folder: Path) -> Path:
    path = folder / base
    source = made()[base]
    shutil.copytree(source, path) if source.is_dir() else shutil.copy(source, path)
    return path


def defect_of(name: str) -> str:
    """Return the kind of damage that `why.WHY` explains."""
    if name.startswith("cut at 0"):
        return "empty"
    if name.startswith(("cut at", "the last byte")):
        return "cut off"
    return "bits flipped" if name.startswith("bit flip") else OF_BYTES.get(name, name)


def corrupt() -> Iterator[Case]:
    """Yield the corpus of `hostile`, the same in every run."""
    for base, name, spoil in corpus(ALL_FLIPS):

        def write(folder: Path, base=base, spoil=spoil) -> Path:
            path = _copied(base, folder)
            spoil(path)
            return path

        is_more = name == "a million zeros packed a thousandfold"  # a layer more, which is sound
        is_chance = defect_of(name) in ("bits flipped", "bytes overwritten")
        yield Case(
            format=FORMATS[base],
            defect=defect_of(name),
            base=base,
            name=f"{base}: {name}",
            write=write,
            judge="read",
            other="held against the format's own library in readers/test_hostile.py"
            if is_chance
            else "a layer more"
            if is_more
            else "",
        )


def sound() -> Iterator[Case]:
    """Yield the sound files."""
    for base, kind in FORMATS.items():
        yield Case(
            format=kind,
            defect="",
            base=base,
            name=base,
            write=lambda folder, base=base: _copied(base, folder),
            judge="read",
        )

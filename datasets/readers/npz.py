"""NumPy archives (.npz), without pickle: sparse matrices of scipy, and plain arrays by name."""

import zipfile
from collections.abc import Mapping
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray
from scipy import sparse

from clinicell.datasets.readers.faults import Unreadable, told_of
from clinicell.datasets.readers.h5ad import NO_ANSWERS
from clinicell.datasets.readers.look import looks_like
from clinicell.datasets.readers.packed import most_unpacked
from clinicell.datasets.readers.plain import of_arrays
from clinicell.datasets.readers.raw import Block, Raw
from clinicell.datasets.readers.stored import pointers, within
from clinicell.datasets.readers.zarr_check import check_members

FIX = "sparse matrices (scipy.sparse.save_npz), or several files"

Arrays = Mapping[str, NDArray[Any]]


def read(path: Path, answers: Mapping[str, str] = NO_ANSWERS) -> Raw:
    """Return what an .npz file holds: ``X`` where scipy saved a sparse matrix, else its matrices by name.

    Arrays of one axis are no matrices: short ones of text or numbers stand in the header. Asks for ``"orientation"``
    and ``"scale"`` of each matrix.

    Raises
    ------
    Unreadable
        It is no such file, damaged, a bomb, holds Python objects, or no matrix.
    """
    arrays = _arrays(path)
    if {"format", "shape", "data"} <= set(arrays):
        return of_arrays("npz", {"X": _sparse(arrays, path.name)}, answers)
    found = {name: array for name, array in arrays.items() if array.ndim == 2 and array.dtype.kind in "iufb"}
    if not found:
        raise Unreadable("L0-READ-13", path.name, f"holds {len(arrays)} arrays, and none is a matrix of numbers")
    header = {
        name: ", ".join(map(str, np.ravel(array)[:100])) for name, array in arrays.items() if name not in found
    }  # fmt: skip
    return of_arrays("npz", found, answers, header)


def _arrays(path: Path) -> Arrays:
    with told_of(path):
        if not zipfile.is_zipfile(path):
            with path.open("rb") as stream:
                head = stream.read(2048)
            cut = head.startswith(b"PK\x03\x04")
            what = "is cut off: its directory is missing" if cut else f"is no .npz: {looks_like(head)}"
            raise Unreadable("L0-READ-04" if cut else "L0-READ-03", path.name, what)
        with zipfile.ZipFile(path) as archive:
            check_members(archive, path)
            declared, most = sum(member.file_size for member in archive.infolist()), most_unpacked(path)
            if declared > most:
                what = f"unpacks to {declared >> 20:,} MB, more than {most >> 20:,} MB from its size"
                raise Unreadable("L0-READ-02", path.name, what, FIX)
            for member in archive.infolist():
                _check_array(archive, member, path)
        with np.load(path, allow_pickle=False) as file:
            return {name: file[name] for name in file.files}


def _check_array(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path) -> None:
    place = f"{path.name}: {member.filename}"
    if not member.filename.endswith(".npy"):
        raise Unreadable("L0-READ-03", place, "is no .npy array")
    with archive.open(member) as stream:
        try:
            version = npy.read_magic(stream)
            reader = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
            shape, _, dtype = reader(stream)
        except ValueError:
            raise Unreadable("L0-READ-15", place, "does not begin as an array does") from None
        start = stream.tell()
    if dtype.hasobject:
        raise Unreadable("L0-READ-14", place)
    holds, declares = member.file_size - start, prod(shape) * dtype.itemsize
    if holds != declares:
        what = f"declares {shape} of {dtype}, {declares:,} bytes, and holds {holds:,}"
        raise Unreadable("L0-READ-07", place, what)


def _sparse(arrays: Arrays, file: str) -> Block:
    form = arrays["format"].item() if arrays["format"].ndim == 0 else ""
    form = form.decode() if isinstance(form, bytes) else str(form)
    shape = np.ravel(arrays["shape"])
    parts = {"csr": ("indices", "indptr"), "csc": ("indices", "indptr"), "coo": ("row", "col")}.get(form)
    if parts is None or not set(parts) <= set(arrays):
        raise Unreadable("L0-READ-13", file, f"is a sparse matrix of form {form!r} without the arrays of CSR, CSC, COO")
    if shape.shape != (2,) or shape.dtype.kind not in "iu" or shape.min() < 0:
        raise Unreadable("L0-READ-07", file, "declares no shape of two axes")
    n_rows, n_columns = map(int, shape)
    data = arrays["data"]
    if data.ndim != 1 or data.dtype.kind not in "iufb":
        raise Unreadable("L0-READ-15", file, f"its entries are {data.dtype}, not numbers in a row")
    if form == "coo":
        return _of_pairs(data, within(arrays["row"], n_rows, file), within(arrays["col"], n_columns, file), shape, file)
    n_major, n_minor = (n_rows, n_columns) if form == "csr" else (n_columns, n_rows)
    starts = pointers(arrays, n_major, file)
    minor = within(arrays["indices"], n_minor, file)
    major = np.repeat(np.arange(n_major), np.diff(starts))
    rows, columns = (major, minor) if form == "csr" else (minor, major)
    return _of_pairs(data, rows, columns, shape, file)


def _of_pairs(
    data: NDArray[Any], rows: NDArray[np.int64], columns: NDArray[np.int64], shape: NDArray[Any], file: str
) -> Block:
    if not data.shape == rows.shape == columns.shape:
        raise Unreadable(
            "L0-READ-06", file, f"holds {data.size:,} numbers and {rows.size:,} x {columns.size:,} indices"
        )
    matrix = sparse.csr_matrix((data, (rows, columns)), shape=(int(shape[0]), int(shape[1])))
    if matrix.nnz != data.size:
        raise Unreadable("L0-READ-16", file, f"{data.size - matrix.nnz:,} of {data.size:,} entries stand twice")
    return matrix

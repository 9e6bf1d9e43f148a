"""Matrices that stay on disk, in HDF5 or zarr, and are read row block by row block."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol  # h5py and zarr nodes are untyped

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from clinicell.datasets.readers.faults import Unreadable
from clinicell.datasets.readers.layout import Node
from clinicell.datasets.readers.raw import Block, Matrix
from clinicell.datasets.readers.scattered import Entries, Scattered

CHUNK = 1 << 21  # stored numbers read together
COMPRESSED = (sparse.csr_matrix, sparse.csr_array, sparse.csc_matrix, sparse.csc_array)


class Store(Protocol):
    """A file or folder with groups and arrays in it, opened for as long as it is read."""

    @property
    def path(self) -> Path:
        """The file or folder."""
        ...

    def opened(self) -> AbstractContextManager[Node]:
        """Give the root group; whatever goes wrong inside is told as `Unreadable`."""
        ...


@dataclass(frozen=True, slots=True)
class Dense:
    """A two-dimensional array on disk; `is_transposed` where the file holds features x units."""

    store: Store
    slot: str
    shape: tuple[int, int]
    is_transposed: bool = False

    def blocks(self, n_rows: int) -> Iterator[Block]:
        """Yield the rows in order, at most `n_rows` at a time."""
        with self.store.opened() as root:
            array = root[self.slot]
            for start in range(0, self.shape[0], n_rows):
                stop = min(start + n_rows, self.shape[0])
                yield np.asarray(array[:, start:stop]).T if self.is_transposed else np.asarray(array[start:stop])


@dataclass(frozen=True, slots=True)
class Rows:
    """A sparse matrix on disk whose pointers run over units (CSR of units x features)."""

    store: Store
    slot: str
    shape: tuple[int, int]

    def blocks(self, n_rows: int) -> Iterator[Block]:
        """Yield the rows in order, at most `n_rows` at a time.

        Raises
        ------
        Unreadable
            Pointers or indices lead out of the matrix; the block that they stand in is not given.
        """
        place = f"{self.store.path.name}: {self.slot}"
        with self.store.opened() as root:
            group = root[self.slot]
            starts = pointers(group, self.shape[0], place)
            for first in range(0, self.shape[0], n_rows):
                ends = starts[first : first + n_rows + 1]
                part = slice(int(ends[0]), int(ends[-1]))
                indices = within(group["indices"][part], self.shape[1], place)
                block = sparse.csr_matrix(
                    (np.asarray(group["data"][part]), indices, ends - ends[0]), shape=(len(ends) - 1, self.shape[1])
                )
                yield _each_once(block, place)


def _each_once(block: sparse.csr_matrix, place: str) -> sparse.csr_matrix:
    twice = n_twice(block)
    if twice:
        raise Unreadable("L0-READ-16", place, f"{twice:,} of {block.nnz:,} entries stand twice")
    return block


def n_twice(matrix: object) -> int:
    """Return how many entries of a CSR or CSC matrix stand where another one does; 0 for all else.

    Libraries add them up in silence. The index arrays must stay within the matrix.
    """
    if not isinstance(matrix, COMPRESSED) or matrix.has_canonical_format:
        return 0
    twice, step = 0, max(1, CHUNK * (len(matrix.indptr) - 1) // max(int(matrix.indptr[-1]), 1))
    for first in range(0, len(matrix.indptr) - 1, step):
        starts = np.asarray(matrix.indptr[first : first + step + 1], dtype=np.int64)
        minor = np.asarray(matrix.indices[starts[0] : starts[-1]], dtype=np.int64)
        major = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
        twice += minor.size - np.unique(major * (max(matrix.shape) + 1) + minor).size
    return twice


def pointers(group: Node, n_major: int, place: str) -> NDArray[np.int64]:
    """Return the pointers of a sparse matrix, shape (n_major + 1,).

    Raises
    ------
    Unreadable
        They are no whole numbers, are of another length, fall, or lead past the stored numbers.
    """
    raw = np.asarray(group["indptr"][...])
    n_stored = group["indices"].shape[0]
    if group["data"].shape != group["indices"].shape or group["indices"].ndim != 1:
        what = f"holds {group['data'].shape} numbers and {group['indices'].shape} indices"
        raise Unreadable("L0-READ-06", place, what)
    if raw.dtype.kind not in "iu" or group["indices"].dtype.kind not in "iu":
        raise Unreadable("L0-READ-06", place, f"pointers are {raw.dtype}, indices {group['indices'].dtype}, not whole")
    if raw.shape != (n_major + 1,):
        raise Unreadable("L0-READ-06", place, f"has {raw.size:,} pointers for {n_major:,} rows; one more than rows")
    starts = raw.astype(np.int64)
    falls = int((starts[1:] < starts[:-1]).sum())
    if falls or starts[0] != 0 or starts[-1] != n_stored:
        what = f"pointers run from {starts[0]} to {starts[-1]:,} over {n_stored:,} numbers and fall {falls:,} times"
        raise Unreadable("L0-READ-06", place, what)
    return starts


def within(indices: Node, n_minor: int, place: str) -> NDArray[np.int64]:
    """Return indices that stay below `n_minor`.

    Raises
    ------
    Unreadable
        Some do not.
    """
    checked = np.asarray(indices)
    if checked.size and (checked.min() < 0 or checked.max() >= n_minor):
        out = (checked < 0) | (checked >= n_minor)
        what = f"{int(out.sum()):,} of {checked.size:,} indices lead out of {n_minor:,} columns, e.g. {checked[out][0]}"
        raise Unreadable("L0-READ-06", place, what)
    return checked.astype(np.int64, copy=False)


@dataclass(frozen=True, slots=True)
class ByColumn:
    """The entries of a sparse matrix on disk whose pointers run over features (CSC of units x features)."""

    store: Store
    slot: str
    shape: tuple[int, int]

    def __call__(self) -> Iterator[Entries]:
        """Yield rows, columns and numbers, a chunk at a time."""
        place = f"{self.store.path.name}: {self.slot}"
        with self.store.opened() as root:
            group = root[self.slot]
            starts = pointers(group, self.shape[1], place)
            for first in range(0, int(starts[-1]), CHUNK):
                last = min(first + CHUNK, int(starts[-1]))
                rows = within(group["indices"][first:last], self.shape[0], place)
                columns = np.searchsorted(starts, np.arange(first, last), side="right") - 1
                yield rows, columns, np.asarray(group["data"][first:last])


def sparse_on_disk(store: Store, slot: str, shape: tuple[int, int], n_stored: int, *, by_unit: bool) -> Matrix:
    """Return a sparse matrix on disk, units x features, whichever way its pointers run."""
    if by_unit:
        return Rows(store, slot, shape)
    return Scattered(ByColumn(store, slot, shape), shape, n_stored, f"{store.path.name}: {slot}")

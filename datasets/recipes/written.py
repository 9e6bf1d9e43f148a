"""Writing a standard file block by block: never more than a few rows of a matrix in memory, equal data equal bytes.

Numbers of sparse matrices are packed here and handed to HDF5 as they are: deflate lets go of Python's lock, so that one
processor packs while the other reads the next rows. HDF5 does the same on its own, one chunk after the other.
"""

import os
import zlib
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import anndata as ad
import h5py
import numpy as np
from anndata.io import write_elem
from scipy import sparse

from clinicell.datasets.readers.faults import Unreadable
from clinicell.datasets.readers.raw import Block
from clinicell.files import written_whole

ROWS = 1024
CHUNK = 1 << 16  # numbers per chunk of the file
# Counts shrink to a quarter; level 4 would take off another tenth of that, and half as much time again.
GZIP_LEVEL = 1
COMPRESSION: Mapping[str, Any] = {"compression": "gzip", "compression_opts": GZIP_LEVEL, "shuffle": True}
PACKERS = min(4, os.cpu_count() or 1)
UNDER_WAY = 4 * PACKERS  # chunks that are packed, or wait to be written


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """A matrix to be written: its slot, shape, type, whether sparse, and its blocks of rows."""

    slot: str
    shape: tuple[int, int]
    dtype: str
    is_sparse: bool
    blocks: Callable[[], Iterator[Block]]


def write(path: Path, frame: ad.AnnData, streams: tuple[Stream, ...]) -> Path:
    """Write a data set whose matrices come in blocks, whole or not at all.

    Parameters
    ----------
    frame
        ``obs``, ``var``, ``uns`` and small ``obsm``; no matrices.
    """
    with written_whole(path) as part, h5py.File(part, "w") as file:
        file.attrs.update({"encoding-type": "anndata", "encoding-version": "0.1.0"})
        tables = {"obs": frame.obs, "var": frame.var, "uns": dict(frame.uns), "obsm": dict(frame.obsm)}
        for name, value in tables.items():
            write_elem(file, name, value)
        for name in ("layers", "varm", "obsp", "varp"):
            write_elem(file, name, {})
        for stream in streams:
            _sparse(file, stream) if stream.is_sparse else _dense(file, stream)
    return path


def _dense(file: h5py.File, stream: Stream) -> None:
    n_rows, n_columns = stream.shape
    height = max(1, min(n_rows, CHUNK // max(n_columns, 1)))
    stored = file.create_dataset(
        stream.slot, stream.shape, stream.dtype, chunks=(height, max(n_columns, 1)) if n_rows else None, **COMPRESSION
    )
    stored.attrs.update({"encoding-type": "array", "encoding-version": "0.2.0"})
    first = 0
    for block in stream.blocks():
        table = block.toarray() if sparse.issparse(block) else np.asarray(block)
        stored[first : first + len(table)] = _as(stored.dtype, table)
        first += len(table)


def _sparse(file: h5py.File, stream: Stream) -> None:
    group = file.create_group(stream.slot)
    group.attrs.update({"encoding-type": "csr_matrix", "encoding-version": "0.1.0"})
    group.attrs["shape"] = np.array(stream.shape, dtype=np.int64)
    indptr = [np.zeros(1, dtype=np.int64)]
    with ThreadPoolExecutor(PACKERS) as pool:
        data = _growing(group, "data", stream.dtype, pool)
        indices = _growing(group, "indices", "int32", pool)
        for block in stream.blocks():
            rows = sparse.csr_matrix(block)
            rows.sum_duplicates()
            rows.eliminate_zeros()
            data.add(rows.data)
            indices.add(rows.indices)
            indptr.append(rows.indptr[1:].astype(np.int64) + indptr[-1][-1])
        data.end()
        indices.end()
    group.create_dataset("indptr", data=np.concatenate(indptr), **COMPRESSION)


@dataclass(slots=True)
class _Growing:
    """An array on disk that numbers are added to: whole chunks are packed by the pool, and written in their order."""

    stored: h5py.Dataset
    pool: ThreadPoolExecutor
    rest: np.ndarray  # of the last chunk, which is not full
    packing: deque[Future[bytes]] = field(default_factory=deque)
    n_written: int = 0

    def add(self, values: np.ndarray) -> None:
        self.rest = np.concatenate([self.rest, _as(self.stored.dtype, values)])
        n_full = len(self.rest) // CHUNK
        for chunk in self.rest[: n_full * CHUNK].reshape(n_full, CHUNK):
            self.packing.append(self.pool.submit(_packed, chunk))
            if len(self.packing) >= UNDER_WAY:
                self._write()
        self.rest = self.rest[n_full * CHUNK :]

    def end(self) -> None:
        n_left = len(self.rest)
        if n_left:  # on disk every chunk is whole
            whole = np.zeros(CHUNK, dtype=self.rest.dtype)
            whole[:n_left] = self.rest
            self.packing.append(self.pool.submit(_packed, whole))
        while self.packing:
            self._write()
        self.stored.resize((self.stored.shape[0] - (CHUNK - n_left) % CHUNK,))

    def _write(self) -> None:
        packed = self.packing.popleft().result()
        self.stored.resize((self.n_written + CHUNK,))
        self.stored.id.write_direct_chunk((self.n_written,), packed)
        self.n_written += CHUNK


def _growing(group: h5py.Group, name: str, dtype: str, pool: ThreadPoolExecutor) -> _Growing:
    stored = group.create_dataset(name, (0,), dtype, maxshape=(None,), chunks=(CHUNK,), **COMPRESSION)
    return _Growing(stored, pool, np.zeros(0, dtype=stored.dtype))


def _packed(chunk: np.ndarray) -> bytes:
    """Return a chunk as HDF5 packs it: the first bytes of all numbers, then the second, ... (shuffle), deflated."""
    by_place = np.ascontiguousarray(chunk).view(np.uint8).reshape(len(chunk), chunk.itemsize).T
    return zlib.compress(by_place.tobytes(), GZIP_LEVEL)


def _as(dtype: np.dtype[Any], values: np.ndarray) -> np.ndarray:
    """Return numbers in the type of the file.

    Raises
    ------
    SchemaError
        The type cannot hold one of them.
    """
    if dtype.kind in "iu":
        limits = np.iinfo(dtype)
        n_bad = int(((values < limits.min) | (values > limits.max)).sum())
        if n_bad:
            what = f"{n_bad:,} numbers of a block are outside {limits.min:,} to {limits.max:,} ({dtype})"
            raise Unreadable("L0-READ-15", "matrices", what, "look at the largest number; it may be a sum or a code")
    return values.astype(dtype)

"""Writing a standard file block by block: never more than a few rows of a matrix in memory, equal data equal bytes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
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
COMPRESSION: Mapping[str, Any] = {"compression": "gzip", "compression_opts": 4, "shuffle": True}


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
    data = _growing(group, "data", stream.dtype)
    indices = _growing(group, "indices", "int32")
    indptr = [np.zeros(1, dtype=np.int64)]
    for block in stream.blocks():
        rows = sparse.csr_matrix(block)
        rows.sum_duplicates()
        rows.eliminate_zeros()
        for stored, values in ((data, rows.data), (indices, rows.indices)):
            first = stored.shape[0]
            stored.resize((first + rows.nnz,))
            stored[first:] = _as(stored.dtype, values)
        indptr.append(rows.indptr[1:].astype(np.int64) + indptr[-1][-1])
    group.create_dataset("indptr", data=np.concatenate(indptr), **COMPRESSION)


def _growing(group: h5py.Group, name: str, dtype: str) -> h5py.Dataset:
    return group.create_dataset(name, (0,), dtype, maxshape=(None,), chunks=(CHUNK,), **COMPRESSION)


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

"""The rows of one matrix, sparse or dense: in memory, mapped from a file, or read from a packed one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any  # h5py and zarr are untyped

import numpy as np
import numpy.typing as npt
from scipy import sparse

from clinicell.datasets.loading import paged
from clinicell.datasets.loading.kernels import PREAD, compiled, fill, gather, log1p_rows, read, total
from clinicell.datasets.loading.paged import Pieces
from clinicell.errors import SchemaError

Numbers = npt.NDArray[Any]
Positions = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
Storage = str  # "memory", "mapped" or "packed"
PER_CELL = 1e4  # counts per cell of log1p_cp10k


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """Where rows are stored: row i at ``starts[i]`` to ``stops[i]`` of `indices` and `values`."""

    starts: Positions
    stops: Positions
    indices: Pieces
    values: Pieces


@dataclass(frozen=True, slots=True, eq=False)
class SparseRows:
    """Rows in CSR form; `packed` holds the arrays of a file whose numbers cannot be mapped."""

    name: str
    shape: tuple[int, int]
    starts: Pieces  # (n_rows + 1,)
    indices: Pieces
    values: Pieces
    packed: Mapping[str, Any] | None = None
    storage: Storage = "memory"

    def dense(self, rows: Positions, out: Floats, at: Positions, columns: Positions, *, is_log: bool) -> None:
        """Write the rows into ``out[at]``; see `_kernels.fill` for `columns`.

        Raises
        ------
        SchemaError
            A stored number lies in a column that the matrix does not have.
        """
        spans = self._spans(rows)
        n_bad = 0
        for bounds, index, value in _matched(spans):
            n_bad += compiled(fill)(
                out, at, spans.starts, spans.stops, *bounds, index.flat, index.pages, index.page,
                value.flat, value.pages, value.page, columns, self.shape[1],
            )  # fmt: skip
        self._refuse(n_bad)
        if is_log:
            compiled(log1p_rows)(out, at, self._factors(spans))

    def sparse(self, rows: Positions, columns: Positions, n_columns: int, *, is_log: bool) -> sparse.csr_matrix:
        """Return the rows as CSR with sorted, distinct columns: (n_rows, n_columns), float32.

        Raises
        ------
        SchemaError
            A stored number lies in a column that the matrix does not have.
        """
        spans = self._spans(rows)
        starts = np.concatenate([[0], np.cumsum(spans.stops - spans.starts)])
        found = np.empty(starts[-1], dtype=np.int32), np.empty(starts[-1], dtype=np.float32)
        for bounds, index, value in _matched(spans):
            compiled(gather)(
                *found, starts[:-1], spans.starts, spans.stops, *bounds, index.flat, index.pages, index.page,
                value.flat, value.pages, value.page,
            )  # fmt: skip
        indices, values = found
        self._refuse(int(((indices < 0) | (indices >= self.shape[1])).sum()))
        if columns.size:
            indices = columns[indices].astype(np.int32)
            is_kept = indices >= 0
            starts = np.concatenate([[0], np.cumsum(is_kept)])[starts]
            indices, values = indices[is_kept], values[is_kept]
        block = sparse.csr_matrix((values, indices, starts.astype(np.int32)), shape=(rows.size, n_columns))
        block.sum_duplicates()
        if is_log:
            per_value = np.repeat(self._factors(spans), np.diff(block.indptr))
            block.data = np.log1p(block.data * per_value).astype(np.float32)
        return block

    def give_back(self) -> None:
        """Let the system take back what was mapped."""
        for pieces in (self.starts, self.indices, self.values):
            paged.give_back(pieces)

    def _spans(self, rows: Positions) -> Spans:
        starts = paged.take(self.starts, rows).astype(np.int64)
        stops = paged.take(self.starts, rows + 1).astype(np.int64)
        if self.packed is not None:
            return _read(self.packed, starts, stops)
        if PREAD is None or self.storage != "mapped" or not self.indices or self.indices[0].file is None:
            return Spans(starts, stops, self.indices, self.values)
        places = np.cumsum(stops - starts) - (stops - starts)
        parts = [self._read(pieces, places, starts, stops) for pieces in (self.indices, self.values)]
        return Spans(places, places + stops - starts, *parts)

    def _read(self, pieces: Pieces, places: Positions, starts: Positions, stops: Positions) -> Pieces:
        kind = pieces[0].flat.dtype
        found = np.empty(int((stops - starts).sum()), dtype=kind)
        n_short = 0
        for piece in pieces:
            assert piece.file is not None  # noqa: S101 - for the type checker; pieces of one file are alike
            n_short += compiled(read)(
                piece.file.number, found.view(np.uint8), places, starts, stops, piece.start, piece.stop,
                piece.pages, piece.page, kind.itemsize, piece.shift,
            )  # fmt: skip
        if n_short:
            raise SchemaError(f"{self.name}: the file ends too early or cannot be read any more; write it again")
        return paged.in_memory(found)

    def _factors(self, spans: Spans) -> npt.NDArray[np.float64]:
        totals = np.zeros(spans.starts.size)
        for bounds, _, value in _matched(spans):
            compiled(total)(totals, spans.starts, spans.stops, *bounds, value.flat, value.pages, value.page)
        return np.divide(PER_CELL, totals, out=np.zeros_like(totals), where=totals > 0)

    def _refuse(self, n_bad: int) -> None:
        if n_bad:
            raise SchemaError(
                f"{self.name}: {n_bad:,} stored numbers lie outside the {self.shape[1]:,} columns; the file is "
                "damaged, write it again"
            )


def _matched(spans: Spans) -> list[tuple[tuple[int, int], paged.Piece, paged.Piece]]:
    """Return the pieces side by side; the last one also owns the empty rows that begin at its end."""
    pairs = list(zip(spans.indices, spans.values, strict=True))
    last = len(pairs) - 1
    return [((index.start, index.stop + (k == last)), index, value) for k, (index, value) in enumerate(pairs)]


def _read(packed: Mapping[str, Any], starts: Positions, stops: Positions) -> Spans:
    """Return rows of a packed file, read in the order of the file, neighbours at once."""
    order = np.argsort(starts, kind="stable")
    lengths = (stops - starts)[order]
    places = np.empty_like(starts)
    places[order] = np.concatenate([[0], np.cumsum(lengths)])[:-1]
    runs = _runs(starts[order], stops[order])
    index, value = (_joined(packed[name], runs) for name in ("indices", "data"))
    return Spans(places, places + stops - starts, paged.in_memory(index), paged.in_memory(value))


def _runs(starts: Positions, stops: Positions) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for start, stop in zip(starts.tolist(), stops.tolist(), strict=True):
        if runs and runs[-1][1] == start:
            runs[-1] = (runs[-1][0], stop)
        elif stop > start:
            runs.append((start, stop))
    return runs


def _joined(array: Any, runs: list[tuple[int, int]]) -> Numbers:  # noqa: ANN401 - h5py and zarr are untyped
    parts = [np.asarray(array[start:stop]) for start, stop in runs]
    return paged.plain(np.concatenate([np.empty(0, dtype=array.dtype), *parts]))


@dataclass(frozen=True, slots=True, eq=False)
class DenseRows:
    """Rows of a dense table; `matrix` is an array, or a dataset of a file that is read row by row."""

    name: str
    shape: tuple[int, int]
    matrix: Any  # h5py and zarr are untyped
    storage: Storage = "memory"

    def dense(self, rows: Positions, out: Floats, at: Positions, columns: Positions, *, is_log: bool) -> None:
        """Write the rows into ``out[at]``; see `_kernels.fill` for `columns`."""
        block = self._read(rows)  # (n_rows, n_columns)
        if not columns.size:
            out[at] = block
        else:
            kept = np.flatnonzero(columns >= 0)
            out[at] = 0.0
            out[np.ix_(at, columns[kept])] = block[:, kept]
        if is_log:
            totals = block.sum(axis=1, dtype=np.float64)
            factors = np.divide(PER_CELL, totals, out=np.zeros_like(totals), where=totals > 0)
            out[at] = np.log1p(out[at] * factors[:, None])

    def sparse(self, rows: Positions, columns: Positions, n_columns: int, *, is_log: bool) -> sparse.csr_matrix:
        """Return the rows as CSR: (n_rows, n_columns), float32."""
        out = np.empty((rows.size, n_columns), dtype=np.float32)
        self.dense(rows, out, np.arange(rows.size), columns, is_log=is_log)
        return sparse.csr_matrix(out)

    def give_back(self) -> None:
        """Let the system take back what was mapped."""
        if isinstance(self.matrix, np.ndarray):
            paged.give_back(paged.in_memory(self.matrix))

    def _read(self, rows: Positions) -> Numbers:
        if isinstance(self.matrix, np.ndarray):
            return self.matrix[rows]
        once, back = np.unique(rows, return_inverse=True)
        if hasattr(self.matrix, "oindex"):
            return np.asarray(self.matrix.oindex[once])[back]
        return np.asarray(self.matrix[once])[back]


Rows = SparseRows | DenseRows


def sparse_rows(name: str, shape: tuple[int, int], arrays: Mapping[str, Any], *, of: Any) -> SparseRows:  # noqa: ANN401
    """Return the rows of CSR arrays; `of` maps an array (`_paged.of_hdf5`, `of_zarr`, `in_memory`) or gives None.

    Raises
    ------
    SchemaError
        The arrays do not fit together.
    """
    starts = of(arrays["indptr"])
    if starts is None:
        starts = paged.in_memory(np.asarray(arrays["indptr"][:]))
    _check(name, shape, starts, {key: int(arrays[key].shape[0]) for key in ("indices", "data")})
    indices, values = of(arrays["indices"]), of(arrays["data"])
    in_file = not isinstance(arrays["indptr"], np.ndarray)
    if indices is None or values is None or [p.stop for p in indices] != [p.stop for p in values]:
        return SparseRows(name, shape, starts, (), (), packed=arrays, storage="packed")
    return SparseRows(name, shape, starts, indices, values, storage="mapped" if in_file else "memory")


def _check(name: str, shape: tuple[int, int], starts: Pieces, lengths: Mapping[str, int]) -> None:
    n_rows, n_stored = shape[0], lengths["indices"]
    what = ""
    if paged.length(starts) != n_rows + 1:
        what = f"indptr has {paged.length(starts):,} entries, {n_rows:,} rows need {n_rows + 1:,}"
    elif lengths["data"] != n_stored:
        what = f"{lengths['data']:,} numbers stand at {n_stored:,} column indices"
    elif int(paged.take(starts, np.array([0]))[0]) != 0 or int(paged.take(starts, np.array([n_rows]))[0]) != n_stored:
        what = f"indptr does not go from 0 to {n_stored:,}"
    elif any((block[1:] < block[:-1]).any() for block in paged.blocks(starts)):
        what = "indptr falls from one row to the next"
    if what:
        raise SchemaError(f"{name}: {what}; the file is damaged, write it again")

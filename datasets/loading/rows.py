"""The rows of one matrix, sparse or dense: in memory, mapped from a file, or read from a packed one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any  # h5py and zarr are untyped

import numpy as np
import numpy.typing as npt
from scipy import sparse

from clinicell.datasets.loading import paged
from clinicell.datasets.loading.crew import ALONE, Crew
from clinicell.datasets.loading.kernels import PER_CELL, PREAD, compiled, fill, fill_read, gather, read
from clinicell.datasets.loading.paged import Filed, Pieces
from clinicell.errors import SchemaError

Numbers = npt.NDArray[Any]
Positions = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
Storage = str  # "memory", "mapped" or "packed"


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """Where rows are stored: row i at ``starts[i]`` to ``stops[i]`` of `indices` and `values`."""

    starts: Positions
    stops: Positions
    indices: Numbers
    values: Numbers


@dataclass(frozen=True, slots=True, eq=False)
class SparseRows:
    """Rows in CSR form.

    Parameters
    ----------
    packed
        The arrays of a file whose numbers cannot be mapped.
    files
        Where `indices` and `values` lie, if they are better read from their files than through a mapping.
    """

    name: str
    shape: tuple[int, int]
    starts: Pieces  # (n_rows + 1,)
    indices: Pieces
    values: Pieces
    packed: Mapping[str, Any] | None = None
    files: tuple[Filed, Filed] | None = None
    storage: Storage = "memory"

    def dense(
        self, rows: Positions, out: Floats, at: Positions, columns: Positions, *, is_log: bool, crew: Crew = ALONE
    ) -> None:
        """Write the rows into ``out[at]``; see `kernels.fill` for `columns`.

        Raises
        ------
        SchemaError
            A stored number lies in a column that the matrix does not have, or the file cannot be read any more.
        """
        starts, stops = self._bounds(rows)
        if self.files is None:
            spans = self._spans(starts, stops)
            given = (spans.starts, spans.stops, spans.indices, spans.values, columns, self.shape[1], is_log)
            self._refuse(sum(crew.run(compiled(fill), out, at, *given)))
            return
        tables = [(filed.files, filed.offsets, filed.page, filed.kind) for filed in self.files]
        found = crew.run(compiled(fill_read), out, at, starts, stops, *tables, columns, self.shape[1], is_log)
        self._refuse_short(sum(n_short for _, n_short in found))
        self._refuse(sum(n_bad for n_bad, _ in found))

    def sparse(self, rows: Positions, columns: Positions, n_columns: int, *, is_log: bool) -> sparse.csr_matrix:
        """Return the rows as CSR with sorted, distinct columns: (n_rows, n_columns), float32.

        Raises
        ------
        SchemaError
            A stored number lies in a column that the matrix does not have, or the file cannot be read any more.
        """
        spans = self._spans(*self._bounds(rows))
        starts = np.concatenate([[0], np.cumsum(spans.stops - spans.starts)])
        indices, values = np.empty(starts[-1], dtype=np.int32), np.empty(starts[-1], dtype=np.float32)
        compiled(gather)(indices, values, starts[:-1], spans.starts, spans.stops, spans.indices, spans.values)
        self._refuse(int(((indices < 0) | (indices >= self.shape[1])).sum()))
        factors = _factors(starts, values) if is_log else None
        if columns.size:
            indices = columns[indices].astype(np.int32)
            is_kept = indices >= 0
            starts = np.concatenate([[0], np.cumsum(is_kept)])[starts]
            indices, values = indices[is_kept], values[is_kept]
        block = sparse.csr_matrix((values, indices, starts.astype(np.int32)), shape=(rows.size, n_columns))
        block.sum_duplicates()
        if factors is not None:
            block.data = np.log1p(block.data * np.repeat(factors, np.diff(block.indptr))).astype(np.float32)
        return block

    def give_back(self) -> None:
        """Let the system take back what was mapped."""
        for pieces in (self.starts, self.indices, self.values):
            paged.give_back(pieces)

    def _bounds(self, rows: Positions) -> tuple[Positions, Positions]:
        found = paged.take(self.starts, np.concatenate([rows, rows + 1])).astype(np.int64)
        return found[: rows.size], found[rows.size :]

    def _spans(self, starts: Positions, stops: Positions) -> Spans:
        if self.packed is not None:
            return _read(self.packed, starts, stops)
        if self.storage == "memory" and len(self.indices) == 1:
            return Spans(starts, stops, self.indices[0].flat, self.values[0].flat)
        lengths = stops - starts
        places = np.cumsum(lengths) - lengths
        if self.files is None:
            wanted = np.arange(lengths.sum()) + np.repeat(starts - places, lengths)
            found = [paged.take(pieces, wanted) for pieces in (self.indices, self.values)]
        else:
            found = [self._copied(filed, places, starts, stops) for filed in self.files]
        return Spans(places, places + lengths, *found)

    def _copied(self, filed: Filed, places: Positions, starts: Positions, stops: Positions) -> Numbers:
        found = np.empty(int((stops - starts).sum()), dtype=filed.kind.dtype)
        n_short = compiled(read)(found, places, starts, stops, filed.files, filed.offsets, filed.page)
        self._refuse_short(n_short)
        return found

    def _refuse_short(self, n_short: int) -> None:
        if n_short:
            raise SchemaError(f"{self.name}: the file ends too early or cannot be read any more; write it again")

    def _refuse(self, n_bad: int) -> None:
        if n_bad:
            raise SchemaError(
                f"{self.name}: {n_bad:,} stored numbers lie outside the {self.shape[1]:,} columns; the file is "
                "damaged, write it again"
            )


def _factors(starts: Positions, values: Floats) -> npt.NDArray[np.float64]:
    row = np.repeat(np.arange(starts.size - 1), np.diff(starts))
    totals = np.bincount(row, weights=values, minlength=starts.size - 1)
    return np.divide(PER_CELL, totals, out=np.zeros_like(totals), where=totals > 0)


def _read(packed: Mapping[str, Any], starts: Positions, stops: Positions) -> Spans:
    """Return rows of a packed file, read in the order of the file, neighbours at once."""
    order = np.argsort(starts, kind="stable")
    lengths = (stops - starts)[order]
    places = np.empty_like(starts)
    places[order] = np.concatenate([[0], np.cumsum(lengths)])[:-1]
    runs = _runs(starts[order], stops[order])
    index, value = (_joined(packed[name], runs) for name in ("indices", "data"))
    return Spans(places, places + stops - starts, index, value)


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

    def dense(
        self, rows: Positions, out: Floats, at: Positions, columns: Positions, *, is_log: bool, crew: Crew = ALONE
    ) -> None:
        """Write the rows into ``out[at]``; see `kernels.fill` for `columns`. The crew has nothing to do here."""
        del crew
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
    filed = (paged.filed(indices), paged.filed(values)) if PREAD is not None else (None, None)
    files = None if filed[0] is None or filed[1] is None else (filed[0], filed[1])
    return SparseRows(name, shape, starts, indices, values, files=files, storage="mapped" if in_file else "memory")


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

"""Matrices of a data set: where they stand, whether they are sound, and walking over their numbers in blocks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import anndata as ad
import h5py
import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from clinicell.datasets.schema import on_disk
from clinicell.datasets.schema.on_disk import STORED, Stored
from clinicell.datasets.schema.row_facts import BLOCK, Dense, Numbers, key_of, n_nonzero_of, weights

SPARSE = (sparse.csr_matrix, sparse.csr_array, sparse.csc_matrix, sparse.csc_array)  # what AnnData stores
Block: TypeAlias = Dense | sparse.csr_matrix
Table: TypeAlias = Dense | sparse.csr_matrix | Stored


def slots(adata: ad.AnnData) -> dict[str, object]:
    """Return the matrices of a data set by slot: ``"X"``, ``"layers/<name>"``, ``"obsm/<name>"``."""
    found: dict[str, object] = {} if adata.X is None else {"X": adata.X}
    found |= {f"layers/{name}": matrix for name, matrix in adata.layers.items()}
    found |= {f"obsm/{name}": matrix for name, matrix in adata.obsm.items()}
    return found


def path_of(slot: str) -> str:
    """Return a slot as a path: ``"layers/raw"`` is ``"layers['raw']"``."""
    part, _, name = slot.partition("/")
    return f"{part}[{name!r}]" if name else part


def is_sound(matrix: object) -> bool:
    """Whether the index arrays of a sparse matrix (CSR or CSC) stay within its shape; True for all else.

    Numbers of a matrix that is not sound must not be touched: scipy would read past the end of an array.
    """
    if isinstance(matrix, STORED):
        return on_disk.survey(matrix).is_sound
    if not isinstance(matrix, SPARSE):
        return True
    n_major, n_minor = matrix.shape if matrix.format == "csr" else matrix.shape[::-1]
    starts, indices = np.asarray(matrix.indptr), np.asarray(matrix.indices)
    if starts.shape != (n_major + 1,) or indices.shape != np.shape(matrix.data):
        return False
    if starts[0] != 0 or starts[-1] != indices.size or np.any(starts[1:] < starts[:-1]):
        return False
    return bool(indices.size == 0 or (indices.min() >= 0 and indices.max() < n_minor))


def storage_of(matrix: object) -> str:
    """Return the type of a matrix in memory, of one on disk the type that it would have there."""
    if isinstance(matrix, STORED):
        return "ndarray" if isinstance(matrix, h5py.Dataset) else "csr_matrix"
    return type(matrix).__name__


def plain(matrix: object) -> Table | None:
    """Return a sound matrix as a dense table or CSR, in memory or on disk; None when it is no 2-D table of numbers."""
    if isinstance(matrix, STORED):
        return matrix if len(matrix.shape) == 2 and matrix.dtype.kind in "iufb" else None
    if isinstance(matrix, pd.DataFrame):
        if not all(pd.api.types.is_numeric_dtype(kind) for kind in matrix.dtypes):
            return None
        return matrix.to_numpy(dtype="float64", na_value=np.nan)
    if isinstance(matrix, SPARSE):
        return sparse.csr_matrix(matrix) if matrix.dtype.kind in "iufb" else None
    if isinstance(matrix, np.ndarray) and matrix.ndim == 2 and matrix.dtype.kind in "iufb":
        return matrix
    return None


def values(matrix: Table) -> Iterator[Numbers]:
    """Yield the stored numbers in flat blocks: of a sparse table those that are written down, of a dense one all."""
    if isinstance(matrix, STORED):
        yield from on_disk.values(matrix)
        return
    if isinstance(matrix, sparse.csr_matrix):
        for start in range(0, matrix.data.size, BLOCK):
            yield matrix.data[start : start + BLOCK]
        return
    for block in row_blocks(matrix):
        yield np.ravel(np.asarray(block))


def row_blocks(matrix: Table) -> Iterator[Block]:
    """Yield the table in blocks of whole rows."""
    if isinstance(matrix, STORED):
        yield from on_disk.row_blocks(matrix)
        return
    n_rows, n_columns = matrix.shape
    stored = n_columns if isinstance(matrix, np.ndarray) else matrix.nnz / max(n_rows, 1)
    step = max(1, int(BLOCK / max(stored, 1)))
    for start in range(0, n_rows, step):
        yield matrix[start : start + step]


def rows(matrix: Table, first: int, last: int) -> Block:
    """Return some rows of a table."""
    return on_disk.rows(matrix, first, last) if isinstance(matrix, STORED) else matrix[first:last]


def together(one: Table, other: Table) -> Iterator[tuple[Block, Block]]:
    """Yield two tables of as many rows, the same rows of both at a time."""
    first = 0
    for block in row_blocks(one):
        last = first + block.shape[0]
        yield block, rows(other, first, last)
        first = last


def extremes(matrix: Table) -> tuple[float, float, bool]:
    """Return the lowest and the highest stored number (NaN where one is NaN), and whether all are whole."""
    if isinstance(matrix, STORED):
        known = on_disk.survey(matrix)
        return known.lowest, known.highest, known.is_whole
    lowest, highest, is_whole = 0.0, 0.0, True
    for place, block in enumerate(block for block in values(matrix) if block.size):
        low, high = float(block.min()), float(block.max())
        lowest = low if not place else float(np.minimum(low, lowest))
        highest = high if not place else float(np.maximum(high, highest))
        is_whole = is_whole and on_disk.are_whole(block)
    return lowest, highest, is_whole


def n_nonzero(matrix: Table) -> npt.NDArray[np.int64]:
    """Return how many numbers of each row are not zero."""
    if isinstance(matrix, STORED):
        return on_disk.survey(matrix).n_nonzero
    return np.concatenate([np.zeros(0, dtype=np.int64), *map(n_nonzero_of, row_blocks(matrix))])


def keys(matrix: Table) -> npt.NDArray[np.float64]:
    """Return a key of each row, which rows that hold the same numbers share."""
    known = on_disk.survey(matrix).keys if isinstance(matrix, STORED) else None
    if known is not None:
        return known
    weight = weights(matrix.shape[1])
    return np.concatenate([np.zeros(0), *(key_of(block, weight) for block in row_blocks(matrix))])


def row_sums(matrix: Table, back: Callable[[Numbers], Numbers]) -> npt.NDArray[np.float64]:
    """Return the sum of each row after `back`, which leaves 0 at 0."""
    sums = [np.zeros(0)]
    for block in row_blocks(matrix):
        if isinstance(block, np.ndarray):
            sums.append(back(block).sum(axis=1, dtype="float64"))
        else:
            taken_back = sparse.csr_matrix((back(block.data), block.indices, block.indptr), shape=block.shape)
            sums.append(np.asarray(taken_back.sum(axis=1, dtype="float64")).ravel())
    return np.concatenate(sums)


def n_stored(matrix: Table) -> int:
    """Return how many numbers are stored."""
    if isinstance(matrix, STORED):
        return on_disk.n_stored(matrix)
    return int(matrix.size) if isinstance(matrix, np.ndarray) else int(matrix.data.size)


@dataclass(slots=True)
class Tally:
    """How many numbers break a rule, and the first few."""

    n: int = 0
    examples: tuple[str, ...] = ()

    def add(self, bad: Numbers) -> None:
        """Count `bad`."""
        self.n += int(bad.size)
        if len(self.examples) < 5:
            self.examples = (*self.examples, *(f"{value:.6g}" for value in np.unique(bad[:1000])[:5]))[:5]

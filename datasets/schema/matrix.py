"""Matrices of a data set: where they stand, whether they are sound, and walking over their numbers in blocks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import anndata as ad
import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

BLOCK = 1 << 20  # values looked at together: 8 MB of float64

Numbers = npt.NDArray[Any]  # of any numeric type
Dense = npt.NDArray[Any]
SPARSE = (sparse.csr_matrix, sparse.csr_array, sparse.csc_matrix, sparse.csc_array)  # what AnnData stores
Table = Dense | sparse.csr_matrix


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
    if not isinstance(matrix, SPARSE):
        return True
    n_major, n_minor = matrix.shape if matrix.format == "csr" else matrix.shape[::-1]
    starts, indices = np.asarray(matrix.indptr), np.asarray(matrix.indices)
    if starts.shape != (n_major + 1,) or indices.shape != np.shape(matrix.data):
        return False
    if starts[0] != 0 or starts[-1] != indices.size or np.any(starts[1:] < starts[:-1]):
        return False
    return bool(indices.size == 0 or (indices.min() >= 0 and indices.max() < n_minor))


def plain(matrix: object) -> Table | None:
    """Return a sound matrix as a dense table or CSR; None when it is no two-dimensional table of numbers."""
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
    if isinstance(matrix, sparse.csr_matrix):
        for start in range(0, matrix.data.size, BLOCK):
            yield matrix.data[start : start + BLOCK]
        return
    for block in row_blocks(matrix):
        yield np.ravel(np.asarray(block))


def row_blocks(matrix: Table) -> Iterator[Table]:
    """Yield the table in blocks of whole rows."""
    n_rows, n_columns = matrix.shape
    stored = n_columns if isinstance(matrix, np.ndarray) else matrix.nnz / max(n_rows, 1)
    step = max(1, int(BLOCK / max(stored, 1)))
    for start in range(0, n_rows, step):
        yield matrix[start : start + step]


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

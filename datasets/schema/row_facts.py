"""What a rule asks of the rows of a block: how many numbers are not zero, and a key that equal rows share."""

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

BLOCK = 1 << 20  # values looked at together: 8 MB of float64

Numbers = npt.NDArray[Any]  # of any numeric type
Dense = npt.NDArray[Any]


def weights(n_columns: int) -> npt.NDArray[np.float64]:
    """Return the weights of the columns in a key, the same each time."""
    return np.random.default_rng(0).random(n_columns)


def key_of(block: Dense | sparse.csr_matrix, weight: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return a key of each row.

    A sum of counts with random weights is as good as the row itself: equal sums by chance do not occur.
    """
    return np.asarray(block @ weight, dtype="float64").ravel()


def n_nonzero_of(block: Dense | sparse.csr_matrix) -> npt.NDArray[np.int64]:
    """Return how many numbers of each row are not zero; NaN is not."""
    if isinstance(block, np.ndarray):
        return np.asarray(np.count_nonzero(block, axis=1), dtype=np.int64)
    stored = np.diff(block.indptr).astype(np.int64)
    zeros = np.flatnonzero(block.data == 0)
    if not zeros.size:
        return stored
    rows = np.searchsorted(block.indptr, zeros, side="right") - 1
    return stored - np.bincount(rows, minlength=len(stored))

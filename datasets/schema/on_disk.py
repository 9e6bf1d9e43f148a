"""A matrix that stays in its HDF5 file: it is walked over in blocks of rows, and one walk tells what most rules ask."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias
from weakref import WeakKeyDictionary

import h5py
import numpy as np
import numpy.typing as npt
from anndata.abc import CSRDataset
from scipy import sparse

from clinicell.datasets.schema.row_facts import BLOCK, Dense, Numbers, key_of, n_nonzero_of, weights

Stored: TypeAlias = h5py.Dataset | CSRDataset  # of h5py mypy knows nothing
STORED = (h5py.Dataset, CSRDataset)
WIDEST = 16 * BLOCK  # numbers of one row of chunks: what is chunked more coarsely would be unpacked again and again


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What one walk over a matrix tells.

    Parameters
    ----------
    is_sound
        Whether pointers and indices stay within the matrix; if not, nothing else is known.
    n_twice
        How many entries stand where another one does.
    lowest, highest, is_whole
        Of the stored numbers; NaN where one is NaN, 0 where there is none.
    n_nonzero
        Of each row, shape (n_rows,).
    keys
        Of each row, shape (n_rows,), see `row_facts.key_of`; None where not all numbers are whole.
    is_read
        False where nobody looked, and the rest is made up so that no rule is broken.
    """

    is_sound: bool = True
    n_twice: int = 0
    lowest: float = 0.0
    highest: float = 0.0
    is_whole: bool = True
    n_nonzero: npt.NDArray[np.int64]
    keys: npt.NDArray[np.float64] | None
    is_read: bool = True


_KNOWN: WeakKeyDictionary[Stored, Survey] = WeakKeyDictionary()  # a matrix is walked over once, whoever asks


def survey(matrix: Stored) -> Survey:
    """Return what a walk over the matrix tells; the first call walks."""
    if matrix not in _KNOWN:
        _KNOWN[matrix] = _walked(matrix)
    return _KNOWN[matrix]


def forget() -> None:
    """Let the next call walk again: a file that is open for writing may have changed."""
    _KNOWN.clear()


def leave_unread(matrix: Stored) -> None:
    """Let every rule pass over the numbers of this matrix: they are not looked at."""
    none = np.arange(1, matrix.shape[0] + 1)
    _KNOWN[matrix] = Survey(lowest=-1.0, n_nonzero=none, keys=none.astype("float64"), is_read=False)


def can_stay(node: h5py.Group | h5py.Dataset, *, numbers: bool = True) -> bool:
    """Whether a node of AnnData is a table of numbers that can be read in blocks of rows: dense, or CSR.

    Without `numbers` none will be read, and how they are chunked does not matter.
    """
    if isinstance(node, h5py.Dataset):
        is_table = node.ndim == 2 and node.dtype.kind in "iufb"
        return is_table and (not numbers or node.chunks is None or node.chunks[0] * node.shape[1] <= WIDEST)
    if node.attrs.get("encoding-type") != "csr_matrix" or node["data"].dtype.kind not in "iufb":
        return False
    return not numbers or all(
        node[name].chunks is None or node[name].chunks[0] <= WIDEST // 4 for name in ("data", "indices")
    )


def n_bytes(node: h5py.Group | h5py.Dataset) -> int:
    """Return how much memory its arrays would take."""
    arrays = node.values() if isinstance(node, h5py.Group) else [node]
    return sum(array.size * array.dtype.itemsize for array in arrays if isinstance(array, h5py.Dataset) and array.size)


def n_stored(matrix: Stored) -> int:
    """Return how many numbers are stored."""
    return int(matrix.size if isinstance(matrix, h5py.Dataset) else _group(matrix)["data"].size)


def values(matrix: Stored) -> Iterator[Numbers]:
    """Yield the stored numbers in flat blocks."""
    if not survey(matrix).is_read:
        return
    if isinstance(matrix, h5py.Dataset):
        for block in row_blocks(matrix):
            yield np.ravel(np.asarray(block))
        return
    data = _group(matrix)["data"]
    for start in range(0, data.size, BLOCK):
        yield data[start : start + BLOCK]


def row_blocks(matrix: Stored) -> Iterator[Dense | sparse.csr_matrix]:
    """Yield a sound matrix in blocks of whole rows."""
    known = survey(matrix)
    if known.is_read and known.is_sound:
        yield from _dense_blocks(matrix) if isinstance(matrix, h5py.Dataset) else _sparse_blocks(matrix)


def rows(matrix: Stored, first: int, last: int) -> Dense | sparse.csr_matrix:
    """Return some rows of a sound matrix."""
    if isinstance(matrix, h5py.Dataset):
        return np.asarray(matrix[first:last])
    return _block(_group(matrix), np.asarray(_group(matrix)["indptr"][first : last + 1]), matrix.shape[1])


def _group(matrix: CSRDataset) -> h5py.Group:
    group: h5py.Group = matrix.group
    return group


def _dense_blocks(matrix: h5py.Dataset) -> Iterator[Dense]:
    n_rows, n_columns = matrix.shape
    together = matrix.chunks[0] if matrix.chunks else 1
    step = max(1, BLOCK // max(n_columns * together, 1)) * together
    for start in range(0, n_rows, step):
        yield np.asarray(matrix[start : start + step])


def _sparse_blocks(matrix: CSRDataset) -> Iterator[sparse.csr_matrix]:
    group = _group(matrix)
    starts = np.asarray(group["indptr"])
    first = 0
    while first < matrix.shape[0]:
        fits = int(np.searchsorted(starts, starts[first] + BLOCK, side="right")) - 1
        last = min(max(fits, first + 1), first + BLOCK, matrix.shape[0])
        yield _block(group, starts[first : last + 1], matrix.shape[1])
        first = last


def _block(group: h5py.Group, ends: Numbers, n_columns: int) -> sparse.csr_matrix:
    part = slice(int(ends[0]), int(ends[-1]))
    indices = np.asarray(group["indices"][part])
    is_small = indices.dtype.itemsize <= 4 and indices.size < 2**31  # then scipy copies neither
    starts = (ends - ends[0]).astype(np.int32 if is_small else np.int64)
    return sparse.csr_matrix((np.asarray(group["data"][part]), indices, starts), shape=(len(ends) - 1, n_columns))


def _are_pointers(matrix: CSRDataset) -> bool:
    group = _group(matrix)
    starts, size = np.asarray(group["indptr"]), group["indices"].size
    if starts.shape != (matrix.shape[0] + 1,) or size != group["data"].size:
        return False
    return starts[0] == 0 and starts[-1] == size and not np.any(starts[1:] < starts[:-1])


def _walked(matrix: Stored) -> Survey:
    lost = Survey(is_sound=False, n_nonzero=np.zeros(0, dtype=np.int64), keys=None)
    is_dense = isinstance(matrix, h5py.Dataset)
    if not is_dense and not _are_pointers(matrix):
        return lost
    lows, highs, twice, is_whole = [np.inf], [-np.inf], 0, True
    n_nonzero, keys = [np.zeros(0, dtype=np.int64)], [np.zeros(0)]
    weight = weights(matrix.shape[1])
    for block in _dense_blocks(matrix) if is_dense else _sparse_blocks(matrix):
        if not isinstance(block, np.ndarray):
            if not _are_within(block.indices, matrix.shape[1]):
                return lost
            twice += _n_twice(block)
        numbers = block if isinstance(block, np.ndarray) else block.data
        if numbers.size:
            lows.append(float(numbers.min()))
            highs.append(float(numbers.max()))
        is_whole = is_whole and are_whole(numbers)
        n_nonzero.append(n_nonzero_of(block))
        if is_whole:
            keys.append(key_of(block, weight))
    return Survey(
        n_twice=twice,
        lowest=float(np.min(lows)) if lows[1:] else 0.0,
        highest=float(np.max(highs)) if highs[1:] else 0.0,
        is_whole=is_whole,
        n_nonzero=np.concatenate(n_nonzero),
        keys=np.concatenate(keys) if is_whole else None,
    )


def _are_within(indices: Numbers, n_columns: int) -> bool:
    return indices.size == 0 or bool(indices.min() >= 0 and indices.max() < n_columns)


def are_whole(numbers: Numbers) -> bool:
    """Whether all are whole; NaN is not."""
    return numbers.dtype.kind != "f" or bool(np.array_equal(numbers, np.floor(numbers)))


def _n_twice(block: sparse.csr_matrix) -> int:
    """Return how many entries stand where another one does."""
    if block.has_canonical_format:
        return 0
    summed = block.copy()
    summed.sum_duplicates()
    return int(block.nnz - summed.nnz)

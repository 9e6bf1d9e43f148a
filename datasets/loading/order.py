"""In which order cells are drawn: every cell once, or by weight with replacement; any stretch at once.

The order is a function of (seed, epoch) and of the position in it. So a run resumes anywhere without drawing what came
before, and the order of a billion cells needs no table.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Positions = npt.NDArray[np.int64]
Weights = npt.NDArray[np.float64]
TABLE = 1 << 17  # cells whose order is drawn as a table; from there on it is computed
ROUNDS = 6
_MIX = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9))


@dataclass(frozen=True, slots=True, eq=False)
class Order:
    """The order of one epoch.

    Parameters
    ----------
    n
        Cells there are.
    cumulated
        (n,) cumulated weights that end at 1; then each position is drawn with replacement. None: every cell once.
    is_shuffled
        Without weights: whether the order is random, or that of the file.
    """

    n: int
    seed: int
    epoch: int
    is_shuffled: bool = True
    cumulated: Weights | None = None
    _table: Positions | None = None

    def rows(self, positions: Positions) -> Positions:
        """Return the rows at these positions of the epoch, each in [0, n)."""
        if self.cumulated is not None:
            return self._drawn(positions)
        if not self.is_shuffled:
            return positions
        return self._table[positions] if self._table is not None else permuted(positions, self.n, self._keys())

    def _drawn(self, positions: Positions) -> Positions:
        assert self.cumulated is not None  # noqa: S101 - for the type checker; `rows` asked
        uniform = hashed(positions.astype(np.uint64), self._keys()).astype(np.float64) / 2.0**64
        found = np.searchsorted(self.cumulated, uniform, side="right")
        return np.minimum(found, self._last_drawn()).astype(np.int64)

    def _last_drawn(self) -> int:
        assert self.cumulated is not None  # noqa: S101 - for the type checker; `rows` asked
        return int(np.searchsorted(self.cumulated, self.cumulated[-1], side="left"))

    def _keys(self) -> npt.NDArray[np.uint64]:
        return np.random.default_rng([self.seed, self.epoch]).integers(0, 2**64, ROUNDS, dtype=np.uint64)


def order(n: int, seed: int, epoch: int, *, is_shuffled: bool = True, cumulated: Weights | None = None) -> Order:
    """Return the order of an epoch."""
    table = None
    if is_shuffled and cumulated is None and n <= TABLE:
        table = np.random.default_rng([seed, epoch]).permutation(n)
    return Order(n, seed, epoch, is_shuffled, cumulated, table)


def permuted(positions: Positions, n: int, keys: npt.NDArray[np.uint64]) -> Positions:
    """Return where a random permutation of [0, n) leads `positions`; one round of a Feistel cipher per key.

    The cipher permutes the numbers of as many bits as n needs; a number that leaves [0, n) is led on until it is back
    (cycle walking: Black and Rogaway 2002, doi:10.1007/3-540-45760-7_9).
    """
    low = np.uint64(int(n - 1).bit_length() // 2)
    found = positions.astype(np.uint64)
    abroad = np.arange(found.size)
    while abroad.size:
        found[abroad] = _ciphered(found[abroad], int(n - 1).bit_length(), int(low), keys)
        abroad = abroad[found[abroad] >= np.uint64(n)]
    return found.astype(np.int64)


def _ciphered(
    numbers: npt.NDArray[np.uint64], n_bits: int, n_low: int, keys: npt.NDArray[np.uint64]
) -> npt.NDArray[np.uint64]:
    sizes = (n_bits - n_low, n_low)
    masks = tuple(np.uint64((1 << size) - 1) for size in sizes)
    left, right = numbers >> np.uint64(n_low), numbers & masks[1]
    # The halves differ by a bit when n_bits is odd: each round changes one half by the other, in turn.
    for turn, key in enumerate(keys):
        if turn % 2:
            right ^= _mixed(left ^ key) & masks[1]
        else:
            left ^= _mixed(right ^ key) & masks[0]
    return (left << np.uint64(n_low)) | right


def hashed(numbers: npt.NDArray[np.uint64], keys: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Return 64 random bits per number."""
    return _mixed(_mixed(numbers ^ keys[0]) ^ keys[1])


def _mixed(numbers: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Return each number with its bits mixed, one to one (splitmix64: doi:10.1145/2714064.2660195)."""
    with np.errstate(over="ignore"):
        mixed = numbers + _MIX[0]
        mixed = (mixed ^ (mixed >> np.uint64(30))) * _MIX[1]
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))

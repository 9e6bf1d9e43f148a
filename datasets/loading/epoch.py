"""Which cells the batches of one epoch hold, for one process of several."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from clinicell.datasets.loading.order import Order, Weights, order
from clinicell.errors import InputError

DRAWN = 1 << 14  # cells of the order that are drawn at once


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Epoch:
    """Batch b of rank r of w: the positions r, r + w, r + 2 w, ... of the order, `batch_size` at a time.

    Parameters
    ----------
    n
        Cells there are, and drawn per epoch by all ranks together.
    cumulated
        (n,) cumulated weights; None where every cell is drawn once.

    Raises
    ------
    InputError
        There is no cell, or `shard` is no (rank, world).
    """

    n: int
    batch_size: int
    seed: int
    shard: tuple[int, int] = (0, 1)
    drop_last: bool = False
    is_shuffled: bool = True
    cumulated: Weights | None = None
    epoch: int = 0
    _order: Order = field(init=False)

    def __post_init__(self) -> None:
        """Refuse what holds no batch, and fix the order."""
        rank, world = self.shard
        if not 0 <= rank < world:
            raise InputError(f"shard={self.shard}: write (rank, world) with 0 <= rank < world")
        if not self.n:
            raise InputError("there is not a single cell to load")
        if self.epoch < 0:
            raise InputError(f"epoch={self.epoch}: count from 0")
        fixed = order(self.n, self.seed, self.epoch, is_shuffled=self.is_shuffled, cumulated=self.cumulated)
        object.__setattr__(self, "_order", fixed)

    @property
    def n_own(self) -> int:
        """How many cells this rank draws."""
        rank, world = self.shard
        return self.n // world if self.drop_last else (self.n - rank + world - 1) // world

    @property
    def n_batches(self) -> int:
        """How many batches this rank has."""
        return self.n_own // self.batch_size if self.drop_last else -(-self.n_own // self.batch_size)

    def at(self, epoch: int) -> "Epoch":
        """Return another epoch."""
        return replace(self, epoch=epoch)

    def rows(self, first: int, last: int) -> npt.NDArray[np.int64]:
        """Return the cells of the batches `first` to before `last`."""
        rank, world = self.shard
        own = np.arange(first * self.batch_size, min(last * self.batch_size, self.n_own), dtype=np.int64)
        return self._order.rows(own * world + rank)

    def batches(self, start: int) -> Iterator[tuple[int, npt.NDArray[np.int64]]]:
        """Yield from batch `start` on its number and its cells; many batches are drawn at once, which is faster."""
        at_once = max(1, DRAWN // self.batch_size)
        for first in range(start, self.n_batches, at_once):
            last = min(first + at_once, self.n_batches)
            cells = self.rows(first, last)
            for number in range(first, last):
                yield number, cells[(number - first) * self.batch_size : (number + 1 - first) * self.batch_size]

    def facts(self) -> dict[str, object]:
        """Return what fixes the batches, as plain values."""
        kind = "once" if self.cumulated is None else np.array2string(self.cumulated[:: max(1, self.n // 64)])
        return {
            "n": self.n,
            "batch_size": self.batch_size,
            "seed": self.seed,
            "shard": list(self.shard),
            "drop_last": self.drop_last,
            "is_shuffled": self.is_shuffled,
            "weights": kind,
        }


def require(**given: tuple[int, int]) -> None:
    """Refuse an option, given as (value, least), that is no whole number of at least that.

    Raises
    ------
    InputError
        It is not.
    """
    for name, (value, least) in given.items():
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise InputError(f"{name}={value!r}: write a whole number of at least {least}")

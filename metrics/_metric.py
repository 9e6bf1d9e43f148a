"""What the leaderboard must know of a metric, besides its function."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A pure function of truth and answer, and the facts needed to rank, draw and test it.

    `function` takes two float arrays of shape (n,), truth first, and returns NaN where it is undefined; `undefined`
    says when that is. `chance` is the expected value of an answer that knows nothing: a number, a function of the
    truth, or None where it depends on the answer. A metric with `needs_truth` False describes the answer alone; it
    never ranks.
    """

    function: Callable[[Floats, Floats], float]
    title: str
    best: float
    worst: float
    undefined: str
    chance: float | Callable[[Floats], float] | None = None
    needs_truth: bool = True

    @property
    def name(self) -> str:
        """The function's name: the key under which values are stored."""
        return self.function.__name__

    @property
    def is_higher_better(self) -> bool:
        """Whether a larger value is the better one."""
        return self.best > self.worst

    def __call__(self, y_true: Floats, y_pred: Floats) -> float:
        """Return the value of `y_pred` against `y_true`, each of shape (n,)."""
        return self.function(y_true, y_pred)

    def chance_of(self, y_true: Floats) -> float:
        """Return the expected value of an answer that knows nothing; NaN where that depends on the answer."""
        if self.chance is None:
            return float("nan")
        return self.chance(y_true) if callable(self.chance) else self.chance

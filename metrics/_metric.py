"""What the leaderboard must know of a metric, besides its function."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Kept = Mapping[str, NDArray[np.generic]]


def ratio(numerator: Floats, denominator: Floats) -> Floats:
    """Return the quotient, NaN where the denominator is not above 0."""
    quotient: Floats = np.full(np.broadcast_shapes(numerator.shape, denominator.shape), np.nan)
    np.divide(numerator, denominator, out=quotient, where=denominator > 0)
    return quotient


class NeverRanksError(ValueError):
    """An order was asked of a metric whose right value lies in the middle, or that has none."""


@dataclass(frozen=True, slots=True)
class Undefined:
    """A value that is not there, and why; it never ranks and is never read as 0."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Additive:
    """How a metric over any weighting of units follows from what is kept of each unit once.

    Parameters
    ----------
    keep
        Takes truth and answer, shape (n,) both, the unit of each row as a code in [0, n_units), shape (n,), and
        n_units; returns arrays that add up over units, and what belongs to all of them. Its name is the key under
        which they are stored, so that metrics with the same sums share them.
    weigh
        Takes what was kept and the weight of each row of each unit, shape (n_draws, n_units); returns the metric's
        value in each draw, shape (n_draws,), NaN where it is undefined.
    exact
        The metric of truth and answer with a weight for each row, all of shape (n,): what `weigh` comes near to. A row
        of weight 0 is no row.

    Notes
    -----
    Where a metric reads a table, rows of the table stand for rows, and what is kept holds ``rows`` (n_units,) too:
    those of each unit with a known truth.
    """

    keep: Callable[[Floats, Floats, NDArray[np.intp], int], Kept]
    weigh: Callable[[Kept, Floats], Floats]
    exact: Callable[[Floats, Floats, Floats], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A pure function of truth and answer, and the facts needed to rank, draw, resample and test it.

    `function` takes two float arrays of shape (n,), truth first, and returns NaN where it is undefined; `undefined`
    says when that is. `chance` is the expected value of an answer that knows nothing: a number, a function of the
    truth (and, where rows can be pooled, of their weights), or None where it depends on the answer. `pooled` says how
    rows of several units are taken together with a weight for each unit; a metric without it says in `within` why
    its rows are never pooled. A metric with `needs_truth` False describes the answer alone. `reads` says what it takes
    at once: ``"column"``, one target, shape (n,) each; ``"scores"``, one target and a row of scores or coordinates for
    each unit; ``"table"``, a row of targets for each unit on both sides.

    Where `best` or `worst` is NaN no order is meant: the metric describes and never ranks (see `ranks`).
    """

    function: Callable[[Floats, Floats], float]
    title: str
    best: float
    worst: float
    undefined: str
    chance: float | Callable[..., float] | None = None
    pooled: Additive | None = None
    within: str = ""
    needs_truth: bool = True
    reads: Literal["column", "scores", "table"] = "column"

    def __post_init__(self) -> None:
        if (self.pooled is None) == (not self.within):
            raise ValueError(
                f"{self.name}: say in `pooled` how rows of units are pooled, or in `within` why they are not"
            )

    @property
    def name(self) -> str:
        """The function's name: the key under which values are stored."""
        return self.function.__name__

    @property
    def ranks(self) -> bool:
        """Whether one value is better than another; else the metric describes, as its right value lies in the middle.

        Examples
        --------
        >>> from clinicell.metrics.calibration import BRIER, CALIBRATION_SLOPE
        >>> BRIER.ranks, CALIBRATION_SLOPE.ranks
        (True, False)
        """
        return not (math.isnan(self.best) or math.isnan(self.worst))

    @property
    def is_higher_better(self) -> bool:
        """Whether a larger value is the better one.

        Raises
        ------
        NeverRanksError
            Neither is: the metric describes.
        """
        if not self.ranks:
            raise NeverRanksError(f"{self.name} describes an answer and never ranks: no value of it is better by size")
        return self.best > self.worst

    @property
    def range(self) -> tuple[float, float]:
        """The least and the greatest value; without an end where the metric describes."""
        return (min(self.best, self.worst), max(self.best, self.worst)) if self.ranks else (-math.inf, math.inf)

    @property
    def is_share(self) -> bool:
        """Whether the value lies between 0 and 1, the better the higher."""
        return (self.worst, self.best) == (0.0, 1.0)

    def __call__(self, y_true: Floats, y_pred: Floats) -> float:
        """Return the value of `y_pred` against `y_true`, each of shape (n,); NaN where it is undefined."""
        return self.function(y_true, y_pred)

    def measure(self, y_true: Floats, y_pred: Floats) -> float | Undefined:
        """Return the value of `y_pred` against `y_true`, or that it is undefined, with the reason.

        Examples
        --------
        >>> import numpy as np
        >>> from clinicell.metrics.detection import AUROC
        >>> AUROC.measure(np.array([1.0, 1.0]), np.array([0.2, 0.9]))
        Undefined(reason='one of the two classes is missing')
        """
        value = self.function(y_true, y_pred)
        return value if math.isfinite(value) else Undefined(self.undefined)

    def chance_of(self, y_true: Floats, weight: Floats | None = None) -> float:
        """Return the expected value of an answer that knows nothing; NaN where that depends on the answer.

        `weight` says how much each row counts, shape (n,); all alike without it.
        """
        if self.chance is None:
            return float("nan")
        if not callable(self.chance):
            return self.chance
        return self.chance(y_true) if self.pooled is None or weight is None else self.chance(y_true, weight)

"""Comparing an answer with the truth: the value, and its interval over the panel's unit."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from clinicell.metrics import intervals
from clinicell.metrics._metric import Floats, Metric
from clinicell.metrics.intervals import FEWEST_UNITS, Interval

Rows = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorable:
    """Truth and answer of the same rows: shape (n_units, n_targets) both; donor and fold, shape (n_units,).

    `within` True means that the value is the mean over donors of the value inside each.
    """

    truth: Floats
    answer: Floats
    donor: NDArray[np.str_]
    fold: NDArray[np.str_]
    within: bool
    labels_of: Literal["cell", "patient"]

    def all_rows(self) -> Rows:
        """Return a mask of every row."""
        return np.ones(len(self.donor), dtype=np.bool_)


def by_target(metric: Metric, data: Scorable, rows: Rows) -> Floats:
    """Return the metric of each target over the rows with a known truth, NaN where undefined, shape (n_targets,)."""
    values = []
    for target in range(data.truth.shape[1]):
        known = rows & np.isfinite(data.truth[:, target]) if metric.needs_truth else rows
        values.append(metric(data.truth[known, target], data.answer[known, target]))
    return np.asarray(values, dtype=np.float64)


def by_donor(metric: Metric, data: Scorable, rows: Rows) -> dict[str, float]:
    """Return the value inside each donor, in the order of their ids."""
    donors = np.unique(data.donor[rows]).tolist()
    return {donor: mean(by_target(metric, data, rows & (data.donor == donor))) for donor in donors}


def value(metric: Metric, data: Scorable, rows: Rows) -> float:
    """Return the mean over targets, and over donors where a target has no meaning across them; NaN where undefined."""
    if data.within:
        return mean(np.asarray(list(by_donor(metric, data, rows).values())))
    return mean(by_target(metric, data, rows))


def mean(values: Floats) -> float:
    """Return the exactly rounded mean of the finite values, whatever their order; NaN without any."""
    finite = values[np.isfinite(values)]
    return math.fsum(finite.tolist()) / finite.size if finite.size else math.nan


def by_fold(metric: Metric, data: Scorable) -> tuple[float, ...]:
    """Return the value in each fold, in the order of their numbers."""
    folds = sorted(np.unique(data.fold).tolist(), key=int)
    return tuple(value(metric, data, data.fold == fold) for fold in folds)


def chance(metric: Metric, data: Scorable) -> float:
    """Return the value expected of an answer that knows nothing; NaN where it depends on the answer."""

    def expected(y_true: Floats, y_pred: Floats) -> float:
        return metric.chance_of(y_true) if math.isfinite(metric(y_true, y_true)) else math.nan

    guess = Metric(function=expected, title="chance", best=metric.best, worst=metric.worst, undefined=metric.undefined)
    return value(guess, data, data.all_rows())


def units(metric: Metric, data: Scorable) -> tuple[list[str], int]:
    """Return the donors that the value rests on, and how many the target that rests on the fewest of them has."""
    if not metric.needs_truth:
        donors: list[str] = np.unique(data.donor).tolist()
        return donors, len(donors)
    held: list[list[str]] = [
        np.unique(data.donor[np.isfinite(data.truth[:, target])]).tolist()
        for target, found in enumerate(by_target(metric, data, data.all_rows()))
        if math.isfinite(found) or data.within
    ]
    return sorted(set().union(*held)), min((len(donors) for donors in held), default=0)


def effective(data: Scorable, held: list[str], fewest: int) -> float:
    """Return Kish's effective number of units.

    Of the rarer class for 0/1 labels of cells, else that of the target that rests on the fewest units.
    """
    truth = data.truth[:, 0]
    is_binary = data.truth.shape[1] == 1 and np.isin(truth[np.isfinite(truth)], (0.0, 1.0)).all()
    if data.within or data.labels_of == "patient" or not is_binary:
        return float(fewest)
    counts = [[float(np.sum((data.donor == donor) & (truth == label))) for donor in held] for label in (0.0, 1.0)]
    return min(intervals.effective_units(np.asarray(count)) for count in counts)


def interval(metric: Metric, data: Scorable, point: float, *, unit: str) -> Interval:
    """Return the 95 % interval over the donors that carry a truth; the unit resampled is never a cell."""
    if not metric.needs_truth:
        return intervals.undefined("no interval (it describes the answer alone)")
    held, fewest = units(metric, data)
    if fewest < FEWEST_UNITS:
        return intervals.undefined(_too_few(fewest, unit))
    if metric.name == "auroc" and data.labels_of == "patient":
        shares = _share_of_positives(data, held)
        return intervals.newcombe(point, math.fsum(shares), len(held) - math.fsum(shares))
    spread = intervals.jackknife_t(
        point,
        _without_each(metric, data, held),
        effective=effective(data, held, fewest),
        on_unit_scale=(metric.worst, metric.best) == (0.0, 1.0),
    )
    lowest, highest = sorted((metric.worst, metric.best))
    return Interval(max(spread.low, lowest), min(spread.high, highest), spread.reason) if not spread.reason else spread


def _too_few(n: int, unit: str) -> str:
    return f"interval undefined ({n} {unit if n == 1 else unit + 's'}; {FEWEST_UNITS} are needed)"


def _share_of_positives(data: Scorable, held: list[str]) -> list[float]:
    return [mean(data.truth[data.donor == donor, 0]) for donor in held]


def _without_each(metric: Metric, data: Scorable, held: list[str]) -> Floats:
    if not data.within:
        return np.asarray([value(metric, data, data.donor != donor) for donor in held])
    inside = by_donor(metric, data, data.all_rows())
    return np.asarray([mean(np.asarray([inside[other] for other in inside if other != donor])) for donor in held])

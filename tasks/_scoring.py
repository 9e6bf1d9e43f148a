"""Comparing an answer with the truth: the value, in which each donor counts alike, and its interval."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from clinicell.metrics import intervals
from clinicell.metrics._metric import Floats, Metric
from clinicell.metrics.evidence import Evidence, inside, record
from clinicell.metrics.evidence import mean as mean
from clinicell.metrics.intervals import Interval
from clinicell.metrics.probability_evidence import with_probabilities

Rows = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorable:
    """Truth and answer of the same rows: shape (n_units, n_targets) both; donor and fold, shape (n_units,).

    `within` True means that the value is the mean over donors of the value inside each; otherwise the rows of all
    donors are pooled, those of one donor sharing one mass.
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

    def known(self, metric: Metric, target: int, rows: Rows) -> Rows:
        """Return a mask of those of the rows that the metric looks at."""
        return rows & np.isfinite(self.truth[:, target]) if metric.needs_truth else rows

    def evidence(self, metrics: tuple[Metric, ...]) -> Evidence:
        """Return what is kept of the answer for intervals, tests and ranks."""
        return record(metrics, self.truth, self.answer, self.donor, labels_of=self.labels_of, within=self.within)

    def evidence_of_probability(self) -> Evidence:
        """Return what is kept of an answer that is a probability, the rows of all targets as those of one."""
        truth, answer = self.truth.reshape(-1, 1), self.answer.reshape(-1, 1)
        donor = np.repeat(self.donor, self.truth.shape[1])
        kept = record((), truth, answer, donor, labels_of=self.labels_of)
        return with_probabilities(kept, truth, answer, donor)


def by_target(metric: Metric, data: Scorable, rows: Rows) -> Floats:
    """Return the metric of each target over the rows with a known truth, NaN where undefined, shape (n_targets,).

    The rows of a donor share one mass where the metric can weigh them.
    """
    values = []
    for target in range(data.truth.shape[1]):
        known = data.known(metric, target, rows)
        truth, answer = data.truth[known, target], data.answer[known, target]
        if metric.pooled is None or data.within:
            values.append(metric(truth, answer))
        else:
            values.append(metric.pooled.exact(truth, answer, mass(data.donor[known])))
    return np.asarray(values, dtype=np.float64)


def mass(donor: NDArray[np.str_]) -> Floats:
    """Return a weight for each row, so that those of each donor sum to the same, shape (n_rows,).

    Whole numbers whose sum stays below 2^53: sums of them are exact, so no value depends on the order of rows.
    """
    _, code, count = np.unique(donor, return_inverse=True, return_counts=True)
    of_donor = 2.0 ** (52 - math.ceil(math.log2(max(count.size, 1))))
    return np.asarray(np.rint(of_donor / count)[code], dtype=np.float64)


def by_donor(metric: Metric, data: Scorable, rows: Rows) -> dict[str, float]:
    """Return the value inside each donor, in the order of their ids."""
    donors, code = np.unique(data.donor[rows], return_inverse=True)
    values = inside(metric, data.truth[rows], data.answer[rows], code, donors.size)
    return dict(zip(donors.tolist(), values.tolist(), strict=True))


def value(metric: Metric, data: Scorable, rows: Rows) -> float:
    """Return the value in which each donor counts alike: the mean over targets; NaN where undefined."""
    if data.within:
        return mean(np.asarray(list(by_donor(metric, data, rows).values())))
    return mean(by_target(metric, data, rows))


def pooled(metric: Metric, data: Scorable) -> float:
    """Return the value in which each row counts alike, whoever it is of; NaN where a target has no meaning across."""
    if data.within:
        return math.nan
    values = []
    for target in range(data.truth.shape[1]):
        known = data.known(metric, target, data.all_rows())
        values.append(metric(data.truth[known, target], data.answer[known, target]))
    return mean(np.asarray(values))


def by_fold(metric: Metric, data: Scorable) -> tuple[float, ...]:
    """Return the value in each fold, in the order of their numbers."""
    folds = sorted(np.unique(data.fold).tolist(), key=int)
    return tuple(value(metric, data, data.fold == fold) for fold in folds)


def chance(metric: Metric, data: Scorable) -> float:
    """Return the value expected of an answer that knows nothing; NaN where it depends on the answer."""
    parts = [data.donor == donor for donor in np.unique(data.donor)] if data.within else [data.all_rows()]
    return mean(np.asarray([_chance(metric, data, rows) for rows in parts]))


def _chance(metric: Metric, data: Scorable, rows: Rows) -> float:
    expected = []
    for target in range(data.truth.shape[1]):
        known = data.known(metric, target, rows)
        truth = data.truth[known, target]
        weight = np.ones(truth.size) if data.within or metric.pooled is None else mass(data.donor[known])
        expected.append(metric.chance_of(truth, weight) if math.isfinite(metric(truth, truth)) else math.nan)
    return mean(np.asarray(expected))


def units(metric: Metric, data: Scorable) -> list[str]:
    """Return the donors that the value rests on."""
    if not metric.needs_truth:
        donors: list[str] = np.unique(data.donor).tolist()
        return donors
    held = [
        np.unique(data.donor[np.isfinite(data.truth[:, target])]).tolist()
        for target, found in enumerate(by_target(metric, data, data.all_rows()))
        if math.isfinite(found) or data.within
    ]
    return sorted(set().union(*held))


def interval(metric: Metric, data: Scorable, evidence: Evidence, point: float, *, unit: str) -> Interval:
    """Return the 95 % interval over the donors that carry a truth; the unit resampled is never a cell."""
    if not metric.needs_truth:
        return intervals.undefined("no interval (it describes the answer alone)")
    if not data.within and metric.pooled is None:
        return intervals.undefined("no interval (no sums over units are known for it)")
    return intervals.interval(metric, evidence, point, labels_of=data.labels_of, unit=unit)

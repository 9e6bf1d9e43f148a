"""Do groups of patients fare alike? Rates at a threshold by group, the largest gap, and what chance alone shows."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clinicell.metrics._arrays import two_classes
from clinicell.metrics._metric import Floats, Metric
from clinicell.metrics.detection import cumulative_hits
from clinicell.metrics.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Rates:
    """Shares of positives and of negatives that are called positive; NaN without one of the class."""

    true_positive: float
    false_positive: float


def rates(y_true: Floats, is_called: NDArray[np.bool_], weight: Floats) -> Rates:
    """Return the true and the false positive rate.

    Parameters
    ----------
    y_true
        0 or 1, shape (n,).
    is_called
        Whether the answer lies at or above the threshold, shape (n,).
    weight
        How much each row counts, shape (n,).
    """

    def share(label: float) -> float:
        of_class = weight * (y_true == label)
        total = math.fsum(of_class.tolist())
        return math.fsum((of_class * is_called).tolist()) / total if total else math.nan

    return Rates(share(1.0), share(0.0))


def equalised_odds_difference(groups: Sequence[Rates]) -> float:
    """Largest difference between two groups in their true or in their false positive rate.

    Returns
    -------
    float
        In [0, 1]; 0 when all groups have the same rates. NaN with fewer than two groups, or where a rate is NaN.

    References
    ----------
    Hardt, Price and Srebro (2016), arXiv:1610.02413; as the larger of both differences, as in Fairlearn.

    Examples
    --------
    >>> round(equalised_odds_difference([Rates(0.9, 0.1), Rates(0.6, 0.2)]), 3)
    0.3
    """
    table = np.asarray([(one.true_positive, one.false_positive) for one in groups]).reshape(-1, 2)
    if len(table) < 2 or np.isnan(table).any():
        return math.nan
    return float(np.ptp(table, axis=0).max())


def youden_threshold(y_true: Floats, y_pred: Floats, weight: Floats) -> float:
    """Return the score at or above which the true less the false positive rate is largest, the highest if several.

    NaN when one of the two classes is missing.

    References
    ----------
    Youden (1950), doi:10.1002/1097-0142(1950)3:1<32::AID-CNCR2820030106>3.0.CO;2-3.
    """
    if not two_classes(y_true, y_pred):
        return math.nan
    hits, called = cumulative_hits(y_true, y_pred, weight)
    gain = hits / hits[-1] - (called - hits) / (called[-1] - hits[-1])
    return float(np.unique(y_pred)[::-1][int(np.argmax(gain))])


@dataclass(frozen=True, slots=True)
class Gap:
    """The largest difference of a metric between two groups.

    `expected` is its mean when groups are dealt among the units by lot, `p_value` the share of such gaps at least as
    large. The largest of several differences is above 0 in any cohort: a gap means something only beside `expected`.
    """

    value: float
    expected: float
    p_value: float


def gap(
    metric: Metric,
    evidence: Evidence,
    group_of: Mapping[str, str],
    stratum: NDArray[np.intp],
    *,
    n_draws: int = 2000,
    seed: int = 0,
) -> Gap:
    """Return the gap between groups of units, each unit counting alike, and its permutation test.

    Parameters
    ----------
    evidence
        Of all units.
    group_of
        The group of each unit that has one.
    stratum
        Shape (n_units,), as `clinicell.metrics.resampling.strata` gives it: groups are dealt within a stratum, so that
        each keeps its number of units of each class. Units of stratum -1 take no part.

    Returns
    -------
    Gap
        NaN with fewer than two groups, or where a group's value is undefined; draws in which one is are left out.
    """
    names = np.asarray([group_of.get(unit, "") for unit in evidence.units])
    names[stratum < 0] = ""
    groups = [name for name in np.unique(names).tolist() if name]
    if len(groups) < 2:
        return Gap(math.nan, math.nan, math.nan)
    takes_part = names != ""
    observed = _range_over_groups(metric, evidence, names[None], groups)[0]
    rng = np.random.default_rng(seed)
    dealt = np.repeat(names[None], n_draws, axis=0)
    for kind in np.unique(stratum[takes_part]).tolist():
        places = np.flatnonzero(takes_part & (stratum == kind))
        dealt[:, places] = rng.permuted(dealt[:, places], axis=1)
    drawn = _range_over_groups(metric, evidence, dealt, groups)
    drawn = drawn[np.isfinite(drawn)]
    if not math.isfinite(observed) or not drawn.size:
        return Gap(math.nan, math.nan, math.nan)
    as_large = int(np.sum(drawn >= observed - 1e-12))
    return Gap(float(observed), float(drawn.mean()), (1 + as_large) / (1 + drawn.size))


def _range_over_groups(metric: Metric, evidence: Evidence, names: NDArray[np.str_], groups: Sequence[str]) -> Floats:
    """Return the largest less the smallest value over groups in each draw; NaN where one is undefined, (n_draws,)."""
    values = np.stack([evidence.values(metric, (names == group).astype(np.float64)) for group in groups])
    spread: Floats = values.max(axis=0) - values.min(axis=0)  # a NaN stays NaN
    return spread

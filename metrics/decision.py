"""Metrics for decisions: what is gained by treating those whose probability reaches a threshold.

The threshold is the probability at which treating and not treating are worth the same: who treats at 20 % accepts four
needless treatments for one that was needed. Truth is 0 or 1 and the answer a probability, each of shape (n,).
"""

import math
from dataclasses import dataclass
from functools import partial

import numpy as np

from clinicell.metrics import weighted_calibration as weighted
from clinicell.metrics._arrays import is_blank, is_constant, is_probability
from clinicell.metrics._metric import Floats, Metric
from clinicell.metrics.confusions import of_calls, part_of_column, part_of_row
from clinicell.metrics.weighted_calibration import of_probabilities


@dataclass(frozen=True, slots=True)
class Calls:
    """How many units a threshold treats or leaves, rightly or wrongly."""

    true_positives: int
    false_positives: int
    false_negatives: int
    true_negatives: int


def calls(y_true: Floats, y_pred: Floats, *, threshold: float) -> Calls:
    """Return the counts when a unit is treated at a probability of at least `threshold`; all 0 with a NaN."""
    if is_blank(y_true, y_pred):
        return Calls(0, 0, 0, 0)
    is_treated, is_positive = y_pred >= threshold, y_true == 1
    treated, positives = int(is_treated.sum()), int(is_positive.sum())
    hits = int((is_treated & is_positive).sum())
    return Calls(hits, treated - hits, positives - hits, y_true.size - treated - positives + hits)


def sensitivity(y_true: Floats, y_pred: Floats, *, threshold: float = 0.5) -> float:
    """Share of the positives at or above a threshold; NaN without a positive or with a NaN."""
    counts = calls(y_true, y_pred, threshold=threshold)
    return _share(counts.true_positives, counts.false_negatives)


def specificity(y_true: Floats, y_pred: Floats, *, threshold: float = 0.5) -> float:
    """Share of the negatives below a threshold; NaN without a negative or with a NaN."""
    counts = calls(y_true, y_pred, threshold=threshold)
    return _share(counts.true_negatives, counts.false_positives)


def positive_predictive_value(y_true: Floats, y_pred: Floats, *, threshold: float = 0.5) -> float:
    """Share of positives among the units at or above a threshold; NaN when there is none or with a NaN."""
    counts = calls(y_true, y_pred, threshold=threshold)
    return _share(counts.true_positives, counts.false_positives)


def negative_predictive_value(y_true: Floats, y_pred: Floats, *, threshold: float = 0.5) -> float:
    """Share of negatives among the units below a threshold; NaN when there is none or with a NaN."""
    counts = calls(y_true, y_pred, threshold=threshold)
    return _share(counts.true_negatives, counts.false_negatives)


def _share(part: int, rest: int) -> float:
    return part / (part + rest) if part + rest else math.nan


def net_benefit(y_true: Floats, y_pred: Floats, *, threshold: float) -> float:
    """Right treatments minus needless ones, these weighted by the odds of the threshold, a unit.

    Parameters
    ----------
    y_true
        0 or 1, shape (n,).
    y_pred
        Probability of 1, shape (n,).
    threshold
        In (0, 1).

    Returns
    -------
    float
        At most the share of positives; 0 for treating nobody. NaN without a unit or when an answer is no probability.

    References
    ----------
    Vickers and Elkin (2006), doi:10.1177/0272989X06295361.

    Examples
    --------
    >>> import numpy as np
    >>> net_benefit(np.array([0.0, 0, 1, 1]), np.array([0.1, 0.6, 0.7, 0.9]), threshold=0.5)
    0.25
    """
    if is_blank(y_true) or not is_probability(y_pred):
        return math.nan
    counts = calls(y_true, y_pred, threshold=threshold)
    return (counts.true_positives - counts.false_positives * _odds(threshold)) / y_true.size


def _odds(threshold: float) -> float:
    return threshold / (1 - threshold)


def net_benefit_of_treating_all(y_true: Floats, *, threshold: float) -> float:
    """Return the net benefit of treating everyone, at most 1; NaN without a unit or with a NaN."""
    return net_benefit(y_true, np.ones_like(y_true), threshold=threshold)


def standardized_net_benefit(y_true: Floats, y_pred: Floats, *, threshold: float) -> float:
    """Net benefit over the share of positives, the net benefit of a perfect model.

    Parameters
    ----------
    y_true
        0 or 1, shape (n,).
    y_pred
        Probability of 1, shape (n,).
    threshold
        In (0, 1).

    Returns
    -------
    float
        At most 1; 0 for treating nobody. NaN when one of the two classes is missing or an answer is no probability.

    References
    ----------
    Kerr et al. (2016), doi:10.1200/JCO.2015.65.5654.
    """
    if is_blank(y_true) or is_constant(y_true):
        return math.nan
    return net_benefit(y_true, y_pred, threshold=threshold) / float(np.mean(y_true))


def standardized_net_benefit_by_default(y_true: Floats, weight: Floats | None = None, *, threshold: float) -> float:
    """Return that of the better one of treating all and treating none: what is had without a model.

    `weight` says how much each row counts, shape (n,); all alike without it.
    """
    if is_blank(y_true) or is_constant(y_true):
        return math.nan
    share = float(np.average(y_true, weights=weight))
    return max(1 - (1 - share) / share * _odds(threshold), 0.0) if share > 0 else math.nan


@dataclass(frozen=True, slots=True)
class DecisionCurve:
    """Net benefit of the model, of treating all and of treating none at each threshold; shape (n_thresholds,)."""

    thresholds: Floats
    model: Floats
    treat_all: Floats
    treat_none: Floats


def decision_curve(y_true: Floats, y_pred: Floats, thresholds: Floats) -> DecisionCurve:
    """Return `net_benefit` at each threshold, beside the two decisions that need no model.

    Parameters
    ----------
    y_true
        0 or 1, shape (n,).
    y_pred
        Probability of 1, shape (n,).
    thresholds
        In (0, 1), shape (n_thresholds,).
    """
    model = [net_benefit(y_true, y_pred, threshold=threshold) for threshold in thresholds.tolist()]
    of_all = [net_benefit_of_treating_all(y_true, threshold=threshold) for threshold in thresholds.tolist()]
    return DecisionCurve(thresholds, np.array(model), np.array(of_all), np.zeros(thresholds.size))


def standardized_net_benefit_at_20_percent(y_true: Floats, y_pred: Floats) -> float:
    """Return `standardized_net_benefit` of treating at a probability of 20 %."""
    return standardized_net_benefit(y_true, y_pred, threshold=0.2)


STANDARDIZED_NET_BENEFIT_AT_20_PERCENT = Metric(
    function=standardized_net_benefit_at_20_percent,
    title="standardized net benefit at 20 %",
    best=1.0,
    worst=-math.inf,
    chance=partial(standardized_net_benefit_by_default, threshold=0.2),
    undefined="one of the two classes is missing, or an answer is outside [0, 1]",
    pooled=of_probabilities(partial(weighted.standardized_net_benefit, threshold=0.2)),
)
SENSITIVITY = Metric(
    function=sensitivity,
    title="sensitivity at 0.5",
    best=1.0,
    worst=0.0,
    undefined="no positive in the truth",
    pooled=of_calls(partial(part_of_row, row=1)),
)
SPECIFICITY = Metric(
    function=specificity,
    title="specificity at 0.5",
    best=1.0,
    worst=0.0,
    undefined="no negative in the truth",
    pooled=of_calls(partial(part_of_row, row=0)),
)
POSITIVE_PREDICTIVE_VALUE = Metric(
    function=positive_predictive_value,
    title="positive predictive value at 0.5",
    best=1.0,
    worst=0.0,
    undefined="no unit has a probability of 0.5 or more",
    pooled=of_calls(partial(part_of_column, column=1)),
)
NEGATIVE_PREDICTIVE_VALUE = Metric(
    function=negative_predictive_value,
    title="negative predictive value at 0.5",
    best=1.0,
    worst=0.0,
    undefined="every unit has a probability of 0.5 or more",
    pooled=of_calls(partial(part_of_column, column=0)),
)

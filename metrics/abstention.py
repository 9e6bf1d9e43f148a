"""Metrics for models that may abstain: is the answer right where the model is sure?"""

import math
from dataclasses import dataclass

import numpy as np

from clinicell.metrics._arrays import is_blank, is_probability
from clinicell.metrics._metric import Floats, Metric
from clinicell.metrics.weighted_reliability import area_under_risk, of_rows


@dataclass(frozen=True, slots=True)
class RiskCoverage:
    """Share of units that are answered, the surest first, and the share of errors among them; shape (n,)."""

    coverage: Floats
    risk: Floats


def risk_coverage(errors: Floats, confidence: Floats) -> RiskCoverage:
    """Return the error among the k surest units for each k; equally sure ones in random order, expected value.

    Parameters
    ----------
    errors
        1 where the answer is wrong, 0 where it is right, or any loss, shape (n,).
    confidence
        Any score that grows with the certainty of the answer, shape (n,).

    References
    ----------
    Geifman, Uziel and El-Yaniv (2019), arXiv:1805.08206.

    Examples
    --------
    >>> import numpy as np
    >>> risk_coverage(np.array([0.0, 1, 0]), np.array([0.9, 0.6, 0.6])).risk
    array([0.        , 0.25      , 0.33333333])
    """
    order = np.argsort(-confidence, kind="stable")
    ends = np.flatnonzero(np.append(np.diff(confidence[order]) != 0, True)) + 1
    answered = np.arange(1, errors.size + 1)
    lost = np.interp(answered, np.append(0, ends), np.append(0.0, np.cumsum(errors[order])[ends - 1]))
    return RiskCoverage(answered / errors.size, lost / answered)


def aurc(y_true: Floats, y_pred: Floats) -> float:
    """Mean error over all numbers of answered units, the surest first: the area under risk against coverage.

    A unit is called 1 at a probability of at least 0.5; the model is the surer the further from 0.5 it is.

    Parameters
    ----------
    y_true
        0 or 1, shape (n,).
    y_pred
        Probability of 1, shape (n,).

    Returns
    -------
    float
        In [0, 1]; it holds the error rate as well as the order of certainty. NaN without a unit or when an answer is
        no probability.

    References
    ----------
    Geifman, Uziel and El-Yaniv (2019), arXiv:1805.08206.

    Examples
    --------
    >>> import numpy as np
    >>> round(aurc(np.array([0.0, 1]), np.array([0.1, 0.4])), 4)  # (0 + 1/2) / 2
    0.25
    """
    if is_blank(y_true) or not is_probability(y_pred):
        return math.nan
    errors = ((y_pred >= 0.5) != (y_true == 1)).astype(np.float64)
    return float(np.mean(risk_coverage(errors, np.maximum(y_pred, 1 - y_pred)).risk))


AURC = Metric(
    function=aurc,
    title="area under risk and coverage",
    best=0.0,
    worst=1.0,
    undefined="no unit, or an answer outside [0, 1]",
    pooled=of_rows(area_under_risk),
)

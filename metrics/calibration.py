"""Metrics for probabilities: do they mean what they say?

Truth is 0 or 1 and the answer a probability, each of shape (n,); an answer outside [0, 1] leaves every value undefined.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import expit

from clinicell.metrics import weighted_calibration as weighted
from clinicell.metrics._arrays import is_blank, is_constant, is_probability, two_classes
from clinicell.metrics._metric import Additive, Floats, Kept, Metric, ratio
from clinicell.metrics.row_sums import mean_of, mean_of_rows, of_row_values, row_sums
from clinicell.metrics.weighted_calibration import of_probabilities

MOST_STEPS = 200


def brier(y_true: Floats, y_pred: Floats) -> float:
    """Mean squared difference between probability and outcome.

    Returns
    -------
    float
        In [0, 1]; 0.25 when every probability is 0.5. NaN without a unit or when an answer is no probability.

    References
    ----------
    Brier (1950), doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2.
    """
    return math.nan if _is_unusable(y_true, y_pred) else float(np.mean((y_pred - y_true) ** 2))


def scaled_brier(y_true: Floats, y_pred: Floats) -> float:
    """One minus the Brier score over that of a model which gives everyone the observed share of positives.

    Returns
    -------
    float
        At most 1; 0 for that model, negative for anything worse. NaN when one of the two classes is missing.

    References
    ----------
    Steyerberg et al. (2010), doi:10.1097/EDE.0b013e3181c30fb2.

    Examples
    --------
    >>> import numpy as np
    >>> scaled_brier(np.array([0.0, 1]), np.array([0.25, 0.75]))
    0.75
    """
    if _is_unusable(y_true, y_pred) or is_constant(y_true):
        return math.nan
    return 1 - brier(y_true, y_pred) / brier(y_true, np.full_like(y_pred, np.mean(y_true)))


def negative_log_likelihood(y_true: Floats, y_pred: Floats) -> float:
    """Mean of minus the natural logarithm of the probability given to what happened.

    Returns
    -------
    float
        From 0 up, in nats; infinite, not clipped, where what happened got probability 0. NaN without a unit or when an
        answer is no probability.
    """
    return math.nan if _is_unusable(y_true, y_pred) else float(np.mean(_surprise(y_true, y_pred)))


def _surprise(y_true: Floats, y_pred: Floats) -> Floats:
    """Return what each row adds to the log-likelihood, shape (n,); all NaN where an answer is no probability."""
    if _is_unusable(y_true, y_pred):
        return np.full(y_true.size, np.nan)
    missed = np.where(y_true == 1, 1 - y_pred, y_pred)  # log1p(-missed) keeps the digits near probability 1
    return np.asarray(-np.log1p(-missed, out=np.full(missed.size, -math.inf), where=missed < 1) + 0.0)


def _squared(y_true: Floats, y_pred: Floats) -> Floats:
    if _is_unusable(y_true, y_pred):
        return np.full(y_true.size, np.nan)
    return np.asarray((y_pred - y_true) ** 2)


def surprise_of_probabilities(y_true: Floats, y_pred: Floats, unit: NDArray[np.intp], n_units: int) -> Kept:
    """Return the sums of each unit (see `row_sums.row_sums`) from which `negative_log_likelihood` follows."""
    return row_sums(_surprise(y_true, y_pred), unit, n_units)


def squared_errors(y_true: Floats, y_pred: Floats, unit: NDArray[np.intp], n_units: int) -> Kept:
    """Return the sums of each unit from which `brier` and `scaled_brier` follow, and its ``positives`` (n_units,)."""
    positives = np.bincount(unit, weights=y_true, minlength=n_units).astype(np.float64)
    return {**row_sums(_squared(y_true, y_pred), unit, n_units), "positives": positives}


def _scaled_brier_of_sums(kept: Kept, weights: Floats) -> Floats:
    share = ratio(weights @ np.asarray(kept["positives"], float), weights @ np.asarray(kept["rows"], float))
    return 1 - ratio(mean_of_rows(kept, weights), share * (1 - share))


def _weighted_scaled_brier(y_true: Floats, y_pred: Floats, weight: Floats) -> float:
    share = mean_of(y_true, weight)
    if not 0 < share < 1:
        return math.nan
    return 1 - mean_of(_squared(y_true, y_pred), weight) / (share * (1 - share))


def _is_unusable(y_true: Floats, y_pred: Floats) -> bool:
    return is_blank(y_true) or not is_probability(y_pred)


@dataclass(frozen=True, slots=True)
class Recalibration:
    """The logistic model logit P(y = 1) = intercept + slope * logit(p); NaN with the reason where there is none."""

    intercept: float
    slope: float
    reason: str = ""


def recalibration(y_true: Floats, y_pred: Floats) -> Recalibration:
    """Fit the outcome to the logit of the probability by maximum likelihood (Newton's method).

    Parameters
    ----------
    y_true
        0 or 1, shape (n,).
    y_pred
        Probability of 1, shape (n,), strictly between 0 and 1.

    Returns
    -------
    Recalibration
        Intercept 0 and slope 1 for calibrated probabilities. Undefined, with the reason, when a class is missing, when
        a probability is 0 or 1 or all are equal, and when a threshold separates the classes (a shared value at it
        included): then the likelihood has no maximum.

    References
    ----------
    Cox (1958), doi:10.1093/biomet/45.3-4.562; Albert and Anderson (1984), doi:10.1093/biomet/71.1.1, on separation.
    """
    reason = _why_no_logits(y_true, y_pred) or _why_no_maximum(y_true, y_pred)
    if reason:
        return Recalibration(math.nan, math.nan, reason)
    x = _logit(y_pred)
    centre, scale = float(np.mean(x)), float(np.std(x))
    design = np.column_stack([np.ones_like(x), (x - centre) / scale])
    fitted = _newton(design, y_true)
    if fitted is None:
        return Recalibration(math.nan, math.nan, f"no maximum found within {MOST_STEPS} steps")
    slope = float(fitted[1]) / scale
    return Recalibration(float(fitted[0]) - slope * centre, slope)


def _why_no_logits(y_true: Floats, y_pred: Floats) -> str:
    if not two_classes(y_true, y_pred):
        return "one of the two classes is missing"
    if not ((y_pred > 0) & (y_pred < 1)).all():
        return "a probability of 0 or 1, or outside, has no logit"
    return ""


def _why_no_maximum(y_true: Floats, y_pred: Floats) -> str:
    if is_constant(y_pred):
        return "all probabilities are equal"
    of_negatives, of_positives = y_pred[y_true == 0], y_pred[y_true == 1]
    if of_negatives.max() <= of_positives.min() or of_positives.max() <= of_negatives.min():
        return "a threshold separates the classes: the slope grows without end"
    return ""


def _logit(p: Floats) -> Floats:
    return np.asarray(np.log(p) - np.log1p(-p))


def _newton(design: Floats, y_true: Floats) -> Floats | None:
    # maximum of the logistic likelihood, shape (n_columns,); each step is halved until the likelihood does not fall
    beta = np.zeros(design.shape[1])
    for _ in range(MOST_STEPS):
        p = expit(design @ beta)
        information = design.T @ (design * (p * (1 - p))[:, None])
        if np.linalg.cond(information) > 1e14:
            return None
        step = np.linalg.solve(information, design.T @ (y_true - p))
        if np.abs(step).max() <= 1e-12 * (1 + np.abs(beta).max()):
            return np.asarray(beta + step)
        before = _log_likelihood(design @ beta, y_true)
        while _log_likelihood(design @ (beta + step), y_true) < before - 1e-9 * abs(before):
            step = step / 2
        beta = beta + step
    return None


def _log_likelihood(eta: Floats, y_true: Floats) -> float:
    return float(np.sum(y_true * eta - np.logaddexp(0.0, eta)))


def calibration_slope(y_true: Floats, y_pred: Floats) -> float:
    """Slope of `recalibration`: below 1 the probabilities are too extreme, above 1 too timid.

    References
    ----------
    Van Calster et al. (2019), doi:10.1186/s12916-019-1466-7.
    """
    return recalibration(y_true, y_pred).slope


def calibration_intercept(y_true: Floats, y_pred: Floats) -> float:
    """Intercept of the logistic recalibration with the slope held at 1 (calibration in the large).

    Parameters
    ----------
    y_true
        0 or 1, shape (n,).
    y_pred
        Probability of 1, shape (n,), strictly between 0 and 1.

    Returns
    -------
    float
        0 when as many events happened as were predicted; negative when the probabilities are too high on average. NaN
        when a class is missing or a probability is 0 or 1.

    References
    ----------
    Van Calster et al. (2019), doi:10.1186/s12916-019-1466-7.

    Examples
    --------
    >>> import numpy as np
    >>> round(calibration_intercept(np.array([0.0, 1]), np.array([0.2, 0.2])), 4)  # logit(1/2) - logit(1/5) = ln 4
    1.3863
    """
    if _why_no_logits(y_true, y_pred):
        return math.nan
    x, events = _logit(y_pred), float(np.mean(y_true))
    wanted = math.log(events) - math.log1p(-events)  # if all had the highest logit, or all the lowest
    low, high = wanted - float(x.max()) - 1, wanted - float(x.min()) + 1
    return float(brentq(lambda shift: float(np.mean(expit(x + shift))) - events, low, high, xtol=1e-13))


NOT_PROBABILITY = "no unit, or an answer outside [0, 1]"
NO_LOGIT = "one of the two classes is missing, or a probability is 0 or 1"
BRIER = Metric(
    function=brier,
    title="Brier score",
    best=0.0,
    worst=1.0,
    undefined=NOT_PROBABILITY,
    pooled=of_row_values(squared_errors, _squared),
)
SCALED_BRIER = Metric(
    function=scaled_brier,
    title="scaled Brier score",
    best=1.0,
    worst=-math.inf,
    undefined="one of the two classes is missing, or an answer is outside [0, 1]",
    pooled=Additive(keep=squared_errors, weigh=_scaled_brier_of_sums, exact=_weighted_scaled_brier),
)
NEGATIVE_LOG_LIKELIHOOD = Metric(
    function=negative_log_likelihood,
    title="negative log-likelihood",
    best=0.0,
    worst=math.inf,
    undefined=NOT_PROBABILITY,
    pooled=of_row_values(surprise_of_probabilities, _surprise),
)
# right is in the middle, and wrong on either side is wrong: no worst value, so these two describe and never rank
CALIBRATION_INTERCEPT = Metric(
    function=calibration_intercept,
    title="calibration intercept",
    best=0.0,
    worst=math.nan,
    undefined=NO_LOGIT,
    pooled=of_probabilities(weighted.intercept),
)
CALIBRATION_SLOPE = Metric(
    function=calibration_slope,
    title="calibration slope",
    best=1.0,
    worst=math.nan,
    undefined=f"{NO_LOGIT}, or all are equal, or a threshold separates the classes",
    pooled=of_probabilities(weighted.slope),
)

"""Reliability curve and calibration error of probabilities, in bins of equal mass."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clinicell.metrics._arrays import is_blank, is_probability
from clinicell.metrics._metric import Floats, Metric
from clinicell.metrics.weighted_reliability import FEWEST_IN_A_BIN, N_BINS, calibration_error_of_rows, of_rows


@dataclass(frozen=True, slots=True)
class Reliability:
    """Mean probability, share of positives and number of units in each bin, by rising probability; shape (n_bins,)."""

    predicted: Floats
    observed: Floats
    counts: Floats


def reliability(y_true: Floats, y_pred: Floats, *, n_bins: int = N_BINS) -> Reliability:
    """Return the reliability curve over bins of equal mass.

    Parameters
    ----------
    y_true
        0 or 1, shape (n,).
    y_pred
        Probability of 1, shape (n,).
    n_bins
        The most bins there can be. A bin closes when it holds n / n_bins units; equal probabilities stay together, and
        what is left over at the end joins the last bin.

    Returns
    -------
    Reliability
        Without a bin when there is no unit or an answer is no probability.

    Examples
    --------
    >>> import numpy as np
    >>> curve = reliability(np.array([0.0, 1, 1, 1]), np.array([0.2, 0.2, 0.8, 0.9]), n_bins=2)
    >>> curve.observed
    array([0.5, 1. ])
    """
    if is_blank(y_true) or not is_probability(y_pred):
        return Reliability(np.zeros(0), np.zeros(0), np.zeros(0))
    order = np.argsort(y_pred, kind="stable")
    starts = _starts(y_pred[order], n_bins)
    counts = np.diff(np.append(starts, y_pred.size)).astype(np.float64)
    predicted, observed = (np.add.reduceat(values[order], starts) / counts for values in (y_pred, y_true))
    return Reliability(predicted, observed, counts)


def _starts(rising: Floats, n_bins: int) -> NDArray[np.intp]:
    ends = np.append(np.flatnonzero(np.diff(rising)) + 1, rising.size)  # where a run of equal values ends
    mass = rising.size / n_bins
    starts = [0]
    while starts[-1] + mass <= rising.size:
        starts.append(int(ends[np.searchsorted(ends, starts[-1] + mass)]))
    # the last start closes the last full bin; without it, what follows belongs to that bin
    return np.array(starts[:-1], dtype=np.intp)


def squared_calibration_error(y_true: Floats, y_pred: Floats, *, n_bins: int = N_BINS) -> float:
    """Mean squared distance of the reliability curve from the diagonal, without the part that mere chance adds.

    In a bin of m units with the share s of positives the squared distance is too large by s (1 - s) / (m - 1) on
    average; that is taken off.

    Parameters
    ----------
    y_true
        0 or 1, shape (n,).
    y_pred
        Probability of 1, shape (n,).
    n_bins
        The most bins there can be, of equal mass.

    Returns
    -------
    float
        Unbiased for the error of the binned probabilities, so about 0, on either side, when they are calibrated. NaN
        with fewer than 5 units a bin, or when an answer is no probability.

    References
    ----------
    Ferro and Fricker (2012), doi:10.1002/qj.1924; Kumar, Liang and Ma (2019), arXiv:1909.10155.
    """
    if y_true.size < FEWEST_IN_A_BIN * n_bins:
        return math.nan
    curve = reliability(y_true, y_pred, n_bins=n_bins)
    if curve.counts.size == 0:
        return math.nan
    by_chance = curve.observed * (1 - curve.observed) / (curve.counts - 1)
    return float(curve.counts @ ((curve.observed - curve.predicted) ** 2 - by_chance) / y_true.size)


def calibration_error(y_true: Floats, y_pred: Floats) -> float:
    """Root of `squared_calibration_error`, 0 where that is negative: a debiased expected calibration error.

    It is the quadratic mean over ten bins; the mean of absolute distances has no unbiased form.

    Parameters
    ----------
    y_true
        0 or 1, shape (n,).
    y_pred
        Probability of 1, shape (n,).

    Returns
    -------
    float
        In [0, 1]. NaN with fewer than 50 units, or when an answer is no probability.

    References
    ----------
    Kumar, Liang and Ma (2019), arXiv:1909.10155.
    """
    squared = squared_calibration_error(y_true, y_pred)
    return squared if math.isnan(squared) else math.sqrt(max(0.0, squared))


CALIBRATION_ERROR = Metric(
    function=calibration_error,
    title="calibration error, debiased",
    best=0.0,
    worst=1.0,
    undefined="fewer than 50 units, or an answer outside [0, 1]",
    pooled=of_rows(calibration_error_of_rows),
)

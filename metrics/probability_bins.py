"""What is kept of probabilities, unit by unit: how many rows of each class got which probability."""

import numpy as np
from numpy.typing import NDArray

from clinicell.metrics._arrays import is_probability
from clinicell.metrics._metric import Floats, Kept
from clinicell.metrics._shares import FEW_COUNTS, shares

N_BINS = 512
MOST_BINS = 8192  # of few units; each bin costs the eight bytes of its mean
PERCENT = np.arange(1, 100) / 100


def probabilities(y_true: Floats, y_pred: Floats, unit: NDArray[np.intp], n_units: int) -> Kept:
    """Return how many rows of each unit and class have a probability in each bin.

    Parameters
    ----------
    y_true
        0 or 1, shape (n,).
    y_pred
        Probability of 1, shape (n,).
    unit
        Codes in [0, n_units), shape (n,).

    Returns
    -------
    Kept
        ``positives`` and ``negatives`` (n_units, n_bins), by rising probability; ``probability`` (n_bins,), the mean of
        a bin. Up to 512 distinct probabilities (8,192 of few units) are a bin each; of more, bins hold equal shares of
        both classes, a row of a small unit has its own, and none reaches across a whole percent, or joins 0 or 1 with
        anything else: net benefit at whole percents is exact. No bin where an answer is no probability:
        everything that follows is undefined then.
    """
    if not is_probability(y_pred):
        nothing = np.zeros((n_units, 0), dtype=np.uint32)
        return {"positives": nothing, "negatives": nothing, "probability": np.zeros(0)}
    values, code, count = np.unique(y_pred, return_inverse=True, return_counts=True)
    is_affordable = values.size <= max(N_BINS, min(FEW_COUNTS // max(n_units, 1), MOST_BINS))
    bin_of_value = np.arange(values.size) if is_affordable else _bins(values, code, y_true == 1, unit, n_units)
    starts = np.flatnonzero(np.append(True, np.diff(bin_of_value) > 0))
    mean = np.add.reduceat(values * count, starts) / np.add.reduceat(count, starts)
    last = np.append(starts[1:], values.size) - 1
    place = unit * starts.size + bin_of_value[code]

    def counted(rows: NDArray[np.bool_]) -> NDArray[np.uint32]:
        return np.bincount(place[rows], minlength=n_units * starts.size).reshape(n_units, -1).astype(np.uint32)

    return {
        "positives": counted(y_true == 1),
        "negatives": counted(y_true == 0),
        "probability": np.clip(mean, values[starts], values[last]),  # a sum over its count may round beyond
    }


def _bins(
    values: Floats, code: NDArray[np.intp], is_positive: NDArray[np.bool_], unit: NDArray[np.intp], n_units: int
) -> NDArray[np.intp]:
    """Return the bin of each distinct probability."""
    of = shares(code, (is_positive, ~is_positive), unit, n_units)
    is_heavy = of.alone > 1 / N_BINS
    step = np.floor(N_BINS * np.cumsum(of.share) * (1 - 1e-12))
    edges = np.concatenate([[np.nextafter(0, 1)], PERCENT, [1.0]])
    percent = np.searchsorted(edges, values, side="right")
    starts = np.append(False, (np.diff(step) > 0) | (np.diff(percent) > 0) | is_heavy[1:] | is_heavy[:-1])
    return np.cumsum(starts)

"""What is kept of probabilities, donor by donor: how many rows of each class got which probability.

Calibration and decisions follow from it for any weighting of the donors, without the predictions themselves.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from clinicell.metrics._arrays import is_probability
from clinicell.metrics._metric import Floats, Kept
from clinicell.metrics.evidence import Evidence, Strings

N_BINS = 512
PERCENT = np.arange(1, 100) / 100
NAME = "probabilities"  # of the sums in a record


def with_probabilities(evidence: Evidence, y_true: Floats, y_pred: Floats, unit: Strings) -> Evidence:
    """Return the record with `probabilities` added where the answer is one: else as it is.

    Parameters
    ----------
    evidence
        The record of the same rows.
    y_true, y_pred
        Truth and answer, shape (n, n_targets) both; NaN in the truth where nobody knows.
    unit
        The unit of each row, shape (n,).

    Notes
    -----
    Only one target, labels of 0 and 1, rows of units pooled, and every answer in [0, 1]: a model that gives scores of
    another kind is asked for no calibration.
    """
    known = np.isfinite(y_true[:, 0])
    truth, answer = y_true[known, 0], y_pred[known, 0]
    if evidence.is_within or y_true.shape[1] > 1 or not np.isin(truth, (0.0, 1.0)).all() or not is_probability(answer):
        return evidence
    code = np.searchsorted(np.asarray(evidence.units), np.asarray(unit, dtype="U")[known])
    kept = probabilities(truth, answer, code, len(evidence.units))
    return replace(evidence, kept={**evidence.kept, NAME: (kept,)})


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
        a bin. Up to 512 distinct probabilities are a bin each; of more, bins hold equal shares of both classes, and
        none reaches across a whole percent, or joins 0 or 1 with anything else: net benefit at whole percents is exact.
    """
    values, code, count = np.unique(y_pred, return_inverse=True, return_counts=True)
    bin_of_value = np.arange(values.size) if values.size <= N_BINS else _bins(values, code, y_true == 1)
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


def _bins(values: Floats, code: NDArray[np.intp], is_positive: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return the bin of each distinct probability."""
    share = np.zeros(values.size)
    for rows in (is_positive, ~is_positive):
        share += 0.5 * np.bincount(code[rows], minlength=values.size) / max(int(rows.sum()), 1)
    step = np.floor(N_BINS * np.cumsum(share) * (1 - 1e-12))
    edges = np.concatenate([[np.nextafter(0, 1)], PERCENT, [1.0]])
    percent = np.searchsorted(edges, values, side="right")
    starts = np.append(False, (np.diff(step) > 0) | (np.diff(percent) > 0))
    return np.cumsum(starts)

"""Metrics for partitions: integer codes whose names carry no meaning."""

import math

import numpy as np
from scipy.special import comb

from clinicell.metrics._metric import Floats, Metric


def contingency(y_true: Floats, y_pred: Floats) -> Floats:
    """Return how many units share each pair of codes, shape (n_true_codes, n_predicted_codes)."""
    _, true_code = np.unique(y_true, return_inverse=True)
    _, pred_code = np.unique(y_pred, return_inverse=True)
    shape = (int(true_code.max()) + 1, int(pred_code.max()) + 1)
    counts = np.bincount(true_code * shape[1] + pred_code, minlength=shape[0] * shape[1])
    return counts.reshape(shape).astype(np.float64)


def adjusted_rand_index(y_true: Floats, y_pred: Floats) -> float:
    """Agreement of two partitions on pairs of units, corrected for chance.

    Parameters
    ----------
    y_true, y_pred
        Codes, shape (n,).

    Returns
    -------
    float
        1 for equal partitions, 0 on average for random ones of the same sizes, at least -0.5. NaN with fewer than two
        units.

    References
    ----------
    Hubert and Arabie (1985), doi:10.1007/BF01908075.

    Examples
    --------
    >>> import numpy as np
    >>> round(adjusted_rand_index(np.array([0.0, 0, 1, 1]), np.array([0.0, 0, 1, 2])), 4)
    0.5714
    """
    if y_true.size < 2:
        return float("nan")
    table = contingency(y_true, y_pred)
    together = float(comb(table, 2).sum())
    in_true = float(comb(table.sum(axis=1), 2).sum())
    in_pred = float(comb(table.sum(axis=0), 2).sum())
    expected = in_true * in_pred / float(comb(y_true.size, 2))
    maximum = (in_true + in_pred) / 2
    return 1.0 if maximum == expected else (together - expected) / (maximum - expected)


def v_measure(y_true: Floats, y_pred: Floats) -> float:
    """Harmonic mean of homogeneity (one clone per cluster) and completeness (one cluster per clone).

    Parameters
    ----------
    y_true, y_pred
        Codes, shape (n,).

    Returns
    -------
    float
        In [0, 1]. It is not corrected for chance: it grows with the number of clusters. NaN without a unit.

    References
    ----------
    Rosenberg and Hirschberg (2007), https://aclanthology.org/D07-1043.

    Examples
    --------
    >>> import numpy as np
    >>> round(v_measure(np.array([0.0, 0, 1, 1]), np.array([0.0, 0, 1, 2])), 4)
    0.8
    """
    if y_true.size == 0:
        return float("nan")
    table = contingency(y_true, y_pred) / y_true.size
    h_true, h_pred = _entropy(table.sum(axis=1)), _entropy(table.sum(axis=0))
    mutual = h_true + h_pred - _entropy(table.ravel())
    homogeneity = mutual / h_true if h_true else 1.0
    completeness = mutual / h_pred if h_pred else 1.0
    total = homogeneity + completeness
    return min(1.0, max(0.0, 2 * homogeneity * completeness / total)) if total > 0 else 0.0


def _entropy(shares: Floats) -> float:
    # fsum is exactly rounded: the value cannot depend on how the codes are numbered
    return -math.fsum(p * math.log(p) for p in shares.tolist() if p > 0)


def clones_found(y_true: Floats, y_pred: Floats) -> float:
    """Return the number of distinct clones in the answer; the truth is not read."""
    return float(np.unique(y_pred).size)


def clone_count_error(y_true: Floats, y_pred: Floats) -> float:
    """Return the number of clones in the answer minus that in the truth, without sign; NaN without a unit."""
    if y_true.size == 0:
        return float("nan")
    return float(abs(np.unique(y_pred).size - np.unique(y_true).size))


ADJUSTED_RAND_INDEX = Metric(
    function=adjusted_rand_index,
    title="adjusted Rand index",
    best=1.0,
    worst=-0.5,
    chance=0.0,
    undefined="fewer than two units with a known clone",
)
V_MEASURE = Metric(function=v_measure, title="V-measure", best=1.0, worst=0.0, undefined="no unit with a known clone")
CLONE_COUNT_ERROR = Metric(
    function=clone_count_error,
    title="error in the number of clones",
    best=0.0,
    worst=math.inf,
    undefined="no unit with a known clone",
)
CLONES_FOUND = Metric(
    function=clones_found,
    title="clones found",
    best=math.nan,
    worst=math.nan,
    undefined="no unit",
    needs_truth=False,
)

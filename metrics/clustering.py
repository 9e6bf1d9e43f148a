"""Metrics for partitions: integer codes whose names carry no meaning."""

import math

import numpy as np
from scipy.special import comb

from clinicell.metrics._arrays import is_blank
from clinicell.metrics._metric import Floats, Metric
from clinicell.metrics._within import CODES


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


def homogeneity(y_true: Floats, y_pred: Floats) -> float:
    """Share of the clones' entropy that the clusters explain: 1 when each cluster holds cells of one clone only.

    Parameters
    ----------
    y_true, y_pred
        Codes, shape (n,).

    Returns
    -------
    float
        In [0, 1]; 1 when the truth is a single clone. It grows with the number of clusters. NaN without a unit or with
        a NaN.

    References
    ----------
    Rosenberg and Hirschberg (2007), https://aclanthology.org/D07-1043.
    """
    if is_blank(y_true, y_pred):
        return math.nan
    h_true, _, mutual = _information(y_true, y_pred)
    return _on_unit(mutual / h_true) if h_true else 1.0


def completeness(y_true: Floats, y_pred: Floats) -> float:
    """Share of the clusters' entropy that the clones explain: 1 when each clone lies in one cluster.

    As `homogeneity` with the two partitions exchanged; 1 when the answer is a single cluster.
    """
    return homogeneity(y_pred, y_true)


def normalized_mutual_information(y_true: Floats, y_pred: Floats) -> float:
    """Mutual information over the arithmetic mean of the two entropies; the same value as the V-measure.

    Parameters
    ----------
    y_true, y_pred
        Codes, shape (n,).

    Returns
    -------
    float
        In [0, 1]; 1 when both are a single cluster. It is not corrected for chance: it grows with the number of
        clusters. NaN without a unit or with a NaN.

    References
    ----------
    Vinh, Epps and Bailey (2010), https://www.jmlr.org/papers/v11/vinh10a.html; their NMI by the sum.
    """
    if is_blank(y_true, y_pred):
        return math.nan
    h_true, h_pred, mutual = _information(y_true, y_pred)
    return _on_unit(2 * mutual / (h_true + h_pred)) if h_true + h_pred else 1.0


def adjusted_mutual_information(y_true: Floats, y_pred: Floats) -> float:
    """Mutual information above its expectation, over what the mean of the entropies lies above it.

    Parameters
    ----------
    y_true, y_pred
        Codes, shape (n,).

    Returns
    -------
    float
        At most 1; 0 on average for random partitions of the same sizes, and when one side is a single cluster. NaN
        with fewer than two units or with a NaN.

    References
    ----------
    Vinh, Epps and Bailey (2010), https://www.jmlr.org/papers/v11/vinh10a.html.

    Examples
    --------
    >>> import numpy as np
    >>> round(adjusted_mutual_information(np.array([0.0, 0, 1, 1]), np.array([0.0, 0, 1, 2])), 4)
    0.5714
    """
    if y_true.size < 2 or is_blank(y_true, y_pred):
        return math.nan
    table = contingency(y_true, y_pred)
    if np.count_nonzero(table, axis=0).max() == np.count_nonzero(table, axis=1).max() == 1:
        return 1.0
    h_true, h_pred, mutual = _information(y_true, y_pred)
    expected = _expected_information(table.sum(axis=1), table.sum(axis=0))
    return (mutual - expected) / ((h_true + h_pred) / 2 - expected) if h_true and h_pred else 0.0


def _expected_information(of_true: Floats, of_pred: Floats) -> float:
    # mean over all partitions of these sizes, where the overlap of two clusters is hypergeometric
    n = int(of_true.sum())
    sizes_true, sizes_pred = (np.unique(sizes.astype(np.intp), return_counts=True) for sizes in (of_true, of_pred))
    return math.fsum(
        often_a * often_b * _expected_share(a, b, n)
        for a, often_a in zip(*(values.tolist() for values in sizes_true), strict=True)
        for b, often_b in zip(*(values.tolist() for values in sizes_pred), strict=True)
    )


def _expected_share(a: int, b: int, n: int) -> float:
    overlap = np.arange(max(0, a + b - n), min(a, b) + 1, dtype=np.float64)
    # from one overlap to the next by the ratio of their odds: logarithms of factorials would cost 9 of 16 digits
    before = overlap[:-1]
    ratio = (a - before) * (b - before) / ((before + 1) * (n - a - b + before + 1))
    log_odds = np.append(0.0, np.cumsum(np.log(ratio)))
    odds = np.exp(log_odds - log_odds.max())
    some = overlap > 0
    information = overlap[some] / n * np.log(n * overlap[some] / (a * b))
    return float(odds[some] @ information / odds.sum())


def _information(y_true: Floats, y_pred: Floats) -> tuple[float, float, float]:
    # entropy of either side and the mutual information, in nats; counts are summed first, so one cluster has exactly 0
    table, n = contingency(y_true, y_pred), y_true.size
    h_true, h_pred = _entropy(table.sum(axis=1) / n), _entropy(table.sum(axis=0) / n)
    return h_true, h_pred, h_true + h_pred - _entropy(table.ravel() / n)


def _on_unit(value: float) -> float:
    return min(1.0, max(0.0, value))


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
    within=CODES,
)
V_MEASURE = Metric(
    function=v_measure, title="V-measure", best=1.0, worst=0.0, undefined="no unit with a known clone", within=CODES
)
CLONE_COUNT_ERROR = Metric(
    function=clone_count_error,
    title="error in the number of clones",
    best=0.0,
    worst=math.inf,
    undefined="no unit with a known clone",
    within=CODES,
)
CLONES_FOUND = Metric(
    function=clones_found,
    title="clones found",
    best=math.nan,
    worst=math.nan,
    undefined="no unit",
    needs_truth=False,
    within=CODES,
)
HOMOGENEITY = Metric(
    function=homogeneity,
    title="homogeneity",
    best=1.0,
    worst=0.0,
    undefined="no unit with a known clone",
    within=CODES,
)
COMPLETENESS = Metric(
    function=completeness,
    title="completeness",
    best=1.0,
    worst=0.0,
    undefined="no unit with a known clone",
    within=CODES,
)
NORMALIZED_MUTUAL_INFORMATION = Metric(
    function=normalized_mutual_information,
    title="normalized mutual information",
    best=1.0,
    worst=0.0,
    undefined="no unit with a known clone",
    within=CODES,
)
ADJUSTED_MUTUAL_INFORMATION = Metric(
    function=adjusted_mutual_information,
    title="adjusted mutual information",
    best=1.0,
    worst=-math.inf,
    chance=0.0,
    undefined="fewer than two units with a known clone",
    within=CODES,
)

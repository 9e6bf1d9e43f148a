"""Metrics for finding positives among negatives by a score that grows with the odds of being positive."""

import math
from functools import partial

import numpy as np
from scipy.special import digamma

from clinicell.metrics._metric import Additive, Floats, Metric
from clinicell.metrics.donor_pairs import auroc_of_pairs, donor_pairs
from clinicell.metrics.ranked_scores import (
    ROUNDING,
    allowed_alarms,
    average_precision_of_scores,
    ranked_scores,
    recall_of_scores,
)


def cumulative_hits(y_true: Floats, y_pred: Floats, weight: Floats | None = None) -> tuple[Floats, Floats]:
    """Return the positives and the units at or above each distinct score, the highest first, each (n_scores,)."""
    order = np.argsort(-y_pred)
    falling = y_pred[order]
    is_last_of_tie = np.append(falling[1:] != falling[:-1], True)
    if weight is None:
        return np.cumsum(y_true[order])[is_last_of_tie], (np.flatnonzero(is_last_of_tie) + 1).astype(np.float64)
    counted = weight[order]
    return np.cumsum(counted * y_true[order])[is_last_of_tie], np.cumsum(counted)[is_last_of_tie]


def average_precision(y_true: Floats, y_pred: Floats, weight: Floats | None = None) -> float:
    """Area under the steps of precision against recall; no interpolation.

    Parameters
    ----------
    y_true
        0 or 1, shape (n,).
    y_pred
        Any score that grows with the odds of 1, shape (n,).
    weight
        How much each row counts, at least 0, shape (n,); all alike without it.

    Returns
    -------
    float
        In [0, 1]; the share of positives when the score is constant. NaN without a positive or with a NaN.

    References
    ----------
    Boyd, Eng and Page (2013), doi:10.1007/978-3-642-40994-3_29.

    Examples
    --------
    >>> import numpy as np
    >>> round(average_precision(np.array([0.0, 0, 1, 1]), np.array([0.1, 0.4, 0.35, 0.8])), 4)
    0.8333
    """
    if y_true.sum() == 0 or np.isnan(y_pred).any():
        return float("nan")
    hits, called = cumulative_hits(y_true, y_pred, weight)
    if hits[-1] == 0:
        return float("nan")
    gained = np.diff(hits, prepend=0.0)
    precision = np.divide(hits, called, out=np.zeros_like(hits), where=called > 0)
    return float(np.sum(gained * precision) / hits[-1])


def average_precision_by_chance(y_true: Floats, weight: Floats | None = None) -> float:
    """Return the mean of `average_precision` over all orders of the rows, each equally likely.

    With n rows, p of them positive, and H the n-th harmonic number it is (H + (p - 1) / (n - 1) * (n - H)) / n: a
    little above the share of positives, and clearly so in small sets. NaN without a positive. It is exact for equal
    weights; for unequal ones n is Kish's effective number of rows and p their weighted share of it.

    References
    ----------
    Bestgen (2015), doi:10.1515/pralin-2015-0007; derived here again from the hypergeometric law.

    Examples
    --------
    >>> import numpy as np
    >>> average_precision_by_chance(np.array([1.0, 0.0]))  # (1 + 1/2) / 2
    0.75
    """
    counted = np.ones(y_true.size) if weight is None else weight
    total = float(counted.sum())
    if total == 0 or float(counted @ y_true) == 0:
        return float("nan")
    n = total**2 / math.fsum((counted**2).tolist())
    positives = n * float(counted @ y_true) / total
    if n <= 1:
        return 1.0
    harmonic = float(digamma(n + 1) - digamma(1))
    return (harmonic + (positives - 1) / (n - 1) * (n - harmonic)) / n


def auroc(y_true: Floats, y_pred: Floats, weight: Floats | None = None) -> float:
    """Probability that a random positive scores above a random negative, a tie counting one half.

    Parameters
    ----------
    y_true
        0 or 1, shape (n,).
    y_pred
        Any score that grows with the odds of 1, shape (n,).
    weight
        How much each row counts, at least 0, shape (n,); all alike without it.

    Returns
    -------
    float
        In [0, 1]; 0.5 when the score is constant. NaN when one of the two classes is missing or with a NaN.

    References
    ----------
    Hanley and McNeil (1982), doi:10.1148/radiology.143.1.7063747.

    Examples
    --------
    >>> import numpy as np
    >>> auroc(np.array([0.0, 0, 1, 1]), np.array([0.1, 0.4, 0.35, 0.8]))
    0.75
    """
    if weight is not None:
        return _weighted_auroc(y_true, y_pred, weight)
    positives = float(y_true.sum())
    negatives = y_true.size - positives
    if positives == 0 or negatives == 0 or np.isnan(y_pred).any():
        return float("nan")
    is_positive = y_true == 1
    # sorted searches in sorted: many times as fast as ranks, and the halves of ties are exact
    rivals, scores = np.sort(y_pred[~is_positive]), np.sort(y_pred[is_positive])
    twice = np.searchsorted(rivals, scores, side="left").sum() + np.searchsorted(rivals, scores, side="right").sum()
    return float(twice) / 2 / (positives * negatives)


def _weighted_auroc(y_true: Floats, y_pred: Floats, weight: Floats) -> float:
    _, code = np.unique(y_pred, return_inverse=True)
    positive = np.bincount(code, weights=weight * y_true)
    negative = np.bincount(code, weights=weight * (1 - y_true))
    pairs = positive.sum() * negative.sum()
    if pairs == 0:
        return float("nan")
    return float(positive @ (np.cumsum(negative) - negative / 2) / pairs)


def sensitivity_at_99_specificity(y_true: Floats, y_pred: Floats, weight: Floats | None = None) -> float:
    """Share of positives above the threshold that at most 1 % of the negatives exceed.

    Parameters
    ----------
    y_true
        0 or 1, shape (n,).
    y_pred
        Any score that grows with the odds of 1, shape (n,).
    weight
        How much each row counts, at least 0, shape (n,); all alike without it.

    Returns
    -------
    float
        In [0, 1]; a constant score finds nothing. NaN without a positive, or with fewer than 100 negatives, where
        1 % of them is less than one.

    Examples
    --------
    >>> import numpy as np
    >>> score = np.append(np.arange(100.0), [98.5, 200.0])
    >>> sensitivity_at_99_specificity(np.append(np.zeros(100), [1.0, 1.0]), score)
    1.0
    """
    return weighted_recall(y_true, y_pred, np.ones(y_true.size) if weight is None else weight, fpr=0.01)


def weighted_recall(y_true: Floats, y_pred: Floats, weight: Floats, *, fpr: float) -> float:
    """Return the share of positives above the threshold that at most the share `fpr` of the negatives exceeds.

    `weight` says how much each row counts, at least 0, shape (n,). NaN without a positive, and where the rate allows
    less than one of the negatives, whatever they weigh.
    """
    if not allowed_alarms(float((y_true == 0).sum()), fpr):
        return float("nan")
    _, code = np.unique(-y_pred, return_inverse=True)  # 0 is the highest score
    found = np.cumsum(np.bincount(code, weights=weight * y_true))
    alarms = np.cumsum(np.bincount(code, weights=weight * (1 - y_true)))
    if found[-1] == 0 or alarms[-1] == 0:
        return float("nan")
    n_called = int(np.searchsorted(alarms, fpr * alarms[-1] * (1 + ROUNDING), side="right"))
    return float(found[n_called - 1] / found[-1]) if n_called else 0.0


AVERAGE_PRECISION = Metric(
    function=average_precision,
    title="average precision",
    best=1.0,
    worst=0.0,
    chance=average_precision_by_chance,
    undefined="no positive in the truth",
    pooled=Additive(keep=ranked_scores, weigh=average_precision_of_scores, exact=average_precision),
)
AUROC = Metric(
    function=auroc,
    title="AUROC",
    best=1.0,
    worst=0.0,
    chance=0.5,
    undefined="one of the two classes is missing",
    pooled=Additive(keep=donor_pairs, weigh=auroc_of_pairs, exact=auroc),
)
SENSITIVITY_AT_99_SPECIFICITY = Metric(
    function=sensitivity_at_99_specificity,
    title="sensitivity at 99 % specificity",
    best=1.0,
    worst=0.0,
    undefined="no positive, or fewer than 100 negatives, in the truth",
    pooled=Additive(
        keep=ranked_scores,
        weigh=partial(recall_of_scores, fpr=0.01),
        exact=sensitivity_at_99_specificity,
    ),
)

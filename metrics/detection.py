"""Metrics for finding positives among negatives by a score that grows with the odds of being positive."""

import numpy as np

from clinicell.metrics._arrays import is_blank, two_classes
from clinicell.metrics._metric import Floats, Metric


def cumulative_hits(y_true: Floats, y_pred: Floats) -> tuple[Floats, Floats]:
    """Return the positives and the units at or above each distinct score, the highest first, each (n_scores,)."""
    order = np.argsort(-y_pred)
    falling = y_pred[order]
    is_last_of_tie = np.append(falling[1:] != falling[:-1], True)
    return np.cumsum(y_true[order])[is_last_of_tie], (np.flatnonzero(is_last_of_tie) + 1).astype(np.float64)


def average_precision(y_true: Floats, y_pred: Floats) -> float:
    """Area under the steps of precision against recall; no interpolation.

    Parameters
    ----------
    y_true
        0 or 1, shape (n,).
    y_pred
        Any score that grows with the odds of 1, shape (n,).

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
    hits, called = cumulative_hits(y_true, y_pred)
    return float(np.sum(np.diff(hits, prepend=0.0) * hits / called) / y_true.sum())


def average_precision_by_chance(y_true: Floats) -> float:
    """Return the exact mean of `average_precision` over all orders of the units, each equally likely.

    With n units, p of them positive, and H the n-th harmonic number it is (H + (p - 1) / (n - 1) * (n - H)) / n:
    a little above the share of positives, and clearly so in small sets. NaN without a positive.

    References
    ----------
    Bestgen (2015), doi:10.1515/pralin-2015-0007; derived here again from the hypergeometric law.

    Examples
    --------
    >>> import numpy as np
    >>> average_precision_by_chance(np.array([1.0, 0.0]))  # (1 + 1/2) / 2
    0.75
    """
    n, positives = y_true.size, float(y_true.sum())
    if positives == 0:
        return float("nan")
    if n == 1:
        return 1.0
    harmonic = float(np.sum(1.0 / np.arange(1, n + 1)))
    return (harmonic + (positives - 1) / (n - 1) * (n - harmonic)) / n


def auroc(y_true: Floats, y_pred: Floats) -> float:
    """Probability that a random positive scores above a random negative, a tie counting one half.

    Parameters
    ----------
    y_true
        0 or 1, shape (n,).
    y_pred
        Any score that grows with the odds of 1, shape (n,).

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
    positives = float(y_true.sum())
    negatives = y_true.size - positives
    if positives == 0 or negatives == 0 or np.isnan(y_pred).any():
        return float("nan")
    is_positive = y_true == 1
    # sorted searches in sorted: many times as fast as ranks, and the halves of ties are exact
    rivals, scores = np.sort(y_pred[~is_positive]), np.sort(y_pred[is_positive])
    twice = np.searchsorted(rivals, scores, side="left").sum() + np.searchsorted(rivals, scores, side="right").sum()
    return float(twice) / 2 / (positives * negatives)


def average_precision_lift(y_true: Floats, y_pred: Floats) -> float:
    """Average precision over the share of positives: how many times better than a constant score.

    Parameters
    ----------
    y_true
        0 or 1, shape (n,).
    y_pred
        Any score that grows with the odds of 1, shape (n,).

    Returns
    -------
    float
        From 0 up to one over the share of positives; 1 when the score is constant. Values of sets with different
        shares do not compare. NaN without a positive or with a NaN.

    References
    ----------
    Saito and Rehmsmeier (2015), doi:10.1371/journal.pone.0118432, on the share of positives as the floor.

    Examples
    --------
    >>> import numpy as np
    >>> average_precision_lift(np.array([0.0, 0, 0, 1]), np.array([0.1, 0.2, 0.3, 0.4]))
    4.0
    """
    if is_blank(y_true, y_pred) or y_true.sum() == 0:
        return float("nan")
    return average_precision(y_true, y_pred) / float(np.mean(y_true))


def average_precision_lift_by_chance(y_true: Floats) -> float:
    """Return the exact mean of `average_precision_lift` over all orders of the units; NaN without a positive."""
    by_chance = average_precision_by_chance(y_true)
    return by_chance / float(np.mean(y_true)) if by_chance > 0 else float("nan")


def partial_auroc(y_true: Floats, y_pred: Floats, *, max_fpr: float = 0.1) -> float:
    """Area under the ROC curve up to a false positive rate, scaled so that 0.5 is chance and 1 the best.

    Parameters
    ----------
    y_true
        0 or 1, shape (n,).
    y_pred
        Any score that grows with the odds of 1, shape (n,).
    max_fpr
        Where the area ends, in (0, 1].

    Returns
    -------
    float
        In [0.5 - max_fpr / (4 - 2 max_fpr), 1]; 0.5 when the score is constant. NaN when one of the two classes is
        missing or with a NaN.

    References
    ----------
    McClish (1989), doi:10.1177/0272989X8900900307.

    Examples
    --------
    >>> import numpy as np
    >>> partial_auroc(np.array([0.0, 0, 1, 1]), np.array([0.1, 0.4, 0.35, 0.8]), max_fpr=0.5)
    0.6666666666666666
    """
    if not two_classes(y_true, y_pred):
        return float("nan")
    found, called = (np.append(0.0, counts) for counts in cumulative_hits(y_true, y_pred))
    tpr, fpr = found / found[-1], (called - found) / (called[-1] - found[-1])
    inside = int(np.searchsorted(fpr, max_fpr, side="right"))
    tpr = np.append(tpr[:inside], np.interp(max_fpr, fpr, tpr))
    area = float(np.trapezoid(tpr, np.append(fpr[:inside], max_fpr)))
    least = max_fpr**2 / 2
    return (1 + (area - least) / (max_fpr - least)) / 2


def sensitivity_at_99_specificity(y_true: Floats, y_pred: Floats) -> float:
    """Share of positives above the threshold that at most 1 % of the negatives exceed.

    Parameters
    ----------
    y_true
        0 or 1, shape (n,).
    y_pred
        Any score that grows with the odds of 1, shape (n,).

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
    negatives = np.sort(y_pred[y_true == 0])
    positives = y_pred[y_true == 1]
    if positives.size == 0 or negatives.size < 100:
        return float("nan")
    threshold = negatives[negatives.size - 1 - int(0.01 * negatives.size)]
    return float(np.mean(positives > threshold))


AVERAGE_PRECISION = Metric(
    function=average_precision,
    title="average precision",
    best=1.0,
    worst=0.0,
    chance=average_precision_by_chance,
    undefined="no positive in the truth",
)
AUROC = Metric(
    function=auroc, title="AUROC", best=1.0, worst=0.0, chance=0.5, undefined="one of the two classes is missing"
)
SENSITIVITY_AT_99_SPECIFICITY = Metric(
    function=sensitivity_at_99_specificity,
    title="sensitivity at 99 % specificity",
    best=1.0,
    worst=0.0,
    undefined="no positive, or fewer than 100 negatives, in the truth",
)
AVERAGE_PRECISION_LIFT = Metric(
    function=average_precision_lift,
    title="average precision over prevalence",
    best=float("inf"),
    worst=0.0,
    chance=average_precision_lift_by_chance,
    undefined="no positive in the truth",
)
PARTIAL_AUROC = Metric(
    function=partial_auroc,
    title="partial AUROC to 10 % false positives",
    best=1.0,
    worst=9 / 19,
    chance=0.5,
    undefined="one of the two classes is missing",
)

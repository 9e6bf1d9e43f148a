"""Metrics of the highest scores only: where a rare population is looked for, nobody reads the rest of the list."""

from functools import partial

import numpy as np

from clinicell.metrics._arrays import is_blank, two_classes
from clinicell.metrics._metric import Additive, Floats, Metric
from clinicell.metrics.detection import average_precision, average_precision_by_chance, cumulative_hits
from clinicell.metrics.ranked_curves import lift_of_scores, of_masses, partial_area
from clinicell.metrics.ranked_scores import ranked_scores


def average_precision_lift(y_true: Floats, y_pred: Floats, weight: Floats | None = None) -> float:
    """Average precision over the share of positives: how many times better than a constant score.

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
    found = average_precision(y_true, y_pred, weight)  # NaN without weight on a positive
    return found / float(np.average(y_true, weights=weight)) if found > 0 else found


def average_precision_lift_by_chance(y_true: Floats, weight: Floats | None = None) -> float:
    """Return the mean of `average_precision_lift` over all orders of the rows; NaN without a positive."""
    by_chance = average_precision_by_chance(y_true, weight)
    return by_chance / float(np.average(y_true, weights=weight)) if by_chance > 0 else float("nan")


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


AVERAGE_PRECISION_LIFT = Metric(
    function=average_precision_lift,
    title="average precision over prevalence",
    best=float("inf"),
    worst=0.0,
    chance=average_precision_lift_by_chance,
    undefined="no positive in the truth",
    pooled=Additive(keep=ranked_scores, weigh=lift_of_scores, exact=average_precision_lift),
)
PARTIAL_AUROC = Metric(
    function=partial_auroc,
    title="partial AUROC to 10 % false positives",
    best=1.0,
    worst=9 / 19,
    chance=0.5,
    undefined="one of the two classes is missing",
    pooled=of_masses(partial(partial_area, max_fpr=0.1)),
)

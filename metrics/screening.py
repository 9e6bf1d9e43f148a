"""Metrics for calling positives at an operating point: a false positive rate, or a threshold on the score."""

import math
from functools import partial

import numpy as np

from clinicell.metrics import confusions
from clinicell.metrics._arrays import is_blank, two_classes
from clinicell.metrics._metric import Additive, Floats, Metric
from clinicell.metrics.classification import balanced_accuracy, matthews_correlation
from clinicell.metrics.confusions import of_calls
from clinicell.metrics.detection import cumulative_hits, weighted_recall
from clinicell.metrics.ranked_curves import highest_f1, of_masses
from clinicell.metrics.ranked_scores import allowed_alarms, ranked_scores, recall_of_scores


def recall_at_fpr(y_true: Floats, y_pred: Floats, *, fpr: float) -> float:
    """Share of positives above the threshold that at most the share `fpr` of the negatives exceeds.

    It is the sensitivity at a specificity of 1 - fpr.

    Parameters
    ----------
    y_true
        0 or 1, shape (n,).
    y_pred
        Any score that grows with the odds of 1, shape (n,).
    fpr
        False positive rate, in (0, 1).

    Returns
    -------
    float
        In [0, 1]; a constant score finds nothing. NaN without a positive, with a NaN, or with fewer than 1 / fpr
        negatives, where the rate allows less than one of them.

    Examples
    --------
    >>> import numpy as np
    >>> score = np.append(np.arange(20.0), [18.5, 5.0])
    >>> recall_at_fpr(np.append(np.zeros(20), [1.0, 1.0]), score, fpr=0.05)
    0.5
    """
    if is_blank(y_true, y_pred):
        return math.nan
    negatives, positives = y_pred[y_true == 0], y_pred[y_true == 1]
    allowed = allowed_alarms(negatives.size, fpr)
    if positives.size == 0 or allowed == 0:
        return math.nan
    place = negatives.size - 1 - allowed
    return float(np.mean(positives > np.partition(negatives, place)[place]))


def recall_at_fpr_by_chance(y_true: Floats, weight: Floats | None = None, *, fpr: float) -> float:
    """Return the exact mean of `recall_at_fpr` over all orders of the units: (allowed + 1) / (negatives + 1).

    A random positive takes each of the negatives + 1 places among the negatives equally often; it is found in the
    first allowed + 1 of them. For unequal weights of the rows the negatives are Kish's effective number of them.
    """
    n = float((y_true == 0).sum())
    if not allowed_alarms(n, fpr) or n == y_true.size:
        return math.nan
    if weight is not None:
        of_negatives = weight[y_true == 0]
        n = min(n, float(of_negatives.sum()) ** 2 / max(float((of_negatives**2).sum()), 1e-300))
    return (allowed_alarms(n, fpr) + 1) / (n + 1)


def _at(fpr: float) -> Additive:
    return Additive(
        keep=ranked_scores, weigh=partial(recall_of_scores, fpr=fpr), exact=partial(weighted_recall, fpr=fpr)
    )


def sensitivity_at_95_specificity(y_true: Floats, y_pred: Floats) -> float:
    """Return `recall_at_fpr` at 5 %; NaN with fewer than 20 negatives."""
    return recall_at_fpr(y_true, y_pred, fpr=0.05)


def sensitivity_at_99_9_specificity(y_true: Floats, y_pred: Floats) -> float:
    """Return `recall_at_fpr` at 1e-3, which is the same; NaN with fewer than 1,000 negatives."""
    return recall_at_fpr(y_true, y_pred, fpr=1e-3)


def recall_at_fpr_1e_4(y_true: Floats, y_pred: Floats) -> float:
    """Return `recall_at_fpr` at 1e-4; NaN with fewer than 10,000 negatives."""
    return recall_at_fpr(y_true, y_pred, fpr=1e-4)


def recall_at_fpr_1e_5(y_true: Floats, y_pred: Floats) -> float:
    """Return `recall_at_fpr` at 1e-5; NaN with fewer than 100,000 negatives."""
    return recall_at_fpr(y_true, y_pred, fpr=1e-5)


def f_beta(y_true: Floats, y_pred: Floats, *, beta: float = 1.0, threshold: float = 0.5) -> float:
    """Weighted harmonic mean of precision and recall of the units at or above a threshold.

    Parameters
    ----------
    y_true
        0 or 1, shape (n,).
    y_pred
        A score, shape (n,); for the default threshold a probability.
    beta
        How many times as much recall weighs as precision.
    threshold
        A unit is called when its score is at least this.

    Returns
    -------
    float
        In [0, 1]; 0 when nothing is called. NaN without a positive or with a NaN.

    References
    ----------
    van Rijsbergen (1979), Information Retrieval, Butterworths.

    Examples
    --------
    >>> import numpy as np
    >>> f_beta(np.array([1.0, 1, 0]), np.array([0.9, 0.1, 0.7]))
    0.5
    """
    if is_blank(y_true, y_pred) or y_true.sum() == 0:
        return math.nan
    called = y_pred >= threshold
    weight = beta**2
    return float((1 + weight) * y_true[called].sum() / (weight * y_true.sum() + called.sum()))


def f1_at_half(y_true: Floats, y_pred: Floats) -> float:
    """Return F1 of the units whose probability is at least 0.5."""
    return f_beta(y_true, y_pred)


def f2_at_half(y_true: Floats, y_pred: Floats) -> float:
    """Return F2, recall weighing twice as much as precision, of the units whose probability is at least 0.5."""
    return f_beta(y_true, y_pred, beta=2.0)


def best_f1(y_true: Floats, y_pred: Floats) -> float:
    """Highest F1 over all thresholds; the threshold is chosen on the truth, so it flatters.

    Parameters
    ----------
    y_true
        0 or 1, shape (n,).
    y_pred
        Any score that grows with the odds of 1, shape (n,).

    Returns
    -------
    float
        In (0, 1]; at least 2 p / (1 + p) with p the share of positives, which calling every unit gives. NaN without a
        positive or with a NaN.

    Examples
    --------
    >>> import numpy as np
    >>> round(best_f1(np.array([0.0, 1, 0, 1]), np.array([0.1, 0.2, 0.3, 0.4])), 4)
    0.8
    """
    if is_blank(y_true, y_pred) or y_true.sum() == 0:
        return math.nan
    hits, called = cumulative_hits(y_true, y_pred)
    return float(np.max(2 * hits / (called + y_true.sum())))


def matthews_at_half(y_true: Floats, y_pred: Floats) -> float:
    """Return `matthews_correlation` of the calls at a probability of at least 0.5; NaN when a class is missing."""
    return matthews_correlation(y_true, _called(y_pred)) if two_classes(y_true, y_pred) else math.nan


def balanced_accuracy_at_half(y_true: Floats, y_pred: Floats) -> float:
    """Return the mean of sensitivity and specificity at a probability of at least 0.5; NaN when a class is missing."""
    return balanced_accuracy(y_true, _called(y_pred)) if two_classes(y_true, y_pred) else math.nan


def _called(y_pred: Floats) -> Floats:
    return (y_pred >= 0.5).astype(np.float64)


SENSITIVITY_AT_95_SPECIFICITY = Metric(
    function=sensitivity_at_95_specificity,
    title="sensitivity at 95 % specificity",
    best=1.0,
    worst=0.0,
    chance=partial(recall_at_fpr_by_chance, fpr=0.05),
    undefined="no positive, or fewer than 20 negatives, in the truth",
    pooled=_at(0.05),
)
SENSITIVITY_AT_99_9_SPECIFICITY = Metric(
    function=sensitivity_at_99_9_specificity,
    title="sensitivity at 99.9 % specificity",
    best=1.0,
    worst=0.0,
    chance=partial(recall_at_fpr_by_chance, fpr=1e-3),
    undefined="no positive, or fewer than 1,000 negatives, in the truth",
    pooled=_at(1e-3),
)
RECALL_AT_FPR_1E_4 = Metric(
    function=recall_at_fpr_1e_4,
    title="recall at a false positive rate of 1e-4",
    best=1.0,
    worst=0.0,
    chance=partial(recall_at_fpr_by_chance, fpr=1e-4),
    undefined="no positive, or fewer than 10,000 negatives, in the truth",
    pooled=_at(1e-4),
)
RECALL_AT_FPR_1E_5 = Metric(
    function=recall_at_fpr_1e_5,
    title="recall at a false positive rate of 1e-5",
    best=1.0,
    worst=0.0,
    chance=partial(recall_at_fpr_by_chance, fpr=1e-5),
    undefined="no positive, or fewer than 100,000 negatives, in the truth",
    pooled=_at(1e-5),
)
NO_POSITIVE = "no positive in the truth"
F1_AT_HALF = Metric(
    function=f1_at_half,
    title="F1 at 0.5",
    best=1.0,
    worst=0.0,
    undefined=NO_POSITIVE,
    pooled=of_calls(partial(confusions.f_beta, beta=1.0)),
)
F2_AT_HALF = Metric(
    function=f2_at_half,
    title="F2 at 0.5",
    best=1.0,
    worst=0.0,
    undefined=NO_POSITIVE,
    pooled=of_calls(partial(confusions.f_beta, beta=2.0)),
)
BEST_F1 = Metric(
    function=best_f1, title="best F1", best=1.0, worst=0.0, undefined=NO_POSITIVE, pooled=of_masses(highest_f1)
)
MATTHEWS_AT_HALF = Metric(
    function=matthews_at_half,
    title="MCC at 0.5",
    best=1.0,
    worst=-1.0,
    chance=0.0,
    undefined="one of the two classes is missing",
    pooled=of_calls(confusions.matthews),
)
BALANCED_ACCURACY_AT_HALF = Metric(
    function=balanced_accuracy_at_half,
    title="balanced accuracy at 0.5",
    best=1.0,
    worst=0.0,
    chance=0.5,
    undefined="one of the two classes is missing",
    pooled=of_calls(confusions.balanced),
)

"""Parts of curves and best points over all thresholds, from scores of each unit counted in bins (see `ranked_scores`).

Whether a bin holds one value or several, taken as evenly mixed, its part of a ROC curve is a straight line. The exact
form of each is the same function with a bin for each distinct score.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from clinicell.metrics._metric import Additive, Floats, Kept, ratio
from clinicell.metrics.ranked_scores import average_precision_of_scores, ranked_scores

DRAWS_AT_ONCE = 256

OfMasses = Callable[[Floats, Floats], Floats]


def of_masses(of: OfMasses) -> Additive:
    """Return how a value follows from `ranked_scores`.

    `of` takes the masses of positives and negatives, shape (n_draws, n_bins) each, the best bin first, and returns the
    value of each draw, shape (n_draws,).
    """

    def weigh(kept: Kept, weights: Floats) -> Floats:
        positives, negatives = (np.asarray(kept[name], dtype=np.float64) for name in ("positives", "negatives"))
        value = np.full(len(weights), np.nan)
        for start in range(0, len(weights), DRAWS_AT_ONCE):
            weight = weights[start : start + DRAWS_AT_ONCE]
            value[start : start + DRAWS_AT_ONCE] = of(weight @ positives, weight @ negatives)
        return value

    def exact(y_true: Floats, y_pred: Floats, weight: Floats) -> float:
        _, code = np.unique(-y_pred, return_inverse=True)
        positives, negatives = (_summed(code, weight * (y_true == label)) for label in (1, 0))
        return float(of(positives, negatives)[0])

    return Additive(keep=ranked_scores, weigh=weigh, exact=exact)


def _summed(code: NDArray[np.intp], weight: Floats) -> Floats:
    return np.bincount(code, weights=weight)[None].astype(np.float64)


def partial_area(positives: Floats, negatives: Floats, *, max_fpr: float) -> Floats:
    """Return McClish's scaled area under the ROC curve up to a false positive rate; see `partial_auroc`."""
    found, alarms = positives.sum(axis=1, keepdims=True), negatives.sum(axis=1, keepdims=True)
    gained, passed = ratio(positives, found), ratio(negatives, alarms)
    before = np.cumsum(passed, axis=1) - passed
    height = np.cumsum(gained, axis=1) - gained
    part = np.clip(ratio(max_fpr - before, passed), 0.0, 1.0)  # of the bin that lies left of the limit
    part = np.where(passed > 0, part, 0.0)
    area = (part * passed * (height + part * gained / 2)).sum(axis=1)
    least = max_fpr**2 / 2
    has_both = (found[:, 0] > 0) & (alarms[:, 0] > 0)
    return np.where(has_both, (1 + (area - least) / (max_fpr - least)) / 2, np.nan)


def highest_f1(positives: Floats, negatives: Floats) -> Floats:
    """Return the highest F1 over all thresholds, shape (n_draws,); NaN without weight on a positive.

    Within a bin of several values, evenly mixed, F1 moves one way only: the best lies at the end of a bin.
    """
    hits = np.cumsum(positives, axis=1)
    called = np.cumsum(positives + negatives, axis=1)
    if not hits.shape[1]:
        return np.full(len(hits), np.nan)
    total = hits[:, -1:]
    return np.where(total[:, 0] > 0, (2 * hits / np.maximum(called + total, 1e-300)).max(axis=1), np.nan)


def lift_of_scores(kept: Kept, weights: Floats) -> Floats:
    """Return average precision over the share of positives in each draw of `weights`, shape (n_draws,)."""
    positives, negatives = (weights @ np.asarray(kept[name]).sum(axis=1) for name in ("positives", "negatives"))
    return ratio(average_precision_of_scores(kept, weights), ratio(positives, positives + negatives))

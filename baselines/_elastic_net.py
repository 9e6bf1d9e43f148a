"""Elastic-net logistic regression for a few bags and many features, the penalty chosen by inner cross-validation.

Accelerated proximal gradient steps on full batches: no draw by lot, and warm starts along the path of penalties.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from clinicell.errors import InputError

Floats = NDArray[np.float64]

L1_SHARE = 0.5
PATH = tuple(np.geomspace(0.7, 0.01, 10))  # times the smallest penalty at which every weight is 0
N_FOLDS = 5
MOST_STEPS = 1000
TOLERANCE = 1e-5  # largest change of a weight in one step, features being standardised


@dataclass(frozen=True, slots=True)
class ElasticNet:
    """Log odds of the positive class: ``features @ weights + intercept``; `penalty` is the one that was chosen.

    `held_out` are the log odds of each training bag by the inner fit that did not see it; NaN where there was none.
    """

    weights: Floats  # (n_features,)
    intercept: float
    penalty: float
    held_out: Floats  # (n_bags,)

    def __call__(self, features: Floats) -> Floats:
        """Return log odds, shape (n_bags,)."""
        return features @ self.weights + self.intercept


def elastic_net(features: Floats, label: Floats) -> ElasticNet:
    """Return the elastic net with the penalty of the smallest held-out loss, fitted to all bags.

    Parameters
    ----------
    features
        Standardised, shape (n_bags, n_features).
    label
        0 or 1, both present, shape (n_bags,). The classes weigh the same. The rows' order decides the inner folds:
        the k-th bag of a class is held out in fold k modulo their number, which is 5 or the size of the smaller class.
        With one bag in the smaller class nothing can be held out, and the middle of the path is taken.

    References
    ----------
    Zou and Hastie (2005), doi:10.1111/j.1467-9868.2005.00503.x; Beck and Teboulle (2009), doi:10.1137/080716542.
    """
    if not (label == 0).any() or not (label == 1).any():
        raise InputError("an elastic net needs bags of both classes")
    weight = balance(label)
    smallest_empty = float(np.abs(features.T @ (weight * (label - 0.5))).max()) / len(label) / L1_SHARE
    path = np.array(PATH) * max(smallest_empty, 1e-12)
    n_folds = min(N_FOLDS, int((label == 0).sum()), int((label == 1).sum()))
    chosen, held_out = len(path) // 2, np.full((len(label), len(path)), np.nan)
    if n_folds > 1:
        fold = np.empty(len(label), dtype=np.intp)
        for kind in (0, 1):
            fold[label == kind] = np.arange(int((label == kind).sum())) % n_folds
        for k in range(n_folds):
            fitted = _along(features[fold != k], label[fold != k], path)
            held_out[fold == k] = features[fold == k] @ fitted[:, :-1].T + fitted[:, -1]
        chosen = int(np.argmin(sum(_loss(held_out[fold == k], label, fold == k) for k in range(n_folds))))
    last = _along(features, label, path[: chosen + 1])[-1]
    return ElasticNet(last[:-1], float(last[-1]), float(path[chosen]), held_out[:, chosen])


def balance(label: Floats) -> Floats:
    """Return weights of mean 1 with which both classes count the same."""
    share = label.mean()
    weight: Floats = np.where(label == 1, 0.5 / share, 0.5 / (1 - share))
    return weight


def _loss(logit: Floats, label: Floats, is_held_out: NDArray[np.bool_]) -> Floats:
    """Return the class-balanced log loss summed over the bags held out, one value per column of `logit`."""
    loss = np.logaddexp(0, logit) - label[is_held_out, None] * logit
    summed: Floats = (balance(label)[is_held_out, None] * loss).sum(axis=0)
    return summed


def _along(features: Floats, label: Floats, path: Floats) -> Floats:
    """Return the solutions along `path`, each started from the last; shape (n_penalties, n_features + 1)."""
    design = np.hstack([features, np.ones((len(features), 1))])  # the last column is the intercept
    weight = balance(label) / len(label)
    scaled = design * np.sqrt(weight)[:, None]
    small = scaled @ scaled.T if len(design) < design.shape[1] else scaled.T @ scaled
    steepest = 0.25 * float(np.linalg.eigvalsh(small)[-1])
    at, solutions = np.zeros(design.shape[1]), []
    for penalty in path:
        at = _minimum(design, label, weight, penalty, steepest, at)
        solutions.append(at)
    return np.stack(solutions)


def _minimum(design: Floats, label: Floats, weight: Floats, penalty: float, steepest: float, start: Floats) -> Floats:
    is_penalised = np.append(np.ones(design.shape[1] - 1), 0.0)
    ridge, lasso = penalty * (1 - L1_SHARE) * is_penalised, penalty * L1_SHARE * is_penalised
    step = 1 / (steepest + penalty * (1 - L1_SHARE))
    at, ahead, momentum = start, start, 1.0
    for _ in range(MOST_STEPS):
        slope = design.T @ (weight * (expit(design @ ahead) - label)) + ridge * ahead
        moved = ahead - step * slope
        new = np.sign(moved) * np.maximum(np.abs(moved) - step * lasso, 0)
        if np.abs(new - at).max() < TOLERANCE:
            return new
        faster = (1 + np.sqrt(1 + 4 * momentum**2)) / 2
        if (ahead - new) @ (new - at) > 0:  # the momentum points uphill: begin anew
            faster = 1.0
        ahead = new + (momentum - 1) / faster * (new - at) if faster > 1 else new
        at, momentum = new, faster
    return at

"""Calibration and decisions from what is kept of probabilities, in many weightings of the donors at once.

The forms are those of `calibration`, `reliability` and `decision`, with a weight for each row.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from clinicell.metrics._arrays import is_probability
from clinicell.metrics._metric import Additive, Floats, Kept, ratio
from clinicell.metrics.probability_bins import probabilities

MOST_STEPS = 100


@dataclass(frozen=True, slots=True)
class Weighed:
    """The mass of each class in each bin of probability.

    `probability` has shape (n_bins,) and rises; `positives` and `negatives` (n_draws, n_bins).
    """

    probability: Floats
    positives: Floats
    negatives: Floats

    @property
    def share(self) -> Floats:
        """The share of positives in each draw, shape (n_draws,)."""
        found = self.positives.sum(axis=1)
        return ratio(found, found + self.negatives.sum(axis=1))

    @property
    def has_both(self) -> Floats:
        """1 in each draw with both classes, else NaN, shape (n_draws,)."""
        both = (self.positives.sum(axis=1) > 0) & (self.negatives.sum(axis=1) > 0)
        return np.where(both, 1.0, np.nan)


def weighed(kept: Kept, rows: Floats, weights: Floats) -> Weighed:
    """Return the masses in each draw, in which each unit counts alike whatever its number of rows.

    Parameters
    ----------
    kept
        See `clinicell.metrics.probability_bins.probabilities`.
    rows
        Rows of each unit with a known truth, shape (n_units,).
    weights
        How often each unit is drawn, shape (n_draws, n_units).
    """
    return _masses(kept, weights * np.divide(1.0, rows, out=np.zeros_like(rows), where=rows > 0))


def _masses(kept: Kept, weights: Floats) -> Weighed:
    positives, negatives = (weights @ np.asarray(kept[name], dtype=np.float64) for name in ("positives", "negatives"))
    return Weighed(np.asarray(kept["probability"], dtype=np.float64), positives, negatives)


def of_probabilities(of: Callable[[Weighed], Floats]) -> Additive:
    """Return how a value follows from `probabilities`; its exact form has a bin for each distinct probability."""

    def exact(y_true: Floats, y_pred: Floats, weight: Floats) -> float:
        if not is_probability(y_pred):
            return float("nan")
        values, code = np.unique(y_pred, return_inverse=True)
        positives, negatives = (np.bincount(code, weights=weight * (y_true == label)) for label in (1, 0))
        return float(of(Weighed(values, positives[None].astype(np.float64), negatives[None].astype(np.float64)))[0])

    return Additive(keep=probabilities, weigh=lambda kept, weights: of(_masses(kept, weights)), exact=exact)


def brier(of: Weighed) -> Floats:
    """Return the mean squared distance of probability and outcome, shape (n_draws,); see `calibration.brier`."""
    p = of.probability
    return ratio(of.positives @ (1 - p) ** 2 + of.negatives @ p**2, (of.positives + of.negatives).sum(axis=1))


def slope(of: Weighed) -> Floats:
    """Return the slope of the logistic recalibration, shape (n_draws,); see `calibration.recalibration`.

    NaN when a probability is 0 or 1, all are equal, a class is missing, or a threshold separates the classes.
    """
    start: Floats | None = None
    found = np.full(len(of.positives), np.nan)
    for draw, (positives, negatives) in enumerate(zip(of.positives, of.negatives, strict=True)):
        used = (positives > 0) | (negatives > 0)
        p, positive, negative = of.probability[used], positives[used], negatives[used]
        if _has_no_maximum(p, positive, negative):
            continue
        x = _logit(p)
        design = np.column_stack([np.ones_like(x), x])
        fitted = _newton(design, positive, negative, np.array([0.0, 1.0]) if start is None else start)
        if fitted is not None:
            start, found[draw] = fitted, fitted[1]
    return found


def intercept(of: Weighed) -> Floats:
    """Return the intercept with the slope held at 1, shape (n_draws,); see `calibration.calibration_intercept`.

    NaN when a probability is 0 or 1, or a class is missing.
    """
    mass = of.positives + of.negatives
    is_inside = (of.probability > 0) & (of.probability < 1)
    has_logits = ~(mass[:, ~is_inside] > 0).any(axis=1)
    if not is_inside.any():
        return np.full(len(mass), np.nan)
    x, mass = _logit(of.probability[is_inside]), mass[:, is_inside]
    wanted = of.share * np.where(has_logits, of.has_both, np.nan)
    low = np.full(len(mass), -60.0) - x.max()
    high = np.full(len(mass), 60.0) - x.min()
    for _ in range(MOST_STEPS):  # halving: the expected share grows with the shift
        middle = (low + high) / 2
        expected = ratio((mass * expit(x + middle[:, None])).sum(axis=1), mass.sum(axis=1))
        low, high = np.where(expected < wanted, middle, low), np.where(expected < wanted, high, middle)
    return np.where(np.isfinite(wanted), (low + high) / 2, np.nan)


def net_benefit(of: Weighed, thresholds: Floats) -> Floats:
    """Return the net benefit of treating from each threshold on, shape (n_draws, n_thresholds).

    Exact at whole percents, where no bin reaches across; see `decision.net_benefit`.
    """
    odds = thresholds / (1 - thresholds)
    is_treated = (of.probability[:, None] >= thresholds).astype(np.float64)  # (n_bins, n_thresholds)
    total = (of.positives + of.negatives).sum(axis=1, keepdims=True)
    return ratio(of.positives @ is_treated - of.negatives @ is_treated * odds, total)


def standardized_net_benefit(of: Weighed, *, threshold: float) -> Floats:
    """Return the net benefit over the share of positives, shape (n_draws,); exact at a whole percent.

    NaN when one of the two classes is missing.
    """
    return ratio(net_benefit(of, np.array([threshold]))[:, 0], of.share) * of.has_both


def net_benefit_of_all(of: Weighed, thresholds: Floats) -> Floats:
    """Return the net benefit of treating everyone, shape (n_draws, n_thresholds)."""
    share = of.share[:, None]
    return np.asarray(share - (1 - share) * thresholds / (1 - thresholds))


def sensitivity_at(of: Weighed, specificity: float) -> Floats:
    """Return the share of positives called where at least `specificity` of the negatives are not, (n_draws,).

    Whole bins are called, the highest probabilities first, so that the specificity is never below the stated one.
    """
    alarms = np.cumsum(of.negatives[:, ::-1], axis=1)
    hits = np.cumsum(of.positives[:, ::-1], axis=1)
    allowed = (1 - specificity) * alarms[:, -1:] * (1 + 1e-9) + 1e-12
    called = np.where(alarms <= allowed, hits, 0.0).max(axis=1)
    return np.asarray(ratio(called, hits[:, -1]) * of.has_both)


def groups_of(of: Weighed, n_groups: int, *, by_class: bool) -> Floats:
    """Return which bin of probability belongs to which group, 0 or 1, shape (n_bins, n_groups); no group is empty.

    Groups hold equal mass of the first draw, by rising probability; with `by_class`, equal shares of both classes, so
    that rare positives are not all in the last one.
    """
    positives, negatives = of.positives[0], of.negatives[0]
    if by_class:
        positives, negatives = positives / max(positives.sum(), 1e-300), negatives / max(negatives.sum(), 1e-300)
    mass = positives + negatives
    before = (np.cumsum(mass) - mass) / mass.sum()
    _, group = np.unique(np.minimum(np.floor(before * n_groups + 1e-9), n_groups - 1)[mass > 0], return_inverse=True)
    member = np.zeros((mass.size, int(group.max()) + 1))
    member[np.flatnonzero(mass > 0), group] = 1.0
    return member


def reliability(of: Weighed, groups: Floats) -> tuple[Floats, Floats]:
    """Return the mean probability and the share of positives in each group, shape (n_draws, n_groups) each."""
    mass = (of.positives + of.negatives) @ groups
    predicted = ((of.positives + of.negatives) * of.probability) @ groups
    return ratio(predicted, mass), ratio(of.positives @ groups, mass)


def squared_calibration_error(kept: Kept, rows: Floats, weights: Floats, groups: Floats) -> Floats:
    """Return the mean squared gap of probability and outcome over groups, less what chance adds, shape (n_draws,).

    What chance adds is the variance of each gap, by leaving out one unit at a time: rows of one unit are not
    independent, so the binomial variance of `reliability.squared_calibration_error` would take off too little.

    References
    ----------
    Kumar, Liang and Ma (2019), arXiv:1909.10155, on the debiased form.
    """
    share = np.divide(1.0, rows, out=np.zeros_like(rows), where=rows > 0)[:, None]
    positives, negatives = (share * np.asarray(kept[name], dtype=np.float64) for name in ("positives", "negatives"))
    mass = (positives + negatives) @ groups  # (n_units, n_groups)
    gap = positives @ groups - ((positives + negatives) * np.asarray(kept["probability"], dtype=np.float64)) @ groups
    return np.asarray([_squared_error(mass, gap, weight) for weight in weights])


def _squared_error(mass: Floats, gap: Floats, weight: Floats) -> float:
    held = np.flatnonzero((weight > 0) & (mass.sum(axis=1) > 0))
    total = weight @ mass
    without = ratio(weight @ gap - gap[held], weight @ mass - mass[held])  # (n_held, n_groups)
    n = held.size
    by_chance = (n - 1) / n * ((without - without.mean(axis=0)) ** 2).sum(axis=0)
    return float(total @ (ratio(weight @ gap, total) ** 2 - by_chance) / total.sum())


def _has_no_maximum(p: Floats, positives: Floats, negatives: Floats) -> bool:
    has, lacks = p[positives > 0], p[negatives > 0]
    if not has.size or not lacks.size or not ((p > 0) & (p < 1)).all() or p.max() == p.min():
        return True
    return bool(lacks.max() <= has.min() or has.max() <= lacks.min())


def _logit(p: Floats) -> Floats:
    return np.asarray(np.log(p) - np.log1p(-p))


def _newton(design: Floats, positives: Floats, negatives: Floats, start: Floats) -> Floats | None:
    """Return the maximum of the weighted logistic likelihood from `start`; each step is halved until it does not fall.

    None where none is found.
    """
    mass = positives + negatives
    beta = start
    for _ in range(MOST_STEPS):
        p = expit(design @ beta)
        information = design.T @ (design * (mass * p * (1 - p))[:, None])
        if np.linalg.cond(information) > 1e14:
            return None
        step = np.linalg.solve(information, design.T @ (positives - mass * p))
        if np.abs(step).max() <= 1e-11 * (1 + np.abs(beta).max()):
            return np.asarray(beta + step)
        before = _log_likelihood(design @ beta, positives, mass)
        while _log_likelihood(design @ (beta + step), positives, mass) < before - 1e-9 * abs(before):
            step = step / 2
        beta = beta + step
    return None


def _log_likelihood(eta: Floats, positives: Floats, mass: Floats) -> float:
    return float(positives @ eta - mass @ np.logaddexp(0.0, eta))

"""Calibration error and risk of abstaining from probabilities in bins, in many weightings of the units at once.

Both look at how many rows there are, not only at what they weigh: chance adds the more to an error the fewer rows a
group has, and a curve over answered rows takes one step for each. So rows are counted beside their mass.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import digamma

from clinicell.metrics._arrays import is_probability
from clinicell.metrics._metric import Additive, Floats, Kept, ratio
from clinicell.metrics.probability_bins import probabilities

N_BINS = 10  # groups of a calibration error
FEWEST_IN_A_BIN = 5  # rows, on average
DRAWS_AT_ONCE = 512
ROUNDING = 1e-9  # of the mass of a group: as good as full


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows in each bin of probability; `probability` has shape (n_bins,) and rises, the rest (n_draws, n_bins).

    Mass of positives and of negatives, the rows that weigh anything, and the sum of their squared weights.
    """

    probability: Floats
    positives: Floats
    negatives: Floats
    count: Floats
    squares: Floats


def of_rows(of: Callable[[Rows], Floats]) -> Additive:
    """Return how a value follows from `probabilities`; its exact form has a bin for each distinct probability."""

    def weigh(kept: Kept, weights: Floats) -> Floats:
        probability, positives, negatives = (
            np.asarray(kept[name], dtype=np.float64) for name in ("probability", "positives", "negatives")
        )
        both = positives + negatives
        value = np.full(len(weights), np.nan)
        for start in range(0, len(weights) if probability.size else 0, DRAWS_AT_ONCE):
            weight = weights[start : start + DRAWS_AT_ONCE]
            value[start : start + DRAWS_AT_ONCE] = of(
                Rows(probability, weight @ positives, weight @ negatives, (weight > 0) @ both, weight**2 @ both)
            )
        return value

    def exact(y_true: Floats, y_pred: Floats, weight: Floats) -> float:
        if not is_probability(y_pred):
            return float("nan")
        values, code = np.unique(y_pred, return_inverse=True)
        sums = (
            np.bincount(code, weights=one)[None].astype(np.float64)
            for one in (weight * (y_true == 1), weight * (y_true == 0), (weight > 0).astype(np.float64), weight**2)
        )
        return float(of(Rows(values, *sums))[0])

    return Additive(keep=probabilities, weigh=weigh, exact=exact)


def area_under_risk(of: Rows) -> Floats:
    """Return the area under risk and coverage, shape (n_draws,); see `abstention.aurc`.

    The rows of equal certainty share their mean weight and their mean error: over the orders in which they may be
    answered the risk after each of them follows in closed form.
    """
    certainty = np.maximum(of.probability, 1 - of.probability)
    order = np.argsort(-certainty, kind="stable")  # the surest first
    starts = np.flatnonzero(np.append(True, np.diff(certainty[order]) != 0))
    wrong, mass, count = (
        np.add.reduceat(one[:, order], starts, axis=1)
        for one in (
            np.where(of.probability >= 0.5, of.negatives, of.positives),
            of.positives + of.negatives,
            of.count,
        )
    )
    lost, answered = np.cumsum(wrong, axis=1) - wrong, np.cumsum(mass, axis=1) - mass
    before = ratio(answered * count, mass)  # in rows of this group's mean weight
    steps = digamma(before + count + 1) - digamma(before + 1)
    risk = wrong + (lost - ratio(wrong, count) * before) * steps
    return ratio(np.where(mass > 0, risk, 0.0).sum(axis=1), mass.sum(axis=1))


def calibration_error_of_rows(of: Rows) -> Floats:
    """Return the debiased calibration error over ten groups of equal mass, shape (n_draws,).

    See `reliability.calibration_error`; a group counts as Kish's effective number of its rows, as if these were
    independent. For rows of the same patients `weighted_calibration.squared_calibration_error` knows better.
    """
    sums = np.stack([of.positives, of.negatives, of.squares])
    return np.asarray(
        [
            _error(of.probability, *sums[:, draw]) if of.count[draw].sum() >= FEWEST_IN_A_BIN * N_BINS else np.nan
            for draw in range(len(of.count))
        ]
    )


def _error(probability: Floats, positives: Floats, negatives: Floats, squares: Floats) -> float:
    mass = positives + negatives
    starts = _starts(np.cumsum(mass))
    total, found, predicted, squared = (
        np.add.reduceat(one, starts) for one in (mass, positives, mass * probability, squares)
    )
    share, effective = found / total, total**2 / squared
    by_chance = ratio(share * (1 - share), np.where(effective > 1 + ROUNDING, effective - 1, np.nan))
    error = total @ ((share - predicted / total) ** 2 - by_chance) / total.sum()
    return float(np.sqrt(np.maximum(error, 0.0)))


def _starts(called: Floats) -> NDArray[np.intp]:
    """Return where groups begin: each closes when it holds its part of the mass, and what is left joins the last."""
    part = called[-1] / N_BINS
    starts, held = [0], 0.0
    while held + part <= called[-1] * (1 + ROUNDING):
        last = min(int(np.searchsorted(called, held + part * (1 - ROUNDING))), called.size - 1)
        held = float(called[last])
        starts.append(last + 1)
    return np.asarray(starts[:-1], dtype=np.intp)

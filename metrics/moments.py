"""Means and spreads of truth and answer, unit by unit: from them follow errors and linear correlation, without error.

Each unit keeps its means and its sums of squares *about them*: units are joined by the distances of their means, and no
small spread is ever the difference of large numbers (Chan, Golub and LeVeque 1983, doi:10.1080/00031305.1983.10483115).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clinicell.metrics._metric import Additive, Floats, Kept, ratio


@dataclass(frozen=True, slots=True)
class Joined:
    """The rows of all units in each draw; every field has shape (n_draws,).

    Mass, means of truth and answer, sums of squares and of products about those means, of squared and of absolute
    errors, and whether truth and answer vary at all.
    """

    mass: Floats
    true: Floats
    pred: Floats
    true_true: Floats
    pred_pred: Floats
    true_pred: Floats
    squared: Floats
    absolute: Floats
    is_true_varied: NDArray[np.bool_]
    is_pred_varied: NDArray[np.bool_]


OfJoined = Callable[[Joined], Floats]


def moments(y_true: Floats, y_pred: Floats, unit: NDArray[np.intp], n_units: int) -> Kept:
    """Return the moments of each unit.

    Parameters
    ----------
    y_true, y_pred
        Quantities, shape (n,).
    unit
        Codes in [0, n_units), shape (n,).

    Returns
    -------
    Kept
        ``rows``, ``true``, ``pred`` (means), ``true_true``, ``pred_pred``, ``true_pred`` (sums about the means),
        ``squared`` and ``absolute`` (sums of errors), each (n_units,); ``ends`` (n_units, 4), the least and the
        greatest truth and answer, which tell what is constant. A unit without a row has means of 0.
    """
    return _moments(y_true, y_pred, np.ones(y_true.size), unit, n_units)


def _moments(y_true: Floats, y_pred: Floats, weight: Floats, unit: NDArray[np.intp], n_units: int) -> Kept:
    def summed(values: Floats) -> Floats:
        return np.bincount(unit, weights=weight * values, minlength=n_units).astype(np.float64)

    rows = summed(np.ones(y_true.size))
    mean = {name: summed(one) / np.maximum(rows, 1e-300) for name, one in (("true", y_true), ("pred", y_pred))}
    true, pred = y_true - mean["true"][unit], y_pred - mean["pred"][unit]
    ends = np.tile([np.inf, -np.inf, np.inf, -np.inf], (n_units, 1))
    for column, values in ((0, y_true), (2, y_pred)):
        np.minimum.at(ends[:, column], unit, values)
        np.maximum.at(ends[:, column + 1], unit, values)
    error = y_pred - y_true
    return {
        "rows": rows,
        **mean,
        "true_true": summed(true**2),
        "pred_pred": summed(pred**2),
        "true_pred": summed(true * pred),
        "squared": summed(error**2),
        "absolute": summed(np.abs(error)),
        "ends": ends,
    }


def joined(kept: Kept, weights: Floats) -> Joined:
    """Return the moments of all units in each draw of `weights`, shape (n_draws, n_units)."""
    of = {name: np.asarray(kept[name], dtype=np.float64) for name in kept}
    mass = weights * of["rows"]
    total = mass.sum(axis=1)
    true, pred = (ratio(mass @ of[name], total) for name in ("true", "pred"))
    off_true, off_pred = of["true"] - true[:, None], of["pred"] - pred[:, None]
    is_drawn = mass > 0
    least, greatest = (
        extreme(np.where(is_drawn[:, :, None], of["ends"][:, [at, at + 2]], fill), axis=1)
        for extreme, at, fill in ((np.min, 0, np.inf), (np.max, 1, -np.inf))
    )
    return Joined(
        total,
        true,
        pred,
        weights @ of["true_true"] + (mass * off_true**2).sum(axis=1),
        weights @ of["pred_pred"] + (mass * off_pred**2).sum(axis=1),
        weights @ of["true_pred"] + (mass * off_true * off_pred).sum(axis=1),
        weights @ of["squared"],
        weights @ of["absolute"],
        greatest[:, 0] > least[:, 0],
        greatest[:, 1] > least[:, 1],
    )


def of_moments(of: OfJoined) -> Additive:
    """Return how a function of joined moments follows from `moments`; its exact form takes all rows as one unit."""

    def exact(y_true: Floats, y_pred: Floats, weight: Floats) -> float:
        used = weight > 0
        one = np.zeros(int(used.sum()), dtype=np.intp)
        return float(of(joined(_moments(y_true[used], y_pred[used], weight[used], one, 1), np.ones((1, 1))))[0])

    return Additive(keep=moments, weigh=lambda kept, weights: of(joined(kept, weights)), exact=exact)


def root_mean_square(of: Joined) -> Floats:
    """Return the root of the mean squared error."""
    return np.sqrt(ratio(of.squared, of.mass))


def mean_absolute(of: Joined) -> Floats:
    """Return the mean absolute error."""
    return ratio(of.absolute, of.mass)


def explained(of: Joined) -> Floats:
    """Return one minus the squared error over that of the mean of the truth; NaN where the truth is constant."""
    return 1 - ratio(of.squared, np.where(of.is_true_varied, of.true_true, np.nan))


def linear(of: Joined) -> Floats:
    """Return Pearson's correlation; 0 where the answer is constant, NaN where the truth is."""
    with np.errstate(invalid="ignore", divide="ignore"):
        value = np.clip(of.true_pred / np.sqrt(of.true_true) / np.sqrt(of.pred_pred), -1.0, 1.0)
    return np.where(of.is_true_varied, np.where(of.is_pred_varied, value, 0.0), np.nan)


def concordant(of: Joined) -> Floats:
    """Return Lin's concordance; NaN where the truth is constant."""
    shift = of.mass * (of.true - of.pred) ** 2
    value = ratio(2 * of.true_pred, of.true_true + of.pred_pred + shift)
    return np.where(of.is_true_varied, value, np.nan)

"""Counts of true and called classes, unit by unit: from them follows what looks at calls only, without any error.

A table has a row for each true class and a column for each called one; functions of tables take many at once, shape
(n_draws, n_classes, n_classes), one for each weighting of the units, and return a value for each, NaN where undefined.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from clinicell.metrics._metric import Additive, Floats, Kept, ratio

OfTables = Callable[[Floats], Floats]


def confusions(y_true: Floats, y_pred: Floats, unit: NDArray[np.intp], n_units: int) -> Kept:
    """Return how many rows of each unit and true class got each class.

    Parameters
    ----------
    y_true, y_pred
        Codes of classes, shape (n,).
    unit
        Codes in [0, n_units), shape (n,).

    Returns
    -------
    Kept
        ``counts`` (n_units, n_classes, n_classes), over all codes of either side.
    """
    codes, place = np.unique(np.concatenate([y_true, y_pred]), return_inverse=True)
    return _counted(place[: y_true.size], place[y_true.size :], codes.size, unit, n_units)


def calls_at_half(y_true: Floats, y_pred: Floats, unit: NDArray[np.intp], n_units: int) -> Kept:
    """Return the same for the classes 0 and 1, called 1 at 0.5 or more: ``counts`` (n_units, 2, 2)."""
    return _counted((y_true == 1).astype(np.intp), (y_pred >= 0.5).astype(np.intp), 2, unit, n_units)


def _counted(
    true: NDArray[np.intp], called: NDArray[np.intp], n_classes: int, unit: NDArray[np.intp], n_units: int
) -> Kept:
    place = (unit * n_classes + true) * n_classes + called
    counts = np.bincount(place, minlength=n_units * n_classes**2).astype(np.uint32)
    return {"counts": counts.reshape(n_units, n_classes, n_classes)}


def tables(kept: Kept, weights: Floats) -> Floats:
    """Return the weighed counts in each draw of `weights`, shape (n_draws, n_classes, n_classes)."""
    return np.asarray(np.einsum("ru,utc->rtc", weights, np.asarray(kept["counts"], dtype=np.float64), optimize=True))


def table_of_rows(y_true: Floats, y_pred: Floats, weight: Floats | None = None) -> Floats:
    """Return the table of rows with a weight for each, all alike without it, shape (1, n_classes, n_classes)."""
    codes, place = np.unique(np.concatenate([y_true, y_pred]), return_inverse=True)
    pair = place[: y_true.size] * codes.size + place[y_true.size :]
    counts = np.bincount(pair, weights=weight, minlength=codes.size**2)
    return counts.reshape(1, codes.size, codes.size).astype(np.float64)


def of_classes(of: OfTables) -> Additive:
    """Return how a function of tables follows from `confusions`."""

    def exact(y_true: Floats, y_pred: Floats, weight: Floats) -> float:
        return float(of(table_of_rows(y_true, y_pred, weight))[0])

    return Additive(keep=confusions, weigh=lambda kept, weights: of(tables(kept, weights)), exact=exact)


def of_calls(of: OfTables) -> Additive:
    """Return how a function of tables of two classes follows from `calls_at_half`."""

    def exact(y_true: Floats, y_pred: Floats, weight: Floats) -> float:
        called = (y_pred >= 0.5).astype(np.float64)
        ends = np.array([0.0, 1.0])  # of no weight, so that both classes are in the table
        weights = np.append(weight, [0.0, 0.0])
        return float(of(table_of_rows(np.append(y_true, ends), np.append(called, ends), weights))[0])

    return Additive(keep=calls_at_half, weigh=lambda kept, weights: of(tables(kept, weights)), exact=exact)


def right(table: Floats) -> Floats:
    """Return the share on the diagonal."""
    return ratio(_diagonal(table).sum(axis=1), table.sum(axis=(1, 2)))


def balanced(table: Floats) -> Floats:
    """Return the mean share on the diagonal of a row, over the rows that hold something; NaN with fewer than two."""
    recall = ratio(_diagonal(table), table.sum(axis=2))
    is_there = table.sum(axis=2) > 0
    return ratio(np.where(is_there, recall, 0.0).sum(axis=1), is_there.sum(axis=1)) * _varied(table)


def mean_f1(table: Floats) -> Floats:
    """Return the mean of F1 over the classes that either side holds."""
    either = table.sum(axis=1) + table.sum(axis=2)
    f1 = np.where(either > 0, ratio(2 * _diagonal(table), either), 0.0)
    return ratio(f1.sum(axis=1), (either > 0).sum(axis=1))


def matthews(table: Floats) -> Floats:
    """Return Gorodkin's R_K; 0 where all rows get one class, NaN with fewer than two true classes."""
    true, called = table.sum(axis=2), table.sum(axis=1)
    spread = np.sqrt(_unlike(true, true)) * np.sqrt(_unlike(called, called))
    is_constant = (called > 0).sum(axis=1) == 1
    return np.where(is_constant, 0.0, ratio(_beyond_chance(table), spread)) * _varied(table)


def kappa(table: Floats) -> Floats:
    """Return Cohen's kappa; NaN with fewer than two true classes."""
    unlike = _unlike(table.sum(axis=2), table.sum(axis=1))
    return ratio(_beyond_chance(table), unlike) * _varied(table)


def f_beta(table: Floats, *, beta: float) -> Floats:
    """Return F-beta of class 1; NaN without one."""
    positives, called = table[:, 1].sum(axis=1), table[:, :, 1].sum(axis=1)
    value = ratio((1 + beta**2) * table[:, 1, 1], beta**2 * positives + called)
    return np.where(positives > 0, value, np.nan)


def part_of_row(table: Floats, *, row: int) -> Floats:
    """Return the share of a true class that is called right: sensitivity of class 1, specificity of class 0."""
    return ratio(table[:, row, row], table[:, row].sum(axis=1))


def part_of_column(table: Floats, *, column: int) -> Floats:
    """Return the share of the called that are right: the predictive value of a call of class 1, or of class 0."""
    return ratio(table[:, column, column], table[:, :, column].sum(axis=1))


def _diagonal(table: Floats) -> Floats:
    return np.asarray(np.diagonal(table, axis1=1, axis2=2))


def _varied(table: Floats) -> Floats:
    """Return 1 where the truth holds two classes or more, else NaN."""
    return np.where((table.sum(axis=2) > 0).sum(axis=1) > 1, 1.0, np.nan)


def _beyond_chance(table: Floats) -> Floats:
    by_chance = (table.sum(axis=2) * table.sum(axis=1)).sum(axis=1)
    return np.asarray(_diagonal(table).sum(axis=1) * table.sum(axis=(1, 2)) - by_chance)


def _unlike(one: Floats, other: Floats) -> Floats:
    """Return the pairs of a row of each side with unlike classes: a sum, and no difference where one class is rare."""
    return np.asarray((one * (other.sum(axis=1, keepdims=True) - other)).sum(axis=1))

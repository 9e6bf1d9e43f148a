"""Pairs of a positive and a negative, counted for each two units: from them follows every AUROC over the units."""

import numpy as np
from numpy.typing import NDArray

from clinicell.metrics._metric import Floats, Kept, ratio

ROWS_AT_ONCE = 4096  # draws whose products are held in memory together


def donor_pairs(y_true: Floats, y_pred: Floats, unit: NDArray[np.intp], n_units: int) -> Kept:
    """Return how often a positive of one unit scores above a negative of another, and how many of each there are.

    Parameters
    ----------
    y_true
        0 or 1, shape (n,).
    y_pred
        Any score that grows with the odds of 1, shape (n,).
    unit
        Codes in [0, n_units), shape (n,).

    Returns
    -------
    Kept
        ``above`` (n_units, n_units): pairs of a positive of the row's unit above a negative of the column's, a tie
        counting one half; ``positives`` and ``negatives`` (n_units,). They are exact: an AUROC from them is that of
        the rows for whatever weights of the units.
    """
    is_positive = y_true == 1
    rank = np.unique(y_pred, return_inverse=True)[1]
    rare, common = (is_positive, ~is_positive) if 2 * is_positive.sum() <= y_true.size else (~is_positive, is_positive)
    order = np.argsort(rank[rare], kind="stable")  # sorted questions are answered out of the cache
    asked, asker = rank[rare][order], unit[rare][order]
    below = np.zeros((n_units, n_units))  # rows of `common` in the column's unit below those of `rare` in the row's
    size = np.bincount(unit[common], minlength=n_units).astype(np.float64)
    for other in range(n_units):
        among = np.sort(rank[common & (unit == other)])
        twice = np.searchsorted(among, asked, "left") + np.searchsorted(among, asked, "right")
        below[:, other] = np.bincount(asker, weights=twice / 2, minlength=n_units)
    own = np.bincount(unit[rare], minlength=n_units).astype(np.float64)
    if rare is is_positive:
        return {"above": below, "positives": own, "negatives": size}
    return {"above": (own[:, None] * size - below).T, "positives": size, "negatives": own}


def auroc_of_pairs(kept: Kept, weights: Floats) -> Floats:
    """Return the AUROC in each draw of `weights`, shape (n_draws,); NaN where a class has no weight."""
    above, positives, negatives = (np.asarray(kept[name], float) for name in ("above", "positives", "negatives"))
    value = np.empty(len(weights))
    for start in range(0, len(weights), ROWS_AT_ONCE):
        weight = weights[start : start + ROWS_AT_ONCE]
        pairs = (weight @ positives) * (weight @ negatives)
        won = np.einsum("ri,ri->r", weight @ above, weight)
        value[start : start + ROWS_AT_ONCE] = ratio(won, pairs)
    return value


def extremes_of_lines(y_true: Floats, y_pred: Floats, unit: NDArray[np.intp], n_units: int) -> Kept:
    """Return, for lines of cells with one measured response each, how often a cell of one scores above one of another.

    Parameters
    ----------
    y_true
        The response of the line that a cell comes from, shape (n,): one value in all cells of a line.
    y_pred
        Predicted response, shape (n,).
    unit
        The line, codes in [0, n_units), shape (n,).

    Returns
    -------
    Kept
        ``above`` (n_units, n_units), a tie counting one half; ``cells`` and ``response`` (n_units,), NaN for a line
        without a cell.

    Raises
    ------
    ValueError
        A line has more than one response.
    """
    cells = np.bincount(unit, minlength=n_units).astype(np.float64)
    response = np.full(n_units, np.nan)
    response[unit] = y_true
    if (response[unit] != y_true).any():
        line = int(unit[response[unit] != y_true][0])
        raise ValueError(f"line {line} has more than one response; each cell carries that of its line")
    rank = np.unique(y_pred, return_inverse=True)[1]
    above = np.zeros((n_units, n_units))
    for other in range(n_units):
        among = np.sort(rank[unit == other])
        twice = np.searchsorted(among, rank, "left") + np.searchsorted(among, rank, "right")
        above[:, other] = np.bincount(unit, weights=twice / 2, minlength=n_units)
    return {"above": above, "cells": cells, "response": response}


def auroc_of_line_extremes(kept: Kept, weights: Floats, *, smallest_range: float) -> Floats:
    """Return the AUROC of the most against the least responsive of the lines drawn, shape (n_draws,).

    NaN where the lines drawn lie within `smallest_range` of each other.
    """
    above, cells, response = (np.asarray(kept[name], float) for name in ("above", "cells", "response"))
    is_drawn = (weights > 0) & np.isfinite(response)
    highest = np.where(is_drawn, response, -np.inf).max(axis=1, keepdims=True)
    lowest = np.where(is_drawn, response, np.inf).min(axis=1, keepdims=True)
    top = np.where(is_drawn & (response == highest), weights, 0.0)
    bottom = np.where(is_drawn & (response == lowest), weights, 0.0)
    pairs = (top @ cells) * (bottom @ cells)
    won = np.einsum("ri,ri->r", top @ above, bottom)
    is_apart = (highest - lowest > smallest_range)[:, 0]
    return ratio(won, np.where(is_apart, pairs, 0.0))

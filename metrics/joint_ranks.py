"""Rows of each unit counted by their places in truth and answer: from them follows the correlation of ranks.

A rank depends on which other rows are drawn, so Spearman's correlation is no function of a few sums. It is one of the
joint distribution of the two orders, however: each side is cut into bins of about equal mass, and a row's rank is the
middle of its bin. Few distinct values are a bin each, and nothing is lost; of more, both sides lose the same small
part, so that the correlation errs by less than 1e-3.
"""

import math

import numpy as np
from numpy.typing import NDArray

from clinicell.metrics._metric import Floats, Kept, ratio
from clinicell.metrics._shares import shares

MOST_COUNTS = 500_000  # units times pairs of bins
FEWEST_BINS, MOST_BINS = 32, 256
COUNTS_AT_ONCE = 4_000_000  # weighed counts that are held in memory together


def joint_ranks(y_true: Floats, y_pred: Floats, unit: NDArray[np.intp], n_units: int) -> Kept:
    """Return how many rows of each unit lie in each bin of the truth and of the answer.

    Parameters
    ----------
    y_true, y_pred
        Quantities, shape (n,).
    unit
        Codes in [0, n_units), shape (n,).

    Returns
    -------
    Kept
        ``counts`` (n_units, n_true_bins, n_pred_bins), by rising values.
    """
    true, pred = (_bins(values, unit, n_units) for values in (y_true, y_pred))
    shape = (n_units, int(true.max(initial=-1)) + 1, int(pred.max(initial=-1)) + 1)
    place = (unit * shape[1] + true) * shape[2] + pred
    return {"counts": np.bincount(place, minlength=shape[0] * shape[1] * shape[2]).reshape(shape).astype(np.uint32)}


def _bins(values: Floats, unit: NDArray[np.intp], n_units: int) -> NDArray[np.intp]:
    """Return the bin of each row: equal shares of all rows in a bin, a heavy value alone in its own."""
    n_bins = min(max(math.isqrt(MOST_COUNTS // max(n_units, 1)), FEWEST_BINS), MOST_BINS)
    _, code = np.unique(values, return_inverse=True)
    of = shares(code, (np.ones(code.size, dtype=np.bool_),), unit, n_units)
    if of.share.size <= n_bins:
        return np.asarray(code, dtype=np.intp)
    is_heavy = (of.share > 1 / n_bins) | (of.alone > 1 / n_bins)
    light = np.where(is_heavy, 0.0, of.share)
    step = np.floor(n_bins * (np.cumsum(light) - light / 2) / max(light.sum(), 1e-300))
    starts = np.append(False, (np.diff(step) > 0) | is_heavy[1:] | is_heavy[:-1])
    return np.asarray(np.cumsum(starts)[code], dtype=np.intp)


def spearman_of_ranks(kept: Kept, weights: Floats) -> Floats:
    """Return Spearman's correlation in each draw of `weights`, shape (n_draws,).

    0 where all rows drawn lie in one bin of the answer, NaN where they do in one of the truth.
    """
    counts = np.asarray(kept["counts"], dtype=np.float64)
    flat = counts.reshape(len(counts), -1)
    value = np.full(len(weights), np.nan)
    step = max(1, COUNTS_AT_ONCE // max(flat.shape[1], 1))
    for start in range(0, len(weights), step):
        weight = weights[start : start + step]
        value[start : start + step] = _correlation((weight @ flat).reshape(len(weight), *counts.shape[1:]))
    return value


def weighted_spearman(y_true: Floats, y_pred: Floats, weight: Floats) -> float:
    """Return the correlation of weighted ranks: a row's rank is the weight below it and half of that tied with it.

    Parameters
    ----------
    y_true, y_pred
        Quantities, shape (n,).
    weight
        How much each row counts, at least 0, shape (n,).

    Returns
    -------
    float
        As `regression.spearman`, which it is for equal weights, and for whole ones that of repeated rows.
    """
    used = weight > 0
    mass = weight[used] / weight[used].sum() if used.any() else weight[used]
    ranks = [_ranks(values[used], mass) for values in (y_true, y_pred)]
    if not mass.size or np.ptp(ranks[0]) == 0:
        return float("nan")
    if np.ptp(ranks[1]) == 0:
        return 0.0
    true, pred = (rank - mass @ rank for rank in ranks)
    return float(np.clip((mass @ (true * pred)) / np.sqrt((mass @ true**2) * (mass @ pred**2)), -1.0, 1.0))


def _ranks(values: Floats, mass: Floats) -> Floats:
    _, code = np.unique(values, return_inverse=True)
    tied = np.bincount(code, weights=mass)
    return np.asarray((np.cumsum(tied) - tied / 2)[code])


def _correlation(table: Floats) -> Floats:
    """Return the correlation of ranks for weighed counts of shape (n_draws, n_true_bins, n_pred_bins)."""
    table = table / np.maximum(table.sum(axis=(1, 2), keepdims=True), 1e-300)
    true, pred = table.sum(axis=2), table.sum(axis=1)
    ranks = [np.cumsum(mass, axis=1) - mass / 2 - 0.5 for mass in (true, pred)]  # their weighted mean is 0
    covariance = np.einsum("rt,rtp,rp->r", ranks[0], table, ranks[1], optimize=True)
    spread = np.sqrt((true * ranks[0] ** 2).sum(axis=1) * (pred * ranks[1] ** 2).sum(axis=1))
    is_varied = [(mass > 0).sum(axis=1) > 1 for mass in (true, pred)]
    value = np.where(is_varied[1], np.clip(ratio(covariance, spread), -1.0, 1.0), 0.0)
    return np.where(is_varied[0], value, np.nan)

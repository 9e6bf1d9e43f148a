"""Sums over the measured pairs of a line and a drug, from which the error beyond line and drug means follows."""

import numpy as np
from numpy.typing import NDArray

from clinicell.metrics._metric import Floats, Kept, ratio

EXACT = 1e-7  # of the largest value: a naive error below it is what rounding of sums leaves of none


def pairs_of_lines(y_true: Floats, y_pred: Floats, unit: NDArray[np.intp], n_units: int) -> Kept:
    """Return sums of the measured values of each unit, drug by drug.

    Parameters
    ----------
    y_true, y_pred
        Sensitivities, shape (n_lines, n_drugs), NaN in the truth where not measured.
    unit
        The unit of each line, codes in [0, n_units), shape (n_lines,).

    Returns
    -------
    Kept
        ``pairs``, ``total`` (of values about their common mean), ``own`` and ``own_squared`` (of values about the mean
        of their line), each (n_units, n_drugs); ``squared`` (sum of squared errors), ``largest`` (absolute value) and
        ``rows`` (lines with a measured pair), each (n_units,). A line's mean is its own, whatever the lines weigh.
    """
    known = ~np.isnan(y_true)
    count = known.sum(axis=1)
    value = np.where(known, y_true, 0.0)
    line = value.sum(axis=1) / np.maximum(count, 1)
    centre = value.sum() / max(int(count.sum()), 1)
    own = np.where(known, value - line[:, None], 0.0)
    error = np.where(known, y_pred - value, 0.0)

    def summed(values: Floats) -> Floats:
        total = np.zeros((n_units, *values.shape[1:]))
        np.add.at(total, unit, values)
        return total

    largest = np.zeros(n_units)
    np.maximum.at(largest, unit, np.abs(value).max(axis=1, initial=0.0))
    return {
        "pairs": summed(known.astype(np.float64)),
        "total": summed(np.where(known, value - centre, 0.0)),
        "own": summed(own),
        "own_squared": summed(own**2),
        "squared": summed((error**2).sum(axis=1)),
        "largest": largest,
        "rows": summed((count > 0).astype(np.float64)),
    }


def rmse_over_mean_effects_of_pairs(kept: Kept, weights: Floats) -> Floats:
    """Return the RMSE over that of line and drug means in each draw of `weights`, shape (n_draws,).

    Drug means and the grand mean are those of the lines drawn.
    """
    of = {name: np.asarray(array, dtype=np.float64) for name, array in kept.items()}
    pairs, total, own, own_squared = (weights @ of[name] for name in ("pairs", "total", "own", "own_squared"))
    all_pairs = pairs.sum(axis=1)
    grand = ratio(total.sum(axis=1), all_pairs)
    effect = np.where(pairs > 0, ratio(total, pairs) - grand[:, None], 0.0)
    naive = ratio((own_squared - 2 * effect * own + effect**2 * pairs).sum(axis=1), all_pairs)
    largest = ((weights > 0) * of["largest"]).max(axis=1, initial=0.0)
    is_exact = naive <= (EXACT * largest) ** 2
    return np.sqrt(ratio(ratio(weights @ of["squared"], all_pairs), np.where(is_exact, np.nan, naive)))

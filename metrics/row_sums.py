"""Sums of a value that each row has by itself, such as its squared error: their mean follows for any weights."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from clinicell.metrics._metric import Additive, Floats, Kept, ratio

Keep = Callable[[Floats, Floats, NDArray[np.intp], int], Kept]


def row_sums(values: Floats, unit: NDArray[np.intp], n_units: int) -> Kept:
    """Return the sums over the rows of each unit.

    Parameters
    ----------
    values
        Shape (n,); infinite ones are counted apart, and a NaN leaves its unit undefined.
    unit
        Codes in [0, n_units), shape (n,).

    Returns
    -------
    Kept
        ``rows``, ``total`` and ``infinite``, each (n_units,).
    """
    is_infinite = np.isinf(values)
    return {
        "rows": np.bincount(unit, minlength=n_units).astype(np.float64),
        "total": np.bincount(unit, weights=np.where(is_infinite, 0.0, values), minlength=n_units).astype(np.float64),
        "infinite": np.bincount(unit[is_infinite], minlength=n_units).astype(np.float64),
    }


def mean_of_rows(kept: Kept, weights: Floats) -> Floats:
    """Return the mean over all rows in each draw of `weights`, shape (n_draws,); infinite with one such row."""
    rows, total, infinite = (np.asarray(kept[name], dtype=np.float64) for name in ("rows", "total", "infinite"))
    return np.where(weights @ infinite > 0, np.inf, ratio(weights @ total, weights @ rows))


def mean_of(values: Floats, weight: Floats) -> float:
    """Return the weighted mean of the values of rows, shape (n,); NaN without weight."""
    used = weight > 0
    return float(np.average(values[used], weights=weight[used])) if used.any() else float("nan")


def of_row_values(keep: Keep, values_of: Callable[[Floats, Floats], Floats]) -> Additive:
    """Return how the mean of what `values_of` gives each row follows from `keep`, which sums the same values."""
    return Additive(
        keep=keep,
        weigh=mean_of_rows,
        exact=lambda y_true, y_pred, weight: mean_of(values_of(y_true, y_pred), weight),
    )

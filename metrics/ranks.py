"""Who is better, as far as the patients can tell: rank intervals, chances of being best, and groups of equals.

All pairs of models are compared at once: the largest of their studentized differences, over draws of patients, sets one
limit for all (max-T). Pairwise intervals would call some pair different far more often than stated.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm
from scipy.stats import t as student

from clinicell.metrics._metric import Floats

FEWEST_TO_RANK = 6  # units: with five, no paired test can reach 5 %
MOST_UNDEFINED = 0.05  # share of draws in which a model may be undefined


@dataclass(frozen=True, slots=True)
class Ranks:
    """Where each of n models stands, in the order in which they were given.

    Parameters
    ----------
    rank
        Shared by models that cannot be told apart from the best of those not yet ranked, 1 for the best group.
    low, high
        Simultaneous 95 % interval of the rank.
    p_best
        Share of the draws in which the model is best, shared out among equals. Of ten equal models the largest is
        expected near 0.4: it is no evidence by itself.
    is_better
        Whether the model of the row is better than that of the column, all pairs tested at once, (n, n).
    """

    rank: NDArray[np.intp]
    low: NDArray[np.intp]
    high: NDArray[np.intp]
    p_best: Floats
    is_better: NDArray[np.bool_]


def ranks(values: Floats, draws: Floats, *, n_units: float) -> Ranks:
    """Return the ranks of models by a value of which more is better (turn the sign of one of which less is).

    Parameters
    ----------
    values
        Of each model, finite, shape (n_models,).
    draws
        The same in draws of units, the same units for all models, shape (n_draws, n_models).
    n_units
        Effective units; below six all models share rank 1.

    Raises
    ------
    ValueError
        A value is NaN, or a model is undefined in more than 5 % of the draws: it cannot be ranked.

    References
    ----------
    Mogstad, Romano, Shaikh and Wilhelm (2024), doi:10.1093/restud/rdad006; Romano and Wolf (2005),
    doi:10.1198/016214504000000539.
    """
    if not np.isfinite(values).all():
        raise ValueError(f"{int((~np.isfinite(values)).sum())} of {values.size} models have no value: NaN never ranks")
    is_whole = np.isfinite(draws).all(axis=1)
    if (~is_whole).mean() > MOST_UNDEFINED:
        raise ValueError(f"a model is undefined in {(~is_whole).mean():.0%} of the draws of units; 5 % are the most")
    draws = draws[is_whole]
    n = values.size
    p_best = _shares_of_best(draws)
    if n_units < FEWEST_TO_RANK or n == 1:
        ones = np.ones(n, dtype=np.intp)
        return Ranks(ones, ones, np.full(n, n, dtype=np.intp), p_best, np.zeros((n, n), dtype=np.bool_))
    is_better = _better(values, draws, n_units)
    low = 1 + is_better.sum(axis=0)
    high = n - is_better.sum(axis=1)
    return Ranks(_groups(is_better), low, high, p_best, is_better)


def _better(values: Floats, draws: Floats, n_units: float) -> NDArray[np.bool_]:
    """Return which differences exceed the limit that 95 % of the largest studentized ones stay below, (n, n).

    Draws have lighter tails than the truth: their spread lacks the factor of n / (n - 1), and is itself estimated. So
    the limit is carried over from the normal distribution to Student's, at the same tail.
    """
    spread = _spreads(draws)
    per_spread = np.divide(1.0, spread, out=np.zeros_like(spread), where=spread > 0)
    error = np.ascontiguousarray((draws - values).T)  # (n_models, n_draws)
    largest = np.zeros(len(draws))
    for model in range(values.size - 1):
        apart = error[model + 1 :] - error[model]
        np.abs(apart, out=apart)
        apart *= per_spread[model + 1 :, model, None]
        np.maximum(largest, apart.max(axis=0), out=largest)
    limit = _by_student(float(np.quantile(largest, 0.95)), n_units)
    is_better: NDArray[np.bool_] = values[:, None] - values > limit * spread
    np.fill_diagonal(is_better, False)
    return is_better


def _by_student(limit: float, n_units: float) -> float:
    quantile = float(student.isf(norm.sf(limit), n_units - 1))
    return quantile * math.sqrt(n_units / (n_units - 1))


def _spreads(draws: Floats) -> Floats:
    """Return the standard deviation over draws of each difference, (n, n): from the covariance, pairs cost nothing."""
    covariance = np.atleast_2d(np.cov(draws, rowvar=False))
    variance = np.diag(covariance)
    squared = variance[:, None] + variance - 2 * covariance
    return np.sqrt(np.where(squared > 1e-12 * (variance[:, None] + variance), squared, 0.0))


def _shares_of_best(draws: Floats) -> Floats:
    is_best = draws == draws.max(axis=1, keepdims=True)
    return np.asarray((is_best / is_best.sum(axis=1, keepdims=True)).mean(axis=0), dtype=np.float64)


def _groups(is_better: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return the shared rank of each model: one group after the other, none of it beaten by one that is left."""
    rank = np.zeros(len(is_better), dtype=np.intp)
    left = np.arange(len(is_better))
    while left.size:
        unbeaten = ~is_better[np.ix_(left, left)].any(axis=0)
        rank[left[unbeaten]] = len(is_better) - left.size + 1
        left = left[~unbeaten]
    return rank

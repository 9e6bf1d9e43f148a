"""Is one model better than another on the same patients? Differences, tests, and what a cohort could show at all."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm, rankdata
from scipy.stats import t as student

from clinicell.metrics._metric import Floats, Metric
from clinicell.metrics.evidence import Evidence
from clinicell.metrics.intervals import FEWEST_UNITS, Interval, effective, jackknife_t, leave_one_out, undefined

N_FLIPS = 20_000
MOST_ENUMERATED = 14  # units whose 2^n signs are all tried


@dataclass(frozen=True, slots=True)
class Difference:
    """How much the first model is above the second: the difference, its 95 % interval and a two-sided p.

    `standard_error` is that of the difference over units; NaN with the interval's reason where it is undefined.
    """

    value: float
    interval: Interval
    p_value: float
    standard_error: float


def paired_difference(metric: Metric, first: Evidence, second: Evidence, values: tuple[float, float]) -> Difference:
    """Return the difference of two models from the evidence of the same units.

    The interval is that of the delete-one-unit jackknife by the t distribution with Kish's effective number of units
    less one; the p is that of `sign_flip_test` over the jackknife's pseudo-values, so that it cannot fall below
    2 / 2^n for n units: five patients show nothing, whatever the difference.

    Parameters
    ----------
    values
        The metric of the first and of the second model, computed exactly.

    Raises
    ------
    ValueError
        The evidence is not of the same units.
    """
    if first.units != second.units:
        apart = len(set(first.units) ^ set(second.units))
        raise ValueError(
            f"the two models were scored on different units ({apart} are in one only): no paired difference"
        )
    without_first, without_second = leave_one_out(metric, first), leave_one_out(metric, second)
    n = min(effective(metric, first), effective(metric, second))
    return difference_from(values[0] - values[1], without_first, without_second, n)


def difference_from(value: float, without_first: Floats, without_second: Floats, n_units: float) -> Difference:
    """Return the difference of two values from what they are without each unit in turn; see `paired_difference`.

    Parameters
    ----------
    value
        The first less the second over all units.
    without_first, without_second
        Each without unit d, the same units in the same order, shape (n_units,); means over seeds where there are some.
    n_units
        Effective number of units.
    """
    if without_first.size != without_second.size or not np.isfinite(without_first - without_second).all():
        return Difference(value, undefined("a model is undefined without one of the units"), math.nan, math.nan)
    if n_units < FEWEST_UNITS:
        reason = f"undefined ({n_units:.3g} effective units; {FEWEST_UNITS} are needed)"
        return Difference(value, undefined(reason), math.nan, math.nan)
    without_one = without_first - without_second
    size = without_one.size
    pseudo = size * value - (size - 1) * without_one
    return Difference(
        value,
        jackknife_t(value, without_one, effective=n_units, on_unit_scale=False),
        sign_flip_test(pseudo),
        float(np.std(pseudo, ddof=1) / math.sqrt(size)),
    )


def sign_flip_test(differences: Floats, *, seed: int = 0) -> float:
    """Return the two-sided p that the differences of units are symmetric about 0: their mean against flipped signs.

    Parameters
    ----------
    differences
        Of each unit, shape (n_units,); those that are 0 say nothing and stay.

    Returns
    -------
    float
        In (0, 1]; over all 2^n signs up to 14 units, else over 20,000 draws and the observed one. 1 without a unit.

    References
    ----------
    Fisher (1935), The Design of Experiments, section 21.

    Examples
    --------
    >>> import numpy as np
    >>> sign_flip_test(np.array([1.0, 2.0, 3.0, 4.0, 5.0]))  # the smallest that five units can give
    0.0625
    """
    n = differences.size
    if n == 0:
        return 1.0
    observed = abs(float(differences.sum()))
    nearly = observed * (1 - 1e-9) - 1e-15  # sums in another order are equal
    if n <= MOST_ENUMERATED:
        signs = np.asarray(list(product((1.0, -1.0), repeat=n)))
        return float(np.mean(np.abs(signs @ differences) >= nearly))
    signs = np.random.default_rng(seed).choice((1.0, -1.0), size=(N_FLIPS, n))
    return float((1 + np.sum(np.abs(signs @ differences) >= nearly)) / (N_FLIPS + 1))


def bootstrap_test(differences: Floats) -> float:
    """Return the two-sided p of differences in draws of units: twice the smaller share on one side of 0.

    Parameters
    ----------
    differences
        First model less the second in each draw, shape (n_draws,); undefined draws (NaN) are left out.

    References
    ----------
    Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapter 15; with one added to both counts.
    """
    drawn = differences[np.isfinite(differences)]
    below, above = int(np.sum(drawn <= 0)), int(np.sum(drawn >= 0))
    return min(1.0, 2 * (1 + min(below, above)) / (drawn.size + 1))


def delong(y_true: Floats, first: Floats, second: Floats) -> Difference:
    """Return the difference of two AUROCs over independent patients, one row each, by structural components.

    Its assumptions are those of independent rows: never give it the cells of donors. It understates the uncertainty of
    AUROCs near 1, where `paired_difference` does as well.

    Parameters
    ----------
    y_true
        0 or 1, shape (n_patients,).
    first, second
        The scores of both models, shape (n_patients,).

    Returns
    -------
    Difference
        Interval and p by the normal distribution; undefined without two patients of each class.

    References
    ----------
    DeLong, DeLong and Clarke-Pearson (1988), doi:10.2307/2531595; by ranks as in Sun and Xu (2014),
    doi:10.1109/LSP.2014.2337313.
    """
    is_positive = y_true == 1
    m, n = int(is_positive.sum()), int((~is_positive).sum())
    if min(m, n) < 2:
        return Difference(math.nan, undefined("two patients of each class are needed"), math.nan, math.nan)
    auroc, of_positives, of_negatives = zip(
        *(_components(score, is_positive) for score in (first, second)), strict=True
    )
    covariance = np.cov(np.asarray(of_positives)) / m + np.cov(np.asarray(of_negatives)) / n
    error = math.sqrt(max(covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1], 0.0))
    value = auroc[0] - auroc[1]
    reach = float(norm.ppf(0.975)) * error
    p_value = 2 * float(norm.sf(abs(value) / error)) if error else float(value == 0)
    return Difference(value, Interval(value - reach, value + reach), p_value, error)


def _components(score: Floats, is_positive: NDArray[np.bool_]) -> tuple[float, Floats, Floats]:
    m, n = int(is_positive.sum()), int((~is_positive).sum())
    together = rankdata(score)
    among_positives, among_negatives = rankdata(score[is_positive]), rankdata(score[~is_positive])
    of_positives = (together[is_positive] - among_positives) / n
    of_negatives = 1 - (together[~is_positive] - among_negatives) / m
    return float(of_positives.mean()), of_positives, of_negatives


def holm(p_values: Sequence[float]) -> list[float]:
    """Return p-values corrected for their number, step down; NaN stays NaN and does not count.

    References
    ----------
    Holm (1979), https://www.jstor.org/stable/4615733.

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    corrected = [math.nan] * len(p_values)
    known = sorted((p, place) for place, p in enumerate(p_values) if math.isfinite(p))
    largest = 0.0
    for rank, (p, place) in enumerate(known):
        largest = max(largest, min(1.0, p * (len(known) - rank)))
        corrected[place] = largest
    return corrected


def minimal_detectable_difference(standard_error: float, effective_units: float, *, power: float = 0.8) -> float:
    """Return the true difference that a paired test at 5 % would find with a chance of `power`.

    Parameters
    ----------
    standard_error
        Of a paired difference of two models on the panel, in the metric's unit.
    effective_units
        Kish's effective number of units; NaN is returned below five.

    Notes
    -----
    (t(0.975) + t(power)) times the standard error, with effective units less one degrees of freedom: the usual
    approximation, a little small below ten units.

    Examples
    --------
    >>> round(minimal_detectable_difference(0.05, 20), 3)
    0.148
    """
    if not effective_units >= FEWEST_UNITS:
        return math.nan
    freedom = effective_units - 1
    quantiles = student.ppf(0.975, freedom) + student.ppf(power, freedom)
    return float(quantiles) * standard_error

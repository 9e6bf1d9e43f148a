"""Agreement of an estimated burden with the true one, sample by sample."""

import math
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm
from scipy.stats import t as student

from clinicell.metrics._metric import Floats
from clinicell.metrics.limits import Estimate, not_evaluable


@dataclass(frozen=True, slots=True)
class BlandAltman:
    """Mean difference of two measurements, and the limits that hold 95 % of the differences."""

    bias: Estimate
    lower: Estimate
    upper: Estimate


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line through paired measurements, and their Pearson correlation."""

    slope: Estimate
    intercept: Estimate
    correlation: Estimate


def bland_altman(reference: Floats, measured: Floats) -> BlandAltman:
    """Mean difference (measured minus reference) and 95 % limits of agreement, each with its 95 % interval.

    Parameters
    ----------
    reference, measured
        Burdens of the same samples, on one scale, shape (n_samples,).

    Returns
    -------
    BlandAltman
        Limits at 1.96 SD; the variance of a limit is SD^2 (1/n + 1.96^2 / (2 (n - 1))), with t at n - 1 degrees of
        freedom. Undefined with fewer than three samples.

    References
    ----------
    Bland and Altman (1986), doi:10.1016/S0140-6736(86)90837-8, and (1999), doi:10.1177/096228029900800204.

    Examples
    --------
    >>> import numpy as np
    >>> agreement = bland_altman(np.array([1.0, 2, 3, 4]), np.array([1.5, 2, 3.5, 5]))
    >>> agreement.bias.value, round(agreement.upper.value, 4)
    (0.5, 1.3002)
    """
    n = reference.size
    if n < 3:
        nothing = not_evaluable(f"undefined ({n} samples; 3 are needed)")
        return BlandAltman(nothing, nothing, nothing)
    difference = measured - reference
    bias, sd, z = float(np.mean(difference)), float(np.std(difference, ddof=1)), float(norm.ppf(0.975))
    t = float(student.ppf(0.975, n - 1))
    of_bias, of_limit = t * sd / math.sqrt(n), t * sd * math.sqrt(1 / n + z**2 / (2 * (n - 1)))
    return BlandAltman(
        Estimate(bias, bias - of_bias, bias + of_bias),
        *(Estimate(limit, limit - of_limit, limit + of_limit) for limit in (bias - z * sd, bias + z * sd)),
    )


def passing_bablok(reference: Floats, measured: Floats) -> Line:
    """Robust line through two measurements that both err: the shifted median of all pairwise slopes.

    Burdens span decades: pass their logarithms, and the slope says whether twice the cells read as twice the burden.
    Pairs that tie in the reference alone count as infinitely steep: average the repeats of a dose first.

    Parameters
    ----------
    reference, measured
        Burdens of the same samples, positively related, shape (n_samples,).

    Returns
    -------
    Line
        Slope and intercept with the published 95 % intervals; linear and without bias where they hold 1 and 0.
        Pearson's correlation with Fisher's interval (NaN at 1 and with three samples). All undefined with fewer than
        three samples, when a measurement is constant, or when they fall together (half of the slopes at most -1).

    References
    ----------
    Passing and Bablok (1983), doi:10.1515/cclm.1983.21.11.709.

    Examples
    --------
    >>> import numpy as np
    >>> line = passing_bablok(np.array([1.0, 2, 3, 4, 5]), np.array([3.0, 5, 7, 9, 30]))
    >>> line.slope.value, line.intercept.value
    (2.0, 1.0)
    """
    n = reference.size
    if n < 3 or np.ptp(reference) == 0 or np.ptp(measured) == 0:
        return _no_line(f"undefined ({n} samples of which at least 3 must differ in both measurements)")
    slopes = _pairwise_slopes(reference, measured)
    offset, spread = int(np.sum(slopes < -1)), float(norm.ppf(0.975)) * math.sqrt(n * (n - 1) * (2 * n + 5) / 18)
    lower = round((slopes.size - spread) / 2)
    upper = slopes.size - lower + 1
    middle = (slopes.size - 1) / 2 + offset
    if math.ceil(middle) >= slopes.size:
        return _no_line("undefined (one measurement falls while the other grows)")
    slope = float(slopes[math.floor(middle)] + slopes[math.ceil(middle)]) / 2
    if math.isinf(slope):
        return _no_line("undefined (most pairs tie in the reference; average its repeats)")
    inside = lower + offset >= 1 and upper + offset <= slopes.size and math.isfinite(slopes[upper + offset - 1])
    low, high = (float(slopes[at + offset - 1]) for at in (lower, upper)) if inside else (math.nan, math.nan)
    intercept, least, greatest = (float(np.median(measured - b * reference)) for b in (slope, high, low))
    reason = "" if inside else f"interval undefined ({n} samples)"
    return Line(
        Estimate(slope, low, high, reason),
        Estimate(intercept, least, greatest, reason),
        _pearson_with_interval(reference, measured),
    )


def _pairwise_slopes(x: Floats, y: Floats) -> Floats:
    i, j = np.triu_indices(x.size, 1)
    dx, dy = x[j] - x[i], y[j] - y[i]
    moved = (dx != 0) | (dy != 0)
    dx, dy = dx[moved], dy[moved]
    slopes = np.divide(dy, dx, out=np.full_like(dy, np.inf), where=dx != 0)
    return np.sort(slopes[slopes != -1])  # a slope of exactly -1 has no place after the shift


def _no_line(reason: str) -> Line:
    nothing = not_evaluable(reason)
    return Line(nothing, nothing, nothing)


def _pearson(x: Floats, y: Floats) -> float:
    x, y = x - x.mean(), y - y.mean()
    r = float(np.sum(x * y)) / math.sqrt(float(np.sum(x**2)) * float(np.sum(y**2)))
    return max(-1.0, min(1.0, r))  # rounding may step out


def _pearson_with_interval(x: Floats, y: Floats) -> Estimate:
    r = _pearson(x, y)
    if x.size < 4 or abs(r) == 1:
        return Estimate(r, reason=f"interval undefined ({x.size} samples, r = {r:.3g})")
    reach = float(norm.ppf(0.975)) / math.sqrt(x.size - 3)
    return Estimate(r, math.tanh(math.atanh(r) - reach), math.tanh(math.atanh(r) + reach))

"""Limits of blank and of detection from blank and low-level samples; `metrics.limits` says what their floor is.

Blanks come from several donors, or the spread between donors, which the limit is about, is not in it.
"""

import math

import numpy as np
from scipy.stats import binom, nct, norm

from clinicell.metrics._metric import Floats
from clinicell.metrics.limits import Z95, Estimate, above_floor, not_evaluable

FEWEST_BLANKS = 10  # below, the rank of the 95th percentile lies beyond the largest blank


def blank_threshold(blanks: Floats) -> float:
    """Return the 95th percentile of blank results by rank: above it a sample is called positive.

    A threshold, not a claim: it may lie below 3/cells, and it is 0 for a method that sees nothing in blanks. The rank
    is 0.5 + 0.95 B, interpolated.

    Parameters
    ----------
    blanks
        Estimated burdens of blank samples, shape (B,).

    Returns
    -------
    float
        NaN with fewer than 10 blanks.

    References
    ----------
    CLSI EP17-A2 (2012), Evaluation of Detection Capability for Clinical Laboratory Measurement Procedures.

    Examples
    --------
    >>> import numpy as np
    >>> blank_threshold(np.arange(1.0, 61))  # B = 60: between the 57th and the 58th
    57.5
    """
    if blanks.size < FEWEST_BLANKS:
        return float("nan")
    rank = 0.5 + 0.95 * blanks.size - 1
    below = math.floor(rank + 1e-9)
    ordered = np.sort(blanks)
    above = min(below + 1, blanks.size - 1)
    return float(ordered[below] + max(rank - below, 0.0) * (ordered[above] - ordered[below]))


def limit_of_blank(blanks: Floats, *, cells: float) -> Estimate:
    """Limit of blank by rank, whatever the distribution: the 95th percentile of blank results.

    Parameters
    ----------
    blanks
        Estimated burdens of blank samples, shape (B,); from several donors, or donor-to-donor spread is not in it.
    cells
        Cells a sample.

    Returns
    -------
    Estimate
        With the exact interval of a percentile from order statistics, its upper bound NaN below 72 blanks. Undefined
        below 3/cells, with fewer than 10 blanks, or when all are equal but not 0: then they may be the same cells.

    References
    ----------
    CLSI EP17-A2 (2012).
    """
    fault = _fault_of_blanks(blanks, FEWEST_BLANKS)
    if fault:
        return not_evaluable(fault)
    n, ordered = blanks.size, np.sort(blanks)
    lower, upper = int(binom.ppf(0.025, n, 0.95)), int(binom.ppf(0.975, n, 0.95)) + 1
    low = float(ordered[lower - 1]) if lower >= 1 else math.nan
    high = float(ordered[upper - 1]) if upper <= n else math.nan
    reason = "" if upper <= n else f"upper bound undefined ({n} blanks; 72 are needed)"
    return above_floor(Estimate(blank_threshold(blanks), low, high, reason), cells=cells)


def limit_of_blank_if_normal(blanks: Floats, *, samples: int, cells: float) -> Estimate:
    """Limit of blank of normally distributed blanks: mean + c SD.

    c is 1.645 / (1 - 1 / (4 (B - K))) for B results from K samples; the interval is the exact one of a normal
    percentile (noncentral t).

    Parameters
    ----------
    blanks
        Estimated burdens, shape (B,).
    samples
        Distinct blank samples K that they come from, below B.
    cells
        Cells a sample.

    Returns
    -------
    Estimate
        Undefined below 3/cells, without replicates (B - K < 1), or when all blanks are equal.

    References
    ----------
    CLSI EP17-A2 (2012).

    Examples
    --------
    >>> import numpy as np
    >>> round(limit_of_blank_if_normal(np.array([1.0, 2, 3, 4]), samples=1, cells=10).value, 4)
    4.8165
    """
    fault = _fault_of_blanks(blanks, 2) or _fault_of_replicates(blanks.size, samples)
    if fault or np.ptp(blanks) == 0:
        return not_evaluable(fault or _all_equal(blanks))
    n, mean, sd = blanks.size, float(np.mean(blanks)), float(np.std(blanks, ddof=1))
    value = mean + _quantile_factor(n - samples) * sd
    low, high = (mean + float(nct.ppf(p, n - 1, math.sqrt(n) * Z95)) / math.sqrt(n) * sd for p in (0.025, 0.975))
    return above_floor(Estimate(value, low, high), cells=cells)


def limit_of_detection_if_normal(
    blanks: Floats, low_results: Floats, low_sample: Floats, *, samples: int, cells: float
) -> Estimate:
    """Limit of detection of normally distributed results: limit of blank + c SD of low-level samples.

    The SD is pooled within the J low-level samples, c is 1.645 / (1 - 1 / (4 (L - J))) for their L results. The
    interval is an approximation: normal, by the variances of a mean and of two SDs.

    Parameters
    ----------
    blanks
        Estimated burdens of blanks, shape (B,), from `samples` distinct ones.
    low_results
        Estimated burdens of low-level samples, shape (L,).
    low_sample
        Code of the sample that each comes from, shape (L,).
    cells
        Cells a sample.

    Returns
    -------
    Estimate
        Undefined below 3/cells, without replicates, or when all results of a kind are equal.

    References
    ----------
    CLSI EP17-A2 (2012).
    """
    fault = _fault_of_blanks(blanks, 2) or _fault_of_replicates(blanks.size, samples)
    fault = fault or _fault_of_replicates(low_results.size, np.unique(low_sample).size)
    if fault or np.ptp(blanks) == 0:
        return not_evaluable(fault or _all_equal(blanks))
    sd_blank, freedom = float(np.std(blanks, ddof=1)), low_results.size - np.unique(low_sample).size
    within = [low_results[low_sample == code] for code in np.unique(low_sample)]
    sd_low = math.sqrt(math.fsum(float(np.sum((group - group.mean()) ** 2)) for group in within) / freedom)
    if sd_low == 0:
        return not_evaluable("undefined (all results of each low-level sample are equal: they may be the same cells)")
    by_blank, by_low = _quantile_factor(blanks.size - samples), _quantile_factor(freedom)
    value = float(np.mean(blanks)) + by_blank * sd_blank + by_low * sd_low
    variance = sd_blank**2 * (1 / blanks.size + by_blank**2 / (2 * (blanks.size - 1)))
    reach = float(norm.ppf(0.975)) * math.sqrt(variance + (by_low * sd_low) ** 2 / (2 * freedom))
    return above_floor(Estimate(value, value - reach, value + reach), cells=cells)


def _quantile_factor(freedom: int) -> float:
    return Z95 / (1 - 1 / (4 * freedom))


def _fault_of_blanks(blanks: Floats, fewest: int) -> str:
    if blanks.size < fewest:
        return f"undefined ({blanks.size} blanks; {fewest} are needed)"
    return _all_equal(blanks) if np.ptp(blanks) == 0 and blanks[0] != 0 else ""


def _fault_of_replicates(results: int, samples: int) -> str:
    return "" if results > samples else f"undefined ({results} results of {samples} samples: no replicate)"


def _all_equal(blanks: Floats) -> str:
    return f"undefined (all {blanks.size} blanks are equal: they may be the same cells)"

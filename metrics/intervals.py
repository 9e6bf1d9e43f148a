"""95 % intervals that resample patients (or whatever a panel's unit is), never cells.

Two forms, chosen because percentile and BCa bootstraps cover only 82-90 % at 10 to 40 donors:

- `jackknife_t`, delete one unit at a time, for labels that vary between the cells of a donor;
- `newcombe`, for an AUROC over labels that belong to the patient, which stays honest at perfect separation.
"""

import math
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq
from scipy.stats import norm
from scipy.stats import t as student

from clinicell.metrics._metric import Floats

FEWEST_UNITS = 5


@dataclass(frozen=True, slots=True)
class Interval:
    """Bounds of a 95 % interval; NaN with the reason where it is undefined."""

    low: float
    high: float
    reason: str = ""


def undefined(reason: str) -> Interval:
    """Return the interval that is not there, with the reason."""
    return Interval(math.nan, math.nan, reason)


def effective_units(counts: Floats) -> float:
    """Return Kish's effective number of units, (sum of counts)^2 / (sum of squared counts); 0 without any count.

    References
    ----------
    Kish (1965), Survey Sampling, Wiley.

    Examples
    --------
    >>> import numpy as np
    >>> effective_units(np.array([10.0, 10.0, 10.0]))
    3.0
    """
    squares = float(np.sum(counts**2))
    return float(np.sum(counts)) ** 2 / squares if squares else 0.0


def jackknife_t(value: float, without_one: Floats, *, effective: float, on_unit_scale: bool) -> Interval:
    """Interval from the values with each unit left out in turn, by the t distribution.

    Parameters
    ----------
    value
        The metric over all units.
    without_one
        The metric without unit d, shape (n_units,).
    effective
        Effective number of units (Kish; of the rarer class where there are classes); its degrees of freedom are one
        less, and at least 3.
    on_unit_scale
        True for a metric within [0, 1]: the interval is made on the logit scale and stays inside.

    Returns
    -------
    Interval
        Undefined below 5 units, when a value is NaN, and at the ends of [0, 1], where the logit is infinite.

    References
    ----------
    Efron and Stein (1981), doi:10.1214/aos/1176345462.
    """
    n = without_one.size
    if n < FEWEST_UNITS:
        return undefined(f"interval undefined ({n} {'unit' if n == 1 else 'units'}; {FEWEST_UNITS} are needed)")
    values = np.append(without_one, value)
    if not np.isfinite(values).all():
        return undefined("interval undefined (without one of the units the value is undefined)")
    if on_unit_scale and ((values <= 0) | (values >= 1)).any():
        return undefined("interval undefined (the value lies at the end of its range)")
    scaled = np.log(values / (1 - values)) if on_unit_scale else values
    left_out, centre = scaled[:-1], float(scaled[-1])
    mean = math.fsum(left_out.tolist()) / n
    variance = (n - 1) / n * math.fsum(((left_out - mean) ** 2).tolist())
    reach = float(student.ppf(0.975, max(effective, 4.0) - 1)) * math.sqrt(variance)
    low, high = centre - reach, centre + reach
    if on_unit_scale:
        low, high = 1 / (1 + math.exp(-low)), 1 / (1 + math.exp(-high))
    return Interval(low, high)


def newcombe(value: float, positives: float, negatives: float) -> Interval:
    """Interval of an AUROC over independent patients (Newcombe's method 5), valid at 0 and 1 as well.

    Parameters
    ----------
    value
        The AUROC, in [0, 1].
    positives, negatives
        Patients of each class; a patient with samples of both counts in shares.

    Returns
    -------
    Interval
        Undefined below 5 patients in all, or without two of each class.

    References
    ----------
    Newcombe (2006), doi:10.1002/sim.2324.

    Examples
    --------
    >>> interval = newcombe(1.0, 10, 10)
    >>> 0.8 < interval.low < 0.9, interval.high
    (True, 1.0)
    """
    if positives + negatives < FEWEST_UNITS or min(positives, negatives) < 2:
        return undefined(
            f"interval undefined ({positives:g} and {negatives:g} patients by class; "
            f"{FEWEST_UNITS} in all and 2 of each are needed)"
        )
    if not math.isfinite(value):
        return undefined("interval undefined (the value is undefined)")
    half = (positives + negatives) / 2 - 1
    z = float(norm.ppf(0.975))

    def beyond(t: float) -> float:
        spread = t * (1 - t) * (1 + half * (1 - t) / (2 - t) + half * t / (1 + t)) / (positives * negatives)
        return abs(value - t) - z * math.sqrt(max(spread, 0.0))

    inside = 1e-12  # at t = 0 and t = 1 the equation holds trivially
    low = 0.0 if value == 0 else float(brentq(beyond, 0.0, value - inside))
    high = 1.0 if value == 1 else float(brentq(beyond, value + inside, 1.0))
    return Interval(low, high)

"""95 % intervals over patients (or whatever a panel's unit is), never cells.

Two forms, chosen because percentile and BCa bootstraps cover only 82-90 % at 10 to 40 donors:

- `jackknife_t`, delete one unit at a time, for labels that vary between the cells of a donor;
- `newcombe`, for an AUROC over labels that belong to the patient, and wherever separation is perfect, where every
  resampling prints an interval without width.

`interval` chooses between them. It takes `Evidence`, whose units are never cells: no public function makes an interval
of cells.
"""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.optimize import brentq
from scipy.special import expit, logit
from scipy.stats import norm
from scipy.stats import t as student

from clinicell.metrics._metric import Floats, Metric
from clinicell.metrics.evidence import Evidence

FEWEST_UNITS = 5  # effective ones; below, nothing can be said
FEW_UNITS = 20  # below, an interval is flagged
AT_THE_END = 1e-12  # what weighing rows may leave of the distance to 0 or 1


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
        Effective number of units (Kish; of the rarer class where there are classes). The degrees of freedom are one
        less, fewer still where a few units carry most of the variance (2 n / (kurtosis - 1) takes its place: the
        variance of a variance), and at least 3.
    on_unit_scale
        True for a metric within [0, 1]: the interval is made on the logit scale and stays inside.

    Returns
    -------
    Interval
        Undefined below 5 units, when a value is NaN, and when `value` is 0 or 1, where the logit is infinite. A value
        of 0 or 1 without one of the units counts as half way between that end and the nearest value inside.

    References
    ----------
    Efron and Stein (1981), doi:10.1214/aos/1176345462; the degrees of freedom after Satterthwaite (1946),
    doi:10.2307/3002019.
    """
    n = without_one.size
    if n < FEWEST_UNITS:
        return undefined(f"interval undefined ({n} {'unit' if n == 1 else 'units'}; {FEWEST_UNITS} are needed)")
    values = np.append(without_one, value)
    if not np.isfinite(values).all():
        return undefined("interval undefined (without one of the units the value is undefined)")
    if on_unit_scale and not AT_THE_END < value < 1 - AT_THE_END:
        return undefined("interval undefined (the value lies at the end of its range)")
    scaled = logit(_off_the_ends(values)) if on_unit_scale else values
    left_out, centre = scaled[:-1], float(scaled[-1])
    squared = (left_out - math.fsum(left_out.tolist()) / n) ** 2
    total = math.fsum(squared.tolist())
    kurtosis = n * math.fsum((squared**2).tolist()) / total**2 if total else 1.0
    steady = 2 * n / (kurtosis - 1) if kurtosis > 1 else math.inf
    freedom = max(min(effective, steady), 4.0) - 1
    reach = float(student.ppf(0.975, freedom)) * math.sqrt((n - 1) / n * total)
    low, high = centre - reach, centre + reach
    if on_unit_scale:
        low, high = float(expit(low)), float(expit(high))
    return Interval(low, high)


def _off_the_ends(values: Floats) -> Floats:
    inside = values[(values > AT_THE_END) & (values < 1 - AT_THE_END)]
    return np.clip(values, inside.min() / 2, (1 + inside.max()) / 2)


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

    inside = AT_THE_END  # at t = 0 and t = 1 the equation holds trivially
    low = 0.0 if value <= 2 * inside else float(brentq(beyond, 0.0, value - inside))
    high = 1.0 if value >= 1 - 2 * inside else float(brentq(beyond, value + inside, 1.0))
    return Interval(low, high)


def by_class(evidence: Evidence, target: int) -> tuple[float, float] | None:
    """Return Kish's effective number of units of class 1 and of class 0, each unit's rows sharing one mass.

    None for labels that are not 0/1, and where values within units are averaged.
    """
    rows, positives = evidence.rows[target], evidence.positives[target]
    has = rows > 0
    if evidence.is_within or not np.isfinite(positives[has]).all():
        return None
    share = positives[has] / rows[has]
    return effective_units(share), effective_units(1 - share)


def effective(metric: Metric, evidence: Evidence) -> float:
    """Return the effective number of units that a value rests on, of the target that rests on the fewest.

    Of the rarer class for 0/1 labels; the number of units with a defined value where values within units are averaged.
    """
    if evidence.is_within:
        return float(np.isfinite(evidence.inside(metric)).sum())
    is_defined = np.isfinite(evidence.by_target(metric, np.ones((1, len(evidence.units))))[:, 0])
    if metric.reads != "column":  # one value of the whole table
        return float((evidence.rows > 0).any(axis=0).sum()) if is_defined.any() else 0.0
    numbers = []
    for target in np.flatnonzero(is_defined).tolist():
        classes = by_class(evidence, target)
        held = float((evidence.rows[target] > 0).sum())
        numbers.append(held if classes is None else min(classes))
    return min(numbers, default=0.0)


def leave_one_out(metric: Metric, evidence: Evidence) -> Floats:
    """Return the metric without each of the units that carry a truth, shape (n_held,)."""
    held = np.flatnonzero(evidence.rows.any(axis=0))
    if evidence.is_within:
        held = np.flatnonzero(np.isfinite(evidence.inside(metric)))
    weights = np.ones((held.size, len(evidence.units)))
    weights[np.arange(held.size), held] = 0.0
    return evidence.values(metric, weights)


def interval(
    metric: Metric, evidence: Evidence, value: float, *, labels_of: Literal["cell", "patient"], unit: str = "donor"
) -> Interval:
    """Return the 95 % interval of a value whose units count alike.

    Parameters
    ----------
    value
        The metric of the whole answer, computed exactly.
    labels_of
        Whether a label belongs to the cell or to the patient.
    unit
        What the evidence's units are called, for the reason of an interval that is undefined.

    Returns
    -------
    Interval
        Undefined below five effective units (see `effective`), and where a value without one of them is undefined.
    """
    n = effective(metric, evidence)
    if n < FEWEST_UNITS:
        is_of_class = by_class(evidence, 0) is not None and n < (evidence.rows[0] > 0).sum() - 1e-9
        return undefined(_too_few(n, unit, is_of_class=is_of_class))
    classes = by_class(evidence, 0) if len(evidence.rows) == 1 and metric.name == "auroc" else None
    if classes is not None and labels_of == "patient":
        return newcombe(value, *_patients_by_class(evidence))
    if classes is not None and not AT_THE_END < value < 1 - AT_THE_END:
        return newcombe(value, *classes)
    spread = jackknife_t(value, leave_one_out(metric, evidence), effective=n, on_unit_scale=metric.is_share)
    if spread.reason:
        return spread
    lowest, highest = metric.range
    return Interval(max(spread.low, lowest), min(spread.high, highest))


def _patients_by_class(evidence: Evidence) -> tuple[float, float]:
    """Return the patients of each class; one with samples of both counts in shares."""
    has = evidence.rows[0] > 0
    shares = (evidence.positives[0][has] / evidence.rows[0][has]).tolist()
    positives = math.fsum(shares)
    return positives, len(shares) - positives


def _too_few(n: float, unit: str, *, is_of_class: bool) -> str:
    number = f"{n:.3g}"
    named = unit if number == "1" else f"{unit}s"
    words = f"effective {named} of the rarer class" if is_of_class else named
    return f"interval undefined ({number} {words}; {FEWEST_UNITS} are needed)"

"""Paired differences on one panel: each model against the best and against the strongest control, and what would show.

The same units carry both values of a pair, so what differs between patients drops out of the difference.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from scipy.stats import t as student

from clinicell.leaderboard.ranking import reach_of_seeds
from clinicell.leaderboard.result import Result
from clinicell.leaderboard.standing import EvidenceOf, of_seeds
from clinicell.metrics._metric import Floats, Metric
from clinicell.metrics.comparison import Difference, difference_from, holm, minimal_detectable_difference
from clinicell.metrics.evidence import Evidence
from clinicell.metrics.intervals import FEWEST_UNITS, effective, leave_one_out


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """How much one model is above another on the same units, in the metric's own unit.

    The interval is for this pair; `p_value` is Holm's, over all models compared with the same one. NaN with the
    `reason` where undefined.
    """

    value: float
    low: float
    high: float
    p_value: float
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """What paired comparison says of one panel.

    `best` and `control` are ids, empty where there is none; `to_best` and `to_control` are by model id, the best model
    left out of `to_best`. `detectable` is the true difference of two models that this panel would show with a chance of
    80 %, NaN with `why_unknown`.
    """

    best: str
    control: str
    to_best: Mapping[str, Compared]
    to_control: Mapping[str, Compared]
    detectable: float
    why_unknown: str = ""


@dataclass(frozen=True, slots=True)
class _Left:
    """One model: its value, its value without each unit (means over seeds), and half the interval of that mean."""

    value: float
    without_one: Floats
    reach: float
    n_units: float
    is_control: bool


def differences(results: Sequence[Result], metric: Metric, answer: str, evidence_of: EvidenceOf) -> Differences:
    """Return the paired differences of one panel.

    Parameters
    ----------
    results
        Of one panel and one version of its task; seeds of a model are averaged.
    metric, answer
        What ranks.

    Notes
    -----
    A model that failed, has no value, no evidence, or was scored on other units is left out. What seeds of a model
    leave open widens its differences; seeds of a control are averaged only, since what differs between random answers
    is what leaving out units shows already.
    """
    left = _left_out(results, metric, answer, evidence_of)

    def first(is_control: bool) -> str:
        own = [model for model, one in left.items() if one.is_control == is_control]
        sign = 1.0 if own and metric.is_higher_better else -1.0
        return max(own, key=lambda model: (sign * left[model].value, model), default="")

    best, control = first(is_control=False), first(is_control=True)
    models = sorted(model for model, one in left.items() if not one.is_control)
    detectable, why = _detectable([left[model] for model in models])
    return Differences(
        best=best,
        control=control,
        to_best=_compared({model: left[model] for model in models if model != best}, left.get(best)),
        to_control=_compared({model: left[model] for model in models}, left.get(control)),
        detectable=detectable,
        why_unknown=why,
    )


def _left_out(results: Sequence[Result], metric: Metric, answer: str, evidence_of: EvidenceOf) -> dict[str, _Left]:
    runs: dict[str, list[Result]] = {}
    for result in sorted(results, key=lambda each: (each.inputs.seed, each.id)):
        runs.setdefault(result.inputs.model, []).append(result)
    left: dict[str, _Left] = {}
    units: tuple[str, ...] = ()
    for model, own in sorted(runs.items()):
        scores = [score.value for run in own if (score := run.score(answer, metric.name)) is not None]
        kept = of_seeds(own, evidence_of, answer)
        if len(scores) < len(own) or not kept or not np.isfinite(scores).all():
            continue
        units = units or kept[0].units
        if all(one.units == units for one in kept):
            left[model] = _one(scores, kept, metric, is_control=own[0].is_control)
    return left


def _one(scores: list[float], kept: Sequence[Evidence], metric: Metric, *, is_control: bool) -> _Left:
    without_one = np.mean([leave_one_out(metric, one) for one in kept], axis=0)
    n_units = min(effective(metric, one) for one in kept)
    reach = 0.0 if is_control else reach_of_seeds(scores)
    return _Left(math.fsum(scores) / len(scores), without_one, reach, n_units, is_control)


def _compared(models: Mapping[str, _Left], other: _Left | None) -> dict[str, Compared]:
    """Return each of the models against the other one, p-values corrected for their number."""
    if other is None:
        return {}
    found = {model: _with_seeds(one, other) for model, one in models.items()}
    corrected = holm([each.p_value for each in found.values()])
    return {model: replace(found[model], p_value=p) for model, p in zip(found, corrected, strict=True)}


def _difference(one: _Left, other: _Left) -> Difference:
    n_units = min(one.n_units, other.n_units)
    return difference_from(one.value - other.value, one.without_one, other.without_one, n_units)


def _with_seeds(one: _Left, other: _Left) -> Compared:
    """Return the difference with what seeds leave open added: errors of units and of seeds add up as squares.

    The p is the larger of that over units alone and that of the t test which belongs to the interval, so that the two
    never say different things.
    """
    found = _difference(one, other)
    if found.interval.reason:
        return Compared(value=found.value, low=math.nan, high=math.nan, p_value=math.nan, reason=found.interval.reason)
    reach = math.hypot(found.interval.high - found.value, one.reach, other.reach)
    freedom = max(min(one.n_units, other.n_units), 4.0) - 1
    p_value = found.p_value
    if reach:
        studentized = abs(found.value) / reach * float(student.ppf(0.975, freedom))
        p_value = max(p_value, 2 * float(student.sf(studentized, freedom)))
    return Compared(value=found.value, low=found.value - reach, high=found.value + reach, p_value=p_value)


def _detectable(models: Sequence[_Left]) -> tuple[float, str]:
    """Return the minimal detectable difference from the median standard error over pairs, or why it is not known."""
    if len(models) < 2:
        return math.nan, "fewer than two models have results with evidence"
    n_units = min(one.n_units for one in models)
    if n_units < FEWEST_UNITS:
        return math.nan, f"{n_units:.3g} effective units; {FEWEST_UNITS} are needed"
    errors = [_difference(one, other).standard_error for one, other in combinations(models, 2)]
    finite = [error for error in errors if math.isfinite(error)]
    if not finite:
        return math.nan, "no pair of models has a difference without each of the units"
    return minimal_detectable_difference(float(np.median(finite)), n_units), ""

"""Do probabilities mean what they say, and would acting on them help? One panel, from its evidence, with intervals.

Only what a model itself calls a probability (its answer ``"probability"``) is looked at: no score is taken for one
because it happens to lie between 0 and 1. Intervals leave out one unit at a time. Values are means over seeds.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from clinicell.leaderboard.result import Result
from clinicell.leaderboard.standing import EvidenceOf, of_seeds
from clinicell.metrics import weighted_calibration as weighted
from clinicell.metrics._metric import Floats, ratio
from clinicell.metrics.evidence import Evidence
from clinicell.metrics.intervals import FEWEST_UNITS, Interval, by_class, jackknife_t, undefined
from clinicell.metrics.probability_evidence import NAME
from clinicell.metrics.weighted_calibration import Weighed, groups_of, weighed
from clinicell.tasks._prediction import PROBABILITY
from clinicell.tasks._task import Task

FEWEST_TO_CALIBRATE = 50  # units; with fewer, a mean over bins of probabilities holds too few to say anything
FEWEST_IN_GROUP = 10  # patients in a group of a reliability diagram
FEWEST_GROUPS = 3  # with fewer there is no curve
FEWEST_EVENTS = 100  # units with the event that a decision curve needs; with fewer it is flagged
FEWEST_TO_ALARM = 10  # units without the event: one in ten of fewer is less than one
N_GROUPS = 10
COMMON = 0.1  # share of positives from which thresholds up to 95 % are of interest
SPECIFICITY = {"patient": 0.9, "cell": 0.95}


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its 95 % interval; `reason` where one of them is undefined."""

    value: float
    low: float
    high: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Curve:
    """Points from left to right, with 95 % intervals of y; NaN where undefined."""

    x: tuple[float, ...]
    y: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationRow:
    """What is said of one model's probabilities; `reliability` is None where it is not estimable."""

    model: str
    title: str
    is_control: bool
    brier: Estimate
    scaled_brier: Estimate
    likelihood: Estimate
    slope: Estimate
    intercept: Estimate
    error: Estimate
    sensitivity: Estimate
    reliability: Curve | None
    decision: Curve


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationBoard:
    """One panel.

    `event` says in words what the probabilities are of; `events` are units with a positive row, of `n_units` with a
    known truth; `share` is that of positives, each unit alike; `treat_all` is the net benefit of treating everyone at
    the thresholds of the curves; `n_groups` are asked for in a reliability diagram, 0 where there is none.
    """

    rows: tuple[CalibrationRow, ...]
    no_probabilities: tuple[str, ...]
    event: str
    n_units: int
    events: int
    share: float
    specificity: float
    treat_all: tuple[float, ...]
    why_no_reliability: str
    n_groups: int


def calibration_board(
    task: Task, results: Sequence[Result], evidence_of: EvidenceOf, order: Sequence[str]
) -> CalibrationBoard | None:
    """Return what is said of the probabilities on one panel; None where no model says one.

    Parameters
    ----------
    results
        Of one panel and one version of its task.
    order
        Model ids in the order of the rows.
    """
    runs = {model: own for model in order if (own := [each for each in results if each.inputs.model == model])}
    kept = {model: of_seeds(own, evidence_of, PROBABILITY) for model, own in runs.items()}
    usable = {model: own for model, own in kept.items() if own and all(NAME in one.kept for one in own)}
    models = [model for model in usable if not runs[model][0].is_control]
    if task.probability is None or not models:
        return None
    first = usable[models[0]][0]
    held = int((first.rows[0] > 0).sum())
    share = float(_masses(first, np.ones((1, len(first.units)))).share[0])
    thresholds = _thresholds(share)
    n_groups = N_GROUPS if task.labels_of == "cell" else min(held // FEWEST_IN_GROUP, N_GROUPS)
    why = _too_few(held, results[0].unit, FEWEST_GROUPS * FEWEST_IN_GROUP) if n_groups < FEWEST_GROUPS else ""
    rows = [_row(runs[model], own, task, thresholds, 0 if why else n_groups) for model, own in usable.items()]
    alone = [model for model in runs if model not in usable and _is_model_with_value(runs[model])]
    everyone = weighted.net_benefit_of_all(_masses(first, np.ones((1, len(first.units)))), thresholds)
    return CalibrationBoard(
        rows=tuple(rows),
        no_probabilities=tuple(runs[model][0].model_title for model in alone),
        event=task.probability.title,
        n_units=held,
        events=int((first.positives[0] > 0).sum()),
        share=share,
        specificity=SPECIFICITY[task.labels_of],
        treat_all=tuple(everyone[0].tolist()),
        why_no_reliability=why,
        n_groups=0 if why else n_groups,
    )


def _is_model_with_value(runs: Sequence[Result]) -> bool:
    return not runs[0].is_control and all(run.status == "scored" for run in runs)


def _too_few(held: int, unit: str, needed: int) -> str:
    return "" if held >= needed else f"not estimable ({held} {unit}s; {needed} are needed)"


def _thresholds(share: float) -> Floats:
    """Return whole percents: up to 95 where positives are common, else up to 50, closer where they are rare."""
    common = np.arange(5, 96, 5) / 100
    return common if share >= COMMON else np.concatenate([np.arange(1, 11) / 100, np.arange(15, 51, 5) / 100])


def _masses(evidence: Evidence, weights: Floats) -> Weighed:
    return weighed(evidence.kept[NAME][0], evidence.rows[0], weights)


def _row(
    runs: Sequence[Result], kept: Sequence[Evidence], task: Task, thresholds: Floats, n_groups: int
) -> CalibrationRow:
    weights = _leave_one_out(kept[0])
    n = min(by_class(kept[0], 0) or (0.0,))
    masses = [_masses(one, weights) for one in kept]
    specificity = SPECIFICITY[task.labels_of]

    def estimate(of: Callable[[Weighed], Floats], *, on_unit_scale: bool, why: str) -> Estimate:
        return _estimate(np.mean([of(one) for one in masses], axis=0), n, on_unit_scale=on_unit_scale, why=why)

    return CalibrationRow(
        model=runs[0].inputs.model,
        title=runs[0].model_title,
        is_control=runs[0].is_control,
        brier=estimate(weighted.brier, on_unit_scale=True, why=""),
        scaled_brier=estimate(_scaled_brier, on_unit_scale=False, why=""),
        likelihood=estimate(_likelihood, on_unit_scale=False, why="what happened got a probability of 0"),
        slope=estimate(weighted.slope, on_unit_scale=False, why=_why_no_slope(masses)),
        intercept=estimate(weighted.intercept, on_unit_scale=False, why=_why_no_logit(masses)),
        error=_error(kept, weights, n, runs[0].unit),
        sensitivity=_sensitivity(kept[0], task, specificity, estimate),
        reliability=_reliability(masses, n, n_groups, is_rare=task.labels_of == "cell") if n_groups else None,
        decision=_decision(masses, n, thresholds),
    )


def _scaled_brier(of: Weighed) -> Floats:
    """Return one minus the Brier score over that of the share of positives for all, (n_draws,)."""
    share = of.share
    return 1 - ratio(weighted.brier(of), share * (1 - share))


def _likelihood(of: Weighed) -> Floats:
    """Return the mean of minus the logarithm of the probability given to what happened, in nats, (n_draws,)."""
    total = np.zeros(len(of.positives))
    for mass, chance in ((of.positives, of.probability), (of.negatives, 1 - of.probability)):
        surprise = np.full(chance.size, np.inf)
        surprise[chance > 0] = -np.log(chance[chance > 0])
        used = (mass > 0).any(axis=0)  # 0 times infinity is no surprise at all
        total += np.where(mass[:, used] > 0, mass[:, used] * surprise[used], 0.0).sum(axis=1)
    return ratio(total, (of.positives + of.negatives).sum(axis=1))


def _leave_one_out(evidence: Evidence) -> Floats:
    """Return weights of all units, then without each that carries a truth, shape (n_held + 1, n_units)."""
    held = np.flatnonzero(evidence.rows[0] > 0)
    weights = np.ones((held.size + 1, len(evidence.units)))
    weights[np.arange(1, held.size + 1), held] = 0.0
    return weights


def _estimate(drawn: Floats, n: float, *, on_unit_scale: bool, why: str) -> Estimate:
    """Return the first of the values, with the interval that the others give: each without one unit."""
    value = float(drawn[0])
    if not math.isfinite(value):
        return Estimate(math.nan, math.nan, math.nan, f"undefined ({why or 'one of the two classes is missing'})")
    spread = _interval(value, drawn[1:], n, on_unit_scale=on_unit_scale)
    return Estimate(value, spread.low, spread.high, spread.reason)


def _interval(value: float, without_one: Floats, n: float, *, on_unit_scale: bool) -> Interval:
    if n < FEWEST_UNITS:
        return undefined(f"interval undefined ({n:.3g} effective units; {FEWEST_UNITS} are needed)")
    return jackknife_t(value, without_one, effective=n, on_unit_scale=on_unit_scale)


def _why_no_logit(masses: Sequence[Weighed]) -> str:
    ends = any(one.probability[0] <= 0 or one.probability[-1] >= 1 for one in masses)
    return "a probability of 0 or 1 has no logit" if ends else ""


def _why_no_slope(masses: Sequence[Weighed]) -> str:
    if any(math.isnan(one.has_both[0]) for one in masses):
        return ""
    if any(one.probability.size < 2 for one in masses):
        return "all probabilities are equal"
    return _why_no_logit(masses) or "a threshold separates the classes"


def _sensitivity(evidence: Evidence, task: Task, specificity: float, estimate: Callable[..., Estimate]) -> Estimate:
    negatives = int((evidence.rows[0] - evidence.positives[0] > 0).sum())
    if task.labels_of == "patient" and negatives < FEWEST_TO_ALARM:
        reason = f"not estimable ({negatives} without the event; {FEWEST_TO_ALARM} are needed)"
        return Estimate(math.nan, math.nan, math.nan, reason)
    return estimate(lambda one: weighted.sensitivity_at(one, specificity), on_unit_scale=True, why="")


def _error(kept: Sequence[Evidence], weights: Floats, n: float, unit: str) -> Estimate:
    """Return the debiased calibration error: the interval is made of squares, whose bias is known, then rooted."""
    few = _too_few(int((kept[0].rows[0] > 0).sum()), unit, FEWEST_TO_CALIBRATE)
    if few:
        return Estimate(math.nan, math.nan, math.nan, few)
    squared = np.mean([_squared_error(one, weights) for one in kept], axis=0)
    spread = _interval(float(squared[0]), squared[1:], n, on_unit_scale=False)
    value, low, high = (_root(each) for each in (float(squared[0]), spread.low, spread.high))
    return Estimate(value, low, high, spread.reason)


def _squared_error(evidence: Evidence, weights: Floats) -> Floats:
    groups = groups_of(_masses(evidence, weights[:1]), N_GROUPS, by_class=False)
    return weighted.squared_calibration_error(evidence.kept[NAME][0], evidence.rows[0], weights, groups)


def _root(value: float) -> float:
    return value if math.isnan(value) else math.sqrt(max(value, 0.0))


def _reliability(masses: Sequence[Weighed], n: float, n_groups: int, *, is_rare: bool) -> Curve:
    """Return the share of positives against the mean probability in groups; of the first seed where groups differ."""
    found = [weighted.reliability(one, groups_of(one, n_groups, by_class=is_rare)) for one in masses]
    alike = [each for each in found if each[0].shape == found[0][0].shape]
    predicted, observed = (np.mean([each[at] for each in alike], axis=0) for at in (0, 1))
    return _curve(predicted[0], observed, n, on_unit_scale=True)


def _decision(masses: Sequence[Weighed], n: float, thresholds: Floats) -> Curve:
    benefit = np.mean([weighted.net_benefit(one, thresholds) for one in masses], axis=0)
    return _curve(thresholds, benefit, n, on_unit_scale=False)


def _curve(x: Floats, y: Floats, n: float, *, on_unit_scale: bool) -> Curve:
    """Return the first row of y, shape (n_held + 1, n_points), with intervals from the others."""
    spread = [_interval(float(own[0]), own[1:], n, on_unit_scale=on_unit_scale) for own in y.T]
    return Curve(
        tuple(x.tolist()),
        tuple(y[0].tolist()),
        tuple(each.low for each in spread),
        tuple(each.high for each in spread),
    )

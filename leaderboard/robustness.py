"""How much a model loses where the laboratory, not the patient, differs: its metric under each level of each stress.

The same donors are measured with and without stress, so that each loss is a paired difference with an interval over
donors. Nothing here ranks.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from clinicell.datasets.card import find_card
from clinicell.errors import PredictionError
from clinicell.files import canonical_json, sha256, sha256_text
from clinicell.leaderboard.evaluate import prepare
from clinicell.leaderboard.measured import Measured, main_answer, measured, not_measured
from clinicell.leaderboard.predict_stressed import ABOUT, CLEAN, folder_of
from clinicell.leaderboard.probe import Probe
from clinicell.metrics._metric import Metric
from clinicell.metrics.comparison import Difference, holm, paired_difference
from clinicell.metrics.evidence import Evidence
from clinicell.tasks import _perturb, _scoring, _stress
from clinicell.tasks._stress import STRESSES, Stress
from clinicell.tasks._task import Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """The metric under one level of a stress, and its difference to the metric without stress on the same donors.

    `p_corrected` is the difference's p, corrected for all levels of all stresses (Holm).
    """

    stress: str
    level: float
    severity: float
    measured: Measured
    difference: Difference | None
    p_corrected: float = math.nan


@dataclass(frozen=True, slots=True, kw_only=True)
class Degradation:
    """The metric along one stress.

    `area` is that under the metric against severity, from no stress to the harshest level, over that range: the mean
    metric along the way, in the metric's own unit; NaN where a level has no value. `kept` is the share of what the
    model is above chance without stress that is left of it on the way; NaN where it was not above chance.
    """

    stress: str
    title: str
    side: str
    levels: tuple[Level, ...]
    area: float
    kept: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Robustness:
    """What a model keeps under stress on one panel.

    `worst` is the stress and level with the worst value; empty where there is no value under any. `barred` says of each
    stress without a meaning here why it has none.
    """

    clean: Measured
    chance: float
    degradations: tuple[Degradation, ...]
    worst: tuple[str, float] | tuple[()]
    barred: dict[str, str]


def stress(probe: Probe) -> tuple[Robustness, Path]:
    """Return what the model keeps under stress, and the path of the record."""
    panel = prepare(probe.task, probe.panel, probe.places, probe.store)
    inputs = probe.inputs(panel)
    code = sha256_text("".join(sha256(Path(str(one.__file__))) for one in (_perturb, _stress)))
    key = sha256_text(canonical_json([inputs.id, code]))[:16]
    folder = panel.folder / "predictions" / f"{key}-stressed"
    modality = find_card(probe.panel.dataset).modality
    reason = probe.done("stress", panel, folder, ABOUT, {"modality": modality})
    if reason:
        found = _nothing(reason)
    else:
        found = robustness(probe.task, panel.folder / "sealed", folder, unit=probe.panel.resample)
    return found, probe.write("stress", inputs, asdict(found), {"stress_sha256": code})


def robustness(task: Task, sealed: Path, predictions: Path, *, unit: str) -> Robustness:
    """Return what is left of the metric that ranks under each stress that predictions were made for."""
    about = json.loads((predictions / ABOUT).read_text(encoding="utf-8"))
    failed, barred = dict(about["failed"]), dict(about["barred"])
    metric = task.primary

    def under(name: str) -> tuple[Measured, Evidence | None]:
        if name in failed:
            return not_measured(f"failed ({failed[name]})"), None
        try:
            return measured(metric, main_answer(task, sealed, predictions / name), unit=unit)
        except PredictionError as fault:
            return not_measured(f"failed ({fault})"), None

    clean, evidence = under(CLEAN)
    if evidence is None:
        return _nothing(clean.reason, barred)
    chance = _scoring.chance(metric, main_answer(task, sealed, predictions / CLEAN))
    asked = [one for one in STRESSES if one.id not in barred]
    levels = [
        _level(metric, one, level, under(folder_of(one.id, level)), (clean, evidence))
        for one in asked
        for level in one.levels
    ]
    by_stress = _corrected(levels)
    degradations = tuple(_degradation(one, metric, clean, chance, by_stress[one.id]) for one in asked)
    return Robustness(
        clean=clean, chance=chance, degradations=degradations, worst=_worst(metric, degradations), barred=barred
    )


def _level(
    metric: Metric,
    one: Stress,
    level: float,
    under: tuple[Measured, Evidence | None],
    clean: tuple[Measured, Evidence],
) -> Level:
    found, evidence = under
    difference = None
    if evidence is not None and math.isfinite(found.value - clean[0].value):
        difference = paired_difference(metric, evidence, clean[1], (found.value, clean[0].value))
    return Level(stress=one.id, level=level, severity=one.severity(level), measured=found, difference=difference)


def _corrected(levels: Sequence[Level]) -> dict[str, list[Level]]:
    """Return the levels of each stress, their p corrected for all levels of all stresses."""
    corrected = holm([math.nan if each.difference is None else each.difference.p_value for each in levels])
    found: dict[str, list[Level]] = {}
    for each, p in zip(levels, corrected, strict=True):
        found.setdefault(each.stress, []).append(replace(each, p_corrected=p))
    return found


def _nothing(reason: str, barred: dict[str, str] | None = None) -> Robustness:
    return Robustness(clean=not_measured(reason), chance=math.nan, degradations=(), worst=(), barred=barred or {})


def _degradation(one: Stress, metric: Metric, clean: Measured, chance: float, levels: Sequence[Level]) -> Degradation:
    area = area_under(
        [0.0, *(each.severity for each in levels)], [clean.value, *(each.measured.value for each in levels)]
    )
    sign = 1.0 if metric.is_higher_better else -1.0
    gain = sign * (clean.value - chance)
    return Degradation(
        stress=one.id,
        title=one.title,
        side=one.side,
        levels=tuple(levels),
        area=area,
        kept=sign * (area - chance) / gain if gain > 0 else math.nan,
    )


def area_under(severity: Sequence[float], value: Sequence[float]) -> float:
    """Return the area under straight lines from point to point, over the range of severity; NaN with a NaN.

    Examples
    --------
    >>> area_under([0.0, 0.5, 1.0], [1.0, 0.5, 0.5])
    0.625
    """
    return float(np.trapezoid(value, severity) / (severity[-1] - severity[0]))


def _worst(metric: Metric, degradations: Sequence[Degradation]) -> tuple[str, float] | tuple[()]:
    sign = 1.0 if metric.is_higher_better else -1.0
    known = [
        (sign * level.measured.value, each.stress, level.level)
        for each in degradations
        for level in each.levels
        if math.isfinite(level.measured.value)
    ]
    return min(known)[1:] if known else ()

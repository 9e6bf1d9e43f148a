"""How many patients are enough to learn from: the metric against their number, on the same tests throughout."""

import math
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from clinicell.datasets.store import load
from clinicell.leaderboard.evaluate import prepare
from clinicell.leaderboard.measured import Measured, main_answer, measured, not_measured
from clinicell.leaderboard.probe import Probe
from clinicell.metrics import intervals
from clinicell.metrics._metric import Metric
from clinicell.metrics.evidence import Evidence
from clinicell.metrics.intervals import Interval
from clinicell.tasks import _scoring
from clinicell.tasks._designs import sizes, with_fewer
from clinicell.tasks._donors import label_of_donors
from clinicell.tasks._folds import Folds


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """The metric after learning from `n` patients.

    `draws` are the values with each random choice of these patients; `measured` is their mean, whose interval is over
    the donors tested.
    """

    n: int
    measured: Measured
    draws: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """The learning curve of a model; `reason` says why there is none."""

    points: tuple[Point, ...] = ()
    chance: float = math.nan
    reason: str = ""


def learning_curve(probe: Probe, *, n_draws: int = 3) -> tuple[Curve, Path]:
    """Return the metric against the number of patients to learn from, and the path of the record.

    Parameters
    ----------
    n_draws
        Random choices of patients; within each, the patients of a smaller number are among those of a larger one.
    """
    panel = prepare(probe.task, probe.panel, probe.places, probe.store)
    inputs = probe.inputs(panel)
    if probe.task.setting == "transductive":
        found = Curve(reason="no patient of this panel teaches; models learn from references, or from the tested alone")
        return found, probe.write("curve", inputs, asdict(found))
    adata = load(probe.panel.dataset, probe.store)
    label_of = label_of_donors(probe.task, adata)
    folds = probe.panel.folds_over(sorted(adata.obs["donor_id"].astype("str").unique()))
    found = curve_over(probe, folds, label_of, n_draws=n_draws)
    return found, probe.write("curve", inputs, asdict(found), {"n_draws": n_draws})


def curve_over(probe: Probe, folds: Folds, label_of: dict[str, float], *, n_draws: int) -> Curve:
    """Return the curve over the tests of `folds`, learning from donors with a known label."""
    points = []
    chance = math.nan
    for n in sizes(folds, label_of):
        is_everybody = all(len([donor for donor in fold.train if donor in label_of]) == n for fold in folds)
        point, by_chance = _point(probe, folds, label_of, n, 1 if is_everybody else n_draws)
        points.append(point)
        chance = by_chance if math.isfinite(by_chance) else chance
    reason = "" if points else "fewer than 4 patients to learn from in a fold"
    return Curve(points=tuple(points), chance=chance, reason=reason)


def _point(probe: Probe, folds: Folds, label_of: dict[str, float], n: int, n_draws: int) -> tuple[Point, float]:
    metric = probe.task.primary
    values: list[float] = []
    kept: list[Evidence] = []
    one, chance = not_measured(""), math.nan
    for draw in range(n_draws):
        panel, folder, failure = probe.predicted(with_fewer(folds, label_of, n, seed=draw))
        if failure:
            return Point(n=n, measured=not_measured(f"failed ({failure})"), draws=()), math.nan
        data = main_answer(probe.task, panel.folder / "sealed", folder)
        one, evidence = measured(metric, data, unit=probe.panel.resample)
        chance = _scoring.chance(metric, data)
        values.append(one.value)
        kept.append(evidence)
    mean = float(np.mean(values))
    spread = over_draws(metric, kept, mean, labels_of=probe.task.labels_of, unit=probe.panel.resample)
    found = Measured(
        value=mean, low=spread.low, high=spread.high, reason=one.reason, interval_reason=spread.reason,
        n_units=one.n_units,
    )  # fmt: skip
    return Point(n=n, measured=found, draws=tuple(values)), chance


def over_draws(metric: Metric, kept: list[Evidence], mean: float, *, labels_of: str, unit: str) -> Interval:
    """Return the interval over donors of the mean of a metric over draws of whom to learn from.

    Newcombe's where one draw has it; else the jackknife of the mean, each donor leaving all draws at once. How much
    the draws differ is not in it: see the draws.
    """
    if not math.isfinite(mean):
        return intervals.undefined("interval undefined (the value is undefined)")
    first = intervals.interval(
        metric, kept[0], mean, labels_of="patient" if labels_of == "patient" else "cell", unit=unit
    )
    if first.reason or len(kept) == 1 or (labels_of == "patient" and metric.name == "auroc"):
        return first
    without_one = np.mean([intervals.leave_one_out(metric, evidence) for evidence in kept], axis=0)
    n = min(intervals.effective(metric, evidence) for evidence in kept)
    return intervals.jackknife_t(mean, without_one, effective=n, on_unit_scale=metric.is_share)

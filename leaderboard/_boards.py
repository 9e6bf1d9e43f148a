"""What stands on a page: the boards of a task's panels, computed from the same rows that they show."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any  # a row of a data frame is untyped

from clinicell.datasets.card import DatasetCard, card_ids, find_card
from clinicell.leaderboard import _compact as compact
from clinicell.leaderboard import _phrases as say
from clinicell.leaderboard._compact import Compact
from clinicell.leaderboard._groups import Group, groups, has_order, leader, sentence, why_no_order
from clinicell.leaderboard._rows import Row, Run, row, run
from clinicell.leaderboard.calibration_board import CalibrationBoard, calibration_board
from clinicell.leaderboard.charts import Axis, Spread, averaged, axis_over, by_target
from clinicell.leaderboard.differences import Differences, differences
from clinicell.leaderboard.ranking import rank
from clinicell.leaderboard.result import Cost, Result
from clinicell.leaderboard.standing import EvidenceOf
from clinicell.metrics._metric import Metric
from clinicell.metrics.intervals import FEWEST_UNITS
from clinicell.metrics.ranks import FEWEST_TO_RANK
from clinicell.tasks._task import Panel, Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """One panel: its rows, how they are drawn, and what may be said of them.

    `band` is the range of the controls' values in percent of the axis; `order` is False where the models must not be
    ordered (too few units, no evidence, or no truth), and `why_no_order` says why. `calibration` is None where no model
    gives probabilities.
    """

    task: Task
    panel: Panel
    card: DatasetCard | None
    metric: Metric
    answer_title: str
    axis: Axis
    chance: float
    band: tuple[float, float] | None
    order: bool
    enough: str
    too_few: str
    has_few_units: bool
    why_no_order: str
    sentence: str
    groups: tuple[Group, ...]
    extra: Compact
    differences: Differences
    compared: Compact
    detectable: str
    calibration: CalibrationBoard | None
    spreads: tuple[Spread, ...]
    spread_over: str
    provenance: tuple[tuple[str, str], ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every row, in the order of the page."""
        return tuple(each for group in self.groups for each in group.rows)

    @property
    def models(self) -> tuple[Row, ...]:
        """The rows that are no controls."""
        return tuple(each for each in self.rows if not each.is_control)

    @property
    def has_intervals(self) -> bool:
        """Whether any row has one."""
        return any(each.has_interval for each in self.rows)

    @property
    def alike(self) -> int | None:
        """How many models the one with the best value is not told apart from; None without two ranked models."""
        first = leader(self.models)
        is_alone = sum(each.is_ranked for each in self.models) < 2
        return None if first is None or is_alone or not self.order else int(first.rank_high) - 1


def board(
    task: Task,
    panel: Panel,
    results: Sequence[Result],
    costs: dict[str, Cost],
    mlflow: Mapping[str, str],
    evidence_of: EvidenceOf,
) -> Board:
    """Return the board of one panel from its results, of which there is at least one, all of one task version."""
    answer = task.answers[0]
    metric = answer.metrics[0] if panel.is_scored else next(item for item in answer.metrics if not item.needs_truth)
    primary = (answer.name, metric.name)
    records = compact.records_of(rank(results, costs, evidence_of, metric=metric.name))
    chance = next((record["chance"] for record in records if math.isfinite(record["chance"])), math.nan)
    axis = axis_over(metric, [chance, *(float(record[key]) for record in records for key in ("value", "low", "high"))])
    runs = {str(record["model"]): _runs(record["model"], results, costs, primary, mlflow) for record in records}
    rows = [row(record, metric, axis, runs[record["model"]]) for record in records]
    n_units, effective = _amount(records, results)
    why = why_no_order(rows, panel, n_units, effective)
    made = groups(rows, why)
    shown = [each for group in made for each in group.rows]
    spreads, over = _spreads(shown, results, primary)
    compared = differences(results if panel.is_scored else (), metric, answer.name, evidence_of)
    return Board(
        task=task,
        panel=panel,
        card=find_card(panel.dataset) if panel.dataset in card_ids() else None,
        metric=metric,
        answer_title=answer.title,
        axis=axis,
        chance=chance,
        band=_band(rows, axis),
        order=has_order(rows, panel, effective),
        enough=say.enough(n_units, effective if n_units >= FEWEST_UNITS else math.nan, panel.resample),
        too_few=_too_few(panel, n_units, effective),
        has_few_units=min(n_units, effective if math.isfinite(effective) else n_units) < FEWEST_TO_RANK,
        why_no_order=why,
        sentence=sentence(rows, metric, panel, why, compact.beyond_control(compared, rows, metric)),
        groups=made,
        extra=compact.other_measures(task, panel, results, made, metric),
        differences=compared,
        compared=compact.differences_table(compared, shown, metric),
        detectable=compact.detectable(compared, say.units_named(panel.resample), metric) if panel.is_scored else "",
        calibration=calibration_board(task, results if panel.is_scored else (), evidence_of, [r.model for r in shown]),
        spreads=spreads,
        spread_over=over,
        provenance=_provenance(results),
    )


def _amount(records: Sequence[Mapping[str, Any]], results: Sequence[Result]) -> tuple[int, float]:
    """Return how many units a panel has, and how many they are worth, NaN where nobody knows."""
    scored = [int(record["n_units"]) for record in records if record["status"] == "scored"]
    effective = next((float(r["effective_units"]) for r in records if math.isfinite(r["effective_units"])), math.nan)
    return max(scored, default=results[0].n_units), effective


def _too_few(panel: Panel, n_units: int, effective: float) -> str:
    """Return why there is no interval at all; empty where there are some, or nothing to score."""
    if n_units < FEWEST_UNITS:
        return say.few_units(n_units, panel.resample, FEWEST_UNITS)
    if panel.is_scored and effective < FEWEST_UNITS:
        named = say.units_named(panel.resample)
        return f"interval undefined ({say.number(effective, 1)} effective {named}; {FEWEST_UNITS} are needed)"
    return ""


def _runs(
    model: str,
    results: Sequence[Result],
    costs: Mapping[str, Cost],
    primary: tuple[str, str],
    mlflow: Mapping[str, str],
) -> tuple[Run, ...]:
    own = sorted((r for r in results if r.inputs.model == model), key=lambda each: (each.inputs.seed, each.id))
    return tuple(run(each, costs.get(each.id), primary, mlflow.get(each.id, "")) for each in own)


def _band(rows: Sequence[Row], axis: Axis) -> tuple[float, float] | None:
    values = [each.value for each in rows if each.is_control and each.kind == "value"]
    return (axis.at(min(values)), axis.at(max(values))) if values else None


def _spreads(
    rows: Sequence[Row], results: Sequence[Result], primary: tuple[str, str]
) -> tuple[tuple[Spread, ...], str]:
    """Return what lies behind each value: per target where there are several, else per fold."""
    scores = {
        each.model: [score for r in results if r.inputs.model == each.model if (score := r.score(*primary))]
        for each in rows
        if each.kind == "value"
    }
    has_targets = any(len(score.targets) > 1 for own in scores.values() for score in own)
    spreads = []
    for each in (each for each in rows if each.kind == "value"):
        own = scores[each.model]
        parts = by_target([s.targets for s in own]) if has_targets else averaged([s.folds for s in own])
        spreads.append(Spread(title=each.title, is_control=each.is_control, value=each.value, parts=parts))
    is_spread = any(sum(math.isfinite(part) for part in each.parts) > 1 for each in spreads)
    over = "target" if has_targets else "fold"
    return (tuple(spreads), over) if is_spread else ((), over)


def _provenance(results: Sequence[Result]) -> tuple[tuple[str, str], ...]:
    """Return the hashes and versions behind a panel; more than one value of a kind is listed, not hidden."""
    facts: dict[str, set[str]] = {}
    for result in results:
        inputs = result.inputs
        facts.setdefault("data set, sha256", set()).add(inputs.dataset_sha256)
        for role, digest in inputs.reference_sha256.items():
            facts.setdefault(f"reference {role}, sha256", set()).add(digest)
        facts.setdefault("folds, sha256", set()).add(inputs.folds_sha256)
        facts.setdefault("task version", set()).add(str(inputs.task_version))
        facts.setdefault("packages", set()).add(
            ", ".join(f"{name} {version}" for name, version in sorted(inputs.versions.items()))
        )
    return tuple((name, "; ".join(sorted(values))) for name, values in facts.items())

"""What stands on a page: the boards of a task's panels, computed from the same rows that they show."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any  # a row of a data frame is untyped

import pandas as pd

from clinicell.datasets.card import DatasetCard, card_ids, find_card
from clinicell.leaderboard import _phrases as say
from clinicell.leaderboard._rows import Row, Run, cell, row, run
from clinicell.leaderboard.charts import Axis, Spread, averaged, axis_over, by_target
from clinicell.leaderboard.ranking import rank
from clinicell.leaderboard.result import Cost, Result
from clinicell.metrics._metric import Metric
from clinicell.metrics.intervals import FEWEST_UNITS
from clinicell.tasks._task import Panel, Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Rows under one heading of a board."""

    title: str
    note: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """The compact second table: other metrics and other answers."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, bool, tuple[str, ...]], ...]  # title, is a control, cells


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """One panel: its rows, how they are drawn, and what may be said of them.

    `band` is the range of the controls' values in percent of the axis; `order` is False where the values must not be
    ordered: too few units, or no truth.
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
    sentence: str
    groups: tuple[Group, ...]
    extra: Extra
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
    def has_leader(self) -> bool:
        """Whether two models at least have intervals, so that the first may be compared with the rest."""
        valued = [each for each in self.models if each.kind == "value"]
        return self.order and sum(each.has_interval for each in valued) > 1 and valued[0].has_interval

    @property
    def overlapping(self) -> int:
        """How many models' intervals reach into the interval of the model with the best value."""
        return _overlapping(self.models)


def board(
    task: Task, panel: Panel, results: Sequence[Result], costs: dict[str, Cost], mlflow: Mapping[str, str]
) -> Board:
    """Return the board of one panel from its results, of which there is at least one."""
    answer = task.answers[0]
    metric = answer.metrics[0] if panel.is_scored else next(item for item in answer.metrics if not item.needs_truth)
    records = _records(rank(results, costs, metric=metric.name))
    chance = next((record["chance"] for record in records if math.isfinite(record["chance"])), math.nan)
    axis = axis_over(metric, [chance, *(float(record[key]) for record in records for key in ("value", "low", "high"))])
    primary = (answer.name, metric.name)
    runs = {str(record["model"]): _runs(record["model"], results, costs, primary, mlflow) for record in records}
    rows = [row(record, metric, axis, runs[record["model"]]) for record in records]
    scored = [int(record["n_units"]) for record in records if record["status"] == "scored"]
    n_units = max(scored, default=results[0].n_units)
    effective = next((float(r["effective_units"]) for r in records if math.isfinite(r["effective_units"])), math.nan)
    few = say.few_units(n_units, panel.resample, FEWEST_UNITS) if n_units < FEWEST_UNITS else ""
    order = panel.is_scored and not few and any(each.has_interval for each in rows if not each.is_control)
    groups = _groups(rows, order, panel)
    spreads, over = _spreads([each for group in groups for each in group.rows], results, primary)
    return Board(
        task=task,
        panel=panel,
        card=find_card(panel.dataset) if panel.dataset in card_ids() else None,
        metric=metric,
        answer_title=answer.title,
        axis=axis,
        chance=chance,
        band=_band(rows, axis),
        order=order,
        enough=say.enough(n_units, effective if not few else math.nan, panel.resample),
        too_few=few,
        sentence=_sentence(rows, metric, panel, few),
        groups=groups,
        extra=_extra(task, panel, results, groups, primary),
        spreads=spreads,
        spread_over=over,
        provenance=_provenance(results),
    )


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in record.items()} for record in table.to_dict("records")]


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


def _groups(rows: Sequence[Row], order: bool, panel: Panel) -> tuple[Group, ...]:
    def arranged(chosen: list[Row]) -> tuple[Row, ...]:
        return tuple(chosen if order else sorted(chosen, key=lambda each: (each.title.casefold(), each.model)))

    models = [each for each in rows if not each.is_control]
    valued = [each for each in models if each.kind == "value"]
    if order:
        note = f"In provisional order of their values. For the first, {_standing(models)}."
    elif panel.is_scored:
        note = "In order of the alphabet: so few units give no order."
    else:
        note = "In order of the alphabet: reported, never ranked."
    groups = [
        Group(title="Models", note=note, rows=arranged(valued)),
        Group(
            title="Models without a value",
            note="They stay on the board, with the reason.",
            rows=arranged([each for each in models if each.kind != "value"]),
        ),
        Group(
            title="Controls",
            note="What no knowledge, or a shortcut, reaches. Always shown.",
            rows=arranged([each for each in rows if each.is_control]),
        ),
    ]
    return tuple(group for group in groups if group.rows)


def _overlapping(models: Sequence[Row]) -> int:
    drawn = [each for each in models if each.has_interval]
    return sum(each.low <= drawn[0].high and drawn[0].low <= each.high for each in drawn[1:]) if drawn else 0


def _standing(models: Sequence[Row]) -> str:
    """Return what the intervals say of the model with the best value, as a clause."""
    valued = [each for each in models if each.kind == "value"]
    if not valued[0].has_interval:
        return "there is no interval to compare: the order is provisional"
    return say.overlap(_overlapping(models), sum(each.has_interval for each in valued) - 1)


def _sentence(rows: Sequence[Row], metric: Metric, panel: Panel, few: str) -> str:
    """Return what the rows carry, and no more; for the overview."""
    models = [each for each in rows if not each.is_control]
    drawn = [each for each in models if each.has_interval]
    if not panel.is_scored:
        found = sorted(each.value for each in models if each.kind == "value")
        if not found:
            return "Reported, never ranked; no model gave a value."
        low, high = (say.number(value, say.decimals_of(value, is_count=True)) for value in (found[0], found[-1]))
        span = low if low == high else f"{low} to {high}"
        return f"Reported, never ranked: {metric.title} by {say.counted(len(found), 'model')}, {span}."
    if few:
        return f"No interval and no order: {few.removeprefix('interval undefined ')[1:-1]}."
    if not drawn:
        return "No model has a value with an interval, so there is no order."
    first = next(each for each in models if each.kind == "value")
    edge = "Highest" if metric.is_higher_better else "Lowest"
    text = f"{edge} {metric.title}: {first.title}, {f'{first.text} {first.bounds}'.strip()}; {_standing(models)}. "
    controls = [each.value for each in rows if each.is_control and each.kind == "value"]
    return (text + (_above(drawn, controls, metric) if controls else "")).strip()


def _above(drawn: Sequence[Row], controls: Sequence[float], metric: Metric) -> str:
    if metric.is_higher_better:
        return say.above_controls(sum(each.low > max(controls) for each in drawn), len(drawn))
    return say.above_controls(sum(each.high < min(controls) for each in drawn), len(drawn))


def _extra(
    task: Task, panel: Panel, results: Sequence[Result], groups: Sequence[Group], primary: tuple[str, str]
) -> Extra:
    asked = [
        (answer, metric)
        for answer in task.answers_on(panel)
        for metric in answer.metrics
        if (answer.name, metric.name) != primary and (panel.is_scored or not metric.needs_truth)
    ]
    columns, cells = [], []
    for answer, metric in asked:
        records = _records(rank(results, answer=answer.name, metric=metric.name))
        columns.append(metric.title if answer is task.answers[0] else f"{answer.title}: {metric.title}")
        cells.append({str(record["model"]): cell(record, metric) for record in records})
    shown = [each for group in groups for each in group.rows]
    rows = [(each.title, each.is_control, tuple(column[each.model] for column in cells)) for each in shown]
    return Extra(columns=tuple(columns), rows=tuple(rows) if columns else ())


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

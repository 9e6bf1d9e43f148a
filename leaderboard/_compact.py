"""The compact tables under a board: other measures, paired differences, calibration."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any  # a row of a data frame is untyped

import pandas as pd

from clinicell.leaderboard import _phrases as say
from clinicell.leaderboard._groups import Group
from clinicell.leaderboard._rows import Row, cell, is_count, pooled_cell
from clinicell.leaderboard.calibration_board import CalibrationBoard, CalibrationRow, Estimate
from clinicell.leaderboard.differences import Compared, Differences
from clinicell.leaderboard.ranking import rank
from clinicell.leaderboard.result import Result
from clinicell.metrics._metric import Metric
from clinicell.tasks._task import Panel, TableAnswer, Task

SIGNIFICANT = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Compact:
    """A table of a few short columns; a row is title, whether it is a control, cells."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, bool, tuple[str, ...]], ...]


NOTHING = Compact(columns=(), rows=())


def records_of(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table with their columns' names."""
    return [{str(name): value for name, value in record.items()} for record in table.to_dict("records")]


def other_measures(
    task: Task, panel: Panel, results: Sequence[Result], groups: Sequence[Group], metric: Metric
) -> Compact:
    """Return the value in which each row counts alike, other metrics and other answers, in the order of the board."""
    primary = (task.answers[0].name, metric.name)
    asked = [
        (answer, other)
        for answer in task.asked_on(panel)
        for other in answer.metrics
        if (answer.name, other.name) != primary
        and (panel.is_scored or not other.needs_truth)
        and (not isinstance(answer, TableAnswer) or any(one.score(answer.name, other.name) for one in results))
    ]
    own = records_of(rank(results, metric=metric.name))
    columns, cells = [], []
    if any(math.isfinite(record["pooled"]) for record in own) and metric.needs_truth:
        columns.append(f"{metric.title}, each {task.unit} counts alike")
        cells.append({str(record["model"]): pooled_cell(record, metric) for record in own})
    for answer, other in asked:
        columns.append(other.title if answer is task.answers[0] else f"{answer.title}: {other.title}")
        records = records_of(rank(results, answer=answer.name, metric=other.name))
        cells.append({str(record["model"]): cell(record, other) for record in records})
    shown = [each for group in groups for each in group.rows]
    rows = [(each.title, each.is_control, tuple(column[each.model] for column in cells)) for each in shown]
    return Compact(columns=tuple(columns), rows=tuple(rows)) if columns else NOTHING


def differences_table(found: Differences, rows: Sequence[Row], metric: Metric) -> Compact:
    """Return each model against the best one and against the strongest control, in the order of the board."""
    titles = {each.model: each.title for each in rows}
    sides = [(found.best, found.to_best), (found.control, found.to_control)]
    asked = [(other, against) for other, against in sides if against]
    made = []
    for each in rows:
        if any(each.model in against for _, against in asked):
            cells = [_against(against.get(each.model), each.model == other, metric) for other, against in asked]
            made.append((each.title, False, tuple(cells)))
    columns = tuple(
        f"difference to {titles[other]}{' (control)' if against is found.to_control else ''}"
        for other, against in asked
    )
    return Compact(columns=columns, rows=tuple(made))


def _against(one: Compared | None, is_itself: bool, metric: Metric) -> str:
    if one is None:
        return "the best value itself" if is_itself else "not compared"
    if one.reason:
        return f"{say.number(one.value, 2)}, {one.reason}"
    decimals = say.decimals_of(one.value, one.low, one.high, is_count=is_count(metric))
    value = f"{say.number(one.value, decimals)} {say.interval(one.low, one.high, decimals)}".strip()
    return f"{value}, {say.p_value(one.p_value)}"


def beyond_control(found: Differences, rows: Sequence[Row], metric: Metric) -> str:
    """Return how many models are better than the strongest control, as a sentence; empty where nothing is known."""
    known = [one for one in found.to_control.values() if math.isfinite(one.p_value)]
    if not known:
        return ""
    title = next(each.title for each in rows if each.model == found.control)
    better = [one for one in known if one.p_value < SIGNIFICANT and (one.value > 0) == metric.is_higher_better]
    return say.above_control(len(better), len(known), title)


def detectable(found: Differences, units: str, metric: Metric) -> str:
    """Return the smallest difference that a panel shows, as a sentence."""
    if not math.isfinite(found.detectable):
        return f"The smallest difference that these {units} can show is not known: {found.why_unknown}."
    size = say.number(found.detectable, say.decimals_of(found.detectable, is_count=is_count(metric)))
    return (
        f"Smallest difference that these {units} show with a chance of 80 %: {size}. "
        "A model that is better by less will most likely share its rank."
    )


def calibration_table(board: CalibrationBoard) -> Compact:
    """Return what is said of the probabilities of each model and control."""
    columns = (
        "Brier score (0 is best)",
        "scaled Brier score (1 is best, 0 tells nothing apart)",
        "negative log-likelihood, nats (0 is best)",
        "calibration slope (1 is right)",
        "calibration intercept (0 is right)",
        "calibration error, debiased",
        f"sensitivity at {board.specificity:.0%} specificity".replace("%", "\N{NO-BREAK SPACE}%"),
    )
    return Compact(columns=columns, rows=tuple((row.title, row.is_control, _estimates(row)) for row in board.rows))


def _estimates(row: CalibrationRow) -> tuple[str, ...]:
    skill, centre = (row.brier, row.scaled_brier, row.likelihood), (row.slope, row.intercept, row.error)
    return tuple(_estimate(each) for each in (*skill, *centre, row.sensitivity))


def _estimate(each: Estimate) -> str:
    if not math.isfinite(each.value):
        return each.reason
    decimals = say.decimals_of(each.value, each.low, each.high)
    bounds = say.interval(each.low, each.high, decimals).replace(" ", "\N{NO-BREAK SPACE}")
    return f"{say.number(each.value, decimals)} {bounds}".strip()


def plain(value: Any) -> Any:  # noqa: ANN401 - a JSON tree
    """Return a tree with None for NaN and infinity: JSON has neither."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value

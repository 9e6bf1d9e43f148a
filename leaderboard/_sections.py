"""What stands on a page beside the boards: the suite score, and plots of calibration and decisions."""

import math
from collections.abc import Sequence
from typing import Any  # what a template takes is untyped

from clinicell.leaderboard import _drawing as draw
from clinicell.leaderboard import _phrases as say
from clinicell.leaderboard import calibration_charts as charts
from clinicell.leaderboard._boards import Board
from clinicell.leaderboard._compact import Compact, calibration_table
from clinicell.leaderboard.calibration_board import FEWEST_EVENTS, FEWEST_IN_GROUP, N_GROUPS, CalibrationBoard
from clinicell.leaderboard.charts import Axis
from clinicell.leaderboard.suite_board import SuiteBoard, SuiteRow
from clinicell.leaderboard.suite_pairs import ROPE, SuitePair


def suite_section(board: SuiteBoard) -> dict[str, Any]:
    """Return a suite's scores in groups of models that rest on the same panels, on one axis."""
    shown = [value for row in board.rows for value in (row.score, row.low, row.high) if math.isfinite(value)]
    axis = _axis([0.0, 1.0, *shown])
    groups: dict[tuple[str, ...], list[SuiteRow]] = {}
    for row in board.rows:
        groups.setdefault(row.panels, []).append(row)
    return {
        "id": board.suite,
        "axis": axis,
        "control": axis.at(0.0),
        "ceiling": axis.at(1.0),
        "groups": [
            {"panels": say.listed(panels), "share": _share(panels, board), "rows": [_suite_row(r, axis) for r in rows]}
            for panels, rows in groups.items()
        ],
        "left_out": [f"{panel}: {why}" for panel, why in board.left_out.items()],
        "without_score": list(board.without_score),
        "pairs": _pairs_table([pair for pair in board.pairs if not pair.reason]),
        "too_few": sorted({pair.reason for pair in board.pairs if pair.reason}),
        "sentences": [pair.sentence for pair in board.pairs if not pair.reason],
    }


def _pairs_table(pairs: Sequence[SuitePair]) -> Compact | None:
    """Return the chances of each model against the best one; None without any."""
    if not pairs:
        return None
    columns = ("against", "tasks", "better", f"equal within {ROPE:g}", "worse")
    rows = []
    for one in pairs:
        chances = (say.probability(each) for each in (one.better, one.equal, one.worse))
        rows.append((one.title, False, (one.best_title, str(one.n_tasks), *chances)))
    return Compact(columns=columns, rows=tuple(rows))


def _axis(shown: Sequence[float]) -> Axis:
    low, high = math.floor(min(shown) * 4 - 1e-9) / 4, math.ceil(max(shown) * 4 - 1e-9) / 4
    low = max(min(low, 0.0), -1.0) - 0.05 if min(shown) < 0 else -0.05
    first = math.ceil(low * 4 - 1e-9)
    return Axis(low, high, tuple(number / 4 for number in range(first, round(high * 4) + 1)))


def _share(panels: tuple[str, ...], board: SuiteBoard) -> str:
    n_panels, coverage = len(board.panels), round(100 * len(panels) / len(board.panels))
    return f"{len(panels)} of {say.counted(n_panels, 'panel')}, coverage {coverage} %"


def _suite_row(row: SuiteRow, axis: Axis) -> dict[str, Any]:
    decimals = say.decimals_of(row.score, row.low, row.high)
    text, bounds = say.number(row.score, decimals), say.interval(row.low, row.high, decimals)
    standing: tuple[str, ...] = ("not ranked",)
    if row.among == 1 and not row.why_no_rank:
        standing = ("alone here",)
    elif math.isfinite(row.rank):
        interval = say.rank_interval(row.rank_low, row.rank_high)
        standing = (f"{row.rank:.0f}", interval, f"P(best) {say.probability(row.p_best)}")
    return {
        "title": row.title,
        "text": text,
        "bounds": bounds,
        "at": axis.at(row.score),
        "from_": axis.at(row.low),
        "to": axis.at(row.high),
        "spoken": f"suite score {text}, interval {say.number(row.low, decimals)} to {say.number(row.high, decimals)}",
        "standing": standing,
        "without": _without(row),
        "is_failure": row.failed == row.panels,
        "notes": _notes(row),
        "failed": f"failed on {say.listed(row.failed)}: scored as the control" if row.failed else "",
    }


def _notes(row: SuiteRow) -> list[str]:
    """Return why a model has no value on a panel, and what that does to its rank."""
    notes = [*row.declined, *row.not_applicable]
    if row.declined and not row.why_no_rank:
        notes.append(f"ranked on the other panels, among {say.counted(row.among, 'model')} there")
    return [*notes, row.why_no_rank] if row.why_no_rank else notes


def _without(row: SuiteRow) -> str:
    parts = [
        f"{low:.2f} to {high:.2f} without one {what}".replace("-", say.MINUS)
        for (low, high), what in ((row.without_a_task, "task"), (row.without_a_dataset, "data set"))
        if math.isfinite(low)
    ]
    return "; ".join(parts) or "one panel: nothing to leave out"


def calibration_section(each: Board, shown: str | None = None) -> dict[str, Any]:
    """Return what is said and drawn of a panel's probabilities; figures are empty where no model gives any.

    `shown` is the model in colour, the first of the board without it; an empty text draws nothing.
    """
    if each.calibration is None:
        return {"board": each, "words": _no_probabilities(each), "table": None, "figures": []}
    board = each.calibration
    return {
        "board": each,
        "words": _words(each, board),
        "table": calibration_table(board),
        "figures": [] if shown == "" else _figures(each, board, shown),
    }


def _no_probabilities(each: Board) -> str:
    if not any(row.is_ranked for row in each.models):
        return "The evidence of these runs is not here."
    return "No model says a probability here; a score of another kind has no calibration."


def _words(each: Board, board: CalibrationBoard) -> str:
    unit = draw.unit(each)
    text = (
        f"The event: {board.event}. {say.units(board.n_units, each.panel.resample)}, {board.events} with the event; "
        f"each {unit} counts alike. "
    )
    if board.events < FEWEST_EVENTS:
        text += (
            f"A decision curve needs {FEWEST_EVENTS} {say.units_named(each.panel.resample)} with the event: with "
            f"{board.events} it is a picture, not a finding. "
        )
    if board.n_groups and board.n_groups < N_GROUPS:
        text += f"Reliability diagram: {board.n_groups} groups, as each is to hold {FEWEST_IN_GROUP} {unit}s or more. "
    if board.why_no_reliability:
        text += f"Reliability diagram: {board.why_no_reliability}. "
    if board.no_probabilities:
        text += f"No probability is said by {say.listed(board.no_probabilities)}. "
    return text.strip()


def _figures(each: Board, board: CalibrationBoard, model: str | None) -> list[dict[str, Any]]:
    from markupsafe import Markup

    models = [row for row in board.rows if not row.is_control]
    shown = next(row for row in models if model in (None, row.model))  # rows come in the order of the board
    where = f"{each.task.title}, panel {each.panel.dataset}"
    grey = "; grey: the other models" if len(models) > 1 else ""
    made = []
    if shown.reliability is not None:
        svg = charts.reliability_figure(models, shown.model, f"r-{each.panel.dataset}", where)
        made.append(("Do the probabilities come true?", f"Blue: {shown.title}{grey}; dotted: where both agree.", svg))
    svg = charts.decision_figure(board, models, shown.model, f"d-{each.panel.dataset}", where)
    what = f"Blue: {shown.title}{grey}; dashed: treating all; line at 0: treating none."
    made.append(("What is gained by acting on them?", what, svg))
    return [
        {"heading": heading, "subtitle": subtitle, "svg": Markup(svg)}  # noqa: S704 - as in `page`
        for heading, subtitle, svg in made
    ]

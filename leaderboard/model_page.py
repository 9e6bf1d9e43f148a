"""The page of one model: where it stands on each panel that it was asked, and whether its probabilities come true."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any  # what a template takes is untyped

from clinicell.leaderboard import _phrases as say
from clinicell.leaderboard._boards import Board
from clinicell.leaderboard._compact import Compact
from clinicell.leaderboard._rows import Row
from clinicell.leaderboard._sections import calibration_section
from clinicell.leaderboard.suite_board import SuiteBoard, SuiteRow


def page_of(model: str) -> str:
    """Return the file name of a model's page: its id, with what no address bears left out.

    Examples
    --------
    >>> page_of("attention_mil"), page_of("my model")
    ('model-attention_mil.html', 'model-my-model.html')
    """
    return f"model-{re.sub(r'[^A-Za-z0-9_.-]+', '-', model)}.html"


def models_of(boards: Sequence[Board]) -> dict[str, str]:
    """Return the title of each model by its id, controls left out, in the order of the boards."""
    return {row.model: row.title for each in boards for row in each.models}


def model_section(model: str, boards: Sequence[Board], suites: Sequence[SuiteBoard]) -> dict[str, Any]:
    """Return what a model's page shows, computed from the boards and suite scores that it stands on."""
    own = [(each, row) for each in boards for row in each.models if row.model == model]
    scores = [(board.suite, row) for board in suites for row in board.rows if row.model == model]
    asked = [each for each, _ in own if each.panel.is_scored and each.task.probability]
    title = own[0][1].title
    return {
        "current": model,
        "page_title": title,
        "title": title,
        "lede": _lede(own),
        "places": [_place(each, row) for each, row in own],
        "scores": _scores(title, scores),
        "calibrations": [_calibration(each, model) for each in asked],
    }


def _lede(own: Sequence[tuple[Board, Row]]) -> str:
    """Return on how many panels a model shares the first rank, and on how many it has no value."""
    ranked = [row for each, row in own if each.order and row.is_ranked]
    text = f"Asked on {say.counted(len(own), 'panel')}. "
    if ranked:
        first = sum(row.rank == 1 for row in ranked)
        text += f"Of those, {len(ranked)} {'has' if len(ranked) == 1 else 'have'} an order: "
        text += f"on {first} of {len(ranked)} it is not told apart from the best. "
    for kind, words in (("failed", "failed"), ("absent", "has no value, and says why,")):
        if n := sum(row.kind == kind for _, row in own):
            text += f"It {words} on {say.counted(n, 'panel')}. "
    return text.strip()


def _place(each: Board, row: Row) -> dict[str, Any]:
    return {"board": each, "row": row, "text": f"{row.text} {row.bounds}".strip()}


def _scores(title: str, scores: Sequence[tuple[str, SuiteRow]]) -> Compact | None:
    """Return a model's suite scores; None without any."""
    if not scores:
        return None
    rows = []
    for suite, row in scores:
        decimals = say.decimals_of(row.score, row.low, row.high)
        value = f"{say.number(row.score, decimals)} {say.interval(row.low, row.high, decimals)}".strip()
        notes = "; ".join([*row.declined, *row.not_applicable, *filter(None, [row.why_no_rank])])
        coverage = f"{round(100 * row.coverage)}\N{NO-BREAK SPACE}%"
        rows.append((title, False, (suite, value, coverage, ", ".join(row.panels), notes or "nothing")))
    columns = (
        "suite",
        "score [95\N{NO-BREAK SPACE}% interval]",
        "coverage of the suite",
        "rests on",
        "left out, and why",
    )
    return Compact(columns=columns, rows=tuple(rows))


def _calibration(each: Board, model: str) -> dict[str, Any]:
    """Return what is said and drawn of a model's probabilities on a panel, beside the controls that say one."""
    board = each.calibration
    if board is None or not any(row.model == model for row in board.rows):
        return {"board": each, "words": "The model says no probability here.", "table": None, "figures": []}
    found = calibration_section(each, shown=model)
    rows = tuple(row for row in board.rows if row.model == model or row.is_control)
    alone = calibration_section(replace(each, calibration=replace(board, rows=rows, no_probabilities=())), shown="")
    return found | {"table": alone["table"], "words": alone["words"]}

"""How ranks are printed: what may be claimed, and no more."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any  # a row of a data frame is untyped

from clinicell.cli._output import duration, number, out, print_json, print_table, with_interval

if TYPE_CHECKING:
    import pandas as pd

    from clinicell.leaderboard.result import Result
    from clinicell.leaderboard.suite_board import SuiteBoard, SuiteRow

CAUTION = (
    "Models that share a rank cannot be told apart with these units; the order between them means nothing. Brackets "
    "behind a rank: its 95 % interval, all pairs tested at once. P(best) is no evidence by itself: of ten equal models "
    "the largest is about 0.4."
)
SHOWN = ("scored", "reported")  # what has a value, or says itself why it has none
WITHOUT = ("without a task", "without a data set")
SCALE = (
    "Score: 0 = strongest control, 1 = ceiling; the mean over data sets, then over tasks; only units are drawn. Models "
    "are ranked among those that rest on the same panels."
)


def show_ranks(table: "pd.DataFrame", as_json: bool) -> None:
    """Print the rank table panel by panel."""
    if as_json:
        print_json(table.to_dict("records"))
        return
    for (suite, task_id, panel), part in table.groupby(["suite", "task", "panel"], sort=True):
        _show_panel(f"{task_id} · {panel} ({suite})", part)
    out().print(f"\n{CAUTION}", markup=False)


def _show_panel(title: str, part: "pd.DataFrame") -> None:
    first = part.iloc[0]
    metric = first["metric"].replace("_", " ")
    out().print(f"\n{title}   {metric}, {_units(first['n_units'], first['unit'])}", markup=False)
    records: list[dict[str, Any]] = [{str(key): value for key, value in one.items()} for one in part.to_dict("records")]
    records.sort(
        key=lambda one: (one["is_control"], math.isnan(one["rank"]), 0 if math.isnan(one["rank"]) else one["rank"])
    )
    print_table(
        ["  rank", "model", "value [95 % interval]", "P(best)", "seeds ± sd", "time"],
        [
            (
                f"  {_rank(one)}",
                f"{one['title']}{' §' if one['limits'] else ''}",
                with_interval(one["value"], one["low"], one["high"]) if one["status"] in SHOWN else one["status"],
                number(one["p_best"]),
                str(one["n_seeds"]) + (f" ± {number(one['seed_sd'])}" if one["n_seeds"] > 1 else ""),
                duration(one["seconds"]),
            )
            for one in records
        ],
    )
    for one in records:
        if one["status"] not in SHOWN:
            out().print(f"  {one['status']}: {one['title']}: {one['reason']}", markup=False)
    if first["limits"]:
        out().print(f"  § rests on data whose licence says: {first['limits']}", markup=False)
    reasons = [one["interval_reason"] for one in records if one["interval_reason"]]
    for text in filter(None, (*reasons[:1], _why_no_order(part))):
        out().print(f"  {text}", markup=False)


def _rank(one: Mapping[str, Any]) -> str:
    if one["is_control"]:
        return "control"
    if math.isnan(one["rank"]):
        return "\N{EN DASH}"
    low, high = int(one["rank_low"]), int(one["rank_high"])
    return f"{one['rank']:.0f}  ({low}\N{EN DASH}{high})" if low != high else f"{one['rank']:.0f}"


def _why_no_order(part: "pd.DataFrame") -> str:
    """Return why the models of a panel have no order, empty where they have one."""
    from clinicell.leaderboard._phrases import one_rank
    from clinicell.metrics.ranks import FEWEST_TO_RANK

    first = part.iloc[0]
    models = part[~part["is_control"] & part["value"].notna()]
    if first["status"] == "reported":
        return "reported, never ranked: nobody knows the truth"
    effective = part["effective_units"].dropna()
    n = float(effective.iloc[0]) if len(effective) else math.nan
    if min(first["n_units"], n if math.isfinite(n) else first["n_units"]) < FEWEST_TO_RANK:
        return one_rank(int(first["n_units"]), n, str(first["unit"]), FEWEST_TO_RANK)
    if len(models) and models["rank"].isna().all():
        return "not ranked: the evidence of these runs is not here"
    return ""


def _units(count: int, unit: str) -> str:
    return f"{count} {unit if count == 1 else unit + 's'}"


def show_suites(results: "Sequence[Result]", folder: Path, as_json: bool) -> None:
    """Print the suite score of the models, suite by suite."""
    from dataclasses import asdict

    from clinicell.leaderboard.standing import evidence_below
    from clinicell.leaderboard.suite_board import suite_board

    suites = sorted({result.inputs.suite for result in results})
    boards = [suite_board(results, suite, evidence_below(folder)) for suite in suites]
    if as_json:
        print_json([asdict(board) for board in boards])
        return
    for board in boards:
        _show_suite(board)
    out().print(f"\n{SCALE}\n{CAUTION}", markup=False)


def _show_suite(board: "SuiteBoard") -> None:
    for panels in dict.fromkeys(row.panels for row in board.rows):
        share = f"{len(panels)} of {len(board.panels)} panels"
        out().print(f"\n{board.suite}, on {', '.join(panels)}   {share}", markup=False)
        rows = [row for row in board.rows if row.panels == panels]
        has_more = any(math.isfinite(row.without_a_dataset[0]) for row in rows)
        print_table(
            ["  rank", "model", "score [95 %]", "P(best)", *(WITHOUT if has_more else ())],
            [
                (
                    f"  {_suite_rank(row)}",
                    row.title,
                    with_interval(row.score, row.low, row.high),
                    number(row.p_best),
                    *((_range(row.without_a_task), _range(row.without_a_dataset)) if has_more else ()),
                )
                for row in rows
            ],
        )
        for row in rows:
            if row.failed:
                out().print(f"  failed, scored as the control: {row.title} on {', '.join(row.failed)}", markup=False)
            for words in (*row.declined, *row.not_applicable):
                out().print(f"  {row.title}: {words}", markup=False)
            if row.why_no_rank:
                out().print(f"  {row.title}: {row.why_no_rank}", markup=False)
    for pair in board.pairs:
        out().print(f"  {pair.sentence}", markup=False)
    for words in board.without_score:
        out().print(f"  no score: {words}", markup=False)
    if not board.rows:
        out().print(f"\n{board.suite}: no panel carries a score", markup=False)
    for panel, why in board.left_out.items():
        out().print(f"  left out: {panel}: {why}", markup=False)


def _suite_rank(row: "SuiteRow") -> str:
    if row.among == 1 or math.isnan(row.rank):
        return "\N{EN DASH}"
    return _rank({"is_control": False, "rank": row.rank, "rank_low": row.rank_low, "rank_high": row.rank_high})


def _range(bounds: tuple[float, float]) -> str:
    low, high = bounds
    return "only one" if math.isnan(low) else f"{number(low)} to {number(high)}"

"""``clinicell rank`` and ``clinicell leaderboard``: from results to tables and pages."""

import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clinicell.cli._output import duration, number, out, print_json, print_table, say, step, with_interval
from clinicell.errors import InputError, MissingExtra

if TYPE_CHECKING:
    import pandas as pd

    from clinicell.leaderboard.tracking import Ledger

app = typer.Typer(help="The board: build its pages, or show it here.", no_args_is_help=True)
Results = Annotated[Path, typer.Option(help="Where results are kept.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
RESULTS = Path("leaderboard/results")
SITE = Path("leaderboard/site")


def rank(
    results: Annotated[Path, typer.Argument(help="Folder of results.")] = RESULTS,
    task: Annotated[list[str] | None, typer.Option(help="Only this task; may be repeated.")] = None,
    suite: Annotated[str | None, typer.Option(help="Only this suite.")] = None,
    answer: Annotated[str, typer.Option(help="Which answer; 'main' ranks.")] = "main",
    as_json: Json = False,
) -> None:
    """Order the results panel by panel, best first; the order is provisional."""
    table = _ranked(results, answer)
    if task:
        table = table[table["task"].isin(task)]
    if suite:
        table = table[table["suite"] == suite]
    if table.empty:
        raise InputError(f"{results}: no result of that suite and task; run `clinicell run` first")
    _show(table, as_json)


@app.command("show")
def show(results: Results = RESULTS, as_json: Json = False) -> None:
    """Show every panel's table here."""
    _show(_ranked(results), as_json)


@app.command("build")
def build(
    results: Results = RESULTS,
    site: Annotated[Path, typer.Option(help="Where the pages go.")] = SITE,
    from_mlflow: Annotated[bool, typer.Option("--from-mlflow", help="First restore the results from MLflow.")] = False,
    tracking_uri: Annotated[
        str | None, typer.Option(help="MLflow; default MLFLOW_TRACKING_URI or ./mlflow.db.")
    ] = None,
) -> None:
    """Build the pages from the results (or from the runs logged in MLflow)."""
    if from_mlflow:
        restored = opened_ledger(tracking_uri, must_exist=True).restore(results)
        say(f"restored      {len(restored)} results from MLflow to {results}")
    _build(results, site, opened_runs(tracking_uri))
    out().print(f"{site / 'index.html'}", soft_wrap=True)


def opened_ledger(uri: str | None, *, must_exist: bool = False) -> "Ledger":
    """Return the MLflow ledger that the option, the environment or the default names."""
    from clinicell.leaderboard.tracking import Ledger, tracking_uri

    address = tracking_uri(uri)
    database = Path(address.removeprefix("sqlite:///"))
    if must_exist and address.startswith("sqlite:///") and not database.exists():
        raise InputError(f"{database}: no such MLflow database; name one with --tracking-uri sqlite:///PATH")
    return Ledger.open(address)


def opened_runs(uri: str | None) -> dict[str, str]:
    """Return MLflow run ids by result id, empty where nothing was tracked or mlflow is not installed."""
    try:
        return opened_ledger(uri, must_exist=True).runs()
    except (InputError, MissingExtra):
        return {}


def _build(results: Path, site: Path, runs: dict[str, str]) -> None:
    from clinicell.leaderboard.page import build_site
    from clinicell.leaderboard.result import read_costs, read_results

    found = read_results(results)
    if not found:
        raise InputError(f"{results}: no results; run `clinicell run` first")
    build_site(found, read_costs(results), site, runs=runs)


def build_and_print(
    results: Path, site: Path, tasks: Iterable[str], suite: str, as_json: bool, uri: str | None
) -> None:
    """Build the pages and print the table of what was just evaluated."""
    began = time.perf_counter()
    try:
        _build(results, site, opened_runs(uri))
        step("board", str(site / "index.html"), time.perf_counter() - began)
    except MissingExtra as fault:
        say(f"board         not built: {fault}")
    table = _ranked(results)
    _show(table[(table["suite"] == suite) & table["task"].isin(list(tasks))], as_json)


def print_ways_on(site: Path, uri: str | None, *, is_tracked: bool) -> None:
    """Print where the page is, and the command that opens the MLflow UI."""
    from clinicell.leaderboard.tracking import tracking_uri

    out().print(f"\nOpen the page:    {site / 'index.html'}", soft_wrap=True)
    if is_tracked:
        command = os.path.relpath(Path(sys.executable).with_name("mlflow"))
        command = "mlflow" if command.startswith("..") else command
        out().print(f"Open the runs:    {command} ui --backend-store-uri {tracking_uri(uri)}", soft_wrap=True)


def _ranked(results: Path, answer: str = "main") -> "pd.DataFrame":
    from clinicell.leaderboard.ranking import rank as rank_results
    from clinicell.leaderboard.result import read_costs, read_results

    found = read_results(results)
    if not found:
        raise InputError(f"{results}: no results; run `clinicell run` first")
    return rank_results(found, read_costs(results), answer=answer)


def _show(table: "pd.DataFrame", as_json: bool) -> None:
    if as_json:
        print_json(table.to_dict("records"))
        return
    for (suite, task_id, panel), part in table.groupby(["suite", "task", "panel"], sort=True):
        first = part.iloc[0]
        unit = first["unit"] if first["n_units"] == 1 else f"{first['unit']}s"
        out().print(
            f"\n{task_id} · {panel} ({suite})   {first['metric'].replace('_', ' ')}, {first['n_units']} {unit}",
            markup=False,
        )
        rows = [
            (
                f"{row['title']}{' (control)' if row['is_control'] else ''}",
                with_interval(row["value"], row["low"], row["high"]) if row["status"] != "failed" else "failed",
                str(row["n_seeds"]) + (f" ± {number(row['seed_sd'])}" if row["n_seeds"] > 1 else ""),
                duration(row["seconds"]),
            )
            for row in part.to_dict("records")
        ]
        print_table(
            ["  model", "value [95 % interval]", "seeds ± sd", "time"], [("  " + row[0], *row[1:]) for row in rows]
        )
        for reason in part.loc[part["status"] == "failed", ["title", "reason"]].itertuples(index=False):
            out().print(f"  failed: {reason.title}: {reason.reason}", markup=False)
        if part["interval_reason"].any():
            out().print(f"  {part.loc[part['interval_reason'] != '', 'interval_reason'].iloc[0]}", markup=False)
    out().print("\nThe order is provisional: where intervals overlap, models may change places.")

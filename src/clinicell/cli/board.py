"""``clinicell rank`` and ``clinicell leaderboard``: from results to tables and pages."""

import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clinicell.cli._output import out, say, step
from clinicell.cli._ranks import show_ranks, show_suites
from clinicell.errors import InputError, MissingExtra

if TYPE_CHECKING:
    import pandas as pd

    from clinicell.leaderboard.result import Result
    from clinicell.leaderboard.tracking import Ledger

app = typer.Typer(help="The board: build its pages, or show it here.", no_args_is_help=True)
Results = Annotated[Path, typer.Option(help="Where results are kept.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
RESULTS = Path("leaderboard/results")
SITE = Path("leaderboard/site")
SQLITE = b"SQLite format 3\0"  # how every SQLite file begins


def rank(
    results: Annotated[Path, typer.Argument(help="Folder of results.")] = RESULTS,
    task: Annotated[list[str] | None, typer.Option(help="Only this task; may be repeated.")] = None,
    suite: Annotated[str | None, typer.Option(help="Only this suite.")] = None,
    answer: Annotated[str, typer.Option(help="Which answer; 'main' ranks.")] = "main",
    suite_score: Annotated[bool, typer.Option("--suite-score", help="One score over all panels of a suite.")] = False,
    as_json: Json = False,
) -> None:
    """Rank the results panel by panel: models that cannot be told apart share a rank."""
    from clinicell.leaderboard.ranking import rank as rank_results
    from clinicell.leaderboard.result import read_costs
    from clinicell.leaderboard.standing import evidence_below

    chosen = [
        result
        for result in _read(results)
        if (not task or result.inputs.task in task) and (not suite or result.inputs.suite == suite)
    ]
    if not chosen:
        raise InputError(f"{results}: no result of that suite and task; run `clinicell run` first")
    if suite_score:
        show_suites(chosen, results, as_json)
        return
    kept = _with_answer(chosen, answer)
    show_ranks(rank_results(kept, read_costs(results), evidence_below(results), answer=answer), as_json)


@app.command("show")
def show(results: Results = RESULTS, as_json: Json = False) -> None:
    """Show every panel's table here."""
    show_ranks(_ranked(results), as_json)


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
    if address.startswith("sqlite:///"):
        _refuse_no_database(Path(address.removeprefix("sqlite:///")), must_exist=must_exist)
    return Ledger.open(address)


def _refuse_no_database(path: Path, *, must_exist: bool) -> None:
    """Refuse here what MLflow would try to open for minutes."""
    if path.is_dir():
        raise InputError(f"{path}: a folder, not an MLflow database; name a file: --tracking-uri sqlite:///PATH")
    if must_exist and not path.exists():
        raise InputError(f"{path}: no such MLflow database; name one with --tracking-uri sqlite:///PATH")
    if path.is_file():
        with path.open("rb") as stream:
            head = stream.read(len(SQLITE))
        if head not in (b"", SQLITE):
            raise InputError(f"{path}: no SQLite database, so no MLflow database; it was not changed")


def opened_runs(uri: str | None) -> dict[str, str]:
    """Return MLflow run ids by result id, empty where nothing was tracked or mlflow is not installed.

    An address that the user named (`uri`) must work; the default may lead nowhere.
    """
    try:
        return opened_ledger(uri, must_exist=True).runs()
    except (InputError, MissingExtra):
        if uri is not None:
            raise
        return {}


def _build(results: Path, site: Path, runs: dict[str, str]) -> None:
    from clinicell.leaderboard.page import build_site
    from clinicell.leaderboard.result import read_costs
    from clinicell.leaderboard.standing import evidence_below

    build_site(_read(results), read_costs(results), site, runs=runs, evidence_of=evidence_below(results))


def build_and_print(
    results: Path, site: Path, tasks: Iterable[str], suite: str, as_json: bool, runs: dict[str, str]
) -> None:
    """Build the pages, with links to the MLflow `runs`, and print the table of what was just evaluated."""
    began = time.perf_counter()
    try:
        _build(results, site, runs)
        step("board", str(site / "index.html"), time.perf_counter() - began)
    except MissingExtra as fault:
        say(f"board         not built: {fault}")
    table = _ranked(results)
    show_ranks(table[(table["suite"] == suite) & table["task"].isin(list(tasks))], as_json)


def print_ways_on(site: Path, uri: str | None, *, is_tracked: bool) -> None:
    """Print where the page is, and the command that opens the MLflow UI."""
    from clinicell.leaderboard.tracking import tracking_uri

    out().print(f"\nOpen the page:    {site / 'index.html'}", soft_wrap=True)
    if is_tracked:
        command = os.path.relpath(Path(sys.executable).with_name("mlflow"))
        command = "mlflow" if command.startswith("..") else command
        out().print(f"Open the runs:    {command} ui --backend-store-uri {tracking_uri(uri)}", soft_wrap=True)


def _read(results: Path) -> "list[Result]":
    from clinicell.leaderboard.result import read_results

    found = read_results(results)
    if not found:
        raise InputError(f"{results}: no results; run `clinicell run` first")
    return found


def _with_answer(results: "list[Result]", answer: str) -> "list[Result]":
    """Return the results of tasks that have the answer; a task without it has no place in that table."""
    from clinicell.tasks._find import find_task

    task_ids = sorted({result.inputs.task for result in results})
    answers = {task_id: [one.name for one in find_task(task_id).answers] for task_id in task_ids}
    chosen = [result for result in results if answer in answers[result.inputs.task]]
    if not chosen:
        there = "; ".join(f"{task_id} has {', '.join(names)}" for task_id, names in answers.items())
        raise InputError(f"--answer {answer}: no such answer; {there}")
    return chosen


def _ranked(results: Path) -> "pd.DataFrame":
    from clinicell.leaderboard.ranking import rank as rank_results
    from clinicell.leaderboard.result import read_costs
    from clinicell.leaderboard.standing import evidence_below

    return rank_results(_read(results), read_costs(results), evidence_below(results))

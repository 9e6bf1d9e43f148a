"""``clinicell run``: every model of a suite on every panel."""

import os
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clinicell.cli import board
from clinicell.cli._output import duration, out, print_json, print_table, progress, say, step
from clinicell.cli.board import RESULTS, SITE
from clinicell.cli.listings import say_which
from clinicell.cli.ontology import ready
from clinicell.errors import FetchError, InputError

if TYPE_CHECKING:
    from clinicell.leaderboard.evaluate import Done, Places, Prepared
    from clinicell.leaderboard.plan import Evaluation
    from clinicell.leaderboard.tracking import Ledger

WORK = Path("leaderboard/work")
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def run(
    suite: Annotated[str, typer.Option(help="demo (simulated, offline) or core (real and published data).")] = "demo",
    task: Annotated[list[str] | None, typer.Option(help="Only this task; may be repeated.")] = None,
    model: Annotated[list[str] | None, typer.Option(help="Only this model (id or folder); may be repeated.")] = None,
    seeds: Annotated[int, typer.Option(help="Seeds of a stochastic model.")] = 3,
    results: Annotated[Path, typer.Option(help="Where results are kept.")] = RESULTS,
    work: Annotated[Path, typer.Option(help="Where blinded panels and predictions are kept.")] = WORK,
    site: Annotated[Path, typer.Option(help="Where the pages go.")] = SITE,
    tracking_uri: Annotated[
        str | None, typer.Option(help="MLflow; default MLFLOW_TRACKING_URI or ./mlflow.db.")
    ] = None,
    track: Annotated[bool, typer.Option("--track/--no-track", help="Log to MLflow.")] = True,
    jobs: Annotated[int, typer.Option(min=1, help="Evaluations at a time, one thread each.")] = os.cpu_count() or 1,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="Evaluate anew what failed before.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print the plan and a time estimate; start nothing.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Evaluate every model of a suite, log each evaluation, build the board. Interrupted, the same call resumes."""
    from clinicell.leaderboard.evaluate import Places
    from clinicell.leaderboard.plan import plan

    if suite not in ("demo", "core"):
        raise InputError(f"--suite {suite}: there are demo and core")
    for name in model or ():
        say_which(name)
    evaluations = plan("demo" if suite == "demo" else "core", tasks=task or (), models=model or (), n_seeds=seeds)
    if dry_run:
        _print_plan(evaluations, results, as_json)
        return
    places = Places(results=results, work=work)
    ledger = board.opened_ledger(tracking_uri) if track else None
    try:
        missing = _evaluate(evaluations, places, ledger, jobs=jobs, retries_failed=retry_failed)
    except KeyboardInterrupt:  # here, because the frame around us would take it without a word
        say("interrupted; what was done is kept, and the same command resumes")
        raise typer.Exit(130) from None
    if len(missing) == len({(one.task.id, one.panel.dataset) for one in evaluations}):
        raise FetchError("\n".join(missing.values()) + "\nnothing could be evaluated")
    board.build_and_print(
        results,
        site,
        {evaluation.task.id for evaluation in evaluations},
        suite,
        as_json,
        ledger.runs() if ledger else {},
    )
    if not as_json:
        board.print_ways_on(site, tracking_uri if track else None, is_tracked=track)
    if missing:
        raise FetchError("\n".join(missing.values()) + f"\n{len(missing)} panels could not be had; the rest is done")


def _evaluate(
    evaluations: list["Evaluation"], places: "Places", ledger: "Ledger | None", *, jobs: int, retries_failed: bool
) -> dict[tuple[str, str], str]:
    from clinicell.leaderboard.evaluate import drop, superseded
    from clinicell.leaderboard.evaluate import run as run_all

    began = time.perf_counter()
    prepared, missing = _prepare(evaluations, places)
    step("cohorts", f"{len(prepared)} standardized, valid and blinded", time.perf_counter() - began)
    began = time.perf_counter()
    logged = ledger.runs() if ledger else {}
    done: list[Done] = []
    with progress("evaluation", len(evaluations)) as bar:

        def note(one: "Done") -> None:
            done.append(one)
            if ledger and one.result.id not in logged:
                _log(ledger, one, places)
            inputs = one.result.inputs
            bar.update(bar.task_ids[0], advance=1, description=f"{inputs.panel} · {inputs.model}")

        run_all(evaluations, prepared, places, note, jobs=jobs, retries_failed=retries_failed)
    if ledger:
        ledger.mark_superseded([one.result for one in done])
    drop(superseded(done, places), places)
    counts = Counter(one.result.status for one in done)
    more = "".join(f", {counts[status]} {status}" for status in ("declined", "not applicable") if counts[status])
    there = sum(one.was_there for one in done)
    outcome = f"{there} of {len(done)} were there already" if there else f"{len(done)} of {len(evaluations)}"
    step("evaluation", f"{outcome}, {counts['failed']} failed{more}", time.perf_counter() - began)
    return missing


def _prepare(
    evaluations: list["Evaluation"], places: "Places"
) -> tuple[dict[tuple[str, str], "Prepared"], dict[tuple[str, str], str]]:
    """Return what `prepare_all` returns, one panel after the other under a progress bar."""
    from clinicell.leaderboard.evaluate import prepare_all

    ready().close()
    panels = {(one.task.id, one.panel.dataset): one for one in evaluations}
    prepared: dict[tuple[str, str], Prepared] = {}
    missing: dict[tuple[str, str], str] = {}
    with progress("cohorts", len(panels)) as bar:
        for (_, dataset), one in panels.items():
            bar.update(bar.task_ids[0], description=dataset)
            there, lost = prepare_all([one], places)
            prepared |= there
            missing |= lost
            bar.update(bar.task_ids[0], advance=1)
    return prepared, missing


def _log(ledger: "Ledger", one: "Done", places: "Places") -> None:
    from clinicell.leaderboard.result import read_cost

    inputs = one.result.inputs
    record = places.results / inputs.suite / inputs.task / f"{one.result.id}.json"
    cost_record = record.with_name(f"{one.result.id}.cost.json")
    ledger.log(one.result, record, read_cost(cost_record), cost_record, one.prediction)


def _print_plan(evaluations: list["Evaluation"], results: Path, as_json: bool) -> None:
    from clinicell.leaderboard.plan import known_seconds
    from clinicell.leaderboard.result import read_costs, read_results

    seconds = known_seconds()
    costs = read_costs(results)
    there = set()
    for result in read_results(results):
        inputs = result.inputs
        code = (inputs.model_sha256, inputs.scoring_sha256, tuple(sorted(inputs.versions.items())))
        there.add((inputs.task, inputs.task_version, inputs.panel, inputs.seed, code))
        if result.id in costs:
            seconds[inputs.task, inputs.panel, inputs.model] = costs[result.id].seconds
    to_do = [
        one
        for one in evaluations
        if (one.task.id, one.task.version, one.panel.dataset, one.seed, _code(one)) not in there
    ]
    known = [seconds[one.key] for one in to_do if one.key in seconds]
    if as_json:
        records = [
            {"task": one.key[0], "panel": one.key[1], "model": one.key[2], "seed": one.seed} for one in evaluations
        ]
        print_json(
            {"evaluations": records, "to_do": len(to_do), "seconds": sum(known), "n_unknown": len(to_do) - len(known)}
        )
        return
    panels = {(one.task.id, one.panel.dataset): one.panel for one in evaluations}
    rows = [
        (
            task_id,
            dataset,
            panel.resample,
            str(len({one.model.id for one in evaluations if one.key[:2] == (task_id, dataset)})),
            str(sum(one.key[:2] == (task_id, dataset) for one in evaluations)),
        )
        for (task_id, dataset), panel in panels.items()
    ]
    print_table(["task", "panel", "unit", "models", "runs"], rows, right=["models", "runs"])
    out().print(
        f"\n  {len(evaluations)} runs, {len(evaluations) - len(to_do)} already there, {len(to_do)} to do: "
        f"{_time_words(known, len(to_do))}.\n  Nothing was started.",
        markup=False,
    )


def _code(one: "Evaluation") -> tuple[str, str, tuple[tuple[str, str], ...]]:
    from clinicell.leaderboard.result import versions

    return one.model_sha256, one.scoring_sha256, tuple(sorted(versions().items()))


def _time_words(known: list[float], n_to_do: int) -> str:
    """Return the estimate for runs of `known` seconds each on one thread, as many at a time as there are cores."""
    if not n_to_do:
        return "no time"
    if not known:
        return "the time is not known, none was ever timed"
    jobs = os.cpu_count() or 1
    unknown = f"; {n_to_do - len(known)} were never timed and come on top" if len(known) < n_to_do else ""
    return f"about {duration(sum(known) / jobs)} on {jobs} cores{unknown}"

"""Running a plan: blind each panel once, then predict and score every evaluation, each in its own process.

Everything is kept as soon as it is done; the same call after an interruption goes on where it stopped.
"""

import json
import queue
import shutil
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any  # JSON values are untyped at this edge

from clinicell.datasets.store import Store, load, standard_file
from clinicell.errors import FetchError, SurroundingsError
from clinicell.files import canonical_json, sha256_text, write_json
from clinicell.leaderboard.contamination import contamination
from clinicell.leaderboard.plan import Evaluation
from clinicell.leaderboard.processes import Worker, WorkerDied
from clinicell.leaderboard.result import Cost, Inputs, Result, cost_of, read_result, read_results, versions
from clinicell.tasks._blind import Source, blind
from clinicell.tasks._folds import Folds
from clinicell.tasks._task import Panel, Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where an evaluation keeps what: results for good, work (blinded panels, predictions, logs) until deleted."""

    results: Path
    work: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One evaluation that has its result."""

    evaluation: Evaluation
    result: Result
    prediction: Path
    was_there: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A blinded panel: its folder, and the record of what it was made from."""

    folder: Path
    about: dict[str, Any]


def sources(panel: Panel, store: Store | None = None) -> tuple[Source, dict[str, Source]]:
    """Return a panel's data set, and its references by role, as standard data sets in memory."""

    def source(dataset_id: str) -> Source:
        return Source(adata=load(dataset_id, store), sha256=standard_file(dataset_id, store).sha256)

    return source(panel.dataset), {role: source(name) for role, name in panel.references.items()}


def prepare(
    task: Task, panel: Panel, places: Places, store: Store | None = None, *, folds: Folds | None = None
) -> Prepared:
    """Return the blinded panel, made once per state of its data set, references, folds and task.

    `folds` replaces the panel's own.

    Raises
    ------
    FetchError
        The data set cannot be had here.
    """
    names = {"dataset": panel.dataset, **panel.references}
    files = {role: standard_file(dataset, store) for role, dataset in names.items()}
    mark = folds.sha256 if folds else panel.folds_mark
    key = sha256_text(
        canonical_json([task.id, task.version, mark, {role: file.sha256 for role, file in files.items()}])
    )[:16]
    folder = places.work / panel.suite / task.id / f"{panel.dataset}-{key}"
    if not (folder / "sealed" / "panel.json").exists():
        dataset, references = sources(panel, store)
        blind(task, panel, dataset, references, folder, folds=folds)
    return Prepared(folder=folder, about=json.loads((folder / "sealed" / "panel.json").read_text(encoding="utf-8")))


def prepare_all(
    evaluations: Iterable[Evaluation], places: Places, store: Store | None = None
) -> tuple[dict[tuple[str, str], Prepared], dict[tuple[str, str], str]]:
    """Return the prepared panels by task and data set, and why others cannot be had here."""
    prepared: dict[tuple[str, str], Prepared] = {}
    missing: dict[tuple[str, str], str] = {}
    for evaluation in evaluations:
        key = _panel_key(evaluation)
        if key in prepared or key in missing:
            continue
        try:
            prepared[key] = prepare(evaluation.task, evaluation.panel, places, store)
        except FetchError as fault:
            missing[key] = str(fault)
    return prepared, missing


def run(
    evaluations: list[Evaluation],
    prepared: dict[tuple[str, str], Prepared],
    places: Places,
    on_done: Callable[[Done], None],
    *,
    jobs: int = 1,
    retries_failed: bool = False,
) -> None:
    """Evaluate what has no result yet; call `on_done` for each evaluation in order, those there already included.

    `jobs` evaluations run at a time, each in a pair of processes with one thread: no value depends on how many cores
    there are. `retries_failed` evaluates those anew that failed before.
    """
    log = places.work / "workers.log"
    pairs = [(Worker("predict", log), Worker("score", log)) for _ in range(jobs)]
    free: queue.Queue[tuple[Worker, Worker]] = queue.Queue()
    for pair in pairs:
        free.put(pair)

    def one(evaluation: Evaluation) -> Done:
        pair = free.get()
        try:
            return _evaluate(evaluation, prepared[_panel_key(evaluation)], places, *pair, retries_failed=retries_failed)
        finally:
            free.put(pair)

    executor = ThreadPoolExecutor(jobs)
    try:
        for done in executor.map(one, [each for each in evaluations if _panel_key(each) in prepared]):
            on_done(done)
    except BaseException:
        for worker in chain.from_iterable(pairs):
            worker.stop()
        raise
    finally:
        executor.shutdown(cancel_futures=True)
        for predicting, scoring in pairs:
            predicting.close()
            scoring.close()


def _panel_key(evaluation: Evaluation) -> tuple[str, str]:
    return evaluation.task.id, evaluation.panel.dataset


def _evaluate(
    evaluation: Evaluation,
    panel: Prepared,
    places: Places,
    predicting: Worker,
    scoring: Worker,
    *,
    retries_failed: bool,
) -> Done:
    inputs = _inputs(evaluation, panel)
    prediction = panel.folder / "predictions" / inputs.id
    path = places.results / inputs.suite / inputs.task / f"{inputs.id}.json"
    if retries_failed and path.exists() and read_result(path).status == "failed":
        path.unlink()
        shutil.rmtree(prediction, ignore_errors=True)
    was_there = path.exists()
    if not was_there:
        if not (prediction / "prediction.json").exists():
            _predict(evaluation, panel, prediction, predicting)
        _cost(prediction, inputs.id).write(places.results, inputs)
        request = {
            "prediction": str(prediction),
            "sealed": str(panel.folder / "sealed"),
            "results": str(places.results),
        }
        path = Path(scoring.ask(request))
        if path.stem != inputs.id:
            raise SurroundingsError(
                f"{evaluation.model.file.name} or a library changed while it was evaluated: planned {inputs.id}, "
                f"got {path.stem}; run the same command again"
            )
    return Done(evaluation=evaluation, result=read_result(path), prediction=prediction, was_there=was_there)


def superseded(done: Iterable[Done], places: Places) -> list[Result]:
    """Return kept results that newer ones replace: same panel, task version and model, other code, data or libraries.

    All their seeds are replaced together, so that no row averages over two states of a model.
    """
    current = {one.result.inputs.question: one.result.inputs.without_seed for one in done}
    return [
        result
        for result in read_results(places.results)
        if current.get(result.inputs.question, result.inputs.without_seed) != result.inputs.without_seed
    ]


def drop(results: Iterable[Result], places: Places) -> None:
    """Delete results and their costs; what was tracked of them stays in the ledger."""
    for result in results:
        folder = places.results / result.inputs.suite / result.inputs.task
        (folder / f"{result.id}.json").unlink(missing_ok=True)
        (folder / f"{result.id}.cost.json").unlink(missing_ok=True)
        (folder / f"{result.id}.evidence.npz").unlink(missing_ok=True)


def _inputs(evaluation: Evaluation, panel: Prepared) -> Inputs:
    return Inputs(
        **{name: value for name, value in panel.about.items() if name != "blinding"},
        model=evaluation.model.id,
        model_sha256=evaluation.model_sha256,
        scoring_sha256=evaluation.scoring_sha256,
        seed=evaluation.seed,
        versions=versions(),
    )


def _predict(evaluation: Evaluation, panel: Prepared, prediction: Path, worker: Worker) -> None:
    request = {
        "model": evaluation.asked_model,
        "public": str(panel.folder / "public"),
        "out": str(prediction),
        "seed": str(evaluation.seed),
    }
    shutil.rmtree(prediction, ignore_errors=True)  # what an interrupted job left
    if seen := contamination(evaluation.model.card.trained_on, evaluation.panel):
        return _record_unanswered(evaluation, panel, prediction, seen)
    try:
        worker.ask(request)
    except WorkerDied as fault:
        _record_unanswered(evaluation, panel, prediction, str(fault))


def _record_unanswered(evaluation: Evaluation, panel: Prepared, prediction: Path, reason: str) -> None:
    """Write down a model that was not asked, having seen the panel, or that took its process with it.

    The latter runs out of memory, or crashes in compiled code; the scoring job tells both apart.
    """
    write_json(prediction / "cost.json", {"seconds": None, "peak_memory_mb": None, "cores": 0, "device": "cpu"})
    write_json(
        prediction / "prediction.json",
        {
            "model": evaluation.model.id,
            "title": evaluation.model.card.title,
            "is_control": evaluation.model.card.is_control,
            "model_sha256": evaluation.model_sha256,
            "blinding": panel.about["blinding"],
            "seed": evaluation.seed,
            "versions": versions(),
            "trained_on": list(evaluation.model.card.trained_on),
            "status": "failed",
            "reason": reason,
        },
    )


def _cost(prediction: Path, result_id: str) -> Cost:
    return cost_of(json.loads((prediction / "cost.json").read_text(encoding="utf-8")) | {"id": result_id})

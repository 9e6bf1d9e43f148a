"""Running a plan: blind each panel once, then predict and score every evaluation, each in its own process.

Everything is kept as soon as it is done; the same call after an interruption goes on where it stopped.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any  # JSON values are untyped at this edge

from clinicell.datasets.store import Store, load, standard_file
from clinicell.errors import ClinicellError, FetchError, InputError, SurroundingsError
from clinicell.files import canonical_json, sha256_text, write_json
from clinicell.leaderboard.plan import Evaluation
from clinicell.leaderboard.result import Cost, Inputs, Result, cost_of, read_result, versions
from clinicell.tasks._blind import Source, blind
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


class Worker:
    """A process that does one kind of job; started when first needed, started anew when it dies."""

    def __init__(self, role: str, log: Path) -> None:
        self._role = role
        self._log = log
        self._process: subprocess.Popen[str] | None = None

    def ask(self, request: dict[str, str]) -> str:
        """Return what the job made.

        Raises
        ------
        InputError, SurroundingsError
            The job refused.
        WorkerDied
            The process ended before it answered.
        """
        process = self._running()
        if process.stdin is None or process.stdout is None:
            raise SurroundingsError(f"the {self._role} process has no pipe")
        try:
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            code = process.wait()
            self._process = None
            raise WorkerDied(f"the process ended (signal {-code})" if code < 0 else f"the process ended (code {code})")
        reply = json.loads(line)
        if "error" in reply:
            raise (InputError if reply["exit_code"] == 2 else SurroundingsError)(reply["error"])
        return str(reply["made"])

    def _running(self) -> "subprocess.Popen[str]":
        if self._process is None:
            self._log.parent.mkdir(parents=True, exist_ok=True)
            with self._log.open("a", encoding="utf-8") as log:
                self._process = subprocess.Popen(  # noqa: S603 - our own module, arguments not from a user
                    [sys.executable, "-m", "clinicell.leaderboard.worker", self._role],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    text=True,
                )
        return self._process

    def close(self) -> None:
        """End the process, which ends when its input does."""
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
            self._process.wait()
            if self._process.stdout is not None:
                self._process.stdout.close()
            self._process = None


class WorkerDied(SurroundingsError):
    """A worker process ended before it answered."""


def sources(panel: Panel, store: Store | None = None) -> tuple[Source, dict[str, Source]]:
    """Return a panel's data set, and its references by role, as standard data sets in memory."""

    def source(dataset_id: str) -> Source:
        return Source(adata=load(dataset_id, store), sha256=standard_file(dataset_id, store).sha256)

    return source(panel.dataset), {role: source(name) for role, name in panel.references.items()}


def prepare(task: Task, panel: Panel, places: Places, store: Store | None = None) -> Prepared:
    """Return the blinded panel, made once per state of its data set, references, folds and task.

    Raises
    ------
    FetchError
        The data set cannot be had here.
    """
    names = {"dataset": panel.dataset, **panel.references}
    files = {role: standard_file(dataset, store) for role, dataset in names.items()}
    key = sha256_text(
        canonical_json([task.id, task.version, panel.folds_mark, {role: file.sha256 for role, file in files.items()}])
    )[:16]
    folder = places.work / panel.suite / task.id / f"{panel.dataset}-{key}"
    if not (folder / "sealed" / "panel.json").exists():
        dataset, references = sources(panel, store)
        folder.parent.mkdir(parents=True, exist_ok=True)
        blind(task, panel, dataset, references, folder)
    return Prepared(folder=folder, about=json.loads((folder / "sealed" / "panel.json").read_text(encoding="utf-8")))


def prepare_all(
    evaluations: Iterable[Evaluation], places: Places, store: Store | None = None
) -> tuple[dict[tuple[str, str], Prepared], dict[tuple[str, str], str]]:
    """Return the prepared panels by task and data set, and why others cannot be had here."""
    prepared: dict[tuple[str, str], Prepared] = {}
    missing: dict[tuple[str, str], str] = {}
    for evaluation in evaluations:
        key = (evaluation.task.id, evaluation.panel.dataset)
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
) -> None:
    """Evaluate what has no result yet; call `on_done` for each evaluation in order, those there already included."""
    log = places.work / "workers.log"
    predicting, scoring = Worker("predict", log), Worker("score", log)
    try:
        for evaluation in evaluations:
            panel = prepared.get((evaluation.task.id, evaluation.panel.dataset))
            if panel is not None:
                on_done(_evaluate(evaluation, panel, places, predicting, scoring))
    finally:
        predicting.close()
        scoring.close()


def _evaluate(evaluation: Evaluation, panel: Prepared, places: Places, predicting: Worker, scoring: Worker) -> Done:
    inputs = _inputs(evaluation, panel)
    prediction = panel.folder / "predictions" / inputs.id
    path = places.results / inputs.suite / inputs.task / f"{inputs.id}.json"
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


def _inputs(evaluation: Evaluation, panel: Prepared) -> Inputs:
    return Inputs(
        **panel.about,
        model=evaluation.model.id,
        model_sha256=evaluation.model_sha256,
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
    try:
        worker.ask(request)
    except WorkerDied as fault:
        _record_death(evaluation, prediction, fault)


def _record_death(evaluation: Evaluation, prediction: Path, fault: ClinicellError) -> None:
    """Write down a model that took its process with it: out of memory, a crash in compiled code."""
    write_json(prediction / "cost.json", {"seconds": None, "peak_memory_mb": None, "cores": 0, "device": "cpu"})
    write_json(
        prediction / "prediction.json",
        {
            "model": evaluation.model.id,
            "title": evaluation.model.card.title,
            "is_control": evaluation.model.card.is_control,
            "model_sha256": evaluation.model_sha256,
            "seed": evaluation.seed,
            "versions": versions(),
            "status": "failed",
            "reason": str(fault),
        },
    )


def _cost(prediction: Path, result_id: str) -> Cost:
    return cost_of(json.loads((prediction / "cost.json").read_text(encoding="utf-8")) | {"id": result_id})

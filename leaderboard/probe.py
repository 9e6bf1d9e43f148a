"""A question beside the board: one model on one panel, asked in another way than the board asks; it never ranks.

Its record is one JSON file in a folder of its own, ``<suite>/<task>/<panel>-<model>-<kind>.json``, whose id is a hash
of what it is a function of. The model runs in a worker process that gets the public side only.
"""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any  # JSON values are untyped at this edge

from clinicell.baselines._model import FoundModel, find_model
from clinicell.datasets.store import Store
from clinicell.errors import InputError, TaskError
from clinicell.files import canonical_json, sha256_text, write_json
from clinicell.leaderboard.code import model_sha256, scoring_sha256
from clinicell.leaderboard.contamination import contamination
from clinicell.leaderboard.evaluate import Places, Prepared, prepare
from clinicell.leaderboard.processes import Worker, WorkerDied
from clinicell.leaderboard.result import Inputs, finite, versions
from clinicell.tasks._find import find_task
from clinicell.tasks._folds import Folds
from clinicell.tasks._task import Panel, Task

Ask = Callable[[str, dict[str, str]], str]  # a worker's role and a request: what was made


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """Who is asked, of whom, and where it is kept.

    `ask` runs one job; `places.results` is where records go.
    """

    task: Task
    panel: Panel
    model: FoundModel
    asked_model: str  # as the user wrote it: an id or a folder
    seed: int
    places: Places
    ask: Ask
    store: Store | None = None

    def inputs(self, panel: Prepared) -> Inputs:
        """Return all that an answer on a blinded panel is a function of."""
        return Inputs(
            **{name: value for name, value in panel.about.items() if name != "blinding"},
            model=self.model.id,
            model_sha256=model_sha256(self.model),
            scoring_sha256=scoring_sha256(self.task.id),
            seed=self.seed,
            versions=versions(),
        )

    def predicted(self, folds: Folds | None = None) -> tuple[Prepared, Path, str]:
        """Return the blinded panel, the folder of the model's predictions on it, and why it failed, if it did.

        `folds` replaces the panel's own. What is there already is not computed again.
        """
        panel = prepare(self.task, self.panel, self.places, self.store, folds=folds)
        folder = panel.folder / "predictions" / self.inputs(panel).id
        if seen := contamination(self.model.card.trained_on, self.panel):
            return panel, folder, f"declined: {seen}"
        reason = self.done("predict", panel, folder, "prediction.json", {})
        if reason:
            return panel, folder, reason
        made = json.loads((folder / "prediction.json").read_text(encoding="utf-8"))
        return panel, folder, str(made["reason"])

    def done(self, role: str, panel: Prepared, folder: Path, last: str, more: Mapping[str, str]) -> str:
        """Have a job done unless its `last` file is there; return why its process ended before it answered, if so."""
        if (folder / last).exists():
            return ""
        shutil.rmtree(folder, ignore_errors=True)  # what an interrupted job left
        request = {
            "model": self.asked_model,
            "public": str(panel.folder / "public"),
            "out": str(folder),
            "seed": str(self.seed),
            **more,
        }
        try:
            self.ask(role, request)
        except WorkerDied as fault:
            return str(fault)
        return ""

    def write(
        self, kind: str, inputs: Inputs, found: Mapping[str, object], how: Mapping[str, object] | None = None
    ) -> Path:
        """Write the record of a kind of question and return its path; `how` is what else an answer follows from."""
        about = {"kind": kind, "how": dict(how or {}), **asdict(inputs)}
        record: dict[str, Any] = {
            "id": sha256_text(canonical_json(about))[:16],
            **about,
            "model_title": self.model.card.title,
            "unit": self.panel.resample,
            "metric": self.task.primary.name,
            **finite(dict(found)),
        }
        name = f"{self.panel.dataset}-{self.model.id}-{kind}.json"
        return write_json(self.places.results / self.panel.suite / self.task.id / name, record)


def probe(
    task_id: str,
    model: str,
    *,
    suite: str,
    panel: str = "",
    seed: int = 0,
    places: Places,
    ask: Ask,
    store: Store | None = None,
) -> Probe:
    """Return a question to a model about one panel of a task: the one named, else the only scored one of the suite.

    Raises
    ------
    InputError
        The task, the model or the panel is unknown, several panels could be meant, or the model does not take part.
    """
    task, found = find_task(task_id), find_model(model)
    if not found.card.answers(task):
        raise InputError(
            f"model {found.id!r} does not answer task {task.id!r}; it answers {', '.join(found.card.tasks)}"
        )
    scored = [one for one in task.panels if one.suite == suite and one.is_scored]
    if not panel and len(scored) != 1:
        names = ", ".join(one.dataset for one in scored) or "none"
        raise TaskError(f"task {task.id!r} has {len(scored)} scored panels in suite {suite!r} ({names}); name one")
    chosen = task.panel(panel) if panel else scored[0]
    if not chosen.is_scored:
        raise TaskError(f"panel {chosen.dataset!r} has no truth: nothing can be measured on it")
    return Probe(
        task=task,
        panel=chosen,
        model=found,
        asked_model=model,
        seed=seed,
        places=places,
        ask=ask,
        store=store,
    )


@contextmanager
def workers(log: Path) -> Iterator[Ask]:
    """Yield how to ask a worker process of a role, started when first asked; all end with the block."""
    there: dict[str, Worker] = {}

    def ask(role: str, request: dict[str, str]) -> str:
        return there.setdefault(role, Worker(role, log)).ask(request)

    try:
        yield ask
    finally:
        for worker in there.values():
            worker.close()

"""What there is to evaluate: every model that answers a task, on every panel of a suite, with its seeds."""

import csv
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from clinicell.baselines._model import FoundModel, find_model, model_ids
from clinicell.errors import InputError
from clinicell.files import write_text
from clinicell.leaderboard.code import model_sha256, scoring_sha256
from clinicell.leaderboard.result import read_costs, read_results
from clinicell.tasks._find import find_task, task_ids
from clinicell.tasks._task import Panel, Task

Suite = Literal["demo", "core"]
SECONDS = Path(__file__).parent / "seconds.csv"  # measured on two cores; `make seconds` renews it


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """One model on one panel with one seed."""

    task: Task
    panel: Panel
    model: FoundModel
    asked_model: str  # as the user wrote it: an id or a folder
    model_sha256: str
    scoring_sha256: str
    seed: int

    @property
    def key(self) -> tuple[str, str, str]:
        """Task, panel and model: what a cost is looked up by."""
        return self.task.id, self.panel.dataset, self.model.id


def plan(suite: Suite, *, tasks: Sequence[str] = (), models: Sequence[str] = (), n_seeds: int = 3) -> list[Evaluation]:
    """Return the evaluations of a suite in the order in which they run.

    Parameters
    ----------
    tasks, models
        Ids to narrow the plan to; a model may be a folder with ``model.py``. Empty: all.
    n_seeds
        Seeds of a stochastic model, from 0; a deterministic one runs once.

    Raises
    ------
    InputError
        A task or model is unknown, two models share an id, nothing is left to do, or `n_seeds` is below 1.
    """
    if n_seeds < 1:
        raise InputError(f"--seeds {n_seeds}: at least 1 is needed")
    found = [(name, find_model(name)) for name in dict.fromkeys(models or model_ids())]
    _refuse_a_shared_id(found)
    hashes = {model.id: model_sha256(model) for _, model in found}
    asked = [find_task(task_id).id for task_id in (tasks or task_ids())]
    evaluations = [
        Evaluation(
            task=task,
            panel=panel,
            model=model,
            asked_model=name,
            model_sha256=hashes[model.id],
            scoring_sha256=scoring,
            seed=seed,
        )
        for task, scoring in [(find_task(task_id), scoring_sha256(task_id)) for task_id in asked]
        for panel in task.panels
        if panel.suite == suite
        for name, model in found
        if model.card.answers(task)
        for seed in range(n_seeds if model.card.is_stochastic else 1)
    ]
    if not evaluations:
        raise InputError(
            f"nothing to run: none of the models {', '.join(models)} answers {', '.join(tasks) or 'a task'}"
        )
    return evaluations


def _refuse_a_shared_id(found: Sequence[tuple[str, FoundModel]]) -> None:
    """Refuse models that would take each other's rows: results are kept by the id, a folder's name."""
    met: dict[str, str] = {}
    shipped = set(model_ids())
    for name, model in found:
        other = met.setdefault(model.id, name)
        if other != name or (name != model.id and model.id in shipped):
            other = other if other != name else f"the shipped model {model.id}"
            raise InputError(f"--model {name}: it has the id {model.id!r}, and so has {other}; rename the folder")


def known_seconds() -> dict[tuple[str, str, str], float]:
    """Return measured seconds of one evaluation by task, panel and model, as shipped with the package."""
    if not SECONDS.exists():
        return {}
    with SECONDS.open(encoding="utf-8", newline="") as stream:
        return {
            (row["task"], row["panel"], row["model"]): float(row["seconds"])
            for row in csv.DictReader(line for line in stream if not line.startswith("#"))
        }


def write_seconds(results: Path, path: Path = SECONDS) -> Path:
    """Write the mean seconds of each task, panel and model among `results`, keeping what is known of others."""
    costs = read_costs(results)
    found: dict[tuple[str, str, str], list[float]] = {}
    for result in read_results(results):
        inputs = result.inputs
        if result.id in costs and math.isfinite(costs[result.id].seconds):
            found.setdefault((inputs.task, inputs.panel, inputs.model), []).append(costs[result.id].seconds)
    table = known_seconds() | {key: math.fsum(values) / len(values) for key, values in found.items()}
    lines = ["# seconds of one evaluation (fit and predict over all folds), one thread; written by `make seconds`"]
    lines += ["task,panel,model,seconds"] + [f"{','.join(key)},{table[key]:.1f}" for key in sorted(table)]
    return write_text(path, "\n".join(lines) + "\n")

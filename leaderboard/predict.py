"""The predicting job: it gets a model and the public side of a panel, and never a test label.

What it writes to its folder::

    fold-<k>/<answer>.csv.gz     the prediction
    cost.json                    seconds and memory
    prediction.json              model, seed and outcome; written last, so that a folder with it is complete
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any  # JSON values are untyped at this edge

from clinicell.baselines._model import FoundModel, find_model
from clinicell.errors import InputError, NotApplicable, PredictionError
from clinicell.files import write_json
from clinicell.leaderboard.code import model_sha256
from clinicell.leaderboard.result import versions
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._find import find_task
from clinicell.tasks._prediction import Prediction
from clinicell.tasks._task import Task


def predict(model: str, public: Path, out: Path, *, seed: int = 0) -> Path:
    """Fit `model` on each fold's train side, answer for its test side, and return `out`.

    A model that raises is a failed prediction with the reason, not an error of this function.

    Parameters
    ----------
    model
        Id of a shipped model, or a folder that holds ``model.py``.
    public
        The public side of a panel, as `clinicell.tasks._blind.blind` wrote it.
    out
        Where the prediction goes.

    Raises
    ------
    InputError
        The model cannot be found or imported, or `public` is not what it should be.
    """
    found, task, job = opened(model, public, out)
    reset_peak_memory()
    began = time.perf_counter()
    status, reason = "predicted", ""
    for fold in job["folds"]:
        if status == "predicted":
            status, reason = _one_fold(found, task, public / f"fold-{fold}", out / f"fold-{fold}", seed)
    seconds = time.perf_counter() - began
    cost = {
        "seconds": seconds,
        "peak_memory_mb": peak_memory_mb(),
        "cores": int(os.environ.get("OMP_NUM_THREADS") or os.cpu_count() or 1),
        "device": device(),
    }
    write_json(out / "cost.json", cost)
    write_json(
        out / "prediction.json",
        {
            "model": found.id,
            "title": found.card.title,
            "is_control": found.card.is_control,
            "model_sha256": model_sha256(found),
            "blinding": job["blinding"],
            "seed": seed,
            "versions": versions(),
            "trained_on": list(found.card.trained_on),
            "status": status,
            "reason": reason,
        },
    )
    return out


def opened(model: str, public: Path, out: Path) -> tuple[FoundModel, Task, dict[str, Any]]:
    """Return the model, the task and the job of a public side, after all that bars the way was looked at.

    Raises
    ------
    InputError
        The model cannot be found, imported or asked this; `public` is not what it should be; `out` is not empty.
    """
    job = _job(public)
    task = find_task(job["task"])
    if task.version != job["task_version"]:
        raise InputError(f"{public}: made for version {job['task_version']} of {task.id!r}, here is {task.version}")
    found = find_model(model)
    if not found.card.answers(task):
        raise InputError(
            f"model {found.id!r} does not answer task {task.id!r}; it answers {', '.join(found.card.tasks)}"
        )
    if out.exists() and any(out.iterdir()):
        raise InputError(f"{out}: exists and is not empty; name a new folder")
    return found, task, job


def _job(public: Path) -> dict[str, Any]:
    try:
        job = json.loads((public / "job.json").read_text(encoding="utf-8"))
        if isinstance(job, dict) and {"task", "task_version", "folds", "blinding"} <= job.keys():
            return job
    except (OSError, ValueError) as fault:
        raise InputError(f"{public}: not the public side of a panel ({fault})") from fault
    raise InputError(f"{public}: job.json does not name a task, its version and its folds")


def _one_fold(found: FoundModel, task: Task, side: Path, out: Path, seed: int) -> tuple[str, str]:
    """Answer for one fold; return ``"predicted"``, or ``"failed"`` or ``"not applicable"`` with why, in one line."""
    train, test = Cohort.read(side / "train"), Cohort.read(side / "test")
    try:
        model = found.make()
        model.fit(train, task, seed=seed)
        prediction = float_tables(model.predict(test, task))
    except NotApplicable as answer:
        return "not applicable", " ".join(str(answer).split())[:300] or "no reason was given"
    except Exception as fault:  # whatever a model raises is its failure, and goes on the board
        return "failed", in_one_line(fault)
    prediction.write(out)
    return "predicted", ""


def in_one_line(fault: Exception) -> str:
    """Return what a model raised, in at most 300 characters."""
    return f"{type(fault).__name__}: {' '.join(str(fault).split())}"[:300]


def float_tables(prediction: object) -> Prediction:
    """Return the answers as float tables under text ids, or raise what is wrong with them."""
    if not isinstance(prediction, Prediction):
        raise PredictionError(f"predict gave a {type(prediction).__name__}, not a Prediction")
    tables = {name: table.astype("float64") for name, table in prediction.answers.items()}
    return Prediction({name: table.set_axis(table.index.astype("str"), axis=0) for name, table in tables.items()})


def reset_peak_memory() -> None:
    """Let the system count this process's peak memory anew, where it can (Linux)."""
    clear = Path("/proc/self/clear_refs")
    if clear.exists():
        try:
            clear.write_text("5")
        except OSError:
            return


def peak_memory_mb() -> float | None:
    """Return the largest resident memory of this process in megabytes, None where the system does not tell."""
    status = Path("/proc/self/status")
    if not status.exists():
        return None
    for line in status.read_text().splitlines():
        if line.startswith("VmHWM:"):
            return round(int(line.split()[1]) / 1024, 1)
    return None


def device() -> str:
    """Return ``"cuda"`` if a model of this process has used it, else ``"cpu"``; torch is not imported for this."""
    torch = sys.modules.get("torch")
    used = torch is not None and torch.cuda.is_available() and torch.cuda.memory_reserved() > 0
    return "cuda" if used else "cpu"

"""``clinicell tasks`` and ``clinicell models``."""

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clinicell.cli._output import number, out, print_json, print_table, say

if TYPE_CHECKING:
    from clinicell.baselines._model import FoundModel
    from clinicell.tasks._task import Task

tasks = typer.Typer(help="Tasks: the clinical questions, and the panels they are asked of.", no_args_is_help=True)
models = typer.Typer(help="Models: controls, classical references, systems of the field.", no_args_is_help=True)
RESULTS = Path("leaderboard/results")
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@tasks.command("list")
def list_tasks(as_json: Json = False) -> None:
    """List the tasks."""
    from clinicell.tasks._find import find_task, task_ids

    found = [find_task(task_id) for task_id in task_ids()]
    if as_json:
        print_json([_task_record(task) for task in found])
        return
    rows = [(task.id, f"v{task.version}", task.primary.title, str(len(task.panels)), task.question) for task in found]
    print_table(["id", "version", "ranked by", "panels", "question"], rows, right=["panels"])


@tasks.command("show")
def show_task(
    task_id: Annotated[str, typer.Argument(help="Id of a task.")],
    results: Annotated[Path, typer.Option(help="Results that say what a panel can show.")] = RESULTS,
    as_json: Json = False,
) -> None:
    """Show a task: its question, what a model sees, how it is scored, its panels and what they can show."""
    from clinicell.tasks._find import find_task

    task = find_task(task_id)
    shown = detectable(task, results)
    if as_json:
        print_json(
            {**_task_record(task), "minimal_detectable_difference": {name: one[0] for name, one in shown.items()}}
        )
        return
    facts = {
        task.id: f"{task.title}, version {task.version}",
        "question": task.question,
        "unit": f"one row per {task.unit}; {task.setting}",
        "a model sees": ", ".join(task.inputs) + " and nothing else; ids re-keyed, rows shuffled",
        "ranked by": task.primary.title + (f", mean within {task.within}" if task.within else ""),
        "also": ", ".join(metric.title for metric in task.answers[0].metrics[1:]) or "nothing",
        "second looks": ", ".join(answer.title for answer in task.answers[1:]) or "none",
    }
    print_table(["", ""], list(facts.items()))
    out().print()
    rows = [
        (panel.suite, panel.dataset, panel.resample, panel.folds, "yes" if panel.is_scored else "no, reports")
        for panel in task.panels
    ]
    print_table(["suite", "panel", "unit of interval", "folds", "scored"], rows)
    out().print(
        f"\nSmallest difference of {task.primary.title} that a panel shows with a chance of 80 %:", markup=False
    )
    for dataset, (value, why) in shown.items():
        out().print(f"  {dataset}   {f'not known: {why}' if why else number(value)}", markup=False)
    for panel in task.panels:
        for text in filter(None, (panel.transductive and f"transductive: {panel.transductive}", panel.note)):
            out().print(f"\n{panel.dataset}   {text}", markup=False)


def detectable(task: "Task", results: Path) -> dict[str, tuple[float, str]]:
    """Return by panel the smallest difference that its results say it can show, or NaN and why it is not known."""
    from clinicell.leaderboard.differences import differences
    from clinicell.leaderboard.result import read_results
    from clinicell.leaderboard.standing import evidence_below

    found = [
        one for one in read_results(results) if (one.inputs.task, one.inputs.task_version) == (task.id, task.version)
    ]
    shown: dict[str, tuple[float, str]] = {}
    for panel in task.panels:
        own = [one for one in found if one.inputs.panel == panel.dataset]
        if not panel.is_scored:
            shown[panel.dataset] = math.nan, "it is never ranked"
        elif not own:
            shown[panel.dataset] = math.nan, "no results yet"
        else:
            compared = differences(own, task.primary, task.answers[0].name, evidence_below(results))
            shown[panel.dataset] = compared.detectable, compared.why_unknown
    return shown


def _task_record(task: "Task") -> dict[str, object]:
    from dataclasses import asdict

    return {
        **{name: getattr(task, name) for name in ("id", "version", "title", "question", "unit", "inputs", "setting")},
        "within": task.within,
        "answers": [
            {
                "name": answer.name,
                "title": answer.title,
                "reads": answer.reads,
                "required": answer.required,
                "panels": answer.panels,
                "metrics": [
                    {"name": metric.name, "title": metric.title, "best": metric.best, "worst": metric.worst}
                    for metric in answer.metrics
                ],
            }
            for answer in task.answers
        ],
        "panels": [asdict(panel) for panel in task.panels],
    }


@models.command("list")
def list_models(as_json: Json = False) -> None:
    """List the models that are shipped."""
    from clinicell.baselines._model import find_model, model_ids

    found = [find_model(model_id) for model_id in model_ids()]
    if as_json:
        print_json([_model_record(model) for model in found])
        return
    rows = [
        (
            model.id,
            "control" if model.card.is_control else "model",
            ", ".join(model.card.needs or model.card.tasks) or "every task",
            "several seeds" if model.card.is_stochastic else "one run",
            model.card.title,
        )
        for model in found
    ]
    print_table(["id", "kind", "tasks, or slots it needs", "runs", "title"], rows)


@models.command("show")
def show_model(
    model: Annotated[str, typer.Argument(help="Id of a model, or a folder with model.py.")], as_json: Json = False
) -> None:
    """Show a model's card."""
    from clinicell.baselines._model import find_model

    say_which(model)
    record = _model_record(find_model(model))
    if as_json:
        print_json(record)
        return
    print_table(["", ""], [(name.replace("_", " "), _words(value)) for name, value in record.items()])


def say_which(model: str) -> None:
    """Say that an id means the shipped model where a folder of that name lies here."""
    from clinicell.baselines._model import model_file

    folder = Path(model)
    if (folder / "model.py").is_file() and not model_file(model).samefile(folder / "model.py"):
        say(f"{model}: the shipped model of that name; the folder that lies here is './{model}'")


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) or "every task" if isinstance(value, tuple) else str(value) or "none"


def _model_record(model: "FoundModel") -> dict[str, object]:
    from dataclasses import asdict

    from clinicell.files import sha256

    return {"id": model.id, **asdict(model.card), "file": str(model.file), "sha256": sha256(model.file)}

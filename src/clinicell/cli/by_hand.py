"""The parts of an evaluation by hand and in CI: ``prepare``, ``predict``, ``score``; and ``train`` for one's own."""

from pathlib import Path
from typing import Annotated

import typer

from clinicell.cli._output import number, out, print_json, print_table, say, waiting
from clinicell.cli.listings import say_which
from clinicell.cli.ontology import ready
from clinicell.errors import InputError, TaskError

TRAINED = "trained.json"
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Seed = Annotated[int, typer.Option(min=0, help="Seed of the model.")]


def prepare(
    task: Annotated[str, typer.Argument(help="Id of a task.")],
    panel: Annotated[str, typer.Argument(help="Data set of one of its panels.")],
    output: Annotated[Path, typer.Option("--out", "-o", help="Folder to write; it must not exist.")],
) -> None:
    """Blind one panel: write its public side (for `predict`) and its sealed side (for `score`)."""
    from clinicell.leaderboard.evaluate import sources
    from clinicell.tasks._blind import blind
    from clinicell.tasks._find import find_task

    if output.exists():
        raise TaskError(f"{output}: exists already; name a new folder")
    found = find_task(task)
    chosen = found.panel(panel)
    ready().close()
    dataset, references = sources(chosen)
    blind(found, chosen, dataset, references, output)
    out().print(
        f"{output / 'public'}    for clinicell predict\n{output / 'sealed'}    for clinicell score", soft_wrap=True
    )


def predict(
    model: Annotated[str, typer.Argument(help="Id of a model, a folder with model.py, or a folder of `train`.")],
    public: Annotated[Path, typer.Argument(help="Public side of a panel; or your own cohort, a standard .h5ad.")],
    output: Annotated[Path, typer.Option("--out", "-o", help="Folder for the prediction.")],
    task: Annotated[str, typer.Option(help="Own cohort, untrained model: the task, if it has several.")] = "",
    fill_missing: Annotated[
        bool, typer.Option("--fill-missing", help="Own cohort: set features that it lacks to their training mean.")
    ] = False,
    seed: Seed = 0,
) -> None:
    """Answer for the test side of a panel, or for your own patients; no test label is in reach."""
    import json

    from clinicell.leaderboard.predict import predict as run_model

    if (Path(model) / TRAINED).is_file() or public.is_file():
        _predict_own(model, public, output, task, fills_missing=fill_missing, seed=seed)
        return
    say_which(model)
    made = json.loads((run_model(model, public, output, seed=seed) / "prediction.json").read_text(encoding="utf-8"))
    if made["status"] != "predicted":
        say(f"{made['model']} {made['status']}: {made['reason']}")
        raise typer.Exit(1)
    out().print(f"{output}", soft_wrap=True)


def _predict_own(model: str, cohort: Path, output: Path, task: str, *, fills_missing: bool, seed: int) -> None:
    import json

    from clinicell.leaderboard.apply import apply_here, apply_trained

    if not cohort.is_file():
        raise InputError(f"{cohort}: no such file; a trained model answers for a standard .h5ad file")
    if (Path(model) / TRAINED).is_file():
        apply_trained(Path(model), cohort, output, fills_missing=fills_missing)
    else:
        say_which(model)
        apply_here(model, task or _only_task(model), cohort, output, seed=seed)
    report = json.loads((output / "report.json").read_text(encoding="utf-8"))
    filled = report.get("filled_with_training_mean", [])
    if filled:
        say(f"{len(filled)} features that the cohort lacks were set to their training mean, e.g. {filled[0]}")
    if report.get("limits"):
        say(f"rests on data whose licence says: {', '.join(report['limits'])}")
    say(f"{report['n_units']:,} {report['unit']}s of {report['n_donors']} donors; {report['caution']}")
    out().print(f"{output / 'predictions.csv'}", soft_wrap=True)


def _only_task(model: str) -> str:
    from clinicell.baselines._model import find_model

    tasks = find_model(model).card.tasks
    if len(tasks) != 1:
        raise InputError(f"model {model!r} answers {', '.join(tasks) or 'every task'}; name one with --task")
    return tasks[0]


def train(
    model: Annotated[str, typer.Argument(help="Id of a model, or a folder with model.py.")],
    task: Annotated[str, typer.Option(help="Id of a task.")],
    panel: Annotated[str, typer.Option(help="Data set of one of its panels.")],
    output: Annotated[Path, typer.Option("--out", "-o", help="Folder for the trained model; it must not exist.")],
    seed: Seed = 0,
) -> None:
    """Train a model on all labelled donors of a panel, to answer for your own patients (`predict`)."""
    from clinicell.leaderboard.trained import read_trained
    from clinicell.leaderboard.trained import train as train_model

    say_which(model)
    ready().close()
    with waiting(f"{model} on {panel}"):
        train_model(model, task, panel, output, seed=seed)
    about, features = read_trained(output)
    say(f"{about.title}, {about.n_cells:,} cells of {about.n_donors} donors, {len(features):,} features")
    if about.limits:
        say(f"rests on data whose licence says: {', '.join(about.limits)}")
    out().print(f"{output}", soft_wrap=True)


def score(
    prediction: Annotated[Path, typer.Argument(help="Folder of a prediction.")],
    sealed: Annotated[Path, typer.Argument(help="Sealed side of the same panel.")],
    results: Annotated[Path | None, typer.Option(help="Keep the result below this folder as well.")] = None,
    as_json: Json = False,
) -> None:
    """Score a prediction; no model code is read or run."""
    from dataclasses import asdict

    from clinicell.leaderboard.score import score as score_it

    result = score_it(prediction, sealed)
    if results is not None:
        result.write(results)
    if as_json:
        print_json({"id": result.id, **asdict(result)})
    elif result.scores:
        rows = [
            (
                one.answer,
                one.metric,
                number(one.value, 3),
                f"[{number(one.low, 3)}, {number(one.high, 3)}]" if one.low == one.low else one.interval_reason,
            )
            for one in result.scores
        ]
        print_table(["answer", "metric", "value", f"95 % interval over {result.unit}s"], rows, right=["value"])
    if result.reason:
        say(f"{result.inputs.model} {result.status}: {result.reason}")
        raise typer.Exit(1)

"""The commands under their names."""

from typing import Annotated

import typer

from clinicell import __version__
from clinicell.cli import (
    audit,
    board,
    by_hand,
    data,
    doctor,
    export,
    listings,
    ontology,
    privacy,
    running,
    shift,
    standard,
    standardize,
    task_audit,
)

app = typer.Typer(
    name="clinicell",
    help="Benchmark and data-standardization suite for deep learning on single-cell data in the clinic.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
data.app.command("audit")(audit.audit)
listings.tasks.command("audit")(task_audit.audit)
app.add_typer(data.app, name="datasets")
listings.tasks.command("stress")(shift.stress)
listings.tasks.command("sites")(shift.sites)
listings.tasks.command("strata")(shift.strata)
listings.tasks.command("curve")(shift.curve)
app.add_typer(listings.tasks, name="tasks")
app.add_typer(listings.models, name="models")
app.add_typer(ontology.app, name="ontology")
app.add_typer(board.app, name="leaderboard")
app.add_typer(standard.app, name="standard")
app.add_typer(privacy.app, name="privacy")
app.add_typer(standardize.app, name="recipe")
app.command("standardize")(standardize.standardize)
app.command("validate")(data.validate)
app.command("export")(export.export)
app.command("run")(running.run)
app.command("prepare")(by_hand.prepare)
app.command("train")(by_hand.train)
app.command("predict")(by_hand.predict)
app.command("score")(by_hand.score)
app.command("rank")(board.rank)
app.command("doctor")(doctor.doctor)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"clinicell {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Benchmark and data-standardization suite for deep learning on single-cell data in the clinic."""

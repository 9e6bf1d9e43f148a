"""``clinicell recipe init`` and ``clinicell standardize``."""

from pathlib import Path
from typing import Annotated

import typer

from clinicell.cli._output import out, say, waiting
from clinicell.cli._verdict import level_named, print_verdict
from clinicell.cli.ontology import ready

app = typer.Typer(help="Recipes: how a raw folder becomes standard.", no_args_is_help=True)

MOST_NAMES = 8


@app.callback()
def recipes() -> None:
    """Recipes: how a raw folder becomes standard."""


@app.command("init")
def init(
    raw: Annotated[Path, typer.Argument(help="A raw file, or a folder of them.")],
    output: Annotated[Path | None, typer.Option("--out", "-o", help="Where to write; else it is printed.")] = None,
    only: Annotated[str, typer.Option("--only", help="Files whose path fits this pattern, such as 'run1*'.")] = "*",
) -> None:
    """Look into a raw file or folder and draft its recipe; what nobody can know is marked with ASK."""
    from clinicell.datasets.recipes.apart import draft_apart
    from clinicell.errors import InputError
    from clinicell.files import write_text

    if not raw.exists():
        raise InputError(f"{raw}: no such file or folder")
    if output is not None and output.exists():
        raise InputError(f"{output}: is there already; a recipe that somebody may have worked on is not written over")
    ready().close()
    with waiting(raw.name):
        text = draft_apart(raw, only)
    if output is None:
        typer.echo(text, nl=False)
        return
    write_text(output, text)
    n = sum(line.split("#")[0].rstrip().endswith('= "?"') for line in text.splitlines())
    say(f"{output}: {n} lines are marked ASK; answer them, then:")
    say(f"  clinicell standardize {raw} --recipe {output} -o out.h5ad")


def standardize(
    raw: Annotated[Path, typer.Argument(help="The raw file or folder that the recipe is for.")],
    recipe: Annotated[Path, typer.Option("--recipe", help="As 'clinicell recipe init' drafts it, answered.")],
    output: Annotated[Path, typer.Option("--out", "-o", help="The standard file to write, .h5ad.")],
    key_file: Annotated[Path | None, typer.Option("--key-file", help="Key for pseudonyms of ids.")] = None,
    level: Annotated[str, typer.Option(help="The level that the file shall reach: L0 to L4.")] = "L3",
) -> None:
    """Make a raw folder standard; all that stands against it is said at once, and then nothing is written.

    Exit code 0: the file reaches the level, or all below it that its modality can; 1: it was written and does not.
    """
    from clinicell.datasets.file_verdict import validate_file
    from clinicell.datasets.recipes.apart import standardize_apart
    from clinicell.datasets.recipes.read import read_recipe
    from clinicell.errors import InputError

    if not raw.exists():
        raise InputError(f"{raw}: no such file or folder")
    wanted = level_named(level)
    read = read_recipe(recipe)
    with waiting(raw.name):
        done = standardize_apart(raw, read, output, key_file=key_file)
    out().print(f"{output}: written; {done.n_steps} steps in {output.name}.log.json", markup=False, soft_wrap=True)
    if not done.is_pseudonymized:
        say("ids of donors and samples are as in the raw files; --key-file makes pseudonyms of them")
    if done.left_out:
        say(_told_left_out(done.left_out))
    ready().close()
    with waiting(output.name):
        verdict = validate_file(output, harmless=read.privacy.declared())
    print_verdict(output, verdict, wanted)
    if not verdict.reaches(wanted):
        raise typer.Exit(1)


def _told_left_out(names: tuple[str, ...]) -> str:
    from clinicell.datasets.privacy.named import shown

    some = ", ".join(repr(shown(name)) for name in names[:MOST_NAMES])
    more = f" and {len(names) - MOST_NAMES:,} more" if len(names) > MOST_NAMES else ""
    return (
        f"left out, as no column of the recipe takes them: {some}{more}; to keep one, write [columns.NAME] with "
        "column = its raw name"
    )

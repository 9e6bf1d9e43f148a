"""``clinicell export``."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from clinicell.cli._output import out, say, waiting


class Target(StrEnum):
    """What a standard data set can be written as."""

    CELLXGENE = "cellxgene"


def export(
    file: Annotated[Path, typer.Argument(help="A standard data set, .h5ad.")],
    to: Annotated[Target, typer.Option("--to", help="What to write.")],
    output: Annotated[Path, typer.Option("--out", "-o", help="The file to write.")],
) -> None:
    """Write a standard scRNA data set as what the CELLxGENE schema 7.1 accepts; what it does not say is asked for."""
    from clinicell.datasets.export_cellxgene import export_file
    from clinicell.errors import InputError

    if not file.is_file():
        raise InputError(f"{file}: no such file")
    if output.exists() and output.samefile(file):
        raise InputError(f"{output}: is the file itself; name another")
    with waiting("export"):
        notes = export_file(file, output)
    for note in notes:
        say(note)
    out().print(str(output), soft_wrap=True, markup=False)

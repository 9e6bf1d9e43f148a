"""``clinicell datasets audit``: leaks of a data set, or of several that are its splits."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clinicell.cli._output import out, print_hanging, print_json, waiting

if TYPE_CHECKING:
    import anndata as ad

    from clinicell.datasets.audit.audit import Audit


def audit(
    files: Annotated[
        list[Path], typer.Argument(help="One .h5ad with a split, or one per split: train.h5ad test.h5ad.")
    ],
    split: Annotated[
        str, typer.Option("--split", help="Column of obs that holds the split of a single file.")
    ] = "split",
    folds: Annotated[
        Path | None, typer.Option("--folds", help="Table donor_id,fold in place of the column.", show_default=False)
    ] = None,
    label: Annotated[
        list[str] | None, typer.Option("--label", help="Column to predict; the standard's, where none is named.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Look for leaks: shared donors, copied cells, what tells the label, what was fitted on the test side.

    Exit code 0: none is found in what was looked for; 1: one is; 2: nothing could be looked for.
    """
    from clinicell.datasets.audit.audit import audit as audited

    with waiting("audit"):
        parts = {_name(file, files): _read(file) for file in files}
        found = audited(parts, split=split, label=label or (), fold_of=None if folds is None else _folds(folds))
    if as_json:
        print_json(_record(found))
    else:
        _print(found)
    if not found.n_looked_for:
        raise typer.Exit(2)
    if not found.is_clean:
        raise typer.Exit(1)


def _name(file: Path, files: list[Path]) -> str:
    return file.stem if sum(other.stem == file.stem for other in files) == 1 else str(file)


def _read(file: Path) -> "ad.AnnData":
    import warnings

    import anndata as ad

    from clinicell.datasets.validate import validate_file
    from clinicell.errors import InputError, SchemaError

    if not file.is_file():
        raise InputError(f"{file}: no such file")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # `clinicell validate` says what is wrong with a file
        try:
            return ad.read_h5ad(file)
        except Exception as fault:  # a damaged file raises whatever it likes
            first = next(iter(validate_file(file).findings), None)
            raise SchemaError(f"{file}: {first.message if first else type(fault).__name__}") from fault


def _folds(file: Path) -> dict[str, str]:
    import pandas as pd

    from clinicell.errors import InputError

    if not file.is_file():
        raise InputError(f"{file}: no such file")
    table = pd.read_csv(file, comment="#", dtype="str")
    if not {"donor_id", "fold"} <= set(table.columns):
        raise InputError(f"{file}: a table of folds has the columns donor_id,fold")
    return dict(zip(table["donor_id"], table["fold"], strict=True))


def _record(found: "Audit") -> dict[str, object]:
    from dataclasses import asdict

    return {
        "n_cells": found.n_cells,
        "n_donors": found.n_donors,
        "splits": dict(found.splits),
        "labels": list(found.labels),
        "is_clean": found.is_clean,
        "n_looked_for": found.n_looked_for,
        "findings": [{**asdict(finding), "level": finding.level.name} for finding in found.findings],
        "skipped": dict(found.skipped),
    }


def _print(found: "Audit") -> None:
    console = out()
    splits = ", ".join(f"{name} {n:,}" for name, n in found.splits.items()) or "none"
    console.print(f"{found.n_cells:,} cells of {found.n_donors:,} donors     splits: {splits}", markup=False)
    console.print(f"labels: {', '.join(found.labels) or 'none known'}\n", markup=False)
    for finding in found.findings:
        examples = ", ".join(repr(example) for example in finding.examples[:2])
        amount = f"{finding.n_affected:,} of {finding.n_total:,} {finding.unit}"
        console.print(f"  {finding.code}  {finding.path}   {amount}   {examples}", markup=False)
        print_hanging(console, f"{finding.message}; {finding.fix}", indent=6)
    for reason in dict.fromkeys(found.skipped.values()):
        codes = [code for code, said in found.skipped.items() if said == reason]
        print_hanging(console, f"not looked for: {', '.join(codes)}: {reason}", indent=2)
    if not found.n_looked_for:
        console.print("  Nothing could be looked for; this says nothing of leaks.", markup=False)
    elif found.is_clean:
        console.print("  No leak found in what was looked for.", markup=False)

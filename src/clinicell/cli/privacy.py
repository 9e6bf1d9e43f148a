"""``clinicell privacy``: look for identifiers, replace ids by keyed pseudonyms, write files anew."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clinicell.cli._output import out, print_hanging, print_json, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinicell.datasets.privacy.pseudonym import Kind
    from clinicell.datasets.schema.levels import Finding

app = typer.Typer(
    help="Privacy: a Safe-Harbor-style screen, keyed pseudonyms, files written anew. None of it proves anonymity.",
    no_args_is_help=True,
)
Output = Annotated[Path, typer.Option("--out", "-o", help="The new file; it must not be there yet.")]


@app.command("screen")
def screen(
    files: Annotated[
        list[Path],
        typer.Argument(help="Files, Zarr stores, and folders with all that lies in them; archives are looked into."),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    harmless: Annotated[
        Path | None,
        typer.Option("--harmless", help="Words and phrases that you declare harmless, a line each; 'column: NAME'."),
    ] = None,
) -> None:
    """Look for identifiers of the 18 classes of 45 CFR 164.514(b)(2); no value is shown. Exit 1 where one is found."""
    from dataclasses import asdict

    from clinicell.datasets.privacy.declared import NOTHING, read_declared
    from clinicell.datasets.privacy.files import screen_file
    from clinicell.datasets.privacy.rules import NO_PROOF

    said = NOTHING if harmless is None else read_declared(harmless)
    found = [
        (name, screen_file(path, folders=folders, harmless=said))
        for file in files
        for name, path, folders in _each(file)
    ]
    if as_json:
        records = [
            {"file": name, "findings": [{**asdict(one), "level": one.level.name} for one in findings]}
            for name, findings in found
        ]
        print_json({"files": records, "note": NO_PROOF, **({"declared": dict(said.record())} if said else {})})
    else:
        for name, findings in found:
            _print_findings(name, findings)
        if said:
            n, n_columns = len(said.phrases), len(said.columns)
            out().print(f"declared harmless by you: {n:,} phrases, {n_columns:,} columns", markup=False)
        out().print(NO_PROOF, markup=False)
    if any(findings for _, findings in found):
        raise typer.Exit(1)


def _each(file: Path) -> "Iterator[tuple[str, Path, tuple[str, ...]]]":
    """Yield the files that one argument means, each with its name as it may be shown and the folders that name it."""
    from clinicell.datasets.privacy.files import files_in
    from clinicell.datasets.privacy.named import shown

    if not file.is_dir():
        # An absolute path leads over folders of the machine; what is named from here belongs to the data.
        own = () if file.is_absolute() else tuple(part for part in file.parent.parts if part != "..")
        yield shown(_existing(file).name), file, own
        return
    for path in files_in(file):
        parts = path.relative_to(file.parent).parts
        yield "/".join(map(shown, parts)), path, parts[:-1]


def _existing(file: Path) -> Path:
    from clinicell.datasets.privacy.named import shown
    from clinicell.errors import InputError

    if file.is_dir():
        raise InputError(f"{shown(file.name)}: is a folder; name the files in it")
    if not file.is_file():
        raise InputError(f"{shown(file.name)}: no such file")
    return file


def _print_findings(name: str, findings: "tuple[Finding, ...]") -> None:
    from clinicell.datasets.privacy.rules import LETTERS

    console = out()
    console.print(f"{name}   {len(findings) or 'no'} findings", markup=False)
    for one in findings:
        amount = f"{one.n_affected:,} of {one.n_total:,} {one.unit}"
        told = f"{one.code} ({LETTERS[one.code]})  {one.path}   {amount}   {', '.join(one.examples)}"
        print_hanging(console, told, indent=2)
        print_hanging(console, f"{one.message}; {one.fix}", indent=6)


@app.command("key")
def key(output: Output) -> None:
    """Make a secret key of 32 random bytes that only you may read. Keep it apart from the data, and keep it."""
    from clinicell.datasets.privacy.pseudonym import make_key

    make_key(output)
    say("A new key. Whoever has it can link pseudonyms to ids; whoever loses it can never make the same ones again.")


@app.command("pseudonymize")
def pseudonymize(
    file: Annotated[Path, typer.Argument(help="A data set: .h5ad, .h5mu, or a table, .csv, .tsv (.gz).")],
    key: Annotated[Path, typer.Option("--key", help="The key's file; see `clinicell privacy key`.")],
    cohort: Annotated[str, typer.Option(help="The word that pseudonyms begin with, such as AML1.")],
    output: Output,
    column: Annotated[
        list[str] | None,
        typer.Option(help="COLUMN or COLUMN=KIND (donor, sample, library, institution); may be repeated."),
    ] = None,
    table: Annotated[
        Path | None, typer.Option(help="Write which pseudonym stands for which id; readable by you alone.")
    ] = None,
) -> None:
    """Replace raw ids by keyed pseudonyms. Pseudonymous is not anonymous."""
    from clinicell.datasets.privacy.pseudonym import read_key, write_table
    from clinicell.datasets.privacy.replace import COLUMNS
    from clinicell.datasets.privacy.replace_files import pseudonymize_file

    chosen = dict(map(_column, column)) if column else COLUMNS
    _require_new(output)
    made = pseudonymize_file(_existing(file), output, key=read_key(key), cohort=cohort, columns=chosen)
    if table is not None:
        write_table(table, made)
    for kind, names in made.items():
        out().print(f"{kind:<12} {len(names):,} ids replaced", markup=False)
    say("Pseudonymous is not anonymous: whoever holds the key can link. Screen the new file: clinicell privacy screen")


def _column(text: str) -> "tuple[str, Kind]":
    from clinicell.datasets.privacy.pseudonym import KINDS
    from clinicell.datasets.privacy.replace import COLUMNS
    from clinicell.errors import InputError

    name, _, said = text.partition("=")
    wanted = said or COLUMNS.get(name, "")
    for kind in KINDS:
        if kind == wanted:
            return name, kind
    raise InputError(
        f"--column {name}: say which kind of id it holds, such as {name}=donor; kinds are {', '.join(KINDS)}"
    )


def _require_new(path: Path) -> None:
    from clinicell.datasets.privacy.named import shown
    from clinicell.errors import InputError

    if path.exists():
        raise InputError(f"{shown(path.name)}: is there already; name a new file")


@app.command("repack")
def repack(
    file: Annotated[Path, typer.Argument(help="An HDF5 file, such as .h5ad.")],
    output: Output,
) -> None:
    """Write a file anew, so that deleted entries are gone from its bytes; attributes with identifiers are left out."""
    from clinicell.datasets.privacy.files import screen_file
    from clinicell.datasets.privacy.repack import repack as write_anew
    from clinicell.datasets.privacy.rules import NO_PROOF

    _require_new(output)
    done = write_anew(_existing(file), output)
    out().print(
        f"{done.n_bytes_before:,} bytes before, {done.n_bytes_after:,} after; content compared, equal", markup=False
    )
    for name in done.dropped:
        out().print(f"left out: {name}", markup=False)
    left = screen_file(output)
    if left:
        out().print(
            f"{len(left)} findings are left in what the file still holds: clinicell privacy screen", markup=False
        )
    out().print(NO_PROOF, markup=False)
    if left:
        raise typer.Exit(1)

"""``clinicell datasets`` and ``clinicell validate``."""

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clinicell.cli._output import out, print_json, print_table, progress, say, waiting
from clinicell.cli._verdict import level_named, print_verdict, verdict_record
from clinicell.cli.ontology import ready

if TYPE_CHECKING:
    from clinicell.datasets.schema.levels import Level, Verdict

app = typer.Typer(help="Data sets: what there is, where it is from, fetching it.", no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command("list")
def list_datasets(as_json: Json = False) -> None:
    """List every data set that has a card."""
    from clinicell.datasets.card import card_ids, find_card

    cards = [find_card(dataset_id) for dataset_id in card_ids()]
    if as_json:
        print_json([card.model_dump(mode="json") for card in cards])
        return
    rows = [
        (
            card.id,
            card.modality,
            f"{card.counts.n_obs:,}",
            f"{card.counts.n_donors:,}",
            "simulated" if card.simulation else "real or published",
            card.title,
        )
        for card in cards
    ]
    print_table(["id", "modality", "rows", "donors", "kind", "title"], rows, right=["rows", "donors"])


@app.command("show")
def show_dataset(dataset_id: Annotated[str, typer.Argument(help="Id of a data set.")], as_json: Json = False) -> None:
    """Show a data set's card: source, licence, labels, files."""
    from clinicell.datasets.card import find_card

    card = find_card(dataset_id)
    if as_json:
        print_json(card.model_dump(mode="json"))
        return
    facts = {
        card.id: card.title,
        "what": card.summary,
        "source": f"{card.source}{f', doi:{card.doi}' if card.doi else ''}",
        "accession": card.accession or "none",
        "original": card.original or "simulated here",
        "licence": card.licence,
        "allows": ", ".join(card.allows) or "unknown",
        "labels": card.label_provenance,
        "size": f"{card.counts.n_obs:,} x {card.counts.n_vars:,}, {card.counts.n_donors} donors, "
        f"{card.counts.n_samples} samples",
    }
    print_table(["", ""], list(facts.items()))
    if card.files:
        rows = [
            (file.path, f"{file.bytes:,}", f"{file.sha256[:12]}…", file.url or "mirror only") for file in card.files
        ]
        out().print()
        print_table(["file", "bytes", "sha256", "where"], rows, right=["bytes"])
    for figure in card.sanity:
        out().print(
            f"\nsanity    {figure.expected} ± {figure.tolerance}  {figure.name}: {figure.protocol}", markup=False
        )


@app.command("describe")
def describe_dataset(
    dataset_id: Annotated[str, typer.Argument(help="Id of a data set.")],
    form: Annotated[str, typer.Option("--as", help="croissant (1.1 with RAI), datapackage (2) or datasheet.")],
    output: Annotated[Path | None, typer.Option("--out", "-o", help="File to write; else it is printed.")] = None,
) -> None:
    """Write a data set's card in a form that others read: nothing is typed twice."""
    from clinicell.datasets.card import find_card
    from clinicell.datasets.describe import croissant, datapackage, datasheet
    from clinicell.errors import InputError
    from clinicell.files import write_text

    card = find_card(dataset_id)
    if form == "datasheet":
        text = datasheet.datasheet(card)
    elif form in ("croissant", "datapackage"):
        record = croissant.croissant(card) if form == "croissant" else datapackage.datapackage(card)
        text = json.dumps(record, indent=1, ensure_ascii=False) + "\n"
    else:
        raise InputError(f"--as {form}: there are croissant, datapackage and datasheet")
    if form == "croissant":
        say(f"an author must complete: {', '.join(croissant.still_open(card))}")
    if output is None:
        out().print(text, markup=False, soft_wrap=True, end="")
    else:
        write_text(output, text)
        say(f"{output}")


@app.command("table")
def table_of_datasets(
    figures: Annotated[Path, typer.Option(help="Measured figures, as `make table` leaves them.")],
    output: Annotated[Path, typer.Option("--out", "-o", help="Markdown file to write.")],
) -> None:
    """Convert and judge every set of raw files that is at hand, and write the table of all."""
    from clinicell.datasets.card import card_ids, find_card
    from clinicell.datasets.overview import overview, read_figures, render
    from clinicell.files import write_text

    measured = read_figures(figures)
    cards = [card for name in card_ids() if not (card := find_card(name)).is_simulated]
    rows = []
    with progress("data sets", len(cards)) as bar:
        for card in cards:
            bar.update(bar.task_ids[0], description=card.id)
            rows += overview([card], measured)
            bar.update(bar.task_ids[0], advance=1)
    write_text(output, render(rows))
    out().print(f"{output}", soft_wrap=True)


@app.command("fetch")
def fetch_datasets(
    dataset_ids: Annotated[list[str], typer.Argument(help="Ids of data sets; 'all' for every one.")],
) -> None:
    """Fetch raw files (mirror folder first, then URL), check their bytes, and make the standard files."""
    from clinicell.datasets.card import card_ids
    from clinicell.datasets.store import standard_file
    from clinicell.errors import FetchError, SchemaError

    names = card_ids() if dataset_ids == ["all"] else dataset_ids
    ready().close()
    refused = []
    with progress("data sets", len(names)) as bar:
        for name in names:
            bar.update(bar.task_ids[0], description=name)
            try:
                file = standard_file(name)
                out().print(f"{name:<24} {file.level.name} {file.level.title:<12} {file.path}", soft_wrap=True)
            except (FetchError, SchemaError) as fault:
                refused.append(name)
                say(str(fault))
            bar.update(bar.task_ids[0], advance=1)
    if refused:
        raise FetchError(f"{len(refused)} of {len(names)} data sets could not be had: {', '.join(refused)}")


def validate(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A standard data set, .h5ad or .h5mu.")],
    level: Annotated[str, typer.Option(help="The level that it shall reach: L0 to L4.")] = "L3",
    as_json: Json = False,
    report: Annotated[Path | None, typer.Option(help="Write a self-contained HTML report with pictures here.")] = None,
    metadata: Annotated[
        bool, typer.Option("--metadata", help="Do not look at the numbers of matrices: quick, shows no level above L0.")
    ] = False,
    harmless: Annotated[
        Path | None, typer.Option("--harmless", help="Words that you declare harmless, as for 'privacy screen'.")
    ] = None,
) -> None:
    """Check a file against the standard; every fault is named at once. The file is not changed.

    Exit code 0: it reaches the level, or all below it that its modality can; 1: it does not; 2: it cannot be read.
    With --metadata 0: nothing but the matrices can keep it from the level.
    """
    from clinicell.datasets.file_verdict import validate_file
    from clinicell.datasets.privacy.declared import read_declared
    from clinicell.datasets.privacy.named import shown
    from clinicell.errors import InputError

    if not file.is_file():
        raise InputError(f"{file}: no such file")
    if metadata and report is not None:
        raise InputError("--metadata --report: a report shows matrices, and these would not be looked at; one of both")
    if harmless is not None and report is not None:
        raise InputError("--harmless --report: the report shows all that the screen finds; one of both")
    wanted, said = level_named(level), None if harmless is None else read_declared(harmless)
    ready().close()
    with waiting(shown(file.name)):
        if report:
            verdict = _reported(report, file, wanted)
        else:
            verdict = validate_file(file, numbers=not metadata, harmless=said, ahead=context.obj)
    if as_json:
        print_json(verdict_record(file, verdict, wanted))
    else:
        print_verdict(file, verdict, wanted)
    if verdict.level is None:
        raise typer.Exit(2)
    if verdict.up_to(wanted) if metadata else not verdict.reaches(wanted):
        raise typer.Exit(1)


def _reported(report: Path, file: Path, wanted: "Level") -> "Verdict":
    from clinicell.datasets.report.judged import judge
    from clinicell.datasets.report.page import write_report

    began = time.perf_counter()
    judged = judge(file)
    seconds = time.perf_counter() - began
    write_report(report, file, judged.verdict, judged.numbers, seconds=seconds, wanted=wanted)
    say(f"report        {report}")
    return judged.verdict

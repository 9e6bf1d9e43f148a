"""``clinicell ontology``: the terms that the standard knows, offline."""

from typing import TYPE_CHECKING, Annotated

import typer

from clinicell.cli._output import out, print_json, print_table, progress, say

if TYPE_CHECKING:
    from clinicell.datasets.ontology.index import Index, Term

app = typer.Typer(help="Ontologies offline: look terms up, find those that are meant.", no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def ready() -> "Index":
    """Return the open index; where it is missing, say so, and build it with a progress bar."""
    from clinicell.datasets.ontology.index import index_path, open_index
    from clinicell.datasets.ontology.sources import ONTOLOGIES

    if index_path().is_file():
        return open_index()
    say("building the index of the ontologies, once, about half a minute")
    with progress("ontologies", len(ONTOLOGIES) + 1) as bar:
        return open_index(on_ontology=lambda name: bar.update(bar.task_ids[0], description=name, advance=1))


@app.command("build")
def build(as_json: Json = False) -> None:
    """Build the index where it is missing, and say where it lies and of which releases it is."""
    from clinicell.datasets.ontology.index import index_path

    with ready() as index:
        path = index_path()
        if as_json:
            print_json({"path": str(path), "bytes": path.stat().st_size, "releases": dict(index.releases)})
            return
        print_table(["ontology", "release"], list(index.releases.items()))
        out().print(f"\n{path}   {path.stat().st_size / 1e6:.0f} MB", soft_wrap=True, markup=False)


@app.command("show")
def show(
    term_id: Annotated[str, typer.Argument(metavar="TERM", help="Id of a term, such as EFO:0009922.")],
    as_json: Json = False,
) -> None:
    """Show a term: its label, whether it is in use, and what it stands below."""
    from clinicell.datasets.ontology.sources import prefix_of
    from clinicell.errors import InputError

    with ready() as index:
        term, above = index.term(term_id), index.ancestors(term_id)
    if term is None:
        raise InputError(f"no term {term_id!r} in these releases; `clinicell ontology search` finds one by its name")
    if as_json:
        print_json({**_record(term), "ancestors": [_record(other) for other in above]})
        return
    successor = f", replaced by {term.replaced_by}" if term.replaced_by else ""
    release = index.releases.get(prefix_of(term_id), "")
    facts = {
        term.id: term.label,
        "release": release,
        "state": f"withdrawn{successor}" if term.is_obsolete else "in use",
        "below": "\n".join(map(str, above)) or "nothing",
    }
    print_table(["", ""], list(facts.items()))


@app.command("search")
def search(
    text: Annotated[str, typer.Argument(help="A name, an abbreviation, a misspelling.")],
    ontology: Annotated[str, typer.Option(help="Prefix of one ontology, such as MONDO; all by default.")] = "",
    n: Annotated[int, typer.Option("-n", min=1, help="At most so many terms of each ontology.")] = 5,
    as_json: Json = False,
) -> None:
    """Find the terms in use whose label or synonym is like a text, the likest first."""
    from clinicell.errors import InputError

    with ready() as index:
        known = index.prefixes()
        if ontology and ontology not in known:
            raise InputError(f"no ontology {ontology!r}; one of {', '.join(known)}")
        found = [term for prefix in ([ontology] if ontology else known) for term in index.suggest(text, prefix, n)]
    if as_json:
        print_json([_record(term) for term in found])
    else:
        print_table(["id", "label"], [(term.id, term.label) for term in found])
    if not found:
        say(f"nothing is like {text!r}")
        raise typer.Exit(1)


def _record(term: "Term") -> dict[str, object]:
    return {"id": term.id, "label": term.label, "is_obsolete": term.is_obsolete, "replaced_by": term.replaced_by}

"""``clinicell standard``: the rules, a rule, the schema."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clinicell.cli._output import out, print_json, print_table

if TYPE_CHECKING:
    from clinicell.datasets.schema.rule import Rule

app = typer.Typer(help="The standard: its rules, its columns, its JSON Schema.", no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command("rules")
def list_rules(
    level: Annotated[str, typer.Option(help="One level only: L0 to L4.")] = "",
    as_json: Json = False,
) -> None:
    """List the rules: code, what is wrong where it is broken, what would be right."""
    from clinicell.datasets.documents import ALL_RULES as RULES
    from clinicell.datasets.schema.levels import Level
    from clinicell.errors import InputError

    if level and level not in Level.__members__:
        raise InputError(f"--level {level}: no readiness level; one of {', '.join(Level.__members__)}")
    asked = [RULES[code] for code in sorted(RULES) if RULES[code].level.name == level or not level]
    if as_json:
        print_json([_record(rule) for rule in asked])
        return
    print_table(["code", "what is wrong", "what would be right"], [(rule.code, rule.what, rule.fix) for rule in asked])


@app.command("show")
def show_rule(
    code: Annotated[str, typer.Argument(help="Code of a rule, e.g. L1-RNA-01.")], as_json: Json = False
) -> None:
    """Show a rule."""
    from clinicell.datasets.documents import ALL_RULES as RULES
    from clinicell.errors import InputError

    rule = RULES.get(code.upper())
    if rule is None:
        near = [name for name in sorted(RULES) if name.startswith(code.upper()[:5])][:5]
        raise InputError(
            f"{code}: no rule of the standard{f'; perhaps {near}' if near else ''}; "
            "'clinicell standard rules' lists them"
        )
    if as_json:
        print_json(_record(rule))
        return
    facts = {
        rule.code: rule.what,
        "bars": f"{rule.level.name} {rule.level.title}",
        "right is": rule.fix,
        "doc": rule.doc,
    }
    print_table(["", ""], list(facts.items()))


@app.command("schema")
def show_schema() -> None:
    """Print the JSON Schema (2020-12) of a row of obs and of uns, for a form."""
    from clinicell.datasets.schema.form import json_schema

    print_json(json_schema())


@app.command("docs")
def write_docs(folder: Annotated[Path, typer.Argument(help="Folder for the three files.")]) -> None:
    """Write the pages of rules and columns, and the JSON Schema."""
    from clinicell.datasets.documents import documents
    from clinicell.files import write_text

    for name, text in documents().items():
        out().print(str(write_text(folder / name, text)), markup=False, soft_wrap=True)


def _record(rule: "Rule") -> dict[str, object]:
    return {"code": rule.code, "level": rule.level.name, "what": rule.what, "fix": rule.fix, "doc": rule.doc}

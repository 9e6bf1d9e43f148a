"""The standard as pages: every rule, every column, every entry, from the same models that validation reads."""

from collections.abc import Iterable, Iterator, Mapping

from clinicell.datasets.schema import knowledge
from clinicell.datasets.schema.airr import CHAINS
from clinicell.datasets.schema.columns import CELLS, CLINIC
from clinicell.datasets.schema.entries import ENTRIES, Entry
from clinicell.datasets.schema.levels import Level
from clinicell.datasets.schema.modalities import MODALITIES, Description
from clinicell.datasets.schema.rule import Rule
from clinicell.datasets.schema.tables import Column
from clinicell.datasets.standard import STANDARD

COMMAND = "clinicell standard docs docs/standard"
_KINDS = {"text": "category (text)", "flag": "bool, or nullable boolean", "whole": "whole number", "number": "number"}


def rules_page(rules: Mapping[str, Rule]) -> str:
    """Return the page of rules (Markdown); each has a heading, so that a finding can link to it."""
    lines = [
        f"# Rules of {STANDARD}",
        "",
        _origin("rules"),
        "",
        f"{len(rules)} rules. A finding names its rule; the level in a code is the one that the fault bars.",
    ]
    for level in Level:
        own = sorted(code for code, rule in rules.items() if rule.level is level)
        lines += ["", f"## {level.name} {level.title}", ""]
        lines += [", ".join(f"[{code}](#{code.lower()})" for code in own)]
        for code in own:
            rule = rules[code]
            lines += ["", f"### {code}", "", f"{_sentence(rule.what)}", "", f"What would be right: {_plain(rule.fix)}."]
    return "\n".join(lines) + "\n"


def columns_page() -> str:
    """Return the page of columns and entries (Markdown)."""
    lines = [
        f"# Columns and entries of {STANDARD}",
        "",
        _origin("columns"),
        "",
        "Required: always. Conditional: where the task or another column asks for it. Optional: where it is known.",
        "What nobody knows is written 'unknown' (what does not apply 'na'), or left missing in numbers and yes/no.",
        "",
        "## Every modality",
        "",
        "### obs",
        "",
        *_columns({**CELLS.columns, **CLINIC.columns}),
        "",
        "### uns",
        "",
        *_entries(ENTRIES),
        "",
        "### Immune receptors: uns['airr']",
        "",
        *_columns(CHAINS.columns),
    ]
    for name, described in MODALITIES.items():
        lines += ["", *_modality(name, described)]
    for kind, schema in knowledge.SCHEMAS.items():
        reach = f"A table without cells, kept as .csv.gz. Reaches {knowledge.CEILING.name} at most."
        lines += ["", f"## {kind}", "", reach, "", *_columns(schema.columns)]
    return "\n".join(lines) + "\n"


def _origin(what: str) -> str:
    return f"Rendered from the {what} that validation reads; `{COMMAND}` writes it again."


def _modality(name: str, described: Description) -> Iterator[str]:
    yield f"## {name}"
    yield ""
    yield f"{described.title}. One row per {described.unit}. Reaches {described.ceiling.name} at most."
    if described.slots:
        yield from ("", "### Matrices", "")
        rows = [(f"`{slot.name}`", slot.dtype, slot.need, slot.description) for slot in described.slots]
        yield from _table(("slot", "stored as", "need", "what"), rows)
    tables = {"obs": described.obs, "var": described.var, **described.tables}
    for path, schema in tables.items():
        if schema is not None and schema.columns:
            yield from ("", f"### {path} of {name}", "")
            yield from _columns(schema.columns)
    if described.entries:
        yield from ("", f"### uns of {name}", "")
        yield from _entries(described.entries)


def _columns(columns: Mapping[str, Column]) -> Iterator[str]:
    rows = []
    for name, column in columns.items():
        rows.append((f"`{name}`", _KINDS[column.kind], column.need, column.description, column.values))
    yield from _table(("column", "type", "need", "what", "allowed"), rows)


def _entries(entries: Mapping[str, Entry]) -> Iterator[str]:
    rows = [(f"`{name}`", entry.kind, entry.need, entry.description, entry.in_words) for name, entry in entries.items()]
    yield from _table(("entry", "type", "need", "what", "allowed"), rows)


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{_plain(text[1:])}."


def _plain(text: str) -> str:
    """Return a text in which Markdown and HTML find nothing to format."""
    for sign in ("\\", "*", "_", "<", ">", "[", "]", "`", "|"):
        text = text.replace(sign, f"\\{sign}")
    return text

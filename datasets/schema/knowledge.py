"""Tables of prior knowledge and of published scores: no cells in them, so no AnnData but a table, kept as ``.csv.gz``.

A gene stands by the symbol that the source gives, and beside it the Ensembl id of the one gene of the release that
bears this symbol today; ``"unknown"`` where none or several do, so that no row is lost and their share can be counted.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import get_args

import pandas as pd

from clinicell.datasets.schema.genes import is_mangled
from clinicell.datasets.schema.levels import Finding, Level, Verdict
from clinicell.datasets.schema.rule import Rule, rulebook
from clinicell.datasets.schema.tables import Column, Schema, findings, missing, rows, text
from clinicell.datasets.schema.vocabulary import Range, Vocabulary
from clinicell.datasets.standard import TableKind
from clinicell.errors import SchemaError
from clinicell.files import gzipped

KINDS: tuple[TableKind, ...] = get_args(TableKind)
CEILING = Level.L2  # there is no donor in a table of knowledge

RULES = rulebook(
    Rule("L1-TABLE-01", "columns are missing", "add them"),
    Rule("L1-TABLE-02", "columns that the standard does not know", "leave them out"),
    Rule("L1-TABLE-03", "there is no row", "look whether the raw file was read"),
    Rule("L1-TABLE-04", "rows occur more than once", "keep one of each"),
    Rule("L2-TABLE-01", "no name", "a text without blanks around it"),
    Rule("L2-TABLE-02", "no symbol of a gene", "the source's symbol; restore what a spreadsheet made a date"),
    Rule("L2-TABLE-03", "no id of a human gene", "ENSG and 11 digits, or 'unknown'"),
    Rule("L2-TABLE-04", "no sign", "1 where it activates, -1 where it represses, missing where nobody knows"),
    Rule("L2-TABLE-05", "no number", "a finite number; missing where it is not available"),
)
is_gene_id = Vocabulary(frozenset({"unknown"}), r"ENSG\d{11}")


def _is_name(word: str) -> bool:
    return bool(word) and word == word.strip()


def _is_symbol(word: str) -> bool:
    return _is_name(word) and not is_mangled(word)


def _is_sign(column: pd.Series) -> pd.Series:
    return column.isna() | column.isin((-1, 1))


def _is_number(column: pd.Series) -> pd.Series:
    return column.isna() | pd.to_numeric(column, errors="coerce").abs().lt(float("inf"))


def _name(description: str) -> Column:
    return text("L2-TABLE-01", _is_name, description=description, values="a text")


def _symbol(description: str) -> Column:
    return text("L2-TABLE-02", _is_symbol, description=description, values="a symbol; no date, no number")


def _gene_id() -> Column:
    return text("L2-TABLE-03", is_gene_id, description="The one gene that bears the symbol today.")


SCHEMAS: Mapping[TableKind, Schema] = MappingProxyType(
    {
        "network": Schema(
            {
                "source": _symbol("The transcription factor, or a complex of several."),
                "source_id": _gene_id(),
                "target": _symbol("The gene that it regulates."),
                "target_id": _gene_id(),
                "sign": rows(
                    "L2-TABLE-04", _is_sign, allowed=Range(low=-1, high=1, is_whole=True), need="required",
                    description="Whether it activates or represses.",
                ),
                "evidence": _name("What the source says for the edge; 'unknown' where it says nothing."),
            }
        ),
        "gene_sets": Schema(
            {
                "set_id": _name("The set's id in its source."),
                "set_name": _name("What a reader calls the set."),
                "gene": _symbol("A member."),
                "gene_id": _gene_id(),
            }
        ),
        "hierarchy": Schema({"parent": _name("The set above."), "child": _name("The set below.")}),
        "scores": Schema(
            {
                "dataset": _name("What was scored on."),
                "method": _name("What was scored."),
                "metric": _name("By which measure."),
                "value": rows("L2-TABLE-05", _is_number, allowed=Range(), need="required", description="The score."),
            }
        ),
    }
)  # fmt: skip
_NUMBERS = ("sign", "value")


def table(kind: TableKind, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a standard table: the columns of its kind in their order, text but for signs and scores.

    Raises
    ------
    SchemaError
        A column is missing, or the standard does not know it.
    """
    wanted = list(SCHEMAS[kind].columns)
    if apart := sorted(set(wanted) ^ set(frame.columns)):
        raise SchemaError(
            f"a table of {kind} has the columns {', '.join(wanted)}; {', '.join(apart)} is the difference"
        )
    ordered = frame[wanted].reset_index(drop=True)
    return ordered.astype({name: "float64" if name in _NUMBERS else "str" for name in wanted})


def check(kind: TableKind, frame: pd.DataFrame) -> Iterator[Finding]:
    """Yield the faults of a table."""
    schema = SCHEMAS[kind]
    lost = missing(schema, frame)
    foreign = [name for name in frame.columns if name not in schema.columns]
    for code, names in (("L1-TABLE-01", lost), ("L1-TABLE-02", foreign)):
        yield from RULES[code].broken(
            path="columns", n_affected=len(names), n_total=frame.shape[1], unit="columns", examples=names
        )
    twice = frame.duplicated()
    for code, n_bad, n_total in (("L1-TABLE-03", int(frame.empty), 1), ("L1-TABLE-04", int(twice.sum()), len(frame))):
        yield from RULES[code].broken(path="rows", n_affected=n_bad, n_total=n_total, unit="rows")
    yield from findings(schema, frame, RULES, of="table", unit="rows")


def judge(dataset_id: str, kind: TableKind, frame: pd.DataFrame) -> Verdict:
    """Return all faults of a table and the level that it reaches, at most L2; features are its columns."""
    return Verdict(
        dataset_id=dataset_id,
        modality=kind,
        n_obs=len(frame),
        n_vars=frame.shape[1],
        n_donors=0,
        n_samples=0,
        findings=tuple(check(kind, frame)),
        ceiling=CEILING,
    )


def write(frame: pd.DataFrame, path: Path) -> None:
    """Write a table as gzipped csv, the same bytes each time; what is written whole is the caller's matter."""
    path.write_bytes(gzipped(frame.to_csv(index=False, lineterminator="\n").encode("utf-8")))


def read(path: Path) -> pd.DataFrame:
    """Return a table as `write` left it; a symbol such as ``NAN`` stays a text."""
    frame = pd.read_csv(path, dtype="str", keep_default_na=False, compression="gzip")
    return frame.assign(**{name: pd.to_numeric(frame[name]) for name in _NUMBERS if name in frame})

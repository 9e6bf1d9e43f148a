"""Drafting a recipe: what a raw folder says is written down, what it leaves open is marked, nothing is guessed."""

import json
from collections.abc import Mapping
from pathlib import Path
from textwrap import wrap

import numpy as np
import pandas as pd
from scipy import sparse

from clinicell.datasets._draft_columns import (
    MOST_VALUES,
    TARGETS,
    Candidate,
    Target,
    candidates,
    is_age,
    suggestions,
)
from clinicell.datasets._draft_files import Entry, are_codes, entries
from clinicell.datasets.readers.raw import Matrix
from clinicell.datasets.recipe import FILE, INDEX, MODALITIES
from clinicell.datasets.schema.scale import KINDS
from clinicell.errors import InputError

WIDTH = 34  # where the comment of a line begins, at the earliest
LINE = 116
MOST_ROWS = 512
CERTAIN = {"genotype_matrix": "genotype", "fcs": "cytometry", "bismark_cov": "methylation"}
SLOTS = {"X": "X", "raw": "layers/raw", "methylated": "layers/met"}
CYTOMETRY = (
    "for cytometry write slot = 'layers/raw', scale = 'other', formula = 'linear, as the instrument wrote it', and a "
    "second block with slot = 'X', scale = 'other', transform = 'arcsinh(raw / 150)'"
)
FEATURES = """# where the ids are gene symbols, they become Ensembl ids; those of no gene or of several:
# symbols_of = "human"
# unresolved = "drop"
# rna needs the gene's symbol, or its id where it has none:
# [features.columns.feature_name]
# column = "index"
# cytometry needs the channel and what it stains:
# [features.columns.channel]
# column = "index"
# [features.columns.marker]
# constant = "unknown"
"""
HEAD = """# How this raw folder becomes a standard data set.
#
# A line that ends in "# ASK" holds a "?", because no file says it; what is known stands above it. Answer it, or take it
# out where it says that you may: as long as one "?" is left, nothing is written. All other lines are what the files
# say: correct them where they are wrong. "unknown" is an answer: it says that nobody wrote it down.
"""


def draft(raw: Path, only: str = "*") -> str:
    """Return the recipe of a raw file or folder as TOML, every line explained, what is open marked with ASK.

    Parameters
    ----------
    only
        Files whose path below the folder fits this pattern; the others are left out.

    Raises
    ------
    InputError
        There is no file that a reader reads.
    """
    found = entries(raw, only)
    readable = [entry for entry in found if entry.raw is not None]
    if not readable:
        faults = "".join(f"\n  {entry.path}: {entry.fault}" for entry in found)
        raise InputError(f"{raw.name}: there is no file that a reader reads{faults}")
    parts = [HEAD, _about(raw, readable), *(_file(entry) for entry in found), _units(readable)]
    tables = {entry.name: entry.rows for entry in readable}
    parts += [_column(name, target, tables, readable) for name, target in TARGETS.items()]
    parts += [_matrices(readable), _features(readable), _uns(readable)]
    return "\n".join(part for part in parts if part)


def _line(key: str, value: object, comment: str = "") -> str:
    text = f"{key} = {json.dumps(value, ensure_ascii=False)}"
    return f"{text:<{WIDTH}}  # {' '.join(comment.split())}".rstrip() + "\n" if comment else f"{text}\n"


def _ask(key: str, comment: str) -> str:
    return _note(comment) + _line(key, "?", "ASK")


def _note(comment: str) -> str:
    """Return a comment in lines of its own."""
    lines = wrap(" ".join(comment.split()), LINE, break_long_words=False, break_on_hyphens=False)
    return "".join(f"# {line}\n" for line in lines)


def _about(raw: Path, found: list[Entry]) -> str:
    name = "".join(letter if letter.isalnum() else "_" for letter in raw.name.split(".")[0]).strip("_").lower()
    readers = {entry.reader for entry in found}
    (only,) = readers if len(readers) == 1 else ("",)
    modality = CERTAIN.get(only, "")
    return (
        _line("recipe", 1, "the version of this form")
        + "\n[about]\n"
        + _line("dataset_id", name, "letters, digits, '.', '_' or '-'; from the folder's name")
        + _ask("title", "one line: what was measured in whom")
        + _ask("license", "under which terms may it be used? an SPDX id, or a text")
        + (
            _line("modality", modality, "what the files are")
            if modality
            else _ask("modality", f"one of {', '.join(MODALITIES)}")
        )
    )


def _file(entry: Entry) -> str:
    """Return the table of one kind of file; a file that is not read is named with the reason, as a comment."""
    if entry.raw is None and not entry.asked:
        return f"# not read: {entry.path}: {entry.fault}\n"
    several = f"{entry.n_files} files, put below each other in natural order" if entry.n_files > 1 else "one file"
    lines = [
        "[[files]]\n",
        _line("name", entry.name, "how this recipe calls it"),
        _line("path", entry.path, several),
        _line("reader", entry.reader, "how it is read; its content told"),
    ]
    if entry.reader == "delimited" and are_codes(entry.first):
        lines.insert(3, _note("all fields are 0, 1, 2, 3, -1 or ?: if they are genotypes, write 'genotype_matrix'"))
    answers = [
        _ask(question.about, _told(question.why, question.choices, question.evidence))
        for question in entry.asked
        if question.about != "scale"  # each matrix declares it below
    ]
    for what, paths in entry.labels.items():
        shown = ", ".join(paths)
        told = (
            f"names of the {what}: as many as there are rows or columns stand in {shown}; write which, or take it out"
        )
        answers.append(_ask(what, told))
    return "".join(lines) + ("[files.answers]\n" + "".join(answers) if answers else "")


def _told(why: str, choices: tuple[str, ...], evidence: str) -> str:
    told = f"{why}; {evidence}" if evidence else why
    if not choices:
        return f"{told}; then take this line out"
    return f"{told} ({' | '.join(choices)})" if choices else told


def _with_matrix(found: list[Entry]) -> list[Entry]:
    return [entry for entry in found if entry.raw is not None and entry.raw.matrices]


def _units(found: list[Entry]) -> str:
    holders = _with_matrix(found) or found
    one = holders[0] if len(holders) == 1 else None
    names = ", ".join(entry.name for entry in holders)
    text = "[units]\n"
    text += (
        _line("file", one.name, "the file whose rows are the units (cells)")
        if one
        else _ask("file", f"which file's rows are the units (cells)? one of {names}")
    )
    several = max(entry.n_files for entry in holders) > 1
    text += _line("id", [FILE, INDEX] if several else [INDEX], f"columns that make the ids: {INDEX} is the file's own")
    others = [entry for entry in found if entry not in holders]
    return text + "".join(_join(holders, other) for other in others)


def _join(holders: list[Entry], other: Entry) -> str:
    """Return how another file is joined: by a column whose values are the units' own, or by position, or open."""
    text = f"\n[[units.joins]]  # facts from {other.path}; take this block out if they are not of the units\n"
    text += _line("file", other.name)
    keys = [(entry, to, on) for entry in holders for to, on in _keys(entry, other.rows)]
    if len(keys) == 1 and len(holders) == 1:
        _, to, on = keys[0]
        return text + _line("on", on, "its column of keys") + _line("to", to, "each unit finds its row there")
    evidence = [f"its column {on!r} holds all of {to!r} of {entry.name}" for entry, to, on in keys]
    alike = [entry for entry in holders if entry.n_files == other.n_files and len(entry.rows) == len(other.rows)]
    evidence += [f"{len(other.rows):,} rows, as {entry.name}: 'position' joins row by row" for entry in alike]
    told = "; ".join(evidence) or "no column of it holds all ids of the units"
    return (
        text
        + _ask("on", f"its column of keys ({', '.join([INDEX, *map(str, other.rows.columns)][:8])}); {told}")
        + (_line("to", INDEX, "the units' column of keys"))
    )


def _keys(entry: Entry, table: pd.DataFrame) -> list[tuple[str, str]]:
    """Return (units' column, table's column) where every unit finds one row and the keys are no mere numbers."""
    rows = entry.rows
    of_units, of_table = _named(rows), _named(table)
    if entry.raw is not None and any(question.about == "orientation" for question in entry.asked):
        of_units.append((INDEX, pd.Index(entry.raw.var.index, dtype="str")))  # the units, if they are in columns
    return [
        (to, on)
        for to, values in of_units
        for on, keys in of_table
        if len(keys)
        and pd.Index(keys).is_unique
        and set(values) <= set(keys)
        and not all(map(str.isdigit, set(values)))
    ]


def _named(table: pd.DataFrame) -> "list[tuple[str, pd.Index[str]]]":
    columns = [(str(name), pd.Index(table[name], dtype="str")) for name in table.columns]
    return [(INDEX, pd.Index(table.index, dtype="str")), *columns]


def _column(name: str, target: Target, tables: Mapping[str, pd.DataFrame], found: list[Entry]) -> str:
    offered = list(candidates(target, tables))
    if not offered and not target.is_core:
        return ""
    several = next((entry for entry in found if entry.n_files > 1), None)
    by_file = several is not None and name in ("donor_id", "sample_id", "library_id")
    head = f"[columns.{name}]  # {target.meaning}\n"
    if not offered and not by_file:
        return head + _constant(target)
    told = "; ".join(candidate.told() for candidate in offered)
    if by_file and several is not None:
        told += ("; " if told else "") + f"'{FILE}', the name of the file ({several.n_files} files)"
    leave = "or write constant = 'unknown' instead" if target.is_core else "or take this block out"
    text = head + _ask("column", f"which column? {told}; {leave}")
    best = offered[0] if offered else None
    if best is None:
        return text
    if target.kind == "age_years" and is_age(best.counts):
        return text + _line("kind", "age_years", "ages in years become five-year bands")
    text += _line("kind", "yes_no", "true, false or unknown") if target.kind == "yes_no" else ""
    return text + (_values(name, target, best) if target.allowed or target.ontology else "")


def _constant(target: Target) -> str:
    choices = f"one of {', '.join(target.allowed)}" if target.allowed else ""
    if target.kind == "yes_no":
        choices = "true or false, without quotes"
    if target.fallback == "?":
        return _ask(
            "constant",
            f"no file tells it; write it, or column = '<a raw column>' instead{f'; {choices}' if choices else ''}",
        )
    return (_note(choices) if choices else "") + _line("constant", "unknown", "no file tells it; write what you know")


def _values(name: str, target: Target, candidate: Candidate) -> str:
    if len(candidate.counts) > MOST_VALUES:
        return f"# {candidate.told()}: more than {MOST_VALUES}, so no list; map them in [columns.{name}.values]\n"
    choices = f"one of {', '.join(target.allowed)}" if target.allowed else f"a term of {target.ontology}, or 'unknown'"
    text = f"[columns.{name}.values]  # of {candidate.column!r}: old value = new value\n" + _note(choices)
    for word, n in candidate.counts.items():
        told = suggestions(str(word), target)
        text += _line(json.dumps(str(word), ensure_ascii=False), "?", f"ASK: {n:,} rows{f'; {told}?' if told else ''}")
    return text


def _matrices(found: list[Entry]) -> str:
    taken: set[str] = set()
    parts = []
    for entry in found:
        for name, matrix in (entry.raw.matrices if entry.raw else {}).items():
            parts.append(_matrix(entry, name, matrix, taken))
    return "\n".join(parts)


def _matrix(entry: Entry, name: str, matrix: Matrix, taken: set[str]) -> str:
    slot = SLOTS.get(name, name if "/" in name else f"layers/{name}")
    slot = "layers/cov" if entry.reader == "bismark_cov" and name == "depth" else slot
    is_taken = slot in taken
    taken |= {slot, "X"} if entry.reader == "fcs" else {slot}
    shape = f"{matrix.shape[0]:,} x {matrix.shape[1]:,} in the first file" if entry.n_files > 1 else (
        f"{matrix.shape[0]:,} x {matrix.shape[1]:,}"
    )  # fmt: skip
    text = "[[matrices]]\n" + _line("file", entry.name) + _line("matrix", name, f"the file's own name for it; {shape}")
    text += (
        _ask("slot", f"{slot} is taken above; write another slot, or take this block out")
        if is_taken
        else _line("slot", slot, "where it goes in the standard file")
    )
    if entry.reader == "bismark_cov":
        return text + _line("scale", "counts", "reads")
    if name == "genotype":
        return text + _line("scale", "genotype", "-1 missing, 0, 1, 2")
    if entry.reader == "delimited":
        text = _note(f"take this block out if {entry.name} is a table; {CYTOMETRY}") + text
    text += _ask("scale", f"one of {', '.join(KINDS)}; {numbers_told(matrix)}; 'other' needs a line formula = '...'")
    if entry.reader == "fcs":
        text += "\n[[matrices]]\n" + _line("file", entry.name) + _line("matrix", name)
        text += _line("slot", "X", "what models see: transformed from layers/raw") + _line("scale", "other")
        text += _ask("transform", "'arcsinh(raw / 5)' for mass, '/ 150' for flow cytometry is usual")
    return text


def numbers_told(matrix: Matrix) -> str:
    """Return in words what the first rows of a matrix look like."""
    block = next(iter(matrix.blocks(MOST_ROWS)), None)
    if block is None or 0 in block.shape:
        return "it is empty"
    numbers = np.asarray(block.toarray() if sparse.issparse(block) else block, dtype=np.float64).ravel()
    finite = numbers[np.isfinite(numbers)]
    if not finite.size:
        return "no number is finite"
    whole = "all whole" if not (finite % 1).any() else "not all whole"
    lost = f", {numbers.size - finite.size:,} missing" if finite.size < numbers.size else ""
    return (
        f"in the first {block.shape[0]:,} rows {whole}, {finite.min():.4g} to {finite.max():.4g}, "
        f"{100 * (finite == 0).mean():.0f} % zeros{lost}"
    )


def _features(found: list[Entry]) -> str:
    holders = _with_matrix(found)
    if not holders or holders[0].raw is None:
        return ""
    var = holders[0].raw.var
    text = "[features]\n" + _line("id", INDEX, f"names the features; e.g. {', '.join(map(str, var.index[:3]))}")
    n_twice = int(var.index.duplicated().sum())
    if n_twice or any("sites" in entry.labels for entry in holders):
        text += "# duplicates = 'number them'  # or 'keep the first', where ids of features stand twice\n"
    if not len(var.columns):
        text += FEATURES
    for name in map(str, var.columns):
        text += f"[features.columns.{name}]\n" if name.isidentifier() else f"[features.columns.{json.dumps(name)}]\n"
        text += _line("column", name)
        text += _line("kind", "number") if pd.api.types.is_numeric_dtype(var[name]) else ""
    return text


def _uns(found: list[Entry]) -> str:
    has_positions = any({"chrom", "pos"} <= set(entry.raw.var.columns) for entry in found if entry.raw is not None)
    lines = "[uns]  # what holds for the whole data set\n"
    build = next((entry.raw.header["build"] for entry in found if entry.raw and entry.raw.header.get("build")), "")
    if build:
        lines += _line("genome_build", build, "the header of the file tells it")
    elif has_positions:
        lines += _ask("genome_build", "GRCh37, GRCh38, CHM13 or unknown")
    return lines + "# is_gene_subset = true         # if genes were left out\n"

"""Drafting a recipe: what a raw folder says is written down, what it leaves open is marked, nothing is guessed."""

import json
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from clinicell.datasets.recipes.draft_columns import (
    MOST_VALUES,
    TARGETS,
    Candidate,
    Target,
    are_numbers,
    candidates,
    suggestions,
    told_unclear,
    unclear,
)
from clinicell.datasets.recipes.draft_files import Entry, are_codes, entries
from clinicell.datasets.recipes.draft_joins import units, unjoined
from clinicell.datasets.recipes.draft_lines import ask, line, note
from clinicell.datasets.recipes.draft_matrices import features, matrices
from clinicell.datasets.recipes.gathered import SAID_ELSEWHERE
from clinicell.datasets.recipes.recipe import FILE, MODALITIES
from clinicell.datasets.schema.terms import GENOME_BUILDS, MOUSE_BUILDS
from clinicell.errors import InputError

CERTAIN = {"genotype_matrix": "genotype", "fcs": "cytometry", "bismark_cov": "methylation"}
MOST_TOLD = 5
HEAD = """# How this raw folder becomes a standard data set.
#
# A line that ends in "# ASK" holds a "?", because no file says it; what is known stands above it. Answer it, or take it
# out where it says that you may: as long as one "?" is left, nothing is written. All other lines are what the files
# say: correct them where they are wrong. "unknown" is an answer: it says that nobody wrote it down.
# Files of one kind are one [[files]] block, asked of once: its path may hold "*", or be a list, ["a.fcs", "b*.fcs"].
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
    parts = [HEAD, _about(raw, readable), *(_file(entry) for entry in found), units(readable)]
    tables = {entry.name: entry.rows for entry in readable}
    apart = unjoined(readable)
    parts += [_column(name, target, tables, readable, apart) for name, target in TARGETS.items()]
    parts += [matrices(readable), features(readable), _uns(readable)]
    return "\n".join(part for part in parts if part)


def _about(raw: Path, found: list[Entry]) -> str:
    name = "".join(letter if letter.isalnum() else "_" for letter in raw.name.split(".")[0]).strip("_").lower()
    readers = {entry.reader for entry in found}
    (only,) = readers if len(readers) == 1 else ("",)
    modality = CERTAIN.get(only, "")
    return (
        line("recipe", 1, "the version of this form")
        + "\n[about]\n"
        + line("dataset_id", name, "letters, digits, '.', '_' or '-'; from the folder's name")
        + ask("title", "one line: what was measured in whom")
        + ask("license", "under which terms may it be used? an SPDX id, or a text")
        + (
            line("modality", modality, "what the files are")
            if modality
            else ask("modality", f"one of {', '.join(MODALITIES)}")
        )
    )


def _file(entry: Entry) -> str:
    """Return the table of one kind of file; a file that is not read is named with the reason, as a comment."""
    if entry.raw is None and not entry.asked:
        return f"# not read: {entry.path}: {entry.fault}\n"
    several = f"{entry.n_files} files, put below each other in natural order" if entry.n_files > 1 else "one file"
    lines = [
        "[[files]]\n",
        line("name", entry.name, "how this recipe calls it"),
        _path(entry, several),
        line("reader", entry.reader, "how it is read; its content told"),
    ]
    if entry.reader == "delimited" and are_codes(entry.first):
        lines.insert(3, note("all fields are 0, 1, 2, 3, -1 or ?: if they are genotypes, write 'genotype_matrix'"))
    answers = [
        ask(question.about, _told(question.why, question.choices, question.evidence))
        for question in entry.asked
        if question.about not in SAID_ELSEWHERE
    ]
    for what, paths in entry.labels.items():
        shown = ", ".join(paths)
        told = (
            f"names of the {what}: as many as there are rows or columns stand in {shown}; write which, or take it out"
        )
        answers.append(ask(what, told))
    return "".join(lines) + ("[files.answers]\n" + "".join(answers) if answers else "")


def _path(entry: Entry, several: str) -> str:
    """Return the line that names the files: open where they are not alike, but for units that columns may name."""
    if not entry.unlike:
        return line("path", entry.path, several)
    shown = "; ".join(entry.unlike[:MOST_TOLD])
    more = f"; and {len(entry.unlike) - MOST_TOLD:,} more" if len(entry.unlike) > MOST_TOLD else ""
    told = f"{len(entry.unlike):,} of {entry.n_files:,} files differ from the first ({entry.first.name}): {shown}{more}"
    if any(question.about == "orientation" for question in entry.asked):
        return note(f"{told}; so they may where columns are units") + line("path", entry.path, several)
    return ask(
        "path",
        f"{told}; write a pattern that names files alike ({entry.path!r} names all), and for the others a [[files]] "
        "block with a name of its own",
    )


def _told(why: str, choices: tuple[str, ...], evidence: str) -> str:
    told = f"{why}; {evidence}" if evidence else why
    if not choices:
        return f"{told}; then take this line out"
    return f"{told} ({' | '.join(choices)})" if choices else told


def _column(
    name: str, target: Target, tables: Mapping[str, pd.DataFrame], found: list[Entry], apart: frozenset[str]
) -> str:
    offered = candidates(target, tables)
    doubtful = unclear(name, tables)
    if not offered and not doubtful and not target.is_core:
        return ""
    several = next((entry for entry in found if entry.n_files > 1), None)
    by_file = several is not None and name in ("donor_id", "sample_id", "library_id")
    head = f"[columns.{name}]  # {target.meaning}\n"
    if not offered and not doubtful and not by_file:
        return head + _constant(target)
    told = "; ".join([*(candidate.told() for candidate in offered), *(told_unclear(name, one) for one in doubtful)])
    if by_file and several is not None:
        told += ("; " if told else "") + f"'{FILE}', the name of the file ({several.n_files} files)"
    leave = "or write constant = 'unknown' instead" if target.is_core else "or take this block out"
    text = head + ask("column", f"which column? {told}; {leave}")
    best = offered[0] if offered else None
    if best is None:
        return text + (f"# [columns.{name}.values]  # once you took it: old value = new value\n" if doubtful else "")
    if target.kind == "age_years" and are_numbers(best.counts):
        return text + line("kind", "age_years", "ages in years become five-year bands")
    text += line("kind", "yes_no", "true, false or unknown") if target.kind == "yes_no" else ""
    return text + (_values(name, target, best, apart) if target.allowed or target.ontology else "")


def _constant(target: Target) -> str:
    choices = f"one of {', '.join(target.allowed)}" if target.allowed else ""
    if target.kind == "yes_no":
        choices = "true or false, without quotes"
    if target.fallback == "?":
        return ask(
            "constant",
            f"no file tells it; write it, or column = '<a raw column>' instead{f'; {choices}' if choices else ''}",
        )
    return (note(choices) if choices else "") + line("constant", "unknown", "no file tells it; write what you know")


def _values(name: str, target: Target, candidate: Candidate, apart: frozenset[str]) -> str:
    if len(candidate.counts) > MOST_VALUES:
        return f"# {candidate.told()}: more than {MOST_VALUES}, so no list; map them in [columns.{name}.values]\n"
    choices = f"one of {', '.join(target.allowed)}" if target.allowed else f"a term of {target.ontology}, or 'unknown'"
    text = f"[columns.{name}.values]  # of {candidate.column!r}: old value = new value\n" + note(choices)
    lines = [_value(str(word), n, suggestions(str(word), target)) for word, n in candidate.counts.items()]
    if candidate.file not in apart:
        return text + "".join(lines)
    told = f"ASK: all lines above without their #, or none: {candidate.file} must be joined to the units first"
    return text + "".join(f"# {value.replace('# ASK: ', '# ')}" for value in lines) + line(json.dumps("?"), "?", told)


def _value(word: str, n: int, told: str) -> str:
    return line(json.dumps(word, ensure_ascii=False), "?", f"ASK: {n:,} rows{f'; {told}?' if told else ''}")


def _uns(found: list[Entry]) -> str:
    has_positions = any({"chrom", "pos"} <= set(entry.raw.var.columns) for entry in found if entry.raw is not None)
    lines = "[uns]  # what holds for the whole data set\n"
    build = next((entry.raw.header["build"] for entry in found if entry.raw and entry.raw.header.get("build")), "")
    if build:
        lines += line("genome_build", build, "the header of the file tells it")
    elif has_positions:
        lines += ask("genome_build", f"one of {', '.join(sorted(GENOME_BUILDS | MOUSE_BUILDS))}")
    lines += "# is_gene_subset = true         # if genes were left out\n"
    return lines + _treatments({entry.name: entry.rows for entry in found})


def _treatments(tables: Mapping[str, pd.DataFrame]) -> str:
    """Return, as comments, what has to be said of each treatment where the recipe names treatments."""
    offered = [*candidates(TARGETS["treatment_id"], tables), *unclear("treatment_id", tables)]
    if not offered:
        return ""
    text = "# [uns.treatments]               # where [columns.treatment_id] stays: what each of its values was\n"
    for value in map(str, offered[0].counts.index[:MOST_TOLD]):
        text += f"# {json.dumps(value, ensure_ascii=False)} = '<agent, dose and unit, in words>'\n"
    return text

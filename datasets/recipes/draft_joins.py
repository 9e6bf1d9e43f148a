"""The units of a draft and what is joined to them: certain where ids tell it, else asked for with what overlaps."""

from collections.abc import Sequence

import pandas as pd

from clinicell.datasets.recipes.draft_files import Entry
from clinicell.datasets.recipes.draft_lines import ask, line
from clinicell.datasets.recipes.draft_matrices import with_matrix
from clinicell.datasets.recipes.recipe import FILE, FILE_NAME, INDEX

MOST_OFFERED = 5


def units(found: list[Entry]) -> str:
    """Return the block of the units: the rows of the file with the matrix; of several, or of tables, asked for."""
    holders = with_matrix(found)
    are_tables = not holders and len(found) > 1
    if are_tables:  # the longest is offered; its rows are cells where another's are patients
        holders = [max(found, key=lambda entry: len(entry.rows) * entry.n_files)]
    holders = holders or found
    one = holders[0] if len(holders) == 1 and not are_tables else None
    names = ", ".join(entry.name for entry in (found if are_tables else holders))
    longest = f"; {holders[0].name} has most rows, so the joins below are to it" if are_tables else ""
    text = "[units]\n"
    text += (
        line("file", one.name, "the file whose rows are the units (cells)")
        if one
        else ask("file", f"which file's rows are the units (cells)? one of {names}{longest}")
    )
    several = max(entry.n_files for entry in holders) > 1
    text += line("id", [FILE, INDEX] if several else [INDEX], f"columns that make the ids: {INDEX} is the file's own")
    others = [entry for entry in found if entry not in holders]
    return text + "".join(_join(holders, other, is_open=are_tables) for other in others)


def _join(holders: list[Entry], other: Entry, *, is_open: bool) -> str:
    """Return how another file is joined: by a column whose values are the units' own, or by position, or open."""
    text = f"\n[[units.joins]]  # facts from {other.path}; take this block out if they are not of the units\n"
    text += line("file", other.name)
    keys = [(entry, to, on) for entry in holders for to, on in _keys(entry, other.rows)]
    if len(keys) == 1 and len(holders) == 1 and not is_open:
        _, to, on = keys[0]
        return text + line("on", on, "its column of keys") + line("to", to, "each unit finds its row there")
    evidence = _evidence(holders, other, keys)
    told = "; ".join(evidence[:MOST_OFFERED]) or "no column of it holds an id of the units"
    asked = f"its column of keys ({', '.join([INDEX, *map(str, other.rows.columns)][:8])}); {told}"
    if not evidence:
        return text + ask("on", f"{asked}; where the key is not {INDEX}, their own id, add to = '<the units' column>'")
    text += ask("on", asked)
    if keys and {to for _, to, _ in keys} == {INDEX} and not is_open:
        return text + line("to", INDEX, "the units' column of keys")
    return text + ask("to", f"the units' column whose values stand there; {INDEX} is their own id")


def _evidence(holders: list[Entry], other: Entry, keys: Sequence[tuple[Entry, str, str]]) -> list[str]:
    evidence = [f"its column {on!r} holds all of {to!r} of {entry.name}" for entry, to, on in keys]
    alike = [entry for entry in holders if entry.n_files == other.n_files and len(entry.rows) == len(other.rows)]
    evidence += [f"{len(other.rows):,} rows, as {entry.name}: 'position' joins row by row" for entry in alike]
    return evidence + ([] if keys else [told for entry in holders for told in overlaps(entry, other.rows)])


def unjoined(found: list[Entry]) -> frozenset[str]:
    """Return the names of the tables of which nothing tells how, or whether, they are facts about the units."""
    holders = with_matrix(found)
    others = [entry for entry in found if entry not in holders] if holders else []
    return frozenset(
        other.name
        for other in others
        if not _evidence(holders, other, [(one, to, on) for one in holders for to, on in _keys(one, other.rows)])
    )


def overlaps(entry: Entry, table: pd.DataFrame) -> list[str]:
    """Return which columns of the units and of a table share values, the most first, and the share, in words.

    A column of the table is a key where no value stands twice; numbers alone, which rows share by chance, are none.
    """
    found = []
    for to, values in _of_units(entry):
        own = set(values)
        for on, keys in _named(table):
            n = len(own & set(keys))
            if n and keys.is_unique and not all(map(str.isdigit, own)):
                share = f"{n:,} of {len(own):,} values ({100 * n / len(own):.0f} %)"
                found.append((n / len(own), f"{on!r} holds {share} of {to!r} of {entry.name}"))
    return [told for _, told in sorted(found, key=lambda one: -one[0])[:MOST_OFFERED]]


def _keys(entry: Entry, table: pd.DataFrame) -> list[tuple[str, str]]:
    """Return (units' column, table's column) where every unit finds one row and the keys are no mere numbers."""
    return [
        (to, on)
        for to, values in _of_units(entry)
        for on, keys in _named(table)
        if len(keys)
        and pd.Index(keys).is_unique
        and set(values) <= set(keys)
        and not all(map(str.isdigit, set(values)))
    ]


def _of_units(entry: Entry) -> "list[tuple[str, pd.Index[str]]]":
    """Return what units may be joined by: their ids, columns, files."""
    named = _named(entry.rows)
    if entry.n_files > 1:
        named += [(FILE, pd.Index([entry.first.name.split(".")[0]])), (FILE_NAME, pd.Index([entry.first.name]))]
    if entry.raw is not None and any(question.about == "orientation" for question in entry.asked):
        named.append((INDEX, pd.Index(entry.raw.var.index, dtype="str")))  # the units, if they are in columns
    return named


def _named(table: pd.DataFrame) -> "list[tuple[str, pd.Index[str]]]":
    columns = [(str(name), pd.Index(table[name], dtype="str")) for name in table.columns]
    return [(INDEX, pd.Index(table.index, dtype="str")), *columns]

"""Whether files that one pattern names are alike: the header of each is held against that of the first."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path

from clinicell.datasets.readers import _text
from clinicell.datasets.readers._dialect import LONGEST
from clinicell.datasets.readers.raw import Raw
from clinicell.datasets.recipes.gathered import natural, read_with
from clinicell.errors import ClinicellError

OF_LINES = ("delimited", "genotype_matrix")  # their header is a line, which costs nothing to read
MARKS = "\t,;|"
SHOWN = 2
WIDE = 64  # fields
MANY = 3  # files whose names have a pattern that others may follow


def first_line(path: Path) -> str:
    """Return the first line of a text that is no comment; "" where it cannot be read."""
    with suppress(ClinicellError):
        encoding = _text.certain_encoding(path) or "latin-1"
        with _text.text(path, encoding) as stream:
            lines = (line for line in iter(lambda: stream.readline(LONGEST), "") if line.strip() and line[0] != "#")
            return next(islice(lines, 1), "").rstrip("\r\n")
    return ""


def shape_of(path: Path) -> str:
    """Return the first marks between the fields of a text's first line: files of one kind have the same.

    Beyond `WIDE` of them a field is one of many alike, often a cell, and how many there are tells nothing of the kind.
    """
    return re.sub(rf"[^{MARKS}]", "", first_line(path))[:WIDE]


def fields_of(line: str) -> list[str]:
    """Return the fields of a line, cut at the mark that it holds most of, else at blanks."""
    mark = max(MARKS, key=line.count)
    fields = line.split(mark) if mark in line else line.split()
    return [field.strip().strip('"') for field in fields]


def unlike(reader: str, paths: Sequence[Path], first: Raw | None) -> tuple[str, ...]:
    """Return the files whose header is not that of the first, and how it differs, each in words."""
    if first is None or len(paths) < 2:
        return ()
    own = _names(reader, paths[0], first) or []
    is_named = reader not in OF_LINES or _is_header(own, first)
    told = []
    for path in paths[1:]:
        other = _names(reader, path)
        if other is None:
            told.append(f"{path.name} cannot be read")
        elif not is_named and len(other) != len(own):
            told.append(f"{path.name} has {len(other):,} fields in its first line, not {len(own):,}")
        elif is_named and other != own:
            told.append(f"{path.name} {_difference(own, other)}")
    return tuple(told)


def absorbed(raw: Path, kinds: Mapping[tuple[str, str], list[Path]]) -> dict[tuple[str, str], list[Path]]:
    """Return the kinds, with those that the pattern of a larger one names too, and that are read alike, within it.

    ``AML-*-*_regions.csv`` also names ``AML-38-001_pdx1_regions.csv``. The pattern must begin and end with a word: what
    ``*.csv`` names may be anything.
    """
    kept = dict(kinds)
    for (pattern, reader), paths in sorted(kinds.items(), key=lambda kind: -len(kind[1])):
        if len(paths) < MANY or (pattern, reader) not in kept or not _is_worded(pattern):
            continue
        named = set(raw.glob(pattern))
        inside = [kind for kind, others in kept.items() if kind[1] == reader and named.issuperset(others)]
        together = [path for kind in inside for path in kept[kind]]
        if len(inside) > 1 and len(together) == len(named):
            kept[pattern, reader] = sorted(together, key=lambda path: natural(path.relative_to(raw).as_posix()))
            kept = {kind: own for kind, own in kept.items() if kind == (pattern, reader) or kind not in inside}
    return kept


def _is_worded(pattern: str) -> bool:
    """Whether a word stands before the first ``*`` and one after the last, before the file's suffix."""
    first, *rest = pattern.split("/")[-1].split("*")
    return bool(rest) and all(re.search("[A-Za-z]", word) for word in (first, rest[-1].split(".")[0]))


def columns_of(raw: Raw) -> list[str]:
    """Return the columns of a file: its features, and what it tells of units."""
    table = next(iter(raw.tables.values()), raw.obs) if not raw.matrices else raw.obs
    return [*map(str, raw.var.index), *map(str, table.columns)]


def _names(reader: str, path: Path, raw: Raw | None = None) -> list[str] | None:
    """Return the fields of a text's first line, or the columns of another file; None where it cannot be read."""
    if reader in OF_LINES:
        return fields_of(first_line(path)) or None
    try:
        return columns_of(raw or read_with(reader, path, {}))
    except ClinicellError:
        return None


def _is_header(fields: Sequence[str], raw: Raw) -> bool:
    """Whether most fields of the first line are names that the reader took from it, and no running numbers."""
    known = {*columns_of(raw), *map(str, raw.obs.index)}
    return 2 * sum(field in known for field in fields) > len(fields) and not all(field.isdigit() for field in fields)


def _difference(own: Sequence[str], other: Sequence[str]) -> str:
    mine, theirs = set(own), set(other)
    lost = [name for name in own if name not in theirs]
    new = [name for name in other if name not in mine]
    if not lost and not new:
        return "has the same columns in another order"
    parts = [f"{verb} {_some(names)}" for verb, names in (("lacks", lost), ("has also", new)) if names]
    return " and ".join(parts)


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - SHOWN:,} more" if len(names) > SHOWN else ""
    return ", ".join(repr(name[:40]) for name in names[:SHOWN]) + more

"""Sheets in sections, as sequencers read them: ``[Header]`` with a value a line, ``[Data]`` with a table."""

import csv
import re
from collections.abc import Iterator, Sequence

from clinicell.datasets.privacy.column import Column, column
from clinicell.datasets.privacy.key import Key, key_of
from clinicell.datasets.privacy.named import shown

_SECTION = re.compile(r"\s*\[([\w .-]{1,60})\][,;\t ]*$")


def is_sectioned(text: str) -> bool:
    r"""Whether the first line of a text opens a section.

    Examples
    --------
    >>> is_sectioned("[Header],,\nDate,2019\n"), is_sectioned("a,b\n1,2\n")
    (True, False)
    """
    first = next((line for line in text[:4096].splitlines() if line.strip()), "")
    return _SECTION.match(first) is not None


def columns_of_sections(text: str) -> Iterator[Column]:
    """Yield what stands in each section: values under their names, and tables by column."""
    name, start, lines = "", 0, text.splitlines()
    rows: list[list[str]] = []
    for number, line in enumerate([*lines, "[end]"], start=1):
        found = _SECTION.match(line)
        if found is None:
            rows.append(_fields(line))
            continue
        yield from _section(name, rows, start)
        name, start, rows = found[1], number, []


def _fields(line: str) -> list[str]:
    mark = max(",;\t", key=line.count)
    return [part.strip() for part in next(csv.reader([line], delimiter=mark), [])]


def _section(name: str, rows: Sequence[list[str]], start: int) -> Iterator[Column]:
    widths = [sum(map(bool, row)) for row in rows if any(row)]
    if len(widths) > 1 and widths[0] > 2:
        head, *body = [row for row in rows if any(row)]
        for place, title in enumerate(head):
            held = [row[place] for row in body if place < len(row)]
            yield column(f"section {shown(name)!r} column {shown(title)!r}", key_of(title), held, "rows")
        return
    for number, row in enumerate(rows, start=start + 1):
        values = [value for value in row[1:] if value]
        if row and values:
            yield column(f"line {number}", key_of(row[0]), values, "lines")
        elif row and row[0]:
            yield column(f"line {number}", Key(), row[:1], "lines")

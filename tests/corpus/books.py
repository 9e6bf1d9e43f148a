# ruff: noqa: E501 - tables of short texts
"""Excel workbooks: the folders of `texts`, each table a workbook, and what befalls cells, sheets and the zip around them."""

import datetime
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl

from .case import Case
from .texts import HTML, LFS, Rows, recipe, row_defects, tables

KEPT = (  # of the defects of rows: what a workbook holds in another way than a text
    "a decimal comma",
    "Excel has changed names",
    "words among numbers",
    "a transposed matrix",
    "duplicate ids",
    "logarithms called counts",
    "sums among the rows",
    "dates as time points",
    "one donor in two splits",
    "a key that finds nothing",
    "percent instead of a share",
)


def _typed(word: str) -> object:
    if not re.fullmatch(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?", word):
        return word
    return float(word) if "." in word else int(word)


def book(rows: Rows, after: Callable | None = None) -> bytes:
    """Return a workbook of one sheet; `after` changes it before it is saved."""
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append([_typed(word) for word in row])
    if after:
        after(workbook)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def folder(
    table: str = "", of_rows: Callable | None = None, after: Callable | None = None, of_bytes: Callable | None = None
):
    """Return what writes the folder ``raw`` with one change."""

    def write(where: Path) -> Path:
        raw = where / "raw"
        raw.mkdir()
        for name, rows in tables().items():
            is_it = name == table
            if is_it and of_rows:
                of_rows(rows)
            data = book(rows, after if is_it else None)
            (raw / f"{name}.xlsx").write_bytes(of_bytes(data) if is_it and of_bytes else data)
        return raw

    return write


def cell(place: str, value: object) -> Callable:
    """Return the change of one cell of the first sheet."""
    return lambda workbook: workbook.active.__setitem__(place, value)


def repacked(change: Callable[[dict[str, bytes]], object]) -> Callable[[bytes], bytes]:
    """Return the change of the members of the zip."""

    def damage(data: bytes) -> bytes:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            members = {name: packed.read(name) for name in packed.namelist()}
        change(members)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, content in members.items():
                packed.writestr(name, content)
        return out.getvalue()

    return damage


LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "1">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]>"
)
OUTSIDE = b'<!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/hostname">]>'
SHEET = "xl/worksheets/sheet1.xml"


def _with_entity(members: dict[str, bytes], told: bytes) -> None:
    """Put an entity into the first number of the sheet."""
    members[SHEET] = members[SHEET].replace(b"<worksheet", told + b"<worksheet", 1).replace(b"<v>", b"<v>&j;", 1)


OF_BOOKS: tuple[tuple[str, str, Callable], ...] = (
    ("Excel has changed names", "a gene that is a date", cell("A4", datetime.datetime(2024, 3, 1))),
    ("Excel has changed numbers", "a count that is a date", cell("C4", datetime.datetime(1900, 1, 4))),
    ("Excel has changed numbers", "a count that is a time", cell("C4", datetime.time(4, 0))),
    ("a formula without a result", "a sum", cell("C4", "=SUM(D4:F4)")),
    ("words among numbers", "an error", cell("C4", "#N/A")),
    ("words among numbers", "true", cell("C4", True)),
    ("words among numbers", "a number as text", cell("C4", " 5")),
    ("merged cells", "two genes", lambda workbook: workbook.active.merge_cells("A4:A5")),
    ("several sheets", "a note", lambda workbook: workbook.create_sheet("notes").append(["see me"])),
    ("several sheets", "an empty one", lambda workbook: workbook.create_sheet("Sheet3")),
    ("header only", "an empty sheet", lambda workbook: workbook.active.delete_rows(1, 99)),
    ("cells far outside", "the last row of Excel", cell("A1048576", "x")),
    ("cells far outside", "the last column of Excel", cell("XFD3", 7)),
)
OF_ZIPS: tuple[tuple[str, str, Callable[[bytes], bytes]], ...] = (
    ("empty", "0 %", lambda data: b""),
    ("cut off", "50 %", lambda data: data[: len(data) // 2]),
    ("cut off", "99 %", lambda data: data[: len(data) * 99 // 100]),
    ("an HTML page", "sign-in", lambda data: HTML),
    ("a pointer of Git LFS", "whole", lambda data: LFS),
    ("another kind of file", "a csv", lambda data: b"gene,a,b\nG,1,2\n"),
    ("another kind of file", "old Excel", lambda data: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    ("another kind of file", "a zip", repacked(lambda members: members.pop("xl/workbook.xml"))),
    ("bytes overwritten", "in the middle", lambda data: data[:1500] + bytes(300) + data[1800:]),
    ("a part lost", "the sheet", repacked(lambda members: members.pop(SHEET))),
    ("XML that is cut off", "the sheet", repacked(lambda members: members.update({SHEET: members[SHEET][:700]}))),
    ("XML of entities", "a billion laughs", repacked(lambda members: _with_entity(members, LAUGHS))),
    ("XML of entities", "another file", repacked(lambda members: _with_entity(members, OUTSIDE))),
    (
        "a bomb",
        "400 MB of blanks",
        repacked(
            lambda members: members.update(
                {SHEET: members[SHEET].replace(b"<sheetData>", b"<sheetData>" + b" " * (400 << 20))}
            )
        ),
    ),
    ("deep nesting", "elements", repacked(lambda members: members.update({SHEET: b"<a>" * 200_000}))),
)


def corrupt() -> Iterator[Case]:
    """Yield workbooks with one defect each."""
    fits = recipe("xlsx", "xlsx")

    def of(defect: str, what: str, table: str, write: Callable) -> Case:
        name = f"xlsx {table}: {defect}: {what}"
        return Case(
            format="xlsx",
            defect=defect,
            name=name,
            write=write,
            judge="folder",
            recipe=fits,
            other="it says 5" if what == "a number as text" else "",
        )

    for defect, what, table, change in row_defects():
        if defect in KEPT:
            yield of(defect, what, table, folder(table, change))
    for defect, what, change in OF_BOOKS:
        yield of(defect, what, "counts", folder("counts", after=change))
    for defect, what, change in OF_ZIPS:
        yield of(defect, what, "counts", folder("counts", of_bytes=change))
    dates = folder("cells", after=cell("G3", datetime.datetime(2021, 3, 5)))
    yield of("dates as time points", "a true date", "cells", dates)


def sound() -> Iterator[Case]:
    """Yield the sound folder."""
    yield Case(format="xlsx", defect="", name="xlsx", write=folder(), judge="folder", recipe=recipe("xlsx", "xlsx"))

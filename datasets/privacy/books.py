"""All text of an .xlsx workbook: cells, names of sheets, comments and the properties of the document."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from clinicell.datasets.privacy.column import Column, Unseen, column
from clinicell.datasets.privacy.key import Key, key_of
from clinicell.datasets.privacy.named import shown
from clinicell.datasets.privacy.texts import columns_of_table
from clinicell.errors import InputError

if TYPE_CHECKING:
    import openpyxl  # type: ignore[import-untyped]  # it ships no types

MAX_BYTES = 1 << 30  # unpacked
# When the document was saved says nothing of a patient, and every workbook has it.
_PROPERTIES = ("creator", "lastModifiedBy", "title", "subject", "description", "keywords", "category", "contentStatus")
_EDGE = re.compile(r"<(?:odd|even|first)(?:Header|Footer)[^>]*>([^<]+)<")
_DRAWN = re.compile(r"<a:t>([^<]+)</a:t>|(?:descr|title)=\"([^\"]+)\"")
_OWN = re.compile(r"<property[^>]*?\bname=\"([^\"]*)\"[^>]*>\s*<vt:\w+>([^<]+)</vt:")
_COMMENT = re.compile(r"<t(?: [^>]*)?>([^<]+)</t>")


def columns_of_file(path: Path) -> Iterator[Column | Unseen]:
    """Yield what a workbook holds; the first row of a sheet names its columns.

    Raises
    ------
    InputError
        It is no workbook, or unpacks to more than a gigabyte.
    """
    import openpyxl  # an eighth of a second, which a verdict on an .h5ad file need not take

    try:
        with zipfile.ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > MAX_BYTES:
                raise InputError(f"{shown(path.name)}: unpacks to more than {MAX_BYTES >> 30} GiB; save it as .csv")
            if "[Content_Types].xml" not in packed.namelist():
                raise InputError(f"{shown(path.name)}: is an archive, not a workbook; unpack it and screen its files")
            names = packed.namelist()
            notes = [packed.read(name).decode("utf-8", "replace") for name in names if "comments" in name.lower()]
            drawn = [
                packed.read(name).decode("utf-8", "replace") for name in names if name.startswith("xl/drawings/draw")
            ]
            edges = [_end_of(packed, name) for name in names if name.startswith("xl/worksheets/sheet")]
            own = [packed.read(name).decode("utf-8", "replace") for name in names if name == "docProps/custom.xml"]
            pictures = [name for name in names if name.startswith(("xl/media/", "xl/embeddings/"))]
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as fault:
        raise InputError(f"{shown(path.name)}: cannot be read as a workbook ({type(fault).__name__})") from None
    try:
        yield from _properties(book)
        yield column("sheet names", Key(), book.sheetnames, "names")
        for sheet in book.worksheets:
            yield from columns_of_table(_table(sheet), f"sheet {shown(sheet.title)!r} ")
    finally:
        book.close()
    if pictures:
        yield Unseen(path="pictures", why="pictures and embedded documents of a workbook", n=len(pictures))
        yield column("names of pictures", Key(), pictures, "names")
    yield column("headers and footers", key_of("comment"), (text for edge in edges for text in _EDGE.findall(edge)))
    yield column("drawings", key_of("comment"), ("".join(pair) for part in drawn for pair in _DRAWN.findall(part)))
    for name, text in (pair for part in own for pair in _OWN.findall(part)):
        yield column("custom properties", key_of(name), [text])
        yield column("names of custom properties", Key(), [name], "names")
    yield column("comments", key_of("comment"), (text for note in notes for text in _COMMENT.findall(note)), "comments")


def _end_of(packed: zipfile.ZipFile, name: str) -> str:
    """Return the end of a sheet, where its header and footer stand."""
    end = b""
    with packed.open(name) as stream:
        while block := stream.read(1 << 20):
            end = (end + block)[-(1 << 18) :]
    return re.sub(r"&amp;[LCRKP](?:\d{6})?", " ", end.decode("utf-8", "replace"))


def _properties(book: "openpyxl.Workbook") -> Iterator[Column]:
    for name in _PROPERTIES:
        value = getattr(book.properties, name, None)
        if value:
            yield column(f"property {name!r}", key_of(name), [str(value)], "properties")


def _table(sheet: object) -> pd.DataFrame:
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]  # type: ignore[attr-defined]  # untyped sheet
    if not rows:
        return pd.DataFrame()
    head = ["" if name is None else str(name) for name in rows[0]]
    table = pd.DataFrame(rows[1:], columns=head, dtype=object)
    return table.where(table.notna(), "")

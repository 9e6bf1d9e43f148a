"""All text of an .xlsx workbook: cells, names of sheets, comments and the properties of the document."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from clinicell.datasets.privacy.column import Column, column
from clinicell.datasets.privacy.key import Key, key_of
from clinicell.datasets.privacy.named import shown
from clinicell.datasets.privacy.texts import columns_of_table
from clinicell.errors import InputError

if TYPE_CHECKING:
    import openpyxl  # type: ignore[import-untyped]  # it ships no types

MAX_BYTES = 1 << 30  # unpacked
# When the document was saved says nothing of a patient, and every workbook has it.
_PROPERTIES = ("creator", "lastModifiedBy", "title", "subject", "description", "keywords", "category", "contentStatus")
_COMMENT = re.compile(r"<t(?: [^>]*)?>([^<]+)</t>")


def columns_of_file(path: Path) -> Iterator[Column]:
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
            notes = [packed.read(name).decode("utf-8", "replace") for name in packed.namelist() if "comments" in name]
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
    yield column("comments", key_of("comment"), (text for note in notes for text in _COMMENT.findall(note)), "comments")


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

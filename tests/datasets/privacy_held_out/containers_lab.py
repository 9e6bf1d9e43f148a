"""Spreadsheets and flow cytometry files, written byte by byte where a library would add words of its own."""

import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty

from .place import N, Write, is_number, notes, rows


def typed(text: str) -> int | str:
    return int(text) if is_number(text) else text


def book(place: str) -> Write:
    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        made = openpyxl.Workbook()
        made.properties.creator = "openpyxl"
        first = made.active
        first.title = "".join(c for c in texts[0] if c not in "[]:*?/\\")[:31] if place == "sheet" else "samples"
        page = made.create_sheet("clinic") if place in ("second", "hidden") else first
        if place == "hidden":
            page.sheet_state = "hidden"
        if place == "form":
            for line in (("tissue", "bone marrow"), (key, typed(texts[0])), ("cells", 5200)):
                page.append(line)
        else:
            column = {"column": rows, "second": rows, "hidden": rows, "note": notes}.get(place, lambda _: ["1"] * N)(
                texts
            )
            title = "Kommentar" if place == "note" else key if place in ("column", "second", "hidden") else "lane"
            page.append(["sample", title, "cells"])
            for i, text in enumerate(column):
                page.append([f"D{i}", typed(text), 5000 + i])
        if place == "comment":
            page["A3"].comment = Comment(texts[0], "lab")
        elif place == "header":
            page.oddHeader.left.text = texts[0].replace("&", "&&")
        elif place == "property":
            made.custom_doc_props.append(StringProperty(name=key, value=texts[0]))
        elif place in ("creator", "lastModifiedBy"):
            setattr(made.properties, place, texts[0])
        path = folder / "samples.xlsx"
        made.save(path)
        return path

    return write


def fcs(keywords: Mapping[str, str], delimiter: str = "|") -> bytes:
    """Return a sound FCS 3.1 file of two events in two channels."""
    data = struct.pack("<4f", 10, 20, 30, 40)
    known = {
        "$BEGINANALYSIS": "0", "$ENDANALYSIS": "0", "$BEGINSTEXT": "0", "$ENDSTEXT": "0", "$BYTEORD": "1,2,3,4",
        "$DATATYPE": "F", "$MODE": "L", "$NEXTDATA": "0", "$PAR": "2", "$TOT": "2", "$CYT": "BD LSRFortessa",
    }  # fmt: skip
    for i, name in enumerate(("SSC-A", "CD117 APC-A"), 1):
        known |= {f"$P{i}N": name, f"$P{i}B": "32", f"$P{i}E": "0,0", f"$P{i}R": "262144"}
    known |= keywords

    def text(begin: int) -> bytes:
        spans = {"$BEGINDATA": f"{begin:08d}", "$ENDDATA": f"{begin + len(data) - 1:08d}"}
        twice = delimiter * 2
        parts = (part.replace(delimiter, twice) for item in (spans | known).items() for part in item)
        return (delimiter + delimiter.join(parts) + delimiter).encode()

    end = 58 + len(text(0))
    head = f"FCS3.1    {58:>8}{end - 1:>8}{end:>8}{end + len(data) - 1:>8}{0:>8}{0:>8}".encode()
    return head + text(end) + data


def keyword(name: str) -> Write:
    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        path = folder / "tube_003.fcs"
        path.write_bytes(fcs({name.format(key.upper()): texts[0]}))
        return path

    return write

"""Places in tables and spreadsheets."""

import csv
import gzip
import io
import warnings
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pandas as pd
from openpyxl.comments import Comment

from .frames import CELLS, GENES, N, columns, notes, rows
from .place import Place, Write


def stored(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    raw = text.encode(encoding) if _fits(text, encoding) else text.encode()
    path.write_bytes(gzip.compress(raw, 1, mtime=0) if path.suffix == ".gz" else raw)
    return path


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def lined(table: Sequence[Sequence[str]], sep: str) -> str:
    held = io.StringIO()
    csv.writer(held, delimiter=sep, lineterminator="\n").writerows(table)
    return held.getvalue()


def sheet(key: str, column: Sequence[str], sep: str) -> str:
    named = columns(key, column)
    return lined([list(named), *map(list, zip(*named.values(), strict=True))], sep)


def table(name: str, sep: str, encoding: str = "utf-8", note: str = "") -> Write:
    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        return stored(folder / name, sheet(note or key, notes(texts) if note else rows(texts), sep), encoding)

    return write


def turned(folder: Path, key: str, texts: Sequence[str]) -> Path:
    """Write a sheet with samples as columns, as clinicians fill it."""
    named = columns(key, rows(texts))
    return stored(folder / "samples_t.csv", lined([[name, *column] for name, column in named.items()], ","))


def header(name: str, sep: str) -> Write:
    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        lines = [["gene", "P01", texts[0], "P03"], *([gene, "0", "7", "1"] for gene in GENES)]
        return stored(folder / name, lined(lines, sep))

    return write


def first_column(folder: Path, key: str, texts: Sequence[str]) -> Path:
    lines = [["library", "reads", "cells"], ["P01", "31000000", "4100"], [texts[0], "28000000", "3900"]]
    return stored(folder / "libraries.tsv", lined(lines, "\t"))


def summary(folder: Path, key: str, texts: Sequence[str]) -> Path:
    """Write the metrics of Cell Ranger, below the sample's own line."""
    lines = [["Sample ID", "Estimated Number of Cells", "Mean Reads per Cell"], [texts[0], "4,218", "51,003"]]
    return stored(folder / "metrics_summary.csv", lined(lines, ","))


def sample_sheet(place: str) -> Write:
    """Write a sample sheet of a sequencer."""

    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        sample = texts[0] if place == "sample" else "P01"
        text = texts[0] if place == "note" else "poly-A"
        lines = [
            ["[Header]"], ["Workflow", "GenerateFASTQ"], ["Chemistry", "Amplicon"],
            *([[key, texts[0]]] if place == "field" else []),
            ["[Reads]"], ["28"], ["91"], ["[Data]"],
            ["Lane", "Sample_ID", "index", "Description"],
            ["1", sample, "SI-GA-A3", text], ["2", "P09", "SI-GA-B3", "poly-A"],
        ]  # fmt: skip
        return stored(folder / "SampleSheet.csv", lined(lines, ","))

    return write


def parquet(place: str) -> Write:
    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        path = folder / "obs.parquet"
        named = columns("remark", notes(texts)) if place == "note" else columns(key, rows(texts))
        if place == "sample":
            named = columns("sample_name", rows(texts, ("P01", "P02")))
        pd.DataFrame(named, index=list(CELLS)).to_parquet(path)
        return path

    return write


def rds(place: str) -> Write:
    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        import rdata

        path = folder / "meta.rds"
        named = columns("remark", notes(texts)) if place == "note" else columns(key, rows(texts))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            rdata.write_rds(path, pd.DataFrame(named))
        return path

    return write


def book(place: str) -> Write:
    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        made = openpyxl.Workbook()
        page = made.active
        page.title = _title(texts[0]) if place == "sheet" else "Samples"
        if place == "below a title":
            page.append(["Sample list, haematology, single-cell project"])
            page.append([])
        in_column = place in ("column", "hidden column", "below a title")
        named = columns("Remarks", notes(texts)) if place == "note" else columns(key, rows(texts))
        if place not in ("note",) and not in_column:
            named = columns("lane", ["1"] * N)
        page.append(list(named))
        for line in zip(*named.values(), strict=True):
            page.append([_typed(text) for text in line])
        _beside(made, place, key, texts[0])
        path = folder / "sample_list.xlsx"
        made.save(path)
        return path

    return write


def _title(text: str) -> str:
    return "".join(c for c in text if c not in "[]:*?/\\'")[:31]


def _typed(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdigit() and text[0] != "0" and len(text) < 16 else text


def _beside(made: openpyxl.Workbook, place: str, key: str, text: str) -> None:
    page = made.active
    if place == "hidden column":
        page.column_dimensions["C"].hidden = True
    elif place == "second sheet":
        made.create_sheet("Legend").append([key, text])
    elif place == "cell comment":
        page["B4"].comment = Comment(text, "lab")
    elif place == "property":
        made.properties.description = text


PLACES = (
    Place("csv", "column", "value", table("clinical.csv", ","), N),
    Place("csv", "semicolons, Windows-1252", "value", table("Export_Labor.csv", ";", "cp1252"), N),
    Place("csv", "byte order mark", "value", table("redcap_export.csv", ",", "utf-8-sig"), N),
    Place("csv", "samples as columns", "value", turned, N),
    Place("csv", "comment", "prose", table("clinical.csv", ",", note="pathology_report")),
    Place("csv", "header of a matrix", "token", header("counts.csv", ",")),
    Place("csv", "metrics_summary.csv", "token", summary),
    Place("SampleSheet.csv", "field of the header", "value", sample_sheet("field")),
    Place("SampleSheet.csv", "Description", "prose", sample_sheet("note")),
    Place("SampleSheet.csv", "Sample_ID", "token", sample_sheet("sample")),
    Place("csv.gz", "column", "value", table("meta.csv.gz", ","), N),
    Place("csv.gz", "comment", "prose", table("meta.csv.gz", ",", note="notes")),
    Place("tsv", "column", "value", table("phenotype.tsv", "\t"), N),
    Place("tsv", "comment", "prose", table("phenotype.tsv", "\t", note="anamnesis")),
    Place("tsv", "first column", "token", first_column),
    Place("tsv", "header of a matrix", "token", header("dge.tsv", "\t")),
    Place("parquet", "column", "value", parquet("column"), N),
    Place("parquet", "remark", "prose", parquet("note")),
    Place("parquet", "sample_name", "token", parquet("sample")),
    Place("rds", "column", "value", rds("column"), N),
    Place("rds", "remark", "prose", rds("note")),
    Place("xlsx", "column", "value", book("column"), N),
    Place("xlsx", "column below a title", "value", book("below a title"), N),
    Place("xlsx", "hidden column", "value", book("hidden column"), N),
    Place("xlsx", "second sheet", "value", book("second sheet")),
    Place("xlsx", "remarks", "prose", book("note")),
    Place("xlsx", "comment of a cell", "prose", book("cell comment")),
    Place("xlsx", "description of the file", "prose", book("property")),
    Place("xlsx", "name of a sheet", "token", book("sheet")),
)

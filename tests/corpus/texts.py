# ruff: noqa: E501 - tables of short texts
"""Folders of delimited text (csv, tsv, xlsx), sound but for one thing, made standard by a recipe that fits the sound one."""

import bz2
import codecs
import gzip
import lzma
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from clinicell.datasets.recipes.recipe import Recipe
from clinicell.datasets.standard import CORE

from ..datasets.schema.conftest import genes
from .case import Case

N_CELLS, N_GENES = 10, 20
CELLS = [f"AAACCTG{'ACGT'[i % 4]}{'ACGT'[i // 4]}-1" for i in range(N_CELLS)]
GENES = list(genes(N_GENES).index)
Rows = list[list[str]]


def counts() -> np.ndarray:
    """Return genes x cells."""
    return np.random.default_rng(11).poisson(4.0, (N_GENES, N_CELLS)) + 1


def tables() -> dict[str, Rows]:
    """Return counts (genes x cells), cells and patients as rows of words."""
    matrix = [["gene", *CELLS], *([gene, *map(str, row)] for gene, row in zip(GENES, counts(), strict=True))]
    cells = [["barcode", "patient", "specimen", "gender", "age", "celltype", "when", "part"]]
    for i, cell in enumerate(CELLS):
        n = i // 2
        cells.append(
            [cell, f"P{n}", f"P{n}s", "F", "61", "T" if i % 2 else "B", "baseline", "train" if n < 3 else "public_test"]
        )
    patients = [["id", "best", "criterion", "level"]]
    patients += [[f"P{n}", "CR" if n % 2 else "PD", "RECIST1.1", f"0.0{n + 1}"] for n in range(N_CELLS // 2)]
    return {"counts": matrix, "cells": cells, "patients": patients}


def recipe(suffix: str, reader: str = "delimited") -> Recipe:
    """Return what a person who knows the sound folder has answered."""
    columns = {name: {"constant": "unknown"} for name in CORE} | {
        "donor_id": {"column": "patient"},
        "sample_id": {"column": "specimen"},
        "tissue_type": {"constant": "tissue"},
        "suspension_type": {"constant": "cell"},
        "is_primary_data": {"constant": True},
        "time_point": {"column": "when"},
        "sex_ontology_term_id": {"column": "gender", "values": {"M": "PATO:0000384", "F": "PATO:0000383"}},
        "age_band": {"column": "age", "kind": "age_years"},
        "cell_type_ontology_term_id": {"column": "celltype", "values": {"T": "CL:0000084", "B": "CL:0000236"}},
        "response_criterion": {"column": "criterion"},
        "response_value": {"column": "best"},
        "mrd_level": {"column": "level", "kind": "number"},
        "mrd_status": {"constant": "positive"},
        "mrd_lod": {"column": "level", "kind": "number", "factor": 0.001},
        "mrd_method": {"constant": "MFC"},
        "split": {"column": "part"},
    }
    return Recipe.model_validate(
        {
            "recipe": 1,
            "about": {"dataset_id": "toy", "title": "Toy", "license": "CC0-1.0", "modality": "rna"},
            "files": [
                {
                    "name": "counts",
                    "path": f"counts.{suffix}",
                    "reader": reader,
                    "answers": {"content": "matrix", "orientation": "features x units", "missing": "none"},
                },
                {"name": "cells", "path": f"cells.{suffix}", "reader": reader},
                {"name": "patients", "path": f"patients.{suffix}", "reader": reader},
            ],
            "units": {
                "file": "counts",
                "joins": [{"file": "cells", "on": "barcode"}, {"file": "patients", "on": "id", "to": "patient"}],
            },
            "columns": columns,
            "matrices": [{"file": "counts", "matrix": "X", "slot": "X", "scale": "counts"}],
            "features": {"columns": {"feature_name": {"column": "index"}}},
        }
    )


def text_of(rows: Rows, mark: str = ",", end: str = "\n") -> str:
    """Return rows as delimited text; fields that hold the mark or a quote are quoted."""
    quoted = ([f'"{word}"' if mark in word or '"' in word else word for word in row] for row in rows)
    return "".join(mark.join(row) + end for row in quoted)


# ---- what befalls the rows of a table, whatever holds them


def at(row: int, column: int, word: str) -> Callable[[Rows], None]:
    """Return the change of one field."""
    return lambda rows: rows[row].__setitem__(column, word)


def column(number: int, words: Callable[[int, str], str]) -> Callable[[Rows], None]:
    """Return the change of a column below its header."""

    def change(rows: Rows) -> None:
        for place, row in enumerate(rows[1:]):
            row[number] = words(place, row[number])

    return change


def numbers(words: Callable[[float], str]) -> Callable[[Rows], None]:
    """Return the change of all numbers of the matrix."""

    def change(rows: Rows) -> None:
        for row in rows[1:]:
            row[1:] = [words(float(word)) for word in row[1:]]

    return change


def _turned(rows: Rows) -> None:
    rows[:] = [list(row) for row in zip(*rows, strict=True)]


def _z(rows: Rows) -> None:
    values = np.array([[float(word) for word in row[1:]] for row in rows[1:]])
    for row, own in zip(rows[1:], (values - values.mean(0)) / values.std(0), strict=True):
        row[1:] = [f"{number:.4f}" for number in own]


OF_COUNTS: tuple[tuple[str, str, Callable[[Rows], object]], ...] = (
    ("a decimal comma", "one number", at(4, 3, "1,5")),
    ("a decimal comma", "all numbers", numbers(lambda x: f"{x + 0.5:.2f}".replace(".", ","))),
    ("marks of thousands", "one number", at(4, 3, "1,234")),
    ("marks of thousands", "blanks", at(4, 3, "1 234")),
    ("ragged rows", "a field too few", lambda rows: rows[5].pop()),
    ("ragged rows", "a field too many", lambda rows: rows[5].append("7")),
    ("ragged rows", "a header too long", lambda rows: rows[0].append("AAAA-1")),
    ("header only", "no row", lambda rows: rows.__delitem__(slice(1, None))),
    ("no header", "first row lost", lambda rows: rows.pop(0)),
    ("a second header", "units below the names", lambda rows: rows.insert(1, ["", *["counts"] * N_CELLS])),
    ("a second header", "repeated in the middle", lambda rows: rows.insert(9, list(rows[0]))),
    ("sums among the rows", "a total", lambda rows: rows.append(["TOTAL", *map(str, counts().sum(0))])),
    ("sums among the rows", "notes of HTSeq", lambda rows: rows.append(["__no_feature", *["9"] * N_CELLS])),
    ("duplicate ids", "a gene", at(2, 0, GENES[0])),
    ("duplicate ids", "a cell", at(0, 2, CELLS[0])),
    ("Excel has changed names", "1-Mar", at(3, 0, "1-Mar")),
    ("Excel has changed names", "Sep-07", at(3, 0, "Sep-07")),
    ("Excel has changed names", "2.31E+13", at(3, 0, "2.31E+13")),
    ("words among numbers", "a word", at(4, 3, "five")),
    ("words among numbers", "an error of Excel", at(4, 3, "#REF!")),
    ("words among numbers", "hexadecimal", at(4, 3, "0x1F")),
    ("words among numbers", "underscores", at(4, 3, "1_000")),
    ("words among numbers", "foreign digits", at(4, 3, "٣")),
    ("words among numbers", "padded", at(4, 3, "007")),
    ("words among numbers", "a formula", at(4, 3, "=A1+2")),
    ("words among numbers", "a share", at(4, 3, "5%")),
    ("wrong units", "a unit in the field", at(4, 3, "5 reads")),
    ("a code for missing as a value", "NA", at(4, 3, "NA")),
    ("a code for missing as a value", "empty", at(4, 3, "")),
    ("a code for missing as a value", "-1", at(4, 3, "-1")),
    ("a code for missing as a value", "nan", at(4, 3, "nan")),
    ("NaN and infinite numbers", "inf", at(4, 3, "inf")),
    ("NaN and infinite numbers", "1e400", at(4, 3, "1e400")),
    ("negative counts", "one", at(4, 3, "-5")),
    ("fractional counts", "one", at(4, 3, "1.5")),
    ("fractional counts", "all", numbers(lambda x: f"{x * 0.7:.3f}")),
    ("logarithms called counts", "log1p", numbers(lambda x: f"{np.log1p(x):.4f}")),
    ("logarithms called counts", "log2(x + 1)", numbers(lambda x: f"{np.log2(x + 1):.4f}")),
    ("z-scores called counts", "z", _z),
    ("a transposed matrix", "whole", _turned),
    ("null bytes in names", "a cell", at(0, 2, "AA\x00A-1")),
    ("wrong organism", "mouse genes", column(0, lambda n, _: f"ENSMUSG{n + 1:011d}")),
    ("wrong organism", "one mouse gene", at(3, 0, "ENSMUSG00000059552")),
    ("versions in ids", "all genes", column(0, lambda _, word: f"{word}.12")),
    ("ids of another kind", "symbols for Ensembl ids", column(0, lambda n, _: f"GENE{n}")),
    ("ids of another kind", "ids that are retired", column(0, lambda n, word: f"ENSG0000099{n:04d}")),
    ("a cell without reads", "one", lambda rows: [row.__setitem__(2, "0") for row in rows[1:]]),
    ("the same cell twice", "under two names", lambda rows: [row.__setitem__(2, row[1]) for row in rows[1:]]),
)
OF_CELLS: tuple[tuple[str, str, Callable[[Rows], object]], ...] = (
    ("a key that finds nothing", "a cell that is not there", at(2, 0, "TTTT-1")),
    ("a key that finds nothing", "a blank behind it", at(2, 0, CELLS[1] + " ")),
    ("a key that finds nothing", "in lower case", column(0, lambda _, word: word.lower())),
    ("a key that finds nothing", "without -1", column(0, lambda _, word: word.removesuffix("-1"))),
    ("a key that finds nothing", "a row lost", lambda rows: rows.pop(4)),
    ("duplicate ids", "a key", lambda rows: rows.append(list(rows[1]))),
    ("a value without a mapping", "sex", at(3, 3, "male")),
    ("a value without a mapping", "empty", at(3, 5, "")),
    ("a value without a mapping", "in another case", at(3, 3, "m")),
    ("wrong units", "age in months", column(4, lambda n, _: str(600 + n))),
    ("wrong units", "age with a unit", column(4, lambda _, word: f"{word}y")),
    ("a date of birth", "for the age", column(4, lambda n, _: f"12.03.195{n}")),
    ("a code for missing as a value", "-9 as an age", at(2, 4, "-9")),
    ("a code for missing as a value", "999 as an age", at(2, 4, "999")),
    ("dates as time points", "German", column(6, lambda *_: "05.03.2021")),
    ("dates as time points", "ISO", column(6, lambda *_: "2021-03-05")),
    ("dated ids", "of specimens", column(2, lambda _, word: f"{word}_2021-03-05")),
    ("dated ids", "of patients", at(1, 1, "P0_12031957")),
    ("names of persons", "as patients", column(1, lambda n, _: ["John Smith", "Mary Jones"][n // 2 % 2])),
    ("one donor in two splits", "one cell", at(1, 7, "public_test")),
    ("a sample of two donors", "one cell", at(3, 2, "P0s")),
    ("a word that is not one of the list", "split", column(7, lambda *_: "test")),
    ("a word that is not one of the list", "time", at(2, 6, "before")),
    ("a column lost", "its name", at(0, 1, "pat")),
    ("a column lost", "twice", at(0, 1, "age")),
    ("null bytes in names", "a specimen", column(2, lambda _, word: f"{word}\x00")),
    ("header only", "no cell", lambda rows: rows.__delitem__(slice(1, None))),
    ("ragged rows", "a comma in a note", lambda rows: rows[3].append("see note")),
)
OF_PATIENTS: tuple[tuple[str, str, Callable[[Rows], object]], ...] = (
    ("a response without its criterion", "empty", column(2, lambda *_: "unknown")),
    ("a response without its criterion", "another word", column(2, lambda *_: "clinical")),
    ("a response that its criterion does not know", "VGPR", at(1, 1, "VGPR")),
    ("a response that its criterion does not know", "yes", column(1, lambda *_: "yes")),
    ("percent instead of a share", "level", column(3, lambda _, word: str(float(word) * 100))),
    ("percent instead of a share", "with a sign", column(3, lambda _, word: f"{word}%")),
    ("a decimal comma", "level", column(3, lambda _, word: word.replace(".", ","))),
    ("a decimal comma", "one level", at(1, 3, "0,01")),
    ("a code for missing as a value", "NA", at(1, 3, "NA")),
    ("a code for missing as a value", "-1", at(1, 3, "-1")),
    ("a code for missing as a value", "below detection", at(1, 3, "<0.0001")),
    ("a key that finds nothing", "a patient lost", lambda rows: rows.pop(2)),
    ("duplicate ids", "a patient", at(2, 0, "P0")),
    ("a column lost", "criterion", at(0, 2, "crit")),
    ("NaN and infinite numbers", "inf", at(1, 3, "inf")),
    ("NaN and infinite numbers", "nan", at(1, 3, "nan")),
)


def row_defects() -> Iterator[tuple[str, str, str, Callable[[Rows], object]]]:
    """Yield defect, what, table and change."""
    for name, cases in (("counts", OF_COUNTS), ("cells", OF_CELLS), ("patients", OF_PATIENTS)):
        yield from ((defect, what, name, change) for defect, what, change in cases)


# ---- what befalls the bytes of a text

HTML = b"<!DOCTYPE html><html><head><title>Sign in</title></head><body>Session expired</body></html>\n"
LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"4d7a" * 16 + b"\nsize 12345\n"


def _quotes(data: bytes) -> bytes:
    return data.replace(CELLS[3].encode(), b'"' + CELLS[3].encode())


def _mixed(data: bytes) -> bytes:
    lines = data.split(b"\n")
    lines[5] = lines[5].replace(b",", b";").replace(b"\t", b";")
    return b"\n".join(lines)


OF_BYTES: tuple[tuple[str, str, Callable[[bytes], bytes]], ...] = (
    ("empty", "0 %", lambda data: b""),
    ("cut off", "1 %", lambda data: data[: max(1, len(data) // 100)]),
    ("cut off", "50 %", lambda data: data[: len(data) // 2]),
    ("cut off", "90 %", lambda data: data[: len(data) * 9 // 10]),
    ("cut off", "99 %", lambda data: data[: len(data) * 99 // 100 - 3]),
    ("an HTML page", "sign-in", lambda data: HTML),
    ("a pointer of Git LFS", "whole", lambda data: LFS),
    ("another kind of file", "PNG", lambda data: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4),
    ("another kind of file", "random", lambda data: np.random.default_rng(5).bytes(3000)),
    ("another kind of file", "zeros", lambda data: bytes(500)),
    ("another kind of file", "a zip", lambda data: b"PK\x03\x04" + data),
    ("another kind of file", "old Excel", lambda data: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    ("wrong encoding", "UTF-16 without a mark", lambda data: data.decode().encode("utf-16-le")),
    ("wrong encoding", "latin-1", lambda data: data.replace(CELLS[2].encode(), b"M\xfcller-1")),
    ("wrong encoding", "half UTF-8", lambda data: data.replace(CELLS[2].encode(), b"AAA\xc3")),
    ("mixed delimiters", "one line of semicolons", _mixed),
    ("a quote that is not closed", "in a name", _quotes),
    ("a bomb", "gzip", lambda data: gzip.compress(data + b"1," * (40 << 20), 9)),
    ("a bomb", "bzip2", lambda data: bz2.compress(data + bytes(30 << 20))),
    ("a bomb", "xz", lambda data: lzma.compress(data + b"0," * (20 << 20), preset=0)),
    ("a packed file that is cut off", "gzip", lambda data: gzip.compress(data)[:-20]),
    ("a packed file that is cut off", "xz", lambda data: lzma.compress(data)[:-20]),
    (
        "a packed file that is damaged",
        "gzip",
        lambda data: gzip.compress(data)[:60] + bytes(40) + gzip.compress(data)[100:],
    ),
    ("a million fields", "header", lambda data: b"g," * 1_000_000 + b"g\n" + data),
    ("a line of 70 MB", "no end", lambda data: b"7" * (70 << 20)),
)
HARMLESS: tuple[tuple[str, str, Callable[[bytes], bytes]], ...] = (
    ("a mark of byte order", "UTF-8", lambda data: codecs.BOM_UTF8 + data),
    ("a mark of byte order", "UTF-16", lambda data: data.decode().encode("utf-16")),
    ("line ends of Windows", "CRLF", lambda data: data.replace(b"\n", b"\r\n")),
    ("line ends of Windows", "CR alone", lambda data: data.replace(b"\n", b"\r")),
    ("no last line end", "cut", lambda data: data.rstrip(b"\n")),
    ("empty lines at the end", "three", lambda data: data + b"\n\n\n"),
)
MARKS = {"csv": ",", "tsv": "\t"}


def folder(suffix: str, of_rows: dict[str, Callable[[Rows], object]] = {}, of_bytes: dict[str, Callable] = {}):  # noqa: B006
    """Return what writes the folder ``raw``, with changes by table."""

    def write(where: Path) -> Path:
        raw = where / "raw"
        raw.mkdir()
        for name, rows in tables().items():
            if name in of_rows:
                of_rows[name](rows)
            data = text_of(rows, MARKS[suffix]).encode()
            (raw / f"{name}.{suffix}").write_bytes(of_bytes[name](data) if name in of_bytes else data)
        return raw

    return write


def corrupt() -> Iterator[Case]:
    """Yield each defect in a csv and in a tsv folder."""
    for suffix in MARKS:
        fits = recipe(suffix)
        for defect, what, table, change in row_defects():
            yield Case(
                format=suffix,
                defect=defect,
                name=f"{suffix} {table}: {defect}: {what}",
                write=folder(suffix, {table: change}),
                judge="folder",
                recipe=fits,
                other="1 234 is 1234" if what == "blanks" else "",
            )
        for defect, what, change in (*OF_BYTES, *HARMLESS):
            table = "cells" if suffix == "tsv" and (defect, what, change) in HARMLESS else "counts"
            yield Case(
                format=suffix,
                defect=defect,
                name=f"{suffix} {table}: {defect}: {what}",
                write=folder(suffix, of_bytes={table: change}),
                judge="folder",
                recipe=fits,
            )


def sound() -> Iterator[Case]:
    """Yield the sound folders."""
    for suffix in MARKS:
        yield Case(format=suffix, defect="", name=suffix, write=folder(suffix), judge="folder", recipe=recipe(suffix))

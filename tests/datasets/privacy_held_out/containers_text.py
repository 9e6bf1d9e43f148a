# ruff: noqa: E501 - a table: one place is one row
"""Places in tables, text, JSON, variant files, arrays, archives, and in the names of files."""

import gzip
import io
import json
import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import numpy as np

from .containers_lab import book, fcs, keyword
from .place import CELLS, GENES, N, Place, Write, notes, rows, slot

VCF = """##fileformat=VCFv4.2
##source=HaplotypeCaller
##contig=<ID=chr17,length=83257441>
##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
{line}#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tD1\t{sample}
chr17\t7675088\t.\tC\tT\t812\tPASS\tDP=64\tGT\t0/1\t0/0
"""


def stored(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    raw = text.encode(encoding, errors="replace" if encoding != "utf-8" else "strict")
    path.write_bytes(gzip.compress(raw, 1, mtime=0) if path.suffix == ".gz" else raw)
    return path


def cell(text: str, sep: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in (sep, '"', "\n")) else text


def sheet(key: str, column: Sequence[str], sep: str) -> str:
    lines = [("barcode", key, "n_umi"), *((b, t, "1200") for b, t in zip(CELLS, column, strict=True))]
    return "".join(sep.join(cell(text, sep) for text in line) + "\n" for line in lines)


def table(name: str, sep: str, encoding: str = "utf-8", head: str = "", key_of: str = "") -> Write:
    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        column = notes(texts) if key_of else rows(texts)
        if encoding == "latin-1" and any(not _fits(text) for text in (key, *column)):
            return stored(folder / name, head + sheet(key_of or key, column, sep))
        return stored(folder / name, head + sheet(key_of or key, column, sep), encoding)

    return write


def _fits(text: str) -> bool:
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True


def form_sheet(name: str, sep: str) -> Write:
    """Write a sheet of two columns: what, and its value."""

    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        lines = (("item", "value"), ("tissue", "bone marrow"), (key, texts[0]), ("cells", "5200"))
        return stored(folder / name, "".join(sep.join(cell(t, sep) for t in line) + "\n" for line in lines))

    return write


def lines(name: str, pattern: str, head: str, tail: str, clean: Callable[[str], str] = str) -> Write:
    """Write a text file with one line that holds the key and the value."""

    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        return stored(folder / name, f"{head}{pattern.format(clean(key), clean(texts[0]))}\n{tail}")

    return write


def series(folder: Path, key: str, texts: Sequence[str]) -> Path:
    """Write a series matrix as GEO has them."""
    told = "\t".join(f'"{key}: {text}"' for text in rows(texts))
    names = "\t".join(f'"D{i}"' for i in range(N))
    return stored(folder / "series_matrix.txt", f"!Sample_title\t{names}\n!Sample_characteristics_ch1\t{told}\n")


def header(sep: str, name: str) -> Write:
    """Write genes x samples; the sample's name is in the header."""

    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        body = "".join(sep.join((gene, "3", "0")) + "\n" for gene in GENES)
        return stored(folder / name, sep.join(("gene", "D1", cell(texts[0], sep))) + "\n" + body)

    return write


def wide(folder: Path, key: str, texts: Sequence[str]) -> Path:
    """Write a matrix of counts whose rows are named after the sample."""
    return stored(folder / "counts.csv", "cell,CD34\n" + "".join(f"{cell(texts[0], ',')}_{b},1\n" for b in CELLS))


def document(place: str) -> Write:
    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        records: list[object] = [{"name": "tissue", "value": "bone marrow"}]
        held: dict[str, object] = {"n_cells": 5200, "records": records}
        if place == "nested":
            held["subject"] = {"details": {key: texts[0]}}
        elif place == "pair":
            records.append({"name": key, "value": texts[0]})
        elif place == "list":
            held[key] = rows(texts)
        elif place == "note":
            held["remarks"] = list(texts)
        else:
            held[texts[0]] = {"n_cells": 200}
        return stored(folder / "manifest.json", json.dumps(held, indent=2, ensure_ascii=place != "nested"))

    return write


def vcf(pattern: str, name: str = "somatic.vcf") -> Write:
    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        if not pattern:
            return stored(folder / name, VCF.format(line="", sample=texts[0]))
        word = re.sub(r"\W+", "_", key)
        return stored(folder / name, VCF.format(line=pattern.format(key, texts[0], word) + "\n", sample="D2"))

    return write


def arrays(place: str) -> Write:
    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        path = folder / "matrix.npz"
        named = {
            "array": {slot(key): np.array(rows(texts))},
            "note": {"remarks": np.array(notes(texts))},
            "samples": {"sample": np.array(["D1", "D2", texts[0]])},
        }[place]
        np.savez(path, counts=np.ones((N, 2)), **named)
        return path

    return write


def archive(place: str) -> Write:
    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as file:
            column = (key, rows(texts)) if place == "table" else ("lane", ["1"] * N)
            name = (
                f"{texts[0]}/cells.csv"
                if place == "folder"
                else f"{texts[0]}.csv"
                if place == "member"
                else "d1/cells.csv"
            )
            file.writestr(zipfile.ZipInfo(name), sheet(*column, ","))
            if place == "letter":
                file.writestr(zipfile.ZipInfo("letter.txt"), f"Zytologie\n\n{texts[0]}\n")
            elif place == "form":
                file.writestr(zipfile.ZipInfo("samples.json"), json.dumps({"D1": {key: texts[0]}}))
            elif place == "comment":
                file.comment = texts[0].encode()
        path = folder / "delivery.zip"
        path.write_bytes(held.getvalue())
        return path

    return write


def named(pattern: str) -> Write:
    """Return a writer of a sound file whose path holds the token."""

    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        path = folder / pattern.format(texts[0].replace("/", "-"))
        if path.suffix == ".fcs":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(fcs({}))
            return path
        return stored(path, sheet("lane", ["1"] * N, "\t" if path.suffix == ".tsv" else ","))

    return write


MATRIX = "%%MatrixMarket matrix coordinate integer general\n"
NOTE = "Bone marrow, processed fresh.\n"
PLACES = (
    Place("csv", "column", "value", table("cells.csv", ",")),
    Place("csv", "semicolons, Latin-1", "value", table("Export.csv", ";", "latin-1")),
    Place("csv", "two columns: item, value", "value", form_sheet("sample.csv", ",")),
    Place("csv", "key: value above the table", "value", lines("run.csv", "# {}: {}", "# chemistry: SC3Pv3\n", sheet("lane", ["1"] * N, ","))),
    Place("csv", "note", "prose", table("cells.csv", ",", key_of="Bemerkung")),
    Place("csv", "comment line", "prose", lines("run.csv", "# {1}", "", sheet("lane", ["1"] * N, ","))),
    Place("csv", "header", "token", header(",", "counts.csv")),
    Place("csv", "row name", "token", wide),
    Place("tsv", "column", "value", table("cells.tsv", "\t")),
    Place("tsv", "UTF-16", "value", table("cells.tsv", "\t", "utf-16")),
    Place("tsv", "note", "prose", table("cells.tsv", "\t", key_of="observaciones")),
    Place("tsv", "header", "token", header("\t", "counts.tsv")),
    Place("csv.gz", "column", "value", table("cells.csv.gz", ",")),
    Place("csv.gz", "note", "prose", table("cells.csv.gz", ",", key_of="free_text")),
    Place("xlsx", "column", "value", book("column")),
    Place("xlsx", "form of two columns", "value", book("form")),
    Place("xlsx", "second sheet", "value", book("second")),
    Place("xlsx", "hidden sheet", "value", book("hidden")),
    Place("xlsx", "custom property", "value", book("property")),
    Place("xlsx", "note", "prose", book("note")),
    Place("xlsx", "comment of a cell", "prose", book("comment")),
    Place("xlsx", "header for print", "prose", book("header")),
    Place("xlsx", "sheet", "token", book("sheet")),
    Place("fcs", "keyword", "value", keyword("{}")),
    Place("fcs", "keyword of the vendor", "value", keyword("#{}")),
    Place("fcs", "$COM", "prose", keyword("$COM")),
    Place("fcs", "EXPERIMENT NOTES", "prose", keyword("EXPERIMENT NOTES")),
    Place("fcs", "TUBE NAME", "token", keyword("TUBE NAME")),
    Place("fcs", "$SMNO", "token", keyword("$SMNO")),
    Place("fcs", "EXPERIMENT NAME", "token", keyword("EXPERIMENT NAME")),
    Place("vcf", "header line", "value", vcf("##{0}={1}")),
    Place("vcf", "field of ##SAMPLE", "value", vcf('##SAMPLE=<ID=D1,{2}="{1}">', "somatic.vcf.gz")),
    Place("vcf", "##comment", "prose", vcf("##comment={1}")),
    Place("vcf", "description of a sample", "prose", vcf('##SAMPLE=<ID=D1,Description="{1}">')),
    Place("vcf", "sample", "token", vcf("")),
    Place("npz", "array", "value", arrays("array")),
    Place("npz", "remarks", "prose", arrays("note")),
    Place("npz", "samples", "token", arrays("samples")),
    Place("zip", "table inside", "value", archive("table")),
    Place("zip", "JSON inside", "value", archive("form")),
    Place("zip", "letter inside", "prose", archive("letter")),
    Place("zip", "comment", "prose", archive("comment")),
    Place("zip", "member", "token", archive("member")),
    Place("zip", "folder", "token", archive("folder")),
    Place("mtx", "comment with a key", "value", lines("matrix.mtx", "% {}: {}", MATRIX, "2 2 1\n1 1 3\n")),
    Place("mtx", "comment", "prose", lines("matrix.mtx", "% {1}", MATRIX, "2 2 1\n1 1 3\n")),
    Place("mtx", "barcodes", "token", lambda folder, key, texts: stored(folder / "barcodes.tsv.gz", "".join(f"{texts[0]}_{b}\n" for b in CELLS))),
    Place("text", "key: value", "value", lines("sample.txt", "{}: {}", "chemistry: SC3Pv3\n", "cells: 5200\n")),
    Place("text", "key = value", "value", lines("sample.ini", "{} = {}", "[sample]\n", "cells = 5200\n")),
    Place("text", "YAML", "value", lines("sample.yaml", '  {}: "{}"', "sample:\n  tissue: bone marrow\n", "  cells: 5200\n")),
    Place("text", "series matrix", "value", series),
    Place("text", "letter", "prose", lines("letter.txt", "{1}", NOTE, "Kind regards, the laboratory\n")),
    Place("text", "Markdown", "prose", lines("README.md", "- {1}", "# Samples\n\n- frozen in DMSO\n", "- 5200 cells\n")),
    Place("text", "track of a bed file", "prose", lines("peaks.bed", 'track name="peaks" description="{1}"', "", "chr1\t1000\t2000\n", lambda text: text.replace('"', "'"))),
    Place("xml", "element", "value", lines("report.xml", '  <field name="{}">{}</field>', "<report>\n", "</report>\n", escape)),
    Place("xml", "keyword of a workspace", "value", lines("gates.wsp", "  <Keyword name={} value={}/>", "<Workspace>\n", "</Workspace>\n", quoteattr)),
    Place("xml", "note", "prose", lines("report.xml", "  <remarks>{1}</remarks>", "<report>\n", "</report>\n", escape)),
    Place("json", "nested", "value", document("nested")),
    Place("json", "name and value", "value", document("pair")),
    Place("json", "list", "value", document("list")),
    Place("json", "remarks", "prose", document("note")),
    Place("json", "key", "token", document("key")),
    Place("names", "file", "token", named("{}.csv")),
    Place("names", "file with an ending", "token", named("{}_counts.tsv")),
    Place("names", "fcs file", "token", named("T03_{}.fcs")),
    Place("names", "folder", "token", named("{}/cells.csv")),
)  # fmt: skip

"""Places in tables, books, cytometry files, variant files, archives, plain text, and in names of files."""

import gzip
import io
import json
import struct
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import openpyxl
from openpyxl.comments import Comment

from .place import Place
from .places_hdf import GENES, N, cells, rows

Write = Callable[[Path, str, Sequence[str]], Path]
VCF = """##fileformat=VCFv4.3
##source=Mutect2
##contig=<ID=chr1,length=248956422>
##INFO=<ID=DP,Number=1,Type=Integer,Description="Depth">
##INFO=<ID=NOTE,Number=1,Type=String,Description="Remark">
##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
{extra}#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t{sample}\tP02
chr1\t12345\t.\tA\tG\t50\tPASS\tDP=30{info}\tGT\t0/1\t0/0
"""


def _quoted(text: str, sep: str) -> str:
    return f'"{text}"' if sep in text or '"' in text else text


def sheet(key: str, column: Sequence[str], sep: str) -> str:
    head = sep.join(("cell_id", "cluster", _quoted(key, sep)))
    lines = [
        sep.join((cell, str(i % 2), _quoted(text, sep)))
        for i, (cell, text) in enumerate(zip(cells(), column, strict=True))
    ]
    return "\n".join((head, *lines)) + "\n"


def table(name: str, key_of: str | None = None) -> Write:
    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        text = sheet(key_of or key, rows(texts), "\t" if ".tsv" in name else ",")
        return stored(folder / name, text)

    return write


def stored(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), mtime=0) if path.suffix == ".gz" else text.encode())
    return path


def commented(folder: Path, key: str, texts: Sequence[str]) -> Path:
    return stored(folder / "counts.csv", f"# {texts[0]}\n" + sheet("lane", ["1"] * N, ","))


def headed(folder: Path, key: str, texts: Sequence[str]) -> Path:
    """Write genes x samples: the samples' names are the header."""
    lines = [f"{gene}\t{i}\t{2 * i}" for i, gene in enumerate(GENES)]
    return stored(folder / "counts.tsv", "\n".join((f"gene\tP01\t{texts[0]}", *lines)) + "\n")


def book(place: str) -> Write:
    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        made = openpyxl.Workbook()
        page = made.active
        page.title = texts[0][:31] if place == "sheet" else "samples"
        column = rows(texts) if place == "cell" else ["1"] * N
        page.append(["sample", "cells", key if place == "cell" else "lane"])
        for i, text in enumerate(column):
            page.append(
                [f"P0{i}", 100 + i, int(text) if text.isdigit() and text[0] != "0" and len(text) < 16 else text]
            )
        if place == "note":
            page["E9"] = texts[0]
        elif place == "comment":
            page["B2"].comment = Comment(texts[0], "lab")
        elif place == "footer":
            page.oddFooter.center.text = texts[0].replace("&", "&&")
        elif place in ("creator", "title", "description"):
            setattr(made.properties, place, texts[0])
        path = folder / "samples.xlsx"
        made.save(path)
        return path

    return write


def fcs(keywords: dict[str, str]) -> bytes:
    """Return a sound FCS 3.1 file of three events in two channels."""
    data = struct.pack("<6f", 1, 2, 3, 4, 5, 6)
    known = {
        "$BEGINANALYSIS": "0",
        "$ENDANALYSIS": "0",
        "$BEGINSTEXT": "0",
        "$ENDSTEXT": "0",
        "$BYTEORD": "1,2,3,4",
        "$DATATYPE": "F",
        "$MODE": "L",
        "$NEXTDATA": "0",
        "$PAR": "2",
        "$TOT": "3",
        "$CYT": "FACSCanto II",
    }
    for i, name in enumerate(("FSC-A", "CD34 PE-A"), 1):
        known |= {f"$P{i}N": name, f"$P{i}B": "32", f"$P{i}E": "0,0", f"$P{i}R": "262144"}
    known |= keywords

    def text(begin: int) -> bytes:
        spans = {"$BEGINDATA": f"{begin:08d}", "$ENDDATA": f"{begin + len(data) - 1:08d}"}
        return ("\f" + "".join(f"{k}\f{v}\f" for k, v in (spans | known).items())).encode()

    end = 58 + len(text(0))
    head = f"FCS3.1    {58:>8}{end - 1:>8}{end:>8}{end + len(data) - 1:>8}{0:>8}{0:>8}".encode()
    return head + text(end) + data


def keyword(name: str | None) -> Write:
    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        path = folder / "tube1.fcs"
        path.write_bytes(fcs({name or key.upper(): texts[0].replace("\f", " ")}))
        return path

    return write


def vcf(place: str, name: str = "calls.vcf") -> Write:
    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        text = texts[0]
        extra = {
            "line": f"##{key}={text}\n",
            "sample line": f'##SAMPLE=<ID=P01,Description="{text}">\n',
            "comment": f"##comment={text}\n",
        }.get(place, "")
        info = ";NOTE=" + text.replace(" ", "_").replace(";", ",").replace("=", ":") if place == "info" else ""
        return stored(folder / name, VCF.format(extra=extra, info=info, sample=text if place == "sample" else "P01"))

    return write


def npz(place: str) -> Write:
    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        path = folder / "arrays.npz"
        arrays = {"matrix": np.arange(12.0).reshape(6, 2)}
        name = {"array": key.replace("/", "_"), "comment": "comment", "samples": "samples"}[place]
        arrays[name] = (
            np.array(["P01", texts[0]])
            if place == "samples"
            else np.array(rows(texts) if place == "array" else texts[0])
        )
        np.savez(path, **arrays)
        return path

    return write


def archive(place: str) -> Write:
    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        path, held = folder / "export.zip", io.BytesIO()
        with zipfile.ZipFile(held, "w") as file:
            member = f"fcs/{texts[0]}.csv" if place == "member" else "P01/counts.csv"
            file.writestr(zipfile.ZipInfo(member), sheet("lane", ["1"] * N, ","))
            if place == "comment":
                file.comment = texts[0].encode()
            elif place == "folder":
                file.writestr(zipfile.ZipInfo(f"{texts[0]}/tube1.fcs"), fcs({}))
            elif place == "read-me":
                file.writestr(zipfile.ZipInfo("README.txt"), texts[0])
        path.write_bytes(held.getvalue())
        return path

    return write


def matrix_comment(folder: Path, key: str, texts: Sequence[str]) -> Path:
    return stored(
        folder / "matrix.mtx", f"%%MatrixMarket matrix coordinate integer general\n% {texts[0]}\n2 2 1\n1 1 3\n"
    )


def matrix_barcodes(name: str) -> Write:
    return lambda folder, key, texts: stored(folder / name, "".join(f"{texts[0]}_{cell}\n" for cell in cells()))


def read_me(folder: Path, key: str, texts: Sequence[str]) -> Path:
    return stored(
        folder / "README.txt",
        f"Bone marrow, ten samples.\n\nCounts were made by STAR 2.7.10a.\n{texts[0]}\nColumns are genes.\n",
    )


def labelled(folder: Path, key: str, texts: Sequence[str]) -> Path:
    return stored(folder / "info.txt", f"site: S1\nplate: 2\n{key}: {texts[0]}\nreads: 12000\n")


def in_json(place: str) -> Write:
    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        samples: dict[str, object] = {"P01": {"n_cells": 300}}
        if place == "key":
            samples[texts[0]] = {"n_cells": 200}
        elif place == "value":
            samples["P02"] = {"n_cells": 200, "origin": [{key: texts[0]}]}
        else:
            samples["P02"] = {"comment": texts[0]}
        return stored(folder / "samples.json", json.dumps({"samples": samples}, indent=1, ensure_ascii=False))

    return write


def named(pattern: str) -> Write:
    """Return a writer of a sound file whose path holds the token."""

    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        path = folder / pattern.format(texts[0])
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".fcs":
            path.write_bytes(fcs({}))
            return path
        return stored(path, sheet("lane", ["1"] * N, ","))

    return write


PLACES = (
    Place("csv", "column", "value", table("cells.csv")),
    Place("csv", "note", "prose", table("cells.csv", "remarks")),
    Place("csv", "comment line", "prose", commented),
    Place("tsv", "column", "value", table("cells.tsv")),
    Place("tsv", "header", "token", headed),
    Place("csv.gz", "column", "value", table("cells.csv.gz")),
    Place("csv.gz", "note", "prose", table("cells.csv.gz", "comment")),
    Place("xlsx", "cell", "value", book("cell")),
    Place("xlsx", "lone cell", "prose", book("note")),
    Place("xlsx", "comment of a cell", "prose", book("comment")),
    Place("xlsx", "footer", "prose", book("footer")),
    Place("xlsx", "sheet name", "token", book("sheet")),
    Place("xlsx", "description", "prose", book("description")),
    Place("xlsx", "title", "prose", book("title")),
    Place("fcs", "own keyword", "value", keyword(None)),
    Place("fcs", "$COM", "prose", keyword("$COM")),
    Place("fcs", "$SMNO", "token", keyword("$SMNO")),
    Place("fcs", "$FIL", "token", lambda folder, key, texts: keyword("$FIL")(folder, key, [f"{texts[0]}_001.fcs"])),
    Place("vcf", "header line", "value", vcf("line")),
    Place("vcf", "description of a sample", "prose", vcf("sample line")),
    Place("vcf", "comment", "prose", vcf("comment", "calls.vcf.gz")),
    Place("vcf", "sample", "token", vcf("sample")),
    Place("vcf", "INFO body", "token", vcf("info"), is_read=False),
    Place("npz", "array", "value", npz("array")),
    Place("npz", "comment", "prose", npz("comment")),
    Place("npz", "samples", "token", npz("samples")),
    Place("zip", "member name", "token", archive("member")),
    Place("zip", "folder name", "token", archive("folder")),
    Place("zip", "comment", "prose", archive("comment")),
    Place("zip", "read-me inside", "prose", archive("read-me")),
    Place("mtx", "barcodes", "token", matrix_barcodes("barcodes.tsv")),
    Place("mtx", "barcodes.gz", "token", matrix_barcodes("barcodes.tsv.gz")),
    Place("mtx", "comment", "prose", matrix_comment),
    Place("text", "read-me", "prose", read_me),
    Place("text", "labelled line", "value", labelled),
    Place("json", "value", "value", in_json("value")),
    Place("json", "comment", "prose", in_json("comment")),
    Place("json", "key", "token", in_json("key")),
    Place("names", "file", "token", named("{}.csv")),
    Place("names", "fcs file", "token", named("{}_tube1.fcs")),
    Place("names", "folder", "token", named("{}/cells.csv")),
)

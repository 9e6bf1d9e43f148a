# ruff: noqa: E501 - a place is one row
"""Places in text files, FCS and VCF files, 10x folders, and the names of files."""

import html
import json
import re
import struct
from collections.abc import Callable, Sequence
from pathlib import Path

from .containers_table import sheet, stored
from .frames import CELLS, N, rows
from .place import Place, Write

VCF = """##fileformat=VCFv4.3
##source=Mutect2
##reference=GRCh38
{lines}##contig=<ID=chr5,length=181538259>
##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t{sample}\tNORMAL
chr5\t171410539\t.\tC\tCTCTG\t.\tPASS\tDP=88\tGT\t0/1\t0/0
"""
MTX = '%%MatrixMarket matrix coordinate integer general\n%metadata_json: {"format_version": 2}\n'
BODY = "6 8 2\n1 1 4\n3 2 1\n"
HTML = """<!DOCTYPE html><html><head><title>Web summary</title></head><body>
<h1>Cell Ranger count</h1><table><tr><td>Estimated Number of Cells</td><td>4,218</td></tr>
<tr><td>{0}</td><td>{1}</td></tr></table></body></html>
"""


def filled(name: str, pattern: str, clean: Callable[[str], str] = str) -> Write:
    """Write a text file from a pattern: {0} is the key, {1} the text."""

    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        return stored(folder / name, pattern.replace("{0}", clean(key)).replace("{1}", clean(texts[0])))

    return write


def fcs(keywords: dict[str, str]) -> bytes:
    """Return an FCS 3.0 file of two events in two channels."""
    data = struct.pack(">4f", 1, 2, 3, 4)
    known = {
        "$BEGINANALYSIS": "0", "$ENDANALYSIS": "0", "$BEGINSTEXT": "0", "$ENDSTEXT": "0", "$BYTEORD": "4,3,2,1",
        "$DATATYPE": "F", "$MODE": "L", "$NEXTDATA": "0", "$PAR": "2", "$TOT": "2", "$CYT": "CytoFLEX S", "$BTIM": "10:02:11",
        "$P1N": "FSC-A", "$P1B": "32", "$P1E": "0,0", "$P1R": "1024", "$P2N": "CD45 KrO-A", "$P2B": "32", "$P2E": "0,0", "$P2R": "1024",
    }  # fmt: skip

    def text(begin: int) -> bytes:
        spans = {"$BEGINDATA": f"{begin:010d}", "$ENDDATA": f"{begin + len(data) - 1:010d}"}
        parts = [part.replace("\\", "\\\\") for item in (spans | known | keywords).items() for part in item]
        return ("\\" + "\\".join(parts) + "\\").encode()

    end = 58 + len(text(0))
    head = f"FCS3.0    {58:>8}{end - 1:>8}{end:>8}{end + len(data) - 1:>8}{0:>8}{0:>8}".encode()
    return head + text(end) + data


def keyword(name: str) -> Write:
    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        path = folder / "Tube_07.fcs"
        path.write_bytes(fcs({name.replace("{0}", key.upper()): texts[0]}))
        return path

    return write


def vcf(line: str = "", name: str = "calls.vcf", sample: str = "TUMOR") -> Write:
    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        word = re.sub(r"\W+", "_", key)
        told = line.replace("{0}", word).replace("{1}", texts[0].replace('"', "'"))
        return stored(folder / name, VCF.format(lines=told, sample=sample or texts[0].replace("\t", " ")))

    return write


def document(place: str) -> Write:
    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        first: dict[str, object] = {"sample": "P01", "tissue": "blood"}
        held: dict[str, object] = {"assay": "CITE-seq", "samples": [first, {"sample": "P02", "tissue": "blood"}]}
        if place == "record":
            first[key] = texts[0]
        elif place == "list":
            held[key] = [text for text in rows(texts) if text]
        elif place == "pair":
            first["characteristics"] = [{"tag": key, "value": texts[0]}]
        elif place == "note":
            first["comment"] = texts[0]
        else:
            held["files"] = {texts[0]: {"md5": "9e107d9d372bb6826bd81d3542a419d6"}}
        return stored(folder / "metadata.json", json.dumps(held, ensure_ascii=place == "pair", indent=1))

    return write


def lines_json(folder: Path, key: str, texts: Sequence[str]) -> Path:
    told = [{"sample": f"P{i + 1:02d}", key: text} for i, text in enumerate(rows(texts))]
    return stored(folder / "records.jsonl", "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in told))


def series(folder: Path, key: str, texts: Sequence[str]) -> Path:
    names = "\t".join(f'"P{i + 1:02d}"' for i in range(N))
    told = "\t".join(f'"{key}: {text}"' if text else '""' for text in rows(texts))
    return stored(folder / "series_matrix.txt", f"!Sample_title\t{names}\n!Sample_characteristics_ch1\t{told}\n")


def barcodes(folder: Path, key: str, texts: Sequence[str]) -> Path:
    body = "".join(f"{texts[0]}#{cell}\n" for cell in CELLS)
    return stored(folder / "filtered_feature_bc_matrix" / "barcodes.tsv.gz", body)


def named(pattern: str) -> Write:
    """Return a writer of a sound file whose path holds the token."""

    def write(folder: Path, key: str, texts: Sequence[str]) -> Path:
        path = folder / pattern.replace("{1}", texts[0].replace("/", "-"))
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".fcs":
            path.write_bytes(fcs({}))
            return path
        if path.suffix == ".mtx":
            return stored(path, MTX + BODY)
        if path.suffix == ".vcf":
            return stored(path, VCF.format(lines="", sample="TUMOR"))
        return stored(path, sheet("lane", ["1"] * N, "\t" if path.suffix == ".tsv" else ","))

    return write


README = "# Haematology atlas\n\nSingle-cell RNA-seq of {n} samples.\n\n"
MARKDOWN = README.format(n=8) + "| sample | tissue | {0} |\n|---|---|---|\n| P01 | blood | {1} |\n| P02 | blood | |\n"
METHODS = (
    "Methods. Cells were thawed, stained and loaded for 8,000 targets per lane. {1} Reads were aligned to GRCh38.\n"
)
NOTE = "Clinical note (verbatim)\n\n{1}\n\nEnd of note.\n"
LETTER = "Department of Haematology\n\nRe: bone marrow examination\n\n{1}\n"

PLACES = (
    Place("json", "record", "value", document("record")),
    Place("json", "list", "value", document("list"), N),
    Place("json", "tag and value", "value", document("pair")),
    Place("json", "comment", "prose", document("note")),
    Place("json", "key", "token", document("key")),
    Place("jsonl", "records", "value", lines_json, N),
    Place("yaml", "field", "value", filled("config.yaml", 'run:\n  chemistry: SC5P-R2\n  sample:\n    {0}: "{1}"\n    tissue: blood\n')),
    Place("yaml", "comment", "prose", filled("config.yaml", "run:\n  chemistry: SC5P-R2  # {1}\n")),
    Place("txt", "key: value", "value", filled("README.txt", "Project: atlas\nChemistry: SC5P-R2\n{0}: {1}\nCells: 4218\n")),
    Place("txt", "key, tab, value", "value", filled("run_info.txt", "chemistry\tSC5P-R2\n{0}\t{1}\ncells\t4218\n")),
    Place("txt", "series matrix", "value", series, N),
    Place("txt", "note", "prose", filled("note.txt", NOTE)),
    Place("txt", "letter", "prose", filled("letter.txt", LETTER)),
    Place("txt", "methods", "prose", filled("methods.txt", METHODS)),
    Place("md", "table", "value", filled("README.md", MARKDOWN, lambda text: text.replace("|", "/"))),
    Place("md", "list", "prose", filled("README.md", README.format(n=8) + "## Samples\n\n- P01: {1}\n- P02: no remarks\n")),
    Place("html", "web summary", "value", filled("web_summary.html", HTML, html.escape)),
    Place("html", "report", "prose", filled("report.html", HTML.replace("{0}", "Comment"), html.escape)),
    Place("fcs", "keyword", "value", keyword("{0}")),
    Place("fcs", "keyword of the vendor", "value", keyword("@{0}")),
    Place("fcs", "$COM", "prose", keyword("$COM")),
    Place("fcs", "SAMPLE COMMENT", "prose", keyword("SAMPLE COMMENT")),
    Place("fcs", "$SRC", "token", keyword("$SRC")),
    Place("fcs", "$SMNO", "token", keyword("$SMNO")),
    Place("fcs", "TUBE NAME", "token", keyword("TUBE NAME")),
    Place("vcf", "header line", "value", vcf("##{0}={1}\n")),
    Place("vcf", "field of ##SAMPLE", "value", vcf('##SAMPLE=<ID=TUMOR,{0}="{1}">\n', "calls.vcf.gz")),
    Place("vcf", "description of a sample", "prose", vcf('##SAMPLE=<ID=TUMOR,Description="{1}">\n')),
    Place("vcf", "command line", "token", vcf('##GATKCommandLine=<ID=Mutect2,CommandLine="Mutect2 -I /data/bams/{1}.bam -O calls.vcf">\n')),
    Place("vcf", "sample", "token", vcf(sample="")),
    Place("10x mtx", "barcodes", "token", barcodes),
    Place("10x mtx", "comment in matrix.mtx", "prose", filled("matrix.mtx", MTX + "%{1}\n" + BODY)),
    Place("10x mtx", "folder", "token", named("{1}/outs/filtered_feature_bc_matrix/matrix.mtx")),
    Place("10x mtx", "prefix of a file", "token", named("{1}_matrix.mtx")),
    Place("sam", "read group", "token", filled("header.sam", "@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:chr1\tLN:248956422\n@RG\tID:1\tSM:{1}\tPL:ILLUMINA\n")),
    Place("sam", "comment", "prose", filled("header.sam", "@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:chr1\tLN:248956422\n@CO\t{1}\n")),
    Place("file names", "csv", "token", named("{1}.csv")),
    Place("file names", "counts", "token", named("{1}_raw_counts.tsv")),
    Place("file names", "fcs", "token", named("{1}_Tube2.fcs")),
    Place("file names", "folder", "token", named("{1}/obs.csv")),
    Place("file names", "vcf", "token", named("{1}.vcf")),
)  # fmt: skip

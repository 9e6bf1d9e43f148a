"""What the screen looks into: each container holds one name and one date, and one that cannot be read says so."""

import gzip
import io
import json
import pickle
import struct
import tarfile
import warnings
import zipfile
from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd
import pytest
import scipy.io
import zarr

from clinicell.datasets.privacy.files import files_in, screen_file
from clinicell.datasets.privacy.rules import DATE, NAME, RECORD, UNSEEN
from clinicell.errors import InputError

NAMED, DAY = "John Smith", "2019-03-12"
HEAD = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS1\tS2\n"
VCF = "##fileformat=VCFv4.3\n##source=caller 4.1\n"


def said(path: Path) -> dict[str, set[str]]:
    """Return the rules that are broken, by place; nothing planted may be shown."""
    found: dict[str, set[str]] = {}
    findings = screen_file(path)
    for one in findings:
        found.setdefault(one.path, set()).add(one.code)
    for planted in (NAMED, "Smith", DAY, "00412345"):
        assert planted not in repr(findings)
    return found


def vcf(folder: Path, *records: str, name: str = "calls.vcf") -> Path:
    path = folder / name
    text = VCF + HEAD + "".join(f"{record}\n" for record in records)
    path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    return path


@pytest.mark.parametrize("name", ["calls.vcf", "calls.vcf.gz"])
def test_the_body_of_a_vcf_is_read_by_field(tmp_path, name):
    path = vcf(
        tmp_path,
        f"chr1\t100\tJohn_Smith\tA\tT\t.\tPASS\tDP=9;SAMPLED={DAY};PATIENT=00412345\tGT:NOTE\t0/1:.\t0/0:.",
        f"chr1\t200\t.\tA\tT\t.\tPASS\tDP=20190312\tGT:NOTE\t0/1:{NAMED}\t0/0:.",
        name=name,
    )
    assert said(path) == {
        "record ids": {NAME}, "INFO 'SAMPLED'": {DATE}, "INFO 'PATIENT'": {RECORD}, "FORMAT 'NOTE'": {NAME},
    }  # fmt: skip


def test_what_callers_and_annotators_write_in_a_vcf_raises_no_alarm(tmp_path):
    effect = (
        "A|missense_variant|MODERATE|TP53|ENSG00000141510|Transcript|ENST00000269305.4|protein_coding|7/11|c.743G>A"
    )
    path = vcf(
        tmp_path,
        f"chr17\t7577538\trs11540652\tC\tT\t50\tPASS\tAC=1;AF=0.5;CSQ={effect};CLNDN=Li-Fraumeni_syndrome_1"
        "\tGT:AD:DP:PID:PS\t0|1:4,5:9:7577538_C_T:7577538\t0/0:9,0:9:.:.",
        "chr17\t12031957\t.\tG\tGA,<DEL>\t50\tLowQual;t_lod\tEND=12031999;SVTYPE=DEL\tGT\t0/1\t./.",
    )
    assert said(path) == {}


def test_names_and_texts_of_numpy_files_are_read_and_objects_never_unpickled(tmp_path):
    path = tmp_path / "a.npz"
    np.savez(path, X=np.ones(3), barcodes=np.array(["ACGTACGTACGT-1", NAMED]), **{"visit 2019-03-12": np.ones(1)})
    assert said(path) == {"['barcodes']": {NAME}, "member names": {DATE}}
    np.save(tmp_path / "b.npy", np.array([DAY]))
    assert said(tmp_path / "b.npy") == {"array": {DATE}}
    np.savez(tmp_path / "c.npz", notes=np.array([{"a": 1}], dtype=object))
    assert said(tmp_path / "c.npz") == {"['notes']": {UNSEEN}}
    np.savez(tmp_path / "d.npz", X=np.arange(9), names=np.array(["TP53", "KRAS"]))
    assert said(tmp_path / "d.npz") == {}


def archive(folder: Path, kind: str, members: dict[str, bytes]) -> Path:
    path = folder / f"export.{kind}"
    if kind == "zip":
        with zipfile.ZipFile(path, "w") as packed:
            for name, data in members.items():
                packed.writestr(name, data)
        return path
    with tarfile.open(path, {"tar": "w", "tar.gz": "w:gz", "tgz": "w:gz", "tar.xz": "w:xz"}[kind]) as tape:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tape.addfile(info, io.BytesIO(data))
    return path


@pytest.mark.parametrize("kind", ["zip", "tar", "tar.gz", "tgz", "tar.xz"])
def test_names_and_contents_of_archives_are_read(tmp_path, kind):
    inner = archive(tmp_path, "zip", {"note.txt": f"seen {DAY}".encode()})
    held = {"a/donors.csv": b"donor_id,seen\nP1,2019-03-12\n", "John_Smith/b.txt": b"x\n", "in.zip": inner.read_bytes()}
    path = archive(tmp_path, kind, held)
    assert said(path) == {
        "member names": {NAME},
        "member 'donors.csv': column 'seen'": {DATE},
        "member 'in.zip': member 'note.txt': line 1": {DATE},
    }


def test_a_member_that_cannot_be_looked_into_is_named_as_not_screened(tmp_path, monkeypatch):
    monkeypatch.setattr("clinicell.datasets.privacy.archives.MAX_MEMBER", 100)
    path = archive(
        tmp_path, "zip", {"large.txt": b"a" * 101, "scan.png": b"\x89PNG\r\n\x1a\n" + b"\0" * 20, "a.txt": b"b"}
    )
    assert said(path) == {"member 'large.txt'": {UNSEEN}, "member 'scan.png': file": {UNSEEN}}
    nested = b"x"
    for _ in range(6):
        nested = archive(tmp_path, "zip", {"in.zip": nested}).read_bytes()
    monkeypatch.undo()
    path.write_bytes(nested)
    assert set().union(*said(path).values()) == {UNSEEN}
    with tarfile.open(tmp_path / "l.tar", "w") as tape:
        info = tarfile.TarInfo("link")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tape.addfile(info)
    assert said(tmp_path / "l.tar") == {"member 'link'": {UNSEEN}}


def test_a_word_document_is_read_by_its_paragraphs(tmp_path):
    body = f"<w:document><w:p><w:t>Seen </w:t><w:t>{DAY}</w:t></w:p><w:p><w:t>{NAMED}</w:t></w:p></w:document>"
    path = archive(tmp_path, "zip", {"word/document.xml": body.encode()}).rename(tmp_path / "letter.docx")
    assert said(path) == {"member 'document.xml': line 1": {DATE}, "member 'document.xml': line 2": {NAME}}


def test_strings_days_and_names_of_matlab_files_are_read(tmp_path):
    path = tmp_path / "a.mat"
    held = {"X": np.ones((3, 3)), "cells": np.array([NAMED, "b"], dtype=object), "meta": {"seen": DAY, "mrn": 412345.0}}
    scipy.io.savemat(path, held)
    assert said(path) == {"['cells']": {NAME}, "['meta']['seen']": {DATE}, "['meta']['mrn']": {RECORD}}
    scipy.io.savemat(path, {"X": np.ones((3, 3)), "genes": np.array(["TP53", "KRAS"], dtype=object)})
    assert said(path) == {}


def r_string(text: str) -> bytes:
    return struct.pack(">ii", 0x00040009, len(text)) + text.encode()


def r_strings(*texts: str, flags: int = 0x10) -> bytes:
    return struct.pack(">ii", flags, len(texts)) + b"".join(map(r_string, texts))


def r_symbol(name: str) -> bytes:
    return struct.pack(">i", 1) + r_string(name)


def rds() -> bytes:
    """Return ``list(patient = c("John Smith"), seen = as.Date("2019-03-12"), n = 3)``, as R writes it."""
    head = b"X\n" + struct.pack(">iii", 2, 0x00030603, 0x00020300)
    day = struct.pack(">ii", 0x0000030E, 1) + struct.pack(">d", 17967.0)
    day += struct.pack(">i", 0x402) + r_symbol("class") + r_strings("Date") + struct.pack(">i", 254)
    items = r_strings(NAMED) + day + struct.pack(">iid", 14, 1, 3.0)
    names = struct.pack(">i", 0x402) + r_symbol("names") + r_strings("patient", "seen", "n") + struct.pack(">i", 254)
    return head + struct.pack(">ii", 0x213, 3) + items + names


def test_strings_and_days_of_r_objects_are_read_under_their_names(tmp_path):
    path = tmp_path / "a.rds"
    path.write_bytes(gzip.compress(rds()))
    assert said(path) == {"$patient": {NAME}, "$seen": {DATE}}
    path.write_bytes(gzip.compress(rds()[:60]))
    assert said(path) == {"file": {UNSEEN}}


def test_a_zarr_store_is_read_as_one(tmp_path):
    store = tmp_path / "a.zarr"
    group = zarr.open_group(str(store), mode="w")
    group.attrs["seen"] = DAY
    group.create_group("uns").create_array("x", data=np.arange(3))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what anndata says of shards
        ad.io.write_elem(group, "cells", np.array([NAMED, "b"], dtype=object))
    assert said(store) == {"zarr.json['seen']": {DATE}, "/cells": {NAME}}
    (tmp_path / "README.md").write_text("Cells of one donor.\n")
    assert files_in(tmp_path) == (tmp_path / "README.md", store)


def test_rows_of_regions_matrices_and_reads_are_read_where_they_hold_words(tmp_path):
    (tmp_path / "a.bed").write_text(f"chr1\t12031957\t20190312\tpeak 1\nchr1\t5\t9\t{NAMED}\n")
    assert said(tmp_path / "a.bed") == {"field 4": {NAME}}
    (tmp_path / "a.mtx").write_text(f"%%MatrixMarket matrix coordinate integer general\n3 3 1\n1 1 20190312\n{NAMED}\n")
    assert said(tmp_path / "a.mtx") == {"lines with words": {NAME}}
    (tmp_path / "a.fastq").write_text(f"@r1 {NAMED}\nACGT\n+\n@!2019-03-12\n")
    assert said(tmp_path / "a.fastq") == {"names of reads": {NAME}}


def test_the_header_of_aligned_reads_is_read_and_the_reads_are_said_to_be_unseen(tmp_path):
    text = f"@HD\tVN:1.6\n@RG\tID:1\tSM:{NAMED}\n".encode()
    (tmp_path / "a.bam").write_bytes(
        gzip.compress(b"BAM\1" + struct.pack("<i", len(text)) + text + struct.pack("<i", 0))
    )
    assert said(tmp_path / "a.bam") == {"line 2": {NAME}, "records": {UNSEEN}}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pkl", pickle.dumps({"x": 1}, protocol=4)), ("a.pdf", b"%PDF-1.7\n%\xe2\xe3\0\1\2"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40)), ("a.bin", bytes(range(256))),
    ],
    ids=["pickle", "pdf", "xls", "bytes"],
)  # fmt: skip
def test_what_cannot_be_looked_into_says_so_and_its_readable_bytes_are_read(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    found = screen_file(tmp_path / name)
    assert [(one.code, one.path) for one in found] == [(UNSEEN, "file")]
    assert "not screened" in found[0].message
    (tmp_path / name).write_bytes(data + b"\0seen 2019-03-12 here\0")
    assert {one.code for one in screen_file(tmp_path / name)} == {UNSEEN, DATE}


def test_what_lies_beside_the_data_is_read(tmp_path):
    (tmp_path / "readme.rst").write_text(f"Sampled on {DAY}\n")
    (tmp_path / "run.json").write_text(json.dumps({"operator": NAMED}))
    (tmp_path / "run.json.gz").write_bytes(gzip.compress(json.dumps({"operator": NAMED}).encode()))
    (tmp_path / "a.parquet").write_bytes(b"PAR1 no table")
    assert said(tmp_path / "readme.rst") == {"line 1": {DATE}}
    assert said(tmp_path / "run.json") == said(tmp_path / "run.json.gz") == {"['operator']": {NAME}}
    assert said(tmp_path / "a.parquet") == {"file": {UNSEEN}}


def test_a_table_in_parquet_is_read_where_a_reader_is_installed(tmp_path):
    pytest.importorskip("pyarrow")
    pd.DataFrame({"seen": [DAY]}).to_parquet(tmp_path / "a.parquet")
    assert said(tmp_path / "a.parquet") == {"column 'seen'": {DATE}}


def test_a_damaged_archive_or_packed_file_is_refused(tmp_path):
    path = archive(tmp_path, "zip", {"a.txt": b"x" * 100})
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(InputError, match="damaged"):
        screen_file(path)
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"a,b\n" * 1000)[:-10])
    with pytest.raises(InputError, match="damaged or cut off"):
        screen_file(tmp_path / "a.csv.gz")


def test_attributes_of_a_zarr_store_are_read_as_they_lie_on_the_disk(tmp_path):
    (tmp_path / ".zattrs").write_text(json.dumps({"iris_code": "IR-101119", "lane": "one"}))
    assert {one.path for one in screen_file(tmp_path / ".zattrs")} == {"['iris_code']"}

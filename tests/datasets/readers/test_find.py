import gzip

import h5py
import pytest

from clinicell.datasets.readers.faults import Unreadable
from clinicell.datasets.readers.find import reader_of

TOLD = {
    "a.h5ad": (b"<!DOCTYPE html><title>Sign in</title>", "an HTML page"),
    "b.h5ad": (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "a pointer of Git LFS"),
    "c.h5": (b"", "it is empty"),
    "d.h5ad": (b"\x89HDF", "cut-off HDF5"),
    "e.csv": (b"%PDF-1.7", "it is PDF"),
    "f.csv.gz": (gzip.compress(b"<html>"), "a gzip; inside, it is an HTML page"),
    "g.h5ad.gz": (gzip.compress(b"\x89HDF\r\n\x1a\n" + bytes(99)), "gunzip it"),
    "h.npz": (b"PK\x03\x04" + bytes(99), "cut off"),
    "i.bin": (bytes(range(256)), "its format is not known"),
}


@pytest.mark.parametrize("name", TOLD)
def test_what_no_reader_reads_says_what_it_looks_like(tmp_path, name):
    content, told = TOLD[name]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Unreadable, match=told):
        reader_of(tmp_path / name)


def test_content_goes_before_the_name(tmp_path):
    (tmp_path / "wrong.csv").write_text("%%MatrixMarket matrix coordinate integer general\n1 1 0\n")
    assert reader_of(tmp_path / "wrong.csv") == "tenx_mtx"
    with h5py.File(tmp_path / "wrong.loom", "w") as file:
        file.create_group("obs")
        file.create_group("var")
    assert reader_of(tmp_path / "wrong.loom") == "h5ad"
    (tmp_path / "t.tsv.gz").write_bytes(gzip.compress(b"a\tb\n"))
    assert reader_of(tmp_path / "t.tsv.gz") == "delimited"
    (tmp_path / "x.txt").write_bytes(b"##fileformat=VCFv4.2\n")
    assert reader_of(tmp_path / "x.txt") == "vcf"


def test_a_folder_and_an_hdf5_file_without_a_matrix_say_what_they_hold(tmp_path):
    with pytest.raises(Unreadable, match="a folder of 0 files without a matrix"):
        reader_of(tmp_path)
    with h5py.File(tmp_path / "other.h5", "w") as file:
        file["spectra"] = [1.0]
    with pytest.raises(Unreadable, match="it holds spectra"):
        reader_of(tmp_path / "other.h5")
    with pytest.raises(Unreadable, match="No such file"):
        reader_of(tmp_path / "absent")

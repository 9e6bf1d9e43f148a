import gzip
import importlib.resources
import struct

import numpy as np
import pandas as pd
import pytest
import rdata
from scipy import sparse

from clinicell.datasets.readers import r_table
from clinicell.datasets.readers.faults import Unreadable
from clinicell.datasets.readers.find import reader_of
from clinicell.datasets.readers.raw import whole

from .conftest import counts

THEIRS = importlib.resources.files("rdata") / "tests" / "data" / "generated"


# R's own serialisation (R Internals, 1.8), written by hand: what no library writes is a dgCMatrix
def integer(n):
    return struct.pack(">i", n)


def symbol(name):
    return integer(1) + text(name)


def text(word):
    return integer(9 | 64 << 12) + integer(len(word)) + word.encode()


def strings(words):
    return integer(16) + integer(len(words)) + b"".join(map(text, words))


def integers(numbers):
    return integer(13) + integer(len(numbers)) + b"".join(integer(int(number)) for number in numbers)


def doubles(numbers):
    return integer(14) + integer(len(numbers)) + b"".join(struct.pack(">d", number) for number in numbers)


def pairs(**attributes):
    return b"".join(integer(2 | 1 << 10) + symbol(name) + value for name, value in attributes.items()) + integer(254)


def s4(name, **slots):
    return integer(25 | 1 << 8 | 1 << 9 | 1 << 16) + pairs(**slots, **{"class": strings([name])})


def rds(body):
    return gzip.compress(b"X\n" + integer(2) + integer(0x030602) + integer(0x020300) + body)


def dgc(numbers, **wrong):
    matrix = sparse.csc_matrix(numbers)
    lists = integer(19) + integer(2) + strings([f"g{i}" for i in range(numbers.shape[0])])
    lists += strings([f"c{i}" for i in range(numbers.shape[1])])
    parts = {"i": matrix.indices, "p": matrix.indptr, "Dim": numbers.shape, "x": matrix.data} | wrong
    written = {name: doubles(part) if name == "x" else integers(part) for name, part in parts.items()}
    return rds(s4("dgCMatrix", **written, Dimnames=lists))


def test_a_dgcmatrix_is_read_with_its_names_and_asked_how_it_lies(tmp_path):
    path = tmp_path / "counts.rds"
    path.write_bytes(dgc(counts().T))
    raw = r_table.read(path)
    assert [question.about for question in raw.questions] == ["orientation", "scale"]
    assert np.array_equal(whole(raw.matrices["X"]).toarray(), counts().T)
    turned = r_table.read(path, {"orientation": "features x units"})
    assert np.array_equal(whole(turned.matrices["X"]).toarray(), counts())
    assert (turned.obs.index[1], turned.var.index[24]) == ("c1", "g24")


@pytest.mark.parametrize(
    ("part", "change", "code"),
    [
        ("i", lambda n: np.where(np.arange(n.size) == 3, 25, n), "L0-READ-06"),
        ("i", lambda n: np.where(np.arange(n.size) == 3, -1, n), "L0-READ-06"),
        ("i", lambda n: np.where(np.arange(n.size) == 1, n[0], n), "L0-READ-16"),
        ("p", lambda n: n + 1, "L0-READ-06"),
        ("p", lambda n: n[:-1], "L0-READ-06"),
    ],
)
def test_a_dgcmatrix_that_leads_out_of_itself_is_refused(tmp_path, part, change, code):
    matrix = sparse.csc_matrix(counts().T)
    wrong = change(matrix.indices if part == "i" else matrix.indptr)
    (tmp_path / "m.rds").write_bytes(dgc(counts().T, **{part: wrong}))
    with pytest.raises(Unreadable) as fault:
        r_table.read(tmp_path / "m.rds")
    assert fault.value.code == code


@pytest.mark.parametrize("name", ["Seurat", "SingleCellExperiment"])
def test_a_container_is_refused_with_what_to_export(tmp_path, name):
    (tmp_path / "m.rds").write_bytes(rds(s4(name, x=integers([1]))))
    with pytest.raises(Unreadable, match=rf"class '{name}'.*writeMM.*L0-READ-17"):
        r_table.read(tmp_path / "m.rds")


def test_an_unknown_class_is_named():
    with pytest.raises(Unreadable, match=r"class 'Person'.*L0-READ-17"):
        r_table.read(THEIRS / "test_s4__xdr__version_3.rds")


def test_a_matrix_of_r_itself_keeps_its_names():
    path = THEIRS / "test_named_matrix__xdr__version_3.rda"
    raw = r_table.read(path)
    assert reader_of(path) == "r_table"
    assert np.array_equal(whole(raw.matrices["X"]), [[1, 2, 3], [4, 5, 6]])
    assert list(raw.obs.index) == ["dim0_0", "dim0_1"]
    assert list(raw.var.index) == ["dim1_0", "dim1_1", "dim1_2"]


def test_a_data_frame_of_r_itself_is_a_table_with_missing_values_missing():
    table = r_table.read(THEIRS / "test_dataframe_dtypes_with_na__xdr__version_3.rds").tables["X"]
    assert table.shape == (4, 5)
    assert table.isna().to_numpy().sum() >= 4


def test_several_objects_are_asked_for(tmp_path):
    numbers, table = counts()[:3, :2].astype(float), pd.DataFrame({"a": ["x", "y"], "b": [1.0, 2.0]}, index=["r", "s"])
    path = tmp_path / "all.RData"
    rdata.write_rda(path, {"counts": numbers, "cells": table, "note": "text"})
    raw = r_table.read(path)
    assert raw.questions[0].choices == ("counts", "cells", "note")
    assert list(raw.matrices) == ["counts"]
    assert list(raw.tables["cells"]["a"]) == ["x", "y"]
    assert "note" in raw.header["not read: note"]
    assert np.array_equal(whole(r_table.read(path, {"object": "counts"}).matrices["X"]), numbers)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    (tmp_path / "m.rds").write_bytes(gzip.compress(b"X\n" + bytes(300 << 20), 1))
    with pytest.raises(Unreadable, match="L0-READ-02"):
        r_table.read(tmp_path / "m.rds")

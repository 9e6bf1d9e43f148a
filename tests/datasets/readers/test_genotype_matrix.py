import gzip

import numpy as np
import pandas as pd
import pytest

from clinicell.datasets.readers.genotype_matrix import read, read_matrix, recoded, side_by_side
from clinicell.errors import SchemaError


def test_the_same_code_means_what_it_is_declared_to_mean():
    raw = np.array([["0", "1", "2"]])
    assert recoded(raw, {"0": 0, "1": 1, "2": -1}, "a").tolist() == [[0, 1, -1]]
    assert recoded(raw, {"0": 0, "1": 1, "2": 2}, "a").tolist() == [[0, 1, 2]]


def test_codes_are_compared_whole():
    assert recoded(np.array(["1", "-1", "0"]), {"0": 0, "1": 1, "-1": -1}, "a").tolist() == [1, -1, 0]


def test_an_undeclared_code_is_named_and_counted():
    with pytest.raises(SchemaError, match=r"table: 2 of 4 entries are in no declared coding, e\.g\. '3'"):
        recoded(np.array([["0", "3"], ["3", "1"]]), {"0": 0, "1": 1}, "table")


@pytest.mark.parametrize("packed", [False, True])
def test_a_matrix_reads_the_same_packed_or_not(tmp_path, packed):
    path = tmp_path / "scs.txt"
    text = b"0 1 2 \n1 0 0 \n"
    path.write_bytes(gzip.compress(text) if packed else text)
    codes = read_matrix(path, {"0": 0, "1": 1, "2": -1})
    assert codes.dtype == np.int8
    assert codes.tolist() == [[0, 1, -1], [1, 0, 0]]


@pytest.mark.parametrize("text", ["0 1\n1\n", ""])
def test_rows_of_different_length_and_empty_files_are_refused(tmp_path, text):
    path = tmp_path / "scs.txt"
    path.write_text(text)
    with pytest.raises(SchemaError, match="rows have another length"):
        read_matrix(path, {"0": 0, "1": 1})


def test_tumours_side_by_side_share_neither_cells_nor_sites():
    whole = side_by_side([np.array([[1, 0]], dtype=np.int8), np.array([[0], [1]], dtype=np.int8)])
    assert whole.tolist() == [[1, 0, -1], [-1, -1, 0], [-1, -1, 1]]


def _read(folder, text, answers, name="a.txt"):
    (folder / name).write_text(text)
    return read(folder / name, answers)


def _genotype(raw):
    return raw.matrices["genotype"].numbers.tolist()


def test_a_two_is_asked_for_and_then_missing_or_homozygous(tmp_path):
    raw = _read(tmp_path, "0 1 2\n1 0 0\n", {"header": "0"})
    assert [question.about for question in raw.questions] == ["coding"]
    assert raw.questions[0].evidence.endswith("known to SCITE, SASC, BnpC, COMPASS, Tapestri")
    assert not raw.matrices
    assert _genotype(_read(tmp_path, "0 1 2\n1 0 0\n", {"header": "0", "coding": "SASC"})) == [[0, 1, -1], [1, 0, 0]]
    assert _genotype(_read(tmp_path, "0 1 2\n1 0 0\n", {"header": "0", "coding": "SCITE"})) == [[0, 1], [1, 0], [2, 0]]


@pytest.mark.parametrize(("name", "text", "expected"), [
    ("SCITE", "0 1 3\n2 0 0\n", [[0, 2], [1, 0], [-1, 0]]),
    ("BnpC", "0 1 3\n2 0 0\n", [[0, 2], [1, 0], [-1, 0]]),
    ("SASC", "0 1 2\n1 0 0\n", [[0, 1, -1], [1, 0, 0]]),
    ("Tapestri", "0 1 2\n3 0 0\n", [[0, 1, 2], [-1, 0, 0]]),
    ("0=0 1=1 9=-1", "0 1 9\n1 0 0\n", [[0, 1, -1], [1, 0, 0]]),
])  # fmt: skip
def test_a_named_coding_says_what_is_missing_and_which_way_it_lies(tmp_path, name, text, expected):
    raw = _read(tmp_path, text, {"header": "0", "coding": name})
    assert _genotype(raw) == expected
    assert [question.about for question in raw.questions] == (["orientation"] if "=" in name else [])


def test_minus_one_and_a_question_mark_need_no_coding_but_an_orientation(tmp_path):
    raw = _read(tmp_path, "0 1 -1\n? 0 0\n", {"header": "0"})
    assert _genotype(raw) == [[0, 1, -1], [-1, 0, 0]]
    assert [question.about for question in raw.questions] == ["orientation"]


def test_a_code_outside_its_coding_is_refused(tmp_path):
    with pytest.raises(SchemaError, match=r"a\.txt: 1 of 4 entries are in no declared coding, e\.g\. '3'"):
        _read(tmp_path, "0 1\n3 0\n", {"header": "0", "coding": "SASC"})
    with pytest.raises(SchemaError, match="'mine' is no coding; write one of SCITE"):
        _read(tmp_path, "0 1\n2 0\n", {"header": "0", "coding": "mine"})


def test_sphyr_says_its_size_and_is_held_to_it(tmp_path):
    assert _genotype(_read(tmp_path, "2 #cells\n3 #SNVs\n0 1 -1\n1 0 0\n", {})) == [[0, 1, -1], [1, 0, 0]]
    with pytest.raises(SchemaError, match="says 3 cells and 3 SNVs and holds 2 rows"):
        _read(tmp_path, "3 #cells\n3 #SNVs\n0 1 -1\n1 0 0\n", {})


def test_labels_stand_in_files_of_their_own(tmp_path):
    (tmp_path / "cells.labels").write_text("MD_1\nMD_2\n")
    raw = _read(tmp_path, "0 1 1\n1 0 0\n", {"header": "0", "orientation": "units x features", "cells": "cells.labels"})
    assert raw.obs.index.tolist() == ["MD_1", "MD_2"]
    with pytest.raises(SchemaError, match=r"a\.txt: 3 sites and 2 labels in cells\.labels"):
        read(tmp_path / "a.txt", {"header": "0", "orientation": "units x features", "sites": "cells.labels"})


def test_compass_fields_are_reads_and_a_genotype(tmp_path):
    text = "CHR,POS,REF,ALT,REGION,NAME,FREQ,0,1\n1,115258747,C,T,NRAS,NRAS p.G12D,0,33:0:0,2:5:1\n"
    text += "X,7,A,AT,BCOR,i,0,0:0:3,0:9:2\n"
    raw = _read(tmp_path, text, {})
    assert _genotype(raw) == [[0, -1], [1, 2]]
    assert raw.matrices["ad_ref"].numbers.tolist() == [[33, 0], [2, 0]]
    assert raw.matrices["ad_alt"].numbers.tolist() == [[0, 0], [5, 9]]
    assert raw.var.loc["NRAS p.G12D", ["chrom", "pos", "ref", "alt"]].tolist() == ["1", "115258747", "C", "T"]
    assert [question.about for question in raw.questions] == ["build"]
    with pytest.raises(SchemaError, match=r"1 of 4 fields do not read ref:alt:genotype, e\.g\. '2:5'"):
        _read(tmp_path, text.replace("2:5:1", "2:5"), {})


def test_scarlet_tables_hold_reads_and_no_genotype(tmp_path):
    raw = _read(tmp_path, ",c,a_v,a_t,b_v,b_t\nx,0,3,9,0,4\ny,1,0,2,1,1\n", {})
    assert set(raw.matrices) == {"ad_alt", "depth"}
    assert raw.matrices["ad_alt"].numbers.tolist() == [[3, 0], [0, 1]]
    assert raw.matrices["depth"].numbers.tolist() == [[9, 4], [2, 1]]
    assert raw.obs["copy_number_clone"].tolist() == ["0", "1"]
    with pytest.raises(SchemaError, match="1 of 4 entries have more variant reads than reads"):
        _read(tmp_path, ",c,a_v,a_t,b_v,b_t\nx,0,13,9,0,4\ny,1,0,2,1,1\n", {})


@pytest.mark.parametrize(("name", "answers", "shape", "share_missing"), [
    ("gawad2014_all/pat_2.csv", {"coding": "SCITE"}, (115, 16), 0),
    ("gawad2014_all/pat4.txt", {"coding": "SASC", "sites": "pat4_mut.txt"}, (143, 78), 0),
    ("gawad2014_all/pat5.txt", {"coding": "SASC", "sites": "pat5_mut.txt"}, (96, 105), 0),
    ("xu2012_ccrcc/dataXu.csv", {"coding": "SCITE", "sites": "dataXu.geneNames"}, (17, 35), 0.212),
    ("wang2014_erbc/dataNavin.csv", {"coding": "SCITE", "sites": "dataNavin.geneNames"}, (47, 40), 0.014),
    ("sim_bnpc/data.csv", {"coding": "BnpC"}, (100, 100), 0.1),
    ("leung2017_crc/crc1/CRC1.SPhyR.input", {"cells": "CRC1_cell.labels"}, (178, 16), 0.067),
    ("leung2017_crc/crc1/CRC1.SCITE.input", {"orientation": "features x units"}, (178, 16), 0.067),
    ("mcpherson2016_hgsoc/snv.tsv.gz", {"coding": "Tapestri"}, (426, 38), 0.031),
    ("miles2020_myeloid/ngt/MSK17.csv.gz", {"coding": "Tapestri", "index": "cell"}, None, 0),
    ("morita2020_aml/samples/AML-66-001_variants.csv.gz", {}, None, 0.1),
])  # fmt: skip
def test_the_same_codes_in_real_files_mean_what_each_program_means(mirror, name, answers, shape, share_missing):
    raw = read(mirror / "subclone" / name, {"header": "0"} | answers if name[-3:] in ("csv", "txt", "put") else answers)
    genotype = raw.matrices["genotype"].numbers
    assert shape is None or genotype.shape == shape
    assert genotype.dtype == np.int8
    assert (genotype == -1).mean() == pytest.approx(share_missing, abs=0.06 if share_missing == 0.1 else 0.001)
    assert set(np.unique(genotype)) <= {-1, 0, 1, 2}


def test_two_files_of_one_patient_agree_whatever_program_they_were_written_for(mirror):
    folder = mirror / "subclone" / "leung2017_crc" / "crc1"
    scite = read(folder / "CRC1.SCITE.input", {"header": "0", "orientation": "features x units"})
    sphyr = read(folder / "CRC1.SPhyR.input")
    np.testing.assert_array_equal(scite.matrices["genotype"].numbers, sphyr.matrices["genotype"].numbers)


def test_real_scarlet_reads_are_those_of_the_two_tables_beside_them(mirror):
    folder = mirror / "subclone" / "leung2017_crc" / "crc2"
    raw = read(folder / "CRC2.csv")
    alt = pd.read_csv(folder / "alt_readcounts.csv", index_col=0)
    found = pd.DataFrame(raw.matrices["ad_alt"].numbers, index=raw.obs.index, columns=raw.var.index)
    pd.testing.assert_frame_equal(found.loc[alt.index, alt.columns], alt, check_dtype=False, check_names=False)

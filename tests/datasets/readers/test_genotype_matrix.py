import gzip

import numpy as np
import pytest

from clinicell.datasets.readers.genotype_matrix import read_matrix, recoded, side_by_side
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

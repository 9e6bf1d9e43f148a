import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from clinicell.datasets.schema import matrix
from clinicell.datasets.schema.matrix import is_sound, n_stored, path_of, plain, row_sums, values

DENSE = np.array([[0.0, 2.0, 0.0], [1.0, 0.0, 3.0], [0.0, 0.0, 0.0]])


def csr() -> sparse.csr_matrix:
    return sparse.csr_matrix(DENSE)


@pytest.mark.parametrize("wrap", [sparse.csr_matrix, sparse.csc_matrix, sparse.csr_array, sparse.csc_array])
def test_a_sound_sparse_matrix_is_sound(wrap):
    assert is_sound(wrap(DENSE))


def change(part, place, value):
    def damage(table):
        getattr(table, part)[place] = value

    return damage


DAMAGES = {
    "column too large": change("indices", 0, 3),
    "column negative": change("indices", 0, -1),
    "end past the data": change("indptr", -1, 99),
    "end before the data": change("indptr", -1, 1),
    "start not 0": change("indptr", 0, 1),
    "rows backwards": change("indptr", 2, 0),
    "values lost": lambda table: setattr(table, "data", table.data[:-1]),
}


@pytest.mark.parametrize("how", DAMAGES)
def test_a_damaged_sparse_matrix_is_not_sound(how):
    table = csr()
    DAMAGES[how](table)
    assert not is_sound(table)


def test_soundness_is_judged_without_changing_the_matrix():
    table = csr()
    before = (table.data.copy(), table.indices.copy(), table.indptr.copy())
    assert is_sound(table)
    for now, was in zip((table.data, table.indices, table.indptr), before, strict=True):
        assert np.array_equal(now, was)


def test_what_is_no_table_of_numbers_is_none():
    assert plain(np.array([["a"]])) is None
    assert plain(np.zeros(3)) is None
    assert plain(np.zeros((2, 2, 2))) is None
    assert plain(pd.DataFrame({"a": ["x"]})) is None
    assert plain(None) is None
    assert plain(np.zeros((2, 2), dtype=complex)) is None


def test_a_missing_number_of_a_nullable_table_is_nan():
    table = plain(pd.DataFrame({"a": pd.array([1, None], dtype="Int32")}))
    assert np.array_equal(table, [[1.0], [np.nan]], equal_nan=True)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(
    st.lists(st.lists(st.integers(0, 5), min_size=4, max_size=4), min_size=0, max_size=9),
    st.integers(1, 10),
)
def test_sums_and_values_do_not_depend_on_storage_or_block_size(rows, block):
    dense = np.array(rows, dtype="float32").reshape(-1, 4)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matrix, "BLOCK", block)
        expected = np.expm1(dense.astype("float64")).sum(axis=1)
        for table in (dense, sparse.csr_matrix(dense)):
            assert np.allclose(row_sums(table, np.expm1), expected)
            seen = np.concatenate([np.zeros(0), *values(table)])
            assert seen.sum() == dense.sum()
            assert len(seen) == n_stored(table)


def test_a_slot_is_written_as_a_path():
    assert path_of("X") == "X"
    assert path_of("layers/raw") == "layers['raw']"

import numpy as np
import pandas as pd
import pytest

from clinicell.errors import SchemaError
from clinicell.tasks.mrd import TASK, truth


def test_a_target_is_one_any_other_cell_zero_and_a_cell_nobody_knows_is_nan(make):
    flags = pd.array([True, False, None, True], dtype="boolean")
    table = truth(make(pd.DataFrame({"mrd_target": flags}, index=["a", "b", "c", "d"])))
    assert list(table.index) == ["a", "b", "c", "d"]
    assert list(table.columns) == ["target"]
    assert table["target"].dtype == "float64"
    np.testing.assert_array_equal(table["target"], [1.0, 0.0, np.nan, 1.0])


def test_a_plain_yes_no_column_reads_the_same(make):
    table = truth(make(pd.DataFrame({"mrd_target": [False, True]}, index=["a", "b"])))
    assert table["target"].tolist() == [0.0, 1.0]


def test_cells_of_which_nobody_knows_anything_are_all_nan(make):
    flags = pd.array([None, None], dtype="boolean")
    assert truth(make(pd.DataFrame({"mrd_target": flags}, index=["a", "b"]))).isna().all(axis=None)


def test_a_data_set_without_targets_is_refused(make):
    with pytest.raises(SchemaError, match=r"obs\['mrd_target'\] is missing"):
        truth(make(pd.DataFrame(index=["a"])))


def test_the_truth_that_ranks_is_this_one():
    assert TASK.answers[0].truth is truth

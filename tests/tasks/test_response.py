import numpy as np
import pandas as pd
import pytest

from clinicell.errors import SchemaError
from clinicell.tasks.response import TASK, truth, truth_before_treatment

SAMPLES = ["s2", "s1", "s2", "s3", "s4", "s4"]
RESPONDED = [True, False, True, None, True, True]
TIMES = ["baseline", "baseline", "baseline", "baseline", "baseline", "on_treatment"]


@pytest.fixture
def adata(make):
    obs = pd.DataFrame(
        {"sample_id": SAMPLES, "time_point": TIMES, "responder_binary": pd.array(RESPONDED, dtype="boolean")},
        index=[f"c{row}" for row in range(len(SAMPLES))],
    )
    return make(obs)


def test_each_sample_has_one_row_and_nan_where_nobody_knows(adata):
    table = truth(adata)
    assert list(table.index) == ["s1", "s2", "s3", "s4"]
    assert list(table.columns) == ["responded"]
    np.testing.assert_array_equal(table["responded"], [0.0, 1.0, np.nan, 1.0])


@pytest.mark.parametrize("other", [False, None])
def test_a_response_that_varies_within_a_sample_is_refused(adata, other):
    adata.obs.loc["c2", "responder_binary"] = other
    with pytest.raises(SchemaError, match=r"varies within 1 of 4 samples, e\.g\. 's2'"):
        truth(adata)


def test_before_treatment_a_sample_with_any_later_cell_is_nan(adata):
    np.testing.assert_array_equal(truth_before_treatment(adata)["responded"], [0.0, 1.0, np.nan, np.nan])


def test_before_treatment_has_the_rows_of_the_whole(adata):
    pd.testing.assert_index_equal(truth_before_treatment(adata).index, truth(adata).index)


@pytest.mark.parametrize("time", ["on_treatment", "post_treatment", "relapse", "unknown", None])
def test_a_time_that_is_not_the_baseline_is_left_out_before_treatment(adata, time):
    adata.obs["time_point"] = pd.Categorical([time, *TIMES[1:]])
    assert np.isnan(truth_before_treatment(adata).loc["s2", "responded"])


def test_both_truths_are_asked_for_and_all_lesions_rank():
    assert [answer.truth for answer in TASK.answers] == [truth, truth_before_treatment, truth]
    assert TASK.probability is TASK.answers[-1]


@pytest.mark.parametrize("name", ["sample_id", "responder_binary", "time_point"])
def test_a_data_set_without_the_column_is_refused(adata, name):
    del adata.obs[name]
    with pytest.raises(SchemaError, match=rf"obs\['{name}'\] is missing"):
        truth_before_treatment(adata)

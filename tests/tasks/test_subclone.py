import numpy as np
import pandas as pd
import pytest

from clinicell.errors import SchemaError
from clinicell.tasks.subclone import TASK, clones, tumour_clones

CLONES = ["K2", "K1", "K2", "unassigned", "unknown", None, "K1", "K3", "K3", "K1"]
DOUBLET = [False, False, True, False, False, False, None, False, False, False]
MALIGNANT = [True, True, True, True, True, True, True, False, None, False]


@pytest.fixture
def adata(make):
    obs = pd.DataFrame(
        {
            "clone_id": CLONES,
            "is_doublet": pd.array(DOUBLET, dtype="boolean"),
            "malignant": pd.array(MALIGNANT, dtype="boolean"),
        },
        index=[f"c{row}" for row in range(len(CLONES))],
    )
    return make(obs, modality="genotype")


def test_doublets_and_cells_that_nobody_assigned_are_nan(adata):
    table = clones(adata)
    assert list(table.columns) == ["subclone"]
    assert list(table.index) == list(adata.obs_names)
    nan = np.nan
    np.testing.assert_array_equal(table["subclone"], [1, 0, nan, nan, nan, nan, 0, 2, 2, 0])


def test_cells_known_to_be_normal_are_nan_where_the_tumour_is_asked_for(adata):
    nan = np.nan
    np.testing.assert_array_equal(tumour_clones(adata)["subclone"], [1, 0, nan, nan, nan, nan, 0, nan, 2, nan])


def test_a_cell_of_which_nobody_knows_whether_it_is_a_doublet_or_malignant_stays(adata):
    table = tumour_clones(adata)
    assert table.loc["c6", "subclone"] == 0.0
    assert table.loc["c8", "subclone"] == 2.0


def test_without_doublet_calls_no_cell_is_left_out_for_one(adata):
    del adata.obs["is_doublet"]
    assert clones(adata).loc["c2", "subclone"] == 1.0


def test_both_truths_are_asked_for_and_the_tumour_ranks():
    assert [answer.truth for answer in TASK.answers] == [tumour_clones, clones]


@pytest.mark.parametrize("name", ["clone_id", "malignant"])
def test_a_data_set_without_the_column_is_refused(adata, name):
    del adata.obs[name]
    with pytest.raises(SchemaError, match=rf"obs\['{name}'\] is missing"):
        tumour_clones(adata)

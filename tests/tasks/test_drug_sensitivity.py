import numpy as np
import pandas as pd
import pytest

from clinicell.errors import SchemaError
from clinicell.metrics.drugs import auroc_of_extremes
from clinicell.tasks.drug_sensitivity import EGFR_ERBB_INHIBITORS, TASK, egfr_truth, is_reached_at_1_um, truth

CELLS = ["c0", "c1", "c2"]
DRUGS = ["Olaparib", *reversed(EGFR_ERBB_INHIBITORS), "Cisplatin"]


@pytest.fixture
def adata(make):
    response = pd.DataFrame(
        np.arange(24, dtype="float32").reshape(3, 8) - 10.0, index=pd.Index(CELLS), columns=pd.Index(DRUGS)
    )
    response.iloc[1, 0] = np.nan
    return make(pd.DataFrame({"donor_id": ["ACH-1", "ACH-2", "ACH-1"]}, index=CELLS), obsm={"ln_ic50_um": response})


def test_sensitivity_is_minus_ln_ic50_and_nan_where_it_was_not_measured(adata):
    table = truth(adata)
    assert list(table.index) == CELLS
    assert list(table.columns) == DRUGS
    assert table.loc["c0", "Olaparib"] == 10.0
    assert table.loc["c2", "Cisplatin"] == -13.0
    assert np.isnan(table.loc["c1", "Olaparib"])
    assert table.isna().to_numpy().sum() == 1
    assert (table.dtypes == "float64").all()


def test_a_drug_that_kills_at_a_smaller_dose_ranks_as_the_more_sensitive(adata):
    smaller_dose, larger_dose = adata.obsm["ln_ic50_um"]["Cisplatin"].to_numpy()[[0, 2]]
    assert smaller_dose < larger_dose
    measured = truth(adata)["Cisplatin"].to_numpy()[[0, 2]]
    assert auroc_of_extremes(measured, np.array([1.0, 0.0])) == 1.0


def test_the_egfr_answer_is_the_six_inhibitors_of_the_whole(adata):
    table = egfr_truth(adata)
    assert list(table.columns) == ["AZD3759", "Afatinib", "Erlotinib", "Gefitinib", "Lapatinib", "Osimertinib"]
    pd.testing.assert_frame_equal(table, truth(adata)[list(table.columns)])


def test_both_truths_are_asked_for_and_all_drugs_rank():
    assert [answer.truth for answer in TASK.answers] == [truth, egfr_truth, is_reached_at_1_um]


def test_the_event_is_an_ic50_of_1_micromolar_or_less_and_nan_where_it_was_not_measured(adata):
    adata.obsm["ln_ic50_um"].iloc[0, 2] = 0.0  # ln 1
    table = is_reached_at_1_um(adata)
    assert table.iloc[0, 2] == 1
    assert table.loc["c0", "Olaparib"] == 1
    assert table.loc["c2", "Cisplatin"] == 0
    assert np.isnan(table.loc["c1", "Olaparib"])
    assert set(np.unique(table.to_numpy()[table.notna().to_numpy()])) == {0.0, 1.0}


def test_a_data_set_without_named_drugs_is_refused(adata):
    adata.obsm["ln_ic50_um"] = adata.obsm["ln_ic50_um"].to_numpy()
    with pytest.raises(SchemaError, match=r"obsm\['ln_ic50_um'\] is missing"):
        truth(adata)
    del adata.obsm["ln_ic50_um"]
    with pytest.raises(SchemaError, match=r"obsm\['ln_ic50_um'\] is missing"):
        truth(adata)

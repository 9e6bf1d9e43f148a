from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from clinicell.baselines._training import Training
from clinicell.baselines.multi_drug_network import MultiDrugNetwork
from clinicell.errors import InputError
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._find import find_task

TASK = find_task("drug_sensitivity")
QUICK = Training(max_epochs=3, batch_size=32)


def answered(train: Cohort, test: Cohort, training: Training = QUICK, seed: int = 0) -> pd.DataFrame:
    model = MultiDrugNetwork(training)
    model.fit(train, TASK, seed=seed)
    return model.predict(test, TASK).answers["main"]


def with_response(cohort: Cohort, response: pd.DataFrame) -> Cohort:
    bulk = cohort.references["bulk"].copy()
    bulk.obsm["ln_ic50_um"] = response
    return replace(cohort, references={"bulk": bulk})


def test_the_cells_of_sensitive_lines_score_higher(toy):
    data = toy("drug_sensitivity")
    table = answered(data.train, data.test, Training(max_epochs=40, batch_size=32, learning_rate=3e-3))
    correlation = [table[drug].corr(data.truth[drug], method="spearman") for drug in data.truth]
    assert np.mean(correlation) > 0.5


def test_untrained_answers_lie_near_the_mean_of_each_drug(toy):
    data = toy("drug_sensitivity")
    mean = data.train.references["bulk"].obsm["ln_ic50_um"].mean()
    sd = data.train.references["bulk"].obsm["ln_ic50_um"].std()
    table = answered(data.train, data.test, Training(max_epochs=0))
    assert ((table.mean() + mean).abs() < 0.5 * sd).all()


def test_a_drugs_unit_moves_only_that_drug(toy):
    data = toy("drug_sensitivity")
    response = data.train.references["bulk"].obsm["ln_ic50_um"]
    moved = with_response(data.train, response.assign(drug1=4 * response["drug1"] + 2))
    plain, other = answered(data.train, data.test), answered(moved, data.test)
    np.testing.assert_allclose(other["drug1"], 4 * plain["drug1"] - 2, rtol=1e-2, atol=1e-2)


def test_values_that_were_not_measured_are_not_learnt_from(toy):
    data = toy("drug_sensitivity")
    response = data.train.references["bulk"].obsm["ln_ic50_um"]
    half = response.copy()
    half.iloc[::2, 0] = np.nan
    table = answered(with_response(data.train, half), data.test)
    assert np.isfinite(table.to_numpy()).all()
    expected = answered(with_response(data.train, half.fillna({"drug0": 99.0})), data.test)
    assert not np.allclose(table["drug0"], expected["drug0"])


def test_a_drug_measured_in_one_line_is_refused(toy):
    data = toy("drug_sensitivity")
    response = data.train.references["bulk"].obsm["ln_ic50_um"].copy()
    response.iloc[1:, 2] = np.nan
    with pytest.raises(InputError, match=r"1 of 4 drugs were measured in fewer than two lines .* 'drug2'"):
        answered(with_response(data.train, response), data.test)


def test_a_cohort_without_bulk_is_refused(toy):
    data = toy("drug_sensitivity")
    with pytest.raises(InputError, match="no reference 'bulk'"):
        answered(replace(data.train, references={}), data.test)


def test_features_that_are_not_finite_are_counted(toy):
    data = toy("drug_sensitivity")
    units = data.test.units.copy()
    units.X[0, 0] = np.nan
    with pytest.raises(InputError, match=r"X: 1 of \d+ values are NaN or infinite"):
        answered(data.train, replace(data.test, units=units))


def test_what_was_not_fitted_does_not_answer(toy):
    with pytest.raises(InputError, match="call fit first"):
        MultiDrugNetwork().predict(toy("drug_sensitivity").test, TASK)


def saved(cohort: Cohort, test: Cohort, path) -> tuple[pd.DataFrame, MultiDrugNetwork]:
    model = MultiDrugNetwork(QUICK)
    model.fit(cohort, TASK, seed=2)
    table = model.predict(test, TASK).answers["main"]
    return table, MultiDrugNetwork.load(model.save(path))


def test_a_saved_model_answers_bit_for_bit_alike_without_the_bulk(toy, tmp_path):
    data = toy("drug_sensitivity")
    table, read = saved(data.train, data.test, tmp_path / "drugs.safetensors")
    answer = read.predict(replace(data.test, references={}), TASK).answers["main"]
    pd.testing.assert_frame_equal(answer, table, check_exact=True)


def test_a_saved_model_takes_its_genes_in_any_order_and_says_which_are_lost(toy, tmp_path):
    data = toy("drug_sensitivity")
    table, read = saved(data.train, data.test, tmp_path / "drugs.safetensors")
    turned = replace(data.test, units=data.test.units[:, ::-1].copy())
    pd.testing.assert_frame_equal(read.predict(turned, TASK).answers["main"], table, rtol=1e-4)
    fewer = replace(data.test, units=data.test.units[:, 5:].copy())
    with pytest.raises(InputError, match=r"5 of the 49 genes that the model reads are not among the 45 of the cells"):
        read.predict(fewer, TASK)


def test_nothing_is_saved_before_there_is_an_answer(toy, tmp_path):
    model = MultiDrugNetwork(QUICK)
    model.fit(toy("drug_sensitivity").train, TASK, seed=0)
    with pytest.raises(InputError, match="nothing to save before predict"):
        model.save(tmp_path / "x")

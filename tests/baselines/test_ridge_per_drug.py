from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from clinicell.baselines.ridge_per_drug import RidgePerDrug
from clinicell.errors import InputError
from clinicell.metrics.drugs import auroc_of_extremes
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._find import find_task

TASK = find_task("drug_sensitivity")


def answered(train, test):
    model = RidgePerDrug()
    model.fit(train, TASK, seed=0)
    return model.predict(test, TASK).answers["main"]


def value(table, truth):
    return np.nanmean([auroc_of_extremes(truth[drug].to_numpy(), table[drug].to_numpy()) for drug in truth])


def with_response(cohort, response):
    bulk = cohort.references["bulk"].copy()
    bulk.obsm["ln_ic50_um"] = response
    return replace(cohort, references={"bulk": bulk})


def test_it_ranks_the_cells_of_new_lines_and_shuffled_lines_do_not(toy):
    data, rng, by_lot = toy("drug_sensitivity"), np.random.default_rng(0), []
    response = data.train.references["bulk"].obsm["ln_ic50_um"]
    for _ in range(10):
        shuffled = pd.DataFrame(rng.permutation(response.to_numpy()), response.index, response.columns)
        by_lot.append(value(answered(with_response(data.train, shuffled), data.test), data.truth))
    found = value(answered(data.train, data.test), data.truth)
    assert found > 0.85
    assert abs(np.mean(by_lot) - 0.5) < 4 * np.std(by_lot, ddof=1) / np.sqrt(10)
    assert found > np.mean(by_lot) + 0.25


def test_the_shift_between_batches_does_not_reach_the_answer(toy):
    data = toy("drug_sensitivity")
    units = data.test.units.copy()
    in_batch = (units.obs["batch_id"] == "batch0").to_numpy()
    table = answered(data.train, data.test)
    means = table.groupby(in_batch).mean()
    np.testing.assert_allclose(means.iloc[0], means.iloc[1], atol=1e-6)


def test_cells_without_batches_are_one_batch(toy):
    data = toy("drug_sensitivity")
    units = data.test.units.copy()
    del units.obs["batch_id"]
    table = answered(data.train, replace(data.test, units=units))
    assert np.isfinite(table.to_numpy()).all()


def test_no_shared_gene_is_refused(toy):
    data = toy("drug_sensitivity")
    units = data.test.units.copy()
    units.var_names = [f"other{number}" for number in range(units.n_vars)]
    with pytest.raises(InputError, match="none of the 50 genes of the reference is among the 50 of the cells"):
        answered(data.train, replace(data.test, units=units))


def test_a_missing_reference_and_an_unmeasured_drug_are_refused(toy):
    data = toy("drug_sensitivity")
    with pytest.raises(InputError, match="no reference 'bulk'"):
        answered(Cohort(units=data.train.units), data.test)
    response = data.train.references["bulk"].obsm["ln_ic50_um"].copy()
    response["drug2"] = np.nan
    with pytest.raises(InputError, match="1 of 4 drugs were measured in no line"):
        answered(with_response(data.train, response), data.test)

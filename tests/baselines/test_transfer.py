"""What the models that learn on lines and cells together do with bad input: tried on each, found by what they are."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from clinicell.baselines._model import find_model, model_ids
from clinicell.baselines._transfer import Transfer, at_least_two, domains_of, is_sensitive, measured_mean
from clinicell.errors import InputError
from clinicell.tasks._find import find_task

TASK = find_task("drug_sensitivity")
IDS = [name for name in model_ids() if isinstance(find_model(name).make(), Transfer)]
each = pytest.mark.parametrize("model_id", IDS)


def answered(model_id, train, test):
    model = find_model(model_id).make()
    model.training = replace(model.training, max_epochs=2)
    model.fit(train, TASK, seed=0)
    return model.predict(test, TASK).answers["main"]


def with_response(cohort, response):
    bulk = cohort.references["bulk"].copy()
    bulk.obsm["ln_ic50_um"] = response
    return replace(cohort, references={"bulk": bulk})


def with_units(cohort, units):
    return replace(cohort, units=units)


def test_all_systems_are_found():
    assert {"dann", "deep_coral", "mmd", "scad", "scdeal_code", "scdeal_paper", "boosted_trees_shared_genes"} <= set(
        IDS
    )


@each
def test_a_tenth_of_the_genes_shared_is_enough_for_an_answer(model_id, toy):
    data = toy("drug_sensitivity")
    units = data.test.units.copy()
    kept = np.arange(units.n_vars) < units.n_vars // 10
    units.var_names = [name if keep else f"other{name}" for name, keep in zip(units.var_names, kept, strict=True)]
    assert np.isfinite(answered(model_id, data.train, with_units(data.test, units)).to_numpy()).all()


@each
def test_no_gene_shared_is_refused(model_id, toy):
    data = toy("drug_sensitivity")
    units = data.test.units.copy()
    units.var_names = [f"other{name}" for name in units.var_names]
    with pytest.raises(InputError, match="none of the 50 genes of the reference"):
        answered(model_id, data.train, with_units(data.test, units))


@each
def test_a_value_that_is_not_finite_is_refused(model_id, toy):
    data = toy("drug_sensitivity")
    units = data.test.units.copy()
    units.X[0, 0] = np.nan
    with pytest.raises(InputError, match=r"X: 1 of \d+ values are NaN or infinite"):
        answered(model_id, data.train, with_units(data.test, units))


@each
def test_a_drug_to_which_all_lines_respond_alike_gets_an_answer(model_id, toy):
    data = toy("drug_sensitivity")
    response = data.train.references["bulk"].obsm["ln_ic50_um"].copy()
    response["drug1"] = response["drug1"].where(response["drug1"].isna(), 1.5)
    assert np.isfinite(answered(model_id, with_response(data.train, response), data.test).to_numpy()).all()


@each
def test_cells_of_one_batch_and_few_lines_are_enough(model_id, toy):
    data = toy("drug_sensitivity")
    units = data.test.units[:26].copy()
    units.obs = units.obs[[]]
    bulk = data.train.references["bulk"][:26].copy()
    train = replace(data.train, references={"bulk": bulk})
    assert np.isfinite(answered(model_id, train, with_units(data.test, units)).to_numpy()).all()


@each
def test_an_answer_before_fit_is_refused(model_id, toy):
    with pytest.raises(InputError, match="call fit first"):
        find_model(model_id).make().predict(toy("drug_sensitivity").test, TASK)


def test_a_drug_measured_in_one_line_is_refused(toy):
    data = toy("drug_sensitivity")
    response = data.train.references["bulk"].obsm["ln_ic50_um"].copy()
    response.iloc[1:, 2] = np.nan
    with pytest.raises(InputError, match=r"1 of 4 drugs were measured in fewer than two lines .* 'drug2'"):
        answered("deep_coral", with_response(data.train, response), data.test)


def test_a_cohort_without_bulk_is_refused(toy):
    data = toy("drug_sensitivity")
    with pytest.raises(InputError, match="no reference 'bulk'"):
        answered("deep_coral", replace(data.train, references={}), data.test)


@pytest.mark.parametrize("model_id", ["deep_coral", "scad", "scdeal_code"])
def test_four_lines_are_refused_because_a_fifth_is_held_out(model_id, toy):
    data = toy("drug_sensitivity")
    bulk = data.train.references["bulk"]
    full = bulk[bulk.obsm["ln_ic50_um"].notna().all(axis=1).to_numpy()][:4].copy()
    with pytest.raises(InputError, match="4 rows to learn from; holding out one part of 5"):
        answered(model_id, replace(data.train, references={"bulk": full}), data.test)


def test_both_kinds_stand_in_the_order_of_their_content(toy, reordered):
    data = toy("drug_sensitivity")
    bulk = data.train.references["bulk"]
    response = bulk.obsm["ln_ic50_um"]
    first, place = domains_of(bulk, response, data.test.units)
    other_units = reordered(data.test).units
    again, other_place = domains_of(bulk[::-1].copy(), response[::-1], other_units)
    assert torch.equal(first.lines, again.lines)
    assert torch.equal(first.cells, again.cells)
    np.testing.assert_array_equal(first.ln_ic50, again.ln_ic50)
    row = dict(zip(other_units.obs_names, other_place, strict=True))
    assert [row[name] for name in data.test.units.obs_names] == place.tolist()


def test_below_the_median_is_sensitive_and_what_was_not_measured_is_neither():
    table = is_sensitive(np.array([[1.0, 4.0], [2.0, np.nan], [3.0, 4.0], [9.0, 4.0]]))
    np.testing.assert_array_equal(table.numpy(), [[1, 0], [1, np.nan], [0, 0], [0, 0]])


def test_a_mean_is_over_what_was_measured_and_nothing_without_any():
    truth = torch.tensor([[1.0, float("nan")], [3.0, float("nan")]])
    answer = torch.tensor([[2.0, 9.0], [6.0, 9.0]])
    assert float(measured_mean(lambda a, b: (a - b).square(), answer, truth)) == 5
    assert float(measured_mean(lambda a, b: (a - b).square(), answer[:, 1:], truth[:, 1:])) == 0


def test_a_lone_row_comes_twice():
    assert at_least_two(torch.tensor([4])).tolist() == [4, 4]
    assert at_least_two(torch.tensor([4, 2])).tolist() == [4, 2]

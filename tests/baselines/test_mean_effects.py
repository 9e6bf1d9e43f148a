import numpy as np
import pytest

from clinicell.baselines.mean_effects import MeanEffects, two_way_means
from clinicell.errors import InputError
from clinicell.metrics.drugs import auroc_of_extremes
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._find import find_task

TASK = find_task("drug_sensitivity")


def answered(train, test):
    model = MeanEffects()
    model.fit(train, TASK, seed=0)
    return model.predict(test, TASK).answers["main"]


def test_line_and_drug_means_are_those_of_least_squares_on_what_was_measured():
    rng = np.random.default_rng(0)
    response = rng.normal(size=(12, 5))
    response[rng.random(response.shape) < 0.3] = np.nan
    line, drug = two_way_means(response)
    rows, columns = np.nonzero(np.isfinite(response))
    design = np.hstack([np.eye(12)[rows], np.eye(5)[columns]])
    solution = np.linalg.lstsq(design, response[rows, columns], rcond=None)[0]
    expected = solution[:12, None] + solution[12:]
    np.testing.assert_allclose(line[:, None] + drug, expected, atol=1e-6)
    assert line.mean() == pytest.approx(0)


def test_a_line_or_drug_never_measured_has_no_mean():
    line, drug = two_way_means(np.array([[1.0, np.nan, 3.0], [np.nan, np.nan, np.nan], [2.0, np.nan, 4.0]]))
    np.testing.assert_array_equal(np.isnan(line), [False, True, False])
    np.testing.assert_array_equal(np.isnan(drug), [False, True, False])
    np.testing.assert_allclose(drug[[0, 2]], [1.5, 3.5])


def test_it_ranks_cells_alike_for_every_drug_and_better_than_chance(toy):
    data = toy("drug_sensitivity")
    table = answered(data.train, data.test)
    ranks = table.rank().to_numpy()
    np.testing.assert_array_equal(ranks, ranks[:, :1].repeat(ranks.shape[1], axis=1))
    values = [auroc_of_extremes(data.truth[drug].to_numpy(), table[drug].to_numpy()) for drug in table]
    assert np.nanmean(values) > 0.6


def test_a_drug_that_works_everywhere_ranks_above_one_that_never_does(toy):
    data = toy("drug_sensitivity")
    measured = data.train.references["bulk"].obsm["ln_ic50_um"].mean()
    table = answered(data.train, data.test)
    assert table.mean().idxmax() == measured.idxmin()


def test_a_missing_reference_is_refused(toy):
    data = toy("drug_sensitivity")
    with pytest.raises(InputError, match="no reference 'bulk'"):
        answered(Cohort(units=data.train.units), data.test)

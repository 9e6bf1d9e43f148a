import numpy as np
import pandas as pd
import pytest

from clinicell.leaderboard.audits.nulls import Nulls, null_test, random_labels


@pytest.fixture
def of_donor(cells):
    """The cells with a label that is the patient's: that of every other patient."""
    adata = cells.copy()
    number = adata.obs["donor_id"].astype("str").str[-2:].astype(int)
    adata.obs["mrd_target"] = pd.array((number % 2 == 0).to_numpy(), dtype="boolean")
    return adata


@pytest.fixture
def told_by_donor(of_donor):
    """The same, and one gene of each patient high: a model can recognize him, and nothing more."""
    adata = of_donor.copy()
    x = adata.X.toarray()
    code = pd.factorize(adata.obs["donor_id"])[0]
    x[np.arange(len(x)), code] += 60
    adata.X = x
    return adata


def test_the_figures_of_a_null_test_worked_by_hand():
    found = Nulls(np.array([0.4, 0.6, np.nan]), np.array([0.5, 0.5, 0.5]), np.array([-0.1, 0.1, np.nan])).figures(0.5)
    assert (found["null"], found["measured_null"], found["draws"]) == (0.5, 0.5, 2)
    assert found["difference"] == pytest.approx(0)
    assert found["monte_carlo_error"] == pytest.approx(
        636.619 * 0.1, rel=1e-4
    )  # t of 1 degree at 0.0005, times the error


def test_labels_that_vary_within_patients_pass_in_a_split_by_patients(panel_of, models):
    found = null_test(panel_of(), models["Centroids"], n_draws=60)
    assert found.outcome == "passed"
    assert "within 24 donors" in found.reason
    assert found.measured["draws"] == 60


def test_labels_of_patients_pass_in_a_split_by_patients(panel_of, told_by_donor, models):
    found = null_test(panel_of(told_by_donor), models["Neighbour"], n_draws=60)
    assert found.outcome == "passed"
    assert "between 24 donors" in found.reason


def test_a_split_that_shares_patients_fails_the_null_test(split_by_cells, told_by_donor, models):
    found = null_test(split_by_cells(told_by_donor), models["Neighbour"], n_draws=20)
    assert found.outcome == "failed"
    assert found.measured["null"] > 0.75
    assert found.measured["measured_null"] < 0.7


def test_labels_by_lot_are_found_where_a_split_shares_patients_and_not_where_it_does_not(
    panel_of, split_by_cells, told_by_donor, models
):
    honest = random_labels(panel_of(told_by_donor), models["Neighbour"], n_draws=60)
    assert honest.outcome == "passed"
    shared = random_labels(split_by_cells(told_by_donor), models["Neighbour"], n_draws=20)
    assert shared.outcome == "failed"
    assert shared.measured["difference"] > 0.2


def test_below_six_patients_there_is_no_null_test(panel_of, cells, models):
    few = cells.copy()
    few.obs["mrd_target"] = few.obs["mrd_target"].where(few.obs["donor_id"].astype("str").str[-2:].astype(int) < 6)
    for found in (null_test(panel_of(few), models["Centroids"], n_draws=5),
                  random_labels(panel_of(few), models["Centroids"], n_draws=5)):  # fmt: skip
        assert found.outcome == "not possible"
        assert found.reason == "no null test possible: 5 donors; 6 are needed"

import numpy as np
import pandas as pd
import pytest

from clinicell.datasets.store import Store, load
from clinicell.leaderboard.audits.spike import _of_share, _threshold, spike
from clinicell.leaderboard.audits.thin import thinned
from clinicell.tasks._find import find_task

MRD = find_task("mrd")


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """A hundred and fifty cells of each patient."""
    return thinned(MRD, load("demo_mrd", Store(tmp_path_factory.mktemp("store"))), n_cells=150, n_features=60)


@pytest.fixture
def strangers(many):
    """The cells, one gene of each patient high: his healthy cells look strange among another's."""
    adata = many.copy()
    x = adata.X.toarray()
    x[np.arange(len(x)), pd.factorize(adata.obs["donor_id"])[0]] += 200
    adata.X = x
    return adata


def test_a_model_of_the_leukaemia_does_not_call_the_healthy_cells_of_another(panel_of, many, models):
    found = spike(panel_of(many), models["Centroids"])
    assert found.outcome == "passed"
    assert found.measured["donors"] == 24
    assert found.measured["low"] <= found.measured["rate"] <= found.measured["high"]


def test_a_model_that_calls_what_is_strange_fails(panel_of, strangers, models):
    found = spike(panel_of(strangers), models["Strangeness"])
    assert found.outcome == "failed"
    assert found.measured["rate"] > 0.1  # ten times nominal
    assert found.measured["host_rate"] < found.measured["rate"]


def test_the_threshold_leaves_at_most_the_nominal_share_above_it():
    score = np.arange(200.0)
    threshold = _threshold(score, np.full(200, 1 / 200))
    assert (score > threshold).mean() == 0.01
    assert _threshold(np.array([5.0, 1.0]), np.array([0.5, 0.5])) == 5.0


def test_of_no_call_in_twelve_donors_the_upper_bound_is_that_of_clopper_and_pearson():
    found = _of_share(np.zeros(12))
    assert (found.low, found.high) == (0, pytest.approx(0.2646, abs=1e-4))

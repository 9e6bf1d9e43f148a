import numpy as np
import pytest

from clinicell.datasets.simulate.snv import simulate
from clinicell.datasets.store import load
from clinicell.metrics.clustering import adjusted_rand_index
from clinicell.tasks import _scoring
from clinicell.tasks._oracle import most_probable, oracle
from clinicell.tasks._scoring import Scorable
from clinicell.tasks.subclone import TASK, tumour_clones


def value(adata):
    truth, found = tumour_clones(adata), oracle(adata)
    data = Scorable(
        truth=truth.to_numpy(), answer=found.to_numpy(), donor=adata.obs["donor_id"].to_numpy(dtype="str"),
        fold=np.full(adata.n_obs, "0"), within=True, labels_of="cell",
    )  # fmt: skip
    return _scoring.value(TASK.primary, data, data.all_rows())


@pytest.mark.parametrize("dataset", ["demo_subclone", "sim_sasc", "sim_celluloid"])
def test_the_ceiling_of_a_panel_is_what_the_oracle_reaches(dataset, request, store):
    if dataset.startswith("sim_"):
        request.getfixturevalue("mirror")
    panel = TASK.panel(dataset)
    ceiling = TASK.primary.best if panel.ceiling is None else panel.ceiling
    assert value(load(dataset, store)) == pytest.approx(ceiling, abs=0.001)


def test_each_cell_goes_to_its_own_clone_where_nothing_is_missed_or_misread():
    adata = simulate(
        dataset_id="demo_subclone", title="tumours", seed=3, n_donors=2, min_cells=40, max_cells=40, n_sites=30,
        min_clones=5, max_clones=5, false_positive_rate=0.0, false_negative_rate=0.0, missing_rate=0.0,
    )  # fmt: skip
    truth, found = tumour_clones(adata)["subclone"], oracle(adata)["subclone"]
    for _, own in adata.obs.groupby("donor_id", observed=True):
        assert adjusted_rand_index(truth[own.index].to_numpy(), found[own.index].to_numpy()) == 1


def test_doublets_are_not_asked():
    adata = simulate(
        dataset_id="demo_subclone", title="tumours", seed=3, n_donors=1, min_cells=40, max_cells=40, n_sites=30,
        min_clones=5, max_clones=5, false_positive_rate=0.01, false_negative_rate=0.2, missing_rate=0.2,
        doublet_rate=0.2,
    )  # fmt: skip
    found = oracle(adata)["subclone"]
    np.testing.assert_array_equal(found.isna(), adata.obs["is_doublet"])


def test_a_cell_that_shows_nothing_goes_to_the_largest_clone_and_one_reading_weighs_its_error():
    profiles, share = np.array([[0.0, 1], [1, 1]]), np.array([0.6, 0.4])
    read = np.array([[np.nan, np.nan], [1, np.nan], [0, np.nan]])
    # by hand: a 1 at the first site has .6 x .1 against .4 x .7, a 0 there .6 x .9 against .4 x .3
    assert most_probable(read, profiles, share, 0.1, 0.3).tolist() == [0, 1, 0]

import numpy as np

from clinicell.datasets.store import Store, load
from clinicell.leaderboard.audits.thin import thinned
from clinicell.tasks._find import find_task


def test_a_rare_label_keeps_its_cells_up_to_a_third(tmp_path):
    task, adata = find_task("mrd"), load("demo_mrd", Store(tmp_path / "store"))
    few = thinned(task, adata, n_cells=30, n_features=20)
    n = few.obs.groupby("donor_id", observed=True)["mrd_target"].agg(["size", "sum"])
    of_all = adata.obs.groupby("donor_id", observed=True)["mrd_target"].sum()
    assert n["size"].eq(30).all()
    assert (n["sum"] >= np.minimum(of_all, 10)).all()
    assert few.n_vars == 20
    spread = few.X.toarray().var(axis=0).min()
    left_out = adata[few.obs_names][:, ~adata.var_names.isin(few.var_names)].X.toarray().var(axis=0)
    assert left_out.max() <= spread


def test_of_samples_as_many_cells_are_kept_of_each(tmp_path):
    few = thinned(find_task("response"), load("demo_response", Store(tmp_path / "store")), n_cells=4, n_features=10**6)
    assert few.obs["sample_id"].value_counts().eq(4).all()
    assert few.n_vars == 240


def test_where_each_donor_is_asked_alone_some_are_kept_whole(tmp_path):
    adata = load("demo_subclone", Store(tmp_path / "store"))
    few = thinned(find_task("subclone"), adata, n_cells=4, n_features=10, n_alone=2)
    assert set(few.obs["donor_id"]) == {"donor01", "donor02"}
    assert few.n_obs == adata.obs["donor_id"].isin(["donor01", "donor02"]).sum()

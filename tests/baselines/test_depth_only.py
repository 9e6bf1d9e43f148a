from dataclasses import replace

import anndata as ad
import numpy as np
import pandas as pd
import pytest

from clinicell.baselines.depth_only import N_GROUPS, DepthOnly, depth
from clinicell.datasets.schema.scale import Scale, scales_table
from clinicell.errors import InputError
from clinicell.metrics.detection import auroc
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._find import find_task


def cells(x, kind="counts"):
    units = ad.AnnData(X=np.array(x, dtype=np.float32), obs=pd.DataFrame(index=[f"c{k}" for k in range(len(x))]))
    units.uns["scales"] = scales_table({"X": Scale(kind=kind, formula="" if kind == "counts" else "none")})
    return units


def counted(n, seed):
    rng = np.random.default_rng(seed)
    label = (np.arange(n) % 2).astype(np.float64)
    units = cells(rng.poisson(np.where(label, 3.0, 9.0)[:, None], (n, 12)))
    return Cohort(units=units, labels=pd.DataFrame({"target": label}, index=units.obs_names))


def test_depth_is_the_log_total_and_the_number_of_features_above_0():
    assert depth(Cohort(units=cells([[0, 3, 4], [0, 0, 0]]))).tolist() == [[np.log(8), 2], [0, 0]]


def test_of_what_is_no_count_it_takes_the_mean():
    assert depth(Cohort(units=cells([[-1, 3], [1, 1]], kind="other"))).tolist() == [[1, 1], [1, 2]]


def test_of_a_bag_it_knows_the_number_of_cells_too():
    bags = pd.DataFrame({"unit_id": ["s", "s", "t"], "cell_id": ["c0", "c1", "c2"]})
    found = depth(Cohort(units=cells([[1], [1], [3]]), bags=bags))
    assert found == pytest.approx(np.array([[np.log(2), np.log(2), 1], [0, np.log(4), 1]]))


def test_it_learns_that_the_sought_cells_have_fewer_counts():
    train, test = counted(80, 0), counted(80, 1)
    model = DepthOnly()
    model.fit(train, find_task("mrd"), seed=0)
    score = model.predict(replace(test, labels=None), find_task("mrd")).answers["main"]["target"]
    assert auroc(test.labels["target"].to_numpy(), score.to_numpy()) > 0.99


def test_without_labels_it_learns_nothing():
    with pytest.raises(InputError, match="no labels"):
        DepthOnly().fit(replace(counted(8, 0), labels=None), find_task("mrd"), seed=0)


def test_for_subclones_it_makes_groups_by_the_sites_seen(toy):
    data, task = toy("subclone"), find_task("subclone")
    model = DepthOnly()
    model.fit(data.train, task, seed=0)
    codes = model.predict(data.test, task).answers["main"]["subclone"]
    n_seen = (data.test.units.layers["genotype"] >= 0).sum(axis=1)
    assert codes.nunique() == N_GROUPS
    assert (pd.Series(n_seen).groupby(codes.to_numpy()).max().diff().dropna() > 0).all()


def test_for_drugs_it_gives_each_drug_the_total(toy):
    data, task = toy("drug_sensitivity"), find_task("drug_sensitivity")
    model = DepthOnly()
    model.fit(data.train, task, seed=0)
    table = model.predict(data.test, task).answers["main"]
    assert table.nunique(axis=1).eq(1).all()
    assert table.iloc[:, 0].to_numpy() == pytest.approx(np.log1p(data.test.units.X.sum(axis=1)), rel=1e-6)

import anndata as ad
import numpy as np
import pandas as pd
import pytest

from clinicell.datasets.simulate.snv import instance, simulate
from clinicell.errors import SchemaError
from clinicell.metrics.genotype_tables import apart
from clinicell.metrics.tree_table import tree_matrix
from clinicell.tasks._true_clones import genotypes, trees

SHAPE = {
    "n_sites": 40, "false_positive_rate": 0.02, "false_negative_rate": 0.2, "missing_rate": 0.3, "doublet_rate": 0.1,
    "n_losses": 2,
}  # fmt: skip
COHORT = {"seed": 5, "n_donors": 3, "min_cells": 50, "max_cells": 60, "min_clones": 4, "max_clones": 7}


@pytest.fixture(scope="module")
def adata():
    return simulate(dataset_id="demo_subclone", title="tumours", **COHORT, **SHAPE)


@pytest.fixture(scope="module")
def instances():
    """The same tumours as the simulation holds them itself."""
    return [
        instance(n_cells=int(rng.integers(50, 61)), n_clones=int(rng.integers(4, 8)), rng=rng, **SHAPE)
        for rng in np.random.default_rng(5).spawn(3)
    ]


def test_true_genotypes_are_those_of_the_simulation_doublets_and_losses_among_them(adata, instances):
    found = genotypes(adata)
    assert sorted(found) == ["donor01", "donor02", "donor03"]
    for table, one in zip(found.values(), instances, strict=True):
        truth, read = apart(table.to_numpy())
        np.testing.assert_array_equal(truth, one.genotypes())
        np.testing.assert_array_equal(np.nan_to_num(read, nan=-1), one.observed)
        assert one.is_doublet.any()


def test_true_trees_order_mutations_as_their_clones_descend(adata, instances):
    for table, one in zip(trees(adata).values(), instances, strict=True):
        tree = one.tree
        expected = np.array(
            [
                [above == below or below in tree.descendants(above) for below in tree.gained_at]
                for above in tree.gained_at
            ]
        )
        np.testing.assert_array_equal(tree_matrix(table.to_numpy()), expected)
        assert list(table.columns) == ["node", "parent"]


def test_a_site_read_in_no_cell_is_left_out_and_its_clone_gives_way_to_the_one_above(adata):
    blind = adata.copy()
    before = trees(adata)["donor01"]
    inner = before.loc[before["node"].isin(before["parent"]) & (before["parent"] >= 0)]["node"].iloc[0]
    parent = before.loc[before["node"] == inner, "parent"].iloc[0]
    lost = before.index[before["node"] == inner]
    blind.layers["genotype"][:, blind.var_names.isin(lost)] = -1
    after, old = trees(blind)["donor01"], before.drop(lost)
    assert after.index.equals(old.index)
    matrix = tree_matrix(before.to_numpy())
    kept = ~before.index.isin(lost)
    np.testing.assert_array_equal(tree_matrix(after.to_numpy()), matrix[np.ix_(kept, kept)])
    assert parent >= 0
    assert genotypes(blind)["donor01"].columns.equals(old.index)


def test_a_cell_of_no_known_clone_has_no_known_genotype(adata):
    some = adata.copy()
    single = np.flatnonzero(~some.obs["is_doublet"].to_numpy())[0]
    some.obs["clone_id"] = some.obs["clone_id"].astype("object")
    some.obs.loc[some.obs_names[single], "clone_id"] = "unassigned"
    table = genotypes(some)["donor01"]
    assert table.loc[some.obs_names[single]].isna().all()
    assert table.drop(index=some.obs_names[single]).notna().all(axis=None)


@pytest.mark.parametrize("truth", [genotypes, trees])
def test_a_data_set_without_a_true_tree_is_refused(adata, truth):
    bare = adata.copy()
    del bare.uns["truth"]
    with pytest.raises(SchemaError, match="no tables 'clones' and 'mutations'"):
        truth(bare)
    other = adata[:, ::-1].copy()
    with pytest.raises(SchemaError, match="names other sites than var"):
        truth(other)


def test_tables_survive_the_disk(adata, tmp_path):
    adata.write_h5ad(tmp_path / "a.h5ad")
    back = ad.read_h5ad(tmp_path / "a.h5ad")
    for truth in (genotypes, trees):
        pd.testing.assert_frame_equal(truth(back)["donor02"], truth(adata)["donor02"])

import anndata as ad
import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from clinicell.datasets.schema.scale import Scale, scales_table
from clinicell.tasks._cohort import Cohort

CELLS = ["c0", "c1", "c2", "c3"]


@pytest.fixture
def units():
    rng = np.random.default_rng(0)
    adata = ad.AnnData(
        X=sparse.csr_matrix(rng.poisson(1.0, (4, 3)).astype("float32")),
        obs=pd.DataFrame({"batch_id": pd.Categorical(["b1", "b0", "b1", "b1"])}, index=CELLS),
        var=pd.DataFrame(index=["g0", "g1", "g2"]),
    )
    adata.obsm["X_pca"] = rng.normal(size=(4, 2))
    adata.uns["scales"] = scales_table({"X": Scale(kind="counts")})
    return adata


@pytest.fixture
def bulk():
    rng = np.random.default_rng(1)
    adata = ad.AnnData(
        X=rng.normal(size=(5, 3)),
        obs=pd.DataFrame(index=[f"r{row}" for row in range(5)]),
        var=pd.DataFrame(index=["g0", "g1", "g2"]),
    )
    response = pd.DataFrame(rng.normal(size=(5, 2)), index=adata.obs_names, columns=["Afatinib", "Olaparib"])
    response.iloc[2, 1] = np.nan
    adata.obsm["ln_ic50_um"] = response
    adata.uns["scales"] = scales_table({"X": Scale(kind="log2_tpm")})
    return adata


def same(one, other):
    """Whether two data sets agree in every number, name and scale."""
    pd.testing.assert_frame_equal(one.obs, other.obs)
    pd.testing.assert_frame_equal(one.var, other.var)
    dense = [matrix.toarray() if sparse.issparse(matrix) else matrix for matrix in (one.X, other.X)]
    np.testing.assert_array_equal(*dense)
    assert set(one.obsm) == set(other.obsm)
    for name, matrix in one.obsm.items():
        if isinstance(matrix, pd.DataFrame):
            pd.testing.assert_frame_equal(matrix, other.obsm[name], check_exact=True)
        else:
            np.testing.assert_array_equal(matrix, other.obsm[name])
    pd.testing.assert_frame_equal(one.uns["scales"], other.uns["scales"], check_index_type=False)


def test_a_cohort_comes_back_whole_with_references_bags_and_unknown_labels(tmp_path, units, bulk):
    bags = pd.DataFrame({"unit_id": ["s1", "s1", "s0", "s0"], "cell_id": ["c2", "c3", "c0", "c1"]})
    labels = pd.DataFrame({"responded": [np.nan, 1 / 3]}, index=["s1", "s0"])
    written = Cohort(units=units, labels=labels, bags=bags, references={"bulk": bulk, "atlas": bulk[:2].copy()})
    written.write(tmp_path / "train")
    read = Cohort.read(tmp_path / "train")
    same(read.units, units)
    pd.testing.assert_frame_equal(read.labels, labels, check_exact=True, check_names=False)
    pd.testing.assert_frame_equal(read.bags, bags)
    assert list(read.asked) == list(written.asked) == list(read.labels.index)
    assert sorted(read.references) == ["atlas", "bulk"]
    same(read.references["bulk"], bulk)
    assert read.references["atlas"].n_obs == 2


def test_a_test_side_comes_back_without_labels_bags_and_references(tmp_path, units):
    Cohort(units=units).write(tmp_path / "test")
    assert [path.name for path in (tmp_path / "test").iterdir()] == ["units.h5ad"]
    read = Cohort.read(tmp_path / "test")
    assert (read.labels, read.bags, dict(read.references)) == (None, None, {})


def test_a_cohort_that_nobody_teaches_comes_back_empty(tmp_path, units):
    labels = pd.DataFrame({"target": pd.Series(dtype="float64")}, index=pd.Index([], dtype="str"))
    Cohort(units=units[:0].copy(), labels=labels).write(tmp_path / "train")
    read = Cohort.read(tmp_path / "train")
    assert read.units.shape == (0, 3)
    assert list(read.labels.columns) == ["target"]
    assert len(read.labels) == len(read.asked) == 0


def test_without_bags_the_cells_are_asked_for(units):
    assert list(Cohort(units=units).asked) == CELLS


def test_with_bags_each_bag_is_asked_for_once_in_order_of_first_mention(units):
    bags = pd.DataFrame({"unit_id": ["s2", "s0", "s2", "s1"], "cell_id": CELLS})
    assert list(Cohort(units=units, bags=bags).asked) == ["s2", "s0", "s1"]

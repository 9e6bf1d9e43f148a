import anndata as ad
import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from clinicell.baselines._features import (
    answer,
    bag_means,
    bag_rows,
    bulk_response,
    content_order,
    features,
    genotype,
    known,
    targets,
)
from clinicell.datasets.schema.scale import Scale, scales_table
from clinicell.errors import InputError, SchemaError
from clinicell.tasks._cohort import Cohort


def scaled(adata: ad.AnnData, slot: str, kind: str) -> ad.AnnData:
    adata.obs_names = [f"c{number}" for number in range(adata.n_obs)]
    adata.uns["scales"] = scales_table({slot: Scale(kind=kind, formula="x", fitted_on="y")})
    return adata


def embedding(n: int) -> ad.AnnData:
    pca = np.arange(2.0 * n, dtype=np.float32).reshape(n, 2)
    return scaled(ad.AnnData(obs=pd.DataFrame(index=[str(i) for i in range(n)]), obsm={"X_pca": pca}), "X", "embedding")


def test_counts_become_log_counts_per_ten_thousand_whether_sparse_or_dense():
    counts = np.array([[1, 3, 0], [0, 0, 0]], dtype=np.float32)
    expected = np.log1p(np.array([[2500, 7500, 0], [0, 0, 0]]))
    for matrix in (counts, sparse.csr_matrix(counts)):
        found = features(scaled(ad.AnnData(X=matrix), "X", "counts"))
        assert found.dtype == np.float32
        np.testing.assert_allclose(found, expected, rtol=1e-6)


def test_other_scales_are_taken_as_they_are():
    x = np.array([[-1.5, 3], [0, 7]], dtype=np.float32)
    np.testing.assert_array_equal(features(scaled(ad.AnnData(X=x), "X", "other")), x)


def test_an_embedding_is_read_where_there_is_no_x():
    cells = embedding(3)
    np.testing.assert_array_equal(features(cells), cells.obsm["X_pca"])


def test_a_matrix_without_a_declared_scale_is_refused():
    with pytest.raises(SchemaError, match="declares no scale for 'X'"):
        features(ad.AnnData(X=np.ones((2, 2), dtype=np.float32)))


def test_cells_without_any_features_and_values_that_are_not_finite_are_refused():
    with pytest.raises(InputError, match="neither X nor"):
        features(ad.AnnData(obs=pd.DataFrame(index=["a"])))
    with pytest.raises(InputError, match="1 of 4 values are NaN or infinite"):
        features(scaled(ad.AnnData(X=np.array([[1, np.nan], [0, 2]], dtype=np.float32)), "X", "other"))


def test_genotypes_keep_their_codes_and_are_refused_where_there_are_none():
    sites = np.array([[-1, 0], [1, 2]], dtype=np.int8)
    found = genotype(ad.AnnData(obs=pd.DataFrame(index=["a", "b"]), layers={"genotype": sites}))
    assert found.dtype == np.int8
    np.testing.assert_array_equal(found, sites)
    with pytest.raises(InputError, match="no layers"):
        genotype(embedding(2))


def test_bags_are_rows_in_the_order_asked_and_may_share_cells():
    bags = pd.DataFrame({"unit_id": ["b", "a", "b", "a"], "cell_id": ["c2", "c0", "c1", "c2"]})
    cohort = Cohort(units=embedding(4), bags=bags)
    rows = bag_rows(cohort)
    assert list(cohort.asked) == ["b", "a"]
    assert [sorted(bag.tolist()) for bag in rows] == [[1, 2], [0, 2]]
    np.testing.assert_allclose(bag_means(cohort), [[3, 4], [2, 3]])


def test_a_cell_is_its_own_bag_where_there_are_no_bags():
    assert [rows.tolist() for rows in bag_rows(Cohort(units=embedding(3)))] == [[0], [1], [2]]


def test_a_bag_with_an_unknown_cell_is_refused():
    bags = pd.DataFrame({"unit_id": ["a", "a"], "cell_id": ["c0", "c9"]})
    with pytest.raises(InputError, match="1 of 2 cells named in bags are not in units"):
        bag_rows(Cohort(units=embedding(2), bags=bags))


def test_known_labels_leave_out_nan_and_follow_the_units():
    labels = pd.DataFrame({"target": [0.0, np.nan, 1.0]}, index=["c2", "c1", "c0"])
    rows, label = known(Cohort(units=embedding(3), labels=labels))
    assert rows.tolist() == [0, 2]
    assert label.tolist() == [1, 0]


@pytest.mark.parametrize(
    ("values", "message"), [([1.0, 1.0, np.nan], "all 2 known labels are 1"), ([np.nan] * 3, "no label is known")]
)
def test_one_class_or_none_is_refused(values, message):
    labels = pd.DataFrame({"target": values}, index=["c0", "c1", "c2"])
    with pytest.raises(InputError, match=message):
        known(Cohort(units=embedding(3), labels=labels))


def test_a_cohort_without_labels_or_without_a_reference_is_refused():
    with pytest.raises(InputError, match="no labels"):
        known(Cohort(units=embedding(2)))
    with pytest.raises(InputError, match="no reference 'bulk'"):
        bulk_response(Cohort(units=embedding(2)))


def test_targets_come_from_the_reference_then_the_labels_then_the_one_untaught_task(toy):
    assert targets(toy("drug_sensitivity").train) == ["drug0", "drug1", "drug2", "drug3"]
    assert targets(toy("response").train) == ["responded"]
    assert targets(toy("subclone").train) == ["subclone"]


def test_the_order_of_content_sorts_any_shuffle_to_the_same_rows():
    rng = np.random.default_rng(0)
    x, y = rng.integers(0, 3, (200, 4)), rng.integers(0, 2, 200).astype(float)
    shuffle = rng.permutation(200)
    first, second = content_order(x, y), content_order(x[shuffle], y[shuffle])
    np.testing.assert_array_equal(x[first], x[shuffle][second])
    np.testing.assert_array_equal(y[first], y[shuffle][second])


def test_bag_means_are_equal_to_the_last_bit_in_any_order_of_cells(toy, reordered):
    cohort = toy("response").test
    other = reordered(cohort)
    row = [list(other.asked).index(unit) for unit in cohort.asked]
    np.testing.assert_array_equal(bag_means(cohort), bag_means(other)[row])


def test_an_answer_has_the_asked_ids_and_float_columns():
    table = answer(Cohort(units=embedding(2)), ["subclone"], np.array([3, 1]))
    assert table.to_dict() == {"subclone": {"c0": 3.0, "c1": 1.0}}
    assert table["subclone"].dtype == np.float64

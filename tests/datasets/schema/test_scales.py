"""Each kind of scale at its limits, dense and sparse alike."""

import numpy as np
import pytest
from scipy import sparse

from clinicell.datasets.schema.scale import Scale, scales_table
from clinicell.datasets.schema.scales import check

ROW = np.array([[1.0, 3.0, 0.0, 6.0], [2.0, 2.0, 2.0, 4.0]])  # sums to 10
OF_ROWS = {
    "tpm": lambda rows: rows * 1e5,
    "log2_tpm": lambda rows: np.log2(1 + rows * 1e5),
    "log1p_cp10k": lambda rows: np.log1p(rows * 1e3),
}


def codes(good, kind, rows, wrap=np.asarray, *, is_gene_subset=False):
    adata = good("rna")[: len(rows), : rows.shape[1]].copy()
    adata.obsm, adata.layers = {}, {}
    adata.X = wrap(rows.astype("float32"))
    adata.uns["scales"] = scales_table({"X": Scale(kind=kind, fitted_on="all cells", formula="f")})
    adata.uns["is_gene_subset"] = is_gene_subset
    return [finding.code for finding in check(adata)]


@pytest.mark.parametrize("wrap", [np.asarray, sparse.csr_matrix])
@pytest.mark.parametrize("kind", OF_ROWS)
def test_rows_sum_to_the_total_of_their_scale_within_one_per_cent(good, kind, wrap):
    scaled = OF_ROWS[kind]
    assert codes(good, kind, scaled(ROW), wrap) == []
    assert codes(good, kind, scaled(ROW * 1.009), wrap) == []
    assert codes(good, kind, scaled(ROW * 1.02), wrap) == ["L1-SCALE-09"]
    assert codes(good, kind, scaled(ROW * 0.5), wrap) == ["L1-SCALE-09"]
    assert codes(good, kind, scaled(ROW * 0.5), wrap, is_gene_subset=True) == []
    assert codes(good, kind, scaled(ROW * 1.02), wrap, is_gene_subset=True) == ["L1-SCALE-09"]
    assert codes(good, kind, scaled(ROW * 1000), wrap) == ["L1-SCALE-08"]


@pytest.mark.parametrize("wrap", [np.asarray, sparse.csr_matrix])
@pytest.mark.parametrize("kind", ["counts", *OF_ROWS])
def test_a_scale_that_begins_at_0_holds_no_negative_and_no_endless_number(good, kind, wrap):
    for value, code in ((-1.0, "L1-SCALE-05"), (np.nan, "L1-SCALE-04"), (np.inf, "L1-SCALE-04")):
        rows = ROW.copy() if kind == "counts" else OF_ROWS[kind](ROW)
        rows[0, 0] = value
        assert codes(good, kind, rows, wrap) == [code]


def test_counts_are_whole_numbers_of_any_type_and_each_cell_has_one(good):
    assert codes(good, "counts", ROW) == []
    assert codes(good, "counts", ROW, lambda rows: rows.astype("uint16")) == []
    assert codes(good, "counts", ROW + 0.5) == ["L1-SCALE-06"]
    assert codes(good, "counts", np.array([[0, 0], [1, 0]])) == ["L1-SCALE-07"]
    stored_zero = sparse.csr_matrix((np.array([0.0, 1.0]), np.array([0, 1]), np.array([0, 1, 2])), shape=(2, 2))
    assert codes(good, "counts", np.zeros((2, 2)), lambda _: stored_zero) == ["L1-SCALE-07"]


def test_z_scores_lie_on_both_sides_of_0(good):
    assert codes(good, "zscore", ROW - ROW.mean(axis=0)) == []
    assert codes(good, "zscore", ROW) == ["L1-SCALE-11"]
    assert codes(good, "zscore", np.full((2, 2), np.nan)) == ["L1-SCALE-04"]


def test_a_missing_value_is_told_only_where_nothing_can_be_missing(good):
    adata = good("bulk_drug")
    assert adata.obsm["ln_ic50_um"].isna().to_numpy().any()
    assert list(check(adata)) == []
    adata.obsm["ln_ic50_um"].iloc[1, 1] = np.inf
    assert [finding.code for finding in check(adata)] == ["L1-SCALE-04"]

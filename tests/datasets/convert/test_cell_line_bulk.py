import gzip
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import rankdata
from sklearn.linear_model import RidgeCV
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import KFold

from clinicell.datasets.convert.cell_line_bulk import convert
from clinicell.errors import SchemaError

ID = "cell_line_bulk"
RESPONSE = "DepMap_ID,drug,ln_ic50_uM\nACH-000001,Erlotinib,-1.5\nACH-000002,Erlotinib,2.0\nACH-000002,Lapatinib,0.0\n"


def _raw(folder: Path, response: str = RESPONSE) -> Path:
    expression = "DepMap_ID,10,20,30\nACH-000001,-1,0.5,2\nACH-000002,1,-0.5,3\n"
    (folder / "ccle_expression_zscore.csv.gz").write_bytes(_gzip(expression))
    (folder / "gdsc_ln_ic50_long.csv.gz").write_bytes(_gzip(response))
    (folder / "genes.csv").write_text(
        "entrez,symbol,ensembl\n30,AFDN,\n10,AAA,ENSG00000000010\n20,BBB,ENSG00000000020\n"
    )
    (folder / "cell_lines.csv").write_text(
        "DepMap_ID,name,COSMIC_ID,tissue_1,tissue_2,tcga_type\nACH-000002,B,2,skin,,\nACH-000001,A,,,,\n"
    )
    return folder


def _gzip(text: str) -> bytes:
    return gzip.compress(text.encode())


@pytest.fixture(scope="module")
def out_of_fold() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Measured and predicted ln IC50 by drug, filled by the first test that needs it."""
    return {}


@pytest.fixture
def predictions(real, ridge, measured_alike, out_of_fold):
    if not out_of_fold:
        adata = real(ID)
        x, response = adata.X.astype("float64"), adata.obsm["ln_ic50_um"]
        fold = np.empty(len(x), dtype=int)
        for number, (_, test) in enumerate(KFold(5, shuffle=True, random_state=0).split(x)):
            fold[test] = number
        for drugs in measured_alike(response.loc[:, response.notna().sum() >= 200]):
            y = response[drugs].to_numpy()
            is_known = ~np.isnan(y[:, 0])
            predicted = np.full(y.shape, np.nan)
            for number in range(5):
                is_train, is_test = is_known & (fold != number), is_known & (fold == number)
                predicted[is_test] = ridge(x[is_train], y[is_train], x[is_test])
            for column, drug in enumerate(drugs):
                out_of_fold[drug] = (y[is_known, column], predicted[is_known, column])
    return out_of_fold


def test_card_counts_hold(check_counts):
    check_counts(ID)


def test_a_gene_without_an_ensembl_id_is_named_and_left_out(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.var_names.tolist() == ["ENSG00000000010", "ENSG00000000020"]
    assert adata.uns["genes_left_out"]["symbol"].tolist() == ["AFDN"]
    assert adata.X.tolist() == [[-1.0, 0.5], [1.0, -0.5]]


def test_what_was_not_measured_is_nan_and_never_zero(tmp_path):
    response = convert(_raw(tmp_path)).obsm["ln_ic50_um"]
    assert np.isnan(response.loc["ACH-000001", "Lapatinib"])
    assert response.loc["ACH-000002", "Lapatinib"] == 0
    assert response.loc["ACH-000001", "Erlotinib"] == -1.5


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("ACH-000001,Erlotinib,3.0\n", "1 of 4 rows measure a drug in a line a second time"),
        ("ACH-000009,Erlotinib,3.0\n", "1 are of lines without expression"),
    ],
)
def test_a_second_measurement_or_a_strange_line_is_refused(tmp_path, row, message):
    with pytest.raises(SchemaError, match=message):
        convert(_raw(tmp_path, RESPONSE + row))


def test_every_measured_value_is_there(real):
    adata = real(ID)
    response = adata.obsm["ln_ic50_um"]
    assert response.shape == (580, 170)
    assert int(response.notna().sum().sum()) == 82_833
    assert int((response.notna().sum() >= 200).sum()) == 153
    assert len(adata.uns["genes_left_out"]) == 8
    np.testing.assert_allclose(adata.X.mean(axis=0), 0, atol=1e-3)


def test_the_ridge_of_these_tests_is_that_of_scikit_learn(ridge):
    rng = np.random.default_rng(0)
    x, test = rng.normal(size=(40, 60)), rng.normal(size=(5, 60))
    y = np.column_stack([x[:, 0] + 0.5 * rng.normal(size=40) + 3, rng.normal(size=40)])
    theirs = np.column_stack([RidgeCV(alphas=np.logspace(0, 5, 11)).fit(x, one).predict(test) for one in y.T])
    np.testing.assert_allclose(ridge(x, y, test), theirs, rtol=1e-6)


def test_ridge_orders_lines_as_published(predictions, check_figure):
    rho = [np.corrcoef(rankdata(y), rankdata(predicted))[0, 1] for y, predicted in predictions.values()]
    check_figure(ID, "ridge_median_spearman", float(np.median(rho)))


def test_ridge_finds_the_most_sensitive_tercile_as_published(predictions, check_figure):
    auroc = [roc_auc_score(y <= np.quantile(y, 1 / 3), -predicted) for y, predicted in predictions.values()]
    check_figure(ID, "ridge_median_auroc_lowest_tercile", float(np.median(auroc)))


@pytest.mark.parametrize("drug", ["Trametinib", "Sorafenib", "PLX-4720", "Erlotinib"])
def test_ridge_orders_the_lines_of_single_drugs_as_published(predictions, check_figure, drug):
    y, predicted = predictions[drug]
    rho = float(np.corrcoef(rankdata(y), rankdata(predicted))[0, 1])
    check_figure(ID, f"ridge_spearman_{drug.lower().replace('-', '')}", rho)

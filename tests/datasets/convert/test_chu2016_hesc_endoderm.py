import gzip
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import spearmanr
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import accuracy_score, average_precision_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from clinicell.datasets.convert.chu2016_hesc_endoderm import convert
from clinicell.datasets.validate import validate
from clinicell.errors import SchemaError

ID = "chu2016_hesc_endoderm"


def _raw(folder: Path, *, time: str = "0\t0.4\n96\t80.5\n") -> Path:
    (folder / "data.txt.gz").write_bytes(gzip.compress(b"5.9\t0\n0\t6.5\n1\t2\n"))
    (folder / "tf.txt").write_text("NANOG\nGATA6\nT\n")
    (folder / "time.txt").write_text(time)
    return folder


@pytest.fixture
def cells(real):
    adata = real(ID)
    return adata, adata.obs["hours"].to_numpy(), StratifiedKFold(5, shuffle=True, random_state=0)


def test_card_counts_hold(check_counts):
    check_counts(ID)


def test_every_level_of_the_clinic_is_reached(real):
    assert validate(real(ID)).is_valid


def test_rows_without_names_get_those_of_the_other_file_and_a_former_symbol_is_left_out(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.var["feature_name"].tolist() == ["NANOG", "GATA6"]
    np.testing.assert_allclose(adata.X, [[5.9, 0], [0, 6.5]], rtol=1e-6)
    assert adata.uns["genes_left_out"]["symbol"].tolist() == ["T"]  # today TBXT


def test_only_cells_of_hour_zero_are_called_stem_cells(tmp_path):
    obs = convert(_raw(tmp_path)).obs
    assert obs["cell_type_ontology_term_id"].tolist() == ["CL:0002322", "unknown"]
    assert obs["hours"].tolist() == [0, 96]


@pytest.mark.parametrize("time", ["0\t0.4\n", "0\t0.4\n13\t80.5\n"], ids=["too few", "no such hour"])
def test_times_that_do_not_fit_are_refused(tmp_path, time):
    with pytest.raises(SchemaError, match=r"data.txt.gz is 3 x 2, tf.txt names 3 factors"):
        convert(_raw(tmp_path, time=time))


def test_cells_of_each_time_are_as_many_as_published(cells):
    _, hours, _ = cells
    assert dict(zip(*np.unique(hours, return_counts=True), strict=True)) == {
        0: 92, 12: 102, 24: 66, 36: 172, 72: 138, 96: 188,
    }  # fmt: skip


def test_times_are_told_as_published(cells, check_figure):
    adata, hours, folds = cells
    model = LogisticRegression(max_iter=2000)
    share = cross_val_predict(model, adata.X, hours, cv=folds, method="predict_proba")
    check_figure(ID, "accuracy_six_times", accuracy_score(hours, np.unique(hours)[share.argmax(axis=1)]))
    check_figure(ID, "average_precision_hour_0", average_precision_score(hours == 0, share[:, 0]))


def test_ridge_orders_cells_by_hour_as_published(cells, check_figure):
    adata, hours, folds = cells
    predicted = np.empty(len(hours))
    for train, test in folds.split(adata.X, hours):
        predicted[test] = Ridge(1.0).fit(adata.X[train], hours[train]).predict(adata.X[test])
    check_figure(ID, "spearman_ridge_hours", spearmanr(hours, predicted).statistic)


def test_factors_of_pluripotency_fall_with_the_hour_as_published(cells, check_figure):
    adata, hours, _ = cells
    potency = adata.X[:, adata.var["feature_name"].isin(["NANOG", "POU5F1", "SOX2"]).to_numpy()]
    assert potency.shape[1] == 3
    check_figure(ID, "spearman_potency", spearmanr(potency.mean(axis=1), -hours).statistic)

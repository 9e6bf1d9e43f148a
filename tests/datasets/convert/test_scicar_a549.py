import gzip
import os
from pathlib import Path

import numpy as np
import pytest
from scipy import sparse
from sklearn.decomposition import PCA, TruncatedSVD
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import KFold, StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline

from clinicell.datasets.convert.scicar_a549 import convert
from clinicell.errors import SchemaError

ID = "scicar_a549"
HEAD = "%%MatrixMarket matrix coordinate real general\n"
slow = pytest.mark.skipif("CLINICELL_SLOW" not in os.environ, reason="twenty seconds each; set CLINICELL_SLOW=1")
FOLDS = StratifiedKFold(5, shuffle=True, random_state=0)


def _raw(folder: Path, labels: str = "b1,0\nb2,3\n") -> Path:
    texts = {
        "barcodes.tsv": "b1\nb2\n",
        "rna_features.tsv": "TP53\nRP11-431K24.1\n",
        "atac_features.tsv": "1-9963-10665\nhs37d5-5-9\nX-360366-360566\n17-81194897-81195261\n",
        "rna_matrix.mtx": HEAD + "2 2 2\n1 1 1.5\n2 2 0.5\n",
        "atac_matrix.mtx": HEAD + "4 2 4\n1 1 3.5\n2 1 2.5\n3 2 1.5\n4 2 0.5\n",
    }
    for name, text in texts.items():
        (folder / f"{name}.gz").write_bytes(gzip.compress(text.encode()))
    (folder / "labels.csv").write_text("cell,Time\n" + labels)
    return folder


@pytest.fixture
def raw(opened) -> dict[str, np.ndarray | sparse.csr_matrix]:
    """All features of the file again: what the parts hold and what stands beside them."""
    mdata = opened(ID)
    rna, atac = mdata["rna"], mdata["atac"]
    return {
        "rna": np.hstack([rna.X.toarray(), rna.obsm["expression_left_out"]]),
        "atac": sparse.hstack([atac.X, sparse.csr_matrix(atac.obsm["peaks_left_out"])], "csr"),
    }


def _accuracy(steps: tuple[object, ...], x: object, hours: np.ndarray) -> float:
    model = make_pipeline(*steps, LogisticRegression(max_iter=2000))
    return float(balanced_accuracy_score(hours, cross_val_predict(model, x, hours, cv=FOLDS)))


def _mean_r(predicted: np.ndarray, y: np.ndarray) -> float:
    """Mean over genes of the Pearson correlation."""
    centred = [part - part.mean(axis=0) for part in (predicted, y)]
    norm = np.prod([np.linalg.norm(part, axis=0) for part in centred], axis=0)
    return float(((centred[0] * centred[1]).sum(axis=0) / norm).mean())


def test_a_peak_is_named_by_its_place(tmp_path):
    atac = convert(_raw(tmp_path))["atac"]
    assert atac.var_names.tolist() == ["1:9963-10665", "X:360366-360566"]
    assert atac.var.loc["1:9963-10665"].tolist() == ["1", 9963, 10665]
    assert atac.X.toarray().tolist() == [[3.5, 0.0], [0.0, 1.5]]


def test_a_peak_on_a_contig_or_behind_the_end_of_its_chromosome_stands_beside(tmp_path):
    atac = convert(_raw(tmp_path))["atac"]
    assert atac.uns["peaks_left_out"] == ["hs37d5-5-9", "17-81194897-81195261"]
    assert atac.obsm["peaks_left_out"].tolist() == [[2.5, 0.0], [0.0, 0.5]]


def test_a_symbol_that_no_gene_bears_today_stands_beside(tmp_path):
    rna = convert(_raw(tmp_path))["rna"]
    assert rna.var_names.tolist() == ["ENSG00000141510"]
    assert rna.uns["expression_left_out"] == ["RP11-431K24.1"]
    assert rna.obsm["expression_left_out"].tolist() == [[0.0], [0.5]]


def test_hours_are_the_label_and_zero_hours_is_untreated(tmp_path):
    obs = convert(_raw(tmp_path)).obs
    assert obs["hours_of_treatment"].tolist() == [0, 3]
    assert obs["treatment_id"].tolist() == ["none", "dexamethasone"]
    assert obs.index.tolist() == ["cell0001", "cell0002"]


@pytest.mark.parametrize("labels", ["b2,3\nb1,0\n", "b1,0\nb2,2\n"], ids=["order", "hour"])
def test_labels_in_another_order_or_of_an_unknown_hour_are_refused(tmp_path, labels):
    with pytest.raises(SchemaError, match=r"labels\.csv does not name the cells"):
        convert(_raw(tmp_path, labels))


def test_size_hours_and_level_hold(opened, raw, level_of):
    mdata = opened(ID)
    assert (mdata.n_obs, mdata["rna"].n_vars, mdata["atac"].n_vars) == (2641, 1021, 51319)
    assert (raw["rna"].shape[1], raw["atac"].shape[1]) == (1185, 52761)
    assert mdata.obs["hours_of_treatment"].value_counts().to_dict() == {0: 583, 1: 983, 3: 1075}
    assert level_of(ID) == "L3"


def test_hours_are_told_from_rna_as_published(opened, raw, check_figure):
    hours = opened(ID).obs["hours_of_treatment"].to_numpy()
    check_figure(ID, "time_from_rna", _accuracy((PCA(50, random_state=0),), raw["rna"], hours))


@slow
def test_hours_are_hardly_told_from_atac_as_published(opened, raw, check_figure):
    hours = opened(ID).obs["hours_of_treatment"].to_numpy()
    steps = (TfidfTransformer(), TruncatedSVD(50, random_state=0))
    check_figure(ID, "time_from_atac", _accuracy(steps, (raw["atac"] > 0).astype(float), hours))


@slow
def test_rna_is_not_predicted_from_atac_as_published(raw, check_figure):
    x, y = (raw["atac"] > 0).astype(float), raw["rna"].astype(float)
    model = make_pipeline(TfidfTransformer(), TruncatedSVD(50, random_state=0), Ridge(1.0))
    predicted = cross_val_predict(model, x, y, cv=KFold(5, shuffle=True, random_state=0))
    check_figure(ID, "rna_from_atac", _mean_r(predicted, y))


def _other_tf_idf(is_open: sparse.csr_matrix) -> sparse.csr_matrix:
    """Share of a cell's open peaks, times ln(1 + cells / cells with the peak open); neither is normalised after."""
    share = sparse.diags(1 / np.maximum(np.asarray(is_open.sum(axis=1)).ravel(), 1)) @ is_open
    seen = np.maximum(np.asarray(is_open.sum(axis=0)).ravel(), 1)
    return (share @ sparse.diags(np.log1p(is_open.shape[0] / seen))).tocsr()


def test_what_atac_tells_hangs_on_the_kind_of_tf_idf_and_on_class_weights(opened, raw, check_choices):
    hours, is_open = opened(ID).obs["hours_of_treatment"].to_numpy(), (raw["atac"] > 0).astype(float)
    y, accuracies, correlations = raw["rna"].astype(float), [], []
    for weighted in (TfidfTransformer().fit_transform(is_open), _other_tf_idf(is_open)):
        x = TruncatedSVD(50, random_state=0).fit_transform(weighted)
        for weights in (None, "balanced"):
            model = LogisticRegression(max_iter=2000, class_weight=weights)
            accuracies.append(balanced_accuracy_score(hours, cross_val_predict(model, x, hours, cv=FOLDS)))
        correlations.append(_mean_r(cross_val_predict(Ridge(1.0), x, y, cv=KFold(5, shuffle=True, random_state=0)), y))
    check_choices(ID, "time_from_atac", accuracies)
    check_choices(ID, "rna_from_atac", correlations)

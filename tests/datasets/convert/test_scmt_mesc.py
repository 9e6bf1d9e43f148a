import gzip
from pathlib import Path

import numpy as np
import pytest
from scipy import sparse
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline

from clinicell.datasets.convert.scmt_mesc import convert
from clinicell.errors import SchemaError

ID = "scmt_mesc"
HEAD = "%%MatrixMarket matrix coordinate real general\n"


def _raw(folder: Path, labels: str = "A1,2i\nB1,Serum\n") -> Path:
    texts = {
        "barcodes.tsv": "A1\nB1\n",
        "rna_features.tsv": "Aaas\nNotAGene\nAacs\n",
        "dna_features.tsv": "chr1_10\nchrX_20\n",
        "rna_matrix.mtx": HEAD + "3 2 3\n1 1 0.5\n2 2 7.5\n3 2 1.5\n",
        "dna_matrix.mtx": HEAD + "2 2 1\n2 1 1\n",
    }
    for name, text in texts.items():
        (folder / f"{name}.gz").write_bytes(gzip.compress(text.encode()))
    (folder / "labels.csv").write_text("cell,labels\n" + labels)
    return folder


def _auc(matrix: np.ndarray, is_2i: np.ndarray) -> float:
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    model = make_pipeline(PCA(20, random_state=0), LogisticRegression(max_iter=5000))
    return float(roc_auc_score(is_2i, cross_val_predict(model, matrix, is_2i, cv=folds, method="predict_proba")[:, 1]))


def test_a_symbol_that_no_mouse_gene_bears_stands_beside_the_expression(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.var["feature_name"].tolist() == ["Aaas", "Aacs"]
    assert adata.var_names.tolist() == ["ENSMUSG00000036678", "ENSMUSG00000029482"]
    assert adata.X.toarray().tolist() == [[0.5, 0.0], [0.0, 1.5]]
    assert adata.uns["genes_left_out"]["symbol"].tolist() == ["NotAGene"]
    assert adata.obsm["expression_left_out"].tolist() == [[0.0], [7.5]]


def test_loci_of_which_nobody_knows_whether_they_were_covered_are_no_methylation(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.uns["modality"] == "rna"
    assert list(adata.layers) == []
    assert adata.obsm["dna_calls"].tolist() == [[0, 1], [0, 0]]
    assert adata.uns["dna_loci"] == ["chr1_10", "chrX_20"]


@pytest.mark.parametrize("labels", ["B1,Serum\nA1,2i\n", "A1,2i\nB1,serum\n"], ids=["order", "word"])
def test_labels_in_another_order_or_of_an_unknown_culture_are_refused(tmp_path, labels):
    with pytest.raises(SchemaError, match=r"labels\.csv does not name the cells"):
        convert(_raw(tmp_path, labels))


def test_card_counts_cultures_and_level_hold(real, check_counts, level_of):
    check_counts(ID)
    assert real(ID).obs["culture"].value_counts().to_dict() == {"Serum": 64, "2i": 13}
    assert level_of(ID) == "L3"


def test_2i_cells_have_more_ones_than_serum_cells_so_a_one_is_hardly_a_methylated_call(real):
    adata = real(ID)
    n_ones = adata.obsm["dna_calls"].sum(axis=1)
    mean = {
        culture: n_ones[rows].mean() for culture, rows in adata.obs.groupby("culture", observed=True).indices.items()
    }
    assert {culture: round(value) for culture, value in mean.items()} == {"2i": 3100, "Serum": 838}


def test_cultures_are_told_apart_by_rna_as_published(real, check_figure):
    adata = real(ID)
    whole = np.hstack([sparse.csr_matrix(adata.X).toarray(), adata.obsm["expression_left_out"]])
    assert whole.shape == (77, 5000)
    check_figure(ID, "auc_rna", _auc(whole, (adata.obs["culture"] == "2i").to_numpy()))


def test_cultures_are_told_apart_by_dna_as_published(real, check_figure):
    adata = real(ID)
    check_figure(ID, "auc_dna", _auc(adata.obsm["dna_calls"].astype(float), (adata.obs["culture"] == "2i").to_numpy()))

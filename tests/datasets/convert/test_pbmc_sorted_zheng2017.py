import gzip
from pathlib import Path

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from clinicell.datasets.convert.pbmc_sorted_zheng2017 import convert
from clinicell.datasets.validate import validate
from clinicell.errors import SchemaError

ID = "pbmc_sorted_zheng2017"


def _raw(folder: Path, *, umis: int = 4, prefix: str = "cd34") -> Path:
    matrix = "%%MatrixMarket matrix coordinate integer general\n2 2 3\n1 1 3\n2 1 1\n1 2 7\n"
    for name, text in (("matrix.mtx", matrix), ("features.tsv", "TP53\nRP11-34P13.7\n"), ("barcodes.tsv", "a\nb\n")):
        (folder / f"{name}.gz").write_bytes(gzip.compress(text.encode()))
    rows = f"x,a,AAA-1,{umis},{prefix},hematopoietic stem cell\nx,b,CCC-1,7,nkcell_cd56,NK cell\n"
    (folder / "cells.csv").write_text("sample_id,sample_name,barcode,umis,prefix,description\n" + rows)
    return folder


def test_card_counts_hold(check_counts):
    check_counts(ID)


def test_every_level_of_the_clinic_is_reached(real):
    assert validate(real(ID)).is_valid


def test_names_of_cells_no_longer_say_the_label(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.obs_names.tolist() == ["cell001", "cell002"]
    assert adata.X.toarray().tolist() == [[3.0], [7.0]]
    assert adata.obs["cell_type_ontology_term_id"].tolist() == ["CL:0000037", "CL:0000623"]


def test_counts_that_do_not_add_up_to_the_cells_total_are_refused(tmp_path):
    with pytest.raises(SchemaError, match="the counts of 1 of 2 cells do not add up"):
        convert(_raw(tmp_path, umis=5))


def test_an_unknown_population_is_refused(tmp_path):
    with pytest.raises(SchemaError, match=r"the same cells .* 1 of 2 of them of an unknown population"):
        convert(_raw(tmp_path, prefix="cd14"))


def test_labels_are_as_many_as_published(real):
    obs = real(ID).obs
    assert obs["cell_type"].value_counts().to_dict() == {
        "T cell": 100, "B cell": 50, "NK cell": 50, "hematopoietic stem cell": 50, "monocyte": 50,
    }  # fmt: skip
    assert obs["library_id"].nunique() == 6


def test_labels_are_told_as_published(real, check_figure):
    adata = real(ID)
    counts = adata.X.toarray().astype("float64")
    x = np.log1p(1e4 * counts / counts.sum(axis=1, keepdims=True))
    x = x[:, np.argsort(-x.var(axis=0), kind="stable")[:2000]]
    label = adata.obs["cell_type"].astype("str").to_numpy()
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    predicted = cross_val_predict(LogisticRegression(max_iter=1000), x, label, cv=folds)
    check_figure(ID, "accuracy", accuracy_score(label, predicted))
    check_figure(ID, "macro_f1", f1_score(label, predicted, average="macro"))

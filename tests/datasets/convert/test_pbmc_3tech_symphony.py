import gzip
import itertools
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.io import mmread
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from clinicell.datasets.convert.pbmc_3tech_symphony import convert
from clinicell.datasets.validate import validate
from clinicell.errors import SchemaError

ID = "pbmc_3tech_symphony"
CHEMISTRIES = ["5p", "3pv2", "3pv1"]
REGRESSIONS = {  # the source says "logistic regression", and neither scaling nor penalty nor weights
    "as it is": LogisticRegression(max_iter=1000),
    "standardised": make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000)),
    "strict": make_pipeline(StandardScaler(), LogisticRegression(C=0.01, class_weight="balanced", max_iter=1000)),
}
MODELS = {
    "neighbours": KNeighborsClassifier(10, metric="cosine"),
    "logistic_regression": REGRESSIONS["as it is"],
}


def _raw(folder: Path, *, value: float = float(np.log1p(1e4 / 5000)), kind: str = "B") -> Path:
    matrix = f"%%MatrixMarket matrix coordinate real general\n2 2 3\n1 1 {value}\n2 1 {2 * value}\n1 2 {value}\n"
    for name, text in (("matrix.mtx", matrix), ("features.tsv", "TP53\nNOGENE\n"), ("barcodes.tsv", "a\nb\n")):
        (folder / f"{name}.gz").write_bytes(gzip.compress(text.encode()))
    (folder / "cells.csv").write_text(f"cell_id,donor,nUMI,cell_type\na,5p,5000,{kind}\nb,3pv1,5000,NK\n")
    return folder


def test_card_counts_hold(check_counts):
    check_counts(ID)


def test_every_level_of_the_clinic_is_reached(real):
    assert validate(real(ID)).is_valid


def test_the_scale_is_proved_and_never_called_counts(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.uns["scales"].loc[0, "scale"] == "log1p_cp10k"
    assert adata.var_names.tolist() == ["ENSG00000141510"]
    assert adata.obs["assay_ontology_term_id"].tolist() == ["EFO:0030004", "EFO:0009901"]


@pytest.mark.parametrize("value", [1.0, 2.0], ids=["a count", "two counts"])
def test_numbers_whose_scale_is_not_proved_are_refused(tmp_path, value):
    with pytest.raises(SchemaError, match="the smallest number of 2 of 2 cells is not"):
        convert(_raw(tmp_path, value=value))


def test_an_unknown_cell_type_is_refused(tmp_path):
    with pytest.raises(SchemaError, match="1 of 2 of them of an unknown chemistry or type"):
        convert(_raw(tmp_path, kind="Basophil"))


def test_cells_of_each_chemistry_and_type_are_as_many_as_published(real):
    obs = real(ID).obs
    n = pd.crosstab(obs["sample_id"].astype("str"), obs["cell_type"].astype("str"))
    assert list(n) == ["B", "DC", "HSC", "MK", "Mono_CD14", "Mono_CD16", "NK", "T_CD4", "T_CD8"]
    assert n.T.to_dict("list") == {
        "3pv1": [39, 2, 2, 3, 50, 27, 17, 97, 53],
        "3pv2": [62, 16, 0, 2, 102, 11, 22, 150, 115],
        "5p": [71, 10, 1, 2, 120, 22, 20, 126, 58],
    }


@pytest.fixture
def predicted(real):
    """Types of the cells of one chemistry, and what a model of the two others takes them for."""

    def pair(model: str, chemistry: str) -> tuple[np.ndarray, np.ndarray]:
        adata, models = real(ID), {**MODELS, **REGRESSIONS}
        x, label = adata.X.toarray(), adata.obs["cell_type"].astype("str").to_numpy()
        is_test = (adata.obs["sample_id"] == chemistry).to_numpy()
        return label[is_test], models[model].fit(x[~is_test], label[~is_test]).predict(x[is_test])

    return pair


EACH = list(itertools.product(MODELS, CHEMISTRIES))


@pytest.mark.parametrize(("model", "chemistry"), EACH)
def test_types_carry_over_to_another_chemistry_as_published(predicted, check_figure, model, chemistry):
    check_figure(ID, f"{model}_accuracy_{chemistry}", accuracy_score(*predicted(model, chemistry)))


@pytest.mark.parametrize(("model", "chemistry"), EACH)
def test_rare_types_carry_over_to_another_chemistry_as_published(predicted, check_figure, model, chemistry):
    truth, guess = predicted(model, chemistry)
    check_figure(ID, f"{model}_macro_f1_{chemistry}", f1_score(truth, guess, labels=np.unique(truth), average="macro"))


@pytest.fixture
def of_all_genes(mirror):
    """Accuracy and macro F1 of a regression by the chemistry left out, from all genes of the file."""
    folder = mirror / "atlas" / ID
    x, cells = mmread(folder / "matrix.mtx.gz").toarray().T, pd.read_csv(folder / "cells.csv")
    label, of = cells["cell_type"].to_numpy(), cells["donor"].to_numpy()

    def pair(model: str, chemistry: str) -> tuple[float, float]:
        truth, is_test = label[of == chemistry], of == chemistry
        guess = REGRESSIONS[model].fit(x[~is_test], label[~is_test]).predict(x[is_test])
        return accuracy_score(truth, guess), f1_score(truth, guess, labels=np.unique(truth), average="macro")

    return pair


@pytest.mark.parametrize("chemistry", ["3pv2", "3pv1"])
def test_a_logistic_regression_hangs_on_what_its_source_does_not_state(
    predicted, of_all_genes, check_choices, chemistry
):
    pairs = [of_all_genes(model, chemistry) for model in REGRESSIONS]
    for truth, guess in (predicted(model, chemistry) for model in REGRESSIONS):
        f1 = f1_score(truth, guess, labels=np.unique(truth), average="macro")
        pairs.append((accuracy_score(truth, guess), f1))
    accuracies, f1s = zip(*pairs, strict=True)
    check_choices(ID, f"logistic_regression_accuracy_{chemistry}", accuracies)
    if chemistry == "3pv2":
        check_choices(ID, "logistic_regression_macro_f1_3pv2", f1s)


PUBLISHED = {"5p": (0.972, 0.834), "3pv2": (0.898, 0.795), "3pv1": (0.914, 0.781)}


@pytest.mark.parametrize("chemistry", CHEMISTRIES)
def test_all_genes_standardised_and_balanced_give_every_published_figure_to_three_digits(of_all_genes, chemistry):
    assert of_all_genes("strict", chemistry) == pytest.approx(PUBLISHED[chemistry], abs=0.0006)

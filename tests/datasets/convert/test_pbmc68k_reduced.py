import warnings

import anndata as ad
import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from clinicell.datasets.convert.pbmc68k_reduced import CELL_TYPES, convert
from clinicell.datasets.validate import validate
from clinicell.errors import SchemaError

ID = "pbmc68k_reduced"


@pytest.fixture
def raw(mirror):
    """The file as scanpy shipped it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ad.read_h5ad(mirror / "atlas" / ID / "10x_pbmc68k_reduced.h5ad")


def test_card_counts_hold(check_counts):
    check_counts(ID)


def test_every_level_of_the_clinic_is_reached(real):
    assert validate(real(ID)).is_valid


def test_raw_is_log_normalised_and_becomes_x_where_raw_has_no_place(real, raw):
    adata = real(ID)
    assert adata.raw is None
    smallest = np.minimum.reduceat(raw.raw.X.data, raw.raw.X.indptr[:-1])
    np.testing.assert_allclose(smallest, np.log1p(1e4 / raw.obs["n_counts"]), atol=6e-4)  # three decimals
    for name in ("LYZ", "CD79A"):
        column = adata.var_names[adata.var["feature_name"] == name]
        np.testing.assert_allclose(adata[:, column].X.toarray(), raw.raw[:, name].X.toarray(), rtol=1e-6)
        np.testing.assert_allclose(adata[:, column].layers["scaled"], raw[:, name].X, rtol=1e-6)


def test_scores_were_fitted_on_other_cells_than_these(real):
    sd = real(ID).layers["scaled"].std(axis=0)
    assert sd.min() < 0.7
    assert sd.max() > 1.3


def test_an_unknown_label_is_refused(tmp_path, raw):
    raw.obs["bulk_labels"] = raw.obs["bulk_labels"].cat.rename_categories({"CD34+": "CD34"})
    raw[:5].copy().write_h5ad(tmp_path / "10x_pbmc68k_reduced.h5ad")
    assert convert(tmp_path).n_obs == 5
    raw[raw.obs["bulk_labels"] == "CD34"].copy().write_h5ad(tmp_path / "10x_pbmc68k_reduced.h5ad")
    with pytest.raises(SchemaError, match="a label is not known"):
        convert(tmp_path)


def test_labels_are_as_many_as_published(real):
    n = real(ID).obs["cell_type"].value_counts()
    assert n.reindex(list(CELL_TYPES)).tolist() == [240, 129, 95, 68, 54, 43, 31, 19, 13, 8]


def test_labels_are_told_as_published(real, check_figure):
    adata = real(ID)
    label = adata.obs["cell_type"].astype("str").to_numpy()
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    predicted = cross_val_predict(LogisticRegression(max_iter=1000), adata.layers["scaled"], label, cv=folds)
    check_figure(ID, "accuracy", accuracy_score(label, predicted))
    check_figure(ID, "macro_f1", f1_score(label, predicted, average="macro"))

from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from clinicell.datasets.convert.ifnb_lupus import convert
from clinicell.datasets.validate import validate
from clinicell.errors import SchemaError

ID = "ifnb_lupus"


def _raw(folder: Path, *, group: str = "stim") -> Path:
    obs = pd.DataFrame(
        {
            "cluster_id": ["B cells", "CD4 T cells"],
            "sample_id": ["ctrl101", "stim101"],
            "group_id": ["ctrl", group],
            "patient": ["101", "101"],
        },
        index=["AAA-1_ctrl101", "CCC-1_stim101"],
    ).astype("category")
    counts = sparse.csr_matrix(np.array([[3, 0, 1], [0, 2, 5]], dtype="float32"))
    var = pd.DataFrame(index=["TP53", "NOGENE", "PTPRC_ENSG00000081237"])
    ad.AnnData(counts, obs=obs, var=var).write_h5ad(folder / "counts.h5ad")
    return folder


def test_card_counts_hold(check_counts):
    check_counts(ID)


def test_every_level_of_the_clinic_is_reached(real):
    assert validate(real(ID)).is_valid


def test_genes_that_say_their_id_are_named_and_unknown_ones_left_out(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.var["feature_name"].to_dict() == {"ENSG00000141510": "TP53", "ENSG00000081237": "PTPRC"}
    assert adata.X.toarray().tolist() == [[3.0, 1.0], [0.0, 5.0]]
    assert adata.uns["genes_left_out"]["symbol"].tolist() == ["NOGENE"]


def test_stimulation_is_a_treatment_in_vitro_and_no_response(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.obs["treatment_id"].tolist() == ["none", "interferon-beta"]
    assert "responder_binary" not in adata.obs
    assert "in vitro" in adata.uns["treatments"]["interferon-beta"]


def test_an_unknown_group_is_refused(tmp_path):
    with pytest.raises(SchemaError, match="1 of 2 cells have an unknown cell type or group"):
        convert(_raw(tmp_path, group="LPS"))


def test_cells_are_as_many_as_published(real):
    obs = real(ID).obs
    assert obs["sample_id"].value_counts().to_dict() == {"stim101": 500, "ctrl101": 454, "stim107": 306, "ctrl107": 296}
    assert obs["cell_type"].value_counts().to_dict() == {
        "CD14+ Monocytes": 400, "CD4 T cells": 400, "B cells": 298, "FCGR3A+ Monocytes": 249, "CD8 T cells": 209,
    }  # fmt: skip


@pytest.mark.parametrize("patient", ["patient101", "patient107"])
def test_stimulation_of_the_other_patient_is_told_as_published(real, check_figure, patient):
    adata = real(ID)
    counts = adata.X.toarray().astype("float64")
    x = np.log1p(1e4 * counts / counts.sum(axis=1, keepdims=True))
    is_test = (adata.obs["donor_id"] == patient).to_numpy()
    label = (adata.obs["treatment_id"] == "interferon-beta").to_numpy()
    model = LogisticRegression(C=0.001, max_iter=1000).fit(x[~is_test], label[~is_test])
    check_figure(ID, f"auroc_{patient}", roc_auc_score(label[is_test], model.decision_function(x[is_test])))

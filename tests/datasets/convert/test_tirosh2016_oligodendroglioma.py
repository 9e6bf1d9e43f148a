import gzip
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score

from clinicell.datasets.convert.tirosh2016_oligodendroglioma import convert
from clinicell.datasets.validate import validate
from clinicell.errors import SchemaError

ID = "tirosh2016_oligodendroglioma"
LABELS = "93_P9_A01\tmalignant_93\nMGH54_P2_C12\tMicroglia/Macrophage\n"


def _raw(folder: Path, labels: str = LABELS) -> Path:
    counts = "MGH54_P2_C12\t93_P9_A01\nTP53\t242.49\t0\nEGFR\t0.5\t7\n"
    (folder / "counts.matrix.gz").write_bytes(gzip.compress(counts.encode()))
    (folder / "annotations.txt").write_text(labels)
    return folder


def test_card_counts_hold(check_counts):
    check_counts(ID)


def test_every_level_of_the_clinic_is_reached(real):
    assert validate(real(ID)).is_valid


def test_both_styles_of_names_lead_to_the_patient(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.obs["donor_id"].tolist() == ["MGH54", "93"]
    assert adata.obs["malignant"].tolist() == [False, True]
    np.testing.assert_allclose(adata.X, [[242.49, 0.5], [0, 7]], rtol=1e-6)


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        (LABELS.replace("malignant_93", "malignant_97"), "1 malignant ones are labelled for another"),
        (LABELS.replace("Microglia/Macrophage", "Astrocytes"), "1 have an unknown label"),
        (LABELS.replace("93_P9", "94_P9"), "cells of counts.matrix.gz and annotations.txt: 2 names"),
    ],
)
def test_labels_that_do_not_fit_are_refused(tmp_path, labels, message):
    with pytest.raises(SchemaError, match=message):
        convert(_raw(tmp_path, labels))


def test_cells_of_each_patient_are_as_many_as_published(real):
    obs = real(ID).obs
    n = pd.crosstab(obs["donor_id"].astype("str"), obs["malignant"].astype("bool"))
    assert n[True].to_dict() == {"93": 40, "97": 35, "MGH36": 33, "MGH53": 34, "MGH54": 0}
    assert n[False].to_dict() == {"93": 0, "97": 0, "MGH36": 8, "MGH53": 23, "MGH54": 11}


def test_pseudo_counts_are_not_called_counts(real):
    adata = real(ID)
    assert adata.uns["scales"].loc[0, "scale"] == "other"
    assert not np.array_equal(adata.X, np.floor(adata.X))


def test_malignant_cells_of_patients_never_seen_are_told_as_published(real, check_figure):
    adata = real(ID)
    x = np.log1p(1e4 * adata.X / adata.X.sum(axis=1, keepdims=True))
    label, donor = adata.obs["malignant"].to_numpy(dtype=bool), adata.obs["donor_id"].astype("str").to_numpy()
    score = np.empty(len(label))
    for name in np.unique(donor):
        is_test = donor == name
        model = LogisticRegression(max_iter=1000).fit(x[~is_test], label[~is_test])
        score[is_test] = model.decision_function(x[is_test])
    check_figure(ID, "pooled_auroc", roc_auc_score(label, score))
    check_figure(ID, "pooled_average_precision", average_precision_score(label, score))

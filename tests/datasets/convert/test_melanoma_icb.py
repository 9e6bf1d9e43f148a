from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from clinicell.datasets.convert.melanoma_icb import COMPONENTS, convert
from clinicell.errors import SchemaError
from clinicell.tasks._folds import Folds
from clinicell.tasks.response import truth, truth_before_treatment

ID = "melanoma_icb"
N_REPEATS = 20


@pytest.fixture
def lesions(real) -> pd.DataFrame:
    """Lesions x {donor_id, time_point, responded, p_* (cluster proportions), m_* (component means)}."""
    adata = real(ID)
    obs = adata.obs.astype({"sample_id": "str", "donor_id": "str", "cluster": "str", "time_point": "str"})
    by_lesion = obs.groupby("sample_id")
    table = by_lesion[["donor_id", "time_point", "responder_binary"]].first()
    share = pd.crosstab(obs["sample_id"], obs["cluster"], normalize="index").add_prefix("p_")
    means = pd.DataFrame(adata.obsm["X_pca"], index=obs.index).groupby(obs["sample_id"]).mean().add_prefix("m_")
    return table.join(share).join(means)


def _auroc(lesions: pd.DataFrame, prefix: str, *, permuted: bool = False) -> float:
    """Return the mean AUROC of 20 repeats of 5 folds grouped by patient."""
    features = lesions.filter(regex=f"^{prefix}").to_numpy()
    label = lesions["responder_binary"].to_numpy(dtype=int)
    values = []
    for seed in range(N_REPEATS):
        y = np.random.default_rng(seed).permutation(label) if permuted else label
        model = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, class_weight="balanced", max_iter=1000))
        folds = GroupKFold(n_splits=5, shuffle=True, random_state=seed)
        score = cross_val_predict(model, features, y, groups=lesions["donor_id"], cv=folds, method="decision_function")
        values.append(roc_auc_score(y, score))
    print(f"{prefix} sd over repeats {np.std(values):.3f}")
    return float(np.mean(values))


def _raw(folder: Path, *, response: str = "R", n_cells: int = 2) -> Path:
    rows = [[f"c{n}", "Pre_P1", 5, *[0.5] * 10, 0.0, 0.0] for n in range(2)]
    columns = ["cell", "sample", "cluster", *COMPONENTS, "tSNE_1", "tSNE_2"]
    pd.DataFrame(rows, columns=columns).to_csv(folder / "cells_pcs.csv.gz", index=False)
    head = "sample,response,timepoint,patient,n_cells"
    (folder / "samples.csv").write_text(f"{head}\nPre_P1,{response},Pre,P1,{n_cells}\n")
    return folder


def test_card_counts_hold(check_counts):
    check_counts(ID)


def test_a_table_without_genes_is_an_embedding(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.X is None
    assert adata.n_vars == 0
    assert adata.obsm["X_pca"].shape == (2, 10)
    assert adata.uns["scales"].loc[0, "fitted_on"].startswith("all 48 lesions")


def test_lesions_of_another_size_are_refused(tmp_path):
    with pytest.raises(SchemaError, match="1 of 1 lesions have another number of cells"):
        convert(_raw(tmp_path, n_cells=3))


def test_an_unknown_response_is_refused(tmp_path):
    with pytest.raises(SchemaError, match="unknown response"):
        convert(_raw(tmp_path, response="SD"))


def test_labels_belong_to_lesions_and_four_patients_have_both(real):
    adata = real(ID)
    label = truth(adata)["responded"]
    assert (label == 1).sum() == 17
    assert (label == 0).sum() == 31
    before = truth_before_treatment(adata)["responded"].dropna()
    assert (len(before), int(before.sum())) == (19, 9)
    donor = adata.obs.groupby("sample_id", observed=True)["donor_id"].first().astype("str")
    assert (label.groupby(donor).nunique() == 2).sum() == 4


def test_folds_hold_whole_patients_and_both_outcomes(real):
    adata = real(ID)
    folds = Folds.read(f"response-{ID}-v1")
    folds.check(adata.obs["donor_id"].astype("str").unique().tolist())
    donor = adata.obs.groupby("sample_id", observed=True)["donor_id"].first().astype("str")
    for fold in folds:
        assert set(truth(adata)["responded"][donor.isin(fold.test)]) == {0.0, 1.0}
    assert len(list(folds)) == 5


def test_cluster_proportions_tell_response_as_published(lesions, check_figure):
    check_figure(ID, "auroc_cluster_proportions", _auroc(lesions, "p_"))


def test_component_means_tell_response_as_published(lesions, check_figure):
    check_figure(ID, "auroc_component_means", _auroc(lesions, "m_"))


def test_permuted_labels_tell_nothing(lesions, check_figure):
    check_figure(ID, "auroc_cluster_proportions_permuted", _auroc(lesions, "p_", permuted=True))


def test_cluster_proportions_before_treatment_tell_response_as_published(lesions, check_figure):
    before = lesions[lesions["time_point"] == "baseline"]
    assert len(before) == 19
    check_figure(ID, "auroc_cluster_proportions_before_treatment", _auroc(before, "p_"))


def test_proportions_and_means_together_tell_response_as_published(lesions, check_figure):
    check_figure(ID, "auroc_proportions_and_means", _auroc(lesions, "[pm]_"))


def test_component_means_before_treatment_tell_response_as_published(lesions, check_figure):
    before = lesions[lesions["time_point"] == "baseline"]
    check_figure(ID, "auroc_component_means_before_treatment", _auroc(before, "m_"))

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from clinicell.datasets.convert.plx4720_a375 import convert
from clinicell.errors import SchemaError

ID = "plx4720_a375"


def _raw(folder: Path, *, label: int = 1, gene: str = "25980") -> Path:
    table = pd.DataFrame(
        {"response": [0, label], gene: [-1.0, 1.0]}, index=["A375_sc_br_cell_21", "A375_sc_par_cell_11"]
    )
    table.to_csv(folder / "Target_expr_resp_z.PLX4720_tp4k.tsv.gz", sep="\t")
    return folder


@pytest.fixture
def from_bulk(real, unfit, ridge):
    """AUROC of the sensitive cells by the ridge of all lines on the genes that both sets have."""

    def auroc(drug: str) -> float:
        bulk, (cells, _) = real("cell_line_bulk"), unfit(ID)
        entrez = bulk.var["entrez"].astype("str").tolist()
        shared = [gene for gene in cells.var["entrez"].astype("str") if gene in set(entrez)]
        print(f"{len(shared)} shared genes")
        known = bulk.obsm["ln_ic50_um"][drug].notna().to_numpy()
        train = bulk.X[np.ix_(known, [entrez.index(gene) for gene in shared])].astype("float64")
        test = cells[:, [f"entrez:{gene}" for gene in shared]].X.astype("float64")
        y = bulk.obsm["ln_ic50_um"].loc[known, [drug]].to_numpy()
        predicted = ridge(_zscored(train), y, _zscored(test))[:, 0]
        return float(roc_auc_score(cells.obs["sensitive"], -predicted))

    return auroc


def _zscored(x: np.ndarray) -> np.ndarray:
    return (x - x.mean(axis=0)) / x.std(axis=0, ddof=1)


def test_its_genes_have_no_ensembl_ids_and_that_is_all_that_it_lacks(check_verdict):
    check_verdict(ID, {"L2-GENE-01": 2873})


def test_one_is_sensitive_and_names_of_cells_no_longer_say_so(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.obs["sensitive"].tolist() == [False, True]
    assert adata.obs["sample_id"].tolist() == ["A375-br", "A375-par"]
    assert adata.obs_names.tolist() == ["cell001", "cell002"]
    assert adata.var_names.tolist() == ["entrez:25980"]


def test_a_label_against_the_culture_is_refused(tmp_path):
    with pytest.raises(SchemaError, match="1 of 2 cells have another label than their culture"):
        convert(_raw(tmp_path, label=0))


def test_a_column_that_is_no_entrez_id_is_refused(tmp_path):
    with pytest.raises(SchemaError, match="or a column is no Entrez id"):
        convert(_raw(tmp_path, gene="BRAF"))


def test_values_are_scores_over_these_very_cells(unfit):
    adata, _ = unfit(ID)
    np.testing.assert_allclose(adata.X.mean(axis=0), 0, atol=1e-4)
    np.testing.assert_allclose(adata.X.std(axis=0, ddof=1), 1, atol=1e-4)
    assert adata.obs["sensitive"].value_counts().to_dict() == {True: 62, False: 46}


def test_cultures_are_told_apart_as_published(unfit, check_figure):
    adata, _ = unfit(ID)
    label = adata.obs["sensitive"].to_numpy()
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    score = cross_val_predict(LogisticRegression(C=0.01), adata.X, label, cv=folds, method="decision_function")
    check_figure(ID, "auroc_within", roc_auc_score(label, score))


def test_plx4720_in_bulk_lines_tells_sensitive_cells_as_published(from_bulk, check_figure):
    check_figure(ID, "auroc_from_bulk_plx4720", from_bulk("PLX-4720"))


def test_dabrafenib_in_bulk_lines_tells_sensitive_cells_as_published(from_bulk, check_figure):
    check_figure(ID, "auroc_from_bulk_dabrafenib", from_bulk("Dabrafenib"))

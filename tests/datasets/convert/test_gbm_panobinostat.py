import gzip
from pathlib import Path

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from clinicell.datasets.convert.gbm_panobinostat import convert
from clinicell.datasets.validate import validate
from clinicell.errors import SchemaError

ID = "gbm_panobinostat"
PATIENTS = ["pw030", "pw032", "pw034", "pw036", "pw040"]
HEAD = "barcode\tpatient_id\ttreatment_id\tage\tgender\tlocation\tdiagnosis\ttreatment\tcondition\tsample_id\n"
CELL = "{}\tPW030\t701\t65.0\tM\tright parietal\tGlioblastoma, WHO Grade IV\tvehicle (DMSO)\tctrl\tPW030-701\n"


def _raw(
    folder: Path, *, genes: tuple[str, str] = ("ENSG00000000001.2", "ENSG00000000002.13"), cells: str = ""
) -> Path:
    files = {
        "matrix.mtx": "%%MatrixMarket matrix coordinate integer general\n2 2 3\n1 1 5\n2 1 1\n2 2 7\n",
        "features.tsv": "".join(f"{gene}\tG{i}\tGene Expression\n" for i, gene in enumerate(genes)),
        "barcodes.tsv": "AAA\nCCC\n",
        "metadata.tsv": HEAD + (cells or CELL.format("CCC") + CELL.format("AAA").replace("ctrl", "panobinostat")),
    }
    for name, text in files.items():
        (folder / f"{name}.gz").write_bytes(gzip.compress(text.encode()))
    return folder


@pytest.fixture(scope="module")
def left_out() -> dict[str, float]:
    """AUROC by the patient left out, filled by the first test that needs it."""
    return {}


def _aurocs(adata, *before) -> dict[str, float]:
    """AUROC by the patient left out; `before` stands before the logistic regression, fitted on the other patients."""
    counts = adata.X.toarray().astype("float64")
    x = np.log1p(1e4 * counts / counts.sum(axis=1, keepdims=True))
    donor, treated = adata.obs["donor_id"].astype("str"), (adata.obs["treatment_id"] == "panobinostat").to_numpy()
    found = {}
    for name in PATIENTS:
        is_test = (donor == name.upper()).to_numpy()
        model = make_pipeline(*before, LogisticRegression(C=0.01, max_iter=2000))
        model.fit(x[~is_test], treated[~is_test])
        found[name] = float(roc_auc_score(treated[is_test], model.decision_function(x[is_test])))
    return found


@pytest.fixture
def auroc(real, left_out) -> dict[str, float]:
    if not left_out:
        left_out.update(_aurocs(real(ID)))
    return left_out


def test_card_counts_hold(check_counts):
    check_counts(ID)


def test_every_level_of_the_clinic_is_reached(real):
    assert validate(real(ID)).is_valid


def test_versions_are_cut_off_ids_and_cells_stay_with_their_barcodes(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.var_names.tolist() == ["ENSG00000000001", "ENSG00000000002"]
    assert adata.X.toarray().tolist() == [[5.0, 1.0], [0.0, 7.0]]
    assert adata.obs["treatment_id"].tolist() == ["panobinostat", "vehicle"]
    assert adata.obs["age_band"].tolist() == ["65-69", "65-69"]


def test_two_versions_of_one_gene_are_refused(tmp_path):
    with pytest.raises(SchemaError, match="1 of 2 genes are there twice without version"):
        convert(_raw(tmp_path, genes=("ENSG00000000001.2", "ENSG00000000001.3")))


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [("ctrl", "etoposide", "condition"), ("parietal", "insular", "location"), ("\tM\t", "\tmale\t", "gender")],
)
def test_an_unknown_code_is_refused(tmp_path, old, new, names):
    cells = CELL.format("AAA").replace(old, new) + CELL.format("CCC")
    with pytest.raises(SchemaError, match=f"1 cells have a {names} that is none of"):
        convert(_raw(tmp_path, cells=cells))


def test_every_patient_has_as_many_cells_with_as_without_the_drug(real):
    adata = real(ID)
    assert (adata.obs.groupby(["donor_id", "treatment_id"], observed=True).size() == 500).all()
    assert adata.X.max() == 1318
    assert set(adata.obs["treatment_id"]) == set(adata.uns["treatments"])


@pytest.mark.parametrize("patient", PATIENTS)
def test_exposure_is_told_in_a_patient_never_seen_as_published(auroc, check_figure, patient):
    check_figure(ID, f"auroc_{patient}", auroc[patient])


def test_mean_over_patients_is_as_published(auroc, check_figure):
    check_figure(ID, "mean_auroc", float(np.mean(list(auroc.values()))))


def test_genes_standardised_on_the_other_patients_give_every_published_figure(real, auroc, check_choices):
    scaled = _aurocs(real(ID), StandardScaler())
    published = {"pw030": 0.99, "pw032": 0.63, "pw034": 0.93, "pw036": 0.84, "pw040": 0.76}
    assert scaled == pytest.approx(published, abs=0.006)
    check_choices(ID, "auroc_pw032", [auroc["pw032"], scaled["pw032"]])
    check_choices(ID, "mean_auroc", [float(np.mean(list(each.values()))) for each in (auroc, scaled)])

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

from clinicell.datasets.convert.good2018_bcp_all_cytof import PHOSPHO, SURFACE, convert
from clinicell.datasets.readers.fcs import read_fcs
from clinicell.datasets.validate import validate
from clinicell.errors import SchemaError

ID = "good2018_bcp_all_cytof"
N_DRAWS = 50


def _raw(folder: Path, *, sample: str = "UPN1_Basal", patients: str = "UPN1,Male,2.0\nUPN1-Rx,Male,2.0\n") -> Path:
    table = pd.DataFrame(np.full((2, 23), 5.0), columns=[*SURFACE, *PHOSPHO])
    table.insert(0, "sample_name", ["Healthy1_Basal", sample])
    table.to_csv(folder / "ddpr_cells.csv.gz", index=False)
    (folder / "patient_metadata.csv").write_text("patient_id,gender,age_at_diagnosis\n" + patients)
    return folder


@pytest.fixture(scope="module")
def scored() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Label and score of the held-out half by marker set, filled by the first test that needs it."""
    return {}


@pytest.fixture
def held_out(real, scored):
    def score(kind: str) -> tuple[np.ndarray, np.ndarray]:
        if kind not in scored:
            adata = real(ID)
            x = adata[:, list(SURFACE)].X if kind == "surface" else adata.X
            label = adata.obs["mrd_target"].to_numpy(dtype=bool)
            order = np.random.default_rng(0).permutation(len(label))
            train, test = order[: len(order) // 2], order[len(order) // 2 :]
            model = LogisticRegression(max_iter=2000).fit(x[train], label[train])
            scored[kind] = label[test], model.decision_function(x[test])
        return scored[kind]

    return score


def _spiked(label: np.ndarray, score: np.ndarray, share: float) -> float:
    """Return the mean average precision over draws of that share of held-out leukaemic cells among all healthy ones."""
    rng, healthy, leukaemic = np.random.default_rng(0), score[~label], score[label]
    n = round(share * len(healthy))
    truth = np.r_[np.zeros(len(healthy)), np.ones(n)]
    values = [
        average_precision_score(truth, np.r_[healthy, rng.choice(leukaemic, n, replace=False)]) for _ in range(N_DRAWS)
    ]
    print(f"{n} cells, sd over draws {np.std(values):.3f}")
    return float(np.mean(values))


def test_card_counts_hold(check_counts):
    check_counts(ID)


def test_every_level_of_the_clinic_is_reached(real):
    assert validate(real(ID)).is_valid


def test_label_is_the_sample_of_origin(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.obs["mrd_target"].tolist() == [False, True]
    assert adata.obs["time_point"].tolist() == ["na", "diagnosis"]
    np.testing.assert_allclose(adata.X, np.arcsinh(1.0), rtol=1e-6)
    assert (adata.layers["raw"] == 5).all()


def test_a_cell_of_another_sample_is_refused(tmp_path):
    with pytest.raises(SchemaError, match="1 cells are neither of Healthy1 nor of UPN1"):
        convert(_raw(tmp_path, sample="UPN2_Basal"))


@pytest.mark.parametrize("patients", ["", "UPN1,Male,2.0\nUPN1,Male,2.0\n", "UPN1,boy,2.0\n"])
def test_a_patient_who_is_not_described_once_is_refused(tmp_path, patients):
    with pytest.raises(SchemaError, match="UPN1 has"):
        convert(_raw(tmp_path, patients=patients))


def test_nobodys_age_outcome_or_risk_is_kept(real):
    obs = real(ID).obs
    ill = obs[obs["donor_id"] == "UPN1"]
    assert set(ill["age_band"]) == {"0-4"}
    assert set(ill["sex_ontology_term_id"]) == {"PATO:0000384"}
    assert not [name for name in obs if "risk" in name or "relapse" in name or "outcome" in name]


def test_repeat_samples_are_no_further_patients(mirror):
    table = pd.read_csv(mirror / "mrd" / ID / "patient_metadata.csv")
    patient = table["patient_id"].str.replace(r"-R(x)?$", "", regex=True)
    assert (len(table), patient.nunique()) == (73, 66)
    first = table.groupby(patient.to_numpy())["relapse_status"].first()
    assert first.value_counts().to_dict() == {"No": 37, "Yes": 17}
    assert (table["relapse_status"] == "Yes").sum() == 24


def test_markers_are_those_that_the_instrument_wrote(mirror):
    named = read_fcs(mirror / "mrd" / ID / "fcs_excerpt" / "UPN1_Basal.fcs").channels
    antigens = {name.rpartition("_")[0].lower() for name in named}
    assert set(SURFACE) | set(PHOSPHO) <= antigens


def test_negative_ion_counts_are_kept_as_they_are(real):
    raw = real(ID).layers["raw"]
    assert -1.2 < raw.min() < -1.1  # the instrument spreads zero over (-1, 0]


def test_held_out_cells_are_told_apart_as_published(held_out, check_figure):
    check_figure(ID, "average_precision_half", average_precision_score(*held_out("all")))
    check_figure(ID, "average_precision_half_surface", average_precision_score(*held_out("surface")))


@pytest.mark.parametrize(("share", "name"), [(0.1, "10"), (0.01, "1"), (0.001, "0_1")])
def test_spiked_cells_are_found_as_published(held_out, check_figure, share, name):
    check_figure(ID, f"average_precision_spike_{name}_percent", _spiked(*held_out("all"), share))


def test_spiked_cells_are_found_by_surface_markers_as_published(held_out, check_figure):
    check_figure(ID, "average_precision_spike_10_percent_surface", _spiked(*held_out("surface"), 0.1))

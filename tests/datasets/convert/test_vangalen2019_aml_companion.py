from pathlib import Path

import pandas as pd
import pytest

from clinicell.datasets.convert.vangalen2019_aml_companion import MALIGNANT, convert
from clinicell.datasets.schema.levels import Level
from clinicell.datasets.validate import validate
from clinicell.errors import SchemaError

ID = "vangalen2019_aml_companion"


def _raw(folder: Path, *, cell_type: str = "LSPC-Cycle", again: str = "AML328-D0_AAA") -> Path:
    pd.DataFrame(
        {
            "Cell": ["AML328-D0_AAA-0", "./GRCh38.RNA/PT1A_CCC-1"],
            "Patient": ["AML328", "PT1A"],
            "Cohort": ["vanGalen", "Abbas"],
            "UMAP1": [1.5, 2.5],
            "UMAP2": [-1.0, 0.0],
            "CellType": [cell_type, "GMP-like"],
        }
    ).to_csv(folder / "zeng2022_vangalen_abbas_cells.csv.gz", index=False)
    pd.DataFrame(
        {
            "Cell": [again, "AML328-D0_GGG"],
            "Patient": "AML328",
            "CellType_prior": ["Prog-like", "NK"],
            "CellType_new": ["GMP-like", "NK"],
        }
    ).to_csv(folder / "zeng2022_cell_reannotation.csv.gz", index=False)
    normal = pd.DataFrame({"cell": ["BM5-34p_TTT"], "cluster": ["HSC"]})
    normal.to_csv(folder / "BM_6915cells.BackSPIN.txt.gz", sep="\t", index=False)
    return folder


def test_card_counts_hold(check_counts):
    check_counts(ID)


def test_without_genes_it_reaches_what_labels_can(real):
    verdict = validate(real(ID))
    assert verdict.is_valid
    assert verdict.level == Level.L1


def test_cells_are_named_as_in_the_count_matrices_and_both_types_are_kept(tmp_path):
    obs = convert(_raw(tmp_path)).obs
    assert obs.index.tolist() == ["AML328-D0_AAA", "PT1A_CCC-1", "AML328-D0_GGG", "BM5-34p_TTT"]
    assert obs["cell_type"].tolist() == ["LSPC-Cycle", "GMP-like", "NK", "HSC"]
    assert obs["cell_type_reannotated"].tolist() == ["GMP-like", "unknown", "NK", "na"]
    assert obs["malignant"].tolist() == [True, True, False, False]


def test_a_sorted_sample_is_of_its_marrow_and_marrow_is_healthy(tmp_path):
    obs = convert(_raw(tmp_path)).obs
    assert obs["donor_id"].tolist() == ["AML328", "PT1A", "AML328", "BM5"]
    assert obs["sample_id"].tolist()[-1] == "BM5-34p"
    assert obs["disease_ontology_term_id"].tolist() == [*["MONDO:0018874"] * 3, "PATO:0000461"]
    assert obs["time_point"].tolist() == ["diagnosis", "unknown", "diagnosis", "na"]


def test_a_normal_cell_among_the_malignant_is_refused(tmp_path):
    with pytest.raises(SchemaError, match="1 of 2 cells have an unknown type or cohort"):
        convert(_raw(tmp_path, cell_type="NK"))


def test_tables_of_other_malignant_cells_are_refused(tmp_path):
    with pytest.raises(SchemaError, match="malignant cells of van Galen's patients: 2 names are in one"):
        convert(_raw(tmp_path, again="AML328-D0_CCC"))


def test_cells_of_patients_are_as_many_as_published(real):
    obs = real(ID).obs
    n = obs[obs["cohort"] == "vanGalen"]["donor_id"].astype("str").str.removeprefix("AML").value_counts().to_dict()
    assert n == {
        "921A": 3765, "556": 2278, "707B": 1422, "419A": 1165, "328": 1008, "1012": 968,
        "916": 813, "210A": 707, "329": 435, "475": 401, "420B": 358, "870": 333,
    }  # fmt: skip
    assert obs["cohort"].value_counts().to_dict() == {"Abbas": 22_200, "vanGalen": 13_653, "normal marrow": 6_915}
    assert set(obs.loc[obs["malignant"].to_numpy(dtype=bool), "cell_type"]) == set(MALIGNANT)


def test_the_two_typings_of_the_same_cells_differ_in_306(real):
    obs = real(ID).obs.astype({"cell_type": "str", "cell_type_reannotated": "str", "malignant": "bool"})
    known = obs[obs["malignant"] & (obs["cell_type_reannotated"] != "unknown")]
    assert len(known) == 11_641
    assert int((known["cell_type"] != known["cell_type_reannotated"]).sum()) == 306


def test_shares_of_cells_are_as_published(real, check_figure):
    obs = real(ID).obs.astype({"malignant": "bool"})
    of_van_galen = obs.loc[obs["cohort"] == "vanGalen", "malignant"]
    check_figure(ID, "malignant_share_of_reannotated_cells", float(of_van_galen.mean()))
    check_figure(ID, "share_of_abbas_among_malignant", float((obs.loc[obs["malignant"], "cohort"] == "Abbas").mean()))

import gzip
from pathlib import Path

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from clinicell.datasets.convert.icb_bulk import COHORTS, convert
from clinicell.datasets.validate import validate
from clinicell.errors import SchemaError

ID = "icb_bulk"
NAMES = ["hugo", "liu", "mariathasan", "miao", "nathanson", "padron", "riaz", "van_allen"]
HEAD = "sample,cohort,sex,age,cancer_type,treatment,recist,response\n"


def _raw(folder: Path, *, riaz: str = "Pt1,Riaz,True,True,Melanoma,IO+combo,SD,\n") -> Path:
    rows = ""
    for cohort in COHORTS:
        extra = "EGFR,1.5\n" if cohort != "Hugo" else "EGFR,\nTFRC,3\n"
        text = f"gene,Pt1\nTP53,-9.966\n{extra}"
        (folder / f"{cohort}.expression.csv.gz").write_bytes(gzip.compress(text.encode()))
        rows += riaz if cohort == "Riaz" else f"Pt1,{cohort},F,66,Melanoma,CTLA4,True,NR\n"
    (folder / "clinical.csv").write_text(HEAD + rows)
    return folder


@pytest.fixture(scope="module")
def left_out() -> dict[str, float]:
    """AUROC by the cohort left out, filled by the first test that needs it."""
    return {}


@pytest.fixture
def auroc(real, left_out) -> dict[str, float]:
    if not left_out:
        adata = real(ID)
        x, cohort = adata.to_df().astype("float64"), adata.obs["batch_id"].astype("str")
        by_cohort = x.groupby(cohort.to_numpy())
        z = ((x - by_cohort.transform("mean")) / by_cohort.transform("std").replace(0, np.nan)).fillna(0.0).to_numpy()
        responded = adata.obs["responder_binary"]
        known = responded.notna().to_numpy()
        for name in COHORTS:
            is_test = (cohort == name).to_numpy()
            train, test = known & ~is_test, known & is_test
            model = LogisticRegression(C=0.0005, max_iter=1000).fit(z[train], responded[train].astype("bool"))
            left_out[name.lower()] = roc_auc_score(responded[test].astype("bool"), model.decision_function(z[test]))
    return left_out


def test_card_counts_hold(check_counts):
    check_counts(ID)


def test_every_level_of_the_clinic_is_reached(real):
    assert validate(real(ID)).is_valid


def test_patients_of_two_cohorts_with_one_number_stay_two(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.obs["donor_id"].tolist()[:2] == ["Hugo-Pt1", "Liu-Pt1"]
    assert adata.obs["donor_id"].is_unique


def test_true_in_a_column_without_any_value_is_unknown_and_no_value(tmp_path):
    obs = convert(_raw(tmp_path)).obs
    riaz = obs.loc["Riaz-Pt1"]
    assert (riaz["sex_ontology_term_id"], riaz["age_band"], riaz["recist"]) == ("unknown", "unknown", "SD")
    assert set(obs["recist"]) == {"unknown", "SD"}
    assert obs.loc["Hugo-Pt1", "age_band"] == "65-69"


def test_who_has_no_response_is_unknown_and_no_non_responder(tmp_path):
    obs = convert(_raw(tmp_path)).obs
    assert obs["responder_binary"].isna().sum() == 1
    assert obs.loc["Riaz-Pt1", "response_value"] == "unknown"
    assert obs.loc["Hugo-Pt1", "response_value"] == "NR"


def test_genes_of_some_cohorts_or_patients_alone_are_left_out(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.var_names.tolist() == ["ENSG00000141510"]
    assert adata.uns["genes_not_measured"] == ["EGFR"]


@pytest.mark.parametrize(
    ("riaz", "message"),
    [
        ("Pt1,Riaz,male,True,Melanoma,IO+combo,SD,\n", r"1 patients have a sex that is none of \['F'"),
        ("Pt1,Riaz,True,True,Melanoma,IO+combo,SD,SD\n", r"1 patients have a response that is none of \['R'"),
        ("Pt2,Riaz,True,True,Melanoma,IO+combo,SD,\n", "patients of Riaz: 2 names are in one of two tables only"),
    ],
)
def test_what_does_not_fit_is_refused(tmp_path, riaz, message):
    with pytest.raises(SchemaError, match=message):
        convert(_raw(tmp_path, riaz=riaz))


def test_responses_of_each_cohort_are_as_many_as_published(real):
    obs = real(ID).obs.astype({"batch_id": "str", "response_value": "str"})
    n = obs.groupby(["batch_id", "response_value"]).size().unstack(fill_value=0)[["R", "NR", "unknown"]]
    assert n.T.to_dict("list") == {
        "Hugo": [14, 13, 0], "Liu": [35, 34, 5], "Mariathasan": [42, 91, 62], "Miao": [10, 18, 5],
        "Nathanson": [10, 14, 0], "Padron": [3, 20, 22], "Riaz": [4, 10, 9], "Van_Allen": [9, 30, 3],
    }  # fmt: skip


def test_the_smallest_number_is_that_of_no_transcript(real):
    adata = real(ID)
    assert adata.X.min() == pytest.approx(np.log2(0.001), abs=1e-3)
    assert adata.uns["genes_not_measured"].tolist() == ["TFRC", "NRP1", "FN1", "ACAA2", "SLC5A3"]


@pytest.mark.parametrize("cohort", NAMES)
def test_response_of_a_cohort_never_seen_is_told_as_published(auroc, check_figure, cohort):
    check_figure(ID, f"auroc_{cohort}", auroc[cohort])


def test_median_over_cohorts_is_as_published(auroc, check_figure):
    check_figure(ID, "median_auroc", float(np.median(list(auroc.values()))))

import gzip
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from clinicell.datasets.convert.miles2020_myeloid import convert
from clinicell.datasets.schema.levels import Level
from clinicell.errors import SchemaError

ID = "miles2020_myeloid"
HEAD = "Subject ID for dbGAP,Sample ID for dbGAP,Protein,Dx,Disease.Status,Figures and notes\n"
PHENO = HEAD + '1,MSK2,Yes,AML,Relapse/Refractory,"few cells, excluded"\n1,MSK1,,AML,Newly Diagnosed,\n'


def _raw(folder: Path, *, first: str = "0,1,2\n1,0,0\n", pheno: str = PHENO) -> Path:
    (folder / "ngt").mkdir()
    for name, text in (
        ("MSK1", "cell,NPM1:p.W288Cfs*12,TET2:p.Q1510*\n" + first),
        ("MSK2", "cell,FLT3_INS_chr13:28608279:./TAAA,NPM1:p.W288Cfs*12\n0,1,1\n"),
        ("UP1", "cell,EZH2_c.*15delT\n0,2\n"),
    ):
        (folder / "ngt" / f"{name}.csv.gz").write_bytes(gzip.compress(text.encode()))
    (folder / "pheno_updated.csv").write_text(pheno)
    return folder


def test_card_counts_hold(check_counts):
    check_counts(ID)


def test_it_reaches_level_3(check_level):
    check_level(ID, Level.L3)


def test_one_variant_in_two_samples_is_one_site_and_one_that_a_table_lacks_is_missing(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.var["gene"].tolist() == ["NPM1", "TET2", "FLT3", "EZH2"]
    assert adata.layers["genotype"].tolist() == [[1, 2, -1, -1], [0, 0, -1, -1], [1, -1, 1, -1], [-1, -1, -1, 2]]


def test_two_samples_of_a_subject_are_one_donor_and_a_sample_without_subject_is_its_own(tmp_path):
    obs = convert(_raw(tmp_path)).obs
    assert obs["donor_id"].tolist() == ["subject001", "subject001", "subject001", "UP1"]
    assert obs["diagnosis"].tolist() == ["AML", "AML", "AML", "unknown"]
    assert obs["disease_ontology_term_id"].tolist() == [*["MONDO:0018874"] * 3, "unknown"]
    assert obs["time_point"].tolist() == ["diagnosis", "diagnosis", "unknown", "unknown"]
    assert obs.index.tolist() == ["MSK1-0", "MSK1-1", "MSK2-0", "UP1-0"]


def test_a_3_is_no_code_of_these_tables(tmp_path):
    with pytest.raises(SchemaError, match=r"MSK1\.csv\.gz: 1 of 4 calls are none of \(0, 1, 2\)"):
        convert(_raw(tmp_path, first="0,1,3\n1,0,0\n"))


def test_an_entry_that_is_empty_is_refused_and_not_taken_for_missing(tmp_path):
    with pytest.raises(SchemaError, match="1 of 4 calls"):
        convert(_raw(tmp_path, first="0,1,\n1,0,0\n"))


def test_a_diagnosis_that_is_not_known_is_refused(tmp_path):
    with pytest.raises(SchemaError, match="'CML' is no known diagnosis"):
        convert(_raw(tmp_path, pheno=PHENO.replace("MSK1,,AML", "MSK1,,CML")))


def test_samples_per_diagnosis_and_status_are_as_published(real):
    samples = real(ID).obs.drop_duplicates("sample_id")
    assert samples["diagnosis"].value_counts().to_dict() == {
        "AML": 78, "sAML": 18, "MPN": 15, "CH": 14, "unknown": 14, "tAML": 3, "Other": 3, "MDS": 1,
    }  # fmt: skip
    assert samples["disease_status"].value_counts().to_dict() == {
        "Relapse/Refractory": 61, "Newly Diagnosed": 17, "Other": 17, "Newly Transformed": 14, "unknown": 14,
        "Chronic Stage": 13, "Persistent": 10,
    }  # fmt: skip


def test_within_a_sample_a_variant_is_called_in_all_cells_or_in_none(real):
    adata = real(ID)
    starts = np.flatnonzero(~adata.obs["sample_id"].duplicated().to_numpy())
    n_variants = []
    for cells in np.split(adata.layers["genotype"], starts[1:]):
        called = (cells >= 0).sum(axis=0)
        assert set(called) <= {0, len(cells)}
        n_variants.append(np.count_nonzero(called))
    assert (min(n_variants), np.median(n_variants), max(n_variants)) == (1, 4, 27)


@pytest.fixture
def asked(real) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """Samples of AML, CH and MPN: the share of mutated cells per gene, which are of AML, and their subjects."""
    adata = real(ID)
    obs, gene = adata.obs, adata.var["gene"].astype("str").to_numpy()
    rows = np.flatnonzero(obs["diagnosis"].isin(["AML", "CH", "MPN"]))
    mutated = adata.layers["genotype"][rows] > 0
    of_cell = pd.DataFrame({name: mutated[:, gene == name].any(axis=1) for name in np.unique(gene)})
    share = of_cell.groupby(obs["sample_id"].astype("str").to_numpy()[rows]).mean()
    known = obs.iloc[rows].drop_duplicates("sample_id").set_index("sample_id").loc[share.index]
    return share, (known["diagnosis"] == "AML").to_numpy(), known["donor_id"].astype("str").to_numpy()


def _auroc(share: pd.DataFrame, is_aml: np.ndarray, subject: np.ndarray) -> float:
    probability = np.zeros(len(share))
    for train, test in GroupKFold(5).split(share, is_aml, subject):
        model = LogisticRegression(class_weight="balanced", max_iter=5000).fit(share.iloc[train], is_aml[train])
        probability[test] = model.predict_proba(share.iloc[test])[:, 1]
    return float(roc_auc_score(is_aml, probability))


def test_shares_of_mutated_cells_tell_aml_from_its_precursors(asked, check_figure):
    share, _, subject = asked
    assert (len(share), len(np.unique(subject))) == (107, 92)
    check_figure(ID, "auc_aml_by_mutated_cells", _auroc(*asked))


def test_which_subjects_are_in_which_fold_is_left_open_and_moves_the_figure(asked, check_choices):
    share, is_aml, subject = asked
    names, as_dealt = np.unique(subject, return_inverse=True)
    draws = [np.random.default_rng(seed).permutation(len(names))[as_dealt] for seed in range(20)]
    check_choices(ID, "auc_aml_by_mutated_cells", [_auroc(share, is_aml, each) for each in (subject, *draws)])

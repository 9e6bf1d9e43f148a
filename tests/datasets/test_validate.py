import gzip
import warnings
from collections.abc import Callable

import anndata as ad
import h5py
import numpy as np
import pandas as pd
import pytest
from anndata.abc import CSRDataset
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import sparse

from clinicell.datasets import _reading
from clinicell.datasets.schema.levels import Finding, Level, Verdict
from clinicell.datasets.schema.scale import Scale
from clinicell.datasets.standard import CORE, standard
from clinicell.datasets.validate import RULES, validate, validate_file


def cohort() -> ad.AnnData:
    """Return 12 cells of three donors with four genes, valid, all that may be unknown being so."""
    donors = np.repeat(["D0", "D1", "D2"], 4)
    given_per_cell = ("donor_id", "sample_id", "library_id", "is_primary_data")
    return standard(
        dataset_id="cohort",
        modality="rna",
        title="A cohort",
        license="CC0-1.0",
        obs=pd.DataFrame({"donor_id": donors, "sample_id": donors, "library_id": donors}, index=map(str, range(12))),
        clinical={"is_primary_data": True, **{name: "unknown" for name in CORE if name not in given_per_cell}},
        var=pd.DataFrame({"feature_name": list("ABCD")}, index=[f"ENSG{i:011d}" for i in range(4)]),
        X=sparse.csr_matrix(np.arange(1, 49, dtype="float32").reshape(12, 4)),
        scales={"X": Scale(kind="counts")},
    )


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "cohort.h5ad"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        cohort().write_h5ad(path)
    return path


def test_a_data_set_of_which_nothing_is_known_is_still_valid():
    verdict = validate(cohort(), level=Level.L3)
    assert verdict.findings == ()
    assert verdict.level is Level.L3
    assert verdict.is_valid
    assert (verdict.dataset_id, verdict.n_obs, verdict.n_vars, verdict.n_donors, verdict.n_samples) == (
        "cohort", 12, 4, 3, 3,
    )  # fmt: skip


def test_all_faults_are_named_in_one_pass_in_the_order_of_their_levels():
    adata = cohort()
    adata.obs["assay_ontology_term_id"] = ["10x"] * 5 + ["unknown"] * 7
    adata.obs = adata.obs.drop(columns=["age_band", "batch_id"])
    adata.obs["response_value"] = "CR"
    adata.X.data[:3] = -1
    adata.var_names = ["2-Sep", *adata.var_names[1:]]
    verdict = validate(adata, level=Level.L3)
    assert [(finding.code, finding.n_affected, finding.n_total, finding.unit) for finding in verdict.findings] == [
        ("L1-OBS-01", 2, 18, "columns"),
        ("L1-SCALE-05", 3, 48, "values"),
        ("L2-ASSAY-01", 5, 12, "cells"),
        ("L2-GENE-03", 1, 4, "genes"),
        ("L3-RESP-02", 3, 3, "samples"),
    ]
    assert verdict.level is Level.L0
    by_code = {finding.code: finding for finding in verdict.findings}
    assert by_code["L1-OBS-01"].examples == ("batch_id", "age_band")
    assert by_code["L2-ASSAY-01"].path == "obs['assay_ontology_term_id']"
    assert by_code["L2-ASSAY-01"].examples == ("10x",)
    assert by_code["L3-RESP-02"].examples == ("D0",)


def test_log_values_declared_as_counts_are_recognized():
    adata = cohort()
    adata.X.data = np.log1p(adata.X.data)
    (finding,) = validate(adata, level=Level.L3).findings
    assert finding.code == "L1-SCALE-06"
    assert "log1p_cp10k" in finding.fix


def test_a_name_or_an_age_never_stands_in_a_finding():
    adata = cohort()
    adata.obs["donor_id"] = "Ann Example, born 1950"
    adata.obs["age_band"] = "73"
    adata.obs["sample_id"] = "Ann Example"
    told = repr(validate(adata, level=Level.L3).findings)
    assert "L2-DONOR-01" in told
    assert "Ann" not in told
    assert "73" not in told
    assert "withheld" in told


def test_genes_left_out_are_declared_and_a_row_then_may_sum_to_less_but_not_to_more():
    adata = cohort()
    adata.X.data = adata.X.data / 48 * 1e4
    adata.uns["scales"]["scale"] = "tpm"
    assert [finding.code for finding in validate(adata, level=Level.L3).findings] == ["L1-SCALE-09"]
    adata.uns["is_gene_subset"] = True
    assert validate(adata, level=Level.L3).findings == ()
    adata.X.data = adata.X.data * 40
    assert [finding.code for finding in validate(adata, level=Level.L3).findings] == ["L1-SCALE-09"]


def test_simulated_genes_need_a_data_set_that_says_it_is_simulated():
    adata = cohort()
    adata.var_names = [f"SIMG{i:08d}" for i in range(4)]
    assert [finding.code for finding in validate(adata, level=Level.L3).findings] == ["L2-GENE-01"]
    adata.uns["is_simulated"] = True
    assert validate(adata, level=Level.L3).findings == ()


def test_a_matrix_that_leads_outside_itself_is_named_and_not_touched():
    adata = cohort()
    adata.X.indptr[-1] = 10_000_000
    assert [finding.code for finding in validate(adata, level=Level.L3).findings] == ["L1-MATRIX-01"]


def test_validation_leaves_the_data_set_as_it_was():
    adata = cohort()
    before = adata.copy()
    validate(adata)
    pd.testing.assert_frame_equal(adata.obs, before.obs)
    pd.testing.assert_frame_equal(adata.var, before.var)
    assert np.array_equal(adata.X.data, before.X.data)
    assert np.array_equal(adata.X.indices, before.X.indices)
    assert set(adata.uns) == set(before.uns)


def test_an_embedding_with_a_clinical_fault_stays_at_its_ceiling_but_is_not_valid():
    fault = Finding(
        code="L3-RESP-04", level=Level.L3, path="obs", message="m", fix="f", n_affected=1, n_total=1, unit="samples"
    )
    verdict = Verdict(
        dataset_id="e", modality="embedding", n_obs=1, n_vars=0, n_donors=1, n_samples=1,
        findings=(fault,), ceiling=Level.L1,
    )  # fmt: skip
    assert verdict.level is Level.L1
    assert not verdict.is_valid


def test_a_file_gives_the_verdict_of_its_data_set(file):
    assert validate_file(file) == validate(cohort())


def cut(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def no_anndata(path):
    with h5py.File(path, "w") as other:
        other["numbers"] = np.arange(3)


BROKEN: dict[str, tuple[Callable, str, str]] = {
    "missing": (lambda path: path.unlink(), "L0-READ-01", "No such file"),
    "empty": (lambda path: path.write_bytes(b""), "L0-READ-03", "it is empty"),
    "a sign-in page": (lambda path: path.write_bytes(b"\n<!DOCTYPE html><title>Sign in</title>"), "L0-READ-03", "HTML"),
    "gzipped": (lambda path: path.write_bytes(gzip.compress(path.read_bytes())), "L0-READ-03", "gzip"),
    "text": (lambda path: path.write_text("cell,gene\n1,2\n"), "L0-READ-03", "text"),
    "a Git LFS pointer": (
        lambda path: path.write_text("version https://git-lfs.github.com/spec/v1\n"),
        "L0-READ-03",
        "Git LFS",
    ),
    "random bytes": (lambda path: path.write_bytes(bytes(range(256)) * 9), "L0-READ-03", "not known"),
    "cut off": (cut, "L0-READ-04", "cut off"),
    "cut off within the signature": (lambda path: path.write_bytes(b"\x89HDF"), "L0-READ-03", "cut-off HDF5"),
    "another HDF5 file": (no_anndata, "L0-READ-13", "lacks 'obs'"),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_file_that_cannot_be_read_is_a_finding_that_says_what_it_looks_like(file, how):
    damage, code, seen = BROKEN[how]
    damage(file)
    verdict = validate_file(file)
    assert [finding.code for finding in verdict.findings] == [code]
    assert seen in verdict.findings[0].message
    assert verdict.level is None
    assert verdict.findings[0].path == "cohort.h5ad"


def test_a_file_whose_matrix_leads_past_its_end_is_named_instead_of_crashing(file):
    with h5py.File(file, "r+") as damaged:
        damaged["X/indptr"][-1] = 10_000_000
    assert [finding.code for finding in validate_file(file, level=Level.L3).findings] == ["L1-MATRIX-01"]


def test_without_numbers_the_tables_are_judged_and_no_level_above_l0_is_shown(file):
    with h5py.File(file, "r+") as changed:
        changed["X/data"][:3] = -1
    verdict = validate_file(file, level=Level.L3, numbers=False)
    assert verdict.findings == ()
    assert (verdict.are_numbers_read, verdict.level) == (False, Level.L0)
    assert not verdict.is_valid
    assert [finding.code for finding in validate_file(file, level=Level.L3).findings] == ["L1-SCALE-05"]
    with h5py.File(file, "r+") as changed:
        changed["obs/tissue_type/categories"][0] = "somewhere"
    verdict = validate_file(file, level=Level.L3, numbers=False)
    assert "L2-TISSUE-02" in {finding.code for finding in verdict.findings}


def test_large_matrices_stay_in_the_file_and_are_judged_all_the_same(file, monkeypatch):
    monkeypatch.setattr(_reading, "LARGE", 0)
    assert validate_file(file) == validate(cohort())
    assert isinstance(_reading.read(file).X, CSRDataset)
    with h5py.File(file, "r+") as changed:
        changed["X/indices"][1] = changed["X/indices"][0]
    assert [finding.code for finding in validate_file(file).findings] == ["L0-READ-16"]
    with h5py.File(file, "r+") as changed:
        changed["X/indices"][-1] = 4
    assert "L1-MATRIX-01" in {finding.code for finding in validate_file(file).findings}


def test_a_folder_is_no_data_set(tmp_path):
    assert [finding.code for finding in validate_file(tmp_path).findings] == ["L0-READ-01"]


def test_a_small_file_that_declares_a_hundred_gigabytes_is_refused_before_it_is_read(file):
    with h5py.File(file, "r+") as bomb:
        bomb.create_dataset("layers/huge", shape=(40_000, 400_000), dtype="float64", chunks=(1000, 1000))
    verdict = validate_file(file)
    assert [finding.code for finding in verdict.findings] == ["L0-READ-02"]
    assert "119.2 GiB" in verdict.findings[0].message


JUNK = st.sampled_from(
    [
        7, -1.5, np.nan, None, "", "x", "unknown", True, b"bytes", ["a", "list"], {"a": "dict"}, np.inf,
        pd.Timestamp("2024-01-01"), pd.NA, (1, 2), 10**40, "CR", "RECIST1.1",
    ]
)  # fmt: skip
KNOWN_COLUMNS = (
    *CORE, "response_value", "response_criterion", "responder_binary", "malignant", "mrd_level", "mrd_lod",
    "mrd_status", "days_from_baseline", "outcome_time_days", "outcome_event", "treatment_id", "clone_id",
    "split", "other",
)  # fmt: skip
KNOWN_FEATURES = ("chrom", "pos", "ref", "alt", "channel", "marker", "feature_name")
KNOWN_ENTRIES = (
    "scales", "modality", "dataset_id", "is_simulated", "is_gene_subset", "treatments", "time_anchor",
    "response_mapping", "genome_build", "spillover", "endpoint", "truth_commitment", "k_anonymity", "duo_terms",
    "license", "organism_ontology_term_id",
)  # fmt: skip


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    columns=st.lists(st.tuples(st.sampled_from(KNOWN_COLUMNS), st.lists(JUNK, min_size=1, max_size=4)), max_size=4),
    entries=st.lists(st.tuples(st.sampled_from(KNOWN_ENTRIES), JUNK), max_size=3),
    modality=st.sampled_from(["rna", "genotype", "cytometry", "bulk_drug", "embedding"]),
    features=st.lists(st.tuples(st.sampled_from(KNOWN_FEATURES), st.lists(JUNK, min_size=1, max_size=4)), max_size=3),
    lost=st.lists(st.sampled_from(CORE), max_size=3),
    is_categorical=st.booleans(),
)
def test_whatever_stands_in_a_table_is_judged_and_never_raises(
    columns, entries, modality, features, lost, is_categorical
):
    adata = cohort()
    adata.uns["modality"] = modality
    for name, values in columns:
        column = pd.Series((values * 12)[:12], index=adata.obs_names, dtype="object")
        is_hashable = not any(isinstance(value, list | dict) for value in values)
        adata.obs[name] = column.astype("category") if is_categorical and is_hashable else column.infer_objects()
    for name, values in features:
        adata.var[name] = pd.Series((values * 4)[:4], index=adata.var_names, dtype="object")
    for name, value in entries:
        adata.uns[name] = value
    adata.obs = adata.obs.drop(columns=[name for name in lost if name in adata.obs])
    findings = validate(adata).findings
    codes = [(finding.code, finding.path) for finding in findings]
    assert {code for code, _ in codes} <= set(RULES) - {"L0-CHECK-01"}
    assert len(codes) == len(set(codes))
    assert all(0 < finding.n_affected <= finding.n_total for finding in findings)

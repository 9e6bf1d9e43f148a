import numpy as np
import pandas as pd
import pytest

from clinicell.datasets.schema.split import TRUTH
from clinicell.datasets.validate import validate

LAST = slice(24, 30)  # the cells of the fifth donor


@pytest.fixture
def sealed(good):
    """A cohort whose fifth donor is a hidden test, without truth."""
    adata = good("rna")
    adata.obs["split"] = adata.obs["split"].astype("object").where(np.arange(30) < 24, "hidden_test").astype("category")
    for name in set(TRUTH) & set(adata.obs):
        column = adata.obs[name].astype("object")
        column.iloc[LAST] = "unknown" if isinstance(column.iloc[0], str) else None
        adata.obs[name] = column.convert_dtypes()
    adata.uns["truth_commitment"] = {"alg": "sha256", "digest": "0123456789abcdef" * 4}
    return adata


def codes(adata):
    return [(finding.code, finding.path) for finding in validate(adata).findings]


def test_a_hidden_test_without_truth_and_with_its_commitment_is_benchmark_ready(sealed):
    assert codes(sealed) == []


def test_each_column_of_truth_is_looked_at(sealed):
    spoilt = {"malignant": True, "mrd_level": 0.02, "response_value": "CR", "outcome_time_days": 30, "clone_id": "A"}
    for name, value in spoilt.items():
        column = sealed.obs[name].astype("object")
        column.iloc[LAST] = value
        sealed.obs[name] = column.convert_dtypes()
    found = [finding for finding in validate(sealed).findings if finding.code == "L4-SPLIT-06"]
    assert [finding.path for finding in found] == [f"obs[{name!r}]" for name in sorted(spoilt)]
    assert {(finding.n_affected, finding.n_total) for finding in found} == {(6, 6)}


def test_what_is_hidden_is_not_told_in_the_finding(sealed):
    column = sealed.obs["clone_id"].astype("object")
    column.iloc[LAST] = "the_secret_clone"
    sealed.obs["clone_id"] = column
    (finding,) = validate(sealed).findings
    assert finding.code == "L4-SPLIT-06"
    assert "the_secret_clone" not in repr(finding)


def test_pooled_donors_are_in_no_split(good):
    adata = good("rna")
    adata.obs["donor_id"] = "pooled"
    adata.obs["split"] = pd.Categorical(["unassigned"] * 30)
    assert codes(adata) == [("L4-SPLIT-05", "obs['split']")]


def test_a_split_that_is_not_written_is_no_split(good):
    adata = good("rna")
    adata.obs["split"] = adata.obs["split"].astype("object").where(np.arange(30) > 0, None)
    found = {finding.code: finding.n_affected for finding in validate(adata).findings}
    assert found == {"L4-SPLIT-02": 1}

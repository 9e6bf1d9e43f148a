import pandas as pd
import pytest

from clinicell.datasets.schema.anonymity import QUASI_IDENTIFIERS
from clinicell.datasets.validate import validate


def found(adata, code="L4-KANON-01"):
    return [finding for finding in validate(adata).findings if finding.code == code]


def with_ages(adata, ages):
    """Give each of the five donors an age band."""
    adata.obs["age_band"] = pd.Categorical([ages[int(name[1:])] for name in adata.obs["donor_id"].astype("str")])
    return adata


def test_cells_do_not_make_a_patient_anonymous(good):
    adata = good("rna")
    (finding,) = found(adata[adata.obs["donor_id"].isin(["D0", "D1", "D2", "D3"])].copy())
    assert finding.n_affected == 4
    assert finding.message.endswith("there are 4 patients in all")
    assert found(adata) == []


def test_the_field_that_makes_patients_stand_out_is_named(good):
    adata = with_ages(good("rna"), ["60-64", "60-64", "60-64", "60-64", "90+"])
    (finding,) = found(adata)
    assert (finding.n_affected, finding.n_total, finding.unit) == (5, 5, "donors")  # one group of 4, one of 1
    assert "driven by age_band: without it, 0 are left" in finding.message
    assert finding.examples == ("D0",)  # the list would say who stands out


def test_managed_access_needs_groups_of_three(good):
    adata = with_ages(good("rna"), ["60-64", "60-64", "60-64", "90+", "90+"])
    assert found(adata)[0].n_affected == 5
    adata.uns["k_anonymity"] = {"access": "managed", "k": 2}
    (finding,) = found(adata)
    assert finding.n_affected == 2
    assert finding.examples == ("D3",)
    adata.uns["k_anonymity"] = {"access": "managed", "k": 3}
    assert [finding.message for finding in found(adata, "L4-KANON-03")] == [
        "declared k = 3, but only 2 patients share all in the smallest group"
    ]


def test_a_patient_counts_once_in_each_time_point(good):
    adata = good("rna")
    later = (adata.obs["donor_id"] == "D4") & (adata.obs["time_point"] == "on_treatment")
    (finding,) = found(adata[~later.to_numpy()].copy())
    assert finding.n_affected == 4  # four are left on treatment; all five share the baseline
    assert "driven by time_point" in finding.message


@pytest.mark.parametrize("how", ["simulated", "of mice", "cell lines"])
def test_only_people_can_be_found_again(good, how):
    adata = with_ages(good("rna"), ["0-4", "5-9", "10-14", "15-19", "20-24"])
    assert found(adata)
    if how == "simulated":
        adata.uns["is_simulated"] = True
    if how == "of mice":
        adata.uns["organism_ontology_term_id"] = "NCBITaxon:10090"
    if how == "cell lines":
        adata.obs["tissue_type"] = "cell line"
    assert found(adata) == []


def test_two_fields_that_each_single_somebody_out_are_no_single_driver(good):
    adata = with_ages(good("rna"), ["60-64", "60-64", "60-64", "60-64", "90+"])
    adata.obs["institution_id"] = [f"SITE-{int(name == 'D0')}" for name in adata.obs["donor_id"].astype("str")]
    (finding,) = found(adata)
    assert finding.message.endswith("no field alone makes them stand out")


def test_all_quasi_identifiers_count():
    assert len(QUASI_IDENTIFIERS) == 6

import pytest

from clinicell.datasets.validate import validate

NIVOLUMAB = {"id": "CHEBI:231582", "dose": 3.0, "unit": "mg/kg", "route": "intravenous"}


def codes(good, entry):
    adata = good("rna")
    adata.uns["treatments"] = {"T1": entry}
    return [finding.code for finding in validate(adata).findings]


@pytest.mark.parametrize(
    "entry",
    [
        "vehicle",
        {"line": "1"},
        {"agents": {"Nivolumab": NIVOLUMAB}, "intent": "palliative"},
        {"agents": {"Nivolumab": NIVOLUMAB, "Ipilimumab": {"dose": 1, "unit": "mg/kg"}}},
        {"agents": {"a drug without an id": {}}},
        {"agents": {}},
    ],
)
def test_a_treatment_may_be_told_in_many_ways(good, entry):
    assert codes(good, entry) == []


@pytest.mark.parametrize(
    "entry", ["", " ", {}, 3, ["Nivolumab"], {"agents": ["Nivolumab"]}, {"agents": {"Nivolumab": 3.0}}]
)
def test_a_treatment_of_which_nothing_is_told_is_named(good, entry):
    assert codes(good, entry) == ["L3-TREAT-03"]


@pytest.mark.parametrize("dose", [0, -1.0, float("nan"), float("inf"), "3", True, None])
def test_a_dose_is_a_number_above_nought(good, dose):
    assert codes(good, {"agents": {"Nivolumab": NIVOLUMAB | {"dose": dose}}}) == ["L3-TREAT-04"]


def test_a_unit_without_a_dose_is_no_dose(good):
    assert codes(good, {"agents": {"Nivolumab": {"unit": "mg"}}}) == ["L3-TREAT-04"]


def test_each_agent_of_each_treatment_is_counted(good):
    adata = good("rna")
    wrong, right = {"dose": 3, "unit": "mg per kg"}, NIVOLUMAB
    adata.uns["treatments"] = {
        "T1": {"agents": {"a": wrong, "b": right}},
        "T2": {"agents": {"a": wrong, "c": wrong}, "intent": "palliative"},
    }
    (finding,) = validate(adata).findings
    assert (finding.n_affected, finding.n_total, finding.unit) == (3, 4, "agents")


def test_an_agent_is_named_with_its_treatment(good):
    adata = good("rna")
    adata.uns["treatments"] = {"T1": {"agents": {"Nivolumab": {"route": "iv"}}}}
    (finding,) = validate(adata).findings
    assert finding.examples == ("T1:Nivolumab",)

import numpy as np
import pandas as pd
import pytest

from clinicell.tasks._donors import broad_age, dealt, known_of_donors, label_of_donors, members
from clinicell.tasks._find import find_task


@pytest.fixture
def cohort(make):
    """Three donors of two samples each, two cells a sample; donor c was treated at two sites."""
    donor = np.repeat(["a", "b", "c"], 4)
    obs = pd.DataFrame(
        {
            "donor_id": donor,
            "sample_id": np.repeat(["a1", "a2", "b1", "b2", "c1", "c2"], 2),
            "institution_id": ["S1"] * 4 + ["unknown"] * 4 + ["S1", "S1", "S2", "S2"],
            "responder_binary": pd.array([True] * 4 + [False] * 2 + [True] * 2 + [None] * 4, dtype="boolean"),
            "mrd_target": pd.array([True, False] * 4 + [None] * 4, dtype="boolean"),
        },
        index=[f"c{number}" for number in range(12)],
    )
    return make(obs)


def test_a_donor_has_a_site_only_where_one_is_known(cohort):
    assert known_of_donors(cohort, "institution_id") == {"a": "S1"}  # b is unknown, c has two
    assert known_of_donors(cohort, "no_such_column") == {}


def test_a_patient_counts_to_the_commoner_class_and_one_without_a_label_to_none(cohort):
    assert label_of_donors(find_task("response"), cohort) == {"a": 1.0, "b": 1.0}
    assert label_of_donors(find_task("mrd"), cohort) == {"a": 0.0, "b": 0.0}  # labels are of cells: one class of donors


@pytest.mark.parametrize(
    ("band", "broad"), [("0-4", "0-19"), ("15-19", "0-19"), ("20-24", "20-39"), ("75-79", "60-79"), ("85-89", "80+")]
)
def test_bands_of_five_years_lie_in_bands_of_twenty(band, broad):
    assert broad_age(band) == broad


def test_members_are_in_order():
    assert members({"d2": "x", "d1": "x", "d3": "a"}) == {"a": ["d3"], "x": ["d1", "d2"]}


@pytest.mark.parametrize("seed", range(5))
def test_each_beginning_of_a_deal_has_both_classes_and_then_their_shares(seed):
    label_of = {f"n{number}": 0.0 for number in range(30)} | {f"p{number}": 1.0 for number in range(10)}
    order = dealt(label_of, seed=seed)
    assert sorted(order) == sorted(label_of)
    assert {label_of[donor] for donor in order[:2]} == {0.0, 1.0}
    for n in range(4, 41):
        assert abs(sum(label_of[donor] for donor in order[:n]) - n / 4) <= 1
    assert dealt(label_of, seed=seed) == order
    assert dealt(label_of, seed=seed + 1) != order

import pytest

from clinicell.leaderboard.measured import Measured
from clinicell.leaderboard.small_groups import SMALLEST, shown, without_counts


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"a": 30, "b": 12}, {"a": 30, "b": 12}),
        ({"a": 10}, {"a": 10}),
        ({"a": 9}, {"a": None}),
        ({"a": 30, "b": 9}, {"a": None, "b": None}),  # the total would give b away
        ({"a": 30, "b": 20, "c": 9}, {"a": 30, "b": None, "c": None}),
        ({"a": 30, "b": 9, "c": 5}, {"a": 30, "b": None, "c": None}),
        ({}, {}),
    ],
)
def test_no_small_count_is_shown_nor_follows_from_the_others(counts, expected):
    assert shown(counts) == expected


@pytest.mark.parametrize("small", range(1, SMALLEST))
def test_the_total_never_gives_a_single_small_group_away(small):
    found = shown({"a": 40, "b": 25, "c": small})
    hidden = [name for name, count in found.items() if count is None]
    assert "c" in hidden
    assert len(hidden) > 1


def test_reasons_name_no_number_of_patients():
    reason = "interval undefined (3 patients of the rarer class; 5 are needed)"
    found = without_counts(Measured(value=0.7, interval_reason=reason, n_units=7))
    assert not any(figure.isdigit() for figure in found.interval_reason)
    assert found.n_units == 0
    assert without_counts(Measured(value=0.7, n_units=12)).n_units == 12

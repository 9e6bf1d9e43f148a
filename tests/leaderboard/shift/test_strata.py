"""Groups of patients, where it is known which group a model fails."""

import json
import math
from dataclasses import asdict

import numpy as np
import pytest

from clinicell.leaderboard.strata import NOBODY, by_property, called
from clinicell.metrics.detection import AUROC, AVERAGE_PRECISION
from clinicell.tasks._scoring import Scorable


def patients(n_of_group, separation_of=None, seed=0):
    """Return n patients in each group, every second of class 1, and the group of each."""
    rng = np.random.default_rng(seed)
    group = np.repeat(list(n_of_group), list(n_of_group.values()))
    truth = np.arange(group.size) % 2.0
    apart = np.asarray([(separation_of or {}).get(name, 2.0) for name in group])
    donor = np.asarray([f"p{number:03d}" for number in range(group.size)])
    data = Scorable(
        truth=truth[:, None],
        answer=rng.normal(truth * apart)[:, None],
        donor=donor,
        fold=np.asarray([str(number // 2 % 4) for number in range(group.size)]),
        within=False,
        labels_of="patient",
    )
    return data, dict(zip(donor.tolist(), group.tolist(), strict=True))


def test_the_group_that_a_model_fails_is_the_worst_and_its_gap_is_beyond_chance():
    data, group_of = patients({"f": 60, "m": 60}, {"f": 3.0, "m": 0.0})
    found = by_property("sex", group_of, data, AUROC, unit="patient")
    own = {one.name: one.measured for one in found.groups}
    assert found.worst == "m"
    assert own["m"].high < own["f"].low
    assert found.gap.value == pytest.approx(own["f"].value - own["m"].value)
    assert found.gap.p_value < 0.01
    assert found.equalised_odds > 0.2
    assert {one.n for one in found.groups} == {60}


def test_a_fair_model_has_no_gap_beyond_what_chance_makes():
    data, group_of = patients({"f": 200, "m": 200})
    found = by_property("sex", group_of, data, AUROC, unit="patient")
    assert found.gap.p_value > 0.05
    assert found.gap.value < 0.08
    assert found.equalised_odds < 0.12


def test_each_group_has_the_value_of_its_own_patients():
    data, group_of = patients({"a": 20, "b": 30})
    found = by_property("site", group_of, data, AUROC, unit="patient")
    for one in found.groups:
        rows = np.asarray([group_of[donor] == one.name for donor in data.donor])
        assert one.measured.value == pytest.approx(AUROC(data.truth[rows, 0], data.answer[rows, 0]), abs=1e-12)
        assert one.measured.low < one.measured.value < one.measured.high


@pytest.mark.parametrize("n", range(1, 10))
def test_a_group_below_ten_is_not_estimable_and_its_size_is_nowhere(n):
    data, group_of = patients({"a": 40, "b": 26, "c": n})
    found = by_property("site", group_of, data, AUROC, unit="patient")
    small = next(one for one in found.groups if one.name == "c")
    assert small.measured.reason == "not estimable: fewer than 10"
    assert math.isnan(small.measured.value)
    assert [one.n for one in found.groups] == [40, None, None]  # b's size would give c's away
    assert found.gap.value == pytest.approx(
        abs(found.groups[0].measured.value - found.groups[1].measured.value), abs=1e-12
    )
    shown = json.dumps({"groups": [asdict(one) for one in found.groups]})
    assert '"n_units": 26' not in shown
    assert f'"n_units": {n},' not in shown


def test_one_estimable_group_has_no_gap():
    data, group_of = patients({"a": 20, "b": 4})
    found = by_property("age", group_of, data, AUROC, unit="patient")
    assert found.reason == "not estimable: one group has 10 patients and a value; 2 groups are needed"
    assert (found.worst, math.isnan(found.gap.value)) == ("", True)


def test_where_nothing_is_known_of_the_patients_that_is_said():
    data, _ = patients({"a": 20})
    assert by_property("ancestry", {}, data, AUROC, unit="patient").reason == NOBODY


def test_patients_of_unknown_group_are_in_none():
    data, group_of = patients({"a": 20, "b": 20})
    del group_of["p000"], group_of["p001"]
    found = by_property("sex", group_of, data, AUROC, unit="patient")
    assert [one.n for one in found.groups] == [18, 20]


def test_rates_need_ten_patients_of_each_class():
    data, group_of = patients({"a": 20, "b": 19})  # 10 and 10; 9 and 10
    found = by_property("sex", group_of, data, AUROC, unit="patient", threshold=1.0)
    assert [one.rates is None for one in found.groups] == [False, True]
    assert found.odds_reason == "fewer than 2 groups have 10 patients of each class"
    assert math.isnan(found.equalised_odds)
    rows = np.arange(20)
    truth, score = data.truth[rows, 0], data.answer[rows, 0]
    assert found.groups[0].rates.true_positive == pytest.approx(np.mean(score[truth == 1] >= 1.0))
    assert found.groups[0].rates.false_positive == pytest.approx(np.mean(score[truth == 0] >= 1.0))


def test_the_threshold_of_a_fold_is_chosen_without_its_own_labels():
    data, _ = patients({"a": 40})
    before = called(data, None)
    own = data.fold == "2"
    truth = data.truth.copy()
    truth[own] = 1 - truth[own]
    turned = Scorable(
        truth=truth, answer=data.answer, donor=data.donor, fold=data.fold, within=False, labels_of="patient"
    )
    assert (called(turned, None)[own] == before[own]).all()
    assert not (called(turned, None)[~own] == before[~own]).all()
    assert (called(data, 0.7) == (data.answer[:, 0] >= 0.7)).all()


def test_donors_of_many_cells_count_like_those_of_few():
    rng = np.random.default_rng(0)
    n_cells = np.r_[np.full(12, 10), np.full(12, 200)]
    donor = np.repeat([f"d{number:02d}" for number in range(24)], n_cells)
    truth = (rng.random(donor.size) < 0.3).astype(float)
    skill = np.repeat(np.tile([0.0, 3.0], 12), n_cells)
    data = Scorable(
        truth=truth[:, None],
        answer=rng.normal(truth * skill)[:, None],
        donor=donor,
        fold=np.full(donor.size, "0"),
        within=False,
        labels_of="cell",
    )
    group_of = {f"d{number:02d}": "few" if number < 12 else "many" for number in range(24)}
    found = by_property("site", group_of, data, AVERAGE_PRECISION, unit="donor")
    assert [one.measured.n_units for one in found.groups] == [12, 12]
    assert math.isfinite(found.gap.p_value)

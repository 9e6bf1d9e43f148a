"""The suite score, against the scaling by hand."""

import math

import numpy as np
import pytest

from clinicell.leaderboard.suite_board import suite_board


def board(cohort, suite="demo"):
    return suite_board(cohort.results, suite, cohort.evidence_of)


def value(cohort, model, panel="demo_mrd"):
    own = [r for r in cohort.results if (r.inputs.model, r.inputs.panel) == (model, panel)]
    return float(np.mean([r.score("main", r.scores[0].metric).value for r in own]))


def rows(board):
    return {row.model: row for row in board.rows}


@pytest.fixture
def two_tasks(cohort):
    for model, skill in (("good", 3.0), ("fair", 1.0)):
        cohort.add(model, skill)
        cohort.add(model, skill, panel="demo_response", task="response", n_donors=20)
    cohort.add("one_task", 3.0)
    for model, skill in (("constant", 0.0), ("shortcut", 0.3)):
        cohort.add(model, skill, is_control=True)
        cohort.add(model, skill, panel="demo_response", task="response", n_donors=20, is_control=True)
    return cohort


def test_a_score_is_the_mean_of_values_between_the_strongest_control_and_the_best(two_tasks):
    scaled = []
    for panel in ("demo_mrd", "demo_response"):
        control = max(value(two_tasks, model, panel) for model in ("constant", "shortcut"))
        scaled.append((value(two_tasks, "good", panel) - control) / (1 - control))
    row = rows(board(two_tasks))["good"]
    assert row.score == pytest.approx(np.mean(scaled))
    assert row.low < row.score < row.high
    assert row.without_a_task == pytest.approx((min(scaled), max(scaled)))


def test_models_are_ranked_among_those_that_rest_on_the_same_panels(two_tasks):
    found = rows(board(two_tasks))
    assert (found["good"].rank, found["fair"].rank, found["good"].among) == (1, 2, 2)
    assert (found["one_task"].coverage, found["one_task"].among, found["good"].coverage) == (0.5, 1, 1.0)
    assert math.isnan(found["one_task"].without_a_task[0])
    assert [row.model for row in board(two_tasks).rows] == ["good", "fair", "one_task"]
    assert not {"constant", "shortcut"} & set(found)


def test_a_failed_model_stands_as_the_control_does_and_is_listed(cohort):
    cohort.add("good", 3.0)
    cohort.add("constant", 0.0, is_control=True)
    cohort.fail("broken")
    row = rows(board(cohort))["broken"]
    assert (row.score, row.failed) == (0.0, ("mrd · demo_mrd",))
    assert row.rank == 2


def test_a_model_worse_than_the_control_is_below_zero(cohort):
    cohort.add("bad", -2.0)
    cohort.add("constant", 0.5, is_control=True)
    assert rows(board(cohort))["bad"].score < 0


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"n_donors": 5}, " effective units; 6 are needed"),
        ({"control": 9.0}, "between control and ceiling; 0.1 are needed"),
        ({"control": None}, "no control has a value"),
        ({"lost": True}, "the evidence of its runs is not here"),
    ],
    ids=["few units", "no room", "no control", "no evidence"],
)
def test_a_panel_that_cannot_carry_a_score_is_left_out_and_named(cohort, change, why):
    options = {"n_donors": change.get("n_donors", 12)}
    cohort.add("good", 2.0, **options)
    if change.get("control", 0.0) is not None:
        cohort.add("constant", change.get("control", 0.0), is_control=True, **options)
    if change.get("lost"):
        for path in cohort.folder.rglob("*.npz"):
            path.unlink()
    found = board(cohort)
    assert found.rows == ()
    assert why in found.left_out["mrd · demo_mrd"]


def test_another_suite_has_no_part_in_the_score(cohort):
    cohort.add("good", 2.0)
    cohort.add("constant", 0.0, is_control=True)
    assert board(cohort, "core").rows == ()
    assert board(cohort, "core").left_out == {}

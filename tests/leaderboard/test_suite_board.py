"""The suite score, against the scaling by hand."""

import math
from dataclasses import replace

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


SEEN = "its training data, demo_response, is the data set of this panel"


def test_a_declined_model_loses_no_rank_and_is_compared_on_the_other_panels(two_tasks):
    two_tasks.add("seen", 4.0)
    two_tasks.silent("seen", "declined", SEEN, task="response", panel="demo_response")
    row = rows(board(two_tasks))["seen"]
    assert row.declined == (f"declined on response · demo_response ({SEEN})",)
    assert row.panels == ("mrd · demo_mrd",)
    assert (row.rank, row.among) == (1, 3)  # among good and fair, which rest on both
    assert row.why_no_rank == ""
    before = rows(board(two_tasks))["good"]
    assert (before.rank, before.among) == (1, 2)


def test_a_declined_model_that_is_worse_is_ranked_below(two_tasks):
    two_tasks.add("seen", 0.2)
    two_tasks.silent("seen", "declined", SEEN, task="response", panel="demo_response")
    row = rows(board(two_tasks))["seen"]
    assert (row.rank, row.rank_high, row.among) == (3, 3, 3)


def test_a_model_declined_everywhere_has_no_score_and_is_named_with_the_reason(two_tasks):
    two_tasks.silent("seen", "declined", "it has seen it")
    found = board(two_tasks)
    assert "seen" not in rows(found)
    assert found.without_score == ("Seen: declined on mrd · demo_mrd (it has seen it)",)


def test_what_does_not_apply_costs_coverage_and_below_half_of_what_was_asked_the_rank(two_tasks):
    two_tasks.add("half", 3.0)
    two_tasks.silent("half", "not applicable", "needs counts", task="response", panel="demo_response")
    row = rows(board(two_tasks))["half"]
    assert row.coverage == 0.5
    assert row.not_applicable == ("not applicable on response · demo_response (needs counts)",)
    assert (row.rank, row.among) == (1, 2)  # with one_task
    for model in ("good", "fair", "constant"):
        two_tasks.add(model, 1.0, panel="flowcap1_gvhd", is_control=model == "constant")
    two_tasks.silent("half", "not applicable", "needs counts", panel="flowcap1_gvhd")
    row = rows(board(two_tasks))["half"]
    assert row.coverage == pytest.approx(1 / 3)
    assert math.isnan(row.rank)
    assert row.why_no_rank == "not ranked: a value on 33 % of the panels that it was asked; 50 % are needed"


def test_a_panel_that_a_model_was_never_asked_costs_it_no_rank(two_tasks):
    row = rows(board(two_tasks))["one_task"]
    assert (row.coverage, row.rank, row.why_no_rank) == (0.5, 1, "")


def test_an_undefined_value_never_ranks(two_tasks):
    added = two_tasks.add("nothing", 1.0)
    scores = tuple(replace(score, value=math.nan, low=math.nan, high=math.nan) for score in added.scores)
    two_tasks.results[-1] = replace(added, scores=scores)
    found = board(two_tasks)
    assert "nothing" not in rows(found)
    assert found.without_score == ("Nothing: undefined where it was asked",)


def test_a_failure_stands_at_the_control_and_above_what_is_worse_than_it(cohort):
    cohort.add("bad", -2.0)
    cohort.add("constant", 0.5, is_control=True)
    cohort.fail("broken")
    found = rows(board(cohort))
    assert found["broken"].score == 0
    assert found["bad"].score < 0
    assert found["broken"].rank < found["bad"].rank


def test_over_fewer_than_five_tasks_no_chances_are_given(two_tasks):
    (pair,) = (pair for pair in board(two_tasks).pairs if pair.model == "fair")
    assert (pair.best, pair.n_tasks, pair.reason) == ("good", 2, "too few tasks (2; 5 are needed)")
    assert math.isnan(pair.better)
    assert pair.sentence == "Fair against Good: too few tasks (2; 5 are needed)."

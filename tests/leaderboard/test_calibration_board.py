"""Calibration and decisions of one panel from its evidence, and their plots."""

import math
import xml.dom.minidom

import numpy as np
import pytest

from clinicell.leaderboard.calibration_board import Curve, calibration_board
from clinicell.leaderboard.calibration_charts import _inside, decision_figure, reliability_figure
from clinicell.tasks._find import find_task


def board(cohort, task="mrd"):
    order = [result.inputs.model for result in cohort.results]
    return calibration_board(find_task(task), cohort.results, cohort.evidence_of, order)


def test_a_calibrated_model_has_slope_1_and_one_too_sure_a_slope_below(cohort):
    cohort.add("right", 2.0, sure=1.0)
    cohort.add("bold", 2.0, sure=3.0)
    right, bold = board(cohort).rows
    assert right.slope.low < 1 < right.slope.high
    assert right.intercept.low < 0 < right.intercept.high
    assert bold.slope.value == pytest.approx(1 / 3, abs=0.1)
    assert bold.slope.high < 1
    assert right.brier.value < bold.brier.value
    assert right.sensitivity.value > 0.4


def test_a_score_is_asked_for_no_calibration_and_its_model_is_named(cohort):
    cohort.add("scores", 2.0)
    assert board(cohort) is None
    cohort.add("right", 2.0, sure=1.0)
    assert board(cohort).no_probabilities == ("Scores",)


def test_below_fifty_donors_the_calibration_error_is_not_estimable(cohort):
    cohort.add("right", 2.0, sure=1.0)
    (row,) = board(cohort).rows
    assert row.error.reason == "not estimable (12 donors; 50 are needed)"
    assert math.isnan(row.error.value)
    assert row.reliability is not None  # cells are many


def test_with_enough_donors_the_calibration_error_has_an_interval(cohort):
    cohort.add("right", 2.0, sure=1.0, n_donors=60)
    cohort.add("bold", 2.0, sure=4.0, n_donors=60)
    right, bold = (row.error for row in board(cohort).rows)
    assert right.value < 0.05 < bold.value
    assert right.low <= right.value <= right.high
    assert bold.low > 0


def test_labels_of_few_patients_give_no_reliability_diagram(cohort):
    cohort.add("right", 2.0, sure=1.0, task="response", panel="demo_response", n_donors=20, unit="patient")
    found = board(cohort, "response")
    assert found.why_no_reliability == "not estimable (20 patients; 30 are needed)"
    assert found.rows[0].reliability is None
    assert found.specificity == 0.9


def test_labels_of_patients_are_drawn_in_groups_of_ten_or_more(cohort):
    cohort.add("right", 2.0, sure=1.0, task="response", panel="demo_response", n_donors=47, unit="patient")
    found = board(cohort, "response")
    assert found.n_groups == 4
    assert len(found.rows[0].reliability.x) == 4


def test_the_scaled_score_and_the_likelihood_are_those_of_each_unit_alike(cohort):
    cohort.add("right", 2.0, sure=1.0)
    (row,) = board(cohort).rows
    kept = cohort.evidence_of(cohort.results[0])["probability"]
    sums, rows = kept.kept["probabilities"][0], kept.rows[0]
    p, mass = (
        sums["probability"],
        {name: (sums[name] / rows[:, None]).sum(axis=0) for name in ("positives", "negatives")},
    )
    share = mass["positives"].sum() / rows.size
    brier = (mass["positives"] @ (1 - p) ** 2 + mass["negatives"] @ p**2) / rows.size
    nats = -(mass["positives"] @ np.log(p) + mass["negatives"] @ np.log(1 - p)) / rows.size
    assert row.brier.value == pytest.approx(brier)
    assert row.scaled_brier.value == pytest.approx(1 - brier / (share * (1 - share)))
    assert row.likelihood.value == pytest.approx(nats)
    assert row.scaled_brier.low < row.scaled_brier.value < row.scaled_brier.high
    assert row.likelihood.low < row.likelihood.value < row.likelihood.high


def one_answer(cohort, probability, truth, n_donors=12, per_donor=20):
    """Return the row of a model that says `probability` where the truth is `truth`, both (n_donors * per_donor,)."""
    donor = np.repeat([f"d{number:02d}" for number in range(n_donors)], per_donor)
    result = cohort.add("m", 1.0, n_donors=n_donors)
    kept = cohort.said(truth[:, None].astype(float), probability[:, None].astype(float), donor)
    (row,) = calibration_board(find_task("mrd"), [result], lambda _: {"probability": kept}, ["m"]).rows
    return row


def test_probabilities_of_0_and_1_leave_undefined_what_needs_logits_and_say_so(cohort):
    truth = np.tile([0, 0, 0, 1], 60)
    row = one_answer(cohort, truth, truth)
    assert row.brier.value == 0
    assert row.likelihood.value == 0
    assert row.scaled_brier.value == 1
    for each in (row.slope, row.intercept):
        assert math.isnan(each.value)
        assert each.reason == "undefined (a probability of 0 or 1 has no logit)"
    wrong = one_answer(cohort, 1 - truth, truth)
    assert wrong.likelihood.reason == "undefined (what happened got a probability of 0)"
    assert wrong.brier.value == 1


def test_one_class_alone_leaves_undefined_what_compares_two(cohort):
    rng = np.random.default_rng(3)
    row = one_answer(cohort, rng.uniform(0.1, 0.9, 240), np.zeros(240))
    assert math.isfinite(row.brier.value)
    for each in (row.scaled_brier, row.intercept, row.sensitivity):
        assert math.isnan(each.value)
        assert each.reason == "undefined (one of the two classes is missing)"
    assert row.slope.reason == "undefined (one of the two classes is missing)"


def test_below_five_effective_donors_there_are_values_and_no_interval(cohort):
    rng = np.random.default_rng(4)
    truth = (rng.random(80) < 0.3).astype(float)
    row = one_answer(cohort, rng.uniform(0.1, 0.9, 80), truth, n_donors=4)
    for each in (row.brier, row.scaled_brier, row.likelihood, row.slope, row.intercept, row.sensitivity):
        assert math.isfinite(each.value)
        assert math.isnan(each.low)
        assert "effective units; 5 are needed" in each.reason


def test_equal_probabilities_for_all_have_no_slope(cohort):
    truth = np.tile([0, 0, 0, 1], 60)
    row = one_answer(cohort, np.full(240, 0.25), truth)
    assert row.slope.reason == "undefined (all probabilities are equal)"
    assert row.intercept.value == pytest.approx(0, abs=1e-9)
    assert row.scaled_brier.value == pytest.approx(0, abs=1e-12)


def test_net_benefit_of_a_model_that_knows_lies_above_treating_all_and_none(cohort):
    cohort.add("right", 4.0, sure=1.0)
    found = board(cohort)
    (row,) = found.rows
    at = row.decision.x.index(0.2)
    assert row.decision.y[at] > max(found.treat_all[at], 0.0)
    assert found.treat_all[at] == pytest.approx(found.share - (1 - found.share) * 0.25)
    assert row.decision.low[at] < row.decision.y[at] < row.decision.high[at]


def test_seeds_are_averaged(cohort):
    for seed in range(2):
        cohort.add("m", 2.0, sure=1.0, seed=seed)
    two = board(cohort)
    alone = []
    for result in list(cohort.results):
        cohort.results = [result]
        alone.append(board(cohort).rows[0].brier.value)
    assert two.rows[0].brier.value == pytest.approx(np.mean(alone))


def test_both_plots_are_named_drawn_in_tokens_and_hold_one_coloured_model(cohort):
    cohort.add("right", 2.0, sure=1.0)
    cohort.add("bold <&>", 2.0, sure=3.0)
    found = board(cohort)
    for svg in (
        reliability_figure(found.rows, "right", "r-demo", "mrd"),
        decision_figure(found, found.rows, "right", "d-demo", "mrd"),
    ):
        xml.dom.minidom.parseString(svg)  # noqa: S318 - our own text
        assert "var(--hx)" in svg
        assert "var(--ctl)" in svg
        assert "#00000" not in svg
        assert "Right: " in svg


def test_a_curve_below_the_plot_is_cut_where_it_leaves_and_drawn_again_where_it_comes_back():
    nothing = (math.nan,) * 5
    curve = Curve((0.1, 0.2, 0.3, 0.4, 0.5), (0.2, 0.0, -0.2, -0.2, 0.0), nothing, nothing)
    first, again = _inside(curve, -0.1)
    assert (first.x, first.y) == (pytest.approx((0.1, 0.2, 0.25)), pytest.approx((0.2, 0.0, -0.1)))
    assert (again.x, again.y) == (pytest.approx((0.45, 0.5)), pytest.approx((-0.1, 0.0)))
    assert _inside(curve, -0.3)[0].y == curve.y
    assert _inside(curve, 1.0) == []

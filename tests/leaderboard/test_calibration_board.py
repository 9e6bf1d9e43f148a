"""Calibration and decisions of one panel from its evidence, and their plots."""

import math
import xml.dom.minidom

import numpy as np
import pytest

from clinicell.leaderboard.calibration_board import calibration_board
from clinicell.leaderboard.calibration_charts import decision_figure, reliability_figure
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


def test_scores_that_are_no_probabilities_are_asked_for_no_calibration_and_named(cohort):
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
    assert found.why_no_reliability == "not estimable (20 patients; 50 are needed)"
    assert found.rows[0].reliability is None
    assert found.specificity == 0.9


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

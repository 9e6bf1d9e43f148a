"""The number of patients to learn from, where it is known how many a model needs."""

import math

import numpy as np
import pytest

from clinicell.leaderboard.curve_chart import curve_figure, curve_picture, described, specification
from clinicell.leaderboard.learning_curve import Curve, curve_over, over_draws
from clinicell.leaderboard.measured import main_answer, measured
from clinicell.metrics.detection import AUROC, AVERAGE_PRECISION
from clinicell.metrics.evidence import record
from clinicell.metrics.intervals import interval, newcombe
from clinicell.tasks._donors import label_of_donors
from clinicell.tasks._folds import Folds


@pytest.fixture(scope="module")
def cohort(planted):
    return planted.patients_with_labels()


@pytest.fixture(scope="module")
def folds(cohort):
    donors = sorted(cohort.obs["donor_id"].unique())
    return Folds({donor: number // 2 % 4 for number, donor in enumerate(donors)})


def curve_of(planted, cohort, folds, folder, body):
    asked = planted.ask("response", cohort, planted.model_folder(folder / "planted", body), folder / "work")
    return asked, curve_over(asked, folds, label_of_donors(asked.task, cohort), n_draws=2)


@pytest.fixture(scope="module")
def made(planted, cohort, folds, tmp_path_factory):
    return curve_of(planted, cohort, folds, tmp_path_factory.mktemp("curve"), planted.NEEDS_EIGHT)


def test_a_model_that_needs_eight_patients_is_worth_nothing_below(made):
    _, curve = made
    assert [one.n for one in curve.points] == [4, 9, 18]
    few, more, all_of_them = (one.measured for one in curve.points)
    assert few.value == 0.5  # a constant
    assert min(more.value, all_of_them.value) > 0.85
    assert few.high < more.low
    assert curve.chance == 0.5


def test_the_last_point_is_what_the_board_says(made, folds):
    asked, curve = made
    panel, folder, _ = asked.predicted(folds)
    board, _ = measured(AUROC, main_answer(asked.task, panel.folder / "sealed", folder), unit="patient")
    last = curve.points[-1]
    assert (last.measured.value, last.measured.low, last.measured.high) == (board.value, board.low, board.high)
    assert len(last.draws) == 1  # there is one choice of everybody


def test_a_model_that_fails_is_named_at_each_number(planted, cohort, folds, tmp_path):
    _, curve = curve_of(planted, cohort, folds, tmp_path, planted.FAILS)
    assert {one.measured.reason for one in curve.points} == {"failed (MemoryError: not enough)"}


def test_two_patients_to_learn_from_make_no_curve(planted, cohort, tmp_path):
    two = Folds({donor: number % 2 for number, donor in enumerate(["p00", "p01", "p02", "p03"])})
    asked = planted.ask("response", cohort, "unused", tmp_path)
    curve = curve_over(asked, two, label_of_donors(asked.task, cohort), n_draws=1)
    assert (curve.points, curve.reason) == ((), "fewer than 4 patients to learn from in a fold")


def evidence(seed, labels_of, metric):
    rng = np.random.default_rng(seed)
    n_rows = 1 if labels_of == "patient" else 30
    donor = np.repeat([f"d{number:02d}" for number in range(20)], n_rows)
    truth = np.arange(donor.size) % 2.0
    score = rng.normal(truth)
    return record((metric,), truth[:, None], score[:, None], donor, labels_of=labels_of)


def test_the_interval_of_one_choice_is_the_usual_one_and_of_patients_newcombes():
    one = evidence(0, "cell", AVERAGE_PRECISION)
    value = float(one.values(AVERAGE_PRECISION, np.ones((1, 20)))[0])
    assert over_draws(AVERAGE_PRECISION, [one], value, labels_of="cell", unit="donor") == interval(
        AVERAGE_PRECISION, one, value, labels_of="cell"
    )
    two = [evidence(seed, "patient", AUROC) for seed in range(2)]
    assert over_draws(AUROC, two, 0.7, labels_of="patient", unit="patient") == newcombe(0.7, 10, 10)
    assert math.isnan(over_draws(AUROC, two, math.nan, labels_of="patient", unit="patient").low)


def test_the_mean_of_several_choices_lies_in_its_interval_which_is_no_wider_than_those_of_one():
    several = [evidence(seed, "cell", AVERAGE_PRECISION) for seed in range(6)]
    values = [float(one.values(AVERAGE_PRECISION, np.ones((1, 20)))[0]) for one in several]
    mean = float(np.mean(values))
    together = over_draws(AVERAGE_PRECISION, several, mean, labels_of="cell", unit="donor")
    alone = [
        interval(AVERAGE_PRECISION, one, value, labels_of="cell") for one, value in zip(several, values, strict=True)
    ]
    assert together.low < mean < together.high
    assert together.high - together.low < np.mean([one.high - one.low for one in alone])


def test_the_picture_shows_each_number_its_interval_and_chance(made):
    _, curve = made
    drawn = specification(curve, AUROC)
    rows = [row for layer in drawn["layer"] for row in layer["data"]["values"]]
    assert {row["n"] for row in rows if "n" in row} == {4, 9, 18}
    assert sum("low" in row for row in rows) >= 3
    assert {"chance": 0.5} in rows
    svg = curve_figure(curve, AUROC, "c1", "Learning <curve>")
    assert "Learning &lt;curve&gt;" in svg
    assert "var(--hx)" in svg
    assert curve_picture(curve, AUROC)[:8] == b"\x89PNG\r\n\x1a\n"


def test_the_picture_is_told_in_a_sentence(made):
    _, curve = made
    assert described(curve, AUROC).startswith("AUROC by patients to learn from: 0.5")
    assert "after 18." in described(curve, AUROC)
    assert described(Curve(), AUROC) == "AUROC by patients to learn from: no value."

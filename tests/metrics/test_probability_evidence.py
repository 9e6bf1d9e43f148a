"""Calibration from the record, against the exact metrics over rows, whose code it does not share, and by hand."""

import numpy as np
import pytest

from clinicell.metrics import calibration, decision
from clinicell.metrics import weighted_calibration as weighted
from clinicell.metrics.detection import AUROC
from clinicell.metrics.evidence import from_arrays, record
from clinicell.metrics.probability_bins import N_BINS, PERCENT, probabilities
from clinicell.metrics.probability_evidence import with_probabilities
from clinicell.metrics.weighted_calibration import Weighed, groups_of, weighed


def cohort(seed, n_units=8, n=300, *, decimals=None, base=-1.0):
    """Return truth, probability and unit code of a cohort whose units have the same number of rows."""
    rng = np.random.default_rng(seed)
    unit = np.repeat(np.arange(n_units), n)
    logit = rng.normal(base, 1.5, unit.size) + rng.normal(0, 0.5, n_units)[unit]
    truth = (rng.random(unit.size) < 1 / (1 + np.exp(-0.8 * logit - 0.2))).astype(float)
    answer = 1 / (1 + np.exp(-logit))
    return truth, answer if decimals is None else np.clip(answer.round(decimals), 0.01, 0.99), unit


def of(truth, answer, unit, weights=None):
    n = int(unit.max()) + 1
    rows = np.bincount(unit, minlength=n).astype(float)
    return weighed(probabilities(truth, answer, unit, n), rows, np.ones((1, n)) if weights is None else weights)


@pytest.mark.parametrize(("decimals", "tolerance"), [(2, 1e-9), (None, 2e-3)])
@pytest.mark.parametrize("seed", range(5))
def test_each_value_is_that_of_the_rows(seed, decimals, tolerance):
    truth, answer, unit = cohort(seed, decimals=decimals)
    masses = of(truth, answer, unit)
    assert weighted.brier(masses)[0] == pytest.approx(calibration.brier(truth, answer), abs=tolerance / 10)
    fitted = calibration.recalibration(truth, answer)
    assert weighted.slope(masses)[0] == pytest.approx(fitted.slope, abs=tolerance)
    assert weighted.intercept(masses)[0] == pytest.approx(
        calibration.calibration_intercept(truth, answer), abs=tolerance
    )


@pytest.mark.parametrize("decimals", [2, None])
def test_net_benefit_at_whole_percents_is_exact(decimals):
    truth, answer, unit = cohort(7, decimals=decimals)
    exact = decision.decision_curve(truth, answer, PERCENT)
    masses = of(truth, answer, unit)
    assert weighted.net_benefit(masses, PERCENT)[0] == pytest.approx(exact.model, abs=1e-12)
    assert weighted.net_benefit_of_all(masses, PERCENT)[0] == pytest.approx(exact.treat_all, abs=1e-12)


def test_weights_of_units_are_rows_repeated():
    truth, answer, unit = cohort(3, n=60, decimals=2)
    weights = np.array([[2.0, 0, 1, 3, 1, 1, 0, 1]])
    often = np.repeat(np.arange(truth.size), weights[0].astype(int)[unit])
    masses = of(truth, answer, unit, weights)
    assert weighted.slope(masses)[0] == pytest.approx(
        calibration.recalibration(truth[often], answer[often]).slope, abs=1e-9
    )
    assert weighted.brier(masses)[0] == pytest.approx(calibration.brier(truth[often], answer[often]), abs=1e-12)


def test_a_unit_of_many_rows_counts_no_more_than_one_of_few():
    truth, answer = np.array([1.0] + [0.0] * 99), np.array([0.5] + [0.0] * 99)
    masses = of(truth, answer, np.array([0] + [1] * 99))
    assert weighted.brier(masses)[0] == pytest.approx((0.25 + 0.0) / 2)
    assert masses.share[0] == 0.5


def test_sensitivity_never_gives_up_specificity():
    truth = np.array([0.0] * 10 + [1.0] * 4)
    answer = np.array([0.1, 0.1, 0.1, 0.2, 0.2, 0.2, 0.3, 0.3, 0.6, 0.8, 0.9, 0.7, 0.6, 0.2])
    masses = of(truth, answer, np.arange(14))
    assert weighted.sensitivity_at(masses, 0.9)[0] == pytest.approx(0.5)  # one alarm of ten: at 0.7 and above
    assert weighted.sensitivity_at(masses, 0.8)[0] == pytest.approx(0.75)
    assert weighted.sensitivity_at(masses, 0.99)[0] == pytest.approx(0.25)


@pytest.mark.parametrize(
    ("truth", "answer"),
    [([1, 1, 1], [0.2, 0.4, 0.6]), ([0, 1, 1], [0.0, 0.4, 0.6]), ([0, 1, 0], [0.3, 0.3, 0.3]),
     ([0, 0, 1, 1], [0.1, 0.2, 0.6, 0.7])],
    ids=["one class", "a probability of 0", "all equal", "separated"],
)  # fmt: skip
def test_a_slope_without_a_maximum_is_undefined(truth, answer):
    truth, answer = np.array(truth, float), np.array(answer)
    assert np.isnan(calibration.recalibration(truth, answer).slope)
    assert np.isnan(weighted.slope(of(truth, answer, np.arange(truth.size)))[0])


def test_a_probability_of_0_hidden_among_many_has_a_bin_of_its_own():
    rng = np.random.default_rng(0)
    answer = np.append(rng.random(4 * N_BINS) * 0.009, [0.0, 1.0, 0.995])
    kept = probabilities((rng.random(answer.size) < 0.3).astype(float), answer, np.zeros(answer.size, np.intp), 1)
    assert kept["probability"][[0, -1]].tolist() == [0.0, 1.0]
    assert kept["positives"].sum() + kept["negatives"].sum() == answer.size
    assert (np.diff(kept["probability"]) > 0).all()


def test_the_reliability_curve_is_that_of_hand_made_groups():
    truth, answer = np.array([0.0, 1, 0, 1]), np.array([0.1, 0.3, 0.6, 0.8])
    masses = of(truth, answer, np.arange(4))
    predicted, observed = weighted.reliability(masses, groups_of(masses, 2, by_class=False))
    assert predicted[0] == pytest.approx([0.2, 0.7])
    assert observed[0] == pytest.approx([0.5, 0.5])


def test_groups_by_class_do_not_put_rare_positives_into_one():
    p = np.linspace(0.01, 0.99, 99)
    masses = Weighed(p, np.where(p > 0.9, 1e-3, 0.0)[None], np.ones((1, 99)))
    alike = groups_of(masses, 5, by_class=False)
    apart = groups_of(masses, 5, by_class=True)
    assert alike.sum(axis=1).tolist() == apart.sum(axis=1).tolist() == [1.0] * 99
    assert (masses.positives @ apart > 0).sum() > (masses.positives @ alike > 0).sum()


def test_the_calibration_error_of_calibrated_probabilities_is_about_0_and_of_others_what_they_are_off():
    errors = []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        p = rng.choice([0.2, 0.5, 0.8], 80)
        kept = probabilities((rng.random(80) < p).astype(float), p, np.arange(80), 80)
        errors.append(weighted.squared_calibration_error(kept, np.ones(80), np.ones((1, 80)), np.eye(3))[0])
    assert abs(np.mean(errors)) < 3 * np.std(errors) / np.sqrt(60)
    off = probabilities(np.tile([0.0, 1.0], 40), np.full(80, 0.8), np.arange(80), 80)
    squared = weighted.squared_calibration_error(off, np.ones(80), np.ones((1, 80)), np.ones((1, 1)))[0]
    assert squared == pytest.approx(0.3**2 - 0.25 / 79)  # the binomial form, as each unit has one row


def test_the_record_gets_probabilities_only_where_every_answer_is_one():
    truth, answer, unit = cohort(1, n=20)
    donor = np.asarray([f"d{code}" for code in unit])
    plain = record((AUROC,), truth[:, None], answer[:, None], donor, labels_of="cell")
    added = with_probabilities(plain, truth[:, None], answer[:, None], donor)
    again = from_arrays(added.arrays())
    assert again.sha256 == added.sha256 != plain.sha256
    assert again.kept["probabilities"][0]["positives"].sum(axis=1).tolist() == plain.positives[0].tolist()
    assert with_probabilities(plain, truth[:, None], answer[:, None] * 2, donor) is plain
    assert with_probabilities(plain, truth[:, None] + 1, answer[:, None], donor) is plain
    two = np.column_stack([truth, truth])
    assert with_probabilities(plain, two, two, donor) is plain


def test_a_row_whose_truth_nobody_knows_is_in_no_bin():
    truth, answer, unit = cohort(2, n=10)
    donor = np.asarray([f"d{code}" for code in unit])
    truth[:7] = np.nan
    plain = record((AUROC,), truth[:, None], answer[:, None], donor, labels_of="cell")
    kept = with_probabilities(plain, truth[:, None], answer[:, None], donor).kept["probabilities"][0]
    assert kept["positives"].sum() + kept["negatives"].sum() == 73

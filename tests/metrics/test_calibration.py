"""Independent implementations: sums by hand; scikit-learn; statsmodels, its values in peers_of_decision.json.

Separation is found independently as a linear programme (Konis 2007): classes are separable where some line through the
logits leaves no unit on the wrong side and at least one off the line.
"""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import linprog
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, log_loss

from clinicell.metrics.calibration import (
    BRIER,
    CALIBRATION_INTERCEPT,
    CALIBRATION_SLOPE,
    NEGATIVE_LOG_LIKELIHOOD,
    SCALED_BRIER,
    brier,
    calibration_intercept,
    calibration_slope,
    negative_log_likelihood,
    recalibration,
    scaled_brier,
)

PEERS = json.loads(Path(__file__).with_name("peers_of_decision.json").read_text())
ALL = [BRIER, SCALED_BRIER, NEGATIVE_LOG_LIKELIHOOD, CALIBRATION_INTERCEPT, CALIBRATION_SLOPE]
OF_BOTH_CLASSES = [SCALED_BRIER, CALIBRATION_INTERCEPT, CALIBRATION_SLOPE]


def logit(p):
    return np.log(p / (1 - p))


def is_separable(y_true, y_pred):
    signed = np.where(y_true == 1, 1.0, -1.0)[:, None] * np.column_stack([np.ones(y_true.size), logit(y_pred)])
    best = linprog(-signed.sum(axis=0), A_ub=-signed, b_ub=np.zeros(y_true.size), bounds=[(-1, 1)] * 2)
    return best.fun < -1e-9


def test_scores_agree_with_sums_by_hand_and_with_scikit_learn(binary_cases, agree, quietly):
    for number, (y_true, y_pred) in enumerate(binary_cases):
        pairs = list(zip(y_true.tolist(), y_pred.tolist(), strict=True))
        n, share = len(pairs), sum(y_true.tolist()) / len(pairs)
        squares = math.fsum((p - y) ** 2 for y, p in pairs) / n
        agree(brier(y_true, y_pred), squares)
        agree(scaled_brier(y_true, y_pred), 1 - squares / (share * (1 - share)) if 0 < share < 1 else math.nan)
        agree(negative_log_likelihood(y_true, y_pred), -math.fsum(math.log(p if y else 1 - p) for y, p in pairs) / n)
        if number % 8 == 0:
            agree(brier(y_true, y_pred), quietly(brier_score_loss, y_true, y_pred))
            agree(negative_log_likelihood(y_true, y_pred), quietly(log_loss, y_true, y_pred, labels=[0, 1]))


def test_slope_and_intercepts_agree_with_statsmodels():
    for case in PEERS["cases"]:
        y_true, y_pred = np.array(case["outcome"]), np.array(case["probability"])
        fitted = recalibration(y_true, y_pred)
        assert fitted.slope == pytest.approx(case["slope"], abs=1e-9)
        assert fitted.intercept == pytest.approx(case["joint_intercept"], abs=1e-9)
        assert calibration_intercept(y_true, y_pred) == pytest.approx(case["intercept"], abs=1e-9)


def test_slope_agrees_with_scikit_learn_and_is_undefined_exactly_where_a_linear_programme_separates(binary_cases):
    for number, (y_true, y_pred) in enumerate(binary_cases):
        fitted = recalibration(y_true, y_pred)
        assert math.isnan(fitted.slope) == math.isnan(fitted.intercept) == bool(fitted.reason)
        if np.ptp(y_true) == 0 or np.ptp(y_pred) == 0:
            assert fitted.reason
        elif number % 3 == 0 or fitted.reason:
            assert ("separates" in fitted.reason) == is_separable(y_true, y_pred)
        if not fitted.reason:
            x = logit(y_pred)
            peer = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-13, max_iter=200)
            peer.fit(x[:, None], y_true)
            assert fitted.slope == pytest.approx(float(peer.coef_[0, 0]), rel=1e-9, abs=1e-9)
            assert fitted.intercept == pytest.approx(float(peer.intercept_[0]), rel=1e-9, abs=1e-9)


def test_the_intercept_makes_as_many_events_expected_as_happened(binary_cases):
    for y_true, y_pred in binary_cases:
        shift = calibration_intercept(y_true, y_pred)
        if np.ptp(y_true) == 0:
            assert math.isnan(shift)
            continue
        expected = np.sum(1 / (1 + np.exp(-logit(y_pred) - shift)))
        assert expected == pytest.approx(y_true.sum(), abs=1e-9)


def test_the_intercept_of_equal_probabilities_is_the_difference_of_two_logits(agree):
    rng = np.random.default_rng(4)
    for _ in range(1000):
        events, n, p = int(rng.integers(1, 20)), int(rng.integers(20, 400)), float(rng.uniform(1e-6, 1 - 1e-6))
        y_true = np.append(np.ones(events), np.zeros(n - events))
        expected = math.log(events / (n - events)) - math.log(p / (1 - p))
        agree(calibration_intercept(y_true, np.full(n, p)), expected)


def test_logits_twice_too_large_have_slope_one_half_and_shifted_ones_the_intercept_of_the_shift():
    x = np.repeat([-1.0, 1.0], 4)
    p = 1 / (1 + np.exp(-x))
    y_true = np.array([0.0, 0, 0, 1, 1, 1, 1, 0])  # a quarter and three quarters: logits -ln 3 and ln 3
    assert calibration_slope(y_true, p) == pytest.approx(math.log(3), abs=1e-12)
    assert calibration_slope(y_true, 1 / (1 + np.exp(-2 * x))) == pytest.approx(math.log(3) / 2, abs=1e-12)
    fitted = recalibration(y_true, 1 / (1 + np.exp(-(math.log(3) * x + 0.7))))
    assert (fitted.intercept, fitted.slope) == pytest.approx((-0.7, 1.0), abs=1e-12)


@pytest.mark.parametrize(
    ("truth", "answer", "reason"),
    [
        ([0, 0, 1, 1], [0.1, 0.2, 0.8, 0.9], "a threshold separates"),
        ([1, 1, 0, 0], [0.1, 0.2, 0.8, 0.9], "a threshold separates"),
        ([0, 0, 1, 1], [0.1, 0.5, 0.5, 0.9], "a threshold separates"),
        ([0, 1, 0, 1], [0.3, 0.3, 0.3, 0.3], "all probabilities are equal"),
        ([0, 1, 0, 1], [0.0, 0.3, 0.6, 0.8], "a probability of 0 or 1"),
        ([1, 1, 1, 1], [0.1, 0.3, 0.6, 0.8], "one of the two classes is missing"),
        ([], [], "one of the two classes is missing"),
    ],
)
def test_a_slope_that_is_undefined_says_why(truth, answer, reason):
    fitted = recalibration(np.array(truth, dtype=float), np.array(answer, dtype=float))
    assert math.isnan(fitted.slope)
    assert fitted.reason.startswith(reason)


def test_classes_that_barely_overlap_have_a_steep_finite_slope_or_say_that_none_was_found():
    y_true = np.append(np.zeros(50), np.ones(50))
    y_pred = np.linspace(0.01, 0.99, 100)
    y_pred[49], y_pred[50] = y_pred[50], y_pred[49]
    fitted = recalibration(y_true, y_pred)
    assert fitted.slope > 10
    assert not fitted.reason
    y_pred[49] = y_pred[50] + 1e-14
    assert recalibration(y_true, y_pred).slope > 1e3 or recalibration(y_true, y_pred).reason


def test_extreme_probabilities_have_an_intercept():
    y_true = np.array([0.0, 1, 0, 1])
    assert calibration_intercept(y_true, np.full(4, 1e-300)) == pytest.approx(300 * math.log(10), abs=1e-9)


@pytest.mark.parametrize("metric", [BRIER, SCALED_BRIER, NEGATIVE_LOG_LIKELIHOOD], ids=lambda metric: metric.name)
def test_certain_truth_scores_best_and_certain_error_worst(metric):
    truth = np.array([0.0, 1, 1, 0])
    assert metric(truth, truth) == metric.best
    assert metric(truth, 1 - truth) == (-3.0 if metric is SCALED_BRIER else metric.worst)


@pytest.mark.parametrize("metric", ALL, ids=lambda metric: metric.name)
def test_nobody_a_nan_and_what_is_no_probability_are_undefined(metric):
    truth = np.array([0.0, 1, 1, 0])
    assert math.isnan(metric(np.zeros(0), np.zeros(0)))
    for wrong in ([0.1, np.nan, 0.3, 0.4], [0.1, 1.2, 0.3, 0.4], [0.1, -0.2, 0.3, 0.4]):
        assert math.isnan(metric(truth, np.array(wrong)))
    assert math.isnan(metric(np.array([0.0, 1, np.nan, 0]), np.array([0.2, 0.3, 0.1, 0.4])))


@pytest.mark.parametrize("metric", OF_BOTH_CLASSES, ids=lambda metric: metric.name)
def test_a_single_class_is_undefined(metric):
    assert math.isnan(metric(np.ones(4), np.array([0.1, 0.5, 0.6, 0.9])))

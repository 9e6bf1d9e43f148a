"""Independent implementation: scikit-learn, which shares no line with ours."""

import math

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, roc_auc_score, roc_curve

from clinicell.metrics.detection import (
    AUROC,
    AVERAGE_PRECISION,
    SENSITIVITY_AT_99_SPECIFICITY,
    auroc,
    average_precision,
    average_precision_by_chance,
    sensitivity_at_99_specificity,
)


def cases(n_cases: int, n: int):
    rng = np.random.default_rng(0)
    for _ in range(n_cases):
        size = int(rng.integers(2, n))
        y_true = (rng.random(size) < rng.uniform(0.05, 0.95)).astype(float)
        y_true[:2] = 0.0, 1.0
        yield y_true, rng.normal(size=size).round(int(rng.integers(0, 4))) + 0.5 * y_true * rng.integers(0, 2)


def test_average_precision_agrees_with_scikit_learn_over_random_scores_and_ties():
    for y_true, y_pred in cases(500, 200):
        assert average_precision(y_true, y_pred) == pytest.approx(average_precision_score(y_true, y_pred), abs=1e-12)


def test_auroc_agrees_with_scikit_learn_over_random_scores_and_ties():
    for y_true, y_pred in cases(500, 200):
        assert auroc(y_true, y_pred) == pytest.approx(roc_auc_score(y_true, y_pred), abs=1e-12)


def test_sensitivity_agrees_with_scikit_learns_roc_curve():
    rng = np.random.default_rng(1)
    for _ in range(200):
        y_true = np.append(np.zeros(int(rng.integers(100, 400))), np.ones(40))
        y_pred = rng.normal(size=y_true.size).round(1) + y_true
        false_positive, true_positive, _ = roc_curve(y_true, y_pred, drop_intermediate=False)
        expected = true_positive[false_positive <= 0.01].max()
        assert sensitivity_at_99_specificity(y_true, y_pred) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("metric", [AVERAGE_PRECISION, AUROC, SENSITIVITY_AT_99_SPECIFICITY], ids=lambda m: m.name)
def test_truth_scores_best_and_its_reverse_no_better_than_chance(metric):
    y_true = np.append(np.zeros(200), np.ones(20))
    assert metric(y_true, y_true) == metric.best
    assert metric(y_true, -y_true) < 0.1


@pytest.mark.parametrize("metric", [AVERAGE_PRECISION, AUROC, SENSITIVITY_AT_99_SPECIFICITY], ids=lambda m: m.name)
def test_without_a_positive_the_value_is_undefined(metric):
    assert math.isnan(metric(np.zeros(200), np.arange(200.0)))


def test_without_a_negative_auroc_is_undefined_and_average_precision_is_one():
    ones = np.ones(5)
    assert math.isnan(auroc(ones, np.arange(5.0)))
    assert average_precision(ones, np.arange(5.0)) == 1.0


def test_fewer_than_100_negatives_leave_sensitivity_at_99_specificity_undefined():
    assert math.isnan(sensitivity_at_99_specificity(np.append(np.zeros(99), 1.0), np.arange(100.0)))


def test_a_constant_score_is_worth_nothing():
    y_true = np.append(np.zeros(150), np.ones(50))
    constant = np.zeros(200)
    assert average_precision(y_true, constant) == 0.25
    assert auroc(y_true, constant) == 0.5
    assert sensitivity_at_99_specificity(y_true, constant) == 0.0


@pytest.mark.parametrize(("n", "positives"), [(5, 1), (20, 3), (60, 30), (1, 1)])
def test_chance_of_average_precision_is_the_mean_over_random_orders(n, positives):
    rng = np.random.default_rng(2)
    y_true = np.zeros(n)
    y_true[:positives] = 1.0
    values = [average_precision(y_true, rng.permutation(n).astype(float)) for _ in range(4000)]
    error = np.std(values) / np.sqrt(len(values)) + 1e-12
    assert abs(np.mean(values) - average_precision_by_chance(y_true)) < 4 * error

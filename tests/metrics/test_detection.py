"""Independent implementations: scikit-learn, which shares no line with ours, and counts of pairs."""

import math
from itertools import combinations

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
from clinicell.metrics.early_detection import (
    AVERAGE_PRECISION_LIFT,
    PARTIAL_AUROC,
    average_precision_lift,
    partial_auroc,
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


def test_average_precision_its_lift_and_auroc_agree_with_counts_of_pairs(binary_cases, agree):
    for y_true, y_pred in binary_cases:
        scores = [y_pred[y_true == label] for label in (1, 0)]
        called, found = ((y_pred if of is None else of) >= scores[0][:, None] for of in (None, scores[0]))
        lowest = found.sum(axis=1) / called.sum(axis=1)  # precision where each positive is the last one called
        expected = float(lowest.mean()) if y_true.any() else math.nan
        agree(average_precision(y_true, y_pred), expected)
        agree(average_precision_lift(y_true, y_pred), expected / float(y_true.mean()) if y_true.any() else math.nan)
        above, tied = (np.sum(sign == np.sign(np.subtract.outer(*scores))) for sign in (1, 0))
        pairs = scores[0].size * scores[1].size
        agree(auroc(y_true, y_pred), float((above + tied / 2) / pairs) if pairs else math.nan)


def area_by_hand(y_true, y_pred, max_fpr):
    """McClish's area, one stretch of the ROC curve after the other, each cut at the limit."""
    positives, negatives = int(y_true.sum()), int((y_true == 0).sum())
    fpr = tpr = area = 0.0
    for cut in sorted(set(y_pred.tolist()), reverse=True):
        to_fpr, to_tpr = (float(np.sum(y_pred[y_true == c] >= cut)) / n for c, n in ((0, negatives), (1, positives)))
        end = min(to_fpr, max_fpr)
        if end > fpr:
            at_end = tpr + (to_tpr - tpr) * (end - fpr) / (to_fpr - fpr)
            area += (end - fpr) * (tpr + at_end) / 2
        if to_fpr >= max_fpr:
            break
        fpr, tpr = to_fpr, to_tpr
    return 0.5 * (1 + (area - max_fpr**2 / 2) / (max_fpr - max_fpr**2 / 2))


def test_partial_auroc_agrees_with_an_area_by_hand_and_with_scikit_learn(binary_cases, agree, quietly):
    for number, (y_true, y_pred) in enumerate(binary_cases):
        max_fpr = (0.1, 0.05, 0.5, 1.0, 0.2)[number % 5]
        ours = partial_auroc(y_true, y_pred, max_fpr=max_fpr)
        if np.ptp(y_true) == 0:
            assert math.isnan(ours)
            continue
        agree(ours, area_by_hand(y_true, y_pred, max_fpr))
        if number % 8 == 0:
            agree(ours, quietly(roc_auc_score, y_true, y_pred, max_fpr=max_fpr))


def test_partial_auroc_to_the_end_is_the_auroc_and_of_a_constant_score_chance():
    y_true, y_pred = np.array([0.0, 0, 1, 1]), np.array([0.1, 0.4, 0.35, 0.8])
    assert partial_auroc(y_true, y_pred, max_fpr=1.0) == auroc(y_true, y_pred)
    assert partial_auroc(y_true, np.ones(4)) == pytest.approx(0.5, abs=1e-15)
    assert PARTIAL_AUROC(y_true, y_true) == PARTIAL_AUROC.best
    assert PARTIAL_AUROC(y_true, -y_true) == pytest.approx(PARTIAL_AUROC.worst, abs=1e-15)


def test_lift_of_the_truth_is_one_over_prevalence_and_of_chance_the_mean_over_all_orders():
    y_true = np.array([0.0, 0, 0, 0, 1, 1])
    assert AVERAGE_PRECISION_LIFT(y_true, y_true) == 3.0
    assert AVERAGE_PRECISION_LIFT(y_true, np.ones(6)) == pytest.approx(1.0, abs=1e-15)
    values = [average_precision_lift(np.isin(np.arange(6), p) * 1.0, np.arange(6.0)) for p in combinations(range(6), 2)]
    assert AVERAGE_PRECISION_LIFT.chance_of(y_true) == pytest.approx(np.mean(values), abs=1e-12)
    assert math.isnan(AVERAGE_PRECISION_LIFT.chance_of(np.zeros(4)))


@pytest.mark.parametrize("metric", [AVERAGE_PRECISION, AUROC, AVERAGE_PRECISION_LIFT, PARTIAL_AUROC])
def test_a_score_that_is_nan_leaves_the_value_undefined(metric):
    assert math.isnan(metric(np.array([0.0, 1.0, 1.0]), np.array([0.5, np.nan, 0.2])))


def test_infinite_scores_tie_with_each_other():
    y_true, y_pred = np.array([1.0, 0, 1, 0]), np.array([np.inf, np.inf, 0.0, -np.inf])
    finite = np.array([3.0, 3.0, 0.0, -3.0])
    for metric in (AVERAGE_PRECISION, AUROC, AVERAGE_PRECISION_LIFT, PARTIAL_AUROC):
        assert metric(y_true, y_pred) == metric(y_true, finite)

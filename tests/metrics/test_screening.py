"""Independent implementations: counts over every threshold by hand for all cases, scikit-learn for some of them."""

import itertools
import math

import numpy as np
import pytest
from sklearn.metrics import (
    balanced_accuracy_score,
    fbeta_score,
    matthews_corrcoef,
    precision_recall_curve,
    roc_curve,
)

from clinicell.metrics.screening import (
    BALANCED_ACCURACY_AT_HALF,
    BEST_F1,
    F1_AT_HALF,
    F2_AT_HALF,
    MATTHEWS_AT_HALF,
    RECALL_AT_FPR_1E_4,
    RECALL_AT_FPR_1E_5,
    SENSITIVITY_AT_95_SPECIFICITY,
    SENSITIVITY_AT_99_9_SPECIFICITY,
    balanced_accuracy_at_half,
    best_f1,
    f1_at_half,
    f2_at_half,
    f_beta,
    matthews_at_half,
    recall_at_fpr,
    recall_at_fpr_by_chance,
)

AT_RATES = {
    SENSITIVITY_AT_95_SPECIFICITY: 20,
    SENSITIVITY_AT_99_9_SPECIFICITY: 1_000,
    RECALL_AT_FPR_1E_4: 10_000,
    RECALL_AT_FPR_1E_5: 100_000,
}
AT_THRESHOLDS = [F1_AT_HALF, F2_AT_HALF, BEST_F1, MATTHEWS_AT_HALF, BALANCED_ACCURACY_AT_HALF]
ALL = [*AT_RATES, *AT_THRESHOLDS]


def counts(y_true, y_pred, threshold):
    """True and false positives, false and true negatives, one unit after the other."""
    table = [0, 0, 0, 0]
    for true, score in zip(y_true.tolist(), y_pred.tolist(), strict=True):
        table[(0 if true else 1) if score >= threshold else (2 if true else 3)] += 1
    return table


@pytest.mark.parametrize("fpr", [0.05, 0.1, 0.25])
def test_recall_at_a_false_positive_rate_is_the_most_found_at_any_threshold(fpr, binary_cases, agree):
    for y_true, y_pred in binary_cases:
        negatives = np.sum(y_true == 0)
        if not y_true.any() or negatives * fpr < 1:
            assert math.isnan(recall_at_fpr(y_true, y_pred, fpr=fpr))
            continue
        cuts = np.append(np.unique(y_pred), 2.0)[:, None]
        found, alarms = ((y_pred[y_true == label] >= cuts).sum(axis=1) for label in (1, 0))
        agree(
            recall_at_fpr(y_true, y_pred, fpr=fpr), float(found[alarms <= fpr * negatives + 1e-9].max() / y_true.sum())
        )


@pytest.mark.parametrize(("metric", "fewest"), AT_RATES.items(), ids=lambda value: getattr(value, "name", value))
def test_each_named_rate_agrees_with_scikit_learns_curve(metric, fewest, agree):
    rng = np.random.default_rng(fewest)
    for n_negatives in (fewest, 3 * fewest - 1):
        y_true = np.append(np.zeros(n_negatives), np.ones(50))
        y_pred = rng.normal(size=y_true.size).round(3) + 3 * y_true
        alarms, found, _ = roc_curve(y_true, y_pred, drop_intermediate=False)
        agree(metric(y_true, y_pred), float(found[alarms <= 1 / fewest].max()))


@pytest.mark.parametrize(("metric", "fewest"), AT_RATES.items(), ids=lambda value: getattr(value, "name", value))
def test_fewer_negatives_than_one_in_the_rate_are_undefined(metric, fewest):
    y_true = np.append(np.zeros(fewest - 1), 1.0)
    assert math.isnan(metric(y_true, y_true))
    assert math.isnan(metric.chance_of(y_true))
    enough = np.append(0.0, y_true)
    assert metric(enough, enough) == metric.best
    assert metric(enough, -enough) == metric.worst


def test_a_rate_that_allows_a_whole_number_of_negatives_allows_all_of_them():
    for percent in range(1, 100):
        y_true = np.append(np.zeros(100), 1.0)
        y_pred = np.append(np.arange(100.0), 99.5 - percent)
        assert recall_at_fpr(y_true, y_pred, fpr=percent / 100) == 1.0
        assert recall_at_fpr(y_true, y_pred - np.append(np.zeros(100), 1.0), fpr=percent / 100) == 0.0


@pytest.mark.parametrize("positives", [1, 2, 4])
def test_chance_of_recall_is_the_mean_over_all_orders(positives):
    y_true = np.append(np.zeros(6), np.ones(positives))
    places = itertools.combinations(range(y_true.size), positives)
    values = [recall_at_fpr(np.isin(np.arange(y_true.size), p) * 1.0, np.arange(y_true.size), fpr=0.4) for p in places]
    assert recall_at_fpr_by_chance(y_true, fpr=0.4) == pytest.approx(np.mean(values), abs=1e-12)


def test_f_beta_agrees_with_counts_and_with_scikit_learn(binary_cases, agree, quietly):
    for number, (y_true, y_pred) in enumerate(binary_cases):
        beta, threshold = (1.0, 2.0, 0.5)[number % 3], (0.5, 0.3, 0.8)[number % 3]
        found, alarms, missed, _ = counts(y_true, y_pred, threshold)
        ours = f_beta(y_true, y_pred, beta=beta, threshold=threshold)
        if not y_true.any():
            assert math.isnan(ours)
            continue
        agree(ours, (1 + beta**2) * found / ((1 + beta**2) * found + beta**2 * missed + alarms))
        if number % 10 == 0:
            agree(ours, quietly(fbeta_score, y_true, y_pred >= threshold, beta=beta))
    assert f1_at_half(np.array([1.0, 1, 0]), np.array([0.5, 0.1, 0.7])) == 0.5  # a score of 0.5 is called
    assert f2_at_half(np.array([1.0, 1, 0]), np.array([0.5, 0.5, 0.7])) == 10 / 11


def test_best_f1_agrees_with_every_threshold_tried_and_with_scikit_learn(binary_cases, agree):
    for number, (y_true, y_pred) in enumerate(binary_cases):
        if not y_true.any():
            assert math.isnan(best_f1(y_true, y_pred))
            continue
        tried = [counts(y_true, y_pred, cut) for cut in set(y_pred.tolist())] if number % 5 == 0 else []
        called = y_pred >= np.unique(y_pred)[:, None]
        agree(best_f1(y_true, y_pred), float(max(2 * (called @ y_true) / (called.sum(axis=1) + y_true.sum()))))
        if tried:
            agree(best_f1(y_true, y_pred), max(2 * tp / (2 * tp + fp + fn) for tp, fp, fn, _ in tried))
        if number % 10 == 0:
            precision, recall, _ = precision_recall_curve(y_true, y_pred)
            some = precision + recall > 0
            agree(best_f1(y_true, y_pred), float(max(2 * (precision * recall)[some] / (precision + recall)[some])))


def test_matthews_and_balanced_accuracy_at_half_agree_with_counts_and_scikit_learn(binary_cases, agree, quietly):
    for number, (y_true, y_pred) in enumerate(binary_cases):
        tp, fp, fn, tn = counts(y_true, y_pred, 0.5)
        if tp + fn == 0 or tn + fp == 0:
            assert math.isnan(matthews_at_half(y_true, y_pred))
            assert math.isnan(balanced_accuracy_at_half(y_true, y_pred))
            continue
        spread = math.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))
        agree(matthews_at_half(y_true, y_pred), (tp * tn - fp * fn) / spread if spread else 0.0)
        agree(balanced_accuracy_at_half(y_true, y_pred), (tp / (tp + fn) + tn / (tn + fp)) / 2)
        if number % 10 == 0:
            agree(matthews_at_half(y_true, y_pred), quietly(matthews_corrcoef, y_true, y_pred >= 0.5))
            agree(balanced_accuracy_at_half(y_true, y_pred), quietly(balanced_accuracy_score, y_true, y_pred >= 0.5))


@pytest.mark.parametrize("metric", AT_THRESHOLDS, ids=lambda metric: metric.name)
def test_the_truth_scores_best_and_its_reverse_worst(metric):
    truth = np.array([0.0, 1, 1, 0])
    assert metric(truth, truth) == pytest.approx(metric.best, abs=1e-15)
    floor = 2 / 3 if metric is BEST_F1 else metric.worst  # calling every unit is always a choice
    assert metric(truth, 1 - truth) == pytest.approx(floor, abs=1e-15)


@pytest.mark.parametrize("metric", ALL, ids=lambda metric: metric.name)
def test_nobody_a_missing_class_and_a_nan_are_undefined(metric):
    assert math.isnan(metric(np.zeros(0), np.zeros(0)))
    assert math.isnan(metric(np.zeros(9), np.linspace(0, 1, 9)))
    assert math.isnan(metric(np.array([0.0, 1.0]), np.array([0.5, np.nan])))


@pytest.mark.parametrize("metric", [MATTHEWS_AT_HALF, BALANCED_ACCURACY_AT_HALF], ids=lambda metric: metric.name)
def test_a_constant_answer_has_the_value_of_chance(metric):
    truth = np.array([0.0, 1, 1, 0, 0])
    assert metric(truth, np.full(5, 0.7)) == metric(truth, np.full(5, 0.1)) == metric.chance_of(truth)

"""Independent implementations: dcurves 1.1.7 (its values in peers_of_decision.json), scikit-learn, counts by hand."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import precision_score, recall_score

from clinicell.metrics.decision import (
    NEGATIVE_PREDICTIVE_VALUE,
    POSITIVE_PREDICTIVE_VALUE,
    SENSITIVITY,
    SPECIFICITY,
    STANDARDIZED_NET_BENEFIT_AT_20_PERCENT,
    decision_curve,
    negative_predictive_value,
    net_benefit,
    net_benefit_of_treating_all,
    positive_predictive_value,
    sensitivity,
    specificity,
    standardized_net_benefit,
)

PEERS = json.loads(Path(__file__).with_name("peers_of_decision.json").read_text())
SHARES = [SENSITIVITY, SPECIFICITY, POSITIVE_PREDICTIVE_VALUE, NEGATIVE_PREDICTIVE_VALUE]


def counts(y_true, y_pred, threshold):
    """True and false positives, false and true negatives, one unit after the other."""
    table = [0, 0, 0, 0]
    for true, score in zip(y_true.tolist(), y_pred.tolist(), strict=True):
        table[(0 if true else 1) if score >= threshold else (2 if true else 3)] += 1
    return table


def test_the_curves_agree_with_dcurves():
    thresholds = np.array(PEERS["thresholds"])
    for case in PEERS["cases"]:
        curve = decision_curve(np.array(case["outcome"]), np.array(case["probability"]), thresholds)
        np.testing.assert_allclose(curve.model, case["net_benefit"], rtol=0, atol=1e-9)
        np.testing.assert_allclose(curve.treat_all, case["treat_all"], rtol=0, atol=1e-9)
        assert curve.treat_none.tolist() == [0.0] * thresholds.size


def test_net_benefit_agrees_with_each_treated_unit_weighed_by_hand(binary_cases, agree):
    for number, (y_true, y_pred) in enumerate(binary_cases):
        threshold = (0.05, 0.2, 0.5, 0.8)[number % 4]
        worth = [1.0 if true else -threshold / (1 - threshold) for true in y_true.tolist()]
        treated = [w for w, p in zip(worth, y_pred.tolist(), strict=True) if p >= threshold]
        agree(net_benefit(y_true, y_pred, threshold=threshold), math.fsum(treated) / y_true.size)
        agree(net_benefit_of_treating_all(y_true, threshold=threshold), math.fsum(worth) / y_true.size)
        share = y_true.sum() / y_true.size
        expected = math.fsum(treated) / y_true.size / float(share) if 0 < share < 1 else math.nan
        agree(standardized_net_benefit(y_true, y_pred, threshold=threshold), expected)


def test_shares_at_a_threshold_agree_with_counts_and_with_scikit_learn(binary_cases, agree, quietly):
    for number, (y_true, y_pred) in enumerate(binary_cases):
        threshold = (0.5, 0.2, 0.9)[number % 3]
        tp, fp, fn, tn = counts(y_true, y_pred, threshold)
        for function, part, whole, label, peer in (
            (sensitivity, tp, tp + fn, 1, recall_score),
            (specificity, tn, tn + fp, 0, recall_score),
            (positive_predictive_value, tp, tp + fp, 1, precision_score),
            (negative_predictive_value, tn, tn + fn, 0, precision_score),
        ):
            ours = function(y_true, y_pred, threshold=threshold)
            agree(ours, part / whole if whole else math.nan)
            if number % 20 == 0:
                called = (y_pred >= threshold).astype(float)
                agree(ours, quietly(peer, y_true, called, pos_label=label, zero_division=np.nan))


def test_a_probability_at_the_threshold_is_treated():
    assert net_benefit(np.array([1.0, 0.0]), np.array([0.2, 0.1]), threshold=0.2) == 0.5


def test_a_perfect_model_has_the_share_of_positives_and_standardized_one():
    truth = np.array([0.0, 0, 0, 1])
    assert net_benefit(truth, truth, threshold=0.3) == 0.25
    metric = STANDARDIZED_NET_BENEFIT_AT_20_PERCENT
    assert metric(truth, truth) == metric.best
    assert metric(truth, 1 - truth) == pytest.approx(-3 * 0.25)  # three needless treatments at odds of one quarter
    assert metric(truth, np.full(4, 0.2)) == metric.chance_of(truth) == pytest.approx(1 - 3 * 0.25)
    assert metric.chance_of(np.append(np.zeros(9), 1.0)) == 0.0  # treating none is better than 1 - 9 / 4


@pytest.mark.parametrize("metric", SHARES, ids=lambda metric: metric.name)
def test_the_truth_scores_best_and_its_reverse_worst(metric):
    truth = np.array([0.0, 1, 1, 0])
    assert metric(truth, truth) == metric.best
    assert metric(truth, 1 - truth) == metric.worst


@pytest.mark.parametrize("metric", [*SHARES, STANDARDIZED_NET_BENEFIT_AT_20_PERCENT], ids=lambda metric: metric.name)
def test_nobody_and_a_nan_are_undefined(metric):
    assert math.isnan(metric(np.zeros(0), np.zeros(0)))
    assert math.isnan(metric(np.array([0.0, 1]), np.array([0.3, np.nan])))
    assert math.isnan(metric(np.array([0.0, np.nan]), np.array([0.3, 0.7])))


def test_what_is_no_probability_has_no_net_benefit():
    assert math.isnan(net_benefit(np.array([0.0, 1]), np.array([-1.0, 3.0]), threshold=0.2))
    assert math.isnan(STANDARDIZED_NET_BENEFIT_AT_20_PERCENT.chance_of(np.zeros(3)))

"""Independent implementations: plain counts of pairs of codes for all cases, scikit-learn for every eighth of them.

For ties in top-k a count over all orders of the classes; for log loss a loop.
"""

import itertools
import math
from collections import Counter

import numpy as np
import pytest
from sklearn.metrics import (
    accuracy_score,
    balanced_accuracy_score,
    cohen_kappa_score,
    f1_score,
    matthews_corrcoef,
    top_k_accuracy_score,
)
from sklearn.metrics import log_loss as sklearn_log_loss

from clinicell.metrics.classification import (
    ACCURACY,
    BALANCED_ACCURACY,
    COHEN_KAPPA,
    LOG_LOSS,
    MACRO_F1,
    MATTHEWS_CORRELATION,
    TOP_3_ACCURACY,
    accuracy,
    balanced_accuracy,
    cohen_kappa,
    log_loss,
    macro_f1,
    matthews_correlation,
    top_3_accuracy,
    top_k_accuracy,
)

OF_CODES = [ACCURACY, BALANCED_ACCURACY, COHEN_KAPPA, MACRO_F1, MATTHEWS_CORRELATION]
OF_TWO_CLASSES = [BALANCED_ACCURACY, COHEN_KAPPA, MATTHEWS_CORRELATION]
PEERS = {
    accuracy: accuracy_score,
    balanced_accuracy: balanced_accuracy_score,
    cohen_kappa: cohen_kappa_score,
    macro_f1: lambda y_true, y_pred: f1_score(y_true, y_pred, average="macro"),
    matthews_correlation: matthews_corrcoef,
}


def by_hand(y_true, y_pred):
    """The five values from counts of units; NaN where the truth has one class."""
    pairs = Counter(zip(y_true.tolist(), y_pred.tolist(), strict=True))
    true, called, n = Counter(y_true.tolist()), Counter(y_pred.tolist()), y_true.size
    classes = set(true) | set(called)
    right = sum(pairs[c, c] for c in classes) / n
    by_chance = sum(true[c] * called[c] for c in classes) / n**2
    varied = [1 - sum(count**2 for count in side.values()) / n**2 for side in (true, called)]
    return {
        accuracy: right,
        balanced_accuracy: sum(pairs[c, c] / true[c] for c in true) / len(true) if len(true) > 1 else math.nan,
        cohen_kappa: (right - by_chance) / (1 - by_chance) if len(true) > 1 else math.nan,
        macro_f1: sum(2 * pairs[c, c] / (true[c] + called[c]) for c in classes) / len(classes),
        matthews_correlation: math.nan
        if len(true) < 2
        else (right - by_chance) / math.sqrt(math.prod(varied))
        if len(called) > 1
        else 0.0,
    }


def test_agrees_with_counts_by_hand(class_cases, agree):
    for y_true, y_pred in class_cases:
        for function, value in by_hand(y_true, y_pred).items():
            agree(function(y_true, y_pred), value)


@pytest.mark.parametrize("metric", OF_CODES, ids=lambda metric: metric.name)
def test_agrees_with_scikit_learn_where_the_truth_holds_two_classes(metric, class_cases, agree, quietly):
    for y_true, y_pred in class_cases[::8]:
        if metric not in OF_TWO_CLASSES or np.ptp(y_true) > 0:
            agree(metric(y_true, y_pred), quietly(PEERS[metric.function], y_true, y_pred))
        else:
            assert math.isnan(metric(y_true, y_pred))


@pytest.mark.parametrize("metric", OF_CODES, ids=lambda metric: metric.name)
def test_the_truth_scores_best_and_no_unit_or_a_nan_is_undefined(metric):
    truth = np.array([0.0, 0, 1, 2, 2])
    assert metric(truth, truth) == pytest.approx(metric.best, abs=1e-15)
    assert math.isnan(metric(np.zeros(0), np.zeros(0)))
    assert math.isnan(metric(truth, np.array([0.0, 0, 1, 2, np.nan])))


@pytest.mark.parametrize("metric", OF_CODES, ids=lambda metric: metric.name)
def test_two_classes_exchanged_score_worst(metric):
    truth = np.array([0.0, 1, 1, 0])
    assert metric(truth, 1 - truth) == pytest.approx(metric.worst, abs=1e-15)


@pytest.mark.parametrize("metric", OF_TWO_CLASSES, ids=lambda metric: metric.name)
def test_chance_is_the_mean_over_all_orders_of_the_answer(metric):
    truth, answer = np.array([0.0, 0, 1, 1, 2]), np.array([0.0, 1, 1, 1, 2])
    values = [metric(truth, answer[list(order)]) for order in itertools.permutations(range(5))]
    assert np.mean(values) == pytest.approx(metric.chance_of(truth), abs=1e-12)


@pytest.mark.parametrize("k", [1, 2, 3])
def test_top_k_agrees_with_scikit_learn_where_nothing_is_tied(k, agree, quietly):
    rng = np.random.default_rng(0)
    for _ in range(350):
        n_classes = int(rng.integers(k + 1, 8))
        y_true = rng.integers(0, n_classes, int(rng.integers(1, 40))).astype(float)
        scores = rng.dirichlet(np.ones(n_classes), y_true.size)
        if n_classes == 2:  # there scikit-learn wants the second column alone, and calls it at 0.5
            theirs = float(np.mean((scores[:, 1] > 0.5) == y_true))
        else:
            theirs = quietly(top_k_accuracy_score, y_true, scores, k=k, labels=np.arange(n_classes))
        agree(top_k_accuracy(y_true, scores, k=k), theirs)


def test_ties_in_top_k_count_as_the_mean_over_all_orders_of_the_classes(agree):
    rng = np.random.default_rng(1)
    for _ in range(200):
        truth, scores = int(rng.integers(0, 4)), rng.integers(0, 3, 4).astype(float)
        ours = top_k_accuracy(np.array([float(truth)]), scores[None, :], k=2)
        orders = [sorted(order, key=lambda c: -scores[c])[:2] for order in itertools.permutations(range(4))]
        agree(ours, sum(truth in order for order in orders) / len(orders))


def test_top_3_of_three_classes_is_undefined_and_of_the_truth_best():
    assert math.isnan(top_3_accuracy(np.array([0.0, 1]), np.eye(3)[:2]))
    assert TOP_3_ACCURACY(np.arange(5.0), np.eye(5)) == TOP_3_ACCURACY.best
    assert TOP_3_ACCURACY(np.zeros(4), np.tile([0.0, 1, 2, 3], (4, 1))) == TOP_3_ACCURACY.worst


def test_log_loss_agrees_with_scikit_learn_and_with_a_loop(agree, quietly):
    rng = np.random.default_rng(2)
    for number in range(1000):
        n_classes = int(rng.integers(2, 7))
        y_true = rng.integers(0, n_classes, int(rng.integers(1, 30))).astype(float)
        p = rng.dirichlet(np.full(n_classes, 2.0), y_true.size)
        ours = log_loss(y_true, p)
        if number % 8 == 0:
            agree(ours, quietly(sklearn_log_loss, y_true, p, labels=np.arange(n_classes)))
        agree(ours, -math.fsum(math.log(p[row, int(code)]) for row, code in enumerate(y_true)) / y_true.size)


def test_log_loss_at_its_ends_and_of_what_is_no_distribution():
    truth = np.array([0.0, 1])
    assert LOG_LOSS(truth, np.eye(2)) == LOG_LOSS.best
    assert LOG_LOSS(truth, np.eye(2)[::-1]) == LOG_LOSS.worst
    for wrong in (np.array([[0.5, 0.4], [0, 1]]), np.array([[1.5, -0.5], [0, 1]]), np.array([[np.nan, 1], [0, 1]])):
        assert math.isnan(log_loss(truth, wrong))
    assert math.isnan(log_loss(np.zeros(0), np.zeros((0, 2))))


@pytest.mark.parametrize("code", [-1.0, 2.0, 0.5])
def test_a_class_without_a_column_is_undefined_and_never_another_column(code):
    p = np.array([[0.5, 0.5], [0.4, 0.6]])
    assert math.isnan(top_k_accuracy(np.array([0.0, code]), p, k=1))
    assert math.isnan(log_loss(np.array([0.0, code]), p))


def test_one_class_alone_has_no_chance():
    assert math.isnan(BALANCED_ACCURACY.chance_of(np.ones(3)))

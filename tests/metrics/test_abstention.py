"""Independent implementations: a loop over the units by falling certainty; ties by the mean over all their orders."""

import itertools
import math

import numpy as np
import pytest

from clinicell.metrics.abstention import AURC, aurc, risk_coverage


def by_hand(errors):
    """The mean over k of the share of errors among the first k."""
    return math.fsum(sum(errors[:k]) / k for k in range(1, len(errors) + 1)) / len(errors)


def test_agrees_with_a_loop_where_nothing_is_tied(agree):
    rng = np.random.default_rng(0)
    for _ in range(1000):
        n = int(rng.integers(1, 60))
        y_true, y_pred = (rng.random(n) < 0.4).astype(float), rng.random(n)
        surest_first = sorted(zip(y_pred.tolist(), y_true.tolist(), strict=True), key=lambda u: min(u[0], 1 - u[0]))
        agree(aurc(y_true, y_pred), by_hand([int((p >= 0.5) != (y == 1)) for p, y in surest_first]))


def test_equally_sure_units_count_as_the_mean_over_all_their_orders(agree):
    rng = np.random.default_rng(1)
    for _ in range(150):
        n = int(rng.integers(2, 6))
        errors, sure = rng.integers(0, 2, n).astype(float), rng.integers(0, 3, n).astype(float)
        orders = [
            o for o in itertools.permutations(range(n)) if all(sure[a] >= sure[b] for a, b in itertools.pairwise(o))
        ]
        expected = np.mean([by_hand(errors[list(order)].tolist()) for order in orders])
        agree(float(np.mean(risk_coverage(errors, sure).risk)), float(expected))


def test_probabilities_as_far_above_one_half_as_below_are_equally_sure():
    truth = np.array([1.0, 1.0])
    assert aurc(truth, np.array([0.3, 0.7])) == aurc(truth, np.array([0.7, 0.3])) == 0.5


def test_the_last_risk_is_the_error_rate_and_coverage_ends_at_all(binary_cases):
    for y_true, y_pred in binary_cases:
        errors = ((y_pred >= 0.5) != y_true).astype(float)
        curve = risk_coverage(errors, np.abs(y_pred - 0.5))
        assert curve.coverage[-1] == 1.0
        assert curve.risk[-1] == pytest.approx(errors.mean(), abs=1e-12)


def test_the_truth_scores_best_its_reverse_worst_and_nobody_a_nan_or_no_probability_is_undefined():
    truth = np.array([0.0, 1, 1])
    assert AURC(truth, truth) == AURC.best
    assert AURC(truth, 1 - truth) == AURC.worst
    assert math.isnan(aurc(np.zeros(0), np.zeros(0)))
    assert math.isnan(aurc(truth, np.array([0.1, np.nan, 0.2])))
    assert math.isnan(aurc(truth, np.array([0.1, 1.1, 0.2])))

"""Independent implementations: scipy, scikit-learn and numpy; sums over all pairs of units."""

import itertools
import math

import numpy as np
import pytest
from scipy.stats import pearsonr, spearmanr
from sklearn.metrics import mean_absolute_error, r2_score, root_mean_squared_error

from clinicell.metrics.regression import (
    CONCORDANCE,
    MAE,
    PEARSON,
    R2,
    RMSE,
    RMSE_OVER_MEAN_EFFECTS,
    SPEARMAN,
    concordance,
    mae,
    mean_effects,
    pearson,
    r2,
    rmse,
    rmse_over_mean_effects,
    rmse_over_naive,
    spearman,
)

ERRORS = [RMSE, MAE]
OF_VARIED_TRUTH = [R2, PEARSON, SPEARMAN, CONCORDANCE]
CORRELATIONS = [PEARSON, SPEARMAN, CONCORDANCE]


def test_errors_agree_with_a_loop_and_with_scikit_learn(quantity_cases, agree, quietly):
    for number, (y_true, y_pred) in enumerate(quantity_cases):
        apart = [abs(p - t) for t, p in zip(y_true.tolist(), y_pred.tolist(), strict=True)]
        agree(rmse(y_true, y_pred), math.sqrt(math.fsum(a * a for a in apart) / len(apart)))
        agree(mae(y_true, y_pred), math.fsum(apart) / len(apart))
        if number % 8 == 0:
            agree(rmse(y_true, y_pred), quietly(root_mean_squared_error, y_true, y_pred))
            agree(mae(y_true, y_pred), quietly(mean_absolute_error, y_true, y_pred))


def test_r2_agrees_with_all_pairs_of_units_and_with_scikit_learn(quantity_cases, agree, quietly):
    for number, (y_true, y_pred) in enumerate(quantity_cases):
        if np.ptp(y_true) == 0:
            assert math.isnan(r2(y_true, y_pred))
            continue
        spread = np.subtract.outer(y_true, y_true)  # the mean of squares over all pairs is twice the variance
        expected = 1 - 2 * np.mean((y_true - y_pred) ** 2) / np.mean(spread**2)
        assert r2(y_true, y_pred) == pytest.approx(expected, rel=1e-9, abs=1e-9)  # down to -1e12
        if number % 8 == 0:
            agree(r2(y_true, y_pred), quietly(r2_score, y_true, y_pred))


def test_correlations_agree_with_scipy_and_numpy(quantity_cases, agree, quietly):
    for number, (y_true, y_pred) in enumerate(quantity_cases):
        if np.ptp(y_true) == 0:
            assert math.isnan(pearson(y_true, y_pred))
            assert math.isnan(spearman(y_true, y_pred))
        elif np.ptp(y_pred) == 0:
            assert pearson(y_true, y_pred) == spearman(y_true, y_pred) == 0.0
        else:
            agree(pearson(y_true, y_pred), float(np.corrcoef(y_true, y_pred)[0, 1]))
            below = [np.sign(np.subtract.outer(y, y)).sum(axis=1) for y in (y_true, y_pred)]  # ranks, but for a shift
            agree(spearman(y_true, y_pred), float(np.corrcoef(*below)[0, 1]))
            if number % 8 == 0:
                agree(pearson(y_true, y_pred), float(pearsonr(y_true, y_pred).statistic))
                agree(spearman(y_true, y_pred), float(spearmanr(y_true, y_pred).statistic))


def test_concordance_is_one_minus_the_squared_distance_over_that_of_independent_pairs(quantity_cases, agree):
    for y_true, y_pred in quantity_cases:
        if np.ptp(y_true) == 0:
            assert math.isnan(concordance(y_true, y_pred))
            continue
        independent = np.mean(np.subtract.outer(y_true, y_pred) ** 2)
        agree(concordance(y_true, y_pred), float(1 - np.mean((y_true - y_pred) ** 2) / independent))


@pytest.mark.parametrize("metric", [*ERRORS, *OF_VARIED_TRUTH], ids=lambda metric: metric.name)
def test_the_truth_scores_best_and_no_unit_or_a_nan_is_undefined(metric):
    truth = np.array([1.0, 2, 4])
    assert metric(truth, truth) == pytest.approx(metric.best, abs=1e-15)
    assert math.isnan(metric(np.zeros(0), np.zeros(0)))
    assert math.isnan(metric(truth, np.array([1.0, np.nan, 4])))


@pytest.mark.parametrize("metric", OF_VARIED_TRUTH, ids=lambda metric: metric.name)
def test_a_single_unit_and_a_constant_truth_are_undefined(metric):
    assert math.isnan(metric(np.ones(1), np.ones(1)))
    assert math.isnan(metric(np.ones(3), np.arange(3.0)))


@pytest.mark.parametrize("metric", CORRELATIONS, ids=lambda metric: metric.name)
def test_the_reverse_scores_worst_a_constant_0_and_the_mean_over_all_orders_is_chance(metric):
    truth, answer = np.array([-2.0, -1, 1, 2]), np.array([0.0, 3, 3, 8])
    assert metric(truth, -truth) == pytest.approx(metric.worst, abs=1e-15)
    assert metric(truth, np.full(4, 7.0)) == 0.0
    values = [metric(truth, answer[list(order)]) for order in itertools.permutations(range(4))]
    assert np.mean(values) == pytest.approx(metric.chance_of(truth), abs=1e-12)


def test_pearson_of_tiny_and_of_huge_values_is_that_of_the_same_values_in_another_unit():
    y_true, y_pred = np.array([1.0, 2, 4, 3]), np.array([2.0, 1, 5, 4])
    for unit in (1e-200, 1e200):
        assert pearson(unit * y_true, unit * y_pred) == pytest.approx(pearson(y_true, y_pred), abs=1e-12)


def naive_by_hand(known):
    """Mean of the drug plus mean of the line minus grand mean; a mean that is not there is the grand mean."""
    pairs = {(i, j): value for (i, j), value in np.ndenumerate(known) if not np.isnan(value)}
    grand = math.fsum(pairs.values()) / len(pairs)

    def mean(axis, number):
        own = [value for place, value in pairs.items() if place[axis] == number]
        return math.fsum(own) / len(own) if own else grand

    drugs = [mean(1, j) for j in range(known.shape[1])]
    return np.array([[mean(0, i) + drug - grand for drug in drugs] for i in range(known.shape[0])])


def test_mean_effects_and_the_ratio_to_them_agree_with_sums_by_hand(tables):
    for truth, answer in tables:
        if np.isnan(truth).all():
            assert np.isnan(mean_effects(truth)).all()
            assert math.isnan(rmse_over_mean_effects(truth, answer))
            continue
        naive = naive_by_hand(truth)
        np.testing.assert_allclose(mean_effects(truth), naive, atol=1e-12)
        of_naive, ours = (np.sqrt(np.nanmean((truth - guess) ** 2)) for guess in (naive, answer))
        expected = float(ours / of_naive) if of_naive > 1e-10 else math.nan
        value = rmse_over_mean_effects(truth, answer)
        assert value == pytest.approx(expected, rel=1e-9, nan_ok=True)


def test_the_ratio_to_a_naive_answer_counts_measured_pairs_only(tables):
    rng = np.random.default_rng(5)
    for truth, answer in tables:
        naive = rng.normal(size=truth.shape)
        errors = [
            math.fsum(
                (g - t) ** 2 for g, t in zip(guess.ravel().tolist(), truth.ravel().tolist(), strict=True) if t == t
            )
            for guess in (answer, naive)
        ]
        expected = math.sqrt(errors[0] / errors[1]) if errors[1] else math.nan
        assert rmse_over_naive(truth, answer, naive=naive) == pytest.approx(expected, rel=1e-9, nan_ok=True)


def test_a_line_never_seen_gets_the_mean_of_each_drug():
    known = np.array([[1.0, 5.0], [3.0, 9.0], [np.nan, np.nan]])
    np.testing.assert_allclose(mean_effects(known)[2], [2.0, 7.0])


def test_the_ratio_is_0_for_the_truth_and_undefined_where_an_answer_is_missing_or_the_effects_are_exact():
    truth = np.array([[1.0, 2], [3, 9]])
    assert rmse_over_mean_effects(truth, truth) == RMSE_OVER_MEAN_EFFECTS.best
    assert math.isnan(rmse_over_mean_effects(truth, np.array([[1.0, np.nan], [3, 9]])))
    assert math.isnan(rmse_over_mean_effects(np.array([[0.1, 0.2], [0.3, 0.4]]), truth))
    assert math.isnan(rmse_over_naive(truth, truth, naive=np.full((2, 2), np.nan)))

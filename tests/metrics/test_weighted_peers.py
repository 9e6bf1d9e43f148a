"""Weighted forms against scikit-learn, scipy and numpy, which know weights of rows; else worked by hand."""

import math

import numpy as np
import pytest
from scipy.stats import spearmanr
from sklearn import metrics as peers

from clinicell.metrics import classification, decision, early_detection, regression, screening
from clinicell.metrics.abstention import AURC, aurc
from clinicell.metrics.calibration import BRIER, CALIBRATION_INTERCEPT, NEGATIVE_LOG_LIKELIHOOD
from clinicell.metrics.drug_ranking import TOP_1_REGRET
from clinicell.metrics.moments import joined, moments
from clinicell.metrics.reliability import CALIBRATION_ERROR


def called(function, **options):
    return lambda truth, answer, weight: function(truth, answer >= 0.5, sample_weight=weight, **options)


def weighted(function, **options):
    return lambda truth, answer, weight: function(truth, answer, sample_weight=weight, **options)


OF_CLASSES = [
    (classification.ACCURACY, weighted(peers.accuracy_score)),
    (classification.BALANCED_ACCURACY, weighted(peers.balanced_accuracy_score)),
    (classification.MACRO_F1, weighted(peers.f1_score, average="macro")),
    (classification.MATTHEWS_CORRELATION, weighted(peers.matthews_corrcoef)),
    (classification.COHEN_KAPPA, weighted(peers.cohen_kappa_score)),
]
OF_PROBABILITIES = [
    (screening.F1_AT_HALF, called(peers.f1_score)),
    (screening.F2_AT_HALF, called(peers.fbeta_score, beta=2)),
    (screening.MATTHEWS_AT_HALF, called(peers.matthews_corrcoef)),
    (screening.BALANCED_ACCURACY_AT_HALF, called(peers.balanced_accuracy_score)),
    (decision.SENSITIVITY, called(peers.recall_score)),
    (decision.SPECIFICITY, called(peers.recall_score, pos_label=0)),
    (decision.POSITIVE_PREDICTIVE_VALUE, called(peers.precision_score)),
    (decision.NEGATIVE_PREDICTIVE_VALUE, called(peers.precision_score, pos_label=0)),
    (early_detection.PARTIAL_AUROC, weighted(peers.roc_auc_score, max_fpr=0.1)),
    (BRIER, weighted(peers.brier_score_loss)),
    (NEGATIVE_LOG_LIKELIHOOD, weighted(peers.log_loss)),
]
OF_QUANTITIES = [
    (regression.RMSE, weighted(peers.root_mean_squared_error)),
    (regression.MAE, weighted(peers.mean_absolute_error)),
    (regression.R2, weighted(peers.r2_score)),
    (regression.PEARSON, lambda truth, answer, weight: _correlation(truth, answer, weight)),
]


def _correlation(truth, answer, weight):
    spread = np.cov(truth, answer, aweights=weight, ddof=0)
    return spread[0, 1] / math.sqrt(spread[0, 0] * spread[1, 1])


def rows(seed, n=300):
    rng = np.random.default_rng(seed)
    truth = (rng.random(n) < 0.3).astype(float)
    answer = np.clip(0.3 * truth + 0.6 * rng.random(n) + 0.05, 0.01, 0.99).round(seed % 3 + 1)
    return truth, answer, rng.lognormal(0, 2, n)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("metric", "peer"), OF_PROBABILITIES, ids=lambda one: getattr(one, "name", ""))
def test_a_weighted_value_of_probabilities_is_that_of_scikit_learn(metric, peer, seed):
    asked = rows(seed)
    assert metric.pooled.exact(*asked) == pytest.approx(peer(*asked), abs=1e-9)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("metric", "peer"), OF_CLASSES, ids=lambda one: getattr(one, "name", ""))
def test_a_weighted_value_of_classes_is_that_of_scikit_learn(metric, peer, seed):
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 4, 200).astype(float)
    answer = np.where(rng.random(200) < 0.5, truth, rng.integers(0, 4, 200))
    weight = rng.lognormal(0, 2, 200)
    assert metric.pooled.exact(truth, answer, weight) == pytest.approx(peer(truth, answer, weight), abs=1e-9)


@pytest.mark.parametrize("offset", [0.0, 1e6])
@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("metric", "peer"), OF_QUANTITIES, ids=lambda one: getattr(one, "name", ""))
def test_a_weighted_value_of_quantities_is_that_of_scikit_learn(metric, peer, seed, offset):
    rng = np.random.default_rng(seed)
    truth, weight = rng.normal(size=200) + offset, rng.lognormal(0, 2, 200)
    answer = truth + rng.normal(size=200)
    assert metric.pooled.exact(truth, answer, weight) == pytest.approx(peer(truth, answer, weight), abs=1e-8)


def test_units_far_from_zero_and_from_each_other_lose_no_digits():
    rng = np.random.default_rng(0)
    unit = np.repeat([0, 1, 2], 50)
    small = rng.normal(size=150)
    truth = small + np.array([1e8, 1e8, -1e8])[unit]
    kept = moments(truth, truth + 1, unit, 3)
    found = joined(kept, np.array([[1.0, 1, 0], [0, 0, 2]]))
    near = truth[:100] - 1e8  # exact, as both are near
    assert found.true_true[0] == pytest.approx(np.sum((near - near.mean()) ** 2), rel=1e-6)
    assert found.squared.tolist() == [100.0, 100.0]


def test_ranks_of_few_values_are_exact_and_follow_the_units_drawn():
    rng = np.random.default_rng(1)
    truth, answer = rng.integers(0, 9, 400).astype(float), rng.integers(0, 9, 400).astype(float)
    answer = np.where(rng.random(400) < 0.5, truth, answer)
    unit = rng.integers(0, 5, 400)
    kept = regression.SPEARMAN.pooled.keep(truth, answer, unit, 5)
    weights = np.array([[1.0, 1, 1, 1, 1], [0, 3, 1, 0, 1]])
    for drawn, found in zip(weights, regression.SPEARMAN.pooled.weigh(kept, weights), strict=True):
        often = np.repeat(np.arange(400), drawn[unit].astype(int))
        assert found == pytest.approx(spearmanr(truth[often], answer[often]).statistic, abs=1e-12)


def test_the_area_under_risk_of_unequal_weights_worked_by_hand():
    # the surest row weighs 3 and is right, the next weighs 1 and is wrong: risks 0 and 1/4, for shares 3/4 and 1/4
    truth, answer, weight = np.array([0.0, 0.0]), np.array([0.1, 0.8]), np.array([3.0, 1.0])
    assert AURC.pooled.exact(truth, answer, weight) == pytest.approx(0.25 * 0.25)
    assert AURC.pooled.exact(truth, answer, np.ones(2)) == aurc(truth, answer) == 0.25


def test_the_calibration_error_counts_a_group_as_its_effective_number_of_rows():
    truth, answer = np.tile([0.0, 1.0], 40), np.full(80, 0.8)
    weight = np.append(np.full(40, 3.0), np.full(40, 1.0))
    effective = weight.sum() ** 2 / np.sum(weight**2)  # 64
    expected = math.sqrt(0.3**2 - 0.25 / (effective - 1))
    assert CALIBRATION_ERROR.pooled.exact(truth, answer, weight) == pytest.approx(expected, abs=1e-12)


def test_a_certainty_of_0_or_1_undoes_the_intercept_of_those_draws_only_that_hold_it():
    truth, answer = np.array([0.0, 1, 0, 1, 1, 0]), np.array([0.3, 0.6, 0.4, 0.7, 1.0, 0.2])
    kept = CALIBRATION_INTERCEPT.pooled.keep(truth, answer, np.array([0, 0, 1, 1, 2, 2]), 3)
    found = CALIBRATION_INTERCEPT.pooled.weigh(kept, np.array([[1.0, 1, 0], [1, 1, 1]]))
    assert np.isfinite(found).tolist() == [True, False]


def test_a_missing_answer_undoes_the_regret_of_those_draws_only_that_hold_its_line():
    truth = np.array([[3.0, 1, np.nan], [2, 5, 4]])
    answer = np.array([[1.0, 2, 0], [1, np.nan, 2]])
    kept = TOP_1_REGRET.pooled.keep(truth, answer, np.array([0, 1]), 2)
    found = TOP_1_REGRET.pooled.weigh(kept, np.array([[1.0, 0], [1, 1]]))
    assert found[0] == 2.0
    assert math.isnan(found[1])

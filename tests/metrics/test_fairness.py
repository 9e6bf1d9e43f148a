import math

import numpy as np
import pytest
from sklearn.metrics import confusion_matrix, roc_curve

from clinicell.metrics.detection import AUROC
from clinicell.metrics.evidence import record
from clinicell.metrics.fairness import Rates, equalised_odds_difference, gap, rates, youden_threshold
from clinicell.metrics.resampling import strata


@pytest.mark.parametrize("seed", range(20))
def test_rates_are_those_of_a_confusion_matrix(seed):
    rng = np.random.default_rng(seed)
    truth, called, weight = rng.integers(0, 2, 40).astype(float), rng.random(40) < 0.4, rng.random(40)
    (tn, fp), (fn, tp) = confusion_matrix(truth, called, sample_weight=weight, labels=[0, 1])
    found = rates(truth, called, weight)
    assert found.true_positive == pytest.approx(tp / (tp + fn), abs=1e-12)
    assert found.false_positive == pytest.approx(fp / (fp + tn), abs=1e-12)


def test_rates_without_a_class_are_unknown():
    found = rates(np.zeros(3), np.array([True, False, False]), np.ones(3))
    assert math.isnan(found.true_positive)
    assert found.false_positive == pytest.approx(1 / 3)


def test_equalised_odds_difference_is_the_larger_of_both_ranges():
    groups = [Rates(0.9, 0.1), Rates(0.7, 0.15), Rates(0.8, 0.4)]  # 0.2 in true, 0.3 in false positives
    assert equalised_odds_difference(groups) == pytest.approx(0.3)
    assert equalised_odds_difference([Rates(0.5, 0.5)] * 2) == 0
    assert math.isnan(equalised_odds_difference(groups[:1]))
    assert math.isnan(equalised_odds_difference([*groups, Rates(math.nan, 0.1)]))


@pytest.mark.parametrize("seed", range(50))
def test_the_threshold_has_the_largest_youden_index_of_a_roc_curve(seed):
    rng = np.random.default_rng(seed)
    truth = np.r_[0.0, 1.0, rng.integers(0, 2, 28)]
    score = np.round(rng.normal(truth, 1.0), 1)  # with ties
    weight = rng.random(30)
    chosen = youden_threshold(truth, score, weight)
    false, true, _ = roc_curve(truth, score, sample_weight=weight, drop_intermediate=False)
    found = rates(truth, score >= chosen, weight)
    assert found.true_positive - found.false_positive == pytest.approx((true - false).max(), abs=1e-12)
    assert math.isnan(youden_threshold(np.ones(3), np.arange(3.0), np.ones(3)))


def patients(n, separation_of, seed):
    """Return evidence of n patients in each group, half of each class, and their groups."""
    rng = np.random.default_rng(seed)
    group = np.repeat(list(separation_of), n)
    truth = np.tile([0.0, 1.0], group.size // 2)
    score = rng.normal(truth * np.asarray([separation_of[name] for name in group]))
    units = np.asarray([f"p{number:03d}" for number in range(group.size)])
    evidence = record((AUROC,), truth[:, None], score[:, None], units, labels_of="patient")
    return evidence, dict(zip(units.tolist(), group.tolist(), strict=True)), truth, score, group


def test_the_gap_is_the_range_of_the_groups_own_values():
    evidence, group_of, truth, score, group = patients(20, {"a": 2.0, "b": 0.5, "c": 1.0}, seed=1)
    own = [AUROC(truth[group == name], score[group == name]) for name in "abc"]
    found = gap(AUROC, evidence, group_of, strata(evidence, labels_of="patient"), n_draws=50)
    assert found.value == pytest.approx(max(own) - min(own), abs=1e-12)


def test_a_model_that_fails_one_group_has_a_gap_and_one_that_is_fair_has_none_beyond_chance():
    unfair, group_of, *_ = patients(40, {"a": 3.0, "b": 0.0}, seed=0)
    found = gap(AUROC, unfair, group_of, strata(unfair, labels_of="patient"))
    assert found.value > 0.3
    assert found.p_value < 0.01
    assert found.expected < 0.15
    alike = []
    for seed in range(40):
        fair, group_of, *_ = patients(30, {"a": 1.0, "b": 1.0, "c": 1.0}, seed=seed)
        one = gap(AUROC, fair, group_of, strata(fair, labels_of="patient"), n_draws=200)
        alike.append((one.p_value <= 0.05, one.value - one.expected))
    assert sum(is_small for is_small, _ in alike) <= 6  # 5 % of 40 are 2; more than 6 comes in 0.3 % of such tests
    assert abs(np.mean([apart for _, apart in alike])) < 0.03  # the gap is above 0, and as large as chance makes it


def test_one_group_has_no_gap_and_units_without_a_group_take_no_part():
    evidence, group_of, *_ = patients(20, {"a": 1.0, "b": 1.0, "c": 1.0}, seed=3)
    stratum = strata(evidence, labels_of="patient")
    assert math.isnan(gap(AUROC, evidence, dict.fromkeys(group_of, "a"), stratum).value)
    without = {unit: name for unit, name in group_of.items() if name != "c"}
    two = gap(AUROC, evidence, without, stratum, n_draws=20)
    changed, *_ = patients(20, {"a": 1.0, "b": 1.0, "c": 9.0}, seed=3)
    assert gap(AUROC, changed, without, stratum, n_draws=20) == two

"""Independent implementation: scikit-learn, which shares no line with ours."""

import math
from collections import Counter
from itertools import permutations

import numpy as np
import pytest
from sklearn.metrics import (
    adjusted_mutual_info_score,
    adjusted_rand_score,
    completeness_score,
    homogeneity_score,
    normalized_mutual_info_score,
    v_measure_score,
)

from clinicell.metrics.clustering import (
    ADJUSTED_MUTUAL_INFORMATION,
    ADJUSTED_RAND_INDEX,
    CLONE_COUNT_ERROR,
    CLONES_FOUND,
    COMPLETENESS,
    HOMOGENEITY,
    NORMALIZED_MUTUAL_INFORMATION,
    V_MEASURE,
    adjusted_mutual_information,
    adjusted_rand_index,
    clone_count_error,
    clones_found,
    completeness,
    homogeneity,
    normalized_mutual_information,
    v_measure,
)


def partitions(n_cases: int):
    rng = np.random.default_rng(0)
    for _ in range(n_cases):
        n = int(rng.integers(2, 150))
        yield rng.integers(0, rng.integers(1, 9), n).astype(float), rng.integers(0, rng.integers(1, 9), n).astype(float)


def test_adjusted_rand_index_agrees_with_scikit_learn():
    for one, other in partitions(500):
        assert adjusted_rand_index(one, other) == pytest.approx(adjusted_rand_score(one, other), abs=1e-12)


def test_v_measure_agrees_with_scikit_learn():
    for one, other in partitions(500):
        assert v_measure(one, other) == pytest.approx(v_measure_score(one, other), abs=1e-9)


@pytest.mark.parametrize("metric", [ADJUSTED_RAND_INDEX, V_MEASURE, CLONE_COUNT_ERROR], ids=lambda m: m.name)
def test_the_same_partition_under_other_names_scores_best(metric):
    codes = np.array([0.0, 0, 1, 1, 2, 2, 2])
    assert metric(codes, 10 - codes) == metric.best


def test_renaming_the_codes_leaves_every_bit_of_the_value():
    rng = np.random.default_rng(3)
    one, other = rng.integers(0, 6, 300).astype(float), rng.integers(0, 7, 300).astype(float)
    renamed = rng.permutation(7).astype(float)[other.astype(int)]
    assert v_measure(one, other) == v_measure(one, renamed)
    assert adjusted_rand_index(one, other) == adjusted_rand_index(one, renamed)


def test_too_few_units_are_undefined():
    assert math.isnan(adjusted_rand_index(np.zeros(1), np.zeros(1)))
    assert math.isnan(v_measure(np.zeros(0), np.zeros(0)))
    assert math.isnan(clone_count_error(np.zeros(0), np.zeros(0)))


def test_clones_found_counts_the_answer_and_does_not_read_the_truth():
    assert clones_found(np.full(4, np.nan), np.array([3.0, 3, 5, 9])) == 3
    assert not CLONES_FOUND.needs_truth
    assert clone_count_error(np.array([0.0, 1, 2]), np.array([0.0, 0, 0])) == 2


PEERS = {
    homogeneity: homogeneity_score,
    completeness: completeness_score,
    normalized_mutual_information: normalized_mutual_info_score,
    adjusted_mutual_information: adjusted_mutual_info_score,
}


@pytest.mark.parametrize("function", PEERS, ids=lambda function: function.__name__)
def test_information_agrees_with_scikit_learn(function, class_cases, agree, quietly):
    is_adjusted = function is adjusted_mutual_information
    for one, other in class_cases if is_adjusted else class_cases[::8]:
        if is_adjusted and one.size < 2:
            assert math.isnan(function(one, other))
        else:
            agree(function(one, other), quietly(PEERS[function], one, other))


def test_information_agrees_with_sums_over_pairs_of_codes(class_cases, agree):
    for one, other in class_cases:
        n, clones, clusters = one.size, Counter(one.tolist()), Counter(other.tolist())
        h_one, h_other = (-sum(c / n * math.log(c / n) for c in sizes.values()) for sizes in (clones, clusters))
        pairs = Counter(zip(one.tolist(), other.tolist(), strict=True)).items()
        mutual = sum(c / n * math.log(c * n / (clones[a] * clusters[b])) for (a, b), c in pairs)
        agree(homogeneity(one, other), mutual / h_one if len(clones) > 1 else 1.0)
        agree(completeness(one, other), mutual / h_other if len(clusters) > 1 else 1.0)
        mean = (h_one + h_other) / 2
        agree(normalized_mutual_information(one, other), mutual / mean if len(clones) + len(clusters) > 2 else 1.0)


def test_adjusted_information_is_0_on_average_over_all_orders():
    one, other = np.array([0.0, 0, 0, 1, 1, 2]), np.array([0.0, 0, 1, 1, 2, 2])
    orders = [np.array(order) for order in set(permutations(other.tolist()))]
    values = [adjusted_mutual_information(one, order) for order in orders]
    assert np.mean(values) == pytest.approx(ADJUSTED_MUTUAL_INFORMATION.chance_of(one), abs=1e-12)


def test_information_of_a_hundred_thousand_cells_agrees_with_scikit_learn():
    rng = np.random.default_rng(5)
    one = rng.integers(0, 6, 100_000)
    other = np.where(rng.random(one.size) < 0.3, one, rng.integers(0, 9, one.size))
    ours = adjusted_mutual_information(one.astype(float), other.astype(float))
    assert ours == pytest.approx(adjusted_mutual_info_score(one, other), abs=1e-9)


OF_INFORMATION = [HOMOGENEITY, COMPLETENESS, NORMALIZED_MUTUAL_INFORMATION, ADJUSTED_MUTUAL_INFORMATION]


@pytest.mark.parametrize("metric", OF_INFORMATION, ids=lambda metric: metric.name)
def test_the_same_partition_is_best_and_nobody_or_a_nan_undefined(metric):
    codes = np.array([0.0, 0, 1, 1, 2, 2, 2])
    assert metric(codes, 10 - codes) == pytest.approx(metric.best, abs=1e-15)
    assert metric(np.zeros(4), np.zeros(4)) == metric.best
    assert math.isnan(metric(np.zeros(0), np.zeros(0)))
    assert math.isnan(metric(codes, np.where(codes == 1, np.nan, codes)))


@pytest.mark.parametrize("metric", [NORMALIZED_MUTUAL_INFORMATION, ADJUSTED_MUTUAL_INFORMATION], ids=lambda m: m.name)
def test_a_single_cluster_says_nothing(metric):
    assert metric(np.array([0.0, 0, 1, 1]), np.zeros(4)) == 0.0


def test_partitions_across_each_other_score_worst_and_below_chance():
    across = np.array([0.0, 0, 1, 1]), np.array([0.0, 1, 0, 1])
    assert [metric(*across) for metric in OF_INFORMATION[:3]] == [metric.worst for metric in OF_INFORMATION[:3]]
    assert adjusted_mutual_information(*across) == pytest.approx(-0.5, abs=1e-12)

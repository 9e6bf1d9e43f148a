"""Independent implementation: scikit-learn, which shares no line with ours."""

import math

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score, v_measure_score

from clinicell.metrics.clustering import (
    ADJUSTED_RAND_INDEX,
    CLONE_COUNT_ERROR,
    CLONES_FOUND,
    V_MEASURE,
    adjusted_rand_index,
    clone_count_error,
    clones_found,
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

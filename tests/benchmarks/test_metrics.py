"""Metrics over 100,000 cells beside scikit-learn, the same value, and over a million within half a second each."""

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score, average_precision_score, roc_auc_score, v_measure_score

from clinicell.metrics.clustering import adjusted_rand_index, v_measure
from clinicell.metrics.detection import auroc, average_precision

N_CELLS = 100_000
OF_SCORES = {
    "auroc": (auroc, roc_auc_score),
    "average_precision": (average_precision, average_precision_score),
}
OF_CODES = {
    "adjusted_rand_index": (adjusted_rand_index, adjusted_rand_score),
    "v_measure": (v_measure, v_measure_score),
}


@pytest.fixture(scope="module")
def scores():
    rng = np.random.default_rng(7)
    is_rare = (rng.random(N_CELLS) < 0.01).astype(np.float64)
    return is_rare, rng.normal(size=N_CELLS) + is_rare


@pytest.fixture(scope="module")
def codes():
    rng = np.random.default_rng(7)
    clone = rng.integers(0, 8, N_CELLS)
    called = np.where(rng.random(N_CELLS) < 0.8, clone, rng.integers(0, 8, N_CELLS))
    return clone.astype(np.float64), called.astype(np.float64)


@pytest.mark.parametrize("name", OF_SCORES)
@pytest.mark.parametrize("whose", [0, 1], ids=["ours", "scikit-learn"])
def test_score_of_a_rare_class(benchmark, scores, name, whose):
    benchmark.group = name
    value = benchmark(OF_SCORES[name][whose], *scores)
    assert value == pytest.approx(OF_SCORES[name][1 - whose](*scores), abs=1e-12)


@pytest.mark.parametrize("name", OF_CODES)
@pytest.mark.parametrize("whose", [0, 1], ids=["ours", "scikit-learn"])
def test_agreement_of_partitions(benchmark, codes, name, whose):
    benchmark.group = name
    value = benchmark(OF_CODES[name][whose], *codes)
    assert value == pytest.approx(OF_CODES[name][1 - whose](*codes), abs=1e-12)


A_MILLION = 1_000_000
SECONDS = 0.5


@pytest.mark.parametrize("prevalence", [0.001, 0.5])
@pytest.mark.parametrize("function", [auroc, average_precision], ids=lambda function: function.__name__)
def test_score_of_a_million_cells_takes_half_a_second_at_most(benchmark, function, prevalence):
    rng = np.random.default_rng(8)
    is_positive = (rng.random(A_MILLION) < prevalence).astype(np.float64)
    benchmark.pedantic(function, args=(is_positive, rng.normal(size=A_MILLION) + is_positive), rounds=5)
    assert benchmark.stats.stats.min < SECONDS


@pytest.mark.parametrize("n_clones", [8, 200])
def test_agreement_of_partitions_of_a_million_cells_takes_half_a_second_at_most(benchmark, n_clones):
    rng = np.random.default_rng(8)
    clone = rng.integers(0, n_clones, A_MILLION)
    called = np.where(rng.random(A_MILLION) < 0.8, clone, rng.integers(0, n_clones, A_MILLION))
    arguments = clone.astype(np.float64), called.astype(np.float64)
    benchmark.pedantic(adjusted_rand_index, args=arguments, rounds=5)
    assert benchmark.stats.stats.min < SECONDS

"""Ten thousand draws of 100 donors with a million cells, beside the loop that evaluates each draw anew.

The loop is timed on twenty draws and scaled: all ten thousand would take hours. `extra_info` of each benchmark holds
the ratio and the largest error over the twenty.
"""

import time

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, roc_auc_score

from clinicell.metrics.detection import AUROC, AVERAGE_PRECISION
from clinicell.metrics.evidence import record
from clinicell.metrics.ranks import ranks
from clinicell.metrics.resampling import resampled

N_CELLS, N_DONORS, N_DRAWS, N_TIMED = 1_000_000, 100, 10_000, 20


@pytest.fixture(scope="module")
def cells():
    """Donors of unequal size, share of positives and level of the score."""
    rng = np.random.default_rng(7)
    size = rng.lognormal(0, 1.0, N_DONORS)
    donor = rng.choice(N_DONORS, N_CELLS, p=size / size.sum())
    share = np.clip(0.05 * rng.lognormal(0, 1.0, N_DONORS), 1e-3, 0.5)
    truth = (rng.random(N_CELLS) < share[donor]).astype(np.float64)
    score = 1.5 * truth + rng.normal(0, 0.5, N_DONORS)[donor] + rng.normal(size=N_CELLS)
    return truth, score, donor


@pytest.fixture(scope="module")
def weights():
    return resampled(np.zeros(N_DONORS, dtype=np.intp), N_DRAWS, seed=0)


@pytest.fixture(scope="module")
def kept(cells):
    truth, score, donor = cells
    ids = np.char.mod("%03d", np.arange(N_DONORS))[donor]
    return record((AUROC, AVERAGE_PRECISION), truth[:, None], score[:, None], ids, labels_of="cell")


@pytest.fixture(scope="module")
def naive(cells, weights):
    """The values of the first draws, each donor's cells sharing one mass, and the seconds that a draw takes."""
    truth, score, donor = cells
    size = np.bincount(donor, minlength=N_DONORS)
    began = time.perf_counter()
    values = []
    for drawn in weights[:N_TIMED]:
        weight = (drawn / size)[donor]
        used = weight > 0
        asked = truth[used], score[used]
        values.append(
            [metric(*asked, sample_weight=weight[used]) for metric in (roc_auc_score, average_precision_score)]
        )
    return np.asarray(values), (time.perf_counter() - began) / N_TIMED


def test_ten_thousand_draws_of_auroc_and_average_precision(benchmark, kept, weights, naive):
    def both():
        return np.stack([kept.values(metric, weights) for metric in (AUROC, AVERAGE_PRECISION)], axis=1)

    found = benchmark.pedantic(both, rounds=3, iterations=1)
    expected, seconds = naive
    error = np.abs(found[:N_TIMED] - expected).max(axis=0)
    benchmark.extra_info["naive_hours_scaled_from_20_draws"] = seconds * N_DRAWS / 3600
    benchmark.extra_info["times_faster"] = seconds * N_DRAWS / benchmark.stats.stats.median
    benchmark.extra_info["largest_error"] = {"auroc": error[0], "average_precision": error[1]}
    assert error[0] < 2e-5
    assert error[1] < 5e-4
    assert benchmark.stats.stats.median <= 2.0


def test_keeping_the_record_of_a_million_cells(benchmark, cells):
    truth, score, donor = cells
    ids = np.char.mod("%03d", np.arange(N_DONORS))[donor]
    options = {"labels_of": "cell"}
    made = benchmark.pedantic(
        record, ((AUROC, AVERAGE_PRECISION), truth[:, None], score[:, None], ids), options, rounds=3, iterations=1
    )
    assert len(made.units) == N_DONORS


def test_ranking_a_hundred_models_on_twenty_tasks(benchmark):
    rng = np.random.default_rng(1)
    donor = np.repeat(np.char.mod("%02d", np.arange(30)), 100)
    truth = (rng.random(donor.size) < 0.1).astype(np.float64)
    models = [
        record(
            (AUROC,), truth[:, None], (truth * skill + rng.normal(size=donor.size))[:, None], donor, labels_of="cell"
        )
        for skill in rng.uniform(0.3, 2.0, 100)
    ]
    drawn = resampled(np.zeros(30, dtype=np.intp), 2000, seed=0)

    def all_tasks():
        for _ in range(20):
            draws = np.stack([one.values(AUROC, drawn) for one in models], axis=1)
            values = np.concatenate([one.values(AUROC, np.ones((1, 30))) for one in models])
            found = ranks(values, draws, n_units=30)
        return found

    found = benchmark.pedantic(all_tasks, rounds=1, iterations=1)
    assert found.rank.min() == 1

"""The interval of a value over 40 donors of 500 cells each: one unit left out at a time."""

import math

import numpy as np
import pytest

from clinicell.metrics.clustering import ADJUSTED_RAND_INDEX
from clinicell.metrics.detection import AUROC, AVERAGE_PRECISION
from clinicell.tasks._scoring import Scorable, interval, value

N_DONORS, N_CELLS = 40, 500


@pytest.fixture(scope="module")
def cells():
    rng = np.random.default_rng(7)
    n = N_DONORS * N_CELLS
    truth = (rng.random((n, 1)) < 0.02).astype(np.float64)
    donor = np.repeat([f"d{number:02d}" for number in range(N_DONORS)], N_CELLS)
    return {"truth": truth, "answer": truth + rng.normal(size=(n, 1)), "donor": donor, "labels_of": "cell"}


@pytest.mark.parametrize("metric", [AUROC, AVERAGE_PRECISION], ids=lambda metric: metric.name)
def test_interval_over_donors_of_cells(benchmark, cells, metric):
    data = Scorable(**cells, fold=np.full(len(cells["donor"]), "0"), within=False)
    point = value(metric, data, data.all_rows())

    def with_its_evidence():
        return interval(metric, data, data.evidence((metric,)), point, unit="donor")

    spread = benchmark(with_its_evidence)
    assert spread.low < point < spread.high


def test_interval_of_a_value_inside_each_donor(benchmark, cells):
    data = Scorable(**cells, fold=np.full(len(cells["donor"]), "0"), within=True)
    point = value(ADJUSTED_RAND_INDEX, data, data.all_rows())
    kept = data.evidence((ADJUSTED_RAND_INDEX,))
    spread = benchmark(interval, ADJUSTED_RAND_INDEX, data, kept, point, unit="instance")
    assert math.isfinite(spread.low)

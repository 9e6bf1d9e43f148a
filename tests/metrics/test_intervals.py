import math

import numpy as np
import pytest
from scipy import stats

from clinicell.metrics.detection import auroc
from clinicell.metrics.intervals import effective_units, jackknife_t, newcombe


def leave_one_out_means(values):
    return np.array([np.delete(values, i).mean() for i in range(len(values))])


def test_jackknife_of_a_mean_is_the_t_interval_of_scipy():
    values = np.random.default_rng(0).normal(size=12)
    ours = jackknife_t(values.mean(), leave_one_out_means(values), effective=12, on_unit_scale=False)
    low, high = stats.t.interval(0.95, 11, values.mean(), stats.sem(values))
    assert (ours.low, ours.high) == pytest.approx((low, high), abs=1e-12)


def test_interval_of_a_share_stays_inside_its_range():
    values = np.array([0.9, 0.99, 0.98, 0.97, 0.6, 0.99])
    ours = jackknife_t(values.mean(), leave_one_out_means(values), effective=6, on_unit_scale=True)
    assert 0 < ours.low < values.mean() < ours.high < 1


@pytest.mark.parametrize("n", [0, 1, 4])
def test_fewer_than_five_units_give_no_interval_and_the_reason(n):
    ours = jackknife_t(0.5, np.full(n, 0.5), effective=n, on_unit_scale=True)
    assert math.isnan(ours.low)
    assert "5 are needed" in ours.reason


def test_a_value_at_the_end_of_its_range_or_undefined_gives_no_interval():
    assert "end of its range" in jackknife_t(1.0, np.ones(9), effective=9, on_unit_scale=True).reason
    assert (
        "end of its range" in jackknife_t(1 - 2**-53, np.ones(9), effective=9, on_unit_scale=True).reason
    )  # a sum of 1
    assert "undefined" in jackknife_t(0.5, np.array([0.5] * 8 + [np.nan]), effective=9, on_unit_scale=True).reason


def test_newcombe_solves_its_equation_at_both_bounds():
    z = stats.norm.ppf(0.975)
    for theta, m, n in [(0.75, 10, 10), (0.92, 7, 13), (0.5, 40, 20)]:
        ours = newcombe(theta, m, n)
        half = (m + n) / 2 - 1
        for t in (ours.low, ours.high):
            spread = t * (1 - t) * (1 + half * (1 - t) / (2 - t) + half * t / (1 + t)) / (m * n)
            assert abs(theta - t) == pytest.approx(z * math.sqrt(spread), abs=1e-9)


def test_perfect_separation_keeps_a_width():
    assert newcombe(1.0, 5, 5).low < 0.75
    assert newcombe(1.0, 5, 5).high == 1.0
    assert newcombe(0.0, 5, 5).high > 0.25


def test_newcombe_refuses_too_few_patients():
    assert "5 in all" in newcombe(0.5, 2, 2).reason
    assert "2 of each" in newcombe(0.5, 20, 1).reason


def test_effective_units_shrink_when_one_donor_holds_most_cells():
    assert effective_units(np.array([100.0, 100, 100, 100])) == 4
    assert effective_units(np.array([10_000.0, 1, 1, 1])) < 1.01
    assert effective_units(np.zeros(3)) == 0


def test_newcombe_covers_the_truth_of_donor_labels_near_its_level():
    rng, covered = np.random.default_rng(5), 0
    truth = float(stats.norm.cdf(1.0 / math.sqrt(2)))
    for _ in range(400):
        scores = np.append(rng.normal(1, 1, 10), rng.normal(0, 1, 10))
        ours = newcombe(auroc(np.repeat([1.0, 0.0], 10), scores), 10, 10)
        covered += ours.low <= truth <= ours.high
    assert 0.92 <= covered / 400 <= 0.985

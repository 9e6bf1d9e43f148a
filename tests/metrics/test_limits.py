"""Independent implementations: scipy's distributions and its exact binomial test; sums worked by hand."""

import math

import numpy as np
import pytest
from scipy.stats import binom, binomtest, poisson

from clinicell.errors import InputError
from clinicell.metrics.limits import (
    Estimate,
    above_floor,
    cells_required,
    false_positive_rate,
    floor_of,
    limit_of_quantification,
)

DOSES = np.repeat([1e-4, 1e-3, 1e-2, 1e-1], 3)
SPREAD = np.tile([-1.0, 0, 1], 4)  # an SD of 1


def test_the_cells_that_a_share_asks_for_are_the_ones_printed_everywhere():
    assert cells_required(1e-4) == 29_956
    assert cells_required(1e-5) == 299_572
    assert cells_required(1e-6) == 2_995_731


def test_one_cell_fewer_would_not_do():
    rng = np.random.default_rng(0)
    for _ in range(1000):
        share, events = 10 ** rng.uniform(-6, -0.1), int(rng.integers(1, 60))
        cells = cells_required(share, events=events)
        assert 1 - binom.cdf(events - 1, cells, share) >= 0.95 > 1 - binom.cdf(events - 1, cells - 1, share)
        if events == 1:
            assert cells == math.ceil(math.log(0.05) / math.log1p(-share) - 1e-9)


def test_the_poisson_limit_asks_for_hardly_more():
    cells = cells_required(1e-5, events=20)
    assert poisson.sf(19, cells * 1e-5) < 0.95 < poisson.sf(19, (cells + 30) * 1e-5)


def test_impossible_shares_are_refused():
    for share, events in ((0.0, 1), (1.0, 1), (1e-3, 0)):
        with pytest.raises(InputError, match="give a share within"):
            cells_required(share, events=events)
    with pytest.raises(InputError, match="a sample of 0 cells shows nothing"):
        floor_of(0)


def test_no_number_below_three_over_n_is_ever_returned():
    rng = np.random.default_rng(0)
    for _ in range(1000):
        cells = float(rng.integers(10, 10**6))
        value, low, high = np.sort(10 ** rng.uniform(-7, 0, 3))[[1, 0, 2]]
        cut = above_floor(Estimate(value, low, high), cells=cells)
        shown = [number for number in (cut.value, cut.low, cut.high) if not math.isnan(number)]
        assert all(number >= 3 / cells for number in shown)
        assert (cut.value, cut.high) == (value, high) if value >= 3 / cells else cut.reason.startswith("not evaluable")


def test_a_sample_of_ten_thousand_cells_says_what_it_cannot_show():
    cut = above_floor(Estimate(2.9e-4), cells=10_000)
    assert math.isnan(cut.value)
    assert cut.reason == "not evaluable below 3/N = 0.0003 (N = 10,000 cells a sample)"
    assert above_floor(Estimate(3e-4), cells=10_000).value == 3e-4


def test_the_interval_of_a_false_positive_rate_agrees_with_scipys_exact_one():
    for blanks in range(1, 13):
        for positives in range(blanks + 1):
            expected = binomtest(positives, blanks).proportion_ci(method="exact")
            rate = false_positive_rate(positives, blanks)
            assert (rate.value, rate.low, rate.high) == pytest.approx((positives / blanks, *expected), abs=1e-9)


def test_the_bounds_of_a_rate_leave_2_and_a_half_percent_on_either_side():
    for blanks in range(1, 46):
        rates = [false_positive_rate(positives, blanks) for positives in range(blanks + 1)]
        for positives, rate in enumerate(rates):
            assert positives == 0 or binom.sf(positives - 1, blanks, rate.low) == pytest.approx(0.025, abs=1e-9)
            assert positives == blanks or binom.cdf(positives, blanks, rate.high) == pytest.approx(0.025, abs=1e-9)
        assert (rates[0].low, rates[-1].high) == (0, 1)


def test_five_clean_donors_allow_a_false_positive_rate_of_one_in_two():
    assert false_positive_rate(0, 5).high == pytest.approx(0.5218, abs=1e-4)
    assert (false_positive_rate(2, 5).low, false_positive_rate(2, 5).high) == pytest.approx((0.0527, 0.8534), abs=1e-4)
    assert false_positive_rate(0, 0).reason == "undefined (no blank sample)"
    with pytest.raises(InputError, match="6 positive samples of 5 blanks"):
        false_positive_rate(6, 5)


def quantified(spread, **changes):
    # the SD at each dose is `spread` times the dose
    estimated = DOSES * (1 + SPREAD * np.repeat(spread, 3))
    return limit_of_quantification(DOSES, estimated, **({"cells": 1e6} | changes))


@pytest.mark.parametrize(("goal", "expected"), [(0.2, 1e-1), (0.3, 1e-2), (0.35, 1e-3)])
def test_the_limit_of_quantification_is_the_lowest_dose_within_the_goal(goal, expected):
    limit = quantified([0.5, 0.34, 0.25, 0.15], cv=goal)
    assert (limit.value, limit.low, limit.high) == pytest.approx((expected, expected / 10, expected))


def test_a_lucky_dose_below_a_failing_one_does_not_count():
    assert quantified([0.1, 0.5, 0.1, 0.1]).value == 1e-2


def test_without_a_failing_dose_nothing_bounds_the_limit_from_below():
    limit = quantified([0.1, 0.1, 0.1, 0.1])
    assert limit.value == 1e-4
    assert math.isnan(limit.low)


def test_the_limit_of_quantification_heeds_total_error():
    biased = DOSES * 1.2 * (1 + SPREAD * 0.1)  # |bias| 0.2, SD 0.12: 0.2 + 1.645 x 0.12 = 0.397
    assert limit_of_quantification(DOSES, biased, cells=1e6, total_error=0.40).value == 1e-4
    assert math.isnan(limit_of_quantification(DOSES, biased, cells=1e6, cv=None, total_error=0.39).value)


def test_where_the_limit_of_quantification_is_undefined_it_says_why():
    assert quantified([0.1, 0.1, 0.1, 0.9]).reason == "undefined (the highest dose, 0.1, misses the goal)"
    assert quantified([0.1] * 4, cells=1000).reason.startswith("not evaluable below 3/N = 0.003")
    once = limit_of_quantification(np.array([0.1, 0.01]), np.array([0.1, 0.01]), cells=1e6)
    assert once.reason == "undefined (each dose needs at least 2 samples)"
    blanks_only = limit_of_quantification(np.zeros(3), np.zeros(3), cells=1e6)
    assert blanks_only.reason == once.reason
    with pytest.raises(InputError, match="no goal"):
        quantified([0.1] * 4, cv=None)


def test_a_method_that_estimates_nothing_quantifies_nothing():
    assert math.isnan(limit_of_quantification(DOSES, np.zeros_like(DOSES), cells=1e6).value)

"""Independent implementations: numpy's Hazen quantile, scipy's distributions, and sums worked by hand."""

import math

import numpy as np
import pytest
from scipy.stats import binom, norm

from clinicell.metrics.limits_blank import (
    blank_threshold,
    limit_of_blank,
    limit_of_blank_if_normal,
    limit_of_detection_if_normal,
)

MANY = 1e9  # cells, where the floor is not the question


def test_the_threshold_agrees_with_numpys_quantile_of_the_same_ranks():
    rng = np.random.default_rng(0)
    for _ in range(1000):
        blanks = rng.exponential(size=int(rng.integers(10, 400))).round(int(rng.integers(1, 9)))
        assert blank_threshold(blanks) == pytest.approx(np.quantile(blanks, 0.95, method="hazen"), abs=1e-12)


def test_sixty_blanks_put_the_threshold_between_the_57th_and_the_58th():
    assert blank_threshold(np.arange(1.0, 61)) == 57.5
    assert blank_threshold(np.arange(1.0, 11)) == 10.0  # rank 0.5 + 9.5: the largest of ten
    assert math.isnan(blank_threshold(np.arange(9.0)))


def test_a_method_that_sees_nothing_in_blanks_has_a_threshold_and_claims_no_limit_below_the_floor():
    nothing = np.zeros(50)
    assert blank_threshold(nothing) == 0
    assert (
        limit_of_blank(nothing, cells=10_000).reason == "not evaluable below 3/N = 0.0003 (N = 10,000 cells a sample)"
    )


def test_the_interval_by_rank_covers_the_percentile_as_the_binomial_says():
    for n in (72, 100, 237, 1000):
        limit = limit_of_blank(np.arange(1.0, n + 1), cells=MANY)
        # the true percentile lies between two order statistics if the number below it does
        at_least = 1 - binom.cdf(limit.low - 1, n, 0.95) - binom.sf(limit.high - 1, n, 0.95)
        narrower = [
            1 - binom.cdf(limit.low, n, 0.95) - binom.sf(limit.high - 1, n, 0.95),
            1 - binom.cdf(limit.low - 1, n, 0.95) - binom.sf(limit.high - 2, n, 0.95),
        ]
        assert at_least >= 0.95
        assert binom.cdf(limit.low, n, 0.95) > 0.025
        assert binom.sf(limit.high - 2, n, 0.95) > 0.025
        assert max(narrower) < at_least


def test_fewer_than_72_blanks_leave_the_upper_bound_open():
    limit = limit_of_blank(np.arange(1.0, 72), cells=MANY)
    assert math.isnan(limit.high)
    assert limit.reason == "upper bound undefined (71 blanks; 72 are needed)"
    assert limit_of_blank(np.arange(1.0, 73), cells=MANY).high == 72


def test_the_normal_limit_is_mean_and_corrected_deviations_worked_by_hand():
    blanks = np.array([1.0, 2, 3, 4])  # mean 2.5, SD 1.2909944
    limit = limit_of_blank_if_normal(blanks, samples=2, cells=MANY)
    assert limit.value == pytest.approx(2.5 + 1.6448536269514722 / (1 - 1 / 8) * math.sqrt(5 / 3), abs=1e-12)


def test_the_normal_limit_and_its_interval_agree_with_sums_over_random_blanks():
    rng = np.random.default_rng(0)
    for _ in range(1000):
        n = int(rng.integers(3, 80))
        blanks, samples = rng.normal(5, 1, n), int(rng.integers(1, n))
        mean = sum(blanks) / n
        sd = math.sqrt(sum((blank - mean) ** 2 for blank in blanks) / (n - 1))
        expected = mean + norm.ppf(0.95) / (1 - 1 / (4 * (n - samples))) * sd
        assert limit_of_blank_if_normal(blanks, samples=samples, cells=MANY).value == pytest.approx(expected, abs=1e-9)


def test_the_interval_of_the_normal_limit_covers_the_percentile():
    rng = np.random.default_rng(1)
    intervals = [limit_of_blank_if_normal(rng.normal(5, 1, 20), samples=4, cells=MANY) for _ in range(2000)]
    covered = np.mean([one.low <= 5 + norm.ppf(0.95) <= one.high for one in intervals])
    assert abs(covered - 0.95) < 4 * math.sqrt(0.95 * 0.05 / 2000)


def detected(blanks, low, sample, **changes):
    return limit_of_detection_if_normal(blanks, low, sample, **({"samples": 2, "cells": MANY} | changes))


def test_the_limit_of_detection_adds_the_pooled_deviation_of_low_samples_worked_by_hand():
    blanks, low, sample = np.array([1.0, 2, 3, 4]), np.array([8.0, 10, 20, 24]), np.array([0.0, 0, 1, 1])
    # within the low samples: (1 + 1 + 4 + 4) / (4 - 2) = 5
    blank = 2.5 + 1.6448536269514722 / (1 - 1 / 8) * math.sqrt(5 / 3)
    expected = blank + 1.6448536269514722 / (1 - 1 / 8) * math.sqrt(5)
    assert detected(blanks, low, sample).value == pytest.approx(expected, abs=1e-12)


def test_the_limit_of_detection_agrees_with_sums_over_random_samples():
    rng = np.random.default_rng(2)
    for _ in range(1000):
        blanks, n_low = rng.normal(5, 1, int(rng.integers(4, 60))), int(rng.integers(2, 8))
        sample = np.repeat(np.arange(n_low), int(rng.integers(2, 9))).astype(float)
        low = rng.normal(9 + sample, 1.5)
        freedom = low.size - n_low
        pooled = sum(np.var(low[sample == code], ddof=1) * (sum(sample == code) - 1) for code in range(n_low)) / freedom
        expected = limit_of_blank_if_normal(blanks, samples=2, cells=MANY).value
        expected += norm.ppf(0.95) / (1 - 1 / (4 * freedom)) * math.sqrt(pooled)
        assert detected(blanks, low, sample).value == pytest.approx(expected, abs=1e-9)


def test_the_interval_of_the_limit_of_detection_covers_it_about_as_often_as_it_says():
    rng = np.random.default_rng(3)
    sample, truth = np.repeat(np.arange(4.0), 15), 5 + norm.ppf(0.95) * (1 + 1.5)
    intervals = [detected(rng.normal(5, 1, 60), rng.normal(9 + sample, 1.5), sample) for _ in range(1000)]
    assert 0.92 < np.mean([one.low <= truth <= one.high for one in intervals]) < 0.98


@pytest.mark.parametrize(
    ("limit", "reason"),
    [
        (limit_of_blank(np.arange(9.0), cells=MANY), "undefined (9 blanks; 10 are needed)"),
        (
            limit_of_blank(np.full(60, 0.02), cells=MANY),
            "undefined (all 60 blanks are equal: they may be the same cells)",
        ),
        (
            limit_of_blank_if_normal(np.zeros(60), samples=5, cells=MANY),
            "undefined (all 60 blanks are equal: they may be the same cells)",
        ),
        (
            limit_of_blank_if_normal(np.arange(5.0), samples=5, cells=MANY),
            "undefined (5 results of 5 samples: no replicate)",
        ),
        (limit_of_blank_if_normal(np.zeros(1), samples=1, cells=MANY), "undefined (1 blanks; 2 are needed)"),
        (
            detected(np.arange(5.0), np.arange(4.0), np.arange(4.0)),
            "undefined (4 results of 4 samples: no replicate)",
        ),
        (
            detected(np.arange(5.0), np.ones(4), np.array([0.0, 0, 1, 1])),
            "undefined (all results of each low-level sample are equal: they may be the same cells)",
        ),
        (
            detected(np.arange(5.0) / 1e5, np.arange(4.0) / 1e5, np.array([0.0, 0, 1, 1]), cells=1000),
            "not evaluable below 3/N = 0.003 (N = 1,000 cells a sample)",
        ),
    ],
    ids=["few", "equal", "zero", "one result each", "one blank", "low once each", "low equal", "floor"],
)
def test_where_a_limit_is_undefined_it_says_why(limit, reason):
    assert math.isnan(limit.value)
    assert limit.reason == reason

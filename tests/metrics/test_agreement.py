"""Independent implementations: scipy (Spearman, Pearson), moments by loops, Passing-Bablok step by step on lists."""

import math
from statistics import median

import numpy as np
import pytest
from scipy.stats import norm, pearsonr, t

from clinicell.metrics.agreement import bland_altman, passing_bablok


def pairs(n_cases, least=2):
    rng = np.random.default_rng(0)
    for _ in range(n_cases):
        x = rng.exponential(size=int(rng.integers(least, 40))).round(int(rng.integers(1, 9)))
        x[0] += 10
        yield x, (x * rng.uniform(0.5, 2) + rng.normal(0, rng.uniform(0.01, 3), x.size)).round(int(rng.integers(1, 9)))


def test_bland_altman_agrees_with_a_loop_over_samples():
    for x, y in pairs(1000, least=3):
        differences = [b - a for a, b in zip(x, y, strict=True)]
        n, bias = len(differences), sum(differences) / len(differences)
        sd = math.sqrt(sum((d - bias) ** 2 for d in differences) / (n - 1))
        agreement = bland_altman(x, y)
        wide, of_limit = norm.ppf(0.975) * sd, t.ppf(0.975, n - 1) * sd * math.sqrt(1 / n + 1.9207294103 / (n - 1))
        expected = (bias - t.ppf(0.975, n - 1) * sd / math.sqrt(n), bias - wide, bias + wide, bias + wide + of_limit)
        got = (agreement.bias.low, agreement.lower.value, agreement.upper.value, agreement.upper.high)
        assert got == pytest.approx(expected, abs=1e-8)


def test_bland_altman_of_four_samples_worked_by_hand():
    agreement = bland_altman(np.array([1.0, 2, 3, 4]), np.array([1.5, 2, 3.5, 5]))
    assert agreement.bias.value == 0.5  # 0.5, 0, 0.5, 1
    assert agreement.upper.value == pytest.approx(0.5 + 1.959963984540054 * math.sqrt(1 / 6))
    assert bland_altman(np.ones(2), np.ones(2)).bias.reason == "undefined (2 samples; 3 are needed)"


def listed(x, y):
    """Passing and Bablok's steps, on lists counted from 1."""
    n, slopes = len(x), [None]
    for i in range(n):
        for j in range(i + 1, n):
            dx, dy = x[j] - x[i], y[j] - y[i]
            if dx == 0 and dy == 0:
                continue
            slope = math.inf if dx == 0 else dy / dx
            if slope != -1:
                slopes.append(slope)
    slopes[1:] = sorted(slopes[1:])
    count, shift = len(slopes) - 1, sum(slope < -1 for slope in slopes[1:])
    if count % 2:
        slope = slopes[(count + 1) // 2 + shift]
    else:
        slope = (slopes[count // 2 + shift] + slopes[count // 2 + 1 + shift]) / 2
    reach = norm.ppf(0.975) * math.sqrt(n * (n - 1) * (2 * n + 5) / 18)
    first = round((count - reach) / 2)
    low, high = slopes[first + shift], slopes[count - first + 1 + shift]
    return (slope, low, high, *(median(b - s * a for a, b in zip(x, y, strict=True)) for s in (slope, high, low)))


def test_passing_bablok_agrees_with_the_steps_of_its_paper():
    rng = np.random.default_rng(0)
    for _ in range(1000):
        x = rng.normal(size=int(rng.integers(10, 25)))
        y = rng.uniform(0.3, 3) * x + rng.normal(0, rng.uniform(0.01, 0.3), x.size) + rng.normal()
        line = passing_bablok(x, y)
        got = (line.slope.value, line.slope.low, line.slope.high)
        got += (line.intercept.value, line.intercept.low, line.intercept.high)
        assert got == pytest.approx(listed(x.tolist(), y.tolist()), abs=1e-9)
        expected = pearsonr(x, y).confidence_interval()
        assert (line.correlation.low, line.correlation.high) == pytest.approx(expected, abs=1e-9)


def test_the_line_through_one_gross_outlier_is_that_of_the_others():
    x = np.arange(1.0, 11)
    y = 2 * x + 1
    y[9] = 500
    line = passing_bablok(x, y)
    assert (line.slope.value, line.intercept.value) == (2.0, 1.0)
    assert line.slope.low <= 2 <= line.slope.high


def test_exchanging_the_two_measurements_inverts_the_line():
    rng = np.random.default_rng(1)
    x = rng.normal(size=23)  # 253 slopes: the median is one of them
    y = 1.7 * x + rng.normal(0, 0.2, 23)
    assert passing_bablok(y, x).slope.value == pytest.approx(1 / passing_bablok(x, y).slope.value, rel=1e-9)


def test_the_order_of_tied_samples_does_not_matter():
    x, y = np.repeat([1.0, 2, 3, 4], 3), np.array([1.1, 0.8, 1, 2, 2.3, 1.9, 3, 3.2, 2.7, 4.1, 4, 3.8])
    order = np.random.default_rng(2).permutation(12)
    assert passing_bablok(x[order], y[order]) == passing_bablok(x, y)


def test_where_there_is_no_line_it_says_why():
    x = np.arange(6.0)
    assert passing_bablok(x[:2], x[:2]).slope.reason.startswith("undefined (2 samples")
    assert passing_bablok(x, np.ones(6)).slope.reason.startswith("undefined (6 samples")
    assert passing_bablok(x, -2 * x).slope.reason == "undefined (one measurement falls while the other grows)"
    tied = passing_bablok(np.array([1.0, 1, 1, 1, 2]), np.array([1.0, 2, 3, 4, 5]))
    assert tied.slope.reason == "undefined (most pairs tie in the reference; average its repeats)"
    few = passing_bablok(x[:3], np.array([0.0, 1, 3]))
    assert few.slope.reason == "interval undefined (3 samples)"
    assert math.isnan(few.slope.low)
    assert passing_bablok(x, x).correlation.reason == "interval undefined (6 samples, r = 1)"

"""Independent implementation: a plain loop over the sorted units; the debiasing also against simulated calibration."""

import math

import numpy as np
import pytest

from clinicell.metrics.reliability import (
    CALIBRATION_ERROR,
    calibration_error,
    reliability,
    squared_calibration_error,
)


def bins_by_hand(y_true, y_pred, n_bins):
    """Units by rising probability; a bin closes when it is full and the next unit's probability is another."""
    units = sorted(zip(y_pred.tolist(), y_true.tolist(), strict=True))
    bins, current = [], []
    for number, unit in enumerate(units):
        current.append(unit)
        is_last_of_tie = number + 1 == len(units) or units[number + 1][0] != unit[0]
        if len(current) * n_bins >= len(units) and is_last_of_tie:
            bins.append(current)
            current = []
    return [*bins[:-1], bins[-1] + current]


def test_the_curve_and_the_error_agree_with_a_loop(binary_cases, agree):
    for number, (y_true, y_pred) in enumerate(binary_cases):
        n_bins = (10, 5, 1, 3)[number % 4]
        bins = bins_by_hand(y_true, y_pred, n_bins)
        curve = reliability(y_true, y_pred, n_bins=n_bins)
        assert curve.counts.tolist() == [len(units) for units in bins]
        predicted, observed = ([math.fsum(u[of] for u in units) / len(units) for units in bins] for of in (0, 1))
        np.testing.assert_allclose(curve.predicted, predicted, atol=1e-12)
        np.testing.assert_allclose(curve.observed, observed, atol=1e-12)
        if y_true.size < 5 * n_bins:
            assert math.isnan(squared_calibration_error(y_true, y_pred, n_bins=n_bins))
            continue
        # of all pairs of two different units in a bin: the mean of (y - p) (y' - p'), p the bin's mean
        parts = []
        for units, p in zip(bins, predicted, strict=True):
            off = [u[1] - p for u in units]
            pairs = (math.fsum(off) ** 2 - math.fsum(o * o for o in off)) / (len(off) * (len(off) - 1))
            parts.append(len(off) / y_true.size * pairs)
        agree(squared_calibration_error(y_true, y_pred, n_bins=n_bins), math.fsum(parts))


def test_the_squared_error_of_calibrated_probabilities_is_0_on_average_and_the_plain_one_is_not():
    rng = np.random.default_rng(0)
    debiased, plain = [], []
    for _ in range(400):
        p = rng.uniform(0.05, 0.95, 100).round(1)
        y = (rng.random(100) < p).astype(float)
        debiased.append(squared_calibration_error(y, p))
        curve = reliability(y, p)
        plain.append(float(curve.counts @ (curve.observed - curve.predicted) ** 2 / 100))
    error = np.std(debiased) / np.sqrt(400)
    assert abs(np.mean(debiased)) < 4 * error
    assert np.mean(plain) > 20 * error


def test_probabilities_all_too_high_by_a_fifth_err_by_a_fifth_when_there_are_many():
    rng = np.random.default_rng(1)
    p = rng.uniform(0.3, 0.9, 200_000)
    y = (rng.random(p.size) < p - 0.2).astype(float)
    assert calibration_error(y, p) == pytest.approx(0.2, abs=0.005)


def test_equal_probabilities_share_a_bin_whatever_the_order_of_the_units():
    p = np.repeat([0.2, 0.7], [90, 10])
    y = np.append(np.zeros(80), np.ones(20))
    order = np.random.default_rng(2).permutation(100)
    assert reliability(y, p).counts.tolist() == [90, 10]
    assert squared_calibration_error(y[order], p[order]) == pytest.approx(squared_calibration_error(y, p), abs=1e-15)


def test_the_truth_errs_by_nothing_its_reverse_by_all_and_few_units_or_no_probability_are_undefined():
    truth = np.tile([0.0, 1.0], 25)
    assert CALIBRATION_ERROR(truth, truth) == CALIBRATION_ERROR.best
    assert CALIBRATION_ERROR(truth, 1 - truth) == CALIBRATION_ERROR.worst
    assert math.isnan(calibration_error(truth[1:], truth[1:]))
    assert math.isnan(calibration_error(truth, truth + 0.1))
    assert math.isnan(calibration_error(truth, np.where(truth == 1, np.nan, 0.5)))
    assert reliability(np.zeros(0), np.zeros(0)).counts.size == 0

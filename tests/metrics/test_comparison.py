import math
from itertools import product

import numpy as np
import pytest
from scipy.stats import false_discovery_control, kurtosis, nct, norm, permutation_test, ttest_1samp
from scipy.stats import t as student

from clinicell.metrics.clustering import ADJUSTED_RAND_INDEX
from clinicell.metrics.comparison import (
    bootstrap_test,
    delong,
    holm,
    minimal_detectable_difference,
    paired_difference,
    sign_flip_test,
)
from clinicell.metrics.detection import AUROC, auroc
from clinicell.metrics.evidence import record


def donors(n_donors=12, n_cells=60, seed=0, shift=0.6):
    rng = np.random.default_rng(seed)
    donor = np.repeat([f"d{number:02d}" for number in range(n_donors)], n_cells)
    truth = (rng.random(donor.size) < 0.3).astype(float)
    good = truth * 1.5 + rng.normal(size=donor.size)
    poor = truth * shift + rng.normal(size=donor.size)
    return donor, truth, good, poor


def both(donor, truth, good, poor):
    kept = [record((AUROC,), truth[:, None], score[:, None], donor, labels_of="cell") for score in (good, poor)]
    _, code, count = np.unique(donor, return_inverse=True, return_counts=True)
    values = tuple(auroc(truth, score, 1 / count[code]) for score in (good, poor))
    return kept, values


def test_a_paired_difference_leaves_out_each_donor_for_both_models_at_once():
    donor, truth, good, poor = donors()
    kept, values = both(donor, truth, good, poor)
    found = paired_difference(AUROC, *kept, values)
    assert found.value == values[0] - values[1]
    left_out = []
    for name in np.unique(donor):
        rest = donor != name
        left_out.append(auroc(truth[rest], good[rest]) - auroc(truth[rest], poor[rest]))  # donors of equal size
    left_out = np.array(left_out)
    error = math.sqrt(11 / 12 * np.sum((left_out - left_out.mean()) ** 2))
    assert found.standard_error == pytest.approx(error, rel=1e-9)
    share = np.array([truth[donor == name].mean() for name in np.unique(donor)])
    freedom = share.sum() ** 2 / np.sum(share**2) - 1
    freedom = min(freedom, 24 / (kurtosis(left_out, fisher=False) - 1) - 1)
    reach = student.ppf(0.975, freedom) * error
    assert (found.interval.low, found.interval.high) == pytest.approx((found.value - reach, found.value + reach))
    assert found.p_value == pytest.approx(2 / 2**12)  # each donor's share of the difference has one sign
    turned = paired_difference(AUROC, kept[1], kept[0], values[::-1])
    assert turned.value == -found.value
    assert turned.p_value == found.p_value


def test_a_model_is_not_different_from_itself():
    donor, truth, good, _ = donors()
    kept, values = both(donor, truth, good, good)
    found = paired_difference(AUROC, *kept, values)
    assert (found.value, found.p_value, found.standard_error) == (0.0, 1.0, 0.0)
    assert (found.interval.low, found.interval.high) == (0.0, 0.0)


def test_values_within_donors_compare_by_the_t_interval_of_their_differences():
    rng = np.random.default_rng(2)
    truth = np.tile([0.0, 0, 1, 1, 2, 2, 0, 1], 9)
    donor = np.repeat(list("abcdefghi"), 8)
    first, second = (np.where(rng.random(72) < share, truth, rng.integers(0, 3, 72)) for share in (0.9, 0.5))
    kept = [
        record((ADJUSTED_RAND_INDEX,), truth[:, None], one[:, None], donor, labels_of="cell", within=True)
        for one in (first, second)
    ]
    inside = np.subtract(*(one.inside(ADJUSTED_RAND_INDEX) for one in kept))
    values = tuple(float(one.inside(ADJUSTED_RAND_INDEX).mean()) for one in kept)
    found = paired_difference(ADJUSTED_RAND_INDEX, *kept, values)
    expected = ttest_1samp(inside, 0).confidence_interval(0.95)
    assert (found.interval.low, found.interval.high) == pytest.approx((expected.low, expected.high))
    assert found.p_value == pytest.approx(permutation_test((inside,), np.mean, permutation_type="samples").pvalue)


def test_differences_need_the_same_donors_and_five_effective_ones():
    donor, truth, good, poor = donors()
    kept, values = both(donor, truth, good, poor)
    other, _ = both(np.char.add(donor, "x"), truth, good, poor)
    with pytest.raises(ValueError, match=r"different units \(24 are in one only\)"):
        paired_difference(AUROC, kept[0], other[0], values)
    few = donor < "d04"
    kept, values = both(donor[few], truth[few], good[few], poor[few])
    found = paired_difference(AUROC, *kept, values)
    assert math.isnan(found.p_value)
    assert "effective units; 5 are needed" in found.interval.reason


@pytest.mark.parametrize("n", [3, 6, 11])
def test_sign_flips_of_few_units_are_all_enumerated(n):
    differences = np.random.default_rng(n).normal(0.3, 1, n)
    observed = abs(differences.sum())
    every = [abs(sum(s * d for s, d in zip(signs, differences, strict=True))) for signs in product((1, -1), repeat=n)]
    expected = np.mean([value >= observed - 1e-12 for value in every])
    assert sign_flip_test(differences) == pytest.approx(expected, abs=1e-12)


def test_sign_flips_of_many_units_are_drawn_and_agree_with_scipy():
    differences = np.random.default_rng(1).normal(0.25, 1, 60)
    reference = permutation_test(
        (differences,), np.mean, permutation_type="samples", n_resamples=100_000, rng=np.random.default_rng(2)
    )
    assert sign_flip_test(differences) == pytest.approx(reference.pvalue, abs=0.006)
    assert sign_flip_test(np.zeros(0)) == 1.0


def test_sign_flips_hold_their_level_where_nothing_differs():
    rng = np.random.default_rng(3)
    p_values = np.array([sign_flip_test(rng.normal(size=8)) for _ in range(600)])
    assert abs((p_values <= 0.05).mean() - 0.05) < 3 * math.sqrt(0.05 * 0.95 / 600)


def test_a_bootstrap_p_is_twice_the_smaller_side():
    draws = np.array([0.1, 0.2, -0.1, 0.3, np.nan, 0.2, 0.4, 0.5, 0.6, 0.1])
    assert bootstrap_test(draws) == 2 * (1 + 1) / 10
    assert bootstrap_test(np.array([0.0, 0.0])) == 1.0


def delong_by_pairs(truth, first, second):
    """Compare every positive with every negative, and take the variances of the means over rows and columns."""

    def wins(score):
        positive, negative = score[truth == 1][:, None], score[truth == 0]
        return (positive > negative) + 0.5 * (positive == negative)

    difference = wins(first) - wins(second)
    m, n = difference.shape
    variance = np.var(difference.mean(axis=1), ddof=1) / m + np.var(difference.mean(axis=0), ddof=1) / n
    return difference.mean(), math.sqrt(variance)


@pytest.mark.parametrize("seed", range(8))
def test_delong_is_what_comparing_all_pairs_gives(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(12, 60))
    truth = (rng.random(n) < 0.4).astype(float)
    first, second = (np.round(truth + rng.normal(size=n), 1 if seed % 2 else 6) for _ in range(2))
    value, error = delong_by_pairs(truth, first, second)
    found = delong(truth, first, second)
    assert (found.value, found.standard_error) == pytest.approx((value, error), abs=1e-12)
    assert found.p_value == pytest.approx(2 * norm.sf(abs(value) / error), abs=1e-12)


def test_delong_of_one_model_twice_and_of_one_class_says_so():
    truth, score = np.array([1.0, 1, 0, 0, 1]), np.array([0.3, 0.9, 0.1, 0.4, 0.2])
    assert (delong(truth, score, score).value, delong(truth, score, score).p_value) == (0.0, 1.0)
    assert delong(np.ones(5), score, score).interval.reason == "two patients of each class are needed"


def test_holm_steps_down_and_leaves_undefined_alone():
    found = holm([0.04, 0.01, math.nan, 0.03, 0.6])
    assert found[:2] == pytest.approx([0.09, 0.04])
    assert found[3:] == pytest.approx([0.09, 0.6])
    assert math.isnan(found[2])
    p = np.random.default_rng(0).random(12) ** 3
    assert (np.array(holm(p.tolist())) >= false_discovery_control(p) - 1e-12).all()  # never below Benjamini-Hochberg


@pytest.mark.parametrize(("error", "n"), [(0.05, 8), (0.02, 20), (0.1, 60)])
def test_the_minimal_detectable_difference_is_found_with_the_stated_power(error, n):
    difference = minimal_detectable_difference(error, n)
    freedom, limit = n - 1, student.ppf(0.975, n - 1)
    power = nct.sf(limit, freedom, difference / error) + nct.cdf(-limit, freedom, difference / error)
    assert power == pytest.approx(0.8, abs=0.03)
    assert math.isnan(minimal_detectable_difference(error, 4.9))
    assert math.isnan(minimal_detectable_difference(error, math.nan))

"""Independent implementations: statsmodels 0.15.0 for the fits, scipy's search for the profiled bounds.

Their values lie in fixtures/dose_response.csv, made by fixtures/make_dose_response.py. For the penalised fit: its
closed form for two doses under the logit link, and a direct search elsewhere.
"""

import csv
import math
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import expit, logit
from scipy.stats import norm

from clinicell.errors import InputError
from clinicell.metrics._binomial import CLOGLOG, LOGIT, PROBIT, fit
from clinicell.metrics.limits_dose import limit_of_detection, limiting_dilution

DOSES = np.array([1e-4, 3e-4, 1e-3, 3e-3, 1e-2])
FIFTY = np.full(5, 50.0)
GROWING = np.array([1.0, 8, 25, 45, 50])


def cases(*links):
    with (Path(__file__).parent / "fixtures/dose_response.csv").open() as lines:
        for row in csv.DictReader(lines):
            if row["link"] in links:
                yield row, [np.array([float(n) for n in row[name].split()]) for name in ("dose", "hits", "trials")]


def lod95(dose=DOSES, hits=GROWING, trials=FIFTY, *, blank_hits=0, blanks=20, cells=1e9, link="probit"):
    return limit_of_detection(dose, hits, trials, blank_hits=blank_hits, blanks=blanks, cells=cells, link=link)


@pytest.mark.parametrize(("link", "wanted"), [("probit", norm.ppf(0.95)), ("logit", logit(0.95))])
def test_the_regression_agrees_with_statsmodels(link, wanted):
    for row, (dose, hits, trials) in cases(link):
        line = fit(np.log10(dose), hits, trials, {"probit": PROBIT, "logit": LOGIT}[link])
        assert 10 ** ((wanted - line.intercept) / line.slope) == pytest.approx(float(row["value"]), rel=1e-9, abs=1e-9)


def test_lod95_and_its_profile_interval_agree_with_statsmodels():
    n_bounds = 0
    for row, table in cases("probit", "logit"):
        if not row["low"] + row["high"]:
            continue
        estimate = lod95(*table, link=row["link"])
        if estimate.reason.startswith("undefined (the fitted dose"):
            assert not table[0].min() <= float(row["value"]) <= table[0].max()
            continue
        assert estimate.value == pytest.approx(float(row["value"]), rel=1e-9, abs=1e-9)
        for bound, expected in ((estimate.low, row["low"]), (estimate.high, row["high"])):
            if expected:
                n_bounds += 1
                assert bound == pytest.approx(float(expected), rel=1e-9, abs=1e-9)
    assert n_bounds > 180


def test_limiting_dilution_agrees_with_statsmodels():
    for row, table in cases("cloglog"):
        line = limiting_dilution(*table)
        if line.frequency.reason.startswith("not evaluable"):
            assert float(row["value"]) < 3 / (table[0] @ table[2])
        else:
            assert line.frequency.value == pytest.approx(float(row["value"]), rel=1e-9)
            assert line.frequency.high == pytest.approx(float(row["high"]), rel=1e-9)
            assert line.frequency.low == pytest.approx(max(float(row["low"]), 3 / (table[0] @ table[2])), rel=1e-9)
        assert line.slope.value == pytest.approx(float(row["slope"]), abs=1e-9)
        # statsmodels cuts probabilities at 2e-16, which shows in a standard error far up the curve
        bounds = [float(row[name]) for name in ("slope_low", "slope_high")]
        assert [line.slope.low, line.slope.high] == pytest.approx(bounds, rel=1e-6)
        assert line.p_value == pytest.approx(float(row["p_value"]), abs=1e-9)


def test_the_standard_error_of_the_dilution_slope_is_that_of_the_information_summed_by_hand():
    for _, (dose, hits, trials) in cases("cloglog"):
        line = fit(np.log(dose), hits, trials, CLOGLOG, origin=(-math.log(dose.mean()), 1.0))
        sums = [0.0, 0.0, 0.0]
        for x, n in zip(np.log(dose).tolist(), trials.tolist(), strict=True):
            rate = math.exp(min(line.intercept + line.slope * x, 6))
            weight = n * rate**2 * math.exp(-rate) / -math.expm1(-rate)
            sums = [total + weight * x**power for power, total in enumerate(sums)]
        slope = limiting_dilution(dose, hits, trials).slope
        variance = sums[0] / (sums[0] * sums[2] - sums[1] ** 2)
        assert slope.high - slope.value == pytest.approx(norm.ppf(0.975) * math.sqrt(variance), rel=1e-8)


def test_the_penalised_logit_of_two_doses_adds_half_a_hit_and_half_a_miss_to_each():
    rng = np.random.default_rng(0)
    for _ in range(500):
        trials = rng.integers(1, 60, 2).astype(float)
        hits = rng.integers(0, trials + 1).astype(float)
        x = np.array([0.0, rng.uniform(0.2, 3)])
        fitted = fit(x, hits, trials, LOGIT, is_penalised=True)
        assert fitted.intercept + fitted.slope * x == pytest.approx(logit((hits + 0.5) / (trials + 1)), abs=1e-9)


@pytest.mark.parametrize(
    ("link", "probability", "density", "largest"),
    [
        (LOGIT, expit, lambda eta: expit(eta) * expit(-eta), 30),
        (PROBIT, norm.cdf, norm.pdf, 8),
        (CLOGLOG, lambda eta: -np.expm1(-np.exp(eta)), lambda eta: np.exp(eta - np.exp(eta)), 3.5),
    ],
    ids=["logit", "probit", "cloglog"],
)
def test_the_penalised_fit_agrees_with_a_direct_search(link, probability, density, largest):
    x = np.array([-2.0, -1, 0, 1, 2])
    for hits in ([0, 0, 0, 9, 9], [0, 0, 4, 9, 9], [0, 9, 9, 9, 9], [0, 2, 3, 7, 9]):

        def loss(point, hits):
            eta = np.clip(point[0] + point[1] * x, -30 if largest != 8 else -8, largest)
            p = probability(eta)
            weight = 9 * density(eta) ** 2 / (p * (1 - p))
            information = [[weight.sum(), (weight * x).sum()], [(weight * x).sum(), (weight * x * x).sum()]]
            likelihood = np.sum(hits * np.log(p) + (9 - hits) * np.log(1 - p))
            return -likelihood - 0.5 * np.log(np.linalg.det(information))

        hits = np.array(hits, dtype=float)
        fitted = fit(x, hits, np.full(5, 9.0), link, is_penalised=True)
        start = [fitted.intercept + 0.1, fitted.slope - 0.1]
        best = minimize(loss, start, args=(hits,), method="Nelder-Mead", tol=1e-12)
        assert [fitted.intercept, fitted.slope] == pytest.approx(best.x, abs=1e-5)
        assert -fitted.likelihood <= best.fun + 1e-8


def test_doses_that_separate_are_fitted_with_the_penalty_and_say_so():
    estimate = lod95(hits=np.array([0.0, 0, 0, 50, 50]))
    assert 1e-3 < estimate.low < estimate.value < estimate.high < 1e-2
    assert estimate.reason == "penalised by Jeffreys' prior (the doses separate)"
    assert lod95().reason == ""


def test_the_interval_covers_the_true_dose():
    rng = np.random.default_rng(0)
    x, truth = np.log10(DOSES), -2.3
    rate = norm.cdf(1.6448536269514722 + 2.0 * (x - truth))
    covered = []
    while len(covered) < 200:
        estimate = lod95(hits=rng.binomial(50, rate).astype(float))
        if not math.isnan(estimate.value):
            covered.append(estimate.low <= 10**truth <= estimate.high)
    assert np.mean(covered) > 0.95 - 4 * math.sqrt(0.95 * 0.05 / 200)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"blank_hits": 2, "blanks": 20}, "undefined (blanks fail: 2 of 20 are called positive; at most 5 % may be)"),
        ({"blanks": 19}, "undefined (19 blanks; 20 are needed to see a rate of 5 %)"),
        ({"hits": np.minimum(GROWING, 40)}, "undefined (95 % is never reached: 80% at the highest dose)"),
        ({"hits": np.full(5, 49.0)}, "undefined (95 % is reached at the lowest dose)"),
        ({"dose": np.full(5, 1e-3)}, "undefined (1 doses; 2 are needed)"),
        (
            {"hits": np.array([40.0, 47, 10, 8, 50])},
            "undefined (the share of positive samples does not grow with the dose)",
        ),
        (
            {"hits": np.array([40.0, 41, 40, 43, 48])},
            "undefined (the fitted dose of 95 % lies beyond the doses tested)",
        ),
        ({"cells": 500}, "not evaluable below 3/N = 0.006 (N = 500 cells a sample)"),
    ],
    ids=["blanks fail", "few blanks", "never 95 %", "always 95 %", "one dose", "falls", "beyond", "floor"],
)
def test_where_no_limit_can_be_told_it_is_undefined_with_the_reason(changes, reason):
    estimate = lod95(**changes)
    assert math.isnan(estimate.value)
    assert estimate.reason == reason


def test_no_bound_lies_below_three_over_n():
    free = lod95()
    cells = 3 / (free.low * 1.2)
    assert free.low < lod95(cells=cells).low == pytest.approx(3 / cells)
    assert lod95(cells=cells).value == free.value


def test_equal_doses_are_added_up():
    twice = lod95(np.repeat(DOSES, 2), np.repeat(GROWING, 2) / 2, np.full(10, 25.0))
    assert twice.value == pytest.approx(lod95().value, rel=1e-12)


def test_impossible_tables_are_refused():
    with pytest.raises(InputError, match="1 of 5 doses are not above 0; blanks are given apart"):
        lod95(np.array([0.0, 1, 2, 3, 4]))
    with pytest.raises(InputError, match="more positive samples than samples"):
        lod95(hits=FIFTY + 1)
    with pytest.raises(InputError, match="21 positive samples of 20 blanks"):
        lod95(blank_hits=21)


def test_a_dilution_without_a_hit_has_only_an_upper_bound_and_without_a_miss_none():
    nothing = limiting_dilution(np.array([1e3, 1e4]), np.zeros(2), np.full(2, 10.0))
    assert math.isnan(nothing.frequency.value)
    assert nothing.frequency.high == pytest.approx(3 / 110_000, rel=1e-12)
    everything = limiting_dilution(np.array([1e3, 1e4]), np.full(2, 10.0), np.full(2, 10.0))
    assert everything.frequency.reason == "undefined (every sample is positive: lower doses are needed)"
    assert math.isnan(everything.p_value)


def test_one_dose_tells_the_frequency_in_closed_form_and_no_slope():
    line = limiting_dilution(np.array([1e4]), np.array([13.0]), np.array([20.0]))
    assert line.frequency.value == pytest.approx(-math.log(7 / 20) / 1e4, rel=1e-12)
    assert line.slope.reason == "undefined (the doses do not determine a slope)"


def test_two_hits_in_all_lie_below_three_per_cell_spent():
    line = limiting_dilution(np.array([1e3, 1e4]), np.array([0.0, 2]), np.full(2, 100.0))
    assert line.frequency.reason.startswith("not evaluable below 3/N")


def test_without_a_mixed_dose_the_frequency_has_no_interval():
    line = limiting_dilution(np.array([1.0, 1e4]), np.array([0.0, 10]), np.full(2, 10.0))
    assert 3 / 100_010 < line.frequency.value < 1
    assert line.frequency.reason == "interval undefined (no dose is mixed)"
    assert math.isnan(line.frequency.high)


def test_a_table_that_separates_downwards_tells_no_slope():
    line = limiting_dilution(np.array([1e3, 1e4]), np.array([10.0, 0]), np.full(2, 10.0))
    assert line.slope.reason == "undefined (the doses do not determine a slope)"


def test_no_table_however_odd_is_answered_with_a_warning_or_a_bound_on_the_wrong_side():
    rng = np.random.default_rng(5)
    for case in range(120):
        dose = 10 ** rng.uniform(-7, 5, int(rng.integers(1, 7)))
        trials = rng.integers(2, (4, 10, 100, 100_000)[case % 4], dose.size).astype(float)
        hits = (
            np.where(rng.random(dose.size) < 0.5, 0, trials) if case % 3 else np.round(rng.random(dose.size) * trials)
        )
        if case % 5 == 0:
            hits = np.where(dose > np.median(dose), trials, hits // 2)
        line, estimate = limiting_dilution(dose, hits, trials), lod95(dose, hits, trials, cells=1e12)
        assert not estimate.low > estimate.value * (1 + 1e-9)
        assert not estimate.high < estimate.value * (1 - 1e-9)
        assert math.isnan(line.p_value) or 0 <= line.p_value <= 1


def test_more_than_one_hit_needed_is_rejected():
    dose = np.array([1e3, 3e3, 1e4, 3e4])
    two_hits = 1 - np.exp(-dose * 1e-4) * (1 + dose * 1e-4)
    line = limiting_dilution(dose, np.round(two_hits * 500), np.full(4, 500.0))
    assert line.slope.low > 1
    assert line.p_value < 1e-6

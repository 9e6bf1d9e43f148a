"""Paired differences, against what the jackknife gives by hand."""

import math

import numpy as np
import pytest
from scipy.stats import t as student

from clinicell.leaderboard.differences import differences
from clinicell.metrics.comparison import minimal_detectable_difference, paired_difference
from clinicell.metrics.detection import AVERAGE_PRECISION
from clinicell.metrics.intervals import effective


def found(cohort):
    return differences(cohort.results, AVERAGE_PRECISION, "main", cohort.evidence_of)


def value(result):
    return result.score("main", "average_precision").value


def test_each_model_is_compared_with_the_best_and_with_the_strongest_control(cohort):
    for model, skill in (("good", 3.0), ("fair", 1.5), ("poor", 0.8)):
        cohort.add(model, skill)
    cohort.add("random", 0.0, is_control=True)
    cohort.add("shortcut", 0.4, is_control=True)
    told = found(cohort)
    assert (told.best, told.control) == ("good", "shortcut")
    assert sorted(told.to_best) == ["fair", "poor"]
    assert sorted(told.to_control) == ["fair", "good", "poor"]


def test_one_seed_gives_the_paired_difference_with_holms_correction(cohort):
    made = {model: cohort.add(model, skill) for model, skill in (("good", 2.0), ("fair", 1.4), ("poor", 1.2))}
    kept = {model: cohort.evidence_of(result)["main"] for model, result in made.items()}
    told = found(cohort)
    exact = {
        model: paired_difference(
            AVERAGE_PRECISION, kept[model], kept["good"], (value(made[model]), value(made["good"]))
        )
        for model in ("fair", "poor")
    }
    for model, one in exact.items():
        assert told.to_best[model].value == pytest.approx(one.value)
        assert told.to_best[model].low == pytest.approx(one.interval.low)
        assert told.to_best[model].high == pytest.approx(one.interval.high)
    smallest = min(one.p_value for one in exact.values())
    assert min(one.p_value for one in told.to_best.values()) == pytest.approx(min(1.0, 2 * smallest), rel=0.2)
    assert all(told.to_best[model].p_value >= exact[model].p_value for model in exact)


def test_the_detectable_difference_is_that_of_the_median_pair(cohort):
    made = {model: cohort.add(model, skill) for model, skill in (("good", 2.0), ("fair", 1.4), ("poor", 1.2))}
    kept = {model: cohort.evidence_of(result)["main"] for model, result in made.items()}
    errors = [
        paired_difference(AVERAGE_PRECISION, kept[a], kept[b], (value(made[a]), value(made[b]))).standard_error
        for a, b in (("good", "fair"), ("good", "poor"), ("fair", "poor"))
    ]
    n = min(effective(AVERAGE_PRECISION, one) for one in kept.values())
    assert found(cohort).detectable == pytest.approx(minimal_detectable_difference(float(np.median(errors)), n))


def test_seeds_are_averaged_and_what_differs_between_them_widens_the_interval(cohort):
    for seed in range(3):
        cohort.add("shaky", 1.0 + 0.4 * seed, seed=seed)
    cohort.add("steady", 2.5)
    told = found(cohort).to_best["shaky"]
    values = [value(result) for result in cohort.results if result.inputs.model == "shaky"]
    assert told.value == pytest.approx(np.mean(values) - value(cohort.results[-1]))
    of_seeds = student.ppf(0.975, 2) * np.std(values, ddof=1) / math.sqrt(3)
    assert (told.high - told.low) / 2 > of_seeds
    assert (told.p_value < 0.05) == (told.high < 0)  # the p never says other than the interval


def test_what_failed_or_has_no_evidence_is_left_out(cohort, tmp_path):
    cohort.add("good", 2.0)
    cohort.fail("broken")
    bare = cohort.add("bare", 1.0)
    next(cohort.folder.rglob(f"{bare.id}.evidence.npz")).unlink()
    told = found(cohort)
    assert told.to_best == {}
    assert math.isnan(told.detectable)
    assert told.why_unknown == "fewer than two models have results with evidence"


def test_with_four_donors_nothing_is_claimed_and_the_reason_is_said(cohort):
    cohort.add("good", 3.0, n_donors=4)
    cohort.add("poor", 0.5, n_donors=4)
    told = found(cohort)
    assert math.isnan(told.to_best["poor"].p_value)
    assert "effective units; 5 are needed" in told.to_best["poor"].reason
    assert "5 are needed" in told.why_unknown

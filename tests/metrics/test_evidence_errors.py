"""Every metric: its record gives what its exact form gives over donors drawn by lot, or it says why there is none.

The chain: the plain function is tested against other libraries in its family's file; here the exact form with weights
is compared with the plain function over repeated rows, and the record with the exact form.
"""

import csv
import math

import numpy as np
import pytest
from tests.metrics import evidence_errors as errors

from clinicell.metrics._metric import Metric, NeverRanksError, Undefined
from clinicell.metrics.calibration import CALIBRATION_INTERCEPT, CALIBRATION_SLOPE
from clinicell.metrics.drug_ranking import PRECISION_AT_5
from clinicell.metrics.evidence import record
from clinicell.metrics.intervals import effective, interval

EVERY = errors.every_metric()
POOLED = errors.pooled_metrics()
OF_PROBABILITIES = [metric for metric in POOLED if metric.undefined.endswith("outside [0, 1]")]
OF_PROBABILITIES += [CALIBRATION_SLOPE, CALIBRATION_INTERCEPT]
ROWS_COUNT = {"aurc", "calibration_error"}  # twice the rows of half the weight are another question


def test_every_metric_is_found_and_has_a_form_or_a_reason():
    assert len(EVERY) >= 81
    assert len(POOLED) >= 45
    for metric in EVERY:
        assert (metric.pooled is None) == bool(metric.within), metric.name
        assert metric.pooled is not None or metric.within.count(" ") >= 5, metric.name
    assert len({errors.key(metric) for metric in POOLED}) == len(POOLED)


def test_metrics_with_one_name_of_sums_have_one_function_of_it():
    keeps = {}
    for metric in POOLED:
        keep = metric.pooled.keep
        assert keeps.setdefault(keep.__name__, keep) is keep, metric.name


@pytest.mark.parametrize("case", errors.CASES, ids=lambda case: case.name)
@pytest.mark.parametrize("metric", POOLED, ids=errors.key)
def test_the_record_gives_the_exact_form_over_very_unequal_donors_drawn_by_lot(metric, case):
    found = errors.worst_error(metric, case, n_rows=24_000, n_draws=2, seed=0)
    assert found <= errors.tolerance(metric, case)


@pytest.mark.parametrize("metric", POOLED, ids=errors.key)
def test_the_exact_form_with_whole_weights_is_the_plain_one_of_repeated_rows(metric):
    rng = np.random.default_rng(3)
    for case in (errors.CASES[0], errors.CASES[4]):
        truth, answer, unit = errors.cohort(metric, case, 3_000, 4)
        even = metric.pooled.exact(truth, answer, np.ones(unit.size))
        assert even == pytest.approx(metric(truth, answer), abs=1e-9, nan_ok=True)
        if metric.name not in ROWS_COUNT:
            often = rng.integers(0, 3, unit.size)
            repeated = np.repeat(np.arange(unit.size), often)
            expected = metric(truth[repeated], answer[repeated])
            assert metric.pooled.exact(truth, answer, often.astype(float)) == pytest.approx(
                expected, abs=1e-9, nan_ok=True
            )


@pytest.mark.parametrize("metric", POOLED, ids=errors.key)
def test_the_chance_of_a_metric_that_pools_takes_weights_and_does_not_hang_on_their_scale(metric):
    truth, _, unit = errors.cohort(metric, errors.CASES[0], 3_000, 5)
    weight = 1 / np.bincount(unit)[unit]
    found, scaled = (metric.chance_of(truth, scale * weight) for scale in (1.0, 2.0**40))
    assert found == pytest.approx(scaled, rel=1e-9, nan_ok=True)
    even = metric.chance_of(truth, np.ones(unit.size))
    assert even == pytest.approx(metric.chance_of(truth), rel=1e-9, nan_ok=True)


def test_the_committed_table_holds_every_pooled_metric_within_its_tolerance():
    with errors.TABLE.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [(row["metric"], row["case"]) for row in rows] == [
        (errors.key(metric), case.name) for metric in POOLED for case in errors.CASES
    ]
    stated = [errors.tolerance(metric, case) for metric in POOLED for case in errors.CASES]
    assert [float(row["tolerance"]) for row in rows] == stated
    over = [row for row in rows if not float(row["worst_error"]) <= float(row["tolerance"])]
    assert not over


def test_a_metric_whose_right_value_lies_in_the_middle_describes_and_never_ranks():
    describing = {metric.name for metric in EVERY if not metric.ranks}
    assert describing == {"calibration_slope", "calibration_intercept", "clones_found", "share_unassigned"}
    for metric in EVERY:
        if metric.ranks:
            assert metric.is_higher_better == (metric.best > metric.worst)
            assert metric.range == tuple(sorted((metric.best, metric.worst)))
        else:
            assert metric.range == (-math.inf, math.inf)
            with pytest.raises(NeverRanksError, match="describes an answer and never ranks"):
                _ = metric.is_higher_better


def test_a_metric_must_say_how_rows_are_pooled_or_why_they_are_not():
    with pytest.raises(ValueError, match="say in `pooled` how"):
        Metric(function=lambda truth, answer: 0.0, title="", best=1.0, worst=0.0, undefined="")


def test_the_interval_of_a_metric_that_describes_reaches_beyond_its_right_value():
    truth, answer, unit = errors.cohort(CALIBRATION_SLOPE, errors.CASES[4], 3_000, 7)
    timid = 1 / (1 + (1 / answer - 1) ** 0.3)
    kept = record((CALIBRATION_SLOPE,), truth[:, None], timid[:, None], unit.astype(str), labels_of="cell")
    value = float(kept.values(CALIBRATION_SLOPE, np.ones((1, errors.N_UNITS)))[0])
    found = interval(CALIBRATION_SLOPE, kept, value, labels_of="cell")
    assert 1 < value < found.high


@pytest.mark.parametrize("metric", OF_PROBABILITIES, ids=errors.key)
def test_scores_that_are_no_probabilities_leave_every_metric_of_probabilities_undefined(metric):
    truth, answer, unit = errors.cohort(metric, errors.CASES[4], 3_000, 7)
    kept = metric.pooled.keep(truth, 2 * answer, unit, errors.N_UNITS)
    assert np.isnan(metric.pooled.weigh(kept, np.ones((3, errors.N_UNITS)))).all()
    assert math.isnan(metric.pooled.exact(truth, 2 * answer, np.ones(unit.size)))
    assert math.isnan(metric(truth, 2 * answer))


def test_a_value_of_a_whole_table_rests_on_the_units_with_a_measured_pair():
    truth = np.full((8, 7), np.nan)
    truth[:6] = np.arange(42.0).reshape(6, 7) ** 1.5 % 7
    kept = record((PRECISION_AT_5,), truth, np.zeros((8, 7)), list("abcdeefg"), labels_of="patient")
    assert effective(PRECISION_AT_5, kept) == 5
    assert kept.values(PRECISION_AT_5, np.ones((1, 7)))[0] == pytest.approx(5 / 7)


@pytest.mark.parametrize("metric", [metric for metric in POOLED if metric.reads == "column"], ids=errors.key)
def test_without_a_row_the_exact_form_and_the_record_are_undefined(metric):
    truth, answer, unit = errors.cohort(metric, errors.CASES[4], 3_000, 6)
    kept = metric.pooled.keep(truth, answer, unit, errors.N_UNITS)
    assert np.isnan(metric.pooled.weigh(kept, np.zeros((2, errors.N_UNITS)))).all()
    assert math.isnan(metric.pooled.exact(truth, answer, np.zeros(unit.size)))
    assert isinstance(metric.measure(truth[:0], answer[:0]), Undefined)

import math

import numpy as np
import pytest
from scipy.stats import t as student

from clinicell.metrics import intervals
from clinicell.metrics.clustering import ADJUSTED_RAND_INDEX, CLONE_COUNT_ERROR, CLONES_FOUND
from clinicell.metrics.detection import AUROC, AVERAGE_PRECISION, auroc, average_precision
from clinicell.metrics.drugs import AUROC_OF_EXTREMES
from clinicell.tasks import _scoring
from clinicell.tasks._scoring import Scorable


def scorable(truth, answer, donor, *, within=False, labels_of="cell", fold=None):
    def as_columns(table):
        table = np.asarray(table, dtype=np.float64)
        return table[:, None] if table.ndim == 1 else table

    donor = np.asarray(donor, dtype="str")
    return Scorable(
        truth=as_columns(truth),
        answer=as_columns(answer),
        donor=donor,
        fold=np.full(donor.size, "0") if fold is None else np.asarray(fold, dtype="str"),
        within=within,
        labels_of=labels_of,
    )


@pytest.fixture
def cells():
    """Seven donors of ten cells, three of them targets, one unknown."""
    rng = np.random.default_rng(3)
    truth = np.tile([1.0, 1, 1, 0, 0, 0, 0, 0, 0, np.nan], 7)
    answer = np.round(np.nan_to_num(truth) + rng.normal(size=70), 1)
    return scorable(truth, answer, np.repeat([f"d{number}" for number in range(7)], 10))


@pytest.fixture
def clones():
    """Six instances of eight cells; the codes of one mean nothing in another."""
    rng = np.random.default_rng(4)
    truth = rng.integers(0, 3, 48).astype(np.float64)
    answer = np.where(rng.random(48) < 0.7, truth, rng.integers(0, 3, 48))
    truth[5] = np.nan
    return scorable(truth, answer, np.repeat([f"t{number}" for number in range(6)], 8), within=True)


def by_hand(metric, data, donor):
    known = np.isfinite(data.truth[:, 0]) & (data.donor == donor)
    return metric(data.truth[known, 0], data.answer[known, 0])


def jackknife_by_hand(point, left_out, freedom, *, on_unit_scale):
    def scaled(value):
        return math.log(value / (1 - value)) if on_unit_scale else value

    values = np.array([scaled(value) for value in left_out])
    n = len(values)
    error = math.sqrt((n - 1) / n * np.sum((values - values.mean()) ** 2))
    ends = [scaled(point) + sign * student.ppf(0.975, freedom) * error for sign in (-1, 1)]
    return [1 / (1 + math.exp(-end)) for end in ends] if on_unit_scale else ends


@pytest.mark.parametrize("metric", [AUROC, AVERAGE_PRECISION], ids=lambda metric: metric.name)
def test_a_pooled_value_is_the_metric_on_all_known_rows_together(cells, metric):
    known = np.isfinite(cells.truth[:, 0])
    assert known.sum() == 63
    expected = metric.function(cells.truth[known, 0], cells.answer[known, 0])
    assert _scoring.value(metric, cells, cells.all_rows()) == expected
    inside = [by_hand(metric, cells, donor) for donor in np.unique(cells.donor)]
    assert abs(np.mean(inside) - expected) > 1e-3  # which is not the mean of the donors' values


def test_a_value_of_several_targets_is_the_mean_of_those_that_are_defined():
    truth = [[1, 1, 0], [0, 0, 0], [1, np.nan, 0], [0, 1, 0]]
    answer = [[3, 0, 1], [1, 1, 2], [2, 5, 3], [2, 2, 4]]
    data = scorable(truth, answer, ["a", "b", "c", "d"])
    np.testing.assert_array_equal(_scoring.by_target(AUROC, data, data.all_rows()), [0.875, 0.5, np.nan])
    assert _scoring.value(AUROC, data, data.all_rows()) == 0.6875


def test_a_value_within_donors_is_the_mean_of_their_values(clones):
    inside = [by_hand(ADJUSTED_RAND_INDEX, clones, donor) for donor in np.unique(clones.donor)]
    assert len(set(inside)) > 3
    assert _scoring.value(ADJUSTED_RAND_INDEX, clones, clones.all_rows()) == math.fsum(inside) / 6
    assert list(_scoring.by_donor(ADJUSTED_RAND_INDEX, clones, clones.all_rows()).values()) == inside


def test_a_donor_whose_truth_nobody_knows_is_no_part_of_the_mean(clones):
    truth = clones.truth.copy()
    truth[clones.donor == "t2"] = np.nan
    data = scorable(truth, clones.answer, clones.donor, within=True)
    rest = [by_hand(ADJUSTED_RAND_INDEX, data, donor) for donor in ("t0", "t1", "t3", "t4", "t5")]
    assert _scoring.value(ADJUSTED_RAND_INDEX, data, data.all_rows()) == math.fsum(rest) / 5
    assert _scoring.units(ADJUSTED_RAND_INDEX, data) == (["t0", "t1", "t3", "t4", "t5"], 5)


def test_a_value_by_fold_comes_in_the_order_of_numbers(cells):
    folds = np.repeat(["2", "10", "0", "2", "10", "0", "0"], 10)
    data = scorable(cells.truth, cells.answer, cells.donor, fold=folds)
    expected = tuple(_scoring.value(AUROC, data, folds == fold) for fold in ("0", "2", "10"))
    assert len(set(expected)) == 3
    assert _scoring.by_fold(AUROC, data) == expected


def test_the_interval_over_donors_is_the_leave_one_out_one_worked_by_hand(cells):
    known = np.isfinite(cells.truth[:, 0])
    truth, answer, donor = cells.truth[known, 0], cells.answer[known, 0], cells.donor[known]
    left_out = [average_precision(truth[donor != name], answer[donor != name]) for name in np.unique(donor)]
    point = average_precision(truth, answer)
    expected = jackknife_by_hand(point, left_out, 7 - 1, on_unit_scale=True)  # equal counts: seven effective donors
    found = _scoring.interval(AVERAGE_PRECISION, cells, point, unit="donor")
    assert (found.low, found.high) == pytest.approx(expected, abs=1e-12)
    assert 0 < found.low < point < found.high < 1
    assert found.reason == ""


def test_the_interval_within_donors_is_the_t_interval_of_their_mean(clones):
    inside = np.array([by_hand(ADJUSTED_RAND_INDEX, clones, donor) for donor in np.unique(clones.donor)])
    reach = student.ppf(0.975, 5) * inside.std(ddof=1) / math.sqrt(6)
    found = _scoring.interval(ADJUSTED_RAND_INDEX, clones, float(inside.mean()), unit="instance")
    expected = max(inside.mean() - reach, -0.5), min(inside.mean() + reach, 1.0)
    assert (found.low, found.high) == pytest.approx(expected, abs=1e-12)


def test_an_interval_does_not_reach_beyond_the_worst_or_the_best():
    truth = np.tile([0.0, 1, 2, 3], 6)
    answer = truth.copy()
    answer[:4] = 0
    data = scorable(truth, answer, np.repeat(list("abcdef"), 4), within=True)
    point = _scoring.value(CLONE_COUNT_ERROR, data, data.all_rows())
    assert point == 0.5
    found = _scoring.interval(CLONE_COUNT_ERROR, data, point, unit="instance")
    assert found.low == 0.0
    assert found.high > 1.0


def test_units_name_all_donors_and_count_those_of_the_poorest_target():
    donor = np.repeat(["a", "b", "c", "d", "e", "f"], 2)
    level = np.repeat([0.0, 1, 2, 3, 4, 5], 2)
    some = np.where(np.isin(donor, ["a", "c", "f"]), level, np.nan)
    narrow = np.where(np.isin(donor, ["a", "b"]), level, np.nan)  # too close for a value: it counts nowhere
    data = scorable(np.column_stack([np.where(donor == "b", np.nan, level), some, narrow]), np.zeros((12, 3)), donor)
    assert _scoring.units(AUROC_OF_EXTREMES, data) == (["a", "c", "d", "e", "f"], 3)
    assert _scoring.effective(data, ["a", "c", "d", "e", "f"], 3) == 3.0
    found = _scoring.interval(AUROC_OF_EXTREMES, data, 0.5, unit="line")
    assert found.reason == "interval undefined (3 lines; 5 are needed)"


def test_without_any_target_that_is_defined_there_is_no_unit(cells):
    data = scorable(np.full(70, np.nan), cells.answer, cells.donor)
    assert _scoring.units(AUROC, data) == ([], 0)
    assert math.isnan(_scoring.value(AUROC, data, data.all_rows()))
    assert _scoring.interval(AUROC, data, math.nan, unit="donor").reason.startswith("interval undefined (0 donors")


def test_an_auroc_of_patients_gets_newcombes_interval_with_shares_of_mixed_patients():
    donor = ["a", "a", "b", "c", "d", "e", "f", "g", "g", "h"]
    truth = [1, 0, 1, 1, 0, 0, 0, 1, 1, np.nan]
    answer = [0.9, 0.3, 0.8, 0.4, 0.5, 0.1, 0.2, 0.7, 0.6, 0.0]
    data = scorable(truth, answer, donor, labels_of="patient")
    point = auroc(data.truth[:9, 0], data.answer[:9, 0])
    expected = intervals.newcombe(point, 0.5 + 1 + 1 + 1, 0.5 + 1 + 1 + 1)  # h carries no truth
    assert _scoring.interval(AUROC, data, point, unit="patient") == expected
    of_cells = scorable(truth, answer, donor, labels_of="cell")
    assert _scoring.interval(AUROC, of_cells, point, unit="patient") != expected


def test_perfect_separation_of_patients_keeps_a_width_that_leaving_one_out_would_lose():
    truth, donor = [1, 1, 1, 0, 0, 0], list("abcdef")
    patients = scorable(truth, truth, donor, labels_of="patient")
    assert _scoring.interval(AUROC, patients, 1.0, unit="patient") == intervals.newcombe(1.0, 3, 3)
    found = _scoring.interval(AUROC, scorable(truth, truth, donor), 1.0, unit="patient")
    assert found.reason == "interval undefined (the value lies at the end of its range)"


def test_other_metrics_of_patients_leave_one_out_each():
    truth = [1, 1, 0, 1, 0, 0, 1, 0]
    answer = [0.9, 0.4, 0.5, 0.8, 0.1, 0.6, 0.3, 0.2]
    data = scorable(truth, answer, list("abcdefgh"), labels_of="patient")
    point = _scoring.value(AVERAGE_PRECISION, data, data.all_rows())
    left_out = [_scoring.value(AVERAGE_PRECISION, data, data.donor != name) for name in "abcdefgh"]
    expected = jackknife_by_hand(point, left_out, 7, on_unit_scale=True)
    found = _scoring.interval(AVERAGE_PRECISION, data, point, unit="patient")
    assert (found.low, found.high) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(
    ("n", "unit", "words"), [(1, "patient", "1 patient"), (4, "line", "4 lines"), (3, "instance", "3 instances")]
)
def test_fewer_than_five_units_have_no_interval_and_the_reason_names_the_unit(cells, n, unit, words):
    kept = np.isin(cells.donor, [f"d{number}" for number in range(n)])
    for labels_of in ("cell", "patient"):
        data = scorable(cells.truth[kept], cells.answer[kept], cells.donor[kept], labels_of=labels_of)
        found = _scoring.interval(AUROC, data, 0.7, unit=unit)
        assert math.isnan(found.low)
        assert math.isnan(found.high)
        assert found.reason == f"interval undefined ({words}; 5 are needed)"


def test_effective_units_of_cells_are_those_of_the_rarer_class():
    positives, negatives = {"a": 9, "b": 1, "c": 1, "d": 1, "e": 0}, dict.fromkeys("abcde", 10)
    donor = [name for count in (positives, negatives) for name, n in count.items() for _ in range(n)]
    truth = [1.0] * 12 + [0.0] * 50
    data = scorable(truth, truth, donor)
    assert _scoring.effective(data, list("abcde"), 5) == 12**2 / (81 + 3)
    turned = scorable(1 - np.asarray(truth), truth, donor)
    assert _scoring.effective(turned, list("abcde"), 5) == 12**2 / (81 + 3)


def test_effective_units_set_the_degrees_of_freedom():
    rng = np.random.default_rng(6)
    counts = {"a": 40, "b": 12, "c": 10, "d": 8, "e": 6, "f": 4, "g": 2}
    donor = np.repeat(list(counts), [2 * n for n in counts.values()])
    truth = np.concatenate([np.repeat([1.0, 0.0], n) for n in counts.values()])
    data = scorable(truth, truth + rng.normal(size=truth.size), donor)
    point = _scoring.value(AUROC, data, data.all_rows())
    sizes = np.array(list(counts.values()))
    kish = sizes.sum() ** 2 / np.sum(sizes**2)
    assert 3 < kish < 4  # so that the least of three degrees of freedom holds
    left_out = [_scoring.value(AUROC, data, data.donor != name) for name in counts]
    expected = jackknife_by_hand(point, left_out, 3, on_unit_scale=True)
    found = _scoring.interval(AUROC, data, point, unit="donor")
    assert (found.low, found.high) == pytest.approx(expected, abs=1e-12)


def test_effective_units_of_patients_and_within_donors_are_their_number(clones):
    truth = [1, 0, 1, 0, 0, 0]
    patients = scorable(truth, truth, ["a", "a", "a", "b", "c", "d"], labels_of="patient")
    assert _scoring.effective(patients, list("abcd"), 4) == 4.0
    assert _scoring.effective(clones, [f"t{number}" for number in range(6)], 6) == 6.0


def test_a_metric_of_the_answer_alone_counts_every_donor_and_has_no_interval(clones):
    found = np.where(clones.donor == "t3", 7.0, np.tile([0.0, 1, 2, 3], 12))
    data = scorable(np.full(48, np.nan), found, clones.donor, within=True)
    assert _scoring.units(CLONES_FOUND, data) == ([f"t{number}" for number in range(6)], 6)
    assert _scoring.value(CLONES_FOUND, data, data.all_rows()) == (5 * 4 + 1) / 6
    spread = _scoring.interval(CLONES_FOUND, data, 3.5, unit="instance")
    assert spread.reason == "no interval (it describes the answer alone)"


def test_chance_is_that_of_the_known_rows_and_of_nothing_where_the_metric_is_undefined(cells):
    assert _scoring.chance(AUROC, cells) == 0.5
    n, positives = 63, 21
    harmonic = sum(1 / rank for rank in range(1, n + 1))
    expected = (harmonic + (positives - 1) / (n - 1) * (n - harmonic)) / n
    assert _scoring.chance(AVERAGE_PRECISION, cells) == pytest.approx(expected, abs=1e-15)
    one_class = scorable(np.ones(5), np.arange(5), list("abcde"))
    assert math.isnan(_scoring.chance(AUROC, one_class))


def test_a_mean_does_not_depend_on_the_order_of_its_values():
    values = np.array([1e16, 1.0, -1e16, np.nan, 1.0, np.inf])
    assert _scoring.mean(values) == _scoring.mean(values[::-1]) == 0.5
    assert math.isnan(_scoring.mean(np.array([np.nan])))

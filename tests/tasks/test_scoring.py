import math

import numpy as np
import pytest
from scipy.stats import kurtosis
from scipy.stats import t as student
from sklearn.metrics import average_precision_score, roc_auc_score

from clinicell.metrics import intervals
from clinicell.metrics.clustering import ADJUSTED_RAND_INDEX, CLONE_COUNT_ERROR, CLONES_FOUND
from clinicell.metrics.detection import AUROC, AVERAGE_PRECISION, average_precision
from clinicell.metrics.drugs import AUROC_OF_EXTREMES
from clinicell.metrics.evidence import CellsAreNoUnitsError
from clinicell.metrics.intervals import effective
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


def found_interval(metric, data, point, unit):
    return _scoring.interval(metric, data, data.evidence((metric,)), point, unit=unit)


def equal_mass(donor):
    """One over the rows of each donor, by counting."""
    names = donor.tolist()
    return np.array([1 / names.count(name) for name in names])


def jackknife_by_hand(point, left_out, freedom, *, on_unit_scale):
    def scaled(value):
        return math.log(value / (1 - value)) if on_unit_scale else value

    values = np.array([scaled(value) for value in left_out])
    n = len(values)
    error = math.sqrt((n - 1) / n * np.sum((values - values.mean()) ** 2))
    freedom = max(min(freedom, 2 * n / (kurtosis(values, fisher=False) - 1) - 1), 3)
    ends = [scaled(point) + sign * student.ppf(0.975, freedom) * error for sign in (-1, 1)]
    return [1 / (1 + math.exp(-end)) for end in ends] if on_unit_scale else ends


@pytest.mark.parametrize("metric", [AUROC, AVERAGE_PRECISION], ids=lambda metric: metric.name)
def test_in_the_value_each_donor_counts_alike_and_in_the_pooled_one_each_cell(cells, metric):
    kept = np.ones(70, dtype=bool)
    kept[[13, 14, 15, 16, 17, 23, 24, 25, 30, 31, 65]] = False  # donors of unequal size
    data = scorable(cells.truth[kept], cells.answer[kept], cells.donor[kept])
    known = np.isfinite(data.truth[:, 0])
    truth, answer, weight = data.truth[known, 0], data.answer[known, 0], equal_mass(data.donor[known])
    reference = {AUROC: roc_auc_score, AVERAGE_PRECISION: average_precision_score}[metric]
    value, pooled = _scoring.value(metric, data, data.all_rows()), _scoring.pooled(metric, data)
    assert value == pytest.approx(reference(truth, answer, sample_weight=weight), abs=1e-12)
    assert pooled == pytest.approx(reference(truth, answer), abs=1e-12)
    inside = [by_hand(metric, data, donor) for donor in np.unique(data.donor)]
    assert min(abs(np.mean(inside) - value), abs(pooled - value)) > 1e-4  # three different questions


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
    assert _scoring.units(ADJUSTED_RAND_INDEX, data) == ["t0", "t1", "t3", "t4", "t5"]
    assert effective(ADJUSTED_RAND_INDEX, data.evidence((ADJUSTED_RAND_INDEX,))) == 5


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
    found = found_interval(AVERAGE_PRECISION, cells, point, unit="donor")
    assert (found.low, found.high) == pytest.approx(expected, abs=1e-12)
    assert 0 < found.low < point < found.high < 1
    assert found.reason == ""


def test_the_interval_within_donors_is_the_t_interval_of_their_mean(clones):
    inside = np.array([by_hand(ADJUSTED_RAND_INDEX, clones, donor) for donor in np.unique(clones.donor)])
    reach = student.ppf(0.975, 5) * inside.std(ddof=1) / math.sqrt(6)
    found = found_interval(ADJUSTED_RAND_INDEX, clones, float(inside.mean()), unit="instance")
    expected = max(inside.mean() - reach, -0.5), min(inside.mean() + reach, 1.0)
    assert (found.low, found.high) == pytest.approx(expected, abs=1e-12)


def test_an_interval_does_not_reach_beyond_the_worst_or_the_best():
    truth = np.tile([0.0, 1, 2, 3], 6)
    answer = truth.copy()
    answer[:4] = 0
    data = scorable(truth, answer, np.repeat(list("abcdef"), 4), within=True)
    point = _scoring.value(CLONE_COUNT_ERROR, data, data.all_rows())
    assert point == 0.5
    found = found_interval(CLONE_COUNT_ERROR, data, point, unit="instance")
    assert found.low == 0.0
    assert found.high > 1.0


def test_units_name_all_donors_and_the_poorest_target_sets_their_effective_number():
    donor = np.repeat(["a", "b", "c", "d", "e", "f"], 2)
    level = np.repeat([0.0, 1, 2, 3, 4, 5], 2)
    some = np.where(np.isin(donor, ["a", "c", "f"]), level, np.nan)
    narrow = np.where(np.isin(donor, ["a", "b"]), level, np.nan)  # too close for a value: it counts nowhere
    data = scorable(np.column_stack([np.where(donor == "b", np.nan, level), some, narrow]), np.zeros((12, 3)), donor)
    assert _scoring.units(AUROC_OF_EXTREMES, data) == ["a", "c", "d", "e", "f"]
    assert effective(AUROC_OF_EXTREMES, data.evidence((AUROC_OF_EXTREMES,))) == 3.0
    found = found_interval(AUROC_OF_EXTREMES, data, 0.5, unit="line")
    assert found.reason == "interval undefined (3 lines; 5 are needed)"


def test_without_any_target_that_is_defined_there_is_no_unit(cells):
    data = scorable(np.full(70, np.nan), cells.answer, cells.donor)
    assert _scoring.units(AUROC, data) == []
    assert math.isnan(_scoring.value(AUROC, data, data.all_rows()))
    assert found_interval(AUROC, data, math.nan, unit="donor").reason.startswith("interval undefined (0 donors")


def test_an_auroc_of_patients_gets_newcombes_interval_with_shares_of_mixed_patients():
    donor = np.array(list("aabcdefgghijkl"))
    truth = np.array([1, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 1, 1, np.nan])
    answer = [0.9, 0.3, 0.8, 0.4, 0.5, 0.1, 0.2, 0.7, 0.6, 0.55, 0.15, 0.75, 0.35, 0.0]
    data = scorable(truth, answer, donor, labels_of="patient")
    point = roc_auc_score(truth[:13], answer[:13], sample_weight=equal_mass(donor[:13]))
    assert _scoring.value(AUROC, data, data.all_rows()) == pytest.approx(point, abs=1e-12)
    expected = intervals.newcombe(point, 0.5 + 5, 0.5 + 5)  # l carries no truth
    assert found_interval(AUROC, data, point, unit="patient") == expected
    of_cells = scorable(truth, answer, donor, labels_of="cell")
    assert found_interval(AUROC, of_cells, point, unit="patient") != expected


def test_perfect_separation_keeps_a_width_that_leaving_one_out_would_lose():
    truth, donor = np.repeat([1.0, 0.0], 6), np.array(list("abcdefghijkl"))
    patients = scorable(truth, truth, donor, labels_of="patient")
    assert found_interval(AUROC, patients, 1.0, unit="patient") == intervals.newcombe(1.0, 6, 6)
    twice = scorable(np.tile(truth, 2), np.tile(truth, 2), np.tile(donor, 2))  # two cells of each donor
    assert found_interval(AUROC, twice, 1.0, unit="patient") == intervals.newcombe(1.0, 6, 6)
    found = found_interval(AVERAGE_PRECISION, twice, 1.0, unit="patient")
    assert found.reason == "interval undefined (the value lies at the end of its range)"


def test_single_cells_are_refused_as_units_of_an_interval():
    truth = np.tile([1.0, 0.0], 6)
    with pytest.raises(CellsAreNoUnitsError, match=r"12 cells have 12 units, e.g. 'c00': .* give the donor"):
        scorable(truth, truth, [f"c{n:02d}" for n in range(12)]).evidence((AUROC,))


def test_other_metrics_of_patients_leave_one_out_each():
    truth = [1, 1, 0, 1, 0, 0, 1, 0, 0, 1, 1]
    answer = [0.9, 0.4, 0.5, 0.8, 0.1, 0.6, 0.3, 0.2, 0.85, 0.7, 0.05]
    data = scorable(truth, answer, list("abcdefghijk"), labels_of="patient")
    point = _scoring.value(AVERAGE_PRECISION, data, data.all_rows())
    left_out = [_scoring.value(AVERAGE_PRECISION, data, data.donor != name) for name in "abcdefghijk"]
    expected = jackknife_by_hand(point, left_out, 5 - 1, on_unit_scale=True)  # five patients of the rarer class
    found = found_interval(AVERAGE_PRECISION, data, point, unit="patient")
    assert (found.low, found.high) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(
    ("n", "unit", "words"), [(1, "patient", "1 patient"), (4, "line", "4 lines"), (3, "instance", "3 instances")]
)
def test_fewer_than_five_units_have_no_interval_and_the_reason_names_the_unit(cells, n, unit, words):
    kept = np.isin(cells.donor, [f"d{number}" for number in range(n)])
    for labels_of in ("cell", "patient"):
        data = scorable(cells.truth[kept], cells.answer[kept], cells.donor[kept], labels_of=labels_of)
        found = found_interval(AUROC, data, 0.7, unit=unit)
        assert math.isnan(found.low)
        assert math.isnan(found.high)
        assert found.reason == f"interval undefined ({words}; 5 are needed)"


def kish(counts):
    return sum(counts) ** 2 / sum(count**2 for count in counts)


def test_effective_units_are_kishs_number_over_the_shares_of_the_rarer_class():
    positives, negatives = {"a": 9, "b": 1, "c": 1, "d": 1, "e": 0}, dict.fromkeys("abcde", 10)
    donor = [name for count in (positives, negatives) for name, n in count.items() for _ in range(n)]
    truth = np.array([1.0] * 12 + [0.0] * 50)
    expected = kish([9 / 19, 1 / 11, 1 / 11, 1 / 11, 0])  # each donor's cells share one mass
    assert expected < kish([10 / 19, 10 / 11, 10 / 11, 10 / 11, 1])
    for labels in (truth, 1 - truth):
        evidence = scorable(labels, labels, donor).evidence((AUROC,))
        assert effective(AUROC, evidence) == pytest.approx(expected)


def test_below_five_effective_donors_there_is_no_interval_however_many_there_are(cells):
    truth = cells.truth.copy()
    truth[10:40, 0] = np.where(np.arange(30) % 10 == 0, 1.0, 0.0)  # a little of the class in three of the seven
    truth[40:] = 0.0
    data = scorable(truth, cells.answer, cells.donor)
    number = kish([3 / 9, 0.1, 0.1, 0.1])
    found = found_interval(AUROC, data, 0.7, unit="donor")
    assert found.reason == f"interval undefined ({number:.3g} effective donors of the rarer class; 5 are needed)"


def test_effective_units_set_the_degrees_of_freedom():
    rng = np.random.default_rng(6)
    shares = {"a": 18, "b": 12, "c": 10, "d": 8, "e": 6, "f": 5, "g": 4, "h": 9}  # positives of twenty cells
    donor = np.repeat(list(shares), 20)
    truth = np.concatenate([np.repeat([1.0, 0.0], [n, 20 - n]) for n in shares.values()])
    data = scorable(truth, truth + rng.normal(size=truth.size), donor)
    point = _scoring.value(AUROC, data, data.all_rows())
    number = min(kish(shares.values()), kish([20 - n for n in shares.values()]))
    assert 5 < number < 7
    left_out = [_scoring.value(AUROC, data, data.donor != name) for name in shares]
    expected = jackknife_by_hand(point, left_out, number - 1, on_unit_scale=True)
    found = found_interval(AUROC, data, point, unit="donor")
    assert (found.low, found.high) == pytest.approx(expected, abs=1e-12)


def test_effective_units_of_patients_are_those_of_the_rarer_class_and_within_donors_their_number(clones):
    truth = [1, 1, 1, 0, 0, 0, 1, 0]
    patients = scorable(truth, truth, list("aaabcdef"), labels_of="patient")
    assert effective(AUROC, patients.evidence((AUROC,))) == 2.0  # a and e
    assert effective(ADJUSTED_RAND_INDEX, clones.evidence((ADJUSTED_RAND_INDEX,))) == 6.0


def test_a_metric_of_the_answer_alone_counts_every_donor_and_has_no_interval(clones):
    found = np.where(clones.donor == "t3", 7.0, np.tile([0.0, 1, 2, 3], 12))
    data = scorable(np.full(48, np.nan), found, clones.donor, within=True)
    assert _scoring.units(CLONES_FOUND, data) == [f"t{number}" for number in range(6)]
    assert _scoring.value(CLONES_FOUND, data, data.all_rows()) == (5 * 4 + 1) / 6
    spread = found_interval(CLONES_FOUND, data, 3.5, unit="instance")
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


def test_what_is_said_of_several_drugs_is_kept_as_that_of_one_each_line_counting_alike():
    truth = np.array([[1.0, 0], [1, np.nan], [0, 0], [0, 1]])
    said = np.array([[0.9, 0.2], [0.8, 0.5], [0.1, 0.3], [0.4, 0.7]])
    kept = scorable(truth, said, ["a", "a", "b", "b"]).evidence_of_probability()
    assert kept.rows.tolist() == [[3.0, 4.0]]
    assert kept.positives.tolist() == [[2.0, 1.0]]
    sums = kept.kept["probabilities"][0]
    assert sums["probability"].tolist() == pytest.approx([0.1, 0.2, 0.3, 0.4, 0.7, 0.8, 0.9])  # without the unknown
    assert sums["positives"].tolist() == [[0, 0, 0, 0, 0, 1, 1], [0, 0, 0, 0, 1, 0, 0]]


def test_an_answer_that_is_no_probability_keeps_none(cells):
    assert "probabilities" not in cells.evidence((AUROC,)).kept

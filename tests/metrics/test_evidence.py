import io

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, roc_auc_score

from clinicell.metrics import ranked_scores as bins
from clinicell.metrics.clustering import ADJUSTED_RAND_INDEX
from clinicell.metrics.detection import AUROC, AVERAGE_PRECISION, SENSITIVITY_AT_99_SPECIFICITY
from clinicell.metrics.drugs import AUROC_OF_EXTREMES, auroc_of_extremes
from clinicell.metrics.evidence import CellsAreNoUnitsError, from_arrays, record
from clinicell.metrics.probability_evidence import with_probabilities
from clinicell.metrics.resampling import resampled

KINDS = ("equal", "unequal", "very unequal", "ties", "zeros", "zeros, very unequal")
METRICS = (AUROC, AVERAGE_PRECISION, SENSITIVITY_AT_99_SPECIFICITY)
ZEROS = np.zeros


def cohort(kind, prevalence, *, n=60_000, n_donors=30, seed=0):
    """Return truth, score and donor of cells: unequal in size, prevalence and level of the score as `kind` says."""
    rng = np.random.default_rng(seed)
    is_unequal, is_very = "unequal" in kind, "very" in kind
    size = rng.lognormal(0, 1.0 if is_unequal else 0.01, n_donors)
    donor = rng.choice(n_donors, n, p=size / size.sum())
    share = prevalence * rng.lognormal(0, 1.0 if is_unequal else 0.01, n_donors)
    truth = (rng.random(n) < np.clip(share, 1e-5, 0.9)[donor]).astype(float)
    score = 1.5 * truth + rng.normal(0, 1.0 if is_very else 0.2, n_donors)[donor] + rng.normal(size=n)
    if "ties" in kind:
        score = np.round(score, 1)
    if "zeros" in kind:
        score = np.where(rng.random(n) < 0.6, 0.0, np.maximum(score, 0.0))
    return truth, score, donor


def worst_error(metric, reference, kind, prevalence, **size):
    """Return the largest error over resampled donors, rows and donors of equal mass, against scikit-learn."""
    truth, score, donor = cohort(kind, prevalence, **size)
    n_donors = donor.max() + 1
    kept = record((metric,), truth[:, None], score[:, None], donor.astype(str), labels_of="cell")
    code = np.unique(donor.astype(str), return_inverse=True)[1]
    weights = resampled(ZEROS(n_donors, dtype=int), 3, seed=1)
    worst = 0.0
    for mass in ("unit", "row"):
        share = 1 / kept.rows[0] if mass == "unit" else np.ones(n_donors)
        for drawn, found in zip(weights, kept.values(metric, weights, mass=mass), strict=True):
            weight = (drawn * share)[code]
            used = weight > 0
            worst = max(worst, abs(found - reference(truth[used], score[used], sample_weight=weight[used])))
    return worst


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("prevalence", [0.3, 0.05, 0.005])
def test_auroc_from_pairs_of_donors_is_exact_for_resampled_donors(kind, prevalence):
    assert worst_error(AUROC, roc_auc_score, kind, prevalence) < 1e-10


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("prevalence", [0.3, 0.05])
def test_average_precision_from_bins_is_within_five_in_ten_thousand(kind, prevalence):
    assert worst_error(AVERAGE_PRECISION, average_precision_score, kind, prevalence, n=200_000) < 5e-4


def test_average_precision_from_bins_holds_where_one_row_of_a_small_donor_outweighs_thousands():
    size = np.geomspace(3, 40_000, 100).astype(int)
    donor = np.repeat(np.arange(100), size)
    rng = np.random.default_rng(3)
    truth = (rng.random(donor.size) < 0.05 * rng.lognormal(0, 0.5, 100)[donor]).astype(float)
    score = 1.5 * truth + rng.normal(0, 0.7, 100)[donor] + rng.normal(size=donor.size)
    kept = record((AVERAGE_PRECISION,), truth[:, None], score[:, None], np.char.mod("%02d", donor), labels_of="cell")
    weights = resampled(ZEROS(100, dtype=int), 4, seed=9)
    for drawn, found in zip(weights, kept.values(AVERAGE_PRECISION, weights), strict=True):
        weight = (drawn / size)[donor]
        expected = average_precision_score(truth[weight > 0], score[weight > 0], sample_weight=weight[weight > 0])
        assert abs(found - expected) < 5e-4


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("prevalence", "n"), [(0.3, 4_000), (0.01, 60_000), (0.001, 60_000)])
def test_average_precision_with_a_bin_at_every_positive_is_exact(kind, prevalence, n):
    assert worst_error(AVERAGE_PRECISION, average_precision_score, kind, prevalence, n=n) < 1e-12


def test_bins_hold_every_row_once_the_best_scores_first_and_tied_scores_together():
    truth, score, donor = cohort("zeros, very unequal", 0.2)
    kept = bins.ranked_scores(truth, score, donor, 30)
    assert (kept["positives"].sum(), kept["negatives"].sum()) == (truth.sum(), (1 - truth).sum())
    assert kept["is_atom"].size > bins.N_BINS / 2
    n_zero = [np.sum((score == 0) & (truth == label)) for label in (1, 0)]
    last = [kept[name].sum(axis=0)[-1] for name in ("positives", "negatives")]
    assert last == n_zero  # the smallest score, and heavy: alone in the last bin
    assert kept["is_atom"][-1]
    few = bins.ranked_scores(np.array([1.0, 0, 0]), np.array([0.3, 0.9, 0.3]), np.array([0, 0, 1]), 2)
    np.testing.assert_array_equal(few["negatives"], [[1, 0], [0, 1]])
    np.testing.assert_array_equal(few["positives"], [[0, 1], [0, 0]])


def sensitivity_by_scanning(truth, score, weight, specificity):
    """Try every threshold."""
    best = 0.0
    for threshold in np.append(np.unique(score), np.inf):
        called = score >= threshold
        alarms = weight[called & (truth == 0)].sum() / weight[truth == 0].sum()
        if alarms <= (1 - specificity) * (1 + 1e-12):
            best = max(best, weight[called & (truth == 1)].sum() / weight[truth == 1].sum())
    return best


@pytest.mark.parametrize("kind", ["unequal", "ties"])
def test_sensitivity_at_a_specificity_is_the_best_over_all_thresholds(kind):
    truth, score, donor = cohort(kind, 0.05, n=3_000, n_donors=12)
    kept = record((SENSITIVITY_AT_99_SPECIFICITY,), truth[:, None], score[:, None], donor.astype(str), labels_of="cell")
    code = np.unique(donor.astype(str), return_inverse=True)[1]
    weights = resampled(ZEROS(12, dtype=int), 4, seed=2)
    found = kept.values(SENSITIVITY_AT_99_SPECIFICITY, weights, mass="row")
    for drawn, value in zip(weights, found, strict=True):
        assert value == pytest.approx(sensitivity_by_scanning(truth, score, drawn[code], 0.99), abs=1e-12)
    weight = (1 / kept.rows[0])[code]
    exact = SENSITIVITY_AT_99_SPECIFICITY.pooled.exact(truth, score, weight)
    assert exact == pytest.approx(sensitivity_by_scanning(truth, score, weight, 0.99), abs=1e-12)


def test_extremes_of_lines_are_those_of_the_lines_drawn():
    rng = np.random.default_rng(5)
    response = np.array([5.0, 4.0, 1.5, 0.0, -2.0, np.nan])
    line = rng.integers(0, 6, 600)
    truth, answer = response[line], np.round(response[line] + rng.normal(size=600) * 3, 0)
    known = np.isfinite(truth)
    kept = record((AUROC_OF_EXTREMES,), truth[:, None], answer[:, None], line.astype(str), labels_of="cell")
    weights = np.array([[1, 1, 1, 1, 1, 1], [0, 2, 1, 1, 0, 3], [0, 1, 0, 0, 0, 0], [1, 1, 0, 0, 0, 0.0]])
    found = kept.values(AUROC_OF_EXTREMES, weights, mass="row")
    for drawn, value in zip(weights[:2], found[:2], strict=True):
        used = known & (drawn[line] > 0)
        assert value == pytest.approx(auroc_of_extremes(truth[used], answer[used], drawn[line][used]), abs=1e-12)
    assert np.isnan(found[2:]).all()  # one line, and two within 3 ln units
    with pytest.raises(ValueError, match="line 0 has more than one response"):
        record((AUROC_OF_EXTREMES,), rng.normal(size=(6, 1)), np.zeros((6, 1)), list("aaabbb"), labels_of="cell")


def test_values_within_donors_are_weighted_means_of_those_that_are_defined():
    truth = np.array([0, 0, 1, 1, 0, 1, 1, 0, np.nan, np.nan])[:, None]
    answer = np.array([0, 0, 1, 1, 0, 0, 1, 0, 1, 1.0])[:, None]
    donor = list("aaaabbbbcc")
    kept = record((ADJUSTED_RAND_INDEX,), truth, answer, donor, labels_of="cell", within=True)
    b = ADJUSTED_RAND_INDEX(truth[4:8, 0], answer[4:8, 0])
    np.testing.assert_allclose(kept.inside(ADJUSTED_RAND_INDEX), [1.0, b, np.nan])
    weights = np.array([[1, 1, 1], [3, 1, 5], [0, 0, 2.0]])
    found = kept.values(ADJUSTED_RAND_INDEX, weights)
    np.testing.assert_allclose(found, [(1 + b) / 2, (3 + b) / 4, np.nan])


def test_a_value_of_several_targets_is_the_mean_of_those_defined_in_the_draw():
    truth = np.array([[1, 1], [0, 1], [1, 0], [0, 1.0]])
    answer = np.array([[3, 1], [1, 2], [0, 0], [2, 4.0]])
    kept = record((AUROC,), truth, answer, list("aabb"), labels_of="cell")
    np.testing.assert_allclose(kept.by_target(AUROC, np.array([[1, 0], [0, 1.0]])), [[1.0, 0.0], [np.nan, 1.0]])
    np.testing.assert_allclose(kept.values(AUROC, np.array([[1, 0], [0, 1.0]])), [1.0, 0.5])


def test_evidence_survives_its_arrays_and_its_hash_tells_a_change():
    truth, score, donor = cohort("unequal", 0.1, n=2_000, n_donors=8)
    kept = record(METRICS, truth[:, None], score[:, None], donor.astype(str), labels_of="cell")
    arrays = kept.arrays()
    assert all(array.dtype.kind != "O" for array in arrays.values())
    again = from_arrays(arrays)
    assert again.sha256 == kept.sha256
    weights = resampled(ZEROS(8, dtype=int), 5, seed=3)
    for metric in METRICS:
        np.testing.assert_array_equal(again.values(metric, weights), kept.values(metric, weights))
    arrays["rows"] = arrays["rows"] + 1
    assert from_arrays(arrays).sha256 != kept.sha256
    order = np.random.default_rng(0).permutation(truth.size)
    shuffled = record(METRICS, truth[order, None], score[order, None], donor[order].astype(str), labels_of="cell")
    assert shuffled.sha256 == kept.sha256


@pytest.mark.parametrize("prevalence", [0.05, 0.012])  # in bins, and with an edge at each score of a positive
def test_the_record_of_a_million_cells_of_a_hundred_donors_stays_below_a_megabyte(prevalence):
    truth, score, donor = cohort("unequal", prevalence, n=1_000_000, n_donors=100)
    ids, answer = np.char.mod("%02d", np.arange(100))[donor], 1 / (1 + np.exp(2 - score))
    kept = record(METRICS, truth[:, None], answer[:, None], ids, labels_of="cell")
    file = io.BytesIO()
    np.savez_compressed(file, **with_probabilities(kept, truth[:, None], answer[:, None], ids).arrays())
    assert file.tell() < 1_000_000


def test_a_metric_that_the_record_was_not_made_for_is_refused():
    kept = record((AUROC,), np.array([[1.0], [0], [1]]), np.zeros((3, 1)), list("aab"), labels_of="cell")
    with pytest.raises(KeyError, match="adjusted_rand_index: no sums over units are known"):
        kept.values(ADJUSTED_RAND_INDEX, np.ones((1, 2)))


def test_cells_are_refused_as_units_but_single_samples_of_patients_are_not():
    truth = np.array([[1.0], [0], [1]])
    with pytest.raises(CellsAreNoUnitsError, match="never the cell"):
        record((AUROC,), truth, truth, list("abc"), labels_of="cell")
    assert record((AUROC,), truth, truth, list("abc"), labels_of="patient").units == ("a", "b", "c")

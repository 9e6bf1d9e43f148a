"""Independent implementation, of genotype_recovery.py too: plain Python over the entries that a loop selects.

The correlations are Gorodkin's covariances of indicator variables there, and scikit-learn's on fewer cases (it takes
milliseconds a call).
"""

import math

import numpy as np
import pytest
from sklearn.metrics import matthews_corrcoef

from clinicell.errors import InputError
from clinicell.metrics.genotype import (
    BALANCED_GENOTYPE_ACCURACY,
    GENOTYPE_MCC,
    MUTATION_MCC,
    ZYGOSITY_RECALL,
    balanced_genotype_accuracy,
    genotype_mcc,
    mutation_mcc,
    zygosity_recall,
)
from clinicell.metrics.genotype_recovery import (
    accuracy_on_missing,
    false_mutations_removed,
    lost_mutations_restored,
    mcc_on_missing,
    sound_entries_kept,
)

METRICS = [GENOTYPE_MCC, MUTATION_MCC, BALANCED_GENOTYPE_ACCURACY, ZYGOSITY_RECALL]
WITH_OBSERVED = [
    lost_mutations_restored,
    false_mutations_removed,
    sound_entries_kept,
    accuracy_on_missing,
    mcc_on_missing,
]
TRUTH = np.array([[0.0, 0, 1, 2], [0, 1, 1, 2], [0, 0, 0, 1]])


def noisy(rng, truth, rate):
    flipped = np.where(rng.random(truth.shape) < rate, rng.integers(0, 3, truth.shape), truth)
    return np.where(rng.random(truth.shape) < rate / 2, np.nan, flipped)


def matrices(n_cases):
    rng = np.random.default_rng(0)
    for _ in range(n_cases):
        shape = int(rng.integers(1, 9)), int(rng.integers(1, 9))
        truth = rng.choice(3, shape, p=rng.dirichlet([2, 1, 0.5])).astype(float)
        if rng.random() < 0.5:
            truth[rng.random(shape) < 0.2] = np.nan
        yield truth, noisy(rng, truth, rng.random()), noisy(rng, truth, rng.random())


def entries(*parts, where):
    kept = [four for four in zip(*(part.ravel().tolist() for part in parts), strict=True) if where(*four)]
    return [tuple(3 if math.isnan(code) else int(code) for code in entry) for entry in kept]


def mcc(rows):
    known, called = (
        np.array([[row[part] == code for code in range(4)] for row in rows], dtype=float) for part in (0, 1)
    )
    if len({row[0] for row in rows}) < 2:
        return math.nan

    def covariance(one, other):
        return sum(np.mean(x * y) - np.mean(x) * np.mean(y) for x, y in zip(one.T, other.T, strict=True))

    spread = covariance(known, known) * covariance(called, called)
    return covariance(known, called) / math.sqrt(spread) if len({row[1] for row in rows}) > 1 else 0.0


def mean_recall(rows, codes=(0, 1, 2)):
    called = [[row[1] for row in rows if row[0] == code] for code in codes if any(row[0] == code for row in rows)]
    wanted = [code for code in codes if any(row[0] == code for row in rows)]
    recalls = [answers.count(code) / len(answers) for answers, code in zip(called, wanted, strict=True)]
    return sum(recalls) / len(recalls) if recalls else math.nan


def share(rows, right):
    return sum(row[1] in right for row in rows) / len(rows) if rows else math.nan


def folded(rows):
    return [tuple({0: 0, 1: 1, 2: 1, 3: 3}[code] for code in row) for row in rows]


def expected(truth, answer, observed):
    rows = entries(truth, answer, observed, where=lambda known, *_: not math.isnan(known))
    missing = [row for row in rows if row[2] == 3]
    return (
        mcc(rows),
        mcc(folded(rows)),
        mean_recall(rows),
        mean_recall(rows, (1, 2)) if {1, 2} <= {row[0] for row in rows} else math.nan,
        share([row for row in rows if row[0] > 0 and row[2] == 0], {1, 2}),
        share([row for row in rows if row[0] == 0 and row[2] in (1, 2)], {0}),
        mean_recall([row for row in rows if row[0] == row[2]]),
        sum(row[0] == row[1] for row in missing) / len(missing) if missing else math.nan,
        mcc(missing),
    )


def test_each_metric_agrees_with_a_loop_over_1500_matrices():
    for truth, answer, observed in matrices(1500):
        values = [metric(truth, answer) for metric in METRICS]
        values += [metric(truth, answer, observed=observed) for metric in WITH_OBSERVED]
        assert values == pytest.approx(expected(truth, answer, observed), abs=1e-12, nan_ok=True)


def test_the_correlation_agrees_with_scikit_learn():
    for truth, answer, _ in matrices(200):
        rows = entries(truth, answer, where=lambda known, _: not math.isnan(known))
        if len({row[0] for row in rows}) > 1:
            assert genotype_mcc(truth, answer) == pytest.approx(matthews_corrcoef(*zip(*rows, strict=True)), abs=1e-12)


@pytest.mark.parametrize("metric", METRICS, ids=lambda m: m.name)
def test_the_truth_scores_best(metric):
    assert metric(TRUTH, TRUTH) == pytest.approx(metric.best, abs=1e-12)


def test_the_reverse_scores_worst():
    two = np.array([[0.0, 1], [1, 0]])
    assert genotype_mcc(two, 1 - two) == mutation_mcc(two, 1 - two) == -1
    assert balanced_genotype_accuracy(two, 1 - two) == 0
    assert zygosity_recall(TRUTH, np.zeros_like(TRUTH)) == 0


def test_without_the_entries_in_question_the_value_is_undefined():
    zeros = np.zeros((2, 2))
    assert math.isnan(genotype_mcc(zeros, zeros))
    assert math.isnan(mutation_mcc(np.full((2, 2), 2.0), zeros))
    assert math.isnan(zygosity_recall(np.array([[0.0, 1]]), np.array([[0.0, 1]])))
    assert math.isnan(balanced_genotype_accuracy(np.full((2, 2), np.nan), zeros))
    assert math.isnan(BALANCED_GENOTYPE_ACCURACY.chance_of(np.full((2, 2), np.nan)))


def test_chance_of_the_balanced_accuracy_is_met_by_every_constant_answer():
    for code in range(3):
        value = balanced_genotype_accuracy(TRUTH, np.full_like(TRUTH, code))
        assert value == pytest.approx(BALANCED_GENOTYPE_ACCURACY.chance_of(TRUTH))


def test_what_is_no_genotype_is_refused():
    with pytest.raises(InputError, match=r"1 of 2 entries are no genotype, e.g. 0.4; write 0, 1, 2 or NaN"):
        genotype_mcc(np.zeros((1, 2)), np.array([[0.4, 1]]))
    with pytest.raises(InputError, match=r"shapes \(1, 2\) and \(2, 1\)"):
        genotype_mcc(np.zeros((1, 2)), np.zeros((2, 1)))

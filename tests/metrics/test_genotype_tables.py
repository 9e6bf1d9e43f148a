"""Independent implementation: counts in plain Python, entry by entry, and scikit-learn's Matthews correlation."""

import math
from fractions import Fraction

import numpy as np
import pytest
from sklearn.metrics import matthews_corrcoef

from clinicell.errors import InputError
from clinicell.metrics.genotype_tables import (
    ACCURACY_ON_MISSING,
    FALSE_MUTATIONS_REMOVED,
    FALSE_NEGATIVE_RATE,
    FALSE_POSITIVE_RATE,
    LOST_MUTATIONS_RESTORED,
    MCC_ON_MISSING,
    MUTATION_MCC,
    apart,
    called,
    with_reading,
)

METRICS = [
    MUTATION_MCC, LOST_MUTATIONS_RESTORED, FALSE_MUTATIONS_REMOVED, ACCURACY_ON_MISSING, MCC_ON_MISSING,
    FALSE_POSITIVE_RATE, FALSE_NEGATIVE_RATE,
]  # fmt: skip


def cases():
    rng = np.random.default_rng(0)
    for number in range(1000):
        shape = int(rng.integers(1, 7)), int(rng.integers(1, 7))
        truth = (rng.random(shape) < rng.random()).astype(float)
        truth[rng.random(shape) < 0.1] = np.nan
        read = rng.integers(-1, 3, shape).astype(float)
        read[read < 0] = np.nan
        answer = rng.random(shape) if number % 2 else rng.integers(0, 3, shape).astype(float)
        yield truth, read, answer


def by_hand(truth, read, answer):
    entries = [
        (t, None if math.isnan(r) else min(r, 1), int(a >= 0.5))
        for t, r, a in zip(truth.flat, read.flat, answer.flat, strict=True)
        if not math.isnan(t)
    ]

    def share(chosen, right):
        chosen = [entry for entry in entries if chosen(*entry)]
        return float(Fraction(sum(right(*e) for e in chosen), len(chosen))) if chosen else math.nan

    def mcc(chosen):
        true = [t for t, _, _ in chosen]
        if len(set(true)) < 2:
            return math.nan
        return float(matthews_corrcoef(true, [a for _, _, a in chosen]))

    return {
        "mutation_mcc": mcc(entries),
        "mcc_on_missing": mcc([entry for entry in entries if entry[1] is None]),
        "lost_mutations_restored": share(lambda t, r, a: t == 1 and r == 0, lambda t, r, a: a == 1),
        "false_mutations_removed": share(lambda t, r, a: t == 0 and r == 1, lambda t, r, a: a == 0),
        "accuracy_on_missing": share(lambda t, r, a: r is None, lambda t, r, a: a == t),
        "false_positive_rate": share(lambda t, r, a: t == 0, lambda t, r, a: a == 1),
        "false_negative_rate": share(lambda t, r, a: t == 1, lambda t, r, a: a == 0),
    }


def test_each_metric_agrees_with_counts_by_hand(agree):
    for truth, read, answer in cases():
        expected = by_hand(truth, read, answer)
        for metric in METRICS:
            agree(metric(with_reading(truth, read), answer), expected[metric.name])


@pytest.mark.parametrize("metric", METRICS, ids=lambda m: m.name)
def test_the_truth_scores_best_and_the_reverse_worst(metric):
    truth = np.array([[0.0, 0, 1, 1], [0, 1, 1, 0]])
    read = np.array([[1.0, np.nan, 0, np.nan], [0, 1, 2, np.nan]])
    assert metric(with_reading(truth, read), truth) == pytest.approx(metric.best, abs=1e-12)
    assert metric(with_reading(truth, read), 1 - truth) == pytest.approx(metric.worst, abs=1e-12)


def test_a_table_holds_truth_and_reading_without_loss():
    for truth, read, _ in cases():
        one, other = apart(with_reading(truth, read))
        np.testing.assert_array_equal(one, truth)
        np.testing.assert_array_equal(other[~np.isnan(truth)], read[~np.isnan(truth)])


def test_one_half_is_a_mutation_and_so_is_a_homozygous_genotype():
    assert called(np.array([0.0, 0.49, 0.5, 1, 2])).tolist() == [0, 0, 1, 1, 1]


@pytest.mark.parametrize("value", [-0.1, 2.5, np.nan])
def test_what_is_neither_a_probability_nor_a_genotype_is_refused(value):
    with pytest.raises(InputError, match="1 of 2 entries are neither"):
        called(np.array([0.0, value]))


def test_a_truth_of_another_kind_or_shape_is_refused():
    with pytest.raises(InputError, match="1 of 2 entries"):
        with_reading(np.array([0.0, 2]), np.array([0.0, 0]))
    with pytest.raises(InputError, match="both alike"):
        with_reading(np.zeros(2), np.zeros(3))

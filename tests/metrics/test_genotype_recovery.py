"""What the values mean; they are held against an independent implementation in test_genotype.py."""

import math
from functools import partial

import numpy as np
import pytest

from clinicell.metrics.genotype_recovery import (
    accuracy_on_missing,
    false_mutations_removed,
    lost_mutations_restored,
    mcc_on_missing,
    sound_entries_kept,
)

METRICS = [
    lost_mutations_restored,
    false_mutations_removed,
    sound_entries_kept,
    accuracy_on_missing,
    mcc_on_missing,
]
TRUTH = np.array([[0.0, 0, 1, 2], [0, 1, 1, 2], [0, 0, 0, 1]])
OBSERVED = np.array([[0.0, 1, 0, 2], [np.nan, 1, np.nan, 1], [0, 0, 2, 0]])


@pytest.mark.parametrize("metric", METRICS, ids=lambda m: m.__name__)
def test_the_truth_scores_one_and_an_open_answer_nothing(metric):
    score = partial(metric, TRUTH, observed=OBSERVED)
    assert score(TRUTH) == pytest.approx(1.0, abs=1e-12)
    assert score(np.full_like(TRUTH, np.nan)) == 0


def test_an_answer_that_repeats_the_reading_restores_nothing_and_breaks_nothing():
    assert lost_mutations_restored(TRUTH, OBSERVED, observed=OBSERVED) == 0
    assert false_mutations_removed(TRUTH, OBSERVED, observed=OBSERVED) == 0
    assert sound_entries_kept(TRUTH, OBSERVED, observed=OBSERVED) == 1


def test_a_restored_mutation_counts_in_either_zygosity():
    answer = np.where(OBSERVED == 0, 2.0, OBSERVED)
    assert lost_mutations_restored(TRUTH, answer, observed=OBSERVED) == 1.0


def test_a_homozygote_read_as_heterozygous_is_neither_lost_nor_false():
    truth, observed = np.array([[2.0, 1.0]]), np.array([[1.0, 2.0]])
    assert math.isnan(lost_mutations_restored(truth, truth, observed=observed))
    assert math.isnan(false_mutations_removed(truth, truth, observed=observed))


def test_zeros_are_accurate_on_missing_entries_and_correlate_with_nothing():
    truth = np.append(np.zeros(95), np.ones(5))[None]
    nothing_read = np.full_like(truth, np.nan)
    assert accuracy_on_missing(truth, np.zeros_like(truth), observed=nothing_read) == 0.95
    assert mcc_on_missing(truth, np.zeros_like(truth), observed=nothing_read) == 0


def test_without_the_entries_in_question_the_value_is_undefined():
    zeros = np.zeros((2, 2))
    for metric in (lost_mutations_restored, false_mutations_removed, accuracy_on_missing, mcc_on_missing):
        assert math.isnan(metric(zeros, zeros, observed=zeros))
    assert math.isnan(sound_entries_kept(zeros, zeros, observed=np.ones((2, 2))))

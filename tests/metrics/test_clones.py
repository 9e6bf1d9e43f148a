"""Independent implementations: sets of cells by hand; scikit-learn's pair confusion matrix and F1."""

import math

import numpy as np
import pytest
from sklearn.metrics import f1_score
from sklearn.metrics.cluster import pair_confusion_matrix

from clinicell.metrics.clones import (
    MIN_CLONE_RECALL,
    PAIRWISE_F1,
    RARE_CLONE_F1,
    SHARE_UNASSIGNED,
    min_clone_recall,
    pairwise_f1,
    rare_clone_f1,
    share_unassigned,
    unassigned_as_singletons,
)
from clinicell.metrics.clustering import adjusted_rand_index


def sets(codes):
    """The cells of each code."""
    return [{cell for cell, code in enumerate(codes.tolist()) if code == one} for one in sorted(set(codes.tolist()))]


def test_pairwise_f1_agrees_with_every_pair_and_with_scikit_learns(class_cases, agree):
    for number, (one, other) in enumerate(class_cases):
        pairs = np.triu_indices(one.size, 1)
        in_one, in_other = (np.equal.outer(codes, codes)[pairs] for codes in (one, other))
        expected = 2 * np.sum(in_one & in_other) / (in_one.sum() + in_other.sum()) if in_one.any() else math.nan
        agree(pairwise_f1(one, other), float(expected))
        if number % 8 == 0 and in_one.any():
            (_, only_pred), (only_true, both) = pair_confusion_matrix(one, other).astype(float)
            agree(pairwise_f1(one, other), float(2 * both / (2 * both + only_pred + only_true)))


@pytest.mark.parametrize("at_most", [0.05, 0.2, 0.4])
def test_rare_clone_f1_is_that_of_the_best_cluster_of_each_rare_clone(at_most, class_cases, agree):
    for one, other in class_cases:
        rare = [clone for clone in sets(one) if len(clone) <= at_most * one.size]
        best = [max(2 * len(clone & c) / (len(clone) + len(c)) for c in sets(other)) for clone in rare]
        agree(rare_clone_f1(one, other, at_most=at_most), float(np.mean(best)) if best else math.nan)


def test_rare_clone_f1_agrees_with_scikit_learns_f1_of_each_cluster(class_cases, agree, quietly):
    for one, other in class_cases[::25]:
        rare = [clone for clone in np.unique(one) if np.mean(one == clone) <= 0.3]
        best = [max(quietly(f1_score, one == clone, other == c) for c in np.unique(other)) for clone in rare]
        agree(rare_clone_f1(one, other, at_most=0.3), float(np.mean(best)) if best else math.nan)


def test_min_clone_recall_agrees_with_sets_of_cells(class_cases, agree):
    for one, other in class_cases:
        recalls = []
        for clone in sets(one):
            own = [c for c in sets(other) if 2 * len(clone & c) > len(clone | c)]
            assert len(own) < 2
            recalls.append(len(clone & own[0]) / len(clone) if own else 0.0)
        agree(min_clone_recall(one, other), min(recalls))


def test_a_single_cluster_and_singletons_find_no_clone():
    truth = np.array([0.0, 0, 0, 1, 1, 1])
    assert min_clone_recall(truth, np.zeros(6)) == 0.0
    assert min_clone_recall(truth, np.arange(6.0)) == 0.0
    assert pairwise_f1(truth, np.arange(6.0)) == PAIRWISE_F1.worst


@pytest.mark.parametrize("metric", [PAIRWISE_F1, RARE_CLONE_F1, MIN_CLONE_RECALL], ids=lambda metric: metric.name)
def test_the_same_partition_is_best_and_nobody_or_a_cell_without_a_cluster_undefined(metric):
    codes = np.append(np.zeros(40), [1.0, 1.0])
    assert metric(codes, 3 - codes) == metric.best
    assert math.isnan(metric(np.zeros(0), np.zeros(0)))
    assert math.isnan(metric(codes, np.where(codes == 1, np.nan, codes)))


def test_no_pair_and_no_rare_clone_are_undefined():
    assert math.isnan(pairwise_f1(np.arange(5.0), np.zeros(5)))
    assert math.isnan(pairwise_f1(np.zeros(1), np.zeros(1)))
    assert math.isnan(rare_clone_f1(np.array([0.0, 0, 1, 1]), np.array([0.0, 0, 1, 1])))


def test_each_cell_without_a_cluster_becomes_a_cluster_of_its_own():
    codes = np.array([np.nan, 4.0, 4.0, np.nan, -2.0])
    filled = unassigned_as_singletons(codes)
    assert filled.tolist() == [5.0, 4.0, 4.0, 6.0, -2.0]
    assert np.isnan(codes[[0, 3]]).all()
    assert unassigned_as_singletons(np.full(3, np.nan)).tolist() == [0.0, 1.0, 2.0]
    assert adjusted_rand_index(np.array([0.0, 0, 0, 1, 1]), filled) < 1
    assert share_unassigned(np.zeros(5), codes) == 0.4
    assert math.isnan(share_unassigned(np.zeros(0), np.zeros(0)))
    assert not SHARE_UNASSIGNED.needs_truth

"""Independent implementation: sets of ancestors walked up the parent list, in plain Python (clone_trees.py)."""

import math
import re
from itertools import combinations, permutations

import numpy as np
import pytest
from tests.metrics.clone_trees import Tree, cases

from clinicell.errors import InputError
from clinicell.metrics.trees import (
    ANCESTOR_DESCENDANT_F1,
    ANCESTOR_DESCENDANT_RECALL,
    DIFFERENT_LINEAGE_RECALL,
    RELATION_ACCURACY,
    SAME_NODE_RECALL,
    over_equally_good,
    tree_fault,
)

METRICS = [
    ANCESTOR_DESCENDANT_RECALL,
    ANCESTOR_DESCENDANT_F1,
    DIFFERENT_LINEAGE_RECALL,
    SAME_NODE_RECALL,
    RELATION_ACCURACY,
]
BRANCHED = Tree((0, 1, 1, 3), (1, 1, 2, 3, 4)).matrix()  # trunk {0, 1}; {2} beside {3} above {4}
CHAIN = np.triu(np.ones((5, 5)))
STAR = np.eye(5)


def relation(tree, i, j):
    if not {i, j} <= tree.sites():
        return "missing"
    if tree.nodes[i] == tree.nodes[j]:
        return "same"
    if i in tree.ancestors(j):
        return "above"
    return "below" if j in tree.ancestors(i) else "apart"


def share(answers):
    return sum(answers) / len(answers) if answers else math.nan


def expected(truth, answer):
    n = len(truth.nodes)
    pairs = list(combinations(range(n), 2))
    above = [{p for p in permutations(range(n), 2) if relation(tree, *p) == "above"} for tree in (truth, answer)]
    kept = [(relation(truth, *p), relation(answer, *p)) for p in pairs if relation(truth, *p) != "missing"]
    precision = share([p in above[0] for p in above[1]]) if above[1] else 0.0
    recall = share([p in above[1] for p in above[0]])
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return (
        recall,
        math.nan if not above[0] else f1,
        share([theirs == "apart" for ours, theirs in kept if ours == "apart"]),
        share([theirs == "same" for ours, theirs in kept if ours == "same"]),
        share([ours == theirs for ours, theirs in kept]),
    )


def test_each_metric_agrees_with_sets_of_ancestors_over_1300_pairs_of_trees():
    for truth, answer, _ in cases():
        matrices = truth.matrix(), answer.matrix()
        values = [metric(*matrices) for metric in METRICS]
        assert values == pytest.approx(expected(truth, answer), abs=1e-12, nan_ok=True)


@pytest.mark.parametrize("metric", METRICS, ids=lambda m: m.name)
def test_the_truth_scores_best_and_a_tree_of_nothing_worst(metric):
    assert metric(BRANCHED, BRANCHED) == metric.best
    assert metric(BRANCHED, np.zeros((5, 5))) == metric.worst


def test_a_chain_finds_every_order_and_no_branch():
    straight = Tree((0, 1, 2, 3), (1, 1, 2, 3, 4)).matrix()
    assert ANCESTOR_DESCENDANT_RECALL(BRANCHED, straight) == 1.0
    assert DIFFERENT_LINEAGE_RECALL(BRANCHED, straight) == 0.0
    assert ANCESTOR_DESCENDANT_F1(BRANCHED, straight) == pytest.approx(2 * 7 / (7 + 9))


def test_what_the_truth_does_not_hold_is_undefined():
    assert math.isnan(ANCESTOR_DESCENDANT_RECALL(STAR, CHAIN))
    assert math.isnan(ANCESTOR_DESCENDANT_F1(STAR, CHAIN))
    assert math.isnan(DIFFERENT_LINEAGE_RECALL(CHAIN, STAR))
    assert math.isnan(SAME_NODE_RECALL(CHAIN, CHAIN))
    assert math.isnan(RELATION_ACCURACY(np.ones((1, 1)), np.ones((1, 1))))
    assert math.isnan(RELATION_ACCURACY(np.zeros((0, 0)), np.zeros((0, 0))))


def test_every_tree_that_can_be_drawn_is_one():
    for truth, answer, _ in cases():
        assert tree_fault(truth.matrix()) == tree_fault(answer.matrix()) == ""


@pytest.mark.parametrize(
    ("matrix", "fault"),
    [
        (np.ones((2, 3)), "its shape is (2, 3); a tree is sites x sites"),
        (np.array([[1, 0.5], [np.nan, 1]]), "2 of 4 entries are neither 0 nor 1"),
        (np.array([[0.0, 1], [0, 1]]), "1 mutation has relations but no place in the tree"),
        (np.array([[1.0, 1, 0], [0, 1, 1], [0, 0, 1]]), "1 paths break off: 0 lies above a mutation that lies above 2"),
        (np.array([[1.0, 0, 1], [0, 1, 1], [0, 0, 1]]), "1 pairs lie on one path without an order, e.g. 0 and 1"),
    ],
    ids=["shape", "values", "diagonal", "path", "two parents"],
)
def test_what_is_no_tree_is_refused_with_the_reason(matrix, fault):
    assert tree_fault(matrix).startswith(fault)
    with pytest.raises(InputError, match=re.escape(f"the answer is no clone tree: {fault}")):
        RELATION_ACCURACY(STAR, matrix)


def test_trees_of_unlike_mutations_are_refused():
    with pytest.raises(InputError, match="the truth has 5 mutations, the answer 4"):
        RELATION_ACCURACY(STAR, np.eye(4))


def test_equally_good_trees_score_their_mean_not_their_best():
    answers = np.stack([BRANCHED, np.zeros((5, 5))])
    assert over_equally_good(RELATION_ACCURACY, BRANCHED, answers) == 0.5
    with pytest.raises(InputError, match="no tree"):
        over_equally_good(RELATION_ACCURACY, BRANCHED, np.zeros((0, 5, 5)))


def test_the_order_of_the_mutations_does_not_matter():
    shuffle = np.random.default_rng(0).permutation(5)
    order = np.ix_(shuffle, shuffle)
    for metric in METRICS:
        assert metric(BRANCHED[order], CHAIN[order]) == pytest.approx(metric(BRANCHED, CHAIN), abs=1e-15)

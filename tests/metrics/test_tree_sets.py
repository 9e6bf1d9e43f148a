"""Independent implementations: Python sets walked up the parent list for all; dendropy 5.1.3 for Robinson-Foulds.

The values of dendropy lie in fixtures/trees.csv, made by fixtures/make_trees.py.
"""

import math
from itertools import combinations, permutations

import numpy as np
import pytest
from tests.metrics.clone_trees import Tree, cases

from clinicell.metrics.tree_sets import (
    CASET_INTERSECTION,
    CASET_UNION,
    DISC_INTERSECTION,
    DISC_UNION,
    PARENT_CHILD_F1,
    ROBINSON_FOULDS,
)

METRICS = [CASET_INTERSECTION, CASET_UNION, DISC_INTERSECTION, DISC_UNION, ROBINSON_FOULDS, PARENT_CHILD_F1]
NOTHING = np.zeros((3, 3))
CHAIN = np.triu(np.ones((3, 3)))


def jaccard(one, other):
    return 1 - len(one & other) / len(one | other) if one | other else 0.0


def mean_over(pairs, sets, truth, answer, sites):
    if len(truth.sites()) < 2:
        return math.nan
    if len(sites) < 2:
        return 1.0
    distances = [sets(truth, answer, *pair) for pair in pairs(sorted(sites), 2)]
    return sum(distances) / len(distances)


def common(truth, answer, i, j):
    if ({i, j} <= truth.sites()) != ({i, j} <= answer.sites()):
        return 1.0
    return jaccard(*(tree.ancestors(i) & tree.ancestors(j) for tree in (truth, answer)))


def distinct(truth, answer, i, j):
    return jaccard(*(tree.ancestors(i) - tree.ancestors(j) for tree in (truth, answer)))


def clusters(tree):
    def below(node):
        members = {site for site, at in enumerate(tree.nodes) if at == node}
        children = [child for child, parent in enumerate(tree.parents, start=1) if parent == node]
        return members.union(*(below(child) for child in children))

    return {frozenset(below(node)) for node in range(1, len(tree.parents) + 1)}


def edges(tree):
    at = [[None], *([s for s, n in enumerate(tree.nodes) if n == node] for node in range(1, len(tree.parents) + 1))]
    return {(up, down) for node, parent in enumerate(tree.parents, start=1) for up in at[parent] for down in at[node]}


def share_of_one_only(one, other):
    return len(one ^ other) / (len(one) + len(other)) if one else math.nan


def expected(truth, answer):
    shared, either = truth.sites() & answer.sites(), truth.sites() | answer.sites()
    return (
        mean_over(combinations, common, truth, answer, shared),
        mean_over(combinations, common, truth, answer, either),
        mean_over(permutations, distinct, truth, answer, shared),
        mean_over(permutations, distinct, truth, answer, either),
        share_of_one_only(clusters(truth), clusters(answer)),
        1 - share_of_one_only(edges(truth), edges(answer)),
    )


def test_each_metric_agrees_with_sets_over_1300_pairs_of_trees():
    for truth, answer, _ in cases():
        matrices = truth.matrix(), answer.matrix()
        values = [metric(*matrices) for metric in METRICS]
        assert values == pytest.approx(expected(truth, answer), abs=1e-12, nan_ok=True)


def test_robinson_foulds_agrees_with_dendropy():
    compared = [(truth, answer, row["robinson_foulds"]) for truth, answer, row in cases() if row["robinson_foulds"]]
    assert len(compared) > 600
    for truth, answer, value in compared:
        assert ROBINSON_FOULDS(truth.matrix(), answer.matrix()) == pytest.approx(float(value), abs=1e-12)


@pytest.mark.parametrize("metric", METRICS, ids=lambda m: m.name)
def test_the_truth_scores_best_and_a_tree_of_nothing_worst(metric):
    star = np.eye(3)
    assert metric(star, star) == metric.best
    assert metric(star, NOTHING) == metric.worst


@pytest.mark.parametrize("metric", METRICS, ids=lambda m: m.name)
def test_a_truth_without_mutations_is_undefined(metric):
    assert math.isnan(metric(NOTHING, CHAIN))
    assert math.isnan(metric(np.zeros((0, 0)), np.zeros((0, 0))))


def test_a_mutation_that_the_answer_leaves_out_costs_in_the_union_forms_only():
    partial = CHAIN.copy()
    partial[2] = partial[:, 2] = 0
    assert CASET_INTERSECTION(CHAIN, partial) == DISC_INTERSECTION(CHAIN, partial) == 0
    assert CASET_UNION(CHAIN, partial) == pytest.approx(2 / 3)  # (0, 1) stands, (0, 2) and (1, 2) are gone
    assert DISC_UNION(CHAIN, partial) == pytest.approx(4 / 6)  # all pairs with 2: a set against none


def test_nodes_of_several_mutations_have_one_cluster_and_all_their_edges():
    pair_above_one = Tree((0, 1), (1, 1, 2)).matrix()
    assert ROBINSON_FOULDS(pair_above_one, CHAIN) == pytest.approx(1 / 5)  # {012} {2} against {012} {12} {2}
    assert PARENT_CHILD_F1(pair_above_one, CHAIN) == pytest.approx(2 * 2 / (4 + 3))  # normal-0 and 1-2 are shared

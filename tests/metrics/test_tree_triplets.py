"""Independent implementation: mp3treesim 1.0.6, its values in fixtures/trees.csv, made by fixtures/make_trees.py."""

import math
import time

import numpy as np
import pytest
from tests.metrics.clone_trees import Tree, cases

from clinicell.metrics.tree_triplets import MP3, MP3_INTERSECTION, MP3_UNION

METRICS = [MP3_INTERSECTION, MP3_UNION, MP3]


@pytest.mark.parametrize(
    ("metric", "column"), [(MP3_INTERSECTION, "intersection"), (MP3_UNION, "union"), (MP3, "sigmoid")]
)
def test_it_agrees_with_mp3treesim(metric, column):
    compared = [(truth, answer, row[column]) for truth, answer, row in cases() if row[column]]
    assert len(compared) > 1000
    for truth, answer, value in compared:
        assert metric(truth.matrix(), answer.matrix()) == pytest.approx(float(value), abs=1e-12)


@pytest.mark.parametrize("metric", METRICS, ids=lambda m: m.name)
def test_the_truth_scores_best_and_a_tree_without_its_triples_worst(metric):
    chain = np.triu(np.ones((4, 4)))
    assert metric(chain, chain) == metric.best
    assert metric(chain, np.eye(4)) == metric.worst
    assert metric(chain, np.zeros((4, 4))) == metric.worst


@pytest.mark.parametrize("metric", METRICS, ids=lambda m: m.name)
def test_fewer_than_three_mutations_are_undefined(metric):
    assert math.isnan(metric(np.triu(np.ones((2, 2))), np.eye(2)))
    assert math.isnan(metric(np.zeros((4, 4)), np.eye(4)))
    assert math.isnan(metric(np.zeros((0, 0)), np.zeros((0, 0))))


def test_three_branches_agree_only_if_the_same_two_part_last():
    first_two = Tree((0, 1, 1, 0), (1, 2, 3, 4)).matrix()
    last_two = Tree((0, 1, 1, 0), (1, 4, 3, 2)).matrix()
    # mutations 1, 2, 3 are apart in both, but 1 and 2 are the closer ones in one tree, 2 and 3 in the other
    assert MP3(first_two, last_two) == 0.0
    assert MP3(first_two, first_two) == 1.0


@pytest.mark.parametrize("tree", ["random", "star"])
def test_500_mutations_take_seconds(tree):
    rng = np.random.default_rng(0)
    parents = tuple(int(rng.integers(node)) for node in range(1, 101))
    one = Tree(parents, tuple(int(n) for n in rng.integers(1, 101, 500))).matrix() if tree == "random" else np.eye(500)
    start = time.process_time()
    assert MP3(one, one) == 1.0
    assert time.process_time() - start < 10

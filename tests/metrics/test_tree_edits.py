"""Independent implementations: the edits themselves, in every order, on all pairs of trees of three mutations; and, on
larger trees, the published recursion over pairs of paths with every pairing of branches tried."""

import math
from functools import cache
from itertools import permutations, product

import numpy as np
import pytest
from tests.metrics.clone_trees import Tree, cases

from clinicell.errors import InputError
from clinicell.metrics._metric import Undefined
from clinicell.metrics.tree_edits import MLTD, MLTD_SIMILARITY

METRICS = [MLTD, MLTD_SIMILARITY]
MOST_NODES = 6  # of a common tree of three mutations: the two trees have at most four nodes each, the root among them


def all_trees(n_sites):
    """Yield each tree over `n_sites` mutations, placed or not, once."""
    seen = set()
    for nodes in product(range(n_sites + 1), repeat=n_sites):
        n_nodes = max(nodes)
        if set(nodes) | {0} != set(range(n_nodes + 1)):
            continue
        for parents in product(*(range(n_nodes + 1) for _ in range(n_nodes))):
            tree = Tree(parents, nodes)
            if all(rises(parents, node) for node in range(1, n_nodes + 1)):
                key = tree.matrix().tobytes()
                if key not in seen:
                    seen.add(key)
                    yield tree


def rises(parents, node):
    for _ in parents:
        node = parents[node - 1] if node else 0
    return node == 0


def nested(tree, node=0):
    """Return a tree as (its labels, its branches in a fixed order)."""
    labels = frozenset(site for site, at in enumerate(tree.nodes) if at == node and node)
    below = [nested(tree, child) for child, parent in enumerate(tree.parents, start=1) if parent == node]
    return labels, ordered(below)


def ordered(branches):
    return tuple(sorted(branches, key=repr))


def size(tree):
    return 1 + sum(size(branch) for branch in tree[1])


def edits(tree, is_root=True):
    """Yield every tree one edit away: a label or an empty leaf less, a node split in two."""
    labels, branches = tree
    for label in labels:
        yield labels - {label}, branches
    for bits in product((False, True), repeat=len(labels)):
        upper = frozenset(label for label, up in zip(sorted(labels), bits, strict=True) if up)
        yield upper, ((labels - upper, branches),)
    for number, branch in enumerate(branches):
        rest = branches[:number] + branches[number + 1 :]
        if branch == (frozenset(), ()):
            yield labels, rest
        for other in edits(branch, is_root=False):
            yield labels, ordered([*rest, other])


@cache
def reachable(tree):
    found, edge = {tree}, [tree]
    while edge:
        edge = [
            other for each in edge for other in set(edits(each)) if size(other) <= MOST_NODES and other not in found
        ]
        edge = list(dict.fromkeys(edge))
        found.update(edge)
    return found


def labels_of(tree):
    return tree[0].union(*(labels_of(branch) for branch in tree[1]))


def by_edits(truth, answer):
    both = reachable(nested(truth)) & reachable(nested(answer))
    return max(len(labels_of(tree)) for tree in both)


def by_paths(truth, answer):
    """The recursion as published: the best two paths down from two nodes, then the best pairing of branches."""

    def children(tree, node):
        return [child for child, parent in enumerate(tree.parents, start=1) if parent == node]

    def paths(tree, node):
        yield (node,)
        for child in children(tree, node):
            for path in paths(tree, child):
                yield (node, *path)

    def shared(node, twin):
        return sum(1 for a, b in zip(truth.nodes, answer.nodes, strict=True) if a == node and b == twin and a and b)

    def along(one, other):
        table = np.zeros((len(one), len(other)), dtype=int)
        for i, j in product(range(len(one)), range(len(other))):
            before = [table[i - 1, j]] * (i > 0) + [table[i, j - 1]] * (j > 0)
            table[i, j] = shared(one[i], other[j]) + max(before, default=0)
        return table[-1, -1]

    def paired(left, right):
        few, many = sorted((left, right), key=len)
        turn = few is right and few is not left
        scores = [
            sum(best(*((m, f) if turn else (f, m))) for f, m in zip(few, chosen, strict=True))
            for chosen in permutations(many, len(few))
        ]
        return max(scores, default=0)

    @cache
    def best(node, twin):
        return max(
            along(one, other) + paired(children(truth, one[-1]), children(answer, other[-1]))
            for one in paths(truth, node)
            for other in paths(answer, twin)
        )

    return int(best(0, 0))


def values(kept, truth, answer):
    one, other = truth.sites(), answer.sites()
    if not one:
        return math.nan, math.nan
    return (len(one) + len(other) - 2 * kept) / (len(one) + len(other)), kept / len(one | other)


def test_it_agrees_with_the_edits_tried_in_every_order_on_all_pairs_of_trees_of_three_mutations(agree):
    trees = list(all_trees(3))
    assert len(trees) ** 2 > 1000
    for truth, answer in product(trees, trees):
        expected = values(by_edits(truth, answer), truth, answer)
        for metric, value in zip(METRICS, expected, strict=True):
            agree(float(metric(truth.matrix(), answer.matrix())), value)


def test_it_agrees_with_the_published_recursion_on_random_trees_of_eight_mutations(agree):
    compared = list(cases())
    assert len(compared) > 1000
    for truth, answer, _ in compared:
        expected = values(by_paths(truth, answer), truth, answer)
        for metric, value in zip(METRICS, expected, strict=True):
            agree(float(metric(truth.matrix(), answer.matrix())), value)


def test_order_within_a_node_costs_nothing_and_a_moved_branch_its_mutations():
    chain = Tree((0, 1, 2), (1, 2, 3)).matrix()
    together = Tree((0,), (1, 1, 1)).matrix()
    fork = Tree((0, 1, 1), (1, 2, 3)).matrix()
    assert MLTD(chain, together) == 0.0
    assert MLTD(fork, together) == pytest.approx(2 / 6)  # of two branches, one node keeps one
    assert MLTD(fork, chain) == pytest.approx(2 / 6)
    assert MLTD_SIMILARITY(fork, chain) == pytest.approx(2 / 3)


def test_a_branch_point_without_mutations_is_a_difference():
    # 1 and 2 part below an inner node that 0 leaves empty when it goes; 3 hangs from the root in both
    inner = Tree((0, 1, 1, 0), (1, 2, 3, 4)).matrix()
    flat = Tree((0, 0, 0), (0, 1, 2, 3)).matrix()
    assert MLTD(inner, flat) == pytest.approx(3 / 7)  # 0, and one of 1, 2, 3 in both
    assert MLTD_SIMILARITY(inner, flat) == pytest.approx(2 / 4)


@pytest.mark.parametrize("metric", METRICS, ids=lambda m: m.name)
def test_the_truth_scores_best_and_a_tree_that_places_nothing_worst(metric):
    chain = np.triu(np.ones((4, 4)))
    assert metric(chain, chain) == metric.best
    assert metric(chain, np.zeros((4, 4))) == metric.worst


@pytest.mark.parametrize("metric", METRICS, ids=lambda m: m.name)
def test_a_truth_without_a_mutation_is_undefined(metric):
    assert metric.measure(np.zeros((3, 3)), np.eye(3)) == Undefined("no mutation in the truth")
    assert math.isnan(metric(np.zeros((0, 0)), np.zeros((0, 0))))


@pytest.mark.parametrize("metric", METRICS, ids=lambda m: m.name)
def test_what_is_no_tree_is_refused(metric):
    with pytest.raises(InputError, match="the answer is no clone tree"):
        metric(np.eye(2), np.array([[0.0, 1], [0, 1]]))


def test_1000_mutations_in_100_nodes_take_a_second():
    rng = np.random.default_rng(0)
    parents = tuple(int(rng.integers(node)) for node in range(1, 101))
    one, other = (Tree(parents, tuple(int(n) for n in rng.integers(1, 101, 1000))).matrix() for _ in range(2))
    assert MLTD(one, one) == 0.0
    assert 0 < MLTD(one, other) < 1

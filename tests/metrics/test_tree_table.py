import numpy as np
import pytest
from tests.metrics.clone_trees import cases

from clinicell.errors import InputError
from clinicell.metrics.tree_edits import MLTD
from clinicell.metrics.tree_table import of_tables, tree_matrix
from clinicell.metrics.trees import tree_fault


def table_of(tree):
    parent_of = {node: tree.parents[node - 1] for node in range(1, len(tree.parents) + 1)}

    def above(node):  # the nearest node that holds a mutation
        parent = parent_of[node]
        while parent and parent not in tree.nodes:
            parent = parent_of[parent]
        return parent or -1

    return np.array([[node, above(node)] if node else [-1, -1] for node in tree.nodes], dtype=float).reshape(-1, 2)


def test_a_table_says_the_same_as_sets_of_ancestors_walked_up_the_parents():
    compared = [tree for truth, answer, _ in cases() for tree in (truth, answer)]
    assert len(compared) > 2000
    for tree in compared:
        matrix = tree_matrix(table_of(tree))
        np.testing.assert_array_equal(matrix, tree.matrix())
        assert tree_fault(matrix) == ""


def test_a_metric_of_tables_is_the_metric_of_their_trees_under_the_same_name():
    metric = of_tables(MLTD)
    chain, star = np.array([[0.0, -1], [1, 0]]), np.array([[0.0, -1], [1, -1]])
    assert metric(chain, star) == 0.5
    assert (metric.name, metric.title, metric.undefined) == (MLTD.name, MLTD.title, MLTD.undefined)
    assert not metric.is_higher_better


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ([[0, 1], [1, 0]], "the path up from node 0 runs in a circle"),
        ([[0, 0]], "the path up from node 0 runs in a circle"),
        ([[2, -1], [2, 3], [3, -1]], "node 2 has two parents, -1 and 3"),
        ([[0, 7]], "1 parents are no node of a mutation, e.g. 7"),
        ([[-1, 0], [0, -1]], "a mutation without a node has a parent"),
        ([[0.5, -1]], "1 of 2 entries are no node, e.g. 0.5"),
        ([[0, -2]], "1 of 2 entries are no node, e.g. -2"),
        ([[0, np.nan]], "1 of 2 entries are no node, e.g. nan"),
        ([[0, -1, 3]], r"shape \(1, 3\)"),
    ],
)
def test_what_is_no_tree_is_refused(table, message):
    with pytest.raises(InputError, match=message):
        tree_matrix(np.array(table, dtype=float))


def test_a_tree_that_places_nothing_is_one():
    assert not tree_matrix(np.full((3, 2), -1.0)).any()
    assert tree_matrix(np.empty((0, 2))).shape == (0, 0)

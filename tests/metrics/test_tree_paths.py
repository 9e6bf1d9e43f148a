"""Independent implementation: breadth-first search of networkx over an undirected graph of the clones."""

import math

import networkx as nx
import numpy as np
import pytest

from clinicell.errors import InputError
from clinicell.metrics.tree_paths import PATH_DIFFERENCE, cell_paths


def random_table(rng, n_cells):
    n_clones = int(rng.integers(1, n_cells + 1))
    parents = np.array([rng.integers(-1, clone) for clone in range(n_clones)], dtype=float)
    clone = rng.permutation(np.append(np.arange(n_clones), rng.integers(0, n_clones, n_cells - n_clones)))
    names = rng.permutation(3 * n_clones)[:n_clones].astype(float)
    above = np.where(parents[clone] < 0, -1.0, names[parents[clone].astype(int)])
    return np.column_stack([names[clone], above])


def by_search(table):
    graph = nx.Graph(table.tolist())
    return [[nx.shortest_path_length(graph, one, other) for other in table[:, 0]] for one in table[:, 0]]


def test_it_agrees_with_a_search_over_1000_pairs_of_random_trees(agree):
    rng = np.random.default_rng(0)
    for _ in range(1000):
        n = int(rng.integers(1, 9))
        truth, answer = random_table(rng, n), random_table(rng, n)
        one, other = np.array(by_search(truth)), np.array(by_search(answer))
        np.testing.assert_array_equal(cell_paths(truth), one)
        expected = np.abs(one - other)[np.triu_indices(n, 1)].mean() if n > 1 else math.nan
        agree(PATH_DIFFERENCE(truth, answer), float(expected))


def test_names_of_clones_do_not_matter():
    rng = np.random.default_rng(1)
    table = random_table(rng, 8)
    renamed = np.where(table < 0, -1.0, 100 - table)
    assert PATH_DIFFERENCE(table, renamed) == 0


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ([[0, 1], [1, 0]], "clone 0 runs in a circle"),
        ([[0, -1], [0, 1], [1, -1]], "two parents"),
        ([[0, 5]], "1 parents are no clone"),
        ([[-1, -1]], "a cell is of clone -1"),
        ([[0, 1, 2]], "clone and parent of each cell"),
    ],
)
def test_what_is_no_tree_is_refused(table, message):
    with pytest.raises(InputError, match=message):
        cell_paths(np.array(table, dtype=float))


def test_other_numbers_of_cells_are_refused_and_one_cell_is_undefined():
    one = np.array([[0.0, -1]])
    with pytest.raises(InputError, match="the truth has 1 cells, the answer 2"):
        PATH_DIFFERENCE(one, np.vstack([one, one]))
    assert math.isnan(PATH_DIFFERENCE(one, one))
    assert math.isnan(PATH_DIFFERENCE(np.zeros((0, 2)), np.zeros((0, 2))))

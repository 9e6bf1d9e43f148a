import random

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from clinicell.baselines._louvain import communities


def blobs(seed, sizes=(24, 14, 18)):
    rng = np.random.default_rng(seed)
    code = np.repeat(np.arange(len(sizes)), sizes)
    return rng.normal(size=(len(code), 4)) + 20 * np.eye(4)[code], code


def test_groups_far_apart_are_communities_and_the_largest_comes_first():
    matrix, code = blobs(0)
    found = communities(matrix)
    assert adjusted_rand_score(code, found) == 1
    assert np.bincount(found).tolist() == [24, 18, 14]


def test_the_same_rows_give_the_same_communities_and_no_generator_is_moved():
    matrix, _ = blobs(1)
    random.seed(5)
    before = random.getstate()
    first = communities(matrix)
    np.testing.assert_array_equal(communities(matrix), first)
    assert random.getstate() == before


def test_more_rows_have_more_neighbours(monkeypatch):
    asked = []

    class Spy:
        def __init__(self, n_neighbors):
            asked.append(n_neighbors)

        def fit(self, matrix):
            self.n = len(matrix)
            return self

        def kneighbors(self, *, return_distance):
            return (
                np.zeros((self.n, 1), dtype=int)
                if self.n == 0
                else np.roll(np.arange(self.n), 1)[:, None].repeat(asked[-1], axis=1)
            )

    monkeypatch.setattr("clinicell.baselines._louvain.NearestNeighbors", Spy)
    for n in (100, 101, 1000, 1001):
        communities(np.zeros((n, 1)))
    assert asked == [10, 30, 30, 150]


@pytest.mark.parametrize("n", [0, 1])
def test_too_few_rows_for_a_graph_are_one_community(n):
    assert communities(np.zeros((n, 3))).tolist() == [0] * n


def test_equal_rows_are_answered_for():
    assert communities(np.zeros((12, 3))).shape == (12,)

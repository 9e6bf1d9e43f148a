import numpy as np

from clinicell.baselines.k_modes import clones, differing_share
from clinicell.metrics.clustering import adjusted_rand_index


def blocks(seed, n=90, noise=0.1, missing=0.2):
    """Return genotypes of three clones that differ in most of 40 sites, and the clones."""
    rng = np.random.default_rng(seed)
    profile, clone = rng.integers(0, 3, (3, 40)), rng.integers(0, 3, n)
    sites = profile[clone]
    is_wrong = rng.random(sites.shape) < noise
    sites[is_wrong] = rng.integers(0, 3, is_wrong.sum())
    sites[rng.random(sites.shape) < missing] = -1
    return sites.astype(np.int8), clone.astype(float)


def test_it_finds_well_separated_clones_and_their_number():
    for seed in range(3):
        sites, clone = blocks(seed)
        found = clones(sites, seed=0)
        assert np.unique(found).size == 3
        assert adjusted_rand_index(clone, found.astype(float)) > 0.95


def test_shuffled_sites_hold_no_clone_worth_finding():
    sites, clone = blocks(0)
    rng = np.random.default_rng(0)
    mixed = np.stack([rng.permutation(column) for column in sites.T], axis=1)
    assert abs(adjusted_rand_index(clone, clones(mixed, seed=0).astype(float))) < 0.1


def test_a_single_clone_whose_errors_strike_all_entries_alike_is_not_split():
    for seed in range(3):
        rng = np.random.default_rng(seed)
        one = rng.integers(0, 3, 40).repeat(60).reshape(40, 60).T
        is_wrong = rng.random(one.shape) < 0.15
        one[is_wrong] = rng.integers(0, 3, is_wrong.sum())
        assert np.unique(clones(one.astype(np.int8), seed=0)).size == 1


def test_nested_clones_of_a_tree_are_told_apart():
    rng = np.random.default_rng(0)
    clone = rng.integers(0, 5, 120)
    sites = np.repeat(np.tril(np.ones((5, 5), dtype=np.int8)), 12, axis=1)[clone]  # each clone grows out of the last
    sites[(rng.random(sites.shape) < 0.1) & (sites == 1)] = 0
    found = clones(sites, seed=0)
    assert adjusted_rand_index(clone.astype(float), found.astype(float)) > 0.8


def test_distance_is_the_share_of_differing_entries_seen_in_both():
    sites = np.array([[0, 1, 2, -1], [0, 2, 2, 1], [-1, -1, -1, 0], [2, -1, 0, -1]], dtype=np.int8)
    expected = np.array([[0, 1 / 3, 0.5, 1], [1 / 3, 0, 1, 1], [0.5, 1, 0, 0.5], [1, 1, 0.5, 0]])
    np.testing.assert_allclose(differing_share(sites), expected)


def test_few_or_equal_cells_are_one_clone():
    assert clones(np.array([[0], [1]], dtype=np.int8), seed=0).tolist() == [0, 0]
    assert clones(np.ones((5, 3), dtype=np.int8), seed=0).tolist() == [0] * 5

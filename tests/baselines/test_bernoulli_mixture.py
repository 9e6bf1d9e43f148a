import numpy as np
import pytest
from tests.baselines.paired import interval, tumour

from clinicell.baselines.bernoulli_mixture import Noise, Seen, clones, description_length, genotypes
from clinicell.metrics.clustering import adjusted_rand_index
from clinicell.metrics.genotype import mutation_mcc


def tree(n, sites_per_branch, n_clones, *, fp, fn, missing, seed):
    """Return observed genotypes and clones: clone k grows out of a random earlier one on a branch of its own."""
    rng = np.random.default_rng(seed)
    profile = np.zeros((n_clones, n_clones), dtype=int)
    for clone in range(n_clones):
        if clone:
            profile[clone] = profile[rng.integers(0, clone)]
        profile[clone, clone] = 1
    profile = np.repeat(profile, sites_per_branch, axis=1)
    clone = np.append(np.arange(n_clones), rng.integers(0, n_clones, n - n_clones))
    is_mutated = profile[clone] == 1
    seen = np.where(is_mutated, rng.random(is_mutated.shape) >= fn, rng.random(is_mutated.shape) < fp).astype(np.int8)
    seen[rng.random(seen.shape) < missing] = -1
    return seen, clone.astype(float)


def value(sites, clone):
    return adjusted_rand_index(clone, clones(sites).astype(float))


@pytest.mark.parametrize("seed", [0, 1])
def test_it_finds_clones_and_their_number_through_noise(seed):
    sites, clone = tree(150, 10, 6, fp=0.01, fn=0.25, missing=0.2, seed=seed)
    assert value(sites, clone) > 0.9
    assert abs(np.unique(clones(sites)).size - 6) <= 1


def test_it_does_not_split_a_single_clone():
    for seed in range(3):
        sites, _ = tree(60, 100, 1, fp=0.01, fn=0.4, missing=0.4, seed=seed)
        assert np.unique(clones(sites)).size == 1


def test_many_sites_do_not_hide_many_clones():
    sites, clone = tree(120, 40, 15, fp=1e-4, fn=0.25, missing=0.2, seed=2)  # 600 sites; BIC finds 2 to 4 here
    assert np.unique(clones(sites)).size > 10
    assert value(sites, clone) > 0.8


def test_sites_shuffled_between_cells_hold_no_clone_worth_finding():
    sites, clone = tree(100, 10, 5, fp=0.01, fn=0.2, missing=0.2, seed=3)
    rng = np.random.default_rng(0)
    mixed = np.stack([rng.permutation(column) for column in sites.T], axis=1)
    assert abs(value(mixed, clone)) < 0.1


def test_a_homozygous_mutation_counts_as_a_mutation():
    sites, _ = tree(60, 10, 4, fp=0.01, fn=0.2, missing=0.1, seed=4)
    np.testing.assert_array_equal(clones(np.where(sites == 1, np.int8(2), sites)), clones(sites))


def test_sites_that_nobody_saw_change_nothing():
    sites, _ = tree(60, 10, 4, fp=0.01, fn=0.2, missing=0.1, seed=5)
    unseen = np.full((60, 7), -1, dtype=np.int8)
    np.testing.assert_array_equal(clones(np.hstack([unseen, sites])), clones(sites))


def test_one_cell_or_nothing_seen_is_one_clone():
    assert clones(np.array([[1, 0]], dtype=np.int8)).tolist() == [0]
    assert clones(np.full((3, 2), -1, dtype=np.int8)).tolist() == [0, 0, 0]


def test_the_true_partition_is_described_in_fewer_nats_than_a_random_or_a_single_one():
    sites, clone = tree(100, 10, 5, fp=0.01, fn=0.2, missing=0.2, seed=6)
    seen, noise = Seen.of(sites), Noise(0.01, 0.2, np.full(50, 0.4))
    rng = np.random.default_rng(0)
    true, by_lot = clone.astype(np.intp), rng.permutation(clone.astype(np.intp))
    length = description_length(seen, true, noise)
    assert length < description_length(seen, by_lot, noise)
    assert length < description_length(seen, np.zeros(100, dtype=np.intp), noise)


def test_its_genotypes_are_far_better_than_the_reading():
    differences = []
    for seed in range(200, 205):
        sites, _, true = tumour(
            seed,
            n_cells=120,
            n_sites=60,
            n_clones=6,
            false_positive_rate=0.02,
            false_negative_rate=0.3,
            missing_rate=0.4,
        )
        found = genotypes(sites, clones(sites))
        assert found.min() >= 0
        assert found.max() <= 1
        values = [mutation_mcc(true.astype(float), (each >= 0.5).astype(float)) for each in (found, sites)]
        differences.append(values[0] - values[1])
    assert interval(differences)[0] > 0.2


def test_a_site_that_nobody_saw_has_no_mutation():
    sites, _ = tree(40, 10, 3, fp=0.01, fn=0.2, missing=0.1, seed=5)
    sites[:, 4] = -1
    found = genotypes(sites, clones(sites))
    assert not found[:, 4].any()
    assert found.shape == sites.shape
    assert genotypes(sites[:0], np.zeros(0, dtype=np.intp)).shape == (0, sites.shape[1])

import numpy as np
import pandas as pd
import pytest
from scipy.io import loadmat
from tests.baselines.paired import interval, tumour, without_clones

from clinicell.baselines._louvain import communities
from clinicell.baselines.robustclone import RobustClone, low_rank, recovered
from clinicell.metrics.clustering import adjusted_rand_index
from clinicell.metrics.genotype import mutation_mcc
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._find import find_task

# RobustClone's own setting (false positives, false negatives 0.1, missing 0.2), smaller
PUBLISHED = {
    "n_cells": 120, "n_sites": 100, "n_clones": 5, "false_positive_rate": 0.1, "false_negative_rate": 0.1,
    "missing_rate": 0.2,
}  # fmt: skip


def imputed(sites):
    """The control: each missing entry at the site's mean."""
    seen = sites >= 0
    return np.where(seen, sites, (sites * seen).sum(axis=0) / seen.sum(axis=0))


def test_the_published_matrix_is_recovered_entry_by_entry(mirror):
    folder = mirror / "subclone" / "sim_robustclone"
    raw = pd.read_csv(folder / "exampledata.csv", index_col=0).to_numpy()
    published = loadmat(folder / "example_RobustClone.mat")["AA1"]
    found = recovered(np.where(raw == 3, -1, raw).astype(np.int8))
    assert published.shape == found.shape == (1000, 500)
    assert np.mean(found != published) <= 1e-3  # measured: none of 500,000 entries


def test_in_its_own_setting_it_recovers_genotypes_better_than_the_site_means():
    differences = []
    for seed in range(6):
        sites, _, true = tumour(seed, **PUBLISHED)
        found, control = np.minimum(recovered(sites), 1), imputed(sites) >= 0.5
        values = [mutation_mcc(true.astype(float), each.astype(float)) for each in (found, control)]
        differences.append(values[0] - values[1])
    low, high = interval(differences)
    assert low > 0.1
    assert high < 0.5


def test_its_clones_are_not_shown_to_be_better_than_those_of_the_same_graph_on_the_site_means():
    differences = []
    for seed in range(6):
        sites, clone, _ = tumour(seed, **PUBLISHED)
        found = [communities(matrix).astype(float) for matrix in (recovered(sites).astype(float), imputed(sites))]
        differences.append(adjusted_rand_index(clone, found[0]) - adjusted_rand_index(clone, found[1]))
    assert interval(differences)[0] < 0


def test_without_clones_it_finds_none():
    values = []
    for seed in range(6):
        sites, clone, _ = tumour(seed, **PUBLISHED)
        code = communities(recovered(without_clones(sites, seed)).astype(float))
        values.append(adjusted_rand_index(clone, code.astype(float)))
    low, high = interval(values)
    assert low < 0.02
    assert abs(np.mean(values)) < 0.03
    assert high < 0.1


def test_the_low_rank_part_of_a_noise_free_matrix_is_the_matrix():
    clones = np.kron(np.tril(np.ones((4, 4))), np.ones((1, 10)))
    true = clones[np.arange(60) % 4].astype(np.int8)
    np.testing.assert_array_equal(recovered(true), true)
    assert np.abs(low_rank(true) - true).max() < 0.2


@pytest.mark.parametrize("sites", [np.zeros((5, 3)), np.full((4, 3), -1), np.ones((1, 3)), np.zeros((0, 3))])
def test_matrices_that_show_nothing_are_answered_for(sites):
    assert recovered(sites.astype(np.int8)).shape == sites.shape


def test_it_answers_clones_genotypes_and_a_tree(toy):
    data = toy("subclone")
    model = RobustClone()
    model.fit(Cohort(units=data.test.units[:0].copy()), find_task("subclone"), seed=0)
    answers = model.predict(data.test, find_task("subclone")).answers
    assert set(answers) == {"main", "genotype", "tree"}
    assert adjusted_rand_index(data.truth["subclone"].to_numpy(), answers["main"]["subclone"].to_numpy()) > 0.8

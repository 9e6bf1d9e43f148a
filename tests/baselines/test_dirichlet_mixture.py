import numpy as np
import pytest
from tests.baselines.paired import interval, tumour, without_clones

from clinicell.baselines.dirichlet_mixture import DirichletMixture, sampled
from clinicell.baselines.k_modes import clones as k_modes
from clinicell.metrics.clustering import adjusted_rand_index
from clinicell.metrics.genotype import mutation_mcc
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._find import find_task

MADE_FOR_IT = {
    "n_cells": 120, "n_sites": 60, "n_clones": 8, "false_positive_rate": 0.02, "false_negative_rate": 0.3,
    "missing_rate": 0.4,
}  # fmt: skip


@pytest.fixture(scope="module")
def found():
    rows = []
    for seed in range(100, 106):
        sites, clone, true = tumour(seed, **MADE_FOR_IT)
        rows.append((sites, clone, true, sampled(sites, seed=0)))
    return rows


def test_it_finds_clones_better_than_k_modes_where_mutations_drop_out(found):
    differences = [
        adjusted_rand_index(clone, one.code.astype(float))
        - adjusted_rand_index(clone, k_modes(sites, seed=0).astype(float))
        for sites, clone, _, one in found
    ]
    assert interval(differences)[0] > 0.1  # measured: 0.37 on the mean of eight


def test_it_learns_the_error_rates_and_the_genotypes(found):
    assert np.mean([one.false_positive for *_, one in found]) == pytest.approx(0.02, abs=0.01)
    assert np.mean([one.false_negative for *_, one in found]) == pytest.approx(0.3, abs=0.05)
    values = [mutation_mcc(true.astype(float), (one.mutated >= 0.5).astype(float)) for _, _, true, one in found]
    assert np.mean(values) > 0.9
    assert all(((one.mutated >= 0) & (one.mutated <= 1)).all() for *_, one in found)


def test_without_clones_it_finds_none(found):
    values = [
        adjusted_rand_index(clone, sampled(without_clones(sites, seed), seed=0).code.astype(float))
        for seed, (sites, clone, _, _) in enumerate(found)
    ]
    assert abs(np.mean(values)) < 0.03
    assert interval(values)[0] <= 0


def test_another_seed_gives_another_chain_and_much_the_same_partition(found):
    sites, _, _, one = found[0]
    other = sampled(sites, seed=1)
    assert (other.mutated != one.mutated).any()
    assert adjusted_rand_index(one.code.astype(float), other.code.astype(float)) > 0.8


@pytest.mark.parametrize("n_cells", [0, 1, 2])
def test_very_few_cells_are_answered_for(n_cells):
    one = sampled(np.tile(np.array([0, 1, -1], dtype=np.int8), (n_cells, 1)), seed=0)
    assert one.code.shape == (n_cells,)
    assert one.mutated.shape == (n_cells, 3)


def test_cells_in_which_nothing_was_seen_are_answered_for():
    assert np.isfinite(sampled(np.full((6, 4), -1, dtype=np.int8), seed=0).mutated).all()


def test_it_answers_clones_genotypes_and_a_tree(toy):
    data = toy("subclone")
    model = DirichletMixture()
    model.fit(Cohort(units=data.test.units[:0].copy()), find_task("subclone"), seed=0)
    answers = model.predict(data.test, find_task("subclone")).answers
    assert set(answers) == {"main", "genotype", "tree"}
    assert adjusted_rand_index(data.truth["subclone"].to_numpy(), answers["main"]["subclone"].to_numpy()) > 0.9

from dataclasses import replace

import numpy as np
import pytest
import torch
from tests.baselines.paired import interval, tumour, without_clones

from clinicell.baselines._louvain import communities
from clinicell.baselines._training import Training
from clinicell.baselines.rdaclone import RDAClone, reconstructed, recovered
from clinicell.baselines.robustclone import recovered as low_rank_genotypes
from clinicell.errors import InputError
from clinicell.metrics.clustering import adjusted_rand_index
from clinicell.metrics.genotype import mutation_mcc
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._find import find_task

TASK = find_task("subclone")
QUICK = Training(max_epochs=2, batch_size=64, weight_decay=0.0)
MADE_FOR_IT = {  # dropout strikes mutated entries only: errors that a low-rank part takes for signal
    "n_cells": 64, "n_sites": 50, "n_clones": 4, "false_positive_rate": 0.03, "false_negative_rate": 0.3,
    "missing_rate": 0.4,
}  # fmt: skip


def fitted(training=QUICK, seed=0):
    model = RDAClone(training)
    model.fit(Cohort(units=None), TASK, seed=seed)
    return model


@pytest.fixture(scope="module")
def found():
    training = RDAClone().training
    return [(*one, recovered(one[0], training, 0)[0]) for one in (tumour(seed, **MADE_FOR_IT) for seed in range(4))]


def test_it_recovers_genotypes_better_than_its_parent_where_mutations_drop_out(found):
    differences = []
    for sites, _, true, part in found:
        ours, parent = part >= 0.5, low_rank_genotypes(sites) > 0
        values = [mutation_mcc(true.astype(float), each.astype(float)) for each in (ours, parent)]
        differences.append(values[0] - values[1])
    assert interval(differences)[0] > 0


def test_without_clones_its_communities_tell_nothing(found):
    training = RDAClone().training
    values = []
    for seed, (sites, clone, _, _) in enumerate(found[:3]):
        part = recovered(without_clones(sites, seed), training, 0)[0]
        values.append(adjusted_rand_index(clone, communities(np.rint(part)).astype(float)))
    assert interval(values)[0] <= 0
    assert abs(np.mean(values)) < 0.05


def test_it_answers_clones_genotypes_and_a_tree(toy):
    data = toy("subclone")
    answers = fitted(RDAClone().training).predict(data.test, TASK).answers
    assert set(answers) == {"main", "genotype", "tree"}
    assert answers["genotype"].to_numpy().min() >= 0
    assert answers["genotype"].to_numpy().max() <= 1
    assert adjusted_rand_index(data.truth["subclone"].to_numpy(), answers["main"]["subclone"].to_numpy()) > 0.7


def test_homozygous_genotypes_are_reconstructed_up_to_two(toy):
    sites = toy("subclone").test.units.layers["genotype"]
    part, network = recovered(sites, QUICK, 0)
    assert network.highest == 2
    assert part.max() <= 2
    binary, network = recovered(np.minimum(sites, 1), QUICK, 0)
    assert network.highest == 1
    assert binary.max() <= 1


def test_a_saved_network_reconstructs_the_same_cells_alike(toy, tmp_path):
    test = toy("subclone").test
    model = fitted()
    model.predict(test, TASK)
    loaded = RDAClone.load(model.save(tmp_path / "a.safetensors"))
    sites = test.units.layers["genotype"]
    np.testing.assert_array_equal(reconstructed(sites, loaded._loaded), reconstructed(sites, model._last))
    tables = [
        each.predict(test, TASK).answers["genotype"] for each in (loaded, RDAClone.load(tmp_path / "a.safetensors"))
    ]
    np.testing.assert_array_equal(*tables)
    few = replace(test, units=test.units[:, :5].copy())
    with pytest.raises(InputError, match="5 sites in these cells, 60 in those of the training"):
        loaded.predict(few, TASK)


def test_nothing_can_be_saved_or_asked_before_its_time(toy, tmp_path):
    with pytest.raises(InputError, match="before it was fitted"):
        RDAClone().predict(toy("subclone").test, TASK)
    with pytest.raises(InputError, match="nothing to save before predict"):
        fitted().save(tmp_path / "a.safetensors")


@pytest.mark.parametrize("n_cells", [0, 1])
def test_fewer_than_two_cells_are_answered_for_without_a_network(n_cells):
    part, network = recovered(np.tile(np.array([0, 1, -1], dtype=np.int8), (n_cells, 1)), QUICK, 0)
    assert part.tolist() == [[0, 1, 0]] * n_cells
    assert network is None


def test_too_few_observed_entries_are_refused():
    with pytest.raises(InputError, match="rows to learn from"):
        recovered(np.array([[1, -1], [0, 1]], dtype=np.int8), QUICK, 0)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
def test_it_runs_on_cuda_and_finds_much_the_same():
    sites, _, true = tumour(0, **MADE_FOR_IT)
    training = RDAClone().training
    parts = [recovered(sites, replace(training, device=name), 0)[0] for name in ("cpu", "cuda")]
    values = [mutation_mcc(true.astype(float), (part >= 0.5).astype(float)) for part in parts]
    assert abs(values[0] - values[1]) < 0.05

from dataclasses import replace

import anndata as ad
import numpy as np
import pandas as pd
import pytest
import torch

from clinicell.baselines import dense_network, pathway_network, random_mask_network
from clinicell.baselines._masked import MaskedNetworks
from clinicell.baselines._training import generator_of
from clinicell.errors import InputError, NotApplicable

from .paired import interval
from .responders import answered, patients, shuffled, value

N_GENES, N_SETS, SIZE = 400, 60, 15


def knowledge(rng):
    """Return gene sets that overlap, three to each of twenty pathways above them."""
    member = np.zeros((N_SETS + 20, N_GENES), dtype=np.float32)
    inside = np.zeros((len(member), len(member)), dtype=np.float32)
    for number in range(N_SETS):
        above = N_SETS + number % 20
        member[number, rng.choice(N_GENES, SIZE, replace=False)] = 1
        inside[number, above] = 1
        member[above] = np.maximum(member[above], member[number])
    sets = ad.AnnData(
        X=member,
        obs=pd.DataFrame(index=[f"set{number}" for number in range(len(member))]),
        var=pd.DataFrame(index=[f"gene{number}" for number in range(N_GENES)]),
        obsp={"inside": inside},
    )
    return sets, member


def cohort(seed, *, effect=0.6, n_test=200):
    """Return patients in whom the genes of one set move together, a little each."""
    rng = np.random.default_rng([2026, 8, seed])
    sets, member = knowledge(rng)
    label = (np.arange(60 + n_test) % 2).astype(float)
    level = rng.normal(size=(label.size, N_GENES))
    level += effect * np.outer(label - 0.5, member[rng.integers(N_SETS)])
    data = patients(level[:, None] + 0.5 * rng.normal(size=(label.size, 3, N_GENES)), label, 60)
    for side in (data.train, data.test):
        side.units.var_names = sets.var_names
    return replace(data, train=replace(data.train, references={"gene_sets": sets}))


def ahead(data):
    """Return by how much the pathways' AUROC is above that of the random mask and of the dense network."""
    models = (pathway_network.MODEL(), random_mask_network.MODEL(), dense_network.MODEL())
    pathways, by_lot, dense = (value(answered(model, data), data) for model in models)
    return pathways - by_lot, pathways - dense


def test_pathways_beat_both_controls_where_the_genes_of_one_move_together():
    by_lot, dense = zip(*(ahead(cohort(seed)) for seed in range(8)), strict=True)
    assert interval(by_lot)[0] > 0
    assert interval(dense)[0] > 0


def test_shuffled_labels_find_nothing():
    data, by_lot = cohort(1), []
    for lot in range(
        10
    ):  # a seed for each: networks that stop at once answer from the weights that they were drawn with
        by_lot.append(value(answered(pathway_network.MODEL(), shuffled(data, lot), seed=lot), data))
    low, high = interval(by_lot)
    assert low < 0.5 < high


def test_the_controls_have_as_many_connections():
    rng = np.random.default_rng(0)
    masks = [rng.random((50, 20)) < 0.2, rng.random((20, 5)) < 0.3]
    by_lot, (full,) = random_mask_network.dealt(masks, rng), dense_network.dense(masks, rng)
    assert [(mask.shape, mask.sum()) for mask in by_lot] == [(mask.shape, mask.sum()) for mask in masks]
    assert all((a != b).any() for a, b in zip(by_lot, masks, strict=True))
    assert full.all()
    assert abs(full.size - sum(mask.sum() for mask in masks)) <= 25


def test_a_gene_moves_only_the_pathways_that_it_feeds():
    mask = np.array([[True, False], [False, True], [False, True]])
    networks = MaskedNetworks(2, [mask], generator_of(0), generator_of(1)).eval()
    layer = networks.stack[0]
    rows = torch.zeros(2, 3)
    rows[1, 0] = 5.0
    moved = torch.baddbmm(layer.bias, rows.expand(2, 2, 3), layer.weight * networks.masks[0])
    difference = (moved[:, 1] - moved[:, 0]).detach()
    assert (difference[:, 1] == 0).all()
    assert (difference[:, 0] != 0).all()


def test_components_are_no_genes_and_no_gene_sets_no_network(toy):
    data = cohort(2, n_test=10)
    with pytest.raises(NotApplicable, match="no gene sets are given"):
        answered(pathway_network.MODEL(), replace(data, train=replace(data.train, references={})))
    other = toy("response", is_embedding=True)
    named = replace(other.train, references=data.train.references)
    with pytest.raises(NotApplicable, match="0 of 8 features are genes"):
        answered(pathway_network.MODEL(), replace(other, train=named))


def test_too_few_samples_and_no_fit_are_refused():
    data = cohort(2, n_test=10)
    with pytest.raises(InputError, match="call fit first"):
        pathway_network.MODEL().predict(data.test, None)
    labels = data.train.labels.copy()
    labels.iloc[8:] = 0.0
    with pytest.raises(InputError, match="4 samples of the rarer class"):
        answered(pathway_network.MODEL(), replace(data, train=replace(data.train, labels=labels)))

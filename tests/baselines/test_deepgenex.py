from dataclasses import replace

import numpy as np
import pytest
import torch
from torch.nn.functional import binary_cross_entropy_with_logits

from clinicell.baselines._features import known
from clinicell.baselines._pseudobulk import Pseudobulk
from clinicell.baselines._side_by_side import fitted
from clinicell.baselines._training import Training, folds, generator_of
from clinicell.baselines.deepgenex import (
    N_LEFT,
    DeepGeneX,
    _n_next,
    answering,
    importance,
    selected,
    two_phases,
)
from clinicell.errors import InputError
from clinicell.metrics.detection import auroc

from .paired import interval
from .responders import answered, better_than, patients, shuffled, value

PUBLISHED = DeepGeneX().training
QUICK = replace(PUBLISHED, max_epochs=25)


def cohort(seed, *, n_train=60, n_test=300, n_genes=200, n_planted=4, effect=1.0):
    """Return patients of whom a few genes out of many tell a little each."""
    rng = np.random.default_rng([2026, 3, seed])
    label = (np.arange(n_train + n_test) % 2).astype(float)
    level = rng.normal(size=(label.size, n_genes))
    level[:, :n_planted] += effect * (label[:, None] - 0.5)
    return patients(level[:, None] + 0.5 * rng.normal(size=(label.size, 4, n_genes)), label, n_train)


def on_every_gene(data):
    """Return the scores of the second phase without the first."""
    rows, label = known(data.train)
    bulk, learnt = Pseudobulk.of(data.train, rows)
    return answering(learnt, label, PUBLISHED, 0)(bulk(data.test))


def test_it_beats_the_same_networks_on_all_genes_where_few_genes_tell():
    data, model = cohort(0), DeepGeneX()
    difference = better_than(answered(model, data), on_every_gene(data), data)
    assert difference.interval.low > 0
    assert {"0", "1", "2", "3"} & set(model.kept)


def test_shuffled_labels_find_nothing():
    data, quick = cohort(1, n_genes=24, n_test=200), replace(PUBLISHED, max_epochs=12)
    by_lot = [value(answered(DeepGeneX(quick), shuffled(data, lot), seed=lot), data) for lot in range(5)]
    low, high = interval(by_lot)
    assert low < 0.5 < high


def test_selection_outside_the_fold_finds_responders_in_pure_noise():
    rng = np.random.default_rng([2026, 4])
    label, rows = (np.arange(40) % 2).astype(float), rng.normal(size=(40, 100))
    kept = selected(rows, label, QUICK, 0)  # of all patients: those tested among them
    leaky, honest = np.empty(40), np.empty(40)
    for part in folds(40, 5, generator_of(9), strata=torch.from_numpy(label)):
        asked = part.numpy()
        learnt = np.setdiff1d(np.arange(40), asked)
        leaky[asked] = answering(rows[learnt][:, kept], label[learnt], QUICK, 0)(rows[asked][:, kept])
        honest[asked] = two_phases(rows[learnt], label[learnt], QUICK, 0)(rows[asked])
    assert auroc(label, leaky) > 0.8
    assert auroc(label, honest) < 0.65


def test_importance_is_the_rise_of_the_loss_when_a_feature_is_permuted():
    rng = np.random.default_rng(0)
    label = (np.arange(20) % 2).astype(float)
    rows = rng.normal(size=(20, 3))
    parts = folds(20, 2, generator_of(0), strata=torch.from_numpy(label))
    networks = fitted(rows, label, parts, widths=(4, 3), dropout=0.3, training=Training(max_epochs=3), seed=(1,))
    found = importance(networks, rows, label, parts, generator_of(7))
    generator, rise = generator_of(7), np.zeros(3)
    for number, part in enumerate(parts):
        x, y = torch.from_numpy(rows.astype(np.float32))[part], torch.from_numpy(label.astype(np.float32))[part]
        for _ in range(8):
            order = torch.randperm(len(part), generator=generator)
            for feature in range(3):
                moved = x.clone()
                moved[:, feature] = x[order, feature]
                with torch.no_grad():
                    after, before = (float(binary_cross_entropy_with_logits(networks.networks(each)[number], y))
                                     for each in (moved, x))  # fmt: skip
                rise[feature] += (after - before) / 16
    np.testing.assert_allclose(found, rise, atol=1e-6)


def test_many_features_are_halved_and_few_go_one_in_ten():
    sizes = [240]
    while sizes[-1] > N_LEFT:
        sizes.append(_n_next(sizes[-1]))
    assert sizes == [240, 120, 60, 30, 15, 13, 12, 11, 10, 9, 8, 7, 6]


def test_components_are_selected_where_there_are_no_genes(toy):
    data, model = toy("response", is_embedding=True), DeepGeneX(QUICK)
    answered(model, data)
    assert set(model.kept) <= {f"component {number}" for number in range(1, 9)}
    assert 0 < len(model.kept) <= 8


def test_too_few_samples_of_a_class_are_refused(toy):
    train = toy("response").train
    labels = train.labels.copy()
    labels.iloc[8:] = 0.0
    with pytest.raises(InputError, match=r"3 samples of the rarer class; the model needs 5 of each"):
        answered(DeepGeneX(QUICK), replace(toy("response"), train=replace(train, labels=labels)))


def test_one_that_was_not_fitted_does_not_answer(toy):
    with pytest.raises(InputError, match="call fit first"):
        DeepGeneX().predict(toy("response").test, None)

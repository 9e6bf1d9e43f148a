from dataclasses import replace

import numpy as np
import pytest

from clinicell.baselines.pseudobulk_boosted_trees import PseudobulkBoostedTrees, chosen, selected_and_grown
from clinicell.baselines.pseudobulk_elastic_net import PseudobulkElasticNet
from clinicell.errors import InputError

from .paired import interval
from .responders import answered, better_than, patients, shuffled, value


def cohort(seed, *, n_train=60, n_test=200, n_genes=100):
    """Return patients who respond where four genes are near their mean, and do not where they lie on either side."""
    rng = np.random.default_rng([2026, 5, seed])
    label = (np.arange(n_train + n_test) % 2).astype(float)
    level = rng.normal(size=(label.size, n_genes))
    apart = np.sign(level[:, :4]) * (1 + 0.3 * np.abs(level[:, :4]))
    level[:, :4] = np.where(label[:, None] == 1, 0.5 * level[:, :4], apart)
    return patients(level[:, None] + 0.5 * rng.normal(size=(label.size, 4, n_genes)), label, n_train)


def test_they_beat_the_elastic_net_where_both_too_much_and_too_little_of_a_gene_count():
    data = cohort(0)
    control = answered(PseudobulkElasticNet(), data)
    assert better_than(answered(PseudobulkBoostedTrees(), data), control, data).interval.low > 0


def test_shuffled_labels_find_nothing():
    data = cohort(1, n_genes=40)
    low, high = interval([value(answered(PseudobulkBoostedTrees(), shuffled(data, lot)), data) for lot in range(6)])
    assert low < 0.5 < high


def test_the_features_are_chosen_anew_in_each_inner_fit_so_that_noise_is_scored_as_noise():
    held_out = []
    for seed in range(5):
        rng = np.random.default_rng([2026, 6, seed])
        label, rows = (np.arange(40) % 2).astype(float), rng.normal(size=(40, 100))
        scores = chosen(rows, label)[1]
        held_out.append(float((scores[label == 1][:, None] > scores[label == 0]).mean()))
    assert abs(np.mean(held_out) - 0.5) < 0.12


def test_the_planted_features_are_the_ones_kept():
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(80, 50))
    label = (np.abs(rows[:, 7]) < 0.6).astype(float)
    eight, every = selected_and_grown(rows, label, (8, 50))
    assert 7 in eight.kept
    assert len(eight.kept) == 8
    assert every.kept.tolist() == list(range(50))


def test_two_bags_of_two_classes_are_enough_and_one_class_is_refused(toy):
    data = toy("response")
    labels = data.train.labels.copy()
    labels.iloc[2:] = np.nan
    scores = answered(PseudobulkBoostedTrees(), replace(data, train=replace(data.train, labels=labels)))
    assert np.isfinite(scores).all()
    with pytest.raises(InputError, match="all 1 known labels are 0"):
        answered(PseudobulkBoostedTrees(), replace(data, train=replace(data.train, labels=labels.iloc[:1])))


def test_those_that_were_not_grown_do_not_answer(toy):
    with pytest.raises(InputError, match="call fit first"):
        PseudobulkBoostedTrees().predict(toy("response").test, None)

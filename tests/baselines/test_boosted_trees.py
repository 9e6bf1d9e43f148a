from dataclasses import replace

import numpy as np
import pytest

from clinicell.baselines.boosted_trees import BoostedTrees
from clinicell.errors import InputError
from clinicell.metrics.detection import auroc
from clinicell.tasks._find import find_task

TASK = find_task("mrd")


def value(train, data):
    model = BoostedTrees()
    model.fit(train, TASK, seed=0)
    return auroc(data.truth["target"].to_numpy(), model.predict(data.test, TASK).answers["main"]["target"].to_numpy())


def test_it_finds_the_target_and_shuffled_labels_find_nothing(toy):
    data, rng, by_lot = toy("mrd"), np.random.default_rng(0), []
    for _ in range(3):
        labels = data.train.labels.copy()
        labels["target"] = rng.permutation(labels["target"])
        by_lot.append(value(replace(data.train, labels=labels), data))
    assert value(data.train, data) > 0.75
    assert abs(np.mean(by_lot) - 0.5) < 0.15
    assert value(data.train, data) > max(by_lot)


def test_it_finds_a_target_that_no_line_separates(toy):
    data, rng = toy("mrd"), np.random.default_rng(1)
    train, test = (replace(part, units=part.units.copy()) for part in (data.train, data.test))
    for part, label in ((train, data.train.labels["target"].fillna(0)), (test, data.truth["target"])):
        x = rng.normal(size=part.units.shape)
        x[:, 0] += np.where(label == 1, 2.5 * rng.choice([-1.0, 1.0], len(label)), 0)  # both tails are the target
        part.units.X = x.astype(np.float32)
    assert value(train, replace(data, test=test)) > 0.8


def test_labels_of_one_class_are_refused(toy):
    data = toy("mrd")
    with pytest.raises(InputError, match="all 588 known labels are 0"):
        value(replace(data.train, labels=data.train.labels * 0), data)

from dataclasses import replace

import numpy as np
import pytest

from clinicell.baselines.logistic_regression import LogisticRegression
from clinicell.errors import InputError
from clinicell.metrics.detection import auroc
from clinicell.tasks._find import find_task

TASK = find_task("mrd")


def value(train, data):
    model = LogisticRegression()
    model.fit(train, TASK, seed=0)
    return auroc(data.truth["target"].to_numpy(), model.predict(data.test, TASK).answers["main"]["target"].to_numpy())


def test_it_finds_the_target_and_shuffled_labels_find_nothing(toy):
    data, rng, by_lot = toy("mrd"), np.random.default_rng(0), []
    for _ in range(20):
        labels = data.train.labels.copy()
        labels["target"] = rng.permutation(labels["target"])
        by_lot.append(value(replace(data.train, labels=labels), data))
    assert value(data.train, data) > 0.85
    assert abs(np.mean(by_lot) - 0.5) < 4 * np.std(by_lot, ddof=1) / np.sqrt(20)
    assert value(data.train, data) > max(by_lot)


def test_scale_and_offset_of_a_feature_do_not_matter(toy):
    data = toy("mrd")
    train, test = (replace(part, units=part.units.copy()) for part in (data.train, data.test))
    for part in (train, test):
        part.units.X = part.units.X * 1000 + 7
    assert value(train, replace(data, test=test)) == pytest.approx(value(data.train, data), abs=1e-3)


def test_labels_of_one_class_are_refused(toy):
    data = toy("mrd")
    with pytest.raises(InputError, match="all 588 known labels are 0"):
        value(replace(data.train, labels=data.train.labels * 0), data)

from dataclasses import replace

import numpy as np
import pytest

from clinicell.baselines.pseudobulk_elastic_net import PseudobulkElasticNet
from clinicell.errors import InputError
from clinicell.metrics.detection import auroc
from clinicell.tasks._find import find_task

TASK = find_task("response")


def value(train, data):
    model = PseudobulkElasticNet()
    model.fit(train, TASK, seed=0)
    answer = model.predict(data.test, TASK).answers["main"]
    return auroc(data.truth["responded"].to_numpy(), answer["responded"].to_numpy())


@pytest.mark.parametrize("is_embedding", [False, True])
def test_it_finds_responders_and_shuffled_labels_find_none(toy, is_embedding):
    data, rng, by_lot = toy("response", is_embedding=is_embedding), np.random.default_rng(0), []
    for _ in range(6):
        labels = data.train.labels.copy()
        labels["responded"] = rng.permutation(labels["responded"])
        by_lot.append(value(replace(data.train, labels=labels), data))
    assert value(data.train, data) > 0.75
    assert abs(np.mean(by_lot) - 0.5) < 0.2
    assert np.mean(by_lot) < value(data.train, data) - 0.15


def test_two_bags_of_two_classes_are_enough_and_one_class_is_refused(toy):
    data = toy("response")
    labels = data.train.labels.copy()
    labels.iloc[2:] = np.nan
    assert 0 <= value(replace(data.train, labels=labels), data) <= 1
    with pytest.raises(InputError, match="all 1 known labels are 0"):
        value(replace(data.train, labels=labels.iloc[:1]), data)

from dataclasses import replace

import numpy as np
import pytest

from clinicell.baselines._training import Training
from clinicell.baselines.cellcnn import CellCnn, Sets, Trained, consensus
from clinicell.errors import InputError
from clinicell.metrics.detection import auroc
from clinicell.tasks._find import find_task

from .rare_cells import TASK, answered, better_than, cohort

SMALL = Sets(n_sets=100, n_networks=5)
QUICK = Training(max_epochs=10, patience=5, batch_size=25, weight_decay=1e-4)


class Filters:
    """A stand-in for a network: only the weights of its filters are looked at."""

    def __init__(self, weights):
        import torch

        self.filters = torch.nn.Linear(2, len(weights), bias=False)
        self.filters.weight = torch.nn.Parameter(torch.tensor(weights, dtype=torch.float32))


def test_it_finds_rare_cells_better_than_lots_do():
    data = cohort(1, share=0.02)
    lots = np.random.default_rng(0).random(data.truth.size)
    difference = better_than(answered(CellCnn(QUICK, SMALL), data), lots, data)
    assert difference.interval.low > 0


def test_it_finds_nothing_where_there_is_nothing_to_find():
    data = cohort(2, effect=0)
    lots = np.random.default_rng(0).random(data.truth.size)
    interval = better_than(answered(CellCnn(QUICK, SMALL), data), lots, data).interval
    assert interval.low < 0 < interval.high


def test_it_learns_from_the_labels_of_samples_alone(toy):
    data, task = toy("response"), find_task("response")
    model = CellCnn(QUICK, SMALL)
    model.fit(data.train, task, seed=0)
    scores = model.predict(data.test, task).answers["main"]
    truth = data.truth.loc[scores.index].iloc[:, 0].to_numpy()
    assert auroc(truth, scores.iloc[:, 0].to_numpy()) > 0.8


def test_the_filter_that_networks_agree_on_is_the_one_that_differs_most_between_the_classes():
    agreed = [[1.0, 0.02], [0.02, -1.0]]
    first, second = (
        Trained(Filters(agreed), 1.0, np.array([2.0, -1.0])),
        Trained(Filters([[10.0, 0.0], [-1.0, 0.0]]), 0.97, np.array([3.0, 0.5])),
    )
    np.testing.assert_allclose(consensus([first, second]), [1.0, 0.0], atol=0.021)


def test_a_class_with_fewer_cells_than_are_held_out_is_refused():
    data = cohort(3, n_cells=20)
    labels = data.train.labels.copy() * 0
    labels.iloc[:3] = 1.0
    with pytest.raises(InputError, match="a sample or class has 3 cells; the model needs 5"):
        CellCnn(QUICK, SMALL).fit(replace(data.train, labels=labels), TASK, seed=0)

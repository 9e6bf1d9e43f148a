from dataclasses import replace

import numpy as np
import pytest

from clinicell.baselines.prototypical_network import Episodes, PrototypicalNetwork
from clinicell.errors import InputError

from .rare_cells import TASK, answered, better_than, cohort


def test_it_finds_rare_cells_better_than_lots_do_from_few_labels():
    data = cohort(1)
    lots = np.random.default_rng(0).random(data.truth.size)
    assert better_than(answered(PrototypicalNetwork(), data), lots, data).interval.low > 0.3


def test_it_finds_nothing_where_there_is_nothing_to_find():
    data = cohort(2, effect=0)
    lots = np.random.default_rng(0).random(data.truth.size)
    interval = better_than(answered(PrototypicalNetwork(), data), lots, data).interval
    assert interval.low < 0 < interval.high


def test_it_looks_at_no_more_labels_than_it_says():
    data = cohort(3, n_cells=100)
    few = PrototypicalNetwork(episodes=Episodes(n_labelled=12, n_support=5, n_query=5))
    many = PrototypicalNetwork()
    few.fit(data.train, TASK, seed=0)
    many.fit(data.train, TASK, seed=0)
    assert not np.allclose(few._prototypes.numpy(), many._prototypes.numpy())


def test_a_class_of_nine_cells_is_refused():
    data = cohort(4, n_cells=20)
    labels = data.train.labels.copy() * 0
    labels.iloc[:9] = 1.0
    with pytest.raises(InputError, match="a class has 9 labelled cells; the model needs 10 of each"):
        PrototypicalNetwork().fit(replace(data.train, labels=labels), TASK, seed=0)

from dataclasses import replace
from functools import partial

import torch

from clinicell.baselines import mean_effects
from clinicell.baselines._transfer import Transfer
from clinicell.baselines.deep_coral import MODEL, Covariances

from .drug_domains import QUICK, SEEDS, domain, lines_alone, values
from .paired import interval

ONE = replace(MODEL.args[0], n_members=1)
ALIGNED = partial(Transfer, ONE, QUICK)


def test_it_beats_its_own_network_on_lines_alone_where_cells_run_a_programme_of_their_own():
    domains = [domain(seed) for seed in SEEDS]
    found = values(ALIGNED, domains)
    assert interval(found - lines_alone(SEEDS, 4.0))[0] > 0
    assert interval(found - values(mean_effects.MODEL, domains))[0] > 0.2


def test_it_gains_nothing_where_the_kinds_do_not_differ():
    seeds = SEEDS[:4]
    found = values(ALIGNED, [domain(seed, programme=0.0) for seed in seeds])
    low, high = interval(found - lines_alone(seeds, 0.0))
    assert low < 0.02
    assert high > -0.02


def test_it_finds_nothing_where_there_is_nothing_to_find():
    low, high = interval(values(ALIGNED, [domain(seed, signal=0.0) for seed in SEEDS[:6]]))
    assert low < 0 < high


def test_the_alignment_holds_no_weight_and_is_nothing_between_equal_features():
    apart = Covariances(4, torch.Generator())
    x = torch.arange(12.0).reshape(3, 4)
    assert not list(apart.parameters())
    assert float(apart(x, x + 5)) == 0  # a mean is not a covariance

from dataclasses import replace
from functools import partial

import torch

from clinicell.baselines import mean_effects
from clinicell.baselines._training import generator_of
from clinicell.baselines._transfer import Transfer
from clinicell.baselines.dann import MODEL, Adversary

from .drug_domains import QUICK, SEEDS, domain, lines_alone, values
from .paired import interval

ONE = replace(MODEL.args[0], n_members=1)
ALIGNED = partial(Transfer, ONE, QUICK)


def test_it_beats_the_means_but_not_its_own_network_on_lines_alone():
    domains = [domain(seed) for seed in SEEDS]
    found = values(ALIGNED, domains)
    assert interval(found - values(mean_effects.MODEL, domains))[0] > 0.2
    assert interval(found - lines_alone(SEEDS, 4.0))[0] < 0


def test_it_finds_nothing_where_there_is_nothing_to_find():
    low, high = interval(values(ALIGNED, [domain(seed, signal=0.0) for seed in SEEDS[:6]]))
    assert low < 0 < high


def test_the_reversal_grows_from_nothing_with_each_training_step():
    adversary = Adversary(3, generator_of(0))
    x = torch.rand(4, 3, generator=generator_of(1)).requires_grad_()
    gradients = []
    for _ in range(3):
        (gradient,) = torch.autograd.grad(adversary(x, x + 1), x)
        gradients.append(float(gradient.abs().sum()))
    assert gradients[0] == 0
    assert 0 < gradients[1] < gradients[2]
    adversary.eval()
    steps = adversary.n_steps
    adversary(x, x + 1)
    assert adversary.n_steps == steps

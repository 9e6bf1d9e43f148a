from functools import partial

from clinicell.baselines import mean_effects
from clinicell.baselines._transfer import Transfer
from clinicell.baselines.scad import TRAINING, Scad

from .drug_domains import SEEDS, domain, gain, values
from .paired import interval

ALIGNED = partial(Transfer, Scad(n_hidden=128, n_latent=64), TRAINING)
LINES_ALONE = partial(Transfer, Scad(n_hidden=128, n_latent=64, weight=0.0), TRAINING)


def test_it_beats_the_means_but_not_its_own_network_on_lines_alone():
    domains = [domain(seed) for seed in SEEDS[:6]]
    assert gain(ALIGNED, mean_effects.MODEL, domains)[0] > 0.2
    assert gain(ALIGNED, LINES_ALONE, domains)[0] < 0


def test_it_finds_nothing_where_there_is_nothing_to_find():
    low, high = interval(values(ALIGNED, [domain(seed, signal=0.0) for seed in SEEDS[:6]]))
    assert low < 0 < high

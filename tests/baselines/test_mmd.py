from dataclasses import replace
from functools import partial

from clinicell.baselines import mean_effects
from clinicell.baselines._transfer import Transfer
from clinicell.baselines.mmd import MODEL

from .drug_domains import QUICK, SEEDS, by_law_of_demo, domain, gain, lines_alone, values
from .paired import interval

ONE = replace(MODEL.args[0], n_members=1)
ALIGNED = partial(Transfer, ONE, QUICK)
LINES_ALONE = partial(Transfer, replace(ONE, weight=0.0), QUICK)


def test_it_beats_its_own_network_on_lines_alone_where_cells_are_noisier_than_lines():
    domains = [by_law_of_demo(seed) for seed in range(601, 611)]
    assert gain(ALIGNED, LINES_ALONE, domains)[0] > 0


def test_it_beats_the_means_but_not_lines_alone_where_cells_run_a_programme_of_their_own():
    domains = [domain(seed) for seed in SEEDS]
    found = values(ALIGNED, domains)
    assert interval(found - values(mean_effects.MODEL, domains))[0] > 0.2
    assert interval(found - lines_alone(SEEDS, 4.0))[0] < 0


def test_it_finds_nothing_where_there_is_nothing_to_find():
    low, high = interval(values(ALIGNED, [domain(seed, signal=0.0) for seed in SEEDS[:6]]))
    assert low < 0 < high

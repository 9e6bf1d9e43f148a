from dataclasses import replace
from functools import partial

from clinicell.baselines._scdeal import TRAINING, LinesAlone, Shape
from clinicell.baselines._transfer import Transfer
from clinicell.baselines.scdeal_paper import ScdealPaper

from .drug_domains import SEEDS, domain, two_kinds_of_lines, value, values
from .paired import interval

SMALL = Shape(hidden=(64, 32), bottleneck=32, predictor=(32, 16), as_run=False)
QUICK = replace(TRAINING, max_epochs=40)
MODEL = partial(Transfer, ScdealPaper(shape=SMALL), QUICK)
SHARED_START = partial(Transfer, ScdealPaper(shape=SMALL, is_start_shared=True), QUICK)
LINES_ALONE = partial(Transfer, LinesAlone(SMALL), QUICK)


def test_it_lies_below_its_own_first_stages_and_a_start_that_both_encoders_share_is_what_it_lacks():
    domains = [domain(seed, programme=0.0) for seed in SEEDS[:5]]
    found, shared, alone = (values(make, domains) for make in (MODEL, SHARED_START, LINES_ALONE))
    assert interval(found - alone)[1] < 0
    assert interval(shared - found)[0] > 0


def test_it_finds_two_kinds_of_lines_and_the_seed_says_which_of_them_is_the_sensitive_one():
    data = two_kinds_of_lines(401)
    found = [value(MODEL(), data, seed) for seed in range(6)]
    assert max(found) > 0.3
    assert min(found) < -0.3
    assert value(LINES_ALONE(), data) > 0.6


def test_it_finds_nothing_where_there_is_nothing_to_find():
    low, high = interval(values(MODEL, [domain(seed, signal=0.0) for seed in SEEDS[:5]]))
    assert low < 0 < high

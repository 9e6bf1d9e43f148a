from dataclasses import replace
from functools import partial

from clinicell.baselines._scdeal import TRAINING, LinesAlone, Shape
from clinicell.baselines._transfer import Transfer
from clinicell.baselines.scdeal_code import ScdealCode

from .drug_domains import SEEDS, domain, gain, values
from .paired import interval

SMALL = Shape(hidden=(64, 32), bottleneck=32, predictor=(32, 16), as_run=True)
QUICK = replace(TRAINING, max_epochs=40)
MODEL = partial(Transfer, ScdealCode(shape=SMALL), QUICK)
LINES_ALONE = partial(Transfer, LinesAlone(SMALL), QUICK)


def test_it_lies_below_its_own_first_stages_read_on_the_cells():
    assert gain(MODEL, LINES_ALONE, [domain(seed, programme=0.0) for seed in SEEDS[:5]])[1] < 0


def test_it_finds_nothing_where_there_is_nothing_to_find():
    low, high = interval(values(MODEL, [domain(seed, signal=0.0) for seed in SEEDS[:5]]))
    assert low < 0 < high

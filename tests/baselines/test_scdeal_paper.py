from functools import partial

from clinicell.baselines._scdeal import TRAINING, LinesAlone, Shape
from clinicell.baselines._transfer import Transfer
from clinicell.baselines.scdeal_paper import ScdealPaper

from .drug_domains import SEEDS, domain, gain, two_kinds_of_lines, values
from .paired import interval

SMALL = Shape(hidden=(64, 32), bottleneck=32, predictor=(32, 16), as_run=False)
MODEL = partial(Transfer, ScdealPaper(shape=SMALL), TRAINING)
SHARED_START = partial(Transfer, ScdealPaper(shape=SMALL, is_start_shared=True), TRAINING)
LINES_ALONE = partial(Transfer, LinesAlone(SMALL), TRAINING)


def test_it_lies_below_its_own_first_stages_read_on_the_cells():
    assert gain(MODEL, LINES_ALONE, [domain(seed, programme=0.0) for seed in SEEDS])[1] < 0


def test_a_start_that_both_encoders_share_is_what_it_lacks():
    assert gain(SHARED_START, MODEL, [domain(seed, programme=0.0) for seed in SEEDS])[0] > 0


def test_it_may_find_the_two_kinds_of_lines_and_call_either_of_them_the_sensitive_one():
    found = values(MODEL, [two_kinds_of_lines(seed) for seed in range(401, 409)])
    assert found.max() > 0.5
    assert found.min() < -0.5


def test_it_finds_nothing_where_there_is_nothing_to_find():
    low, high = interval(values(MODEL, [domain(seed, signal=0.0) for seed in SEEDS]))
    assert low < 0 < high

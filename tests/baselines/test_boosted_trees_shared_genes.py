import numpy as np
import pandas as pd

from clinicell.baselines import mean_effects
from clinicell.baselines.boosted_trees_shared_genes import MODEL

from .drug_domains import SEEDS, TASK, domain, gain, values
from .paired import interval


def test_it_beats_the_means_where_lines_and_cells_agree():
    assert gain(MODEL, mean_effects.MODEL, [domain(seed, programme=0.0) for seed in SEEDS[:6]])[0] > 0.2


def test_it_finds_nothing_where_there_is_nothing_to_find():
    low, high = interval(values(MODEL, [domain(seed, signal=0.0) for seed in SEEDS[:6]]))
    assert low < 0 < high


def test_it_answers_on_the_scale_of_minus_ln_ic50():
    data = domain(1, programme=0.0)
    model = MODEL()
    model.fit(data.train, TASK, seed=0)
    table = model.predict(data.test, TASK).answers["main"]
    response = data.train.references["bulk"].obsm["ln_ic50_um"]
    pd.testing.assert_series_equal(table.mean(), -response.mean(), atol=0.8)
    assert np.mean([table[drug].std() / response[drug].std() for drug in table]) > 0.5

import numpy as np
import pytest
from scipy.stats import norm
from scipy.stats import t as student

from clinicell.metrics.ranks import ranks


def draws_of(values, error, *, n_draws=2000, seed=0, shared=0.0):
    """Return draws whose error is partly shared by all models: the same patients are drawn for all."""
    rng = np.random.default_rng(seed)
    common = rng.normal(size=(n_draws, 1)) * shared
    return np.asarray(values) + common + rng.normal(size=(n_draws, len(values))) * error


def test_models_far_apart_are_ranked_one_by_one_with_intervals_of_one():
    values = np.array([0.6, 0.9, 0.3])
    found = ranks(values, draws_of(values, 0.01), n_units=20)
    assert found.rank.tolist() == found.low.tolist() == found.high.tolist() == [2, 1, 3]
    assert found.p_best.tolist() == [0.0, 1.0, 0.0]


def test_models_that_patients_cannot_tell_apart_share_a_rank():
    values = np.array([0.80, 0.79, 0.55, 0.54, 0.2])
    found = ranks(values, draws_of(values, 0.02), n_units=20)
    assert found.rank.tolist() == [1, 1, 3, 3, 5]
    assert found.low.tolist() == [1, 1, 3, 3, 5]
    assert found.high.tolist() == [2, 2, 4, 4, 5]


def test_an_error_that_all_models_share_does_not_blur_their_order():
    values = np.array([0.7, 0.6])
    apart = ranks(values, draws_of(values, 0.01, shared=0.3), n_units=20)
    assert apart.rank.tolist() == [1, 2]
    blurred = ranks(values, draws_of(values, 0.3), n_units=20)
    assert blurred.rank.tolist() == [1, 1]


def test_with_fewer_than_six_units_all_share_rank_one():
    values = np.array([0.9, 0.1])
    found = ranks(values, draws_of(values, 1e-3), n_units=5.9)
    assert found.rank.tolist() == [1, 1]
    assert (found.low.tolist(), found.high.tolist()) == ([1, 1], [2, 2])


def test_equals_share_the_chance_of_being_best_and_the_shares_sum_to_one():
    values = np.array([0.5, 0.5, 0.5, 0.1])
    drawn = draws_of(values, 0.05)
    drawn[:, 1] = drawn[:, 0]  # twins
    found = ranks(values, drawn, n_units=10)
    assert found.p_best.sum() == pytest.approx(1.0)
    assert found.p_best[0] == found.p_best[1]
    assert found.p_best[3] < 0.01


def test_the_best_group_holds_the_best_and_pairs_rarely_differ_where_ten_models_are_equal():
    rng = np.random.default_rng(7)
    repeats, limit = 300, student.ppf(0.975, 39)
    called = pairwise = best_lost = 0
    for _ in range(repeats):
        of_patients = rng.normal(size=(40, 10))  # each patient's value of ten models that are equal in truth
        chosen = rng.integers(0, 40, size=(500, 40))
        found = ranks(of_patients.mean(axis=0), of_patients[chosen].mean(axis=1), n_units=40)
        called += bool(found.is_better.any())
        best_lost += found.rank[0] != 1  # any of them may be called the best
        gap = of_patients[:, :, None] - of_patients[:, None, :]
        with np.errstate(invalid="ignore"):
            pairwise += bool(np.nanmax(np.abs(gap.mean(axis=0)) / (gap.std(axis=0, ddof=1) / np.sqrt(40))) > limit)
    assert best_lost / repeats <= 0.05
    assert called / repeats <= 0.13  # nominal 0.05 for all 45 pairs; 0.06 to 0.11 from 40 down to 10 patients
    assert pairwise / repeats > 0.5  # which pair by pair is the rule


def test_the_rank_interval_is_what_counting_significant_pairs_gives():
    rng = np.random.default_rng(8)
    values = rng.normal(size=9)
    drawn = draws_of(values, 0.25)
    found = ranks(values, drawn, n_units=30)
    pairs = [(j, k) for j in range(9) for k in range(j)]
    spread = {pair: np.std(drawn[:, pair[0]] - drawn[:, pair[1]], ddof=1) for pair in pairs}
    largest = [max(abs(row[j] - row[k] - values[j] + values[k]) / spread[j, k] for j, k in pairs) for row in drawn]
    limit = np.quantile(largest, 0.95)
    limit = student.ppf(norm.cdf(limit), 29) * np.sqrt(30 / 29)
    for model in range(9):
        beaten = sum(
            values[other] - values[model] > limit * spread[max(model, other), min(model, other)]
            for other in range(9)
            if other != model
        )
        beats = sum(
            values[model] - values[other] > limit * spread[max(model, other), min(model, other)]
            for other in range(9)
            if other != model
        )
        assert (found.low[model], found.high[model]) == (1 + beaten, 9 - beats)


def test_a_model_without_a_value_or_often_undefined_is_refused():
    values = np.array([0.5, np.nan])
    with pytest.raises(ValueError, match="1 of 2 models have no value: NaN never ranks"):
        ranks(values, np.zeros((10, 2)), n_units=10)
    drawn = draws_of([0.5, 0.4], 0.1)
    drawn[:50, 0] = np.nan
    ranks(np.array([0.5, 0.4]), drawn, n_units=10)  # 2.5 % of the draws
    drawn[:200, 0] = np.nan
    with pytest.raises(ValueError, match="10% of the draws"):
        ranks(np.array([0.5, 0.4]), drawn, n_units=10)


def test_a_single_model_is_first():
    assert ranks(np.array([0.3]), np.full((10, 1), 0.3), n_units=10).rank.tolist() == [1]

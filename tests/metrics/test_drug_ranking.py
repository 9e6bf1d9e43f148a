"""Independent implementations: all orders of the drugs that the answer allows, each tried; scikit-learn's NDCG."""

import itertools
import math

import numpy as np
import pytest
from sklearn.metrics import ndcg_score

from clinicell.metrics.drug_ranking import (
    NDCG,
    PRECISION_AT_5,
    TOP_1_REGRET,
    TOP_3_REGRET,
    ndcg,
    precision_at_k,
    top_k_regret,
)

ALL = [PRECISION_AT_5, NDCG, TOP_1_REGRET, TOP_3_REGRET]
SIZES = {PRECISION_AT_5: 6, NDCG: 2, TOP_1_REGRET: 2, TOP_3_REGRET: 4}  # fewest drugs of a line


def lines(truth, answer):
    """Of each line, the truth and the answer of its measured drugs."""
    for line in range(truth.shape[0]):
        drugs = [drug for drug in range(truth.shape[1]) if not np.isnan(truth[line, drug])]
        yield truth[line, drugs].tolist(), answer[line, drugs].tolist()


def choices(pred, k):
    """The first k drugs of every order in which the answer does not rise."""
    falling = sorted(pred, reverse=True)
    for order in itertools.permutations(range(len(pred))):
        if [pred[drug] for drug in order] == falling:
            yield order[:k]


@pytest.mark.parametrize("k", [1, 2, 3])
def test_precision_and_regret_are_the_means_over_all_orders_of_equal_scores(k, tables, agree):
    for truth, answer in tables[k::3] if k > 1 else tables:
        precisions, regrets = [], []
        for true, pred in lines(truth[:, :5], answer[:, :5]):
            if len(true) > k:
                good = sorted(true, reverse=True)[k - 1]
                tried = list(choices(pred, k))
                precisions.append(sum(sum(true[drug] >= good for drug in some) / k for some in tried) / len(tried))
                regrets.append(sum(max(true) - max(true[drug] for drug in some) for some in tried) / len(tried))
        of_lines = [float(np.mean(values)) if values else math.nan for values in (precisions, regrets)]
        agree(precision_at_k(truth[:, :5], answer[:, :5], k=k), of_lines[0])
        agree(top_k_regret(truth[:, :5], answer[:, :5], k=k), of_lines[1])


def ndcg_by_hand(true, pred):
    """Each drug's gain at the mean discount of the places that its score shares with others."""
    gains = [value - min(true) for value in true]
    total = 0.0
    for gain, score in zip(gains, pred, strict=True):
        above, tied = sum(p > score for p in pred), sum(p == score for p in pred)
        total += gain * sum(1 / math.log2(2 + place) for place in range(above, above + tied)) / tied
    return total / sum(gain / math.log2(2 + place) for place, gain in enumerate(sorted(gains, reverse=True)))


def test_ndcg_agrees_with_a_loop_and_is_scikit_learns_of_each_line_averaged(tables, agree, quietly):
    for number, (truth, answer) in enumerate(tables):
        varied = [(true, pred) for true, pred in lines(truth, answer) if len(set(true)) > 1]
        agree(ndcg(truth, answer), float(np.mean([ndcg_by_hand(*line) for line in varied])) if varied else math.nan)
        if varied and number % 8 == 0:
            theirs = [quietly(ndcg_score, [np.array(true) - min(true)], [pred]) for true, pred in varied]
            agree(ndcg(truth, answer), float(np.mean(theirs)))


@pytest.mark.parametrize("metric", ALL, ids=lambda metric: metric.name)
def test_the_truth_scores_best_and_a_constant_answer_as_chance(metric):
    truth = np.random.default_rng(0).normal(size=(3, 8))
    truth[0, :5] = np.nan
    assert metric(truth, np.nan_to_num(truth)) == pytest.approx(metric.best, abs=1e-15)
    assert metric(truth, np.full((3, 8), 2.5)) == metric.chance_of(truth)


@pytest.mark.parametrize("metric", ALL, ids=lambda metric: metric.name)
def test_chance_is_the_mean_over_all_orders(metric):
    truth = np.array([[0.0, 1, 2, 2, 5, -3][: SIZES[metric]]])
    orders = itertools.permutations(range(truth.size))
    values = [metric(truth, np.array([order], dtype=float)) for order in orders]
    assert metric.chance_of(truth) == pytest.approx(np.mean(values), abs=1e-9)


@pytest.mark.parametrize("metric", ALL, ids=lambda metric: metric.name)
def test_too_few_drugs_and_an_answer_left_out_are_undefined(metric):
    few = np.arange(SIZES[metric] - 1.0)[None, :]
    assert math.isnan(metric(few, few))
    assert math.isnan(metric.chance_of(few))
    assert math.isnan(metric(np.zeros((0, 9)), np.zeros((0, 9))))
    truth = np.arange(9.0)[None, :]
    assert math.isnan(metric(truth, np.where(truth == 4, np.nan, truth)))


def test_the_reverse_loses_the_whole_range_and_finds_nothing():
    truth = np.arange(12.0)[None, :]
    assert TOP_1_REGRET(truth, -truth) == 11.0
    assert TOP_3_REGRET(truth, -truth) == 9.0
    assert PRECISION_AT_5(truth, -truth) == PRECISION_AT_5.worst

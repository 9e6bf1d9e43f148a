"""Independent implementations: scikit-learn and scipy, on the cells of the two extreme lines, and drug by drug."""

import math

import numpy as np
import pytest
from scipy.stats import pearsonr, spearmanr
from sklearn.metrics import average_precision_score, f1_score, roc_auc_score

from clinicell.metrics.drugs import (
    MACRO_AUROC,
    MACRO_AVERAGE_PRECISION,
    MACRO_F1,
    MACRO_PEARSON,
    MACRO_SPEARMAN,
    auroc_of_extremes,
    macro_auroc,
    macro_average_precision,
    macro_f1,
    macro_pearson,
    macro_spearman,
)


def test_only_the_cells_of_the_two_extreme_lines_count():
    rng = np.random.default_rng(0)
    for _ in range(200):
        lines = rng.normal(0, 4, 5)
        lines[0], lines[1] = lines.max() + 4, lines.min() - 4
        line = np.append(rng.integers(0, 5, 60), [0, 1])
        score = rng.normal(size=line.size).round(1)
        extreme = line < 2
        expected = roc_auc_score(line[extreme] == 0, score[extreme])
        assert auroc_of_extremes(lines[line], score) == pytest.approx(expected, abs=1e-12)


def test_lines_within_three_ln_units_ask_no_question():
    assert math.isnan(auroc_of_extremes(np.array([3.0, 0.0]), np.array([1.0, 0.0])))
    assert auroc_of_extremes(np.array([3.1, 0.0]), np.array([1.0, 0.0])) == 1.0
    assert math.isnan(auroc_of_extremes(np.zeros(0), np.zeros(0)))


def drug_by_drug(truth, answer):
    """Of each drug, the truth and the answer of its measured lines."""
    for drug in range(truth.shape[1]):
        lines = [line for line in range(truth.shape[0]) if not np.isnan(truth[line, drug])]
        if lines:
            yield truth[lines, drug], answer[lines, drug]


def auroc_by_hand(true, pred):
    scores = [pred[true == label] for label in (1, 0)]
    return np.mean((np.sign(np.subtract.outer(*scores)) + 1) / 2) if all(s.size for s in scores) else None


def average_precision_by_hand(true, pred):
    found = pred[true == 1]
    return np.mean([np.sum(found >= cut) / np.sum(pred >= cut) for cut in found]) if found.size else None


def f1_by_hand(true, pred):
    return 2 * np.sum(true[pred >= 0.5]) / (np.sum(true) + np.sum(pred >= 0.5)) if true.any() else None


def pearson_by_hand(true, pred):
    if len(set(true.tolist())) < 2:
        return None
    return np.corrcoef(true, pred)[0, 1] if len(set(pred.tolist())) > 1 else 0.0


def spearman_by_hand(true, pred):
    return pearson_by_hand(*(np.sign(np.subtract.outer(values, values)).sum(axis=1) for values in (true, pred)))


OF_SENSITIVITIES = {
    macro_pearson: (pearson_by_hand, lambda true, pred: pearsonr(true, pred).statistic),
    macro_spearman: (spearman_by_hand, lambda true, pred: spearmanr(true, pred).statistic),
}
OF_CALLS = {
    macro_auroc: (auroc_by_hand, roc_auc_score),
    macro_average_precision: (average_precision_by_hand, average_precision_score),
    macro_f1: (f1_by_hand, lambda true, pred: f1_score(true, pred >= 0.5)),
}


@pytest.mark.parametrize("function", [*OF_SENSITIVITIES, *OF_CALLS], ids=lambda function: function.__name__)
def test_each_drug_by_hand_and_by_scipy_or_scikit_learn_averaged(function, tables, agree, quietly):
    by_hand, peer = (OF_SENSITIVITIES | OF_CALLS)[function]
    for number, (truth, answer) in enumerate(tables):
        asked = np.where(np.isnan(truth), np.nan, truth > 0) if function in OF_CALLS else truth
        values = []
        for true, pred in drug_by_drug(asked, answer):
            value = by_hand(true, pred)
            if value is not None:
                values.append(value)
            if value is not None and number % 16 == 0 and len(set(pred.tolist())) > 1:
                assert value == pytest.approx(quietly(peer, true, pred), abs=1e-9)
        agree(function(asked, answer), float(np.mean(values)) if values else math.nan)


MACROS = [MACRO_SPEARMAN, MACRO_PEARSON, MACRO_AUROC, MACRO_AVERAGE_PRECISION, MACRO_F1]


@pytest.mark.parametrize("metric", MACROS, ids=lambda metric: metric.name)
def test_the_truth_scores_best_and_nothing_measured_or_an_answer_left_out_is_undefined(metric):
    truth = np.array([[0.0, 1, np.nan], [1, 0, np.nan], [0, 0, np.nan]])
    assert metric(truth, np.nan_to_num(truth)) == pytest.approx(metric.best, abs=1e-15)
    assert metric(truth, truth) == metric(truth, np.nan_to_num(truth))  # no answer is needed where nothing was measured
    assert math.isnan(metric(np.full((2, 2), np.nan), np.zeros((2, 2))))
    left_out = truth.copy()
    left_out[0, 1] = np.nan
    assert math.isnan(metric(truth, left_out))


@pytest.mark.parametrize("metric", [MACRO_SPEARMAN, MACRO_PEARSON, MACRO_AUROC, MACRO_F1], ids=lambda m: m.name)
def test_the_reverse_scores_worst(metric):
    truth = np.array([[0.0, 1], [1, 0]])
    assert metric(truth, 1 - truth) == pytest.approx(metric.worst, abs=1e-15)


@pytest.mark.parametrize("metric", [MACRO_SPEARMAN, MACRO_PEARSON, MACRO_AUROC], ids=lambda metric: metric.name)
def test_drug_means_which_know_nothing_of_the_lines_have_the_value_of_chance(metric):
    truth = np.array([[0.0, 1, 1], [1, 1, 0], [0, 0, 1]])
    means = np.tile(truth.mean(axis=0), (3, 1))
    assert metric(truth, means) == metric.chance_of(truth)

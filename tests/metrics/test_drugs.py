"""Independent implementation: scikit-learn on the cells of the two extreme lines."""

import math

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from clinicell.metrics.drugs import auroc_of_extremes


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

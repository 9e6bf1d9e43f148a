"""Independent implementations: scikit-learn; where points nearly coincide, distances by differences (scipy's cdist)."""

import math

import numpy as np
import pytest
from scipy.spatial.distance import cdist
from sklearn.metrics import silhouette_score

from clinicell.metrics.embedding import BLOCK, SILHOUETTE, silhouette


def by_hand(codes, points):
    """Rousseeuw's definition, cell by cell."""
    distances, values = cdist(points, points), []
    for cell, code in enumerate(codes):
        own = (codes == code) & (np.arange(codes.size) != cell)
        if not own.any():
            values.append(0.0)
            continue
        a = distances[cell, own].mean()
        b = min(distances[cell, codes == other].mean() for other in set(codes.tolist()) - {code})
        values.append((b - a) / max(a, b) if max(a, b) > 0 else 0.0)
    return float(np.mean(values))


def clouds(rng, n):
    codes = rng.integers(0, rng.integers(1, 6), n).astype(float)
    return codes, rng.normal(size=(n, int(rng.integers(1, 5)))) + codes[:, None] * rng.uniform(0, 2)


def test_agrees_with_the_definition_and_with_scikit_learn(agree, quietly):
    rng = np.random.default_rng(0)
    for number in range(1000):
        codes, points = clouds(rng, int(rng.integers(1, 25)))
        if not 1 < np.unique(codes).size < codes.size:
            assert math.isnan(silhouette(codes, points))
            continue
        agree(silhouette(codes, points), by_hand(codes, points))
        if number % 8 == 0:
            agree(silhouette(codes, points), quietly(silhouette_score, points, codes))


def test_agrees_with_scikit_learn_over_several_blocks_in_any_order_of_the_cells(agree, quietly):
    rng = np.random.default_rng(1)
    for n in (BLOCK - 1, BLOCK, 2 * BLOCK + 7):
        codes, points = rng.integers(0, 7, n).astype(float), rng.normal(size=(n, 30))
        agree(silhouette(codes, points), quietly(silhouette_score, points, codes))
        order = rng.permutation(n)
        agree(silhouette(codes[order], points[order]), silhouette(codes, points))


@pytest.mark.parametrize("offset", [0.0, 1e4])
@pytest.mark.parametrize("apart", [0.0, 1e-9, 1e-5, 1e-2])
def test_points_that_nearly_coincide_far_from_the_others_lose_no_digit(apart, offset, agree):
    rng = np.random.default_rng(2)
    codes = np.repeat([0.0, 1.0, 2.0], 40)
    places = np.array([[0.0, 0.0], [0.0, apart], [1e3, 1e3]])
    points = places[codes.astype(int)] + apart * rng.normal(size=(120, 2))
    agree(silhouette(codes, points + offset), by_hand(codes, points + offset))


def test_many_equal_points_agree_with_the_definition(agree):
    rng = np.random.default_rng(3)
    for _ in range(50):
        codes = rng.integers(0, 3, 60).astype(float)
        points = rng.integers(0, 2, (60, 2)).astype(float)
        agree(silhouette(codes, points), by_hand(codes, points))


def test_classes_at_points_score_best_and_classes_that_lie_at_each_others_points_badly():
    codes = np.array([0.0, 0, 1, 1])
    assert SILHOUETTE(codes, codes[:, None]) == SILHOUETTE.best
    spread = np.array([[0.0], [1e9], [0.0], [1e9]])
    assert SILHOUETTE(codes, spread) == pytest.approx(-0.5, abs=1e-9)


def test_one_class_each_cell_a_class_nobody_and_a_nan_are_undefined():
    points = np.arange(8.0).reshape(4, 2)
    assert math.isnan(silhouette(np.zeros(4), points))
    assert math.isnan(silhouette(np.arange(4.0), points))
    assert math.isnan(silhouette(np.zeros(0), np.zeros((0, 2))))
    assert math.isnan(silhouette(np.array([0.0, 0, 1, 1]), np.where(points == 3, np.nan, points)))

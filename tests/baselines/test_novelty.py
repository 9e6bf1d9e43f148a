from dataclasses import replace

import anndata as ad
import numpy as np
import pytest

from clinicell.baselines._model import find_model
from clinicell.errors import InputError

from .rare_cells import TASK, answered, beats, cohort

DETECTORS = ("knn_distance", "mahalanobis", "isolation_forest", "one_class_svm", "gaussian_mixture")


@pytest.mark.parametrize("detector", DETECTORS)
def test_it_beats_depth_where_the_cells_looked_for_lie_outside_the_normal_ones(detector):
    difference = beats(detector, "depth_only", cohort(1))
    assert difference.interval.low > 0
    assert difference.p_value < 0.01


@pytest.mark.parametrize("detector", DETECTORS)
def test_it_finds_nothing_where_there_is_nothing_to_find(detector):
    difference = beats(detector, "random", cohort(2, effect=0))
    assert difference.interval.low < 0 < difference.interval.high


@pytest.mark.parametrize("detector", DETECTORS)
def test_what_the_cells_looked_for_are_like_teaches_it_nothing(detector):
    data = cohort(3, n_cells=100)
    changed = data.train.units.copy()
    rows = data.train.labels["target"].eq(1).to_numpy()
    changed.X[rows] += 100
    other = replace(data, train=replace(data.train, units=changed))
    model = find_model(detector)
    np.testing.assert_array_equal(answered(model.make(), other), answered(model.make(), data))


@pytest.mark.parametrize("detector", DETECTORS)
def test_too_few_normal_cells_are_refused(detector):
    data = cohort(4, n_cells=10)
    labels = data.train.labels.copy()
    labels.iloc[5:] = np.nan
    labels.iloc[:5] = 0.0
    with pytest.raises(InputError, match="5 of 100 cells are labelled 0; the model needs 20 normal cells"):
        find_model(detector).make().fit(replace(data.train, labels=labels), TASK, seed=0)


def test_features_that_the_training_cells_lack_are_refused():
    data = cohort(5, n_cells=20)
    model = find_model("mahalanobis").make()
    with pytest.raises(InputError, match="asked before it was fitted"):
        model.predict(data.test, TASK)
    model.fit(data.train, TASK, seed=0)
    with pytest.raises(InputError, match="3 features in the test cells, 8 in the training cells"):
        model.predict(replace(data.test, units=data.test.units[:, :3].copy()), TASK)


def test_many_features_are_reduced_before_distances_are_taken():
    data = cohort(6, n_cells=60)
    rng = np.random.default_rng(0)
    wide = {}
    for name in ("train", "test"):
        part = getattr(data, name)
        units = part.units.copy()
        noise = rng.normal(size=(units.n_obs, 60)).astype(np.float32)
        big = ad.AnnData(X=np.hstack([units.X, noise]), obs=units.obs, uns=units.uns)
        wide[name] = replace(part, units=big)
    scores = answered(find_model("knn_distance").make(), replace(data, **wide))
    assert np.median(scores[data.truth == 1]) > np.median(scores[data.truth == 0])

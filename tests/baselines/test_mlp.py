from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from clinicell.baselines._training import Training
from clinicell.baselines.mlp import MLP
from clinicell.errors import InputError
from clinicell.metrics.detection import auroc
from clinicell.tasks._find import find_task

TASK = find_task("mrd")
QUICK = Training(max_epochs=15)


def fitted(cohort, seed: int = 0, training: Training = QUICK) -> MLP:
    model = MLP(training)
    model.fit(cohort, TASK, seed=seed)
    return model


def test_it_finds_the_cells(toy):
    data = toy("mrd")
    table = fitted(data.train).predict(data.test, TASK).answers["main"]
    assert auroc(data.truth["target"].to_numpy(), table["target"].to_numpy()) > 0.8


def test_another_seed_gives_another_network_that_ranks_much_alike(toy):
    data = toy("mrd")
    models = [fitted(data.train, seed, MLP().training) for seed in (1, 2)]
    first, other = (model.predict(data.test, TASK).answers["main"]["target"] for model in models)
    assert not first.equals(other)
    assert first.corr(other, method="spearman") > 0.9


def test_the_order_of_the_training_cells_does_not_matter(toy, reordered):
    data = toy("mrd")
    tables = [fitted(train).predict(data.test, TASK).answers["main"] for train in (data.train, reordered(data.train))]
    pd.testing.assert_frame_equal(*tables, check_exact=True)


def test_the_unit_of_a_feature_does_not_matter(toy):
    data = toy("mrd")
    scaled = []
    for cohort in (data.train, data.test):
        units = cohort.units.copy()
        units.X = units.X * np.float32(1024) + np.float32(0)  # a power of two: no rounding
        scaled.append(replace(cohort, units=units))
    plain = fitted(data.train, training=Training(max_epochs=0)).predict(data.test, TASK).answers["main"]
    other = fitted(scaled[0], training=Training(max_epochs=0)).predict(scaled[1], TASK).answers["main"]
    assert plain["target"].corr(other["target"], method="spearman") > 0.95


def test_a_feature_that_does_not_vary_does_no_harm(toy):
    data = toy("mrd")
    flat = []
    for cohort in (data.train, data.test):
        units = cohort.units.copy()
        units.X[:, 5] = 7.0
        flat.append(replace(cohort, units=units))
    assert np.isfinite(fitted(flat[0]).predict(flat[1], TASK).answers["main"].to_numpy()).all()


def test_one_class_in_training_is_refused(toy):
    train = toy("mrd").train
    with pytest.raises(InputError, match="a model needs both classes"):
        fitted(replace(train, labels=train.labels * 0))


def test_too_few_cells_of_a_class_are_refused(toy):
    train = toy("mrd").train
    labels = train.labels * 0
    labels.iloc[[1, 2, 3]] = 1.0
    with pytest.raises(InputError, match="3 cells of the target and 585 others; the model needs 5 of each"):
        fitted(replace(train, labels=labels))


def test_features_that_are_not_finite_are_counted(toy):
    train = toy("mrd").train
    units = train.units.copy()
    units.X[:4, 2] = np.nan
    with pytest.raises(InputError, match="X: 4 of 3600 values are NaN or infinite"):
        fitted(replace(train, units=units))


def test_cells_with_other_features_are_refused(toy):
    data = toy("mrd")
    with pytest.raises(InputError, match="5 features in the test cells, 6 in the training cells"):
        fitted(data.train).predict(replace(data.test, units=data.test.units[:, :5].copy()), TASK)


def test_what_was_not_fitted_neither_answers_nor_is_saved(toy, tmp_path):
    with pytest.raises(InputError, match="call fit first"):
        MLP().predict(toy("mrd").test, TASK)
    with pytest.raises(InputError, match="nothing to save"):
        MLP().save(tmp_path / "x")


def test_a_saved_model_answers_bit_for_bit_alike(toy, tmp_path):
    data = toy("mrd")
    model = fitted(data.train)
    read = MLP.load(model.save(tmp_path / "mlp.safetensors"))
    tables = [one.predict(data.test, TASK).answers["main"] for one in (model, read)]
    pd.testing.assert_frame_equal(*tables, check_exact=True)

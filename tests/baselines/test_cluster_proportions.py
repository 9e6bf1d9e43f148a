from dataclasses import replace

import numpy as np
import pytest

from clinicell.baselines.cluster_proportions import ClusterProportions
from clinicell.errors import InputError
from clinicell.metrics.detection import auroc
from clinicell.tasks._find import find_task

TASK = find_task("response")


def fitted(train):
    model = ClusterProportions()
    model.fit(train, TASK, seed=0)
    return model


def value(train, data):
    answer = fitted(train).predict(data.test, TASK).answers["main"]
    return auroc(data.truth["responded"].to_numpy(), answer["responded"].to_numpy())


@pytest.mark.parametrize("has_clusters", [False, True])
def test_it_finds_responders_and_shuffled_labels_find_none(toy, has_clusters):
    data, rng, by_lot = toy("response", is_embedding=has_clusters), np.random.default_rng(0), []
    for _ in range(10):
        labels = data.train.labels.copy()
        labels["responded"] = rng.permutation(labels["responded"])
        by_lot.append(value(replace(data.train, labels=labels), data))
    assert value(data.train, data) > 0.75
    assert abs(np.mean(by_lot) - 0.5) < 0.25
    assert np.mean(by_lot) < value(data.train, data) - 0.15


def test_it_reads_the_named_clusters_and_nothing_else_where_there_are_any(toy):
    data = toy("response", is_embedding=True)
    other = data.test.units.copy()
    other.obsm["X_pca"] = other.obsm["X_pca"] * 0
    first, second = (
        fitted(data.train).predict(replace(data.test, units=units), TASK).answers["main"]
        for units in (data.test.units, other)
    )
    assert first.equals(second)


def test_cells_of_a_cluster_never_seen_or_unknown_add_to_no_share(toy):
    data = toy("response", is_embedding=True)
    model = fitted(data.train)
    strange, unknown = data.test.units.copy(), data.test.units.copy()
    names = strange.obs["cluster"].astype("object")
    strange.obs["cluster"] = names.where(names != "G2", "G99")
    unknown.obs["cluster"] = names.where(names != "G2", np.nan)
    first, second = (
        model.predict(replace(data.test, units=units), TASK).answers["main"] for units in (strange, unknown)
    )
    assert np.isfinite(first.to_numpy()).all()
    assert first.equals(second)


def test_clusters_are_learnt_from_the_training_cells_alone(toy):
    data = toy("response")
    model = fitted(data.train)
    whole = model.predict(data.test, TASK).answers["main"]
    few = data.test.bags[data.test.bags["unit_id"].isin(data.test.asked[:3])]
    part = replace(data.test, units=data.test.units[few["cell_id"]].copy(), bags=few)
    np.testing.assert_allclose(model.predict(part, TASK).answers["main"], whole.iloc[:3])


def test_labels_of_one_class_are_refused(toy):
    data = toy("response")
    with pytest.raises(InputError, match="all 29 known labels are 0"):
        fitted(replace(data.train, labels=data.train.labels * 0))

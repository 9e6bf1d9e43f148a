"""A small simulated panel, and models that are as they should be or are not."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pytest

from clinicell.baselines._features import answer, features, known, targets
from clinicell.datasets.store import Store, load
from clinicell.leaderboard.audits.subject import subject
from clinicell.leaderboard.audits.thin import thinned
from clinicell.tasks._find import find_task
from clinicell.tasks._prediction import Prediction

MRD = find_task("mrd")


@pytest.fixture(scope="session")
def cells(tmp_path_factory):
    """Thirty cells each of twelve simulated patients, 60 genes."""
    return thinned(MRD, load("demo_mrd", Store(tmp_path_factory.mktemp("store"))), n_cells=30, n_features=60)


@pytest.fixture
def panel_of(cells):
    """Return a function: a data set (the small one), more inputs -> the subject of the residual-disease task."""

    def make(adata=None, inputs=(), **changes):
        task = replace(MRD, inputs=(*MRD.inputs, *inputs))
        return subject(task, replace(task.panel("demo_mrd"), **changes), cells if adata is None else adata, {})

    return make


@pytest.fixture
def split_by_cells(cells, monkeypatch, tmp_path):
    """Return a function: a data set -> its subject with each patient's cells on both sides of every fold."""

    def make(adata=None, inputs=()):
        adata = (cells if adata is None else adata).copy()
        true = adata.obs["donor_id"].astype("str").to_numpy()
        part = np.random.default_rng(0).integers(0, 4, adata.n_obs)
        adata.obs["donor_id"] = pd.Categorical([f"{name}part{k}" for name, k in zip(true, part, strict=True)])
        donors = sorted(adata.obs["donor_id"].unique())
        table = "\n".join(["donor_id,fold", *(f"{name},{name[-1]}" for name in donors)])
        (tmp_path / "planted.csv").write_text(table + "\n")
        monkeypatch.setattr("clinicell.tasks._folds.SPLITS", tmp_path)
        task = replace(MRD, inputs=(*MRD.inputs, *inputs))
        found = subject(task, replace(task.panel("demo_mrd"), folds="planted"), adata, {})
        return replace(found, data=replace(found.data, donor=true))

    return make


@dataclass
class Centroids:
    """An honest model: along the line between both classes' means of training."""

    def fit(self, train, task, *, seed):
        rows, label = known(train)
        x = features(train.units)[rows].astype(float)
        self.targets = targets(train)
        self.centre, self.spread = x.mean(axis=0), x.std(axis=0) + 1e-3
        x = (x - self.centre) / self.spread
        self.weights = x[label == 1].mean(axis=0) - x[label == 0].mean(axis=0)

    def scores(self, x):
        return (x - self.centre) / self.spread @ self.weights

    def predict(self, test, task):
        return Prediction.main(answer(test, self.targets, self.scores(features(test.units).astype(float))))


class Neighbour(Centroids):
    """Honest, and able to recognize a patient: the label of the nearest training cell."""

    def fit(self, train, task, *, seed):
        rows, self.label = known(train)
        self.x, self.targets = features(train.units)[rows].astype(float), targets(train)

    def scores(self, x):
        apart = (x**2).sum(axis=1)[:, None] - 2 * x @ self.x.T + (self.x**2).sum(axis=1)
        nearest = np.argpartition(apart, 5, axis=1)[:, :5]
        return self.label[nearest].mean(axis=1)


class StandardisedWithTest(Centroids):
    """At fault: means and spreads are those of the cells asked for."""

    def scores(self, x):
        return (x - x.mean(axis=0)) / (x.std(axis=0) + 1e-3) @ self.weights


class RowOrder(Centroids):
    """At fault: later rows score higher."""

    def scores(self, x):
        return np.arange(len(x), dtype=float)


class Names(Centroids):
    """At fault: reads the numbers in the cells' names."""

    def predict(self, test, task):
        numbers = test.units.obs_names.str.extract(r"(\d+)$")[0].astype(float).to_numpy()
        return Prediction.main(answer(test, self.targets, numbers))


class Strangeness(Centroids):
    """At fault: calls what is far from the cohort's mean, in place of what is leukaemic."""

    def scores(self, x):
        return np.abs(x - np.median(x, axis=0)).max(axis=1)


class LostInGenes(Centroids):
    """At fault: knows nothing as soon as there are many genes."""

    def scores(self, x):
        return super().scores(x) if x.shape[1] < 20 else np.zeros(len(x))


@pytest.fixture
def models():
    """Return the models by their names."""
    return {
        one.__name__: one
        for one in (Centroids, Neighbour, StandardisedWithTest, RowOrder, Names, Strangeness, LostInGenes)
    }

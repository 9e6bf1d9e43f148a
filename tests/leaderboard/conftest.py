"""A small blinded panel, made once per session: eight simulated lines, no model of which needs torch."""

import os

import pytest

from clinicell.datasets.store import Store
from clinicell.leaderboard.evaluate import Places, prepare
from clinicell.leaderboard.result import Inputs, Result, Score
from clinicell.tasks._find import find_task


@pytest.fixture(scope="session")
def session_store(tmp_path_factory):
    return Store(tmp_path_factory.mktemp("store"))


@pytest.fixture(scope="session")
def panel(tmp_path_factory, session_store):
    """The folder with `public` and `sealed` of the simulated drug panel; copy before you change it."""
    folder = tmp_path_factory.mktemp("panel")
    task = find_task("drug_sensitivity")
    places = Places(results=folder / "results", work=folder / "work")
    return prepare(task, task.panel("demo_drug_cells"), places, session_store).folder


@pytest.fixture
def elsewhere(tmp_path, monkeypatch, session_store):
    """An empty folder to stand in, with the session's store and no tracking server."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CLINICELL_STORE", str(session_store.root))
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    return dict(os.environ)


@pytest.fixture
def make():
    """Return a function that makes a result of the simulated MRD panel, its values invented."""
    return _make


def _make(model="good", seed=0, value=0.8, **changes):
    inputs = Inputs(
        suite="demo",
        task="mrd",
        task_version=1,
        panel="demo_mrd",
        dataset_sha256="a" * 64,
        reference_sha256={},
        folds_sha256="b" * 64,
        model=model,
        model_sha256="c" * 64,
        scoring_sha256="d" * 64,
        seed=seed,
        versions={"numpy": "2"},
    )
    score = Score(answer="main", metric="average_precision", value=value, low=value - 0.1, high=value + 0.1, n_units=12)
    fields = {"inputs": inputs, "model_title": model.title(), "is_control": False, "unit": "donor", "n_units": 12,
              "status": "scored", "scores": (score,)}  # fmt: skip
    return Result(**(fields | changes))

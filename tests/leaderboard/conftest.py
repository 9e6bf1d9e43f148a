"""A small blinded panel, made once per session: eight simulated lines, no model of which needs torch."""

import math
import os
from dataclasses import replace

import numpy as np
import pytest

from clinicell.datasets.store import Store
from clinicell.leaderboard.evaluate import Places, prepare
from clinicell.leaderboard.evidence_file import write_evidence
from clinicell.leaderboard.result import Inputs, Result, Score
from clinicell.leaderboard.standing import evidence_below
from clinicell.metrics.evidence import record
from clinicell.metrics.intervals import effective, interval
from clinicell.tasks._find import find_task
from clinicell.tasks._scoring import Scorable


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


class Cohort:
    """Results of one invented panel of residual disease with the evidence that belongs to them, in a folder."""

    def __init__(self, folder):
        self.folder = folder
        self.results = []

    def add(
        self, model, skill, *, seed=0, n_donors=12, sure=None, panel="demo_mrd", suite="demo", task="mrd", **changes
    ):
        """Add a model whose scores part the classes by `skill`; if `sure` is given it says probabilities, so much
        too sure.
        """
        donor = np.repeat([f"d{number:02d}" for number in range(n_donors)], 40)
        truth = (np.random.default_rng(0).random(donor.size) < 0.2).astype(float)[:, None]
        score = truth * skill + np.random.default_rng([seed, *model.encode()]).normal(size=truth.shape)
        asked = find_task(task)
        kept = record(asked.answers[0].metrics, truth, score, donor, labels_of=asked.labels_of)
        evidence = {"main": kept}
        if sure is not None:  # the log odds of two normal distributions `skill` apart
            log_odds = skill * score - skill**2 / 2 + math.log(0.2 / 0.8)
            evidence["probability"] = self.said(truth, 1 / (1 + np.exp(-sure * log_odds)), donor, asked.labels_of)
        scores = tuple(_score_of(metric, kept, n_donors, asked.labels_of) for metric in asked.answers[0].metrics)
        result = _make(model, seed, scores=scores, n_units=n_donors,
                       evidence_sha256={name: one.sha256 for name, one in evidence.items()}, **changes)  # fmt: skip
        inputs = replace(result.inputs, task=task, panel=panel, suite=suite, task_version=asked.version)
        result = replace(result, inputs=inputs)
        write_evidence(self.folder, result, evidence)
        self.results.append(result)
        return result

    @staticmethod
    def said(truth, probability, donor, labels_of="cell"):
        """Return the evidence of what a model says is a probability."""
        fold = np.full(donor.size, "0")
        return Scorable(
            truth=truth, answer=probability, donor=donor, fold=fold, within=False, labels_of=labels_of
        ).evidence_of_probability()

    def fail(self, model):
        """Add a model that failed."""
        self.silent(model, "failed", "loss not finite")

    def silent(self, model, status, reason, *, task="mrd", panel="demo_mrd"):
        """Add a model that has no value, and why."""
        result = _make(model, status=status, reason=reason, scores=())
        inputs = replace(result.inputs, task=task, panel=panel, task_version=find_task(task).version)
        self.results.append(replace(result, inputs=inputs))

    @property
    def evidence_of(self):
        return evidence_below(self.folder)


def _score_of(metric, kept, n_donors, labels_of):
    value = float(kept.values(metric, np.ones((1, n_donors)))[0])
    spread = interval(metric, kept, value, labels_of=labels_of)
    return Score(answer="main", metric=metric.name, value=value, low=spread.low, high=spread.high, pooled=value - 0.01,
                 interval_reason=spread.reason, n_units=n_donors, effective_units=effective(metric, kept), chance=0.2,
                 folds=(value,))  # fmt: skip


@pytest.fixture(scope="session")
def cohort_at():
    """Return what makes a cohort in a folder."""
    return Cohort


@pytest.fixture
def cohort(tmp_path):
    return Cohort(tmp_path / "results")

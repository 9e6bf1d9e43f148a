"""Simulated patients for the models of response, and the interval of the difference between two of them."""

from dataclasses import dataclass, replace

import anndata as ad
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clinicell.baselines._model import Model
from clinicell.datasets.schema.scale import Scale, scales_table
from clinicell.metrics.comparison import Difference, paired_difference
from clinicell.metrics.detection import AUROC, auroc
from clinicell.metrics.evidence import Evidence, record
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._find import find_task

TASK = replace(find_task("response"), answers=find_task("response").answers[:1])  # scores only


@dataclass(frozen=True, slots=True, kw_only=True)
class Patients:
    """Patients to learn from, and others to judge by, one sample each."""

    train: Cohort
    test: Cohort
    truth: NDArray[np.float64]  # of the test patients


def patients(cells: NDArray[np.float64], label: NDArray[np.float64], n_train: int) -> Patients:
    """Return the first `n_train` patients to learn from and the others to judge by.

    Parameters
    ----------
    cells
        Patients x cells x features.
    """
    train, test = _cohort(cells[:n_train], label[:n_train], "a"), _cohort(cells[n_train:], label[n_train:], "b")
    return Patients(train=train, test=replace(test, labels=None), truth=label[n_train:])


def shuffled(data: Patients, seed: int) -> Patients:
    """Return the same patients with the training labels dealt anew."""
    labels = data.train.labels.copy()
    labels.iloc[:, 0] = np.random.default_rng([5, seed]).permutation(labels.iloc[:, 0].to_numpy())
    return replace(data, train=replace(data.train, labels=labels))


def answered(model: Model, data: Patients, *, seed: int = 0) -> NDArray[np.float64]:
    """Return the scores of the test patients after learning from the others."""
    model.fit(data.train, TASK, seed=seed)
    return model.predict(data.test, TASK).answers["main"]["responded"].to_numpy()


def value(scores: NDArray[np.float64], data: Patients) -> float:
    """Return the AUROC over the test patients."""
    return auroc(data.truth, scores)


def better_than(scores: NDArray[np.float64], control: NDArray[np.float64], data: Patients) -> Difference:
    """Return by how much the AUROC of the scores is above the control's, over the test patients."""
    first, second = (_evidence(each, data) for each in (scores, control))
    return paired_difference(AUROC, first, second, (value(scores, data), value(control, data)))


def _cohort(cells: NDArray[np.float64], label: NDArray[np.float64], prefix: str) -> Cohort:
    n_patients, n_cells, n_features = cells.shape
    ids = pd.Index([f"{prefix}c{number:05d}" for number in range(n_patients * n_cells)], dtype="str")
    samples = pd.Index([f"{prefix}s{number:03d}" for number in range(n_patients)], dtype="str")
    units = ad.AnnData(X=cells.reshape(-1, n_features).astype(np.float32), obs=pd.DataFrame(index=ids))
    units.uns["scales"] = scales_table({"X": Scale(kind="other", formula="as simulated")})
    bags = pd.DataFrame({"unit_id": np.repeat(samples, n_cells), "cell_id": ids})
    return Cohort(units=units, bags=bags, labels=pd.DataFrame({"responded": label}, index=samples))


def _evidence(score: NDArray[np.float64], data: Patients) -> Evidence:
    names = np.array([f"p{number:03d}" for number in range(data.truth.size)])
    return record((AUROC,), data.truth[:, None], score[:, None], names, labels_of="patient")

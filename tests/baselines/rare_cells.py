"""Cohorts with rare cells of donors never seen, made for the models that look for them."""

from dataclasses import dataclass, replace

import anndata as ad
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clinicell.baselines._model import Model, find_model
from clinicell.datasets.schema.scale import Scale, scales_table
from clinicell.metrics.comparison import Difference, paired_difference
from clinicell.metrics.detection import AVERAGE_PRECISION
from clinicell.metrics.evidence import Evidence, record
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._find import find_task

N_FEATURES = 8
N_KINDS = 4  # of normal cells
TASK = find_task("mrd")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rare:
    """Ten donors to learn from, twelve to judge by; `donor` of each cell of `test`."""

    train: Cohort
    test: Cohort
    truth: NDArray[np.float64]
    donor: NDArray[np.str_]


def cohort(seed: int, *, effect: float = 4.0, share: float = 0.05, n_cells: int = 300) -> Rare:
    """Return donors whose normal cells are of four kinds, in shares of each donor's own.

    A cell looked for is a normal one moved by `effect` standard deviations along a direction that all donors share;
    0 leaves nothing to find.
    """
    rng = np.random.default_rng(seed)
    centres = rng.normal(scale=3.0, size=(N_KINDS, N_FEATURES))
    direction = rng.normal(size=N_FEATURES)
    direction *= effect / np.linalg.norm(direction)

    def donors(prefix: str, n_donors: int) -> tuple[Cohort, NDArray[np.float64], NDArray[np.str_]]:
        donor = np.repeat([f"{prefix}{number}" for number in range(n_donors)], n_cells)
        kind = np.concatenate([rng.choice(N_KINDS, n_cells, p=rng.dirichlet([3] * N_KINDS)) for _ in range(n_donors)])
        label = (rng.random(donor.size) < share).astype(np.float64)
        x = centres[kind] + rng.normal(size=(donor.size, N_FEATURES)) + label[:, None] * direction
        ids = pd.Index([f"{prefix}c{number:05d}" for number in range(donor.size)], dtype="str")
        units = ad.AnnData(X=x.astype(np.float32), obs=pd.DataFrame(index=ids))
        units.uns["scales"] = scales_table({"X": Scale(kind="other", formula="arcsinh(raw / 150)")})
        return Cohort(units=units, labels=pd.DataFrame({"target": label}, index=ids)), label, donor

    train, _, _ = donors("a", 10)
    test, truth, donor = donors("b", 12)
    return Rare(train=train, test=replace(test, labels=None), truth=truth, donor=donor)


def answered(model: Model, data: Rare, *, seed: int = 0) -> NDArray[np.float64]:
    """Return the scores of the test cells after learning from the training cells."""
    model.fit(data.train, TASK, seed=seed)
    return model.predict(data.test, TASK).answers["main"]["target"].to_numpy()


def better_than(scores: NDArray[np.float64], control: NDArray[np.float64], data: Rare) -> Difference:
    """Return by how much the average precision of the scores is above the control's, over the twelve donors."""
    evidence, values = [], []
    for score in (scores, control):
        evidence.append(_evidence(score, data))
        values.append(float(evidence[-1].values(AVERAGE_PRECISION, np.ones((1, len(evidence[-1].units))))[0]))
    return paired_difference(AVERAGE_PRECISION, evidence[0], evidence[1], (values[0], values[1]))


def beats(model_id: str, control_id: str, data: Rare) -> Difference:
    """Return `better_than` of two shipped models."""
    return better_than(answered(find_model(model_id).make(), data), answered(find_model(control_id).make(), data), data)


def _evidence(score: NDArray[np.float64], data: Rare) -> Evidence:
    return record((AVERAGE_PRECISION,), data.truth[:, None], score[:, None], data.donor, labels_of="cell")

"""RobustClone: clones as communities of the low-rank part of the genotype matrix."""

import numpy as np
from numpy.typing import NDArray

from clinicell.baselines._clone_answers import clones_prediction
from clinicell.baselines._features import Codes, content_order, genotype, targets
from clinicell.baselines._louvain import communities
from clinicell.baselines._model import ModelCard
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._prediction import Prediction
from clinicell.tasks._task import Task

CARD = ModelCard(
    title="RobustClone",
    summary=(
        "Extended robust principal component analysis splits the genotypes into a low-rank part and sparse errors; "
        "clones are Louvain communities of the low-rank part, on a minimum spanning tree."
    ),
    tasks=("subclone",),
    is_stochastic=False,
    source="doi:10.1093/bioinformatics/btaa172",
)

MISSING = 3.0  # as the published code has it: a number like the others, whose error is free
GROWTH = 1.1
MOST_STEPS = 1000
TOLERANCE = 1e-7

Floats = NDArray[np.float64]


def low_rank(sites: Codes) -> Floats:
    """Return the low-rank part A of the matrix, shape (n_cells, n_sites).

    It minimizes the nuclear norm of A plus lambda times the absolute errors E of what was observed, with A + E the
    matrix; where nothing was observed E is free. lambda is (1 + 3 u) / sqrt(max(n_cells, n_sites)), u the share of
    missing entries. Solved by the inexact augmented Lagrangian method.

    Parameters
    ----------
    sites
        -1 not observed, 0 reference, 1 and 2 mutated; shape (n_cells, n_sites).
    """
    is_missing = sites < 0
    matrix = np.where(is_missing, MISSING, sites).astype(np.float64)
    norm = float(np.linalg.norm(matrix))
    if norm == 0:
        return matrix
    penalty = (1 + 3 * is_missing.mean()) / np.sqrt(max(matrix.shape))
    step = 1.25 / float(np.linalg.norm(matrix, 2))
    most = 1e7 * step
    part, dual = np.zeros_like(matrix), np.zeros_like(matrix)
    for _ in range(MOST_STEPS):
        residual = matrix - part + dual / step
        errors = np.where(is_missing, residual, _soft(residual, penalty / step))
        part = _shrunk(matrix - errors + dual / step, 1 / step)
        gap = matrix - part - errors
        dual += step * gap
        step = min(step * GROWTH, most)
        if np.linalg.norm(gap) / norm < TOLERANCE:
            break
    return part


def recovered(sites: Codes) -> Codes:
    """Return the genotypes of the low-rank part, rounded to the values that were observed: 0, 1 and, if seen, 2."""
    return np.rint(low_rank(sites)).clip(0, max(int(sites.max(initial=1)), 1)).astype(np.int8)


def _soft(values: Floats, threshold: float) -> Floats:
    return np.asarray(np.sign(values) * np.maximum(np.abs(values) - threshold, 0.0))


def _shrunk(matrix: Floats, threshold: float) -> Floats:
    """Return the matrix with its singular values lessened by the threshold, none below 0."""
    left, values, right = np.linalg.svd(matrix, full_matrices=False)
    kept = values > threshold
    return np.asarray((left[:, kept] * (values[kept] - threshold)) @ right[kept])


class RobustClone:
    """Nothing is taught: the cells are partitioned as they come, in an order that their content decides."""

    def fit(self, train: Cohort, task: Task, *, seed: int) -> None:
        """Note the target's name."""
        self._targets = targets(train)

    def predict(self, test: Cohort, task: Task) -> Prediction:
        """Return a clone's code for each cell, the recovered genotypes, and the tree of the clones."""
        sites = genotype(test.units)
        order = content_order(sites)
        found = recovered(sites[order])
        code = np.empty(len(sites), dtype=np.intp)
        code[order] = communities(found.astype(np.float64))
        mutated = np.empty(sites.shape)
        mutated[order] = np.minimum(found, 1)
        return clones_prediction(test, self._targets, code, mutated)


MODEL = RobustClone

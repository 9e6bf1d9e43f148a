"""Control: the genotypes as they were read, which a recovery has to beat."""

import numpy as np

from clinicell.baselines._clone_answers import clones_prediction
from clinicell.baselines._features import Codes, genotype, targets
from clinicell.baselines._model import ModelCard
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._prediction import Prediction
from clinicell.tasks._task import Task

CARD = ModelCard(
    title="As read",
    summary="Takes each reading for the truth, the site's majority where nothing was read; equal cells are a clone.",
    tasks=("subclone",),
    is_control=True,
    is_stochastic=False,
)


def completed(sites: Codes) -> Codes:
    """Return 1 where a mutation was read, or, where nothing was, at least half of the cells that were read have one.

    Parameters
    ----------
    sites
        -1 not observed, 0 reference, 1 and 2 mutated; shape (n_cells, n_sites).
    """
    n_mutated, n_seen = (sites > 0).sum(axis=0), (sites >= 0).sum(axis=0)
    majority = (2 * n_mutated >= n_seen) & (n_seen > 0)
    return np.where(sites >= 0, sites > 0, majority).astype(np.int8)


class AsRead:
    """Nothing is learnt, of other cells only what most of them have at a site."""

    def fit(self, train: Cohort, task: Task, *, seed: int) -> None:
        """Note the target's name."""
        self._targets = targets(train)

    def predict(self, test: Cohort, task: Task) -> Prediction:
        """Return the completed readings, equal cells as clones, and the tree of these."""
        read = completed(genotype(test.units))
        code = (
            np.unique(read, axis=0, return_inverse=True)[1].reshape(-1) if read.size else np.zeros(len(read), np.intp)
        )
        return clones_prediction(test, self._targets, code, read.astype(np.float64))


MODEL = AsRead

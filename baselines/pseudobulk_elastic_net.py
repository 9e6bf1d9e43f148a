"""The mean over a bag's cells, and an elastic net on it."""

import numpy as np

from clinicell.baselines._elastic_net import elastic_net
from clinicell.baselines._features import bag_means, content_order, known, targets
from clinicell.baselines._model import ModelCard
from clinicell.baselines._probability import platt, scored
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._prediction import Prediction
from clinicell.tasks._task import Task

CARD = ModelCard(
    title="Pseudobulk elastic net",
    summary=(
        "Mean over a sample's cells, standardised; elastic-net logistic regression with half the penalty on absolute "
        "weights, its strength by inner cross-validation over training samples."
    ),
    tasks=("response",),
    is_stochastic=False,
    source="doi:10.1111/j.1467-9868.2005.00503.x",
)


class PseudobulkElasticNet:
    """The inner folds are of samples: a model is not told which samples share a patient.

    Probabilities come from the scores of the samples that an inner fold held out.
    """

    def fit(self, train: Cohort, task: Task, *, seed: int) -> None:
        """Learn means, scales and weights from the labelled bags.

        Raises
        ------
        InputError
            No bag has a known label, or all known ones are of one class.
        """
        rows, label = known(train)
        bulk = bag_means(train)[rows]
        order = content_order(bulk, label)
        bulk, label = bulk[order], label[order]
        spread = bulk.std(axis=0)
        self._targets = targets(train)
        self._mean, self._spread = bulk.mean(axis=0), np.where(spread > 1e-12, spread, 1.0)
        self._net = elastic_net((bulk - self._mean) / self._spread, label)
        self._platt = platt(self._net.held_out, label) if task.probability else None

    def predict(self, test: Cohort, task: Task) -> Prediction:
        """Return log odds of the target under balanced classes, and its probability, bags x 1."""
        return scored(test, self._targets, self._net((bag_means(test) - self._mean) / self._spread), self._platt)


MODEL = PseudobulkElasticNet

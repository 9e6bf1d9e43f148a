"""Gradient-boosted trees on single cells."""

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from clinicell.baselines._features import (
    Floats,
    Floats32,
    Rows,
    content_order,
    features,
    known,
    targets,
)
from clinicell.baselines._model import ModelCard
from clinicell.baselines._probability import Platt, crossed, platt, scored
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._prediction import Prediction
from clinicell.tasks._task import Task

CARD = ModelCard(
    title="Boosted trees",
    summary="Gradient-boosted histogram trees (100 rounds of 8 leaves, 63 bins) on cells, classes weighted equally.",
    tasks=("mrd",),
    is_stochastic=False,
    source="doi:10.1214/aos/1013203451",
)


class BoostedTrees:
    """A fixed number of rounds and no early stopping: nothing is drawn by lot, and no cell is set aside.

    Probabilities come from the scores of a third of the cells by trees grown on the others.
    """

    def fit(self, train: Cohort, task: Task, *, seed: int) -> None:
        """Grow the trees on the labelled cells; one class only raises `InputError`."""
        rows, label = known(train)
        cells = features(train.units)[rows]
        order = content_order(cells, label)
        cells, label = cells[order], label[order]
        self._targets = targets(train)
        self._trees = _grown(cells, label)
        self._platt: Platt | None = None
        if task.probability:

            def score_of(learnt: Rows, asked: Rows) -> Floats:
                return np.asarray(_grown(cells[learnt], label[learnt]).decision_function(cells[asked]))

            self._platt = platt(crossed(score_of, label, n_asked=1), label)

    def predict(self, test: Cohort, task: Task) -> Prediction:
        """Return log odds of the target under balanced classes, and its probability, cells x 1."""
        return scored(test, self._targets, self._trees.decision_function(features(test.units)), self._platt)


def _grown(cells: Floats32, label: Floats) -> HistGradientBoostingClassifier:
    # random_state is fixed: beyond 200,000 cells the bins' edges come from a draw of them, the same for all seeds
    return HistGradientBoostingClassifier(
        max_iter=100, max_leaf_nodes=8, max_bins=63, class_weight="balanced", early_stopping=False, random_state=0
    ).fit(cells, label)


MODEL = BoostedTrees

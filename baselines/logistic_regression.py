"""Logistic regression on single cells."""

import numpy as np
from sklearn.linear_model import LogisticRegression as Logistic
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from clinicell.baselines._features import Floats, Rows, content_order, features, known, targets
from clinicell.baselines._model import ModelCard
from clinicell.baselines._probability import Platt, crossed, platt, scored
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._prediction import Prediction
from clinicell.tasks._task import Task

CARD = ModelCard(
    title="Logistic regression",
    summary="L2-penalised logistic regression on standardised features of single cells, classes weighted equally.",
    tasks=("mrd",),
    is_stochastic=False,
)


class LogisticRegression:
    """Scores are log odds: they never tie at 0 or 1 as rounded probabilities would.

    Probabilities come from the scores of cells by fits without them, in three parts.
    """

    def fit(self, train: Cohort, task: Task, *, seed: int) -> None:
        """Learn means, scales and weights from the labelled cells; one class only raises `InputError`."""
        rows, label = known(train)
        cells = features(train.units)[rows].astype("float64")
        order = content_order(cells, label)
        cells, label = cells[order], label[order]
        self._targets = targets(train)
        self._pipeline = _fitted(cells, label)
        self._platt: Platt | None = None
        if task.probability:

            def score_of(learnt: Rows, asked: Rows) -> Floats:
                return np.asarray(_fitted(cells[learnt], label[learnt]).decision_function(cells[asked]))

            self._platt = platt(crossed(score_of, label), label)

    def predict(self, test: Cohort, task: Task) -> Prediction:
        """Return log odds of the target under balanced classes, and its probability, cells x 1."""
        scores = self._pipeline.decision_function(features(test.units).astype("float64"))
        return scored(test, self._targets, scores, self._platt)


def _fitted(cells: Floats, label: Floats) -> Pipeline:
    return make_pipeline(StandardScaler(), Logistic(C=1.0, class_weight="balanced", solver="lbfgs", max_iter=5000)).fit(
        cells, label
    )


MODEL = LogisticRegression

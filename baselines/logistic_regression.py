"""Logistic regression on single cells."""

from sklearn.linear_model import LogisticRegression as Logistic
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from clinicell.baselines._features import answer, content_order, features, known, targets
from clinicell.baselines._model import ModelCard
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
    """Scores are log odds: they never tie at 0 or 1 as rounded probabilities would."""

    def fit(self, train: Cohort, task: Task, *, seed: int) -> None:
        """Learn means, scales and weights from the labelled cells; one class only raises `InputError`."""
        rows, label = known(train)
        cells = features(train.units)[rows].astype("float64")
        order = content_order(cells, label)
        self._targets = targets(train)
        self._pipeline: Pipeline = make_pipeline(
            StandardScaler(), Logistic(C=1.0, class_weight="balanced", solver="lbfgs", max_iter=5000)
        ).fit(cells[order], label[order])

    def predict(self, test: Cohort, task: Task) -> Prediction:
        """Return log odds of the target, cells x 1."""
        scores = self._pipeline.decision_function(features(test.units).astype("float64"))
        return Prediction.main(answer(test, self._targets, scores))


MODEL = LogisticRegression

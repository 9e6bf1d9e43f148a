"""Control: one value for everything that is asked."""

import numpy as np

from clinicell.baselines._features import answer, targets
from clinicell.baselines._model import ModelCard
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._prediction import Prediction
from clinicell.tasks._task import Task

CARD = ModelCard(
    title="Constant",
    summary="Gives every unit the same value for every target; for subclones, one clone.",
    is_control=True,
    is_stochastic=False,
)


class Constant:
    """What an answer is worth that tells nothing apart."""

    def fit(self, train: Cohort, task: Task, *, seed: int) -> None:
        """Note which targets are asked for."""
        self._targets = targets(train)

    def predict(self, test: Cohort, task: Task) -> Prediction:
        """Return 0 for every unit and target."""
        return Prediction.main(answer(test, self._targets, np.zeros((len(test.asked), len(self._targets)))))


MODEL = Constant

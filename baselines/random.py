"""Control: answers by lot."""

import numpy as np

from clinicell.baselines._features import answer, targets
from clinicell.baselines._model import ModelCard
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._prediction import Prediction
from clinicell.tasks._task import Task

N_CODES = 5  # clones by lot; the value depends on it, chance (an adjusted Rand index of 0) does not

CARD = ModelCard(
    title="Random",
    summary=f"Draws a uniform score for every unit and target; for subclones, one of {N_CODES} clones.",
    is_control=True,
)


class Random:
    """What an answer by lot is worth. The lots follow the rows, which the blinding has shuffled."""

    def fit(self, train: Cohort, task: Task, *, seed: int) -> None:
        """Note which targets are asked for, and the seed."""
        self._targets, self._seed = targets(train), seed

    def predict(self, test: Cohort, task: Task) -> Prediction:
        """Return scores in [0, 1), or whole codes below `N_CODES` where clusters are asked for."""
        scores = np.random.default_rng(self._seed).random((len(test.asked), len(self._targets)))
        is_partition = task.within is not None
        return Prediction.main(answer(test, self._targets, np.floor(N_CODES * scores) if is_partition else scores))


MODEL = Random

"""Control: one value for everything that is asked."""

import numpy as np

from clinicell.baselines._features import Floats, answer, bulk_response, of_few, share_at_1_um, targets
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
        """Note which targets are asked for, and how common each is among the labelled training units."""
        self._targets = targets(train)
        self._share = _share_of_each(train) if task.probability else None

    def predict(self, test: Cohort, task: Task) -> Prediction:
        """Return 0 for every unit and target; as its probability, the share of positives in training."""
        shape = (len(test.asked), len(self._targets))
        table = answer(test, self._targets, np.zeros(shape))
        if self._share is None or not np.isfinite(self._share).all():
            return Prediction.main(table)
        return Prediction.with_probability(table, answer(test, self._targets, np.broadcast_to(self._share, shape)))


def _share_of_each(train: Cohort) -> Floats:
    """Return the share of positives of each target, (n_targets,); NaN where nothing is labelled."""
    if "bulk" in train.references:
        return share_at_1_um(bulk_response(train).to_numpy())
    if train.labels is None:
        return np.full(1, np.nan)
    labels = train.labels.to_numpy(dtype=np.float64)
    return of_few(np.nansum(labels, axis=0), np.isfinite(labels).sum(axis=0).astype(np.float64))


MODEL = Constant

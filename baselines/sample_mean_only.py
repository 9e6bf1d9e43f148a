"""Control: the mean over a cell's sample, in place of the cell."""

import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from clinicell.baselines._features import answer, features, targets
from clinicell.baselines._model import ModelCard
from clinicell.errors import InputError
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._prediction import Prediction
from clinicell.tasks._task import Task

CARD = ModelCard(
    title="Sample mean only",
    summary=(
        "Gives every cell of a sample the same value: a ridge regression from the sample's mean features to the share "
        "of its labelled cells; it tells samples apart, and no cell from another of its sample."
    ),
    tasks=("mrd",),
    is_control=True,
    is_stochastic=False,
    needs=("obs/sample_id",),
)

PENALTY = 1.0  # per sample, features being standardised


class SampleMeanOnly:
    """Where a label is the same in all cells of a sample, this finds it without finding one cell."""

    def fit(self, train: Cohort, task: Task, *, seed: int) -> None:
        """Learn from the means of the training samples.

        Raises
        ------
        InputError
            The cells have no ``obs["sample_id"]``, or no label is taught.
        """
        if train.labels is None or not len(train.labels):
            raise InputError("no label is taught; a sample's mean cannot be given a meaning")
        sample, means = _means(train)
        share = train.labels.loc[train.asked].groupby(sample).mean().loc[means.index]
        is_known = share.notna().all(axis=1).to_numpy()
        self._targets = targets(train)
        self._pipeline: Pipeline = make_pipeline(StandardScaler(), Ridge(PENALTY * max(int(is_known.sum()), 1))).fit(
            means.to_numpy()[is_known], share.to_numpy()[is_known]
        )

    def predict(self, test: Cohort, task: Task) -> Prediction:
        """Return the value of each cell's sample, cells x targets."""
        sample, means = _means(test)
        values = np.asarray(self._pipeline.predict(means.to_numpy())).reshape(len(means), len(self._targets))
        return Prediction.main(answer(test, self._targets, values[means.index.get_indexer(pd.Index(sample))]))


def _means(cohort: Cohort) -> tuple[np.ndarray, pd.DataFrame]:
    """Return the sample of each cell, and samples x features, the mean over each sample's cells."""
    if "sample_id" not in cohort.units.obs:
        raise InputError("the cells have no obs['sample_id']; the control tells samples apart")
    sample = cohort.units.obs["sample_id"].astype("str").to_numpy()
    return sample, pd.DataFrame(features(cohort.units).astype(np.float64)).groupby(sample).mean()


MODEL = SampleMeanOnly

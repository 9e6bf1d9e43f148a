"""What a single column of obs tells: the mean label of the training units that share its value."""

import numpy as np
import pandas as pd

from clinicell.baselines._features import answer, bag_rows, targets
from clinicell.errors import InputError
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._prediction import Prediction
from clinicell.tasks._task import Task


class ColumnOnly:
    """Sees one column and nothing else.

    A unit gets the mean label of its value in training, the overall mean where no training unit has it. Where clusters
    are asked for, each value is one. Where no label is taught, there is no telling which value stands for more: a unit
    gets the number of cells that share its value.
    """

    def __init__(self, column: str) -> None:
        """See the column `column` of obs."""
        self._column = column

    def fit(self, train: Cohort, task: Task, *, seed: int) -> None:
        """Learn the mean label of each value, each unit counting alike."""
        self._targets = targets(train)
        self._means: pd.DataFrame | None = None
        if train.labels is not None and len(train.labels):
            value, label = self._values(train), train.labels.loc[train.asked]
            self._means = label.groupby(value).mean()
            self._overall = label.mean()

    def predict(self, test: Cohort, task: Task) -> Prediction:
        """Return the mean label of each unit's value, units x targets."""
        value = pd.Series(self._values(test))
        if self._means is not None:
            table = self._means.reindex(value).fillna(self._overall).to_numpy()
        else:
            code = pd.factorize(value, sort=True)[0] if task.within else value.map(value.value_counts()).to_numpy()
            table = np.repeat(code.astype(np.float64)[:, None], len(self._targets), axis=1)
        return Prediction.main(answer(test, self._targets, table))

    def _values(self, cohort: Cohort) -> np.ndarray:
        """Return the value of each unit asked for; of a bag the commonest among its cells.

        Raises
        ------
        InputError
            The cells have no such column.
        """
        if self._column not in cohort.units.obs:
            raise InputError(f"the cells have no obs[{self._column!r}]; the control sees nothing else")
        values = np.asarray(cohort.units.obs[self._column].astype("str"))
        if cohort.bags is None:
            return values
        return np.array([pd.Series(values[rows]).mode().iloc[0] for rows in bag_rows(cohort)], dtype=object)

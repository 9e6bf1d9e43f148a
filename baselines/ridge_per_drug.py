"""Ridge regression from bulk expression to the response of each drug, read on single cells."""

import numpy as np
from scipy.stats import norm

from clinicell.baselines._bulk import on_one_scale
from clinicell.baselines._features import answer, bulk_response, of_few
from clinicell.baselines._model import ModelCard
from clinicell.baselines._ridge import ridge
from clinicell.errors import InputError
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._prediction import Prediction
from clinicell.tasks._task import Task

CARD = ModelCard(
    title="Ridge per drug",
    summary=(
        "One ridge regression per drug from the bulk lines' expression to ln IC50, penalty by leave-one-out; the cells "
        "are z-scored within their batch."
    ),
    tasks=("drug_sensitivity",),
    is_stochastic=False,
)


class RidgePerDrug:
    """Which genes the cells share is known only when they come: the regression itself is fitted then, on bulk alone."""

    def fit(self, train: Cohort, task: Task, *, seed: int) -> None:
        """Keep the bulk reference.

        Raises
        ------
        InputError
            There is no bulk reference, or a drug was measured in none of its lines.
        """
        response = bulk_response(train)
        unmeasured = response.columns[response.isna().all(axis=0)]
        if len(unmeasured):
            raise InputError(
                f"{len(unmeasured)} of {response.shape[1]} drugs were measured in no line of the reference, "
                f"e.g. {unmeasured[0]!r}; leave them out"
            )
        self._bulk, self._response = train.references["bulk"], response

    def predict(self, test: Cohort, task: Task) -> Prediction:
        """Return minus the predicted ln IC50 (micromolar), cells x drugs: higher is more sensitive.

        The probability of 1 micromolar or less takes the errors as normal, and as large as those for bulk lines left
        out, with one more line of each kind (see `of_few`). It is not given where a drug was measured in fewer than
        three lines.
        """
        _, lines, cells = on_one_scale(self._bulk, test.units)
        fitted = ridge(lines, self._response.to_numpy(dtype=np.float64))
        ln_ic50, names = fitted(cells), [str(drug) for drug in self._response.columns]
        table = answer(test, names, -ln_ic50)
        if not task.probability or not (fitted.error > 0).all():
            return Prediction.main(table)
        n_lines = self._response.notna().sum().to_numpy(dtype=np.float64)
        chance = of_few(n_lines * norm.cdf(-ln_ic50 / fitted.error), n_lines)
        return Prediction.with_probability(table, answer(test, names, chance))


MODEL = RidgePerDrug

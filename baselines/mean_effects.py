"""Drug mean plus line mean: what is known before anything specific to a drug in a line."""

import numpy as np
from numpy.typing import NDArray

from clinicell.baselines._bulk import on_one_scale
from clinicell.baselines._features import answer, bulk_response
from clinicell.baselines._model import ModelCard
from clinicell.baselines._ridge import ridge
from clinicell.errors import InputError
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._prediction import Prediction
from clinicell.tasks._task import Task

SWEEPS = 100

CARD = ModelCard(
    title="Drug mean + line mean",
    summary=(
        "Mean ln IC50 of the drug plus the line's general sensitivity, which a ridge regression predicts from "
        "expression: it ranks cells alike for every drug, and drugs alike for every cell."
    ),
    tasks=("drug_sensitivity",),
    is_stochastic=False,
)

Floats = NDArray[np.float64]


def two_way_means(response: Floats) -> tuple[Floats, Floats]:
    """Return line effects and drug means of the additive model, fitted to what was measured by least squares.

    Parameters
    ----------
    response
        Lines x drugs, NaN where not measured.

    Returns
    -------
    tuple
        Effects of shape (n_lines,), with mean 0 over the lines that were measured and NaN for a line without any
        measurement; drug means of shape (n_drugs,), NaN for a drug without any.
    """
    is_measured = np.isfinite(response)
    filled = np.where(is_measured, response, 0.0)
    per_line, per_drug = is_measured.sum(axis=1), is_measured.sum(axis=0)
    line, drug = np.zeros(len(per_line)), np.zeros(len(per_drug))
    for _ in range(SWEEPS):
        drug = (filled - is_measured * line[:, None]).sum(axis=0) / np.maximum(per_drug, 1)
        line = (filled - is_measured * drug).sum(axis=1) / np.maximum(per_line, 1)
    centre = line[per_line > 0].mean() if (per_line > 0).any() else 0.0
    return np.where(per_line > 0, line - centre, np.nan), np.where(per_drug > 0, drug + centre, np.nan)


class MeanEffects:
    """The test line was never measured, so that its mean is predicted; the drug means shift no cell against another."""

    def fit(self, train: Cohort, task: Task, *, seed: int) -> None:
        """Learn drug means and line effects from the bulk reference.

        Raises
        ------
        InputError
            There is no bulk reference, or a drug was measured in none of its lines.
        """
        response = bulk_response(train)
        self._line, self._drug = two_way_means(response.to_numpy(dtype=np.float64))
        unmeasured = response.columns[np.isnan(self._drug)]
        if len(unmeasured):
            raise InputError(
                f"{len(unmeasured)} of {response.shape[1]} drugs were measured in no line of the reference, "
                f"e.g. {unmeasured[0]!r}; leave them out"
            )
        self._bulk, self._names = train.references["bulk"], [str(drug) for drug in response.columns]

    def predict(self, test: Cohort, task: Task) -> Prediction:
        """Return minus the predicted ln IC50 (micromolar), cells x drugs: higher is more sensitive."""
        _, lines, cells = on_one_scale(self._bulk, test.units)
        effect = ridge(lines, self._line[:, None])(cells)  # (n_cells, 1)
        return Prediction.main(answer(test, self._names, -(effect + self._drug)))


MODEL = MeanEffects

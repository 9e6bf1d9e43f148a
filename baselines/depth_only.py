"""Control: how much was measured of a unit, and nothing of what it was."""

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from clinicell.baselines._features import answer, bag_rows, content_order, genotype, known, targets
from clinicell.baselines._model import ModelCard
from clinicell.datasets.schema.scale import scale_of
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._prediction import Prediction
from clinicell.tasks._task import Task

N_GROUPS = 5  # clusters of equal size by depth

CARD = ModelCard(
    title="Depth only",
    summary=(
        "Logistic regression on a cell's total, its number of features above 0 and, for a sample, its number of cells; "
        "for subclones, five groups of equal size by the number of sites seen; for drugs, the total itself."
    ),
    is_control=True,
    is_stochastic=False,
)

Floats = NDArray[np.float64]


def depth(cohort: Cohort) -> Floats:
    """Return how much was measured of each unit asked for, shape (n_asked, n_figures).

    Of a cell: the logarithm of its total (the mean where X holds no counts) and the number of
    its features above 0; the number of sites seen where there is a genotype. Of a bag: the logarithm of its number of
    cells, and the means over these.
    """
    of_cells = _of_cells(cohort)
    if cohort.bags is None:
        return of_cells
    rows = bag_rows(cohort)
    n_cells = np.log([len(own) for own in rows])[:, None]
    return np.hstack([n_cells, np.stack([np.sort(of_cells[own], axis=0).mean(axis=0) for own in rows])])


def _of_cells(cohort: Cohort) -> Floats:
    cells = cohort.units
    if "genotype" in cells.layers:
        return np.asarray((genotype(cells) >= 0).sum(axis=1), dtype=np.float64)[:, None]
    if cells.X is None:
        return np.empty((cells.n_obs, 0))
    total = np.asarray(cells.X.sum(axis=1), dtype=np.float64).ravel()
    n_above = np.asarray((cells.X > 0).sum(axis=1), dtype=np.float64).ravel()
    is_count = scale_of(cells, "X").kind == "counts"
    return np.stack([np.log1p(total) if is_count else total / max(cells.n_vars, 1), n_above], axis=1)


class DepthOnly:
    """A board on which this stands high asks how well a cell was sequenced."""

    def fit(self, train: Cohort, task: Task, *, seed: int) -> None:
        """Learn which way depth points, where labels are taught.

        Raises
        ------
        InputError
            No label is known, or all known ones are of one class.
        """
        self._targets = targets(train)
        self._pipeline: Pipeline | None = None
        if task.setting == "transductive":
            return
        rows, label = known(train)
        figures = depth(train)[rows]
        order = content_order(figures, label)
        self._pipeline = make_pipeline(StandardScaler(), LogisticRegression(class_weight="balanced")).fit(
            figures[order], label[order]
        )

    def predict(self, test: Cohort, task: Task) -> Prediction:
        """Return log odds, groups by depth where clusters are asked for, or the total where nothing was taught."""
        figures = depth(test)
        if self._pipeline is not None:
            return Prediction.main(answer(test, self._targets, self._pipeline.decision_function(figures)))
        first = figures[:, 0]
        if task.within:
            edges = np.quantile(first, np.linspace(0, 1, N_GROUPS + 1)[1:-1])
            first = np.searchsorted(edges, first, side="right").astype(np.float64)
        return Prediction.main(answer(test, self._targets, np.repeat(first[:, None], len(self._targets), axis=1)))


MODEL = DepthOnly

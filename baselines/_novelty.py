"""Detectors that learn what is normal and score how far a cell lies from it: no cell looked for is shown to them.

What they share: the cells whose label is 0 are standardised by their own mean and deviation, reduced to at most
`N_COMPONENTS` principal components where there are more features, and thinned to `N_CELLS`, drawn by their content.
"""

from typing import Protocol

import numpy as np
from sklearn.decomposition import PCA
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from clinicell.baselines._features import Floats, answer, content_order, features, targets
from clinicell.errors import InputError
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._prediction import Prediction
from clinicell.tasks._task import Task

N_COMPONENTS = 20
N_CELLS = 10_000
FEWEST = 20


class Detector(Protocol):
    """What tells the normal from the rest."""

    def fit(self, cells: Floats, *, seed: int) -> None:
        """Learn from normal cells, (n_cells, n_features)."""

    def score(self, cells: Floats) -> Floats:
        """Return how far each cell lies from the normal ones, (n_cells,); more is farther."""
        ...


class Novelty:
    """Scores a cell by its distance from the cells labelled 0; the cells labelled 1 are never looked at.

    Parameters
    ----------
    detector
        What learns and scores.
    n_cells
        The most normal cells that it learns from.
    """

    def __init__(self, detector: Detector, *, n_cells: int = N_CELLS) -> None:
        self._detector = detector
        self._n_cells = n_cells
        self._space: Pipeline | None = None

    def fit(self, train: Cohort, task: Task, *, seed: int) -> None:
        """Learn from the cells whose label is 0.

        Raises
        ------
        InputError
            Fewer than 20 cells are labelled 0, or a feature is not finite.
        """
        cells = _normal(train)
        order = content_order(cells)
        if len(order) > self._n_cells:
            order = order[np.random.default_rng(0).permutation(len(order))[: self._n_cells]]
        cells = cells[order]
        self._targets = targets(train)
        self._space = make_pipeline(StandardScaler())
        if cells.shape[1] > N_COMPONENTS:
            n_components = min(N_COMPONENTS, len(cells) - 1)
            self._space = make_pipeline(StandardScaler(), PCA(n_components, svd_solver="full"), StandardScaler())
        self._detector.fit(self._space.fit_transform(cells), seed=seed)

    def predict(self, test: Cohort, task: Task) -> Prediction:
        """Return how far each cell lies from the normal ones, cells x 1.

        Raises
        ------
        InputError
            The model was not fitted, or the cells have another number of features.
        """
        if self._space is None:
            raise InputError("the model was asked before it was fitted; call fit first")
        cells = features(test.units).astype("float64")
        n_features = self._space[0].n_features_in_
        if cells.shape[1] != n_features:
            raise InputError(f"{cells.shape[1]} features in the test cells, {n_features} in the training cells")
        return Prediction.main(answer(test, self._targets, self._detector.score(self._space.transform(cells))))


def _normal(train: Cohort) -> Floats:
    if train.labels is None or not len(train.labels.columns):
        raise InputError("the training cohort has no labels; the model learns from the cells labelled 0")
    is_normal = train.labels.iloc[:, 0].reindex(train.asked).eq(0).to_numpy()
    if is_normal.sum() < FEWEST:
        raise InputError(
            f"{int(is_normal.sum())} of {is_normal.size} cells are labelled 0; the model needs {FEWEST} normal cells"
        )
    return features(train.units)[is_normal].astype("float64")

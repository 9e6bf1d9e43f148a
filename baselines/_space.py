"""The space in which models look at cells: standardised features, or their principal components where they are many."""

from dataclasses import dataclass

import numpy as np

from clinicell.baselines._features import Floats, Floats32, Rows, content_order, features
from clinicell.errors import InputError
from clinicell.tasks._cohort import Cohort

MOST_FEATURES = 50
N_COMPONENTS = 30


@dataclass(frozen=True, slots=True)
class Space:
    """A linear map that the training cells define.

    Parameters
    ----------
    mean
        Of the training cells, shape (n_features,).
    projection
        What a centred cell is multiplied with, (n_features, n_inputs): 1 / standard deviation on the diagonal up to 50
        features, else the 30 leading principal axes of standardised features, scaled to unit variance.
    """

    mean: Floats
    projection: Floats

    @classmethod
    def of(cls, train: Cohort, rows: Rows) -> "Space":
        """Return the space that the cells at `rows` of ``train.units`` define; their order changes no bit of it.

        Raises
        ------
        InputError
            A feature is not finite.
        """
        cells = features(train.units)[rows].astype(np.float64)
        cells = cells[content_order(cells)]
        mean, sd = cells.mean(axis=0), cells.std(axis=0)
        scale = np.where(sd > 0, 1 / np.where(sd > 0, sd, 1.0), 0.0)
        if cells.shape[1] <= MOST_FEATURES:
            return cls(mean, np.diag(scale))
        scaled = (cells - mean) * scale
        values, axes = np.linalg.eigh(scaled.T @ scaled / len(cells))
        kept = np.argsort(-values, kind="stable")[: min(N_COMPONENTS, len(cells) - 1)]
        axes = axes[:, kept] * np.sign(axes[np.abs(axes[:, kept]).argmax(axis=0), kept])
        return cls(mean, scale[:, None] * axes / np.sqrt(np.maximum(values[kept], 1e-12)))

    def inputs(self, cohort: Cohort) -> Floats32:
        """Return cells x inputs, float32.

        Raises
        ------
        InputError
            The cells have another number of features than those of the training, or one that is not finite.
        """
        cells = features(cohort.units)
        if cells.shape[1] != len(self.mean):
            raise InputError(f"{cells.shape[1]} features in the test cells, {len(self.mean)} in the training cells")
        inputs: Floats32 = ((cells - self.mean) @ self.projection).astype(np.float32)
        return inputs

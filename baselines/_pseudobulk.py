"""One row per bag: the mean over its cells, standardised by the bags that were learnt from."""

from dataclasses import dataclass

import numpy as np

from clinicell.baselines._features import Floats, Rows, bag_means, content_order
from clinicell.baselines._named import feature_names, places
from clinicell.tasks._cohort import Cohort


@dataclass(frozen=True, slots=True)
class Pseudobulk:
    """What turns a bag of cells into numbers that a model of few rows can be fitted to.

    Parameters
    ----------
    names
        Of the features in the order of the training: genes where the cells have X, numbers of components otherwise.
    mean, spread
        Of the training bags, shape (n_features,); a feature that does not vary has the spread 1.
    """

    names: tuple[str, ...]
    mean: Floats
    spread: Floats

    @classmethod
    def of(cls, train: Cohort, rows: Rows) -> tuple["Pseudobulk", Floats]:
        """Return it, with the standardised rows of the bags at `rows` of ``train.asked``, (n_rows, n_features)."""
        bulk = bag_means(train)[rows]
        ordered = bulk[content_order(bulk)]  # so that the sums are the same to the last bit in any order of the bags
        spread = ordered.std(axis=0)
        made = cls(feature_names(train.units), ordered.mean(axis=0), np.where(spread > 1e-12, spread, 1.0))
        return made, (bulk - made.mean) / made.spread

    def __call__(self, cohort: Cohort) -> Floats:
        """Return bags x features in the order of the training; features that it did not have are left aside.

        Raises
        ------
        InputError
            Features of the training are missing.
        """
        return (bag_means(cohort)[:, places(self.names, cohort.units)] - self.mean) / self.spread

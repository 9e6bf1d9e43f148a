"""One row per bag: the mean over its cells, standardised by the bags that were learnt from."""

from dataclasses import dataclass

import anndata as ad
import numpy as np

from clinicell.baselines._features import Floats, Rows, bag_means, content_order
from clinicell.errors import InputError
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
        place = {name: number for number, name in enumerate(feature_names(cohort.units))}
        lost = [name for name in self.names if name not in place]
        if lost:
            raise InputError(
                f"{len(lost)} of {len(self.names)} features of the training are not in these cells, e.g. {lost[0]!r}; "
                "the model needs every one of them"
            )
        return (bag_means(cohort)[:, [place[name] for name in self.names]] - self.mean) / self.spread


def feature_names(units: ad.AnnData) -> tuple[str, ...]:
    """Return the names of what `clinicell.baselines._features.features` reads: genes, or numbers of components."""
    if units.X is not None:
        return tuple(str(name) for name in units.var_names)
    n_components = units.obsm["X_pca"].shape[1] if "X_pca" in units.obsm else 0
    return tuple(f"component {number + 1}" for number in range(n_components))

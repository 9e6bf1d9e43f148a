"""Features by name: the same ones in the same order on both sides, or a refusal."""

from collections.abc import Sequence

import anndata as ad
import numpy as np

from clinicell.baselines._features import Rows
from clinicell.errors import InputError


def feature_names(units: ad.AnnData) -> tuple[str, ...]:
    """Return the names of what `clinicell.baselines._features.features` reads: genes, or numbers of components."""
    if units.X is not None:
        return tuple(str(name) for name in units.var_names)
    n_components = units.obsm["X_pca"].shape[1] if "X_pca" in units.obsm else 0
    return tuple(f"component {number + 1}" for number in range(n_components))


def places(names: Sequence[str], units: ad.AnnData) -> Rows:
    """Return where the features `names` stand in `units`; features that are not named are left aside.

    Raises
    ------
    InputError
        Some are not there.
    """
    place = {name: number for number, name in enumerate(feature_names(units))}
    lost = [name for name in names if name not in place]
    if lost:
        raise InputError(
            f"{len(lost)} of {len(names)} features of the training are not in these cells, e.g. {lost[0]!r}; "
            "the model needs every one of them"
        )
    return np.array([place[name] for name in names], dtype=np.intp)

"""Cells that are no cells: numbers by lot in every slot, so that whatever reads them changes."""

import anndata as ad
import numpy as np
from numpy.typing import NDArray

from clinicell.datasets.schema.scale import scale_of
from clinicell.leaderboard.audits.subject import Rows

Numbers = NDArray[np.generic]


def garbage(cells: ad.AnnData, rows: Rows, rng: np.random.Generator) -> ad.AnnData:
    """Return the cells with garbage in some rows of X, layers and obsm; what kind of number stands there is kept."""
    other = cells.copy()
    if cells.X is not None:
        is_count = scale_of(cells, "X").kind == "counts"
        other.X = _replaced(cells.X, rows, rng, is_count=is_count)
    for name, matrix in cells.layers.items():
        other.layers[name] = _replaced(matrix, rows, rng, is_genotype=name == "genotype")
    for name in cells.obsm:
        if isinstance(cells.obsm[name], np.ndarray):
            other.obsm[name] = _replaced(cells.obsm[name], rows, rng)
    return other


def _replaced(
    matrix: object, rows: Rows, rng: np.random.Generator, *, is_count: bool = False, is_genotype: bool = False
) -> object:
    is_sparse = hasattr(matrix, "toarray")
    dense = np.array(matrix.toarray() if hasattr(matrix, "toarray") else matrix)
    shape = (rows.size, dense.shape[1])
    if is_genotype:
        made: Numbers = rng.integers(-1, 3, shape)
    else:
        made = rng.integers(0, 1000, shape) if is_count else 50 + 100 * rng.standard_normal(shape)
    dense[rows] = made.astype(dense.dtype)
    return type(matrix)(dense) if is_sparse else dense  # type: ignore[call-arg]

"""Bulk lines and single cells on one scale: shared genes, each with mean 0 and variance 1 within its own kind."""

import anndata as ad
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clinicell.baselines._features import features
from clinicell.datasets.schema.scale import scale_of
from clinicell.errors import InputError

Floats = NDArray[np.float64]


def on_one_scale(bulk: ad.AnnData, cells: ad.AnnData) -> tuple[tuple[str, ...], Floats, Floats]:
    """Return the genes that both have, and lines x genes and cells x genes over them.

    The lines are z-scored per gene, unless their declared scale says that they are. The cells (ln(1 + counts per
    10,000) where they are counts) are z-scored per gene within each ``obs["batch_id"]``, or all together where there
    is none; a gene that does not vary in a batch is 0 there. No label is read, but all test cells of a batch are used
    at once.

    Raises
    ------
    InputError
        No gene is shared.
    """
    shared = pd.Index(bulk.var_names).intersection(pd.Index(cells.var_names), sort=False)
    if shared.empty:
        raise InputError(
            f"none of the {bulk.n_vars} genes of the reference is among the {cells.n_vars} of the cells, "
            f"e.g. {next(iter(bulk.var_names), '')!r}; both need the same kind of gene id"
        )
    lines = features(bulk)[:, bulk.var_names.get_indexer(shared)].astype(np.float64)
    if scale_of(bulk, "X").kind != "zscore":
        lines = zscored(lines)
    return tuple(shared.astype(str)), lines, cells_over(cells, shared)


def cells_over(cells: ad.AnnData, genes: pd.Index) -> Floats:
    """Return cells x `genes`, z-scored per gene within each ``obs["batch_id"]`` as `on_one_scale` says.

    Raises
    ------
    InputError
        The cells lack one of the genes.
    """
    at = cells.var_names.get_indexer(genes)
    if (at < 0).any():
        raise InputError(
            f"{int((at < 0).sum())} of the {len(genes)} genes that the model reads are not among the {cells.n_vars} "
            f"of the cells, e.g. {genes[at < 0][0]!r}"
        )
    single = features(cells)[:, at].astype(np.float64)
    batches = cells.obs["batch_id"].astype("str").to_numpy() if "batch_id" in cells.obs else np.full(len(single), "")
    for batch in np.unique(batches):
        single[batches == batch] = zscored(single[batches == batch])
    return single


def zscored(values: Floats) -> Floats:
    """Return each column with mean 0 and variance 1; a column that does not vary is 0."""
    centred = values - values.mean(axis=0)
    spread = values.std(axis=0)
    scaled: Floats = np.divide(centred, spread, out=np.zeros_like(centred), where=spread > 1e-9)
    return scaled

"""What could be known at best: clones by who knows the true profiles, their shares and the error rates.

It reads the truth, so it is no model, runs on no blinded panel and never ranks: its value is the ceiling of a panel.
"""

import anndata as ad
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clinicell.metrics._metric import Floats
from clinicell.metrics.genotype_tables import apart
from clinicell.tasks import _true_clones
from clinicell.tasks._standard import column

LEAST_RATE = 1e-6  # of an error that was never seen


def oracle(adata: ad.AnnData) -> pd.DataFrame:
    """Return cells x {subclone}: the clone of the largest posterior for each cell, NaN for a cell of no known clone.

    Within each donor the profiles and shares of clones are the true ones, and the rates of false positives and
    negatives those with which the cells of known genotype were read. Sites are independent given the clone. A clone
    that no cell belongs to is not offered. Codes have no meaning across donors.

    Parameters
    ----------
    adata
        A simulation with its true tree in ``uns["truth"]``.

    Raises
    ------
    SchemaError
        The data set holds no true tree.
    """
    clone = column(adata, "clone_id")
    found = []
    for table in _true_clones.genotypes(adata).values():
        truth, read = apart(table.to_numpy())
        single = ~clone[table.index].isin(["unassigned", "unknown"]).to_numpy()
        names = clone[table.index].to_numpy()[single].astype("str")
        first, count = np.unique(names, return_index=True, return_counts=True)[1:]
        fp, fn = (_rate(truth == true, np.minimum(read, 1), wrong) for true, wrong in ((0, 1.0), (1, 0.0)))
        codes = np.full(len(table), np.nan)
        codes[single] = most_probable(np.minimum(read[single], 1), truth[single][first], count / count.sum(), fp, fn)
        found.append(pd.Series(codes, index=table.index))
    whole: pd.DataFrame = pd.concat(found).loc[adata.obs_names].to_frame("subclone")
    return whole


def most_probable(
    read: Floats, profiles: Floats, share: Floats, false_positive: float, false_negative: float
) -> Floats:
    """Return the clone of the largest posterior for each cell, shape (n_cells,).

    Parameters
    ----------
    read
        0, 1 or NaN where nothing was read, shape (n_cells, n_sites).
    profiles
        0 or 1, shape (n_clones, n_sites).
    share
        Of each clone, shape (n_clones,).
    """
    is_one, is_zero = (read == 1).astype(np.float64), (read == 0).astype(np.float64)
    if_one = np.log(np.where(profiles == 1, 1 - false_negative, false_positive))  # (n_clones, n_sites)
    if_zero = np.log(np.where(profiles == 1, false_negative, 1 - false_positive))
    posterior = is_one @ if_one.T + is_zero @ if_zero.T + np.log(share)
    return np.asarray(posterior.argmax(axis=1), dtype=np.float64)


def _rate(asked: NDArray[np.bool_], read: Floats, wrong: float) -> float:
    """Return the share of wrong readings among the entries asked for that were read; half without any."""
    seen = read[asked & ~np.isnan(read)]
    return float(np.clip(np.mean(seen == wrong), LEAST_RATE, 1 - LEAST_RATE)) if seen.size else 0.5

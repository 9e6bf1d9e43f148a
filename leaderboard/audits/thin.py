"""A smaller data set for checks that fit a model hundreds of times: what they test does not hang on its size."""

import anndata as ad
import numpy as np

from clinicell.leaderboard.audits.subject import Rows
from clinicell.tasks._standard import column
from clinicell.tasks._task import Task

SHARE_OF_RARE = 1 / 3  # of the cells kept of a donor, the most that one label may leave to another


def thinned(
    task: Task, adata: ad.AnnData, *, n_cells: int, n_features: int, n_alone: int = 10**6, seed: int = 0
) -> ad.AnnData:
    """Return at most `n_cells` cells of each sample, and the `n_features` of X that vary most among these.

    Features are chosen without labels. Cells are drawn by lot; where cells are labelled each label keeps its cells up
    to a third of `n_cells`, so that a rare one is not lost: prevalence changes, and with it the value.
    In a transductive task donors stay whole, for their cells are what is fitted; where each is asked alone, the first
    `n_alone` of them by their ids are kept.
    """
    if task.within is not None:
        donor = column(adata, "donor_id")
        return adata[donor.isin(sorted(donor.unique().tolist())[:n_alone]).to_numpy()].copy()
    if task.setting == "transductive":
        return adata
    rng = np.random.default_rng(seed)
    sample = column(adata, "sample_id").to_numpy(dtype="str")
    label = np.zeros(adata.n_obs)
    if task.unit == "cell":
        label = np.nan_to_num(task.answers[0].truth(adata).to_numpy(dtype=np.float64)[:, 0], nan=-1.0)
    kept = [_kept(np.flatnonzero(sample == name), label, n_cells, rng) for name in np.unique(sample)]
    rows = np.sort(np.concatenate(kept))
    if adata.X is None or adata.n_vars <= n_features:
        return adata[rows].copy()
    cells = adata.X[rows]
    dense = np.asarray(cells.toarray() if hasattr(cells, "toarray") else cells, dtype=np.float64)
    most = np.sort(np.argsort(-dense.var(axis=0), kind="stable")[:n_features])
    return adata[rows][:, most].copy()


def _kept(rows: Rows, label: np.ndarray, n_cells: int, rng: np.random.Generator) -> Rows:
    """Return `n_cells` of the rows by lot, labels with few rows first."""
    rows = rng.permutation(rows)
    names, counts = np.unique(label[rows], return_counts=True)
    if names.size < 2:
        return rows[:n_cells]
    rare = [rows[label[rows] == name][: int(n_cells * SHARE_OF_RARE)] for name in names[np.argsort(counts)][:-1]]
    first = np.concatenate(rare)
    return np.concatenate([first, np.setdiff1d(rows, first)[rng.permutation(rows.size - first.size)]])[:n_cells]

"""Metrics for what a mean over cells hides: pairs, rare clones, the clone found worst, cells without a clone.

A clone of the truth and a cluster of the answer are compared by Jaccard's index, cells in both over cells in either. A
cluster *is* a clone when the index exceeds one half: then no other cluster, and no other clone, can match as well.
"""

import math

import numpy as np

from clinicell.metrics._arrays import is_blank
from clinicell.metrics._metric import Floats, Metric
from clinicell.metrics._within import CODES
from clinicell.metrics.clustering import contingency

RARE = 0.05


def unassigned_as_singletons(y_pred: Floats) -> Floats:
    """Return the codes with each NaN, a cell that the answer leaves out, in a cluster of its own.

    Parameters
    ----------
    y_pred
        Codes, shape (n,), NaN where a cell got no cluster.

    Examples
    --------
    >>> import numpy as np
    >>> unassigned_as_singletons(np.array([3.0, np.nan, np.nan]))
    array([3., 4., 5.])
    """
    is_unassigned = np.isnan(y_pred)
    first = np.max(y_pred[~is_unassigned], initial=-1.0) + 1
    codes = y_pred.copy()
    codes[is_unassigned] = first + np.arange(is_unassigned.sum())
    return codes


def share_unassigned(y_true: Floats, y_pred: Floats) -> float:
    """Return the share of cells that got no cluster (NaN); the truth is not read; NaN without a cell."""
    return float(np.mean(np.isnan(y_pred))) if y_pred.size else math.nan


def pairwise_f1(y_true: Floats, y_pred: Floats) -> float:
    """Harmonic mean of precision and recall over the pairs of cells: is a pair of one clone in one cluster?

    Parameters
    ----------
    y_true, y_pred
        Codes, shape (n,).

    Returns
    -------
    float
        In [0, 1]; 0 when no two cells share a cluster. It is not corrected for chance: a single cluster scores well.
        NaN when no two cells share a clone, or with a NaN.

    Examples
    --------
    >>> import numpy as np
    >>> pairwise_f1(np.array([0.0, 0, 0, 1]), np.array([0.0, 0, 1, 1]))
    0.4
    """
    if is_blank(y_true, y_pred):
        return math.nan
    table = contingency(y_true, y_pred)
    in_true, in_pred = _pairs(table.sum(axis=1)), _pairs(table.sum(axis=0))
    return 2 * _pairs(table.ravel()) / (in_true + in_pred) if in_true else math.nan


def _pairs(counts: Floats) -> float:
    return float(np.sum(counts * (counts - 1) / 2))


def rare_clone_f1(y_true: Floats, y_pred: Floats, *, at_most: float = RARE) -> float:
    """F1 of each rare clone against the cluster most like it, mean over the rare clones.

    Parameters
    ----------
    y_true, y_pred
        Codes, shape (n,).
    at_most
        A clone is rare when it holds at most this share of the cells.

    Returns
    -------
    float
        In (0, 1]; for the cluster of the highest Jaccard index J it is 2 J / (1 + J). NaN without a rare clone.

    Examples
    --------
    >>> import numpy as np
    >>> truth = np.append(np.zeros(38), [1.0, 1.0])
    >>> rare_clone_f1(truth, np.append(np.zeros(37), [1.0, 1.0, 1.0]))
    0.8
    """
    if is_blank(y_true, y_pred):
        return math.nan
    table = contingency(y_true, y_pred)
    is_rare = table.sum(axis=1) <= at_most * y_true.size
    best = _jaccard(table)[is_rare].max(axis=1)
    return float(np.mean(2 * best / (1 + best))) if is_rare.any() else math.nan


def min_clone_recall(y_true: Floats, y_pred: Floats) -> float:
    """Share of its cells that the worst found clone has in its cluster; 0 when a clone has none.

    Parameters
    ----------
    y_true, y_pred
        Codes, shape (n,).

    Returns
    -------
    float
        In [0, 1]. The cluster of a clone is the one whose Jaccard index with it exceeds one half. NaN without a unit or
        with a NaN.

    Examples
    --------
    >>> import numpy as np
    >>> min_clone_recall(np.array([0.0, 0, 0, 1, 1, 1]), np.array([0.0, 0, 0, 1, 1, 2]))
    0.6666666666666666
    """
    if is_blank(y_true, y_pred):
        return math.nan
    table = contingency(y_true, y_pred)
    recall = table / table.sum(axis=1, keepdims=True)
    return float(np.where(_jaccard(table) > 0.5, recall, 0.0).max(axis=1).min())


def _jaccard(table: Floats) -> Floats:
    return np.asarray(table / (table.sum(axis=1, keepdims=True) + table.sum(axis=0) - table))


NO_CLONE = "no unit with a known clone, or a unit without a cluster"
PAIRWISE_F1 = Metric(
    function=pairwise_f1,
    title="F1 over pairs of cells",
    best=1.0,
    worst=0.0,
    undefined="no two units share a known clone, or a unit has no cluster",
    within=CODES,
)
RARE_CLONE_F1 = Metric(
    function=rare_clone_f1,
    title="F1 of clones of at most 5 % of the cells",
    best=1.0,
    worst=0.0,
    undefined="no clone of at most 5 % of the units, or a unit without a cluster",
    within=CODES,
)
MIN_CLONE_RECALL = Metric(
    function=min_clone_recall,
    title="recall of the clone found worst",
    best=1.0,
    worst=0.0,
    undefined=NO_CLONE,
    within=CODES,
)
SHARE_UNASSIGNED = Metric(
    function=share_unassigned,
    title="share of cells without a cluster",
    best=math.nan,
    worst=math.nan,
    undefined="no unit",
    needs_truth=False,
    within=CODES,
)

"""MLTD: how many mutations must go until two clone trees are one; `metrics.trees` says how a tree is written.

Three edits lead from a tree to a common one: a mutation is deleted (cost 1), a leaf without mutations is deleted, and a
node is split into two, one below the other, that share its mutations while its children hang from the lower one (both
free). So a tree that names the order within a node of the other costs nothing, and one that moves a branch does. The
normal cell is the root of both trees and bears no mutation.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from clinicell.metrics._metric import Floats, Metric
from clinicell.metrics._within import ONE_TREE
from clinicell.metrics.trees import Bools, is_above, placed, require_trees

NORMAL = 0  # the root's number among a tree's nodes


def mltd(truth: Floats, answer: Floats) -> float:
    """Return the normalised multi-labelled tree dissimilarity.

    The mutations that must be deleted from both trees until they have a common form, over the mutations of both.

    Parameters
    ----------
    truth, answer
        Trees, shape (n_sites, n_sites).

    Returns
    -------
    float
        In [0, 1]; 0 for trees that differ in the order within nodes only, 1 for trees that share no mutation. NaN
        without a mutation in the truth.

    Raises
    ------
    InputError
        One of the two is no clone tree.

    References
    ----------
    Karpov et al. (2019), doi:10.1186/s13015-019-0152-9, whose dissimilarity is this one times the mutations of both
    trees.

    Examples
    --------
    >>> import numpy as np
    >>> chain, together, star = np.triu(np.ones((2, 2))), np.ones((2, 2)), np.eye(2)
    >>> mltd(chain, together)
    0.0
    >>> mltd(chain, star)  # one of the two must go
    0.5
    """
    one, other = require_trees(truth, answer)
    n = int(placed(one).sum()) + int(placed(other).sum())
    return 1 - 2 * _kept(one, other) / n if placed(one).any() else float("nan")


def mltd_similarity(truth: Floats, answer: Floats) -> float:
    """Share of the mutations of either tree that the largest common tree keeps: the form that its authors report.

    Parameters, source and errors are those of `mltd`.

    Returns
    -------
    float
        In [0, 1]; 1 for trees that differ in the order within nodes only. NaN without a mutation in the truth.

    Examples
    --------
    >>> import numpy as np
    >>> mltd_similarity(np.triu(np.ones((2, 2))), np.eye(2))
    0.5
    """
    one, other = require_trees(truth, answer)
    return _kept(one, other) / int((placed(one) | placed(other)).sum()) if placed(one).any() else float("nan")


@dataclass(frozen=True, slots=True)
class _Nodes:
    """The nodes of a tree, each after its parent: whose mutations they hold, and their children."""

    sites: Bools  # (n_nodes, n_sites)
    children: tuple[tuple[int, ...], ...]


def _nodes(tree: Bools) -> _Nodes:
    order = np.argsort(tree.sum(axis=0), kind="stable")  # a mutation comes after those above it
    node = np.full(len(tree), -1)
    held = [np.zeros(len(tree), dtype=np.bool_)]
    children: list[list[int]] = [[]]
    above = is_above(tree)
    for site in order[placed(tree)[order]]:
        if node[site] >= 0:
            continue
        together = tree[site] & tree[:, site]
        over = np.flatnonzero(above[:, site])
        parent = int(node[over[tree[:, over].sum(axis=0).argmax()]]) if over.size else NORMAL
        node[together] = len(held)
        children[parent].append(len(held))
        held.append(together)
        children.append([])
    return _Nodes(np.stack(held), tuple(tuple(below) for below in children))


def _kept(one: Bools, other: Bools) -> int:
    """Return the mutations of the largest common tree.

    Of two nodes, common are their shared mutations, and the most of: what one of them and a child of the other have in
    common (the node is split, the child's siblings go), and the best pairing of their children.
    """
    first, second = _nodes(one), _nodes(other)
    kept = first.sites.astype(np.int64) @ second.sites.astype(np.int64).T  # (n_nodes, n_other_nodes)
    for node in reversed(range(len(first.children))):
        below = list(first.children[node])
        for twin in reversed(range(len(second.children))):
            under = list(second.children[twin])
            best = max([*kept[below, twin], *kept[node, under]], default=0)
            if below and under:
                pairs = kept[np.ix_(below, under)]
                if pairs.any():
                    best = max(best, int(pairs[linear_sum_assignment(pairs, maximize=True)].sum()))
            kept[node, twin] += best
    return int(kept[NORMAL, NORMAL])


MLTD = Metric(
    function=mltd,
    title="normalised multi-labelled tree dissimilarity",
    best=0.0,
    worst=1.0,
    undefined="no mutation in the truth",
    within=ONE_TREE,
    reads="table",
)
MLTD_SIMILARITY = Metric(
    function=mltd_similarity,
    title="multi-labelled tree similarity",
    best=1.0,
    worst=0.0,
    undefined="no mutation in the truth",
    within=ONE_TREE,
    reads="table",
)

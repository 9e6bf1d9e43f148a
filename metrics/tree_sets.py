"""Distances of clone trees by the sets of mutations that they imply; `metrics.trees` says how a tree is written.

The intersection forms compare the pairs of mutations that both trees place, the union forms all pairs, a mutation's
ancestors being none where it is not placed. An answer that shares fewer than two mutations with the truth is at the
greatest distance: leaving mutations out must not make a metric undefined.
"""

import numpy as np

from clinicell.metrics._metric import Floats, Metric
from clinicell.metrics._within import ONE_TREE
from clinicell.metrics.trees import Bools, is_above, kinds, placed, require_trees


def caset_intersection(truth: Floats, answer: Floats) -> float:
    """Return the common ancestor set distance over the pairs of mutations that both trees place.

    The mean, over pairs of mutations, of the Jaccard distance between the two trees' sets of common ancestors; a
    mutation and those in its node are ancestors of it; two empty sets are equal.

    Parameters
    ----------
    truth, answer
        Trees, shape (n_sites, n_sites).

    Returns
    -------
    float
        In [0, 1]; 0 for equal trees. NaN with fewer than two mutations in the truth.

    Raises
    ------
    InputError
        One of the two is no clone tree.

    References
    ----------
    DiNardo et al. (2020), doi:10.1093/bioinformatics/btz869.

    Examples
    --------
    >>> import numpy as np
    >>> chain, star = np.triu(np.ones((2, 2))), np.eye(2)
    >>> caset_intersection(chain, star)  # {first} against nothing
    1.0
    """
    one, other = require_trees(truth, answer)
    return _mean_over_pairs(_caset(one, other), placed(one), placed(one) & placed(other))


def caset_union(truth: Floats, answer: Floats) -> float:
    """Return the common ancestor set distance over the pairs of mutations that either tree places.

    A pair that only one of the trees places is at distance 1, as the definition has it for trees whose root bears a
    mutation; where the normal root bears none, two first mutations share no ancestor, and leaving them out would cost
    nothing. Parameters, range and source are those of `caset_intersection`.
    """
    one, other = require_trees(truth, answer)
    return _mean_over_pairs(_caset(one, other), placed(one), placed(one) | placed(other))


def disc_intersection(truth: Floats, answer: Floats) -> float:
    """Return the distinctly inherited set distance over the ordered pairs of mutations that both trees place.

    The mean, over ordered pairs (i, j), of the Jaccard distance between the two trees' sets of ancestors of i that are
    not ancestors of j; two empty sets are equal.

    Parameters
    ----------
    truth, answer
        Trees, shape (n_sites, n_sites).

    Returns
    -------
    float
        In [0, 1]; 0 for equal trees. NaN with fewer than two mutations in the truth.

    Raises
    ------
    InputError
        One of the two is no clone tree.

    References
    ----------
    DiNardo et al. (2020), doi:10.1093/bioinformatics/btz869.

    Examples
    --------
    >>> import numpy as np
    >>> chain, star = np.triu(np.ones((2, 2))), np.eye(2)
    >>> disc_intersection(chain, star)  # {second} is shared; nothing against {first}
    0.5
    """
    one, other = require_trees(truth, answer)
    return _mean_over_pairs(_disc(one, other), placed(one), placed(one) & placed(other))


def disc_union(truth: Floats, answer: Floats) -> float:
    """Return the distinctly inherited set distance over the ordered pairs of mutations that either tree places.

    Parameters, range and source are those of `disc_intersection`.
    """
    one, other = require_trees(truth, answer)
    return _mean_over_pairs(_disc(one, other), placed(one), placed(one) | placed(other))


def robinson_foulds(truth: Floats, answer: Floats) -> float:
    """Share of the clusters of both trees that only one of them has.

    A node's cluster is the set of mutations in it and below it. A node with several mutations has one cluster, the
    normal root none. It is the rooted distance of the leaf-labelled trees in which two leaves hang from each mutation's
    node and one, the normal cell, from the root: the original counts inner edges only, and its nodes bear no names.

    Parameters
    ----------
    truth, answer
        Trees, shape (n_sites, n_sites).

    Returns
    -------
    float
        In [0, 1]; 0 for equal trees. One misplaced mutation changes every cluster above it: on trees of many mutations
        it saturates. NaN without a mutation in the truth.

    Raises
    ------
    InputError
        One of the two is no clone tree.

    References
    ----------
    Robinson and Foulds (1981), doi:10.1016/0025-5564(81)90043-2.

    Examples
    --------
    >>> import numpy as np
    >>> round(robinson_foulds(np.triu(np.ones((2, 2))), np.eye(2)), 4)  # {0, 1}, {1} against {0}, {1}
    0.5
    """
    one, other = (_clusters(tree) for tree in require_trees(truth, answer))
    return len(one ^ other) / (len(one) + len(other)) if one else float("nan")


def parent_child_f1(truth: Floats, answer: Floats) -> float:
    """Harmonic mean of recall and precision over parent-child pairs of mutations.

    Each mutation of a node is a child of each mutation of the node above; those at the top are children of the normal
    cell.

    Parameters
    ----------
    truth, answer
        Trees, shape (n_sites, n_sites).

    Returns
    -------
    float
        In [0, 1]; 1 minus the parent-child distance over the number of pairs in both trees. NaN without a mutation in
        the truth.

    Raises
    ------
    InputError
        One of the two is no clone tree.

    References
    ----------
    Govek, Sikes and Oesper (2018), doi:10.1145/3233547.3233584.

    Examples
    --------
    >>> import numpy as np
    >>> parent_child_f1(np.triu(np.ones((2, 2))), np.eye(2))  # normal > 0 is shared
    0.5
    """
    one, other = (_parents(tree) for tree in require_trees(truth, answer))
    return float(2 * np.sum(one & other) / (one.sum() + other.sum())) if one.any() else float("nan")


def _caset(one: Bools, other: Bools) -> Floats:
    few, kind = kinds(one, other)
    is_in, is_in_other = placed(one)[few], placed(other)[few]
    one, other = one[:, few], other[:, few]
    distance = _jaccard_distance(_shared(one, one), _shared(other, other), _shared(one & other, one & other))
    in_one_only = np.outer(is_in, is_in) ^ np.outer(is_in_other, is_in_other)
    return np.asarray(np.where(in_one_only, 1.0, distance)[np.ix_(kind, kind)])


def _disc(one: Bools, other: Bools) -> Floats:
    few, kind = kinds(one, other)
    one, other = one[:, few], other[:, few]
    distance = _jaccard_distance(_shared(one, ~one), _shared(other, ~other), _shared(one & other, ~one & ~other))
    return np.asarray(distance[np.ix_(kind, kind)])


def _shared(row_sets: Bools, column_sets: Bools) -> Floats:
    # entry (i, j) counts the mutations in both column i of the one and column j of the other
    return row_sets.astype(np.float64).T @ column_sets.astype(np.float64)


def _jaccard_distance(size: Floats, other_size: Floats, both: Floats) -> Floats:
    either = size + other_size - both
    return 1 - np.divide(both, either, out=np.ones_like(both), where=either > 0)


def _mean_over_pairs(distance: Floats, asked: Bools, chosen: Bools) -> float:
    if asked.sum() < 2:
        return float("nan")
    n = int(chosen.sum())
    if n < 2:
        return 1.0
    block = distance[np.ix_(chosen, chosen)]
    return float((block.sum() - np.trace(block)) / (n * (n - 1)))


def _clusters(tree: Bools) -> set[bytes]:
    return {np.packbits(row).tobytes() for row in tree[placed(tree)]}


def _parents(tree: Bools) -> Bools:
    # a parent lies above the child, with nothing strictly between; the last row is the normal cell
    above = is_above(tree)
    between = (above.astype(np.float64) @ above.astype(np.float64)) > 0
    return np.vstack([above & ~between, placed(tree) & ~above.any(axis=0)])


_TOO_FEW = "fewer than two mutations in the truth"
CASET_INTERSECTION = Metric(
    function=caset_intersection,
    title="CASet distance, shared mutations",
    best=0.0,
    worst=1.0,
    undefined=_TOO_FEW,
    within=ONE_TREE,
    reads="table",
)
CASET_UNION = Metric(
    function=caset_union,
    title="CASet distance, all mutations",
    best=0.0,
    worst=1.0,
    undefined=_TOO_FEW,
    within=ONE_TREE,
    reads="table",
)
DISC_INTERSECTION = Metric(
    function=disc_intersection,
    title="DISC distance, shared mutations",
    best=0.0,
    worst=1.0,
    undefined=_TOO_FEW,
    within=ONE_TREE,
    reads="table",
)
DISC_UNION = Metric(
    function=disc_union,
    title="DISC distance, all mutations",
    best=0.0,
    worst=1.0,
    undefined=_TOO_FEW,
    within=ONE_TREE,
    reads="table",
)
ROBINSON_FOULDS = Metric(
    function=robinson_foulds,
    title="normalised Robinson-Foulds distance",
    best=0.0,
    worst=1.0,
    undefined="no mutation in the truth",
    within=ONE_TREE,
    reads="table",
)
PARENT_CHILD_F1 = Metric(
    function=parent_child_f1,
    title="F1 of parent-child pairs",
    best=1.0,
    worst=0.0,
    undefined="no mutation in the truth",
    within=ONE_TREE,
    reads="table",
)

"""MP3: similarity of clone trees by triples of mutations; `metrics.trees` says how a tree is written.

Where every mutation sits in one node, as here, two trees agree on a triple exactly if each of its three pairs stands in
the same relation in both (above, below, same node, apart) and, when all three are apart, the same pair of them (or
none) has the lowest common ancestor that is farther from the root.
"""

import math

import numpy as np
from numpy.typing import NDArray

from clinicell.metrics._metric import Floats, Metric
from clinicell.metrics._within import ONE_TREE
from clinicell.metrics.trees import Bools, is_apart, kinds, placed, require_trees, same_relation

Ints = NDArray[np.signedinteger]

STEEPNESS = 10.0  # of the sigmoid that weighs the intersection form against the union form, as published


def mp3_intersection(truth: Floats, answer: Floats) -> float:
    """Share of the triples placed by both trees on which they agree.

    Parameters
    ----------
    truth, answer
        Trees, shape (n_sites, n_sites).

    Returns
    -------
    float
        In [0, 1]; 1 for equal trees. 0 when the trees share fewer than three mutations. NaN with fewer than three
        mutations in the truth.

    Raises
    ------
    InputError
        One of the two is no clone tree.

    References
    ----------
    Ciccolella et al. (2021), doi:10.1093/bioinformatics/btaa676.

    Examples
    --------
    >>> import numpy as np
    >>> mp3_intersection(np.triu(np.ones((3, 3))), np.eye(3))
    0.0
    """
    return _similarities(truth, answer)[0]


def mp3_union(truth: Floats, answer: Floats) -> float:
    """Share of the triples placed by either tree that both place and agree on.

    Parameters, range and source are those of `mp3_intersection`.
    """
    return _similarities(truth, answer)[1]


def mp3(truth: Floats, answer: Floats) -> float:
    """Similarity by triples that weighs the intersection form in by a sigmoid: its authors' default.

    With I the intersection and U the union form it is U + sigmoid(10 (I - 1/2)) min(I - U, U), where the sigmoid is
    taken as 0 at I = 0 and 1 at I = 1. All forms are equal when both trees place the same mutations.

    Parameters, range and source are those of `mp3_intersection`.
    """
    shared, either = _similarities(truth, answer)
    if math.isnan(shared):
        return shared
    weight = shared if shared in (0.0, 1.0) else 1 / (1 + math.exp(-STEEPNESS * (shared - 0.5)))
    return either + weight * min(shared - either, either)


def _similarities(truth: Floats, answer: Floats) -> tuple[float, float]:
    one, other = require_trees(truth, answer)
    n_one, n_other = int(placed(one).sum()), int(placed(other).sum())
    n_both = int((placed(one) & placed(other)).sum())
    if n_one < 3:
        return float("nan"), float("nan")
    agreeing = _agreeing_triples(one, other)
    in_both = math.comb(n_both, 3)
    in_either = math.comb(n_one, 3) + math.comb(n_other, 3) - in_both
    return agreeing / in_both if in_both else 0.0, agreeing / in_either


def _agreeing_triples(one: Bools, other: Bools) -> int:
    # mutations that share a node in both trees are one kind: the trees agree on any three of a kind, and on two of a
    # kind with a third wherever they agree on one of them with it
    few, kind = kinds(one, other)
    n_of = np.bincount(kind, minlength=few.size) * (placed(one) & placed(other))[few]
    depths = [tree[:, few].astype(np.float64).T @ tree[:, few] for tree in (one, other)]
    one, other = one[np.ix_(few, few)], other[np.ix_(few, few)]
    alike = same_relation(one, other)
    apart = alike & is_apart(one)
    pairs = n_of * (n_of - 1) // 2
    total = int((pairs * (n_of - 2) // 3).sum() + (np.outer(pairs, n_of) * alike).sum() - pairs @ n_of)
    for first in range(few.size - 2):
        later = first + 1 + np.flatnonzero(alike[first, first + 1 :])
        n_pairs = np.outer(n_of[later], n_of[later])
        total += int(n_of[first] * (n_pairs * alike[np.ix_(later, later)]).sum() - n_of[first] * np.trace(n_pairs)) // 2
        free = later[apart[first, later]]
        is_open = apart[np.ix_(free, free)]
        states = [_resolution(depth, first, free) for depth in depths]
        lost = is_open & (states[0] != states[1])
        total -= int(n_of[first] * (np.outer(n_of[free], n_of[free]) * lost).sum()) // 2
    return total


def _resolution(depth: Floats, first: int, free: NDArray[np.intp]) -> Floats:
    # depth: ancestors shared by two mutations; of three that are apart, two of the three depths are equal
    rows, columns = depth[first, free][:, None], depth[first, free][None, :]
    between = depth[np.ix_(free, free)]
    state: Floats = 3 * np.sign(rows - columns) + np.sign(between - np.minimum(rows, columns))
    return state


MP3_INTERSECTION = Metric(
    function=mp3_intersection,
    title="MP3 similarity, shared mutations",
    best=1.0,
    worst=0.0,
    undefined="fewer than three mutations in the truth",
    within=ONE_TREE,
    reads="table",
)
MP3_UNION = Metric(
    function=mp3_union,
    title="MP3 similarity, all mutations",
    best=1.0,
    worst=0.0,
    undefined="fewer than three mutations in the truth",
    within=ONE_TREE,
    reads="table",
)
MP3 = Metric(
    function=mp3,
    title="MP3 similarity",
    best=1.0,
    worst=0.0,
    undefined="fewer than three mutations in the truth",
    within=ONE_TREE,
    reads="table",
)

"""Clone trees as matrices of mutations, and how many of the truth's relations between two mutations an answer keeps.

A tree is a sites x sites matrix of 0 and 1: 1 where the row's mutation lies on the path from the normal cell to the
column's, or in its node. Two mutations that are mutually 1 share a node. The normal cell is the root of every tree and
no row of it, so a tree whose first mutations are several is one. A mutation that a tree does not place has an empty row
and column, its diagonal too.

Where an answer is undefined must depend on the truth alone: a mutation that the answer leaves out counts against it.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from clinicell.errors import InputError
from clinicell.metrics._metric import Floats, Metric
from clinicell.metrics._within import ONE_TREE

Bools = NDArray[np.bool_]


def tree_fault(matrix: Floats) -> str:
    """Return why `matrix` is no clone tree, or an empty text if it is one.

    Parameters
    ----------
    matrix
        1 where the row's mutation lies on the path to, or in the node of, the column's; shape (n_sites, n_sites).

    Examples
    --------
    >>> import numpy as np
    >>> tree_fault(np.array([[1.0, 1], [0, 1]]))
    ''
    >>> tree_fault(np.array([[0.0, 1], [0, 1]]))
    '1 mutation has relations but no place in the tree (0 on the diagonal), e.g. row 0; write 1 there'
    """
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        return f"its shape is {matrix.shape}; a tree is sites x sites"
    strange = int(np.sum((matrix != 0) & (matrix != 1)))
    if strange:
        return f"{strange} of {matrix.size} entries are neither 0 nor 1"
    above = matrix == 1
    homeless = ~np.diag(above) & (above.any(axis=0) | above.any(axis=1))
    if homeless.any():
        few = f"{homeless.sum()} mutation{' has' if homeless.sum() == 1 else 's have'}"
        return (
            f"{few} relations but no place in the tree (0 on the diagonal), e.g. row {homeless.argmax()}; write 1 there"
        )
    first = kinds(above, above)[0]
    small = above[np.ix_(first, first)].astype(np.float64)  # whatever is wrong is wrong between kinds, too
    ordered = small.astype(np.bool_)
    if not (((small @ small) > 0) & ~ordered).any() and not (((small @ small.T) > 0) & ~(ordered | ordered.T)).any():
        return ""
    steps = above.astype(np.float64)
    broken = ((steps @ steps) > 0) & ~above
    if broken.any():
        i, j = np.argwhere(broken)[0]
        return f"{broken.sum()} paths break off: {i} lies above a mutation that lies above {j}, but not above {j}"
    crossing = ((steps @ steps.T) > 0) & ~(above | above.T)
    i, j = np.argwhere(crossing)[0]
    return f"{crossing.sum() // 2} pairs lie on one path without an order, e.g. {i} and {j}"


def require_trees(truth: Floats, answer: Floats) -> tuple[Bools, Bools]:
    """Return both matrices as booleans.

    Raises
    ------
    InputError
        One of the two is no clone tree, or they are of unlike shapes.
    """
    for name, matrix in (("truth", truth), ("answer", answer)):
        fault = tree_fault(matrix)
        if fault:
            raise InputError(f"the {name} is no clone tree: {fault}")
    if truth.shape != answer.shape:
        raise InputError(f"the truth has {truth.shape[0]} mutations, the answer {answer.shape[0]}; name the same ones")
    return truth == 1, answer == 1


def kinds(one: Bools, other: Bools) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return one mutation of each kind, and the kind of each mutation: those of a kind have all relations in common.

    Trees of a thousand mutations have some dozens of nodes; what is the same for all mutations of a kind is computed
    once.
    """
    relations = np.packbits(np.hstack([one, one.T, other, other.T]), axis=1)
    number: dict[bytes, int] = {}
    kind = np.array([number.setdefault(row.tobytes(), len(number)) for row in relations], dtype=np.intp)
    return np.unique(kind, return_index=True)[1], kind


def placed(tree: Bools) -> Bools:
    """Return which mutations the tree places, shape (n_sites,)."""
    return np.diag(tree)


def is_above(tree: Bools) -> Bools:
    """Return where the row's mutation lies strictly above the column's."""
    return tree & ~tree.T


def is_with(tree: Bools) -> Bools:
    """Return where two distinct mutations share a node."""
    return tree & tree.T & ~np.eye(tree.shape[0], dtype=bool)


def is_apart(tree: Bools) -> Bools:
    """Return where two placed mutations lie on different branches."""
    return ~(tree | tree.T) & np.outer(placed(tree), placed(tree))


def over_equally_good(metric: Callable[[Floats, Floats], float], truth: Floats, answers: Floats) -> float:
    """Return the mean of `metric` over several equally good answers.

    The mean, not the best: a method that names many trees must not gain by their number.

    Parameters
    ----------
    metric
        Any metric of this family.
    truth
        One tree, shape (n_sites, n_sites).
    answers
        The trees, shape (n_trees, n_sites, n_sites).

    Raises
    ------
    InputError
        There is no tree.
    """
    if len(answers) == 0:
        raise InputError("no tree among the equally good ones; at least one is needed")
    return float(np.mean([metric(truth, answer) for answer in answers]))


def ancestor_descendant_recall(truth: Floats, answer: Floats) -> float:
    """Share of the truth's ancestor-descendant pairs that the answer orders in the same way.

    Parameters
    ----------
    truth, answer
        Trees, shape (n_sites, n_sites), as the module describes.

    Returns
    -------
    float
        In [0, 1]. A single chain finds many of them by chance: read it beside `different_lineage_recall`. NaN without
        such a pair in the truth.

    Raises
    ------
    InputError
        One of the two is no clone tree.

    Examples
    --------
    >>> import numpy as np
    >>> chain = np.triu(np.ones((3, 3)))
    >>> round(ancestor_descendant_recall(chain, np.array([[1.0, 1, 1], [0, 1, 0], [0, 0, 1]])), 4)
    0.6667
    """
    return _recall(is_above, truth, answer)


def ancestor_descendant_f1(truth: Floats, answer: Floats) -> float:
    """Harmonic mean of recall and precision over ordered ancestor-descendant pairs.

    Parameters
    ----------
    truth, answer
        Trees, shape (n_sites, n_sites).

    Returns
    -------
    float
        In [0, 1]. NaN without such a pair in the truth.

    Raises
    ------
    InputError
        One of the two is no clone tree.
    """
    one, other = (is_above(tree) for tree in require_trees(truth, answer))
    if not one.any():
        return float("nan")
    return float(2 * np.sum(one & other) / (one.sum() + other.sum()))


def different_lineage_recall(truth: Floats, answer: Floats) -> float:
    """Share of the truth's pairs on different branches that the answer keeps on different branches.

    Parameters
    ----------
    truth, answer
        Trees, shape (n_sites, n_sites).

    Returns
    -------
    float
        In [0, 1]. NaN without such a pair in the truth.

    Raises
    ------
    InputError
        One of the two is no clone tree.
    """
    return _recall(is_apart, truth, answer)


def same_node_recall(truth: Floats, answer: Floats) -> float:
    """Share of the truth's pairs within one node that the answer keeps within one node.

    Parameters
    ----------
    truth, answer
        Trees, shape (n_sites, n_sites).

    Returns
    -------
    float
        In [0, 1]. NaN without such a pair in the truth.

    Raises
    ------
    InputError
        One of the two is no clone tree.
    """
    return _recall(is_with, truth, answer)


def relation_accuracy(truth: Floats, answer: Floats) -> float:
    """Share of the truth's pairs of mutations whose relation (above, below, same node, apart) the answer names.

    Parameters
    ----------
    truth, answer
        Trees, shape (n_sites, n_sites).

    Returns
    -------
    float
        In [0, 1]. NaN with fewer than two mutations in the truth.

    Raises
    ------
    InputError
        One of the two is no clone tree.
    """
    one, other = require_trees(truth, answer)
    asked = np.outer(placed(one), placed(one)) & ~np.eye(one.shape[0], dtype=bool)
    if not asked.any():
        return float("nan")
    return float(np.mean(same_relation(one, other)[asked]))


def same_relation(one: Bools, other: Bools) -> Bools:
    """Return which pairs both trees place, and in the same relation."""
    both = placed(one) & placed(other)
    alike: Bools = (one == other) & (one.T == other.T) & np.outer(both, both)
    return alike


def _recall(relation: Callable[[Bools], Bools], truth: Floats, answer: Floats) -> float:
    one, other = (relation(tree) for tree in require_trees(truth, answer))
    return float(np.mean(other[one])) if one.any() else float("nan")


def _share(function: Callable[[Floats, Floats], float], title: str, undefined: str) -> Metric:
    return Metric(
        function=function, title=title, best=1.0, worst=0.0, undefined=undefined, within=ONE_TREE, reads="table"
    )


ANCESTOR_DESCENDANT_RECALL = _share(
    ancestor_descendant_recall, "ancestor-descendant pairs found", "no mutation lies above another in the truth"
)
ANCESTOR_DESCENDANT_F1 = _share(
    ancestor_descendant_f1, "F1 of ancestor-descendant pairs", "no mutation lies above another in the truth"
)
DIFFERENT_LINEAGE_RECALL = _share(
    different_lineage_recall, "different-lineage pairs kept apart", "the truth does not branch"
)
SAME_NODE_RECALL = _share(
    same_node_recall, "same-node pairs kept together", "no two mutations share a node in the truth"
)
RELATION_ACCURACY = _share(relation_accuracy, "pairs in the right relation", "fewer than two mutations in the truth")

"""A clone tree as a table: a row per mutation, its node, and the parent of that node; `metrics.trees` has the matrix.

Nodes are whole numbers of the tree's own choice, from 0; a parent of -1 is the normal cell. A mutation that the tree
does not place has -1 for both. A node without a mutation has no row: what branches there hangs from the node above.
"""

from dataclasses import replace
from functools import wraps

import numpy as np

from clinicell.errors import InputError
from clinicell.metrics._metric import Floats, Metric

NORMAL = -1.0  # as a parent: the normal cell; as a node: no place in the tree


def tree_matrix(table: Floats) -> Floats:
    """Return the tree as `metrics.trees` writes it: 1 where the row's mutation lies on the path to the column's.

    Parameters
    ----------
    table
        Node and parent node of each mutation, shape (n_sites, 2).

    Returns
    -------
    Floats
        Shape (n_sites, n_sites).

    Raises
    ------
    InputError
        A number is no node, a node has two parents, a parent is no node of the table, or nodes lie in a circle.

    Examples
    --------
    >>> import numpy as np
    >>> tree_matrix(np.array([[5.0, -1], [7, 5], [-1, -1]]))
    array([[1., 1., 0.],
           [0., 1., 0.],
           [0., 0., 0.]])
    """
    parent_of = _parents(table)
    path = {NORMAL: frozenset[float]()}
    for start in parent_of:
        trail = [start]
        while trail[-1] not in path:
            trail.append(parent_of[trail[-1]])
            if len(trail) > len(parent_of) + 1:
                raise InputError(f"the path up from node {start:g} runs in a circle; a tree has none")
        for node in reversed(trail[:-1]):
            path[node] = path[parent_of[node]] | {node}
    names = {node: number for number, node in enumerate(parent_of)}
    above = np.zeros((len(names) + 1, len(names) + 1))  # the last row and column: no place
    for node, number in names.items():
        above[[names[each] for each in path[node]], number] = 1.0
    at = np.array([names.get(node, len(names)) for node in table[:, 0].tolist()], dtype=np.intp)
    return np.asarray(above[np.ix_(at, at)])


def of_tables(metric: Metric) -> Metric:
    """Return the metric of two trees for two tables; its name and its facts stay."""

    @wraps(metric.function)
    def function(y_true: Floats, y_pred: Floats) -> float:
        return metric.function(tree_matrix(y_true), tree_matrix(y_pred))

    return replace(metric, function=function)


def _parents(table: Floats) -> dict[float, float]:
    if table.ndim != 2 or table.shape[1] != 2:
        raise InputError(f"a tree's table has the shape {table.shape}; write node and parent of each mutation")
    strange = ~((table >= NORMAL) & (table == np.floor(table)))
    if strange.any():
        raise InputError(f"{strange.sum()} of {table.size} entries are no node, e.g. {table[strange][0]:g}; from -1 on")
    parent_of: dict[float, float] = {}
    for node, parent in table.tolist():
        if parent_of.setdefault(node, parent) != parent:
            raise InputError(f"node {node:g} has two parents, {parent_of[node]:g} and {parent:g}; a node has one")
    if parent_of.pop(NORMAL, NORMAL) != NORMAL:
        raise InputError("a mutation without a node has a parent; write -1 for both")
    lost = {parent for parent in parent_of.values() if parent != NORMAL} - parent_of.keys()
    if lost:
        raise InputError(f"{len(lost)} parents are no node of a mutation, e.g. {min(lost):g}")
    return parent_of

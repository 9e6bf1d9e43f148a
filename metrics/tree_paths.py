"""How far apart two cells lie on a tree of clones: the pairwise cell shortest-path difference (PCSS) of two such trees.

A tree here hangs cells on clones and clones on each other. Unlike the metrics of mutations it needs no mutation to be
placed, and unlike those of labels it sees which clones are neighbours.
"""

import numpy as np

from clinicell.errors import InputError
from clinicell.metrics._metric import Floats, Metric
from clinicell.metrics._within import ONE_TREE

NORMAL = -1.0  # as a parent: the normal cell


def cell_paths(table: Floats) -> Floats:
    """Return the number of edges between the clones of each two cells, shape (n_cells, n_cells); 0 within a clone.

    Parameters
    ----------
    table
        Clone and parent clone of each cell, shape (n_cells, 2), whole numbers from 0; a parent of -1 is the normal
        cell, a node of the tree. A clone without cells has no row: what descends from it hangs from the clone above.

    Raises
    ------
    InputError
        A clone has two parents, a parent is no clone of a cell, or clones lie in a circle.

    Examples
    --------
    >>> import numpy as np
    >>> cell_paths(np.array([[0.0, -1], [1, 0], [1, 0], [2, -1]]))[0].tolist()
    [0.0, 1.0, 1.0, 2.0]
    """
    if table.ndim != 2 or table.shape[1] != 2:
        raise InputError(f"a table of the shape {table.shape}; write clone and parent of each cell")
    parent_of: dict[float, float] = {}
    for clone, parent in table.tolist():
        if parent_of.setdefault(clone, parent) != parent:
            raise InputError(f"clone {clone:g} has two parents, {parent_of[clone]:g} and {parent:g}; a clone has one")
    lost = set(parent_of.values()) - parent_of.keys() - {NORMAL}
    if lost or NORMAL in parent_of:
        raise InputError(f"{max(len(lost), 1)} parents are no clone of a cell, or a cell is of clone -1")
    ancestors = []
    for clone in parent_of:
        path = [clone]
        while path[-1] != NORMAL:
            path.append(parent_of[path[-1]])
            if len(path) > len(parent_of) + 1:
                raise InputError(f"the path up from clone {clone:g} runs in a circle; a tree has none")
        ancestors.append(set(path))
    edges = np.array([[float(len(one ^ other)) for other in ancestors] for one in ancestors])
    number = {clone: at for at, clone in enumerate(parent_of)}
    row = np.array([number[clone] for clone in table[:, 0].tolist()], dtype=np.intp)
    return edges[np.ix_(row, row)] if row.size else np.zeros((0, 0))


def path_difference(truth: Floats, answer: Floats) -> float:
    """Mean, over pairs of cells, of the difference between their distances on the two trees.

    Parameters
    ----------
    truth, answer
        Clone and parent clone of each cell, shape (n_cells, 2), as `cell_paths` reads them.

    Returns
    -------
    float
        In [0, n_cells); 0 for the same tree, whatever its clones are called. NaN with fewer than two cells.

    Raises
    ------
    InputError
        One of the two is no tree, or they are of other numbers of cells.

    References
    ----------
    Ross and Markowetz (2016), doi:10.1186/s13059-016-0929-9, who take the sum instead of the mean.

    Examples
    --------
    >>> import numpy as np
    >>> chain, fork = np.array([[0.0, -1], [1, 0], [2, 1]]), np.array([[0.0, -1], [1, 0], [2, 0]])
    >>> round(path_difference(chain, fork), 4)  # the last lies one nearer to the first, one farther from the second
    0.6667
    """
    if truth.shape != answer.shape:
        raise InputError(f"the truth has {len(truth)} cells, the answer {len(answer)}; name the same ones")
    one, other = cell_paths(truth), cell_paths(answer)
    pairs = np.triu_indices(len(truth), 1)
    return float(np.mean(np.abs(one - other)[pairs])) if len(truth) > 1 else float("nan")


PATH_DIFFERENCE = Metric(
    function=path_difference,
    title="mean difference of paths between cells",
    best=0.0,
    worst=float("inf"),
    undefined="fewer than two cells",
    within=ONE_TREE,
    reads="table",
)

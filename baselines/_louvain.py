"""Communities of cells on the graph of nearest neighbours, as RobustClone and RDAClone find clones."""

import random

import igraph  # type: ignore[import-untyped]  # it ships no types
import numpy as np
from numpy.typing import NDArray
from sklearn.neighbors import NearestNeighbors

from clinicell.baselines._features import Rows

NEIGHBOURS = ((100, 10), (1000, 30))  # up to so many cells, so many neighbours
NEIGHBOURS_OF_MANY = 150


def communities(matrix: NDArray[np.float64]) -> Rows:
    """Return a community of each row, the largest first, shape (n_rows,).

    The graph joins a row with its nearest neighbours (Euclidean; 10 up to 100 rows, 30 up to 1,000, else 150), either
    way, all edges alike: the published code weighs none by Jaccard's index, though the method bears its name. Louvain's
    method maximizes the modularity, its lots drawn from a fixed seed.

    References
    ----------
    Blondel et al. (2008), doi:10.1088/1742-5468/2008/10/P10008; the rule for the neighbours is that of the code of
    Chen et al. (2020), doi:10.1093/bioinformatics/btaa172.
    """
    n_rows = len(matrix)
    k = next((k for most, k in NEIGHBOURS if n_rows <= most), NEIGHBOURS_OF_MANY)
    k = min(k, n_rows - 1)
    if k < 1:
        return np.zeros(n_rows, dtype=np.intp)
    near = NearestNeighbors(n_neighbors=k).fit(matrix).kneighbors(return_distance=False)  # (n_rows, k), without itself
    pairs = np.sort(np.column_stack([np.repeat(np.arange(n_rows), k), near.ravel()]), axis=1)
    graph = igraph.Graph(n_rows, np.unique(pairs, axis=0).tolist())
    igraph.set_random_number_generator(random.Random(0))  # noqa: S311 - no secret is drawn
    try:
        found = np.array(graph.community_multilevel().membership, dtype=np.intp)
    finally:
        igraph.set_random_number_generator(random)
    by_size = np.argsort(-np.bincount(found), kind="stable")
    return np.argsort(by_size)[found]

"""What a model of clones can answer beside labels: a genotype for each cell, and a tree of its clones' mutations."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse.csgraph import breadth_first_order, minimum_spanning_tree
from scipy.spatial.distance import cdist

from clinicell.baselines._features import Rows, answer
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._prediction import Prediction

Floats = NDArray[np.float64]
NORMAL = -1  # no place in the tree, or the normal cell as a parent


def clones_prediction(test: Cohort, targets: list[str], code: Rows, mutated: Floats) -> Prediction:
    """Return labels, genotypes and a tree as a prediction.

    Parameters
    ----------
    code
        Clone of each cell, shape (n_cells,).
    mutated
        Probability that a cell bears a site's mutation, shape (n_cells, n_sites).

    Notes
    -----
    A clone's profile is the majority of its cells' genotypes; the tree is `mutation_tree` of the profiles.
    """
    sites = pd.Index(test.units.var_names, dtype="str")
    n_clones = int(code.max(initial=-1)) + 1
    member = np.eye(n_clones)[code]
    profile = (member.T @ (mutated >= 0.5)) / np.maximum(member.sum(axis=0), 1)[:, None] > 0.5
    return Prediction(
        {
            "main": answer(test, targets, code),
            "genotype": pd.DataFrame(np.round(mutated, 4), index=test.asked, columns=sites),
            "tree": pd.DataFrame(mutation_tree(profile), index=sites, columns=["node", "parent"]),
        }
    )


def mutation_tree(profile: NDArray[np.bool_]) -> Floats:
    """Return the node and the parent of each mutation, shape (n_sites, 2), from the profiles of clones.

    The clones hang on the minimum spanning tree of their profiles (Euclidean), rooted in the normal cell's profile of
    zeros, which is a node of it. A mutation arises in one clone: of those that bear it while the clone above does not,
    the one whose descendants it fits best. One that no clone bears has no place.

    Parameters
    ----------
    profile
        Whether a clone bears a site's mutation, shape (n_clones, n_sites).
    """
    n_clones, n_sites = profile.shape
    nodes = np.vstack([np.zeros((1, n_sites), dtype=np.bool_), profile])  # (1 + n_clones, n_sites)
    distance = np.sqrt(cdist(nodes.astype(np.float64), nodes.astype(np.float64), "sqeuclidean"))
    spanning = minimum_spanning_tree(distance + 1e-9)  # equal profiles are joined, too; 0 would be no edge
    order, above = breadth_first_order(spanning, 0, directed=False)
    is_below = np.eye(n_clones + 1, dtype=np.bool_)  # (node, node): the column lies in or below the row
    for node in reversed(order[1:].tolist()):
        is_below[above[node]] |= is_below[node]
    arises = nodes.copy()
    arises[order[1:]] &= ~nodes[above[order[1:]]]
    fits = is_below.astype(np.float64) @ nodes - is_below.astype(np.float64) @ ~nodes  # borne below, less not borne
    at = np.where(arises, fits, -np.inf).argmax(axis=0)
    at[~arises.any(axis=0)] = 0
    parents = {node: _parent(node, above, set(at.tolist())) for node in set(at.tolist()) - {0}}
    return np.array([(node - 1, parents[node] - 1) if node else (NORMAL, NORMAL) for node in at.tolist()], dtype=float)


def _parent(node: int, above: NDArray[np.int32], held: set[int]) -> int:
    """Return the nearest node above that holds a mutation; 0, the normal cell, where there is none."""
    parent = int(above[node])
    while parent and parent not in held:
        parent = int(above[parent])
    return parent

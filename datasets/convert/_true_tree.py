"""The true tree of a simulated tumour, from a graphviz file of nodes and the mutations that each of them gains."""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clinicell.datasets.readers.genotype_matrix import Genotypes
from clinicell.errors import SchemaError

NORMAL = -1  # the parent of a clone that descends from the normal cell itself
_EDGE = re.compile(r'"(\d+)" -> "(\d+)"')
_NODE = re.compile(r'"(\d+)" \[label="([\d ]*)"\];')


@dataclass(frozen=True, slots=True)
class TrueTree:
    """Which clone descends from which, and in which each mutation arose.

    Parameters
    ----------
    parents
        Parent of each clone, shape (n_clones,); `NORMAL` for one that descends from the normal cell.
    gained_at
        Clone in which each mutation arose, shape (n_sites,).
    """

    parents: NDArray[np.int64]
    gained_at: NDArray[np.int64]

    def genotypes(self) -> Genotypes:
        """Return clones x sites: 1 where the clone carries the mutation."""
        carried = np.zeros((len(self.parents), len(self.gained_at)), dtype=np.int8)
        for clone in range(len(self.parents)):
            above = clone
            while above != NORMAL:
                carried[clone, self.gained_at == above] = 1
                above = int(self.parents[above])
        return carried


def read_true_tree(path: Path, n_sites: int) -> TrueTree:
    """Return the tree of a graphviz file whose mutations count from 1; a node's number is its clone.

    Raises
    ------
    SchemaError
        The nodes are no tree, or a mutation is in no node, in two, or beyond `n_sites`.
    """
    text = path.read_text(encoding="ascii")
    nodes = {int(node): [int(site) - 1 for site in sites.split()] for node, sites in _NODE.findall(text)}
    above = {int(child): int(parent) for parent, child in _EDGE.findall(text)}
    if sorted(nodes) != list(range(len(nodes))) or len(above) != len(nodes) - 1 or not above.keys() < nodes.keys():
        raise SchemaError(
            f"{path.name}: {len(nodes)} nodes and {len(above)} edges; a tree has one edge less than nodes"
        )
    gained = sorted(site for sites in nodes.values() for site in sites)
    if gained != list(range(n_sites)):
        raise SchemaError(f"{path.name}: {len(gained)} mutations in its nodes; each of {n_sites} belongs into one node")
    gained_at = np.empty(n_sites, dtype=np.int64)
    for node, sites in nodes.items():
        gained_at[sites] = node
    return TrueTree(np.array([above.get(node, NORMAL) for node in range(len(nodes))], dtype=np.int64), gained_at)


def by_genotype(tree: TrueTree, true: Genotypes) -> tuple[TrueTree, NDArray[np.int64]]:
    """Return the tree with clones numbered by their genotypes, and the clone of each cell.

    Clones are the distinct genotypes: a node that gains nothing is its parent, and one that no cell belongs to comes
    after those with cells.

    Parameters
    ----------
    true
        Noise-free genotypes, shape (n_cells, n_sites).

    Raises
    ------
    SchemaError
        A cell has a genotype that no node of the tree has.
    """
    rows, clone = np.unique(true, axis=0, return_inverse=True)
    number = {row.tobytes(): code for code, row in enumerate(rows)}
    at = [number.setdefault(row.tobytes(), len(number)) for row in tree.genotypes()]
    normal = number.get(bytes(true.shape[1]), NORMAL)  # cells without a mutation need no node
    lost = set(range(len(rows))) - {*at, normal}
    if lost:
        raise SchemaError(f"{len(lost)} of {len(rows)} genotypes of cells belong to no node of the true tree")
    parents = np.full(max([*at, len(rows) - 1]) + 1, NORMAL, dtype=np.int64)
    for node, above in enumerate(tree.parents.tolist()):
        if above != NORMAL and at[above] != at[node]:
            parents[at[node]] = at[above]
    return TrueTree(parents, np.array(at)[tree.gained_at]), clone.reshape(-1).astype(np.int64)


def tables_of_truth(trees: dict[str, TrueTree], sites: "pd.Index[str]") -> dict[str, pd.DataFrame]:
    """Return the trees by donor as the tables of ``uns["truth"]``: clones, and mutations in the order of `sites`."""
    clones, mutations = [], []
    for donor, tree in trees.items():
        names = np.array([*(f"clone{code + 1:02d}" for code in range(len(tree.parents))), ""], dtype=object)
        clones.append(pd.DataFrame({"donor_id": donor, "clone_id": names[:-1], "parent": names[tree.parents]}))
        mutations.append(pd.DataFrame({"donor_id": donor, "gained_at": names[tree.gained_at], "lost_at": ""}))
    gains = pd.concat(mutations, ignore_index=True)
    gains.insert(0, "site_id", sites.to_numpy())
    return {"clones": pd.concat(clones, ignore_index=True), "mutations": gains}

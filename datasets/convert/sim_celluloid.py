"""celluloid simulations: 0 absent, 1 present, 2 missing; the log names the cells of each node, counted from 1."""

from pathlib import Path

import anndata as ad
import numpy as np
from numpy.typing import NDArray

from clinicell.datasets.convert._true_tree import read_true_tree
from clinicell.datasets.convert._tumours import Tumour, tumours
from clinicell.datasets.readers.genotype_matrix import read_matrix
from clinicell.errors import SchemaError

EXPERIMENTS = ("exp1", "exp2")
REPLICATES = range(1, 6)


def convert(folder: Path) -> ad.AnnData:
    """Return ten tumours of 100 or 200 cells; a site of one is missing in all cells of the others."""
    instances = [_read(folder / name, number) for name in EXPERIMENTS for number in REPLICATES]
    n = len(REPLICATES)
    return tumours("sim_celluloid", instances, {name: range(i * n, (i + 1) * n) for i, name in enumerate(EXPERIMENTS)})


def _read(folder: Path, number: int) -> Tumour:
    observed = read_matrix(folder / f"sim_{number}_scs.txt.gz", {"0": 0, "1": 1, "2": -1})
    clone = read_clones(folder / f"sim_{number}_log_cluster_cells.txt", len(observed))
    return observed, clone, read_true_tree(folder / f"sim_{number}_truetree.gv", observed.shape[1])


def read_clones(path: Path, n_cells: int) -> NDArray[np.int64]:
    """Return the node of each cell, shape (n_cells,), from lines ``node<TAB>"cell,cell,..."`` counted from 1.

    Raises
    ------
    SchemaError
        A cell is in no node, in two, or beyond `n_cells`.
    """
    clone = np.full(n_cells, -1, dtype=np.int64)
    for line in path.read_text(encoding="ascii").splitlines():
        node, cells = line.split("\t")
        for cell in cells.strip('"').split(","):
            position = int(cell) - 1
            if not 0 <= position < n_cells or clone[position] >= 0:
                raise SchemaError(f"{path.name}: cell {cell} is in two nodes or beyond {n_cells}; cells count from 1")
            clone[position] = int(node)
    if (clone < 0).any():
        raise SchemaError(f"{path.name}: {int((clone < 0).sum())} of {n_cells} cells are in no node")
    return clone

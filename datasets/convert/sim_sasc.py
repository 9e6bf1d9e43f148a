"""SASC simulations: 0 absent, 1 present, 2 missing; clones are the distinct rows of the noise-free matrix."""

from pathlib import Path

import anndata as ad

from clinicell.datasets.convert._true_tree import by_genotype, read_true_tree
from clinicell.datasets.convert._tumours import Tumour, tumours
from clinicell.datasets.readers.genotype_matrix import read_matrix
from clinicell.errors import SchemaError

EXPERIMENTS = ("exp1", "exp3-bimod")
REPLICATES = range(1, 6)


def convert(folder: Path) -> ad.AnnData:
    """Return ten tumours of 150 cells; a site of one is missing in all cells of the others."""
    instances = [_read(folder / name, number) for name in EXPERIMENTS for number in REPLICATES]
    n = len(REPLICATES)
    return tumours("sim_sasc", instances, {name: range(i * n, (i + 1) * n) for i, name in enumerate(EXPERIMENTS)})


def _read(folder: Path, number: int) -> Tumour:
    observed = read_matrix(folder / f"sim_{number}_scs.txt", {"0": 0, "1": 1, "2": -1})
    true = read_matrix(folder / f"sim_{number}_truescs.txt", {"0": 0, "1": 1})
    if true.shape != observed.shape:
        raise SchemaError(
            f"sim_{number}: {len(true)} cells have a clone and {len(observed)} a genotype; each needs both"
        )
    tree, clone = by_genotype(read_true_tree(folder / f"sim_{number}_truetree.gv", true.shape[1]), true)
    return observed, clone, tree

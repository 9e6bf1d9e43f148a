"""BnpC example: mutations x cells, 0 absent, 1 present, 3 missing."""

from pathlib import Path

import anndata as ad

from clinicell.datasets.convert._example import CODING, one_tumour
from clinicell.datasets.readers.genotype_matrix import read_matrix


def convert(folder: Path) -> ad.AnnData:
    """Return 100 cells x 100 mutations; the files do not say which cell is of which of the five clones."""
    return one_tumour("sim_bnpc", read_matrix(folder / "data.csv", CODING).T.copy())

"""SCClone example: cells x mutations, 0 absent, 1 present, 3 missing."""

from pathlib import Path

import anndata as ad

from clinicell.datasets.convert._example import CODING, one_tumour
from clinicell.datasets.readers.genotype_matrix import read_matrix


def convert(folder: Path) -> ad.AnnData:
    """Return 100 cells x 100 mutations; the files do not say which cell is of which clone."""
    return one_tumour("sim_scclone", read_matrix(folder / "scclone_example.txt", CODING))

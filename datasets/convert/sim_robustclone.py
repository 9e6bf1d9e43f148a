"""RobustClone example: cells x sites, 0 absent, 1 present, 3 missing, and the matrix that RobustClone recovered."""

from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd
from scipy.io import loadmat

from clinicell.datasets.convert._example import CODING, one_tumour
from clinicell.datasets.readers.genotype_matrix import recoded
from clinicell.errors import SchemaError


def convert(folder: Path) -> ad.AnnData:
    """Return 1,000 cells x 500 sites; ``obs["robustclone_clone"]`` are the distinct rows of the recovered matrix.

    Raises
    ------
    SchemaError
        The two matrices differ in shape.
    """
    raw = pd.read_csv(folder / "exampledata.csv", index_col=0, dtype="str").to_numpy(dtype="str")
    genotype = recoded(raw, CODING, "exampledata.csv")
    recovered = loadmat(folder / "example_RobustClone.mat")["AA1"]
    if recovered.shape != genotype.shape:
        raise SchemaError(f"the recovered matrix is {recovered.shape}, the observed one {genotype.shape}; both alike")
    _, clone = np.unique(recovered, axis=0, return_inverse=True)
    names = np.array([f"clone{code + 1:02d}" for code in clone.reshape(-1)], dtype=object)
    return one_tumour("sim_robustclone", genotype, robustclone_clone=names)

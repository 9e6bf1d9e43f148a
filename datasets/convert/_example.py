"""Published simulations of one tumour without clones: running names, 0 absent, 1 present, 3 missing."""

import anndata as ad
import numpy as np
import pandas as pd

from clinicell.datasets.convert._clones import genotypes, numbered, unlabelled
from clinicell.datasets.convert._core import unknown_but
from clinicell.datasets.readers.genotype_matrix import Genotypes

CODING = {"0": 0, "1": 1, "3": -1}


def one_tumour(dataset_id: str, genotype: Genotypes, **columns: np.ndarray) -> ad.AnnData:
    """Return one simulated tumour as a genotype data set; its cells and sites bear running numbers.

    Parameters
    ----------
    genotype
        Cells x sites.
    columns
        What else is known of the cells, one value each.
    """
    cells = unlabelled(numbered("cell", len(genotype)), "tumour01", "tumour01_s1").assign(**columns)
    return genotypes(
        dataset_id,
        obs=cells,
        clinical=unknown_but(sampled_site_condition="diseased", batch_id="simulation"),
        var=pd.DataFrame(index=pd.Index(numbered("site", genotype.shape[1]), dtype="str")),
        layers={"genotype": genotype},
        uns={"is_simulated": True},
    )

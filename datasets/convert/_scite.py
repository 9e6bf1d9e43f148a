"""Tables as SCITE reads them: sites x cells, 3 missing, the genes of the sites in a second file, no names of cells."""

from collections.abc import Mapping
from pathlib import Path

import anndata as ad
import pandas as pd

from clinicell.datasets.convert._clones import genotypes, numbered, read_names, told_apart, unlabelled
from clinicell.datasets.readers.genotype_matrix import read_matrix

CODING = {"0": 0, "1": 1, "3": -1}
NOTE = "1 is present: the files do not tell heterozygous from homozygous"


def one_patient(folder: Path, dataset_id: str, stem: str, clinical: Mapping[str, str | bool]) -> ad.AnnData:
    """Return the cells of one patient from ``<stem>.csv`` and ``<stem>.geneNames``; nobody knows their clones.

    Raises
    ------
    SchemaError
        There is not one gene per row, or a code is none of 0, 1 and 3.
    """
    genotype = read_matrix(folder / f"{stem}.csv", CODING).T.copy()
    n_cells, n_sites = genotype.shape
    genes = read_names(folder / f"{stem}.geneNames", n_sites, "sites")
    return genotypes(
        dataset_id,
        obs=unlabelled(numbered("cell", n_cells), "patient1", "patient1_s1"),
        clinical=clinical,
        var=pd.DataFrame({"gene": genes}, index=pd.Index(told_apart(genes), dtype="str")),
        layers={"genotype": genotype},
        uns={"genotype_note": NOTE},
    )

"""Leung 2017, patient CRC1: SCITE's table, sites x cells, and SPhyR's, cells x sites; -1 missing in both."""

from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd

from clinicell.datasets.convert._clones import genotypes, read_names, told_apart, unlabelled
from clinicell.datasets.convert._core import unknown_but
from clinicell.datasets.convert.leung2017_crc import GATES, TISSUES
from clinicell.datasets.readers.genotype_matrix import Genotypes, read_matrix, recoded
from clinicell.errors import SchemaError

CODING = {"0": 0, "1": 1, "-1": -1}


def convert(folder: Path) -> ad.AnnData:
    """Return 178 cells x 16 mutations with the site and the ploidy gate of each cell; the clones are unknown.

    Raises
    ------
    SchemaError
        The two tables differ, there is not one name per site and cell, or a cell is of no known gate.
    """
    inside = folder / "crc1"
    genotype = read_matrix(inside / "CRC1.SCITE.input", CODING).T.copy()
    _agree(genotype, inside / "CRC1.SPhyR.input")
    n_cells, n_sites = genotype.shape
    genes = read_names(inside / "CRC1_SNV.labels", n_sites, "sites")
    return genotypes(
        "leung2017_crc1",
        obs=_cells(read_names(inside / "CRC1_cell.labels", n_cells, "cells")),
        clinical=unknown_but(
            disease_ontology_term_id="MONDO:0005575",  # colorectal cancer
            tissue_ontology_term_id="",
            sampled_site_condition="",
        ),
        var=pd.DataFrame({"gene": genes}, index=pd.Index(told_apart(genes), dtype="str")),
        layers={"genotype": genotype},
        uns={"genotype_note": "1 is present: the files do not tell heterozygous from homozygous"},
    )


def _agree(genotype: Genotypes, path: Path) -> None:
    rows = [line.split() for line in path.read_text(encoding="ascii").splitlines()[2:] if line.strip()]
    other = recoded(np.array(rows), CODING, path.name)
    if other.shape != genotype.shape or (other != genotype).any():
        raise SchemaError(f"{path.name}: is not the transpose of CRC1.SCITE.input; cells or sites are in another order")


def _cells(names: list[str]) -> pd.DataFrame:
    cells = unlabelled(names, "CRC1", "")
    prefix = cells.index.to_series().str.split("_").str[0]
    if not prefix.isin(GATES).all():
        raise SchemaError(
            f"{int((~prefix.isin(GATES)).sum())} cells are of no known gate; gates are {', '.join(GATES)}"
        )
    site, gate = (prefix.map({name: pair[part] for name, pair in GATES.items()}) for part in (0, 1))
    return cells.assign(
        sample_id="CRC1_" + site,
        tissue_ontology_term_id=site.map(TISSUES),
        sampled_site_condition=np.where(site == "metastasis", "metastatic", "diseased"),
        ploidy_gate=gate,
        gate_prefix=prefix,
    )

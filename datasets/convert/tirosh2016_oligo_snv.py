"""Tirosh 2016, mutations in RNA: cells x sites, 0 absent or not covered, 1 present, 2 missing (which never occurs)."""

from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd

from clinicell.datasets.convert._clones import Patient, cohort, genotypes, numbered, read_names, told_apart, unlabelled
from clinicell.datasets.convert._core import unknown_but
from clinicell.datasets.readers.genotype_matrix import read_matrix

CODING = {"0": 0, "1": 1, "2": -1}


def convert(folder: Path) -> ad.AnnData:
    """Return 1,505 cells x 1,919 sites of two patients; a site of one is missing in all cells of the other.

    Raises
    ------
    SchemaError
        There is not one name per site, or per cell of MGH36, or a code is none of 0, 1 and 2.
    """
    rates = np.loadtxt(folder / "MGH36_fn-rates.txt", ndmin=1)
    cells, sites, genotype = cohort([_patient(folder, "MGH36", "", rates), _patient(folder, "MGH64", ".gz", None)])
    return genotypes(
        "tirosh2016_oligo_snv",
        obs=cells,
        clinical=unknown_but(
            disease_ontology_term_id="MONDO:0016695",  # oligodendroglioma
            sampled_site_condition="diseased",
        ),
        var=sites,
        layers={"genotype": genotype},
        uns={
            "genotype_note": "a 0 mostly means that no read covered the site: the files do not tell it from absent",
        },
    )


def _patient(folder: Path, donor: str, suffix: str, rates: "np.ndarray | None") -> Patient:
    genotype = read_matrix(folder / f"{donor}_scs.txt{suffix}", CODING)
    n_cells, n_sites = genotype.shape
    genes = read_names(folder / f"{donor}_snv-names.txt", n_sites, "sites")
    written = folder / f"{donor}_cell-names.txt"
    names = read_names(written, n_cells, "cells") if written.exists() else numbered(f"{donor}-cell", n_cells)
    sites = pd.DataFrame(
        {"gene": genes, "false_negative_rate": np.full(n_sites, np.nan) if rates is None else rates},
        index=pd.Index([f"{donor}:{name}" for name in told_apart(genes)], dtype="str"),
    )
    return Patient(unlabelled(names, donor, f"{donor}_s1"), sites, genotype)

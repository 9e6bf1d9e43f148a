"""Xu 2012: SCITE's table of 17 cells, sites x cells, 3 missing."""

from pathlib import Path

import anndata as ad

from clinicell.datasets.convert._core import unknown_but
from clinicell.datasets.convert._scite import one_patient


def convert(folder: Path) -> ad.AnnData:
    """Return 17 cells x 35 sites; the clone of every one is unknown."""
    clinical = unknown_but(
        disease_ontology_term_id="MONDO:0005005",  # clear cell renal carcinoma
        sampled_site_condition="diseased",
    )
    return one_patient(folder, "xu2012_ccrcc", "dataXu", clinical)

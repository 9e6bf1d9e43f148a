"""Wang 2014: SCITE's table of 47 nuclei, sites x cells, 3 missing."""

from pathlib import Path

import anndata as ad

from clinicell.datasets.convert._core import unknown_but
from clinicell.datasets.convert._scite import one_patient


def convert(folder: Path) -> ad.AnnData:
    """Return 47 nuclei x 40 sites; the clone of every one is unknown."""
    clinical = unknown_but(
        disease_ontology_term_id="MONDO:0006512",  # estrogen-receptor positive breast cancer
        sampled_site_condition="diseased",
        suspension_type="nucleus",
    )
    return one_patient(folder, "wang2014_erbc", "dataNavin", clinical)

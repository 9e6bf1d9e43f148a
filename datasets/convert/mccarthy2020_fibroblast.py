"""McCarthy 2020: variants x cells, alternate reads and depth; an empty entry has no read."""

from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd

from clinicell.datasets.convert._clones import genotypes, unlabelled
from clinicell.datasets.convert._core import read_csv, same, unknown_but
from clinicell.datasets.readers.genotype_matrix import MISSING
from clinicell.errors import SchemaError

CLONES = ("clone1", "clone2", "clone3", "clone4")


def convert(folder: Path) -> ad.AnnData:
    """Return 428 cells x 34 variants with reads of both alleles; ``var`` says which clone carries which variant.

    Raises
    ------
    SchemaError
        The tables do not name the same variants and cells, or an entry has more alternate reads than reads.
    """
    alternate = read_csv(folder / "A_clone.csv.gz", [], index="variant")
    depth = read_csv(folder / "D_clone.csv.gz", [], index="variant")
    carries = read_csv(folder / "clone_config_Z.csv", CLONES, index="variant")
    same(alternate.index, depth.index, "variants of A_clone and D_clone")
    same(alternate.columns, depth.columns, "cells of A_clone and D_clone")
    same(alternate.index, carries.index, "variants of A_clone and clone_config_Z")
    depth = depth.loc[alternate.index, alternate.columns]
    alt, total = (table.to_numpy(dtype="float64").T for table in (alternate, depth))  # (n_cells, n_variants)
    wrong = (np.isnan(alt) != np.isnan(total)) | (alt > total)
    if wrong.any():
        raise SchemaError(f"{int(wrong.sum()):,} of {alt.size:,} entries have alternate reads without as many reads")
    seen = np.nan_to_num(total) > 0
    alt, total = np.nan_to_num(alt).astype("int32"), np.nan_to_num(total).astype("int32")
    return genotypes(
        "mccarthy2020_fibroblast",
        obs=unlabelled(alternate.columns, "donor1", "donor1_s1"),
        clinical=unknown_but(
            tissue_type="primary cell culture",
            tissue_ontology_term_id="CL:0000057",  # fibroblast
        ),
        var=pd.DataFrame({f"in_{name}": carries.loc[alternate.index, name].eq(1) for name in CLONES}),
        layers={
            "genotype": np.where(seen, alt > 0, MISSING).astype(np.int8),
            "dp": total,
            "ad_alt": alt,
        },
        uns={
            "genotype_rule": "1 where a read carries the alternate allele, 0 where reads cover the site and none does",
            "genotype_note": "in RNA a 0 is weak: the other allele may not have been expressed or captured",
            "clone_source": "bulk exomes; clone1 carries no somatic variant",
        },
    )

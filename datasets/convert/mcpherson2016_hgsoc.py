"""McPherson 2016: cells x sites, 0, 1 and 2, 3 missing; the tumour site stands before ``:`` in a cell's id."""

from pathlib import Path

import anndata as ad
import pandas as pd

from clinicell.datasets.convert._clones import genotypes, unlabelled
from clinicell.datasets.convert._core import unknown_but
from clinicell.datasets.readers.genotype_matrix import recoded
from clinicell.datasets.schema.scale import Scale
from clinicell.errors import SchemaError

TISSUES = {  # tumour site: UBERON
    "omentum_site_1": "UBERON:0003688",
    "omentum_site_2": "UBERON:0003688",
    "right_ovary_site_1": "UBERON:0002118",
    "right_ovary_site_2": "UBERON:0002118",
}


def convert(folder: Path) -> ad.AnnData:
    """Return 426 cells x 38 sites, and ``obsm["breakpoints"]``, cells x 5, of the same cells.

    A cell that has breakpoints alone is left out.

    Raises
    ------
    SchemaError
        A cell is of no known tumour site, or has no breakpoints.
    """
    calls = pd.read_csv(folder / "snv.tsv.gz", sep="\t", dtype="str", index_col="cell_id")
    breakpoints = pd.read_csv(folder / "breakpoint.tsv.gz", sep="\t", dtype="str", index_col="cell_id")
    genotype = recoded(calls.to_numpy(dtype="str"), {"0": 0, "1": 1, "2": 2, "3": -1}, "snv.tsv.gz")
    without = calls.index.difference(breakpoints.index)
    if len(without):
        raise SchemaError(f"breakpoint.tsv.gz: {len(without)} of {len(calls)} cells are not in it, e.g. {without[0]!r}")
    present = breakpoints.loc[calls.index].apply(lambda column: column.map({"0": 0.0, "1": 1.0}))
    return genotypes(
        "mcpherson2016_hgsoc",
        obs=_cells(calls.index),
        clinical=unknown_but(
            disease_ontology_term_id="MONDO:0005211",  # ovarian serous adenocarcinoma
            tissue_ontology_term_id="",
            sampled_site_condition="diseased",
        ),
        var=pd.DataFrame({"locus": "chr" + calls.columns}, index=pd.Index(calls.columns, dtype="str")),
        layers={"genotype": genotype},
        obsm={"breakpoints": (present, Scale(kind="other", formula="1 present, 0 absent"))},
        uns={
            "locus_note": "the files state neither the genome build nor the alleles of the loci",
            "cells_left_out": f"{len(breakpoints.index.difference(calls.index))} cells have breakpoints alone",
        },
    )


def _cells(names: "pd.Index[str]") -> pd.DataFrame:
    site = names.to_series().str.split(":").str[0]
    if not site.isin(TISSUES).all():
        raise SchemaError(f"snv.tsv.gz: {int((~site.isin(TISSUES)).sum())} cells are of none of {', '.join(TISSUES)}")
    return unlabelled(names, "patient1", "").assign(sample_id=site, tissue_ontology_term_id=site.map(TISSUES))

"""Zheng 2017: 300 blood cells whose label is the beads that they were enriched with."""

from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd
from scipy import sparse

from clinicell.datasets.card import find_card
from clinicell.datasets.convert._core import read_csv, unknown_but
from clinicell.datasets.convert._matrix_market import read_folder
from clinicell.datasets.convert._symbols import by_symbol
from clinicell.datasets.schema.scale import Scale
from clinicell.datasets.standard import standard
from clinicell.errors import SchemaError

CELL_TYPES = {
    "bcell_cd19": "CL:0000236",
    "cd34": "CL:0000037",  # hematopoietic stem cell, as the table says
    "monocytes_cd14": "CL:0001054",
    "nkcell_cd56": "CL:0000623",
    "tcell_cd4_helper": "CL:0000492",  # CD4-positive helper T cell
    "tcell_cd8_cytotoxic": "CL:0000794",
}


def convert(folder: Path) -> ad.AnnData:
    """Return 300 cells x genes, UMI counts; ``obs["cell_type"]`` is the label of the five-class problem.

    Raises
    ------
    SchemaError
        The tables name other cells, a sorted population is not known, or counts do not add up to the cell's total.
    """
    counts, features, barcodes = read_folder(folder)
    cells = read_csv(folder / "cells.csv", ["umis", "prefix", "description"], index="sample_name")
    _check(counts, barcodes, cells)
    genes = by_symbol(features[0])
    card = find_card("pbmc_sorted_zheng2017")
    return standard(
        dataset_id=card.id,
        modality="rna",
        title=card.title,
        license=card.licence,
        obs=_cells(cells),
        clinical=unknown_but(
            library_id="",
            tissue_ontology_term_id="UBERON:0000178",  # blood
            cell_type_ontology_term_id="",
            cell_type_label_source="flow_sort",
            assay_ontology_term_id="EFO:0009901",  # 10x 3' v1
        ),
        scales={"X": Scale(kind="counts")},
        var=genes.var,
        X=genes.of(counts),
        uns={**genes.uns, "label_note": "populations were enriched with magnetic beads, not with a flow sorter"},
    )


def _check(counts: sparse.csr_matrix, barcodes: "pd.Series[str]", cells: pd.DataFrame) -> None:
    strange = ~cells["prefix"].isin(CELL_TYPES)
    is_other = barcodes.tolist() != cells.index.tolist()
    if is_other or strange.any():
        raise SchemaError(
            f"cells.csv and barcodes.tsv.gz name {'other' if is_other else 'the same'} cells in order, "
            f"{int(strange.sum())} of {len(cells)} of them of an unknown population"
        )
    apart = np.asarray(counts.sum(axis=1)).ravel() != cells["umis"].to_numpy()
    if apart.any():
        raise SchemaError(
            f"the counts of {int(apart.sum())} of {len(cells)} cells do not add up to what cells.csv says"
        )


def _cells(cells: pd.DataFrame) -> pd.DataFrame:
    """Return the cells under new names: their own begin with the label."""
    number = pd.Series(range(1, len(cells) + 1)).astype("str").str.zfill(3)
    return pd.DataFrame(
        {
            "donor_id": "unknown",
            "sample_id": "unknown",
            "library_id": cells["prefix"].array,
            "cell_type_ontology_term_id": cells["prefix"].map(CELL_TYPES).array,
            "cell_type": cells["description"].array,
        },
        index=pd.Index("cell" + number, dtype="str"),
    )

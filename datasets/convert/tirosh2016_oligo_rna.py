"""Tirosh 2016, as inferCNV ships it: genes x cells by symbol, RSEM expression, a group per cell, a place per gene."""

from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd

from clinicell.datasets.card import find_card
from clinicell.datasets.convert._clones import unlabelled
from clinicell.datasets.convert._core import same, unknown_but
from clinicell.datasets.convert._symbols import by_symbol
from clinicell.datasets.schema.scale import Scale
from clinicell.datasets.standard import standard
from clinicell.errors import SchemaError

STEM = "oligodendroglioma"
PLACES = "gencode_downsampled.EXAMPLE_ONLY_DONT_REUSE.txt.gz"
FORMULA = "RSEM expression as inferCNV distributes it: no whole numbers, about 1e5 per cell"
CELL_TYPES = {  # group that is not malignant: cell type; microglia and macrophages were not told apart
    "Microglia/Macrophage": "unknown",
    "Oligodendrocytes (non-malignant)": "CL:0000128",
}
MALIGNANT = "malignant_"


def convert(folder: Path) -> ad.AnnData:
    """Return 184 cells x the genes whose symbol is one Ensembl gene, with the group of each cell.

    ``obsm["expression_left_out"]`` holds the other symbols, in the order of ``uns["genes_left_out"]``.

    Raises
    ------
    SchemaError
        The three tables do not name the same cells and genes, or a group or a tumour is not known.
    """
    expression = pd.read_csv(folder / f"{STEM}_expression_downsampled.counts.matrix.gz", sep="\t", index_col=0).T
    groups = pd.read_csv(folder / f"{STEM}_annotations_downsampled.txt", sep="\t", header=None, index_col=0)[1]
    places = pd.read_csv(folder / PLACES, sep="\t", header=None, index_col=0)[1]
    same(expression.index, groups.index, "cells of the expression and the annotation")
    same(expression.columns, places.index, "genes of the expression and the gene table")
    genes = by_symbol(expression.columns.tolist())
    whole = expression.to_numpy(dtype="float32")  # (n_cells, n_genes)
    place = places.loc[expression.columns].to_numpy(dtype=object)
    card = find_card("tirosh2016_oligo_rna")
    return standard(
        dataset_id=card.id,
        modality="rna",
        title=card.title,
        license=card.licence,
        obs=_cells(groups.loc[expression.index]),
        clinical=unknown_but(
            disease_ontology_term_id="MONDO:0016695",  # oligodendroglioma
            sampled_site_condition="diseased",
            cell_type_ontology_term_id="",
            cell_type_label_source="",
        ),
        scales={
            "X": Scale(kind="other", formula=FORMULA),
            "obsm/expression_left_out": Scale(kind="other", formula=FORMULA),
        },
        var=genes.var.assign(chromosome=place[genes.kept]),
        X=np.ascontiguousarray(whole[:, genes.kept]),
        obsm={"expression_left_out": np.ascontiguousarray(whole[:, genes.left_out])},
        uns=genes.uns,
    )


def _cells(group: "pd.Series[str]") -> pd.DataFrame:
    """Return cells of names in two styles, ``MGH36_P2_C12`` and ``93_P3_D07``; both begin with the tumour."""
    is_malignant = group.str.startswith(MALIGNANT)
    normal = group.where(~is_malignant)
    tumour = group.index.to_series().str.extract(r"^(?:MGH)?(\d+)_", expand=False)
    named = group.where(is_malignant).str.extract(r"^malignant_(?:MGH)?(\d+)$", expand=False)
    bad = tumour.isna() | (is_malignant & (named != tumour)) | (~is_malignant & ~normal.isin(CELL_TYPES))
    if bad.any():
        raise SchemaError(
            f"{int(bad.sum())} of {len(group)} cells are of no tumour or group that is known, e.g. a cell of "
            f"{group[bad].iloc[0]!r}; groups are {', '.join(CELL_TYPES)} and {MALIGNANT}<tumour>"
        )
    cell_type = normal.map(CELL_TYPES).fillna("unknown")
    return unlabelled(group.index, "", "").assign(
        donor_id="MGH" + tumour,
        sample_id="MGH" + tumour + "_s1",
        malignant=is_malignant.astype("boolean"),
        malignant_evidence="expert",
        cell_type_ontology_term_id=cell_type,
        cell_type_label_source=np.where(cell_type == "unknown", "unknown", "expert"),
        annotation=group,
    )

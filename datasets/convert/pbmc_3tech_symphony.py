"""Blood cells by three 10x chemistries, log-normalised: the numbers are no counts, whatever the folder looks like."""

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

ASSAYS = {"3pv1": "EFO:0009901", "3pv2": "EFO:0009899", "5p": "EFO:0030004"}  # 10x 3' v1, 3' v2, 5'
CELL_TYPES = {
    "B": "CL:0000236",
    "DC": "CL:0000451",
    "HSC": "CL:0000037",
    "MK": "CL:0000556",  # megakaryocyte
    "Mono_CD14": "CL:0001054",
    "Mono_CD16": "CL:0002396",
    "NK": "CL:0000623",
    "T_CD4": "CL:0000624",
    "T_CD8": "CL:0000625",
}
ONE_IN_TEN_THOUSAND = 1e4


def convert(folder: Path) -> ad.AnnData:
    """Return 1,200 cells x genes, ln(1 + counts per 10,000), which the smallest number of each cell proves.

    Raises
    ------
    SchemaError
        The tables name other cells, a code is not known, or a cell's smallest number is not that of one count.
    """
    matrix, features, barcodes = read_folder(folder)
    cells = read_csv(folder / "cells.csv", ["donor", "nUMI", "cell_type"], index="cell_id")
    strange = ~cells["donor"].isin(ASSAYS) | ~cells["cell_type"].isin(CELL_TYPES)
    is_other = barcodes.tolist() != cells.index.tolist()
    if is_other or strange.any():
        raise SchemaError(
            f"cells.csv and barcodes.tsv.gz name {'other' if is_other else 'the same'} cells in order, "
            f"{int(strange.sum())} of {len(cells)} of them of an unknown chemistry or type"
        )
    _require_lognormal(matrix, cells["nUMI"].to_numpy(dtype="float64"))
    genes = by_symbol(features[0])
    card = find_card("pbmc_3tech_symphony")
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
            assay_ontology_term_id="",
        ),
        scales={"X": Scale(kind="log1p_cp10k")},
        var=genes.var,
        X=genes.of(matrix),
        uns=genes.uns,
    )


def _require_lognormal(matrix: sparse.csr_matrix, total: np.ndarray) -> None:
    smallest = np.minimum.reduceat(matrix.data, matrix.indptr[:-1])  # each cell has a number
    apart = np.abs(smallest - np.log1p(ONE_IN_TEN_THOUSAND / total)) > 1e-6
    if apart.any():
        raise SchemaError(
            f"matrix.mtx.gz: the smallest number of {int(apart.sum())} of {len(total)} cells is not "
            "ln(1 + 10,000 / nUMI), which one count would give; the scale is not known"
        )


def _cells(cells: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "donor_id": "donor-" + cells["donor"],
            "sample_id": cells["donor"],
            "library_id": cells["donor"],
            "cell_type_ontology_term_id": cells["cell_type"].map(CELL_TYPES),
            "assay_ontology_term_id": cells["donor"].map(ASSAYS),
            "cell_type": cells["cell_type"],
        },
        index=pd.Index(cells.index, dtype="str", name=None),
    )

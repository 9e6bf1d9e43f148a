"""scanpy's reduced PBMC 68k: the file holds z-scores in X and log-normalised numbers in raw, and no counts."""

import warnings
from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd
from scipy import sparse

from clinicell.datasets.card import find_card
from clinicell.datasets.convert._core import unknown_but
from clinicell.datasets.convert._symbols import by_symbol
from clinicell.datasets.schema.scale import Scale
from clinicell.datasets.standard import standard
from clinicell.errors import SchemaError

CELL_TYPES = {
    "Dendritic": "CL:0000451",
    "CD14+ Monocyte": "CL:0001054",
    "CD19+ B": "CL:0000236",
    "CD4+/CD25 T Reg": "CL:0000792",
    "CD8+ Cytotoxic T": "CL:0000794",
    "CD8+/CD45RA+ Naive Cytotoxic": "CL:0000900",
    "CD56+ NK": "CL:0000623",
    "CD4+/CD45RO+ Memory": "CL:0000897",
    "CD34+": "CL:0008001",  # hematopoietic precursor cell
    "CD4+/CD45RA+/CD25- Naive T": "CL:0000895",
}


def convert(folder: Path) -> ad.AnnData:
    """Return 700 cells x genes: ``X`` what ``raw`` held, ``layers["scaled"]`` the z-scores; there are no counts.

    Raises
    ------
    SchemaError
        A label is not known, or raw has other genes than X.
    """
    with warnings.catch_warnings():
        # the file is of an old AnnData, whose neighbour graphs (not carried over) lay elsewhere
        warnings.simplefilter("ignore", FutureWarning)
        warnings.simplefilter("ignore", PendingDeprecationWarning)
        file = ad.read_h5ad(folder / "10x_pbmc68k_reduced.h5ad")
    label = file.obs["bulk_labels"].astype("str")
    if not label.isin(CELL_TYPES).all() or file.raw is None or not file.raw.var_names.equals(file.var_names):
        raise SchemaError("10x_pbmc68k_reduced.h5ad: a label is not known, or raw has other genes than X")
    genes = by_symbol(file.var_names.astype("str"))
    card = find_card("pbmc68k_reduced")
    return standard(
        dataset_id=card.id,
        modality="rna",
        title=card.title,
        license=card.licence,
        obs=_cells(label),
        clinical=unknown_but(
            tissue_ontology_term_id="UBERON:0000178",  # blood
            cell_type_ontology_term_id="",
            cell_type_label_source="reference_transfer:sorted-bulk-correlation",
            assay_ontology_term_id="EFO:0009901",  # 10x 3' v1
        ),
        scales={
            "X": Scale(kind="log1p_cp10k"),
            "layers/scaled": Scale(kind="zscore", fitted_on="cells that the source does not state, not these 700"),
        },
        var=genes.var,
        X=genes.of(sparse.csr_matrix(file.raw.X)),
        layers={"scaled": genes.of(np.asarray(file.X))},
        uns=genes.uns,
    )


def _cells(label: "pd.Series[str]") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "donor_id": "donor1",
            "sample_id": "donor1",
            "cell_type_ontology_term_id": label.map(CELL_TYPES),
            "cell_type": label,
        },
        index=pd.Index(label.index, dtype="str", name=None),
    )

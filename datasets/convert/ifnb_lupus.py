"""Kang 2018: blood cells of two lupus patients, stimulated with interferon-beta in vitro or not."""

from pathlib import Path

import anndata as ad
import pandas as pd
from scipy import sparse

from clinicell.datasets.card import find_card
from clinicell.datasets.convert._core import unknown_but
from clinicell.datasets.convert._symbols import by_symbol
from clinicell.datasets.schema.scale import Scale
from clinicell.datasets.standard import standard
from clinicell.errors import SchemaError

CELL_TYPES = {
    "B cells": "CL:0000236",
    "CD14+ Monocytes": "CL:0001054",
    "CD4 T cells": "CL:0000624",
    "CD8 T cells": "CL:0000625",
    "FCGR3A+ Monocytes": "CL:0002396",  # CD14-low, CD16-positive monocyte
}
GROUPS = {"ctrl": "none", "stim": "interferon-beta"}


def convert(folder: Path) -> ad.AnnData:
    """Return 1,556 cells x genes, UMI counts; ``obs["treatment_id"]`` says whether interferon-beta was given.

    Raises
    ------
    SchemaError
        A cell type or a group is not known.
    """
    raw = ad.read_h5ad(folder / "counts.h5ad")
    genes = by_symbol(raw.var_names.astype("str"))
    card = find_card("ifnb_lupus")
    return standard(
        dataset_id=card.id,
        modality="rna",
        title=card.title,
        license=card.licence,
        obs=_cells(raw.obs.astype("str")),
        clinical=unknown_but(
            library_id="",
            tissue_ontology_term_id="UBERON:0000178",  # blood
            sampled_site_condition="diseased",
            disease_ontology_term_id="MONDO:0007915",  # systemic lupus erythematosus
            cell_type_ontology_term_id="",
            assay_ontology_term_id="EFO:0009901",  # 10x 3' v1
        ),
        scales={"X": Scale(kind="counts")},
        var=genes.var,
        X=genes.of(sparse.csr_matrix(raw.X)),
        uns={**genes.uns, "treatments": {"interferon-beta": "recombinant interferon-beta in vitro for 6 hours"}},
    )


def _cells(obs: pd.DataFrame) -> pd.DataFrame:
    strange = ~obs["cluster_id"].isin(CELL_TYPES) | ~obs["group_id"].isin(GROUPS)
    if strange.any():
        raise SchemaError(f"{int(strange.sum())} of {len(obs)} cells have an unknown cell type or group")
    return pd.DataFrame(
        {
            "donor_id": "patient" + obs["patient"],
            "sample_id": obs["sample_id"],
            "library_id": obs["sample_id"],
            "cell_type_ontology_term_id": obs["cluster_id"].map(CELL_TYPES),
            "treatment_id": obs["group_id"].map(GROUPS),
            "cell_type": obs["cluster_id"],
        },
        index=pd.Index(obs.index, dtype="str"),
    )

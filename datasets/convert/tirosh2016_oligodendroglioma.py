"""Tirosh 2016: genes x cells of oligodendrogliomas as inferCNV carries them; the patient is in the cell's name."""

from pathlib import Path

import anndata as ad
import pandas as pd

from clinicell.datasets.card import find_card
from clinicell.datasets.convert._core import same, unknown_but
from clinicell.datasets.convert._symbols import by_symbol
from clinicell.datasets.schema.scale import Scale
from clinicell.datasets.standard import standard
from clinicell.errors import SchemaError

NORMAL = {"Microglia/Macrophage": "unknown", "Oligodendrocytes (non-malignant)": "CL:0000128"}  # the first is of two
PREFIX = "malignant_"


def convert(folder: Path) -> ad.AnnData:
    """Return 184 cells x genes, Smart-seq2 pseudo-counts; ``obs["malignant"]`` is the label.

    Raises
    ------
    SchemaError
        The tables name other cells, a name holds no patient, or a malignant cell is labelled for another patient.
    """
    table = pd.read_csv(folder / "counts.matrix.gz", sep="\t", index_col=0).T
    label = pd.read_csv(folder / "annotations.txt", sep="\t", header=None, index_col=0, dtype="str")[1]
    same(table.index, label.index, "cells of counts.matrix.gz and annotations.txt")
    genes = by_symbol(table.columns.astype("str"))
    card = find_card("tirosh2016_oligodendroglioma")
    return standard(
        dataset_id=card.id,
        modality="rna",
        title=card.title,
        license=card.licence,
        obs=_cells(label.loc[table.index].rename_axis(None)),
        clinical=unknown_but(
            tissue_ontology_term_id="UBERON:0000955",  # brain
            sampled_site_condition="diseased",
            disease_ontology_term_id="MONDO:0016695",  # oligodendroglioma
            cell_type_ontology_term_id="",
            cell_type_label_source="expert",
            assay_ontology_term_id="EFO:0008931",  # Smart-seq2
        ),
        scales={"X": Scale(kind="other", formula="pseudo-counts as inferCNV supplies them, linear, no whole numbers")},
        var=genes.var,
        X=genes.of(table.to_numpy(dtype="float32")),
        uns=genes.uns,
    )


def _cells(label: "pd.Series[str]") -> pd.DataFrame:
    """Return what is known of cells whose names are ``MGH36_P6_A01`` or ``93_P9_A01``: two styles, five patients."""
    donor = label.index.to_series().str.extract(r"^(MGH\d+|\d+)_")[0]
    is_malignant = label.str.startswith(PREFIX)
    apart = is_malignant & (label.str.removeprefix(PREFIX) != donor)
    strange = ~is_malignant & ~label.isin(NORMAL)
    if donor.isna().any() or apart.any() or strange.any():
        raise SchemaError(
            f"{int(donor.isna().sum())} of {len(label)} cells name no patient, {int(apart.sum())} malignant ones are "
            f"labelled for another, {int(strange.sum())} have an unknown label"
        )
    return pd.DataFrame(
        {
            "donor_id": donor,
            "sample_id": donor,
            "cell_type_ontology_term_id": label.map(NORMAL).fillna("unknown"),
            "malignant": is_malignant.astype("boolean"),
            "malignant_evidence": "expert",
            "label": label,
        },
        index=label.index,
    )

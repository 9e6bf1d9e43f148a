"""Melanoma under checkpoint blockade: cells as principal components and clusters, lesions with their response."""

from pathlib import Path

import anndata as ad
import pandas as pd

from clinicell.datasets.card import find_card
from clinicell.datasets.convert._core import read_csv, same, unknown_but
from clinicell.datasets.schema.scale import Scale
from clinicell.datasets.standard import standard
from clinicell.errors import SchemaError

COMPONENTS = [f"PC_{number}" for number in range(1, 11)]
TIME_POINTS = {"Pre": "baseline", "Post": "on_treatment"}
RESPONSES = {"R": True, "NR": False}


def convert(folder: Path) -> ad.AnnData:
    """Return 16,291 cells of 48 lesions: ``obsm["X_pca"]`` (10 components), ``obs["cluster"]``, response by lesion.

    Raises
    ------
    SchemaError
        The tables do not name the same lesions, disagree in the number of cells, or hold an unknown code.
    """
    cells = read_csv(folder / "cells_pcs.csv.gz", ["sample", "cluster", *COMPONENTS], index="cell")
    lesions = read_csv(folder / "samples.csv", ["response", "timepoint", "patient", "n_cells"], index="sample")
    _check(cells, lesions)
    card = find_card("melanoma_icb")
    return standard(
        dataset_id=card.id,
        modality="embedding",
        title=card.title,
        license=card.licence,
        obs=_cells(cells, lesions),
        clinical=unknown_but(
            time_point="",
            sampled_site_condition="diseased",
            disease_ontology_term_id="MONDO:0005105",  # melanoma
            assay_ontology_term_id="EFO:0008931",  # Smart-seq2
        ),
        scales={
            "obsm/X_pca": Scale(
                kind="embedding",
                fitted_on="all 48 lesions together, without labels (scaled log2(TPM + 1), genes with variance above 6)",
            )
        },
        obsm={"X_pca": cells[COMPONENTS].to_numpy(dtype="float32")},
        uns={
            "response_mapping": {
                "criterion": "clinical_binary",
                "rule": "R (responder) is True, NR (non-responder) is False, as the authors classified each lesion",
            },
            "time_point_mapping": {"Pre": "baseline", "Post": "on_treatment (after treatment began)"},
        },
    )


def _check(cells: pd.DataFrame, lesions: pd.DataFrame) -> None:
    same(cells["sample"], lesions.index, "lesions of cells_pcs.csv.gz and samples.csv")
    counted = cells["sample"].value_counts().reindex(lesions.index)
    apart = counted != lesions["n_cells"]
    if apart.any():
        raise SchemaError(
            f"{int(apart.sum())} of {len(lesions)} lesions have another number of cells than samples.csv says, "
            f"e.g. {lesions.index[apart][0]!r}"
        )
    strange = ~lesions["response"].isin(RESPONSES) | ~lesions["timepoint"].isin(TIME_POINTS)
    if strange.any():
        raise SchemaError(
            f"samples.csv: {int(strange.sum())} of {len(lesions)} lesions have an unknown response or time point; "
            f"known are {', '.join(RESPONSES)} and {', '.join(TIME_POINTS)}"
        )


def _cells(cells: pd.DataFrame, lesions: pd.DataFrame) -> pd.DataFrame:
    of_cell = lesions.loc[cells["sample"]].set_index(cells.index)
    return pd.DataFrame(
        {
            "donor_id": of_cell["patient"],
            "sample_id": cells["sample"],
            "time_point": of_cell["timepoint"].map(TIME_POINTS),
            "cluster": "G" + cells["cluster"].astype("str"),
            "response_criterion": "clinical_binary",
            "response_value": of_cell["response"],
            "responder_binary": of_cell["response"].map(RESPONSES).astype("boolean"),
        },
        index=cells.index,
    )

"""Chu 2016: 100 transcription factors x 758 cells on the way from embryonic stem cell to endoderm, without header."""

from pathlib import Path

import anndata as ad
import pandas as pd

from clinicell.datasets.card import find_card
from clinicell.datasets.convert._core import unknown_but
from clinicell.datasets.convert._symbols import by_symbol
from clinicell.datasets.schema.scale import Scale
from clinicell.datasets.standard import standard
from clinicell.errors import SchemaError

HOURS = (0, 12, 24, 36, 72, 96)
EMBRYONIC_STEM_CELL = "CL:0002322"


def convert(folder: Path) -> ad.AnnData:
    """Return 758 cells x transcription factors, log-scaled by the source; ``obs["hours"]`` is the label.

    Raises
    ------
    SchemaError
        The three files differ in size, or a time is not one of the six.
    """
    table = pd.read_csv(folder / "data.txt.gz", sep="\t", header=None)  # factors x cells
    symbols = (folder / "tf.txt").read_text(encoding="ascii").split()
    time = pd.read_csv(folder / "time.txt", sep="\t", header=None, names=["hours", "pseudotime"])
    if table.shape != (len(symbols), len(time)) or not time["hours"].isin(HOURS).all():
        raise SchemaError(
            f"data.txt.gz is {table.shape[0]} x {table.shape[1]}, tf.txt names {len(symbols)} factors and time.txt "
            f"{len(time)} cells, {int((~time['hours'].isin(HOURS)).sum())} of them at none of {HOURS} hours"
        )
    genes = by_symbol(symbols)
    card = find_card("chu2016_hesc_endoderm")
    return standard(
        dataset_id=card.id,
        modality="rna",
        title=card.title,
        license=card.licence,
        obs=_cells(time),
        clinical=unknown_but(
            time_point="na",
            tissue_type="cell line",
            sampled_site_condition="healthy",
            disease_ontology_term_id="PATO:0000461",  # healthy
            cell_type_ontology_term_id="",
        ),
        scales={"X": Scale(kind="other", formula="log-scaled by the source; neither base nor offset is stated")},
        var=genes.var,
        X=genes.of(table.to_numpy(dtype="float32").T),
        uns=genes.uns,
    )


def _cells(time: pd.DataFrame) -> pd.DataFrame:
    is_start = (time["hours"] == 0).to_numpy()
    return pd.DataFrame(
        {
            "donor_id": "unknown",  # the files do not say which line
            "sample_id": "unknown",
            "cell_type_ontology_term_id": pd.Series(is_start).map({True: EMBRYONIC_STEM_CELL, False: "unknown"}).array,
            "hours": time["hours"].array,
            "pseudotime": time["pseudotime"].array,
        },
        index=pd.Index([f"cell{number:03d}" for number in range(1, len(time) + 1)], dtype="str"),
    )

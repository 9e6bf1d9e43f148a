"""Loetsch 2021: six unnamed markers, log-scaled by the authors; nobody can take the logarithm back."""

from pathlib import Path

import anndata as ad
import pandas as pd

from clinicell.datasets.card import find_card
from clinicell.datasets.convert._core import read_csv, unknown_but
from clinicell.datasets.schema.scale import Scale
from clinicell.datasets.standard import standard
from clinicell.errors import SchemaError

CHANNELS = [f"Var_{number}" for number in range(1, 7)]
CLASSES = {1.0: False, 2.0: True}  # healthy subjects, lymphoma patients


def convert(folder: Path) -> ad.AnnData:
    """Return 111,686 events x 6 channels without ``layers["raw"]``: the linear numbers are not published.

    ``obs["mrd_target"]`` is True for every cell of a patient with lymphoma, whatever the cell is. Nobody says which
    subject a cell is of: ``donor_id`` is unknown throughout.

    Raises
    ------
    SchemaError
        A class is neither 1 nor 2.
    """
    table = read_csv(folder / "flow_cells.csv.gz", [*CHANNELS, "Cls"])
    strange = ~table["Cls"].isin(CLASSES)
    if strange.any():
        raise SchemaError(
            f"flow_cells.csv.gz: {int(strange.sum())} of {len(table)} events are of no class; known are 1 and 2"
        )
    card = find_card("loetsch_lymphoma_flow")
    return standard(
        dataset_id=card.id,
        modality="cytometry",
        title=card.title,
        license=card.licence,
        obs=_cells(table["Cls"].map(CLASSES).astype("boolean")),
        clinical=unknown_but(disease_ontology_term_id=""),
        scales={"X": Scale(kind="other", formula="log-scaled by the authors; neither base nor offset is stated")},
        var=pd.DataFrame({"channel": CHANNELS, "marker": "unknown"}, index=pd.Index(CHANNELS, dtype="str")),
        X=table[CHANNELS].to_numpy(dtype="float32"),
        uns={"mrd_target_rule": "status of the subject: every cell of a patient with lymphoma, whatever the cell is"},
    )


def _cells(is_lymphoma: "pd.Series[bool]") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "donor_id": "unknown",
            "sample_id": "unknown",
            # lymphoma; healthy
            "disease_ontology_term_id": is_lymphoma.map({True: "MONDO:0005062", False: "PATO:0000461"}).array,
            "mrd_target": is_lymphoma.array,
        },
        index=pd.Index([f"event{number:06d}" for number in range(1, len(is_lymphoma) + 1)], dtype="str"),
    )

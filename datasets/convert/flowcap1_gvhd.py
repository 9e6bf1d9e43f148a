"""FlowCAP-I GvHD: one csv of events and one of expert gates per patient."""

from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd

from clinicell.datasets.card import find_card
from clinicell.datasets.convert._core import unknown_but
from clinicell.datasets.schema.scale import Scale
from clinicell.datasets.standard import standard
from clinicell.errors import SchemaError

PATIENTS = range(1, 13)
CHANNELS = ["FSC.H", "SSC.H", "FL1.H", "FL2.H", "FL3.H", "FL4.H"]
COFACTOR = 50.0
TARGET_GATE = 3


def convert(folder: Path) -> ad.AnnData:
    """Return 207,171 events x 6 channels; ``obs["mrd_target"]`` is the experts' gate 3, ``obs["gate"]`` their gate.

    Raises
    ------
    SchemaError
        A patient's tables differ in length, or in channels.
    """
    events, gates = zip(*(_read(folder, number) for number in PATIENTS), strict=True)
    raw = np.concatenate(events)
    card = find_card("flowcap1_gvhd")
    return standard(
        dataset_id=card.id,
        modality="cytometry",
        title=card.title,
        license=card.licence,
        obs=pd.concat(gates),
        clinical=unknown_but(library_id="", cell_type_label_source="expert"),
        scales={
            "X": Scale(kind="other", formula=f"arcsinh(raw / {COFACTOR:g})"),
            "layers/raw": Scale(kind="other", formula="linear, as the instrument wrote it"),
        },
        var=pd.DataFrame({"channel": CHANNELS, "marker": "unknown"}, index=pd.Index(CHANNELS, dtype="str")),
        X=np.arcsinh(raw / np.float32(COFACTOR)),
        layers={"raw": raw},
        uns={"mrd_target_rule": "the experts' gate 3, a rare population that the files do not name"},
    )


def _read(folder: Path, number: int) -> tuple[np.ndarray, pd.DataFrame]:
    events = pd.read_csv(folder / f"sample{number}.csv.gz")
    gate = pd.read_csv(folder / f"labels{number}.csv.gz", header=None)[0]
    if list(events) != CHANNELS or len(gate) != len(events):
        raise SchemaError(
            f"patient {number}: {len(events):,} events of {list(events)} and {len(gate):,} gates; one gate per event "
            f"of {CHANNELS} would be right"
        )
    donor = f"gvhd{number:02d}"
    cells = pd.DataFrame(
        {
            "donor_id": donor,
            "sample_id": donor,
            "library_id": donor,
            "mrd_target": (gate == TARGET_GATE).astype("boolean"),
            "gate": "gate" + gate.astype("str"),
        }
    )
    cells.index = pd.Index([f"{donor}-{row:05d}" for row in range(1, len(gate) + 1)], dtype="str")
    return events.to_numpy(dtype="float32"), cells

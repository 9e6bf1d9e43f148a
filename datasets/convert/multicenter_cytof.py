"""Multi-centre mass cytometry (DeepCyTOF): one csv of events and one of gates per sample, neither with a header."""

from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd

from clinicell.datasets.convert._core import unknown_but
from clinicell.datasets.convert._mass_cytometry import mass_cytometry
from clinicell.errors import SchemaError

SAMPLES = (1, 2, 5, 6, *range(9, 17))  # 3, 4, 7 and 8 were left out for their size
CHANNELS = [f"channel{number}" for number in range(1, 9)]
GATES = range(5)  # 0 is in no gate


def convert(folder: Path) -> ad.AnnData:
    """Return 705,510 events x 8 channels; ``obs["gate"]`` is the manual gate, gate0 none of the four.

    Raises
    ------
    SchemaError
        A sample's tables differ in length, events are not of eight channels, or a gate is none of 0 to 4.
    """
    events, cells = zip(*(_read(folder, number) for number in SAMPLES), strict=True)
    return mass_cytometry(
        "multicenter_cytof",
        raw=np.concatenate(events),
        channels=CHANNELS,  # ours: the files have no header
        markers=["unknown"] * len(CHANNELS),
        obs=pd.concat(cells),
        clinical=unknown_but(library_id="", batch_id="", cell_type_label_source="expert"),
        uns={"channels_note": "the eight columns in the files' order; neither channels nor markers are named in them"},
    )


def _read(folder: Path, number: int) -> tuple[np.ndarray, pd.DataFrame]:
    events = pd.read_csv(folder / f"sample{number}.csv.gz", header=None, dtype="float32")
    gate = pd.read_csv(folder / f"labels{number}.csv.gz", header=None)[0]
    if events.shape != (len(gate), len(CHANNELS)) or not gate.isin(GATES).all():
        raise SchemaError(
            f"sample {number}: {len(events):,} events of {events.shape[1]} channels and {len(gate):,} gates, "
            f"{int((~gate.isin(GATES)).sum())} of them none of 0 to 4; one gate per event of 8 channels would be right"
        )
    sample = f"sample{number:02d}"
    index = pd.Index([f"{sample}-{row:05d}" for row in range(1, len(gate) + 1)], dtype="str")
    gates = pd.Categorical.from_codes(gate.to_numpy(), categories=pd.Index([f"gate{code}" for code in GATES]))
    cells = {"donor_id": "subject1", "sample_id": sample, "library_id": sample, "batch_id": sample, "gate": gates}
    return events.to_numpy(), pd.DataFrame(cells, index=index)

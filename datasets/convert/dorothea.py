"""DoRothEA: tf, confidence (A best, C here the least), target, mor (mode of regulation, +1 or -1)."""

from pathlib import Path

import pandas as pd

from clinicell.datasets.convert._knowledge import network
from clinicell.errors import SchemaError

SIGNS = {"1.0": 1.0, "-1.0": -1.0}
CONFIDENCES = ("A", "B", "C")


def convert(folder: Path) -> pd.DataFrame:
    """Return 13,223 signed edges of 271 factors; ``evidence`` is the confidence, such as ``"confidence A"``.

    Raises
    ------
    SchemaError
        A confidence or a mode of regulation is not known.
    """
    raw = pd.read_csv(folder / "dorothea_hs_ABC.csv.gz", dtype="str", keep_default_na=False)
    bad = ~raw["confidence"].isin(CONFIDENCES) | ~raw["mor"].isin(SIGNS)
    if bad.any():
        raise SchemaError(
            f"dorothea_hs_ABC.csv.gz: {int(bad.sum())} of {len(raw)} rows have another confidence than A to C, or "
            "another mor than 1.0 and -1.0"
        )
    return network(raw["tf"], raw["target"], sign=raw["mor"].map(SIGNS), evidence="confidence " + raw["confidence"])

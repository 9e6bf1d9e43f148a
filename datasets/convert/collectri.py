"""CollecTRI: source, target, weight (+1 activates, -1 represses)."""

from pathlib import Path

import pandas as pd

from clinicell.datasets.convert._knowledge import network
from clinicell.errors import SchemaError


def convert(folder: Path) -> pd.DataFrame:
    """Return 43,178 signed edges of 1,186 factors; the complexes AP1 and NFKB are sources without a gene id.

    Raises
    ------
    SchemaError
        A weight is neither 1 nor -1.
    """
    raw = pd.read_csv(folder / "collectri.csv.gz", dtype="str", keep_default_na=False)
    bad = ~raw["weight"].isin(("1", "-1"))
    if bad.any():
        raise SchemaError(f"collectri.csv.gz: {int(bad.sum())} of {len(raw)} weights are neither 1 nor -1")
    unsaid = pd.Series("unknown", index=raw.index)
    return network(raw["source"], raw["target"], sign=raw["weight"].astype("float64"), evidence=unsaid)

"""TRRUST v2: no header; factor, target, mode of regulation, PubMed ids between semicolons."""

from pathlib import Path

import numpy as np
import pandas as pd

from clinicell.datasets.convert._knowledge import network
from clinicell.errors import SchemaError

SIGNS = {"Activation": 1.0, "Repression": -1.0, "Unknown": np.nan}


def convert(folder: Path) -> pd.DataFrame:
    """Return 9,387 edges of 795 factors, 8,427 distinct pairs: a pair may activate in one article, repress in another.

    ``evidence`` holds the PubMed ids. 9 of the 9,396 rows repeat another word for word and are kept once.

    Raises
    ------
    SchemaError
        A mode of regulation is not known.
    """
    names = ["tf", "target", "mode", "pubmed"]
    raw = pd.read_csv(
        folder / "trrust_rawdata.human.tsv", sep="\t", header=None, names=names, dtype="str", keep_default_na=False
    )
    bad = ~raw["mode"].isin(SIGNS)
    if bad.any():
        raise SchemaError(
            f"trrust_rawdata.human.tsv: {int(bad.sum())} of {len(raw)} modes are none of {', '.join(SIGNS)}, "
            f"e.g. {raw['mode'][bad].iloc[0]!r}"
        )
    return network(raw["tf"], raw["target"], sign=raw["mode"].map(SIGNS), evidence="PubMed " + raw["pubmed"])

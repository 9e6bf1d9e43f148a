"""Reactome's hierarchy: no header; the id of a pathway and that of one inside it, all species."""

from pathlib import Path

import pandas as pd

from clinicell.datasets.schema import knowledge


def convert(folder: Path) -> pd.DataFrame:
    """Return 22,168 pairs of a pathway and one inside it; the human ones begin with ``R-HSA-``."""
    pairs = pd.read_csv(
        folder / "ReactomePathwaysRelation.txt", sep="\t", header=None, names=["parent", "child"], dtype="str"
    )
    return knowledge.table("hierarchy", pairs)

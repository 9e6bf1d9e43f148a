"""ReMap 2018 as DoRothEA used it: tf, target; a peak of the factor near the gene, so no sign."""

from pathlib import Path

import numpy as np
import pandas as pd

from clinicell.datasets.convert._knowledge import network


def convert(folder: Path) -> pd.DataFrame:
    """Return 130,267 unsigned edges of 297 factors.

    6,721 of the 136,988 rows of the file repeat a pair and are kept once. Targets are in capitals throughout, so that
    ``C16orf45`` stands as ``C16ORF45``; these have no gene id.
    """
    raw = pd.read_csv(folder / "remap_network.csv.gz", usecols=["tf", "target"], dtype="str", keep_default_na=False)
    sign = pd.Series(np.nan, index=raw.index)
    return network(raw["tf"], raw["target"], sign=sign, evidence=pd.Series("ChIP-seq", index=raw.index))

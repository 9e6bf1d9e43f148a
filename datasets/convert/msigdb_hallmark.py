"""MSigDB Hallmark v7.0: a gmt file, each line the name of a set, its page, and its symbols."""

from pathlib import Path

import pandas as pd

from clinicell.datasets.convert._knowledge import gene_sets


def convert(folder: Path) -> pd.DataFrame:
    """Return 7,322 members of 50 gene sets; the name of a set is its id."""
    return gene_sets(folder / "h.all.v7.0.symbols.gmt", id_column=0)

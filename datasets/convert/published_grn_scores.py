"""Published scores of GRN inference: one row per data set and method, one column per metric, empty if there is none."""

from pathlib import Path

import pandas as pd

from clinicell.datasets.convert._core import read_csv
from clinicell.datasets.schema import knowledge
from clinicell.errors import SchemaError

KEYS = ["dataset", "method"]


def convert(folder: Path) -> pd.DataFrame:
    """Return 120 rows x 46 metrics as 5,520 scores; the 800 that are not available are missing, not left out.

    Raises
    ------
    SchemaError
        A method stands twice under one data set.
    """
    wide = read_csv(folder / "all_scores.csv", KEYS)
    twice = wide.duplicated(KEYS)
    if twice.any():
        raise SchemaError(f"all_scores.csv: {int(twice.sum())} of {len(wide)} rows repeat a data set and method")
    return knowledge.table("scores", wide.melt(KEYS, var_name="metric"))

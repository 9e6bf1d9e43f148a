"""Tables on disk: gzipped CSV whose floats survive the round trip bit for bit."""

import gzip
import zlib
from pathlib import Path
from typing import Literal

import pandas as pd

from clinicell.errors import PredictionError
from clinicell.files import gzipped, write_bytes


def write_table(path: Path, table: pd.DataFrame) -> Path:
    """Write `table` with its index as first column; equal tables give equal bytes."""
    return write_bytes(path, gzipped(table.to_csv(index_label=str(table.index.name or "unit_id")).encode("utf-8")))


def read_table(path: Path, dtype: Literal["float64", "str"] = "float64") -> pd.DataFrame:
    """Return the table at `path`, indexed by its first column, all other columns of one type.

    Raises
    ------
    PredictionError
        The file is missing, is no gzipped CSV, or holds a text where a number is due.
    """
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
            table = pd.read_csv(stream, index_col=0, dtype="str", keep_default_na=False)
    except (OSError, EOFError, zlib.error, UnicodeDecodeError, ValueError) as fault:
        raise PredictionError(f"{path.name}: not a readable gzipped CSV table ({fault})") from fault
    table.index = table.index.astype("str")
    if dtype == "str":
        return table
    try:
        return table.replace("", "nan").astype("float64")
    except ValueError as fault:
        raise PredictionError(f"{path.name}: a value is no number ({fault}); write numbers only") from fault

"""What a model hands back."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from clinicell.errors import PredictionError
from clinicell.tasks._tables import read_table, write_table


@dataclass(frozen=True, slots=True)
class Prediction:
    """One float table per answer: a row per unit asked for, a column per target.

    The answer ``"main"`` ranks; others are optional. The truth has the same form, so that scoring is alignment.
    """

    answers: Mapping[str, pd.DataFrame]

    @classmethod
    def main(cls, table: pd.DataFrame) -> "Prediction":
        """Return a prediction with the one table that ranks."""
        return cls({"main": table})

    def write(self, folder: Path) -> None:
        """Write each answer to ``<name>.csv.gz`` in `folder`."""
        for name, table in self.answers.items():
            write_table(folder / f"{name}.csv.gz", table)

    @classmethod
    def read(cls, folder: Path) -> "Prediction":
        """Return the answers in `folder`; an answer is a file ``<name>.csv.gz``."""
        return cls({path.name.removesuffix(".csv.gz"): read_table(path) for path in sorted(folder.glob("*.csv.gz"))})


def aligned(table: pd.DataFrame, units: "pd.Index[str]", targets: list[str]) -> pd.DataFrame:
    """Return the rows and columns asked for, in that order, as float64.

    Raises
    ------
    PredictionError
        A unit or target is missing, repeated or not asked for, or a value is not finite.
    """
    if not table.index.is_unique:
        repeated = table.index[table.index.duplicated()]
        raise PredictionError(
            f"{len(repeated)} rows of the prediction repeat an id, e.g. {repeated[0]!r}; each unit needs one row"
        )
    missing = units.difference(table.index)
    if len(missing):
        raise PredictionError(f"no prediction for {len(missing)} of {len(units)} units, e.g. {missing[0]!r}")
    surplus = table.index.difference(units)
    if len(surplus):
        raise PredictionError(f"{len(surplus)} rows were not asked for, e.g. {surplus[0]!r}; leave them out")
    lost = [target for target in targets if target not in table.columns]
    if lost:
        raise PredictionError(f"no column for {len(lost)} of {len(targets)} targets, e.g. {lost[0]!r}")
    asked = table.loc[units, targets].astype("float64")
    faults = ~np.isfinite(asked.to_numpy())
    if faults.any():
        unit = asked.index[faults.any(axis=1)][0]
        raise PredictionError(f"{int(faults.sum())} of {faults.size} values are NaN or infinite, e.g. of {unit!r}")
    return asked

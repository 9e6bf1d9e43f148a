"""What a model hands back."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from clinicell.errors import PredictionError
from clinicell.tasks._tables import read_table, write_table

PROBABILITY = "probability"  # the answer in which a model says how likely the event is


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

    @classmethod
    def with_probability(cls, table: pd.DataFrame, probability: pd.DataFrame) -> "Prediction":
        """Return a prediction with the table that ranks, and beside it what the model says is a probability.

        The two need not agree: a score keeps apart what probabilities round to the same number.
        """
        return cls({"main": table, PROBABILITY: probability})

    def write(self, folder: Path) -> None:
        """Write each answer to ``<name>.csv.gz`` in `folder`."""
        for name, table in self.answers.items():
            write_table(folder / f"{name}.csv.gz", table)

    @classmethod
    def read(cls, folder: Path) -> "Prediction":
        """Return the answers in `folder`; an answer is a file ``<name>.csv.gz``."""
        return cls({path.name.removesuffix(".csv.gz"): read_table(path) for path in sorted(folder.glob("*.csv.gz"))})


def check_probability(table: pd.DataFrame) -> None:
    """Refuse an answer that is said to be a probability and is none.

    Raises
    ------
    PredictionError
        A value lies outside [0, 1].
    """
    outside = ((table < 0) | (table > 1)).to_numpy()
    if outside.any():
        unit = table.index[int(np.flatnonzero(outside.any(axis=1))[0])]
        raise PredictionError(
            f"{int(outside.sum())} of {outside.size} values of the answer {PROBABILITY!r} lie outside [0, 1], "
            f"e.g. of {unit!r}; scores of another kind belong into 'main' alone"
        )


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

"""One metric of one answer over some donors, with its interval: what every look beyond the board is made of."""

import math
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from clinicell.leaderboard.score import scorable
from clinicell.metrics._metric import Metric
from clinicell.metrics.evidence import Evidence
from clinicell.tasks import _scoring
from clinicell.tasks._prediction import Prediction
from clinicell.tasks._scoring import Scorable
from clinicell.tasks._tables import read_table
from clinicell.tasks._task import Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A value in which each donor counts alike, and its 95 % interval over donors.

    NaN where there is none; `reason` says why there is no value, `interval_reason` why there is no interval.
    """

    value: float
    low: float = math.nan
    high: float = math.nan
    reason: str = ""
    interval_reason: str = ""
    n_units: int = 0


def not_measured(reason: str) -> Measured:
    """Return the value that is not there, with the reason."""
    return Measured(value=math.nan, reason=reason)


def main_answer(task: Task, sealed: Path, prediction: Path) -> Scorable:
    """Return truth and answer of the table that ranks, from a sealed side and a folder of predictions by fold.

    Raises
    ------
    PredictionError
        The prediction does not fit.
    """
    units = read_table(sealed / "units.csv.gz", dtype="str")
    answer = task.answers[0]
    folds = sorted(set(units["fold"]), key=int)
    offered = {fold: Prediction.read(prediction / f"fold-{fold}") for fold in folds}
    return scorable(task, answer, units, offered, read_table(sealed / f"{answer.name}.csv.gz"))


def of_donors(data: Scorable, donors: Collection[str], folds: Collection[str] | None = None) -> Scorable:
    """Return the rows of some donors; with `folds`, only those tested in these."""
    rows = np.isin(data.donor, list(donors))
    if folds is not None:
        rows &= np.isin(data.fold, list(folds))
    return Scorable(
        truth=data.truth[rows],
        answer=data.answer[rows],
        donor=data.donor[rows],
        fold=data.fold[rows],
        within=data.within,
        labels_of=data.labels_of,
    )


def measured(metric: Metric, data: Scorable, *, unit: str) -> tuple[Measured, Evidence]:
    """Return the value with its interval, and the evidence that both rest on."""
    evidence = data.evidence((metric,))
    value = _scoring.value(metric, data, data.all_rows())
    if not math.isfinite(value):
        return not_measured(f"undefined ({metric.undefined})"), evidence
    spread = _scoring.interval(metric, data, evidence, value, unit=unit)
    found = Measured(
        value=value,
        low=spread.low,
        high=spread.high,
        interval_reason=spread.reason,
        n_units=len(_scoring.units(metric, data)),
    )
    return found, evidence

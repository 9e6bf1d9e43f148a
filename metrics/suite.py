"""From many tasks to one number: scaled between a control and a ceiling, means over what is fixed, draws of patients.

Tasks and data sets were chosen, not drawn from anything: only patients are resampled, and leaving out a task or a data
set shows how much the number hangs on it.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from clinicell.metrics._metric import Floats

SMALLEST_ROOM = 0.1  # between control and ceiling; with less, noise would be blown up


def scaled(value: float, control: float, ceiling: float) -> float:
    """Return where a value lies between the strongest trivial control (0) and the stated ceiling (1); never clipped.

    Below 0 the model is worse than a control. NaN where control and ceiling lie less than 0.1 apart.

    Examples
    --------
    >>> scaled(0.75, 0.5, 1.0), scaled(0.25, 0.5, 1.0), scaled(0.97, 0.95, 1.0)
    (0.5, -0.5, nan)
    """
    room = ceiling - control
    return (value - control) / room if abs(room) >= SMALLEST_ROOM else math.nan


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One panel in the suite: the scaled values of all models, and the same in draws of its units.

    `values` has shape (n_models,), NaN where the panel is not applicable to a model; `draws` (n_draws, n_models).
    """

    task: str
    dataset: str
    values: Floats
    draws: Floats


def suite_scores(columns: Sequence[Column]) -> tuple[Floats, Floats, Floats]:
    """Return each model's suite score, the same in draws, and the share of the panels that it rests on.

    The score is the mean over tasks of the mean over the task's data sets, of those applicable to the model.

    Returns
    -------
    tuple
        Scores (n_models,), NaN without a panel; draws (n_draws, n_models); coverage (n_models,), in [0, 1].
    """
    values = _mean_over_tasks(columns, [column.values for column in columns])
    draws = _mean_over_tasks(columns, [column.draws for column in columns])
    coverage = np.mean([np.isfinite(column.values) for column in columns], axis=0)
    return values, draws, np.asarray(coverage, dtype=np.float64)


def without_each(columns: Sequence[Column], *, by: str) -> Mapping[str, Floats]:
    """Return the suite scores without each task (`by` ``"task"``) or each data set (``"dataset"``), by its name."""
    names = sorted({getattr(column, by) for column in columns})
    left = {name: [column for column in columns if getattr(column, by) != name] for name in names}
    return {name: suite_scores(rest)[0] for name, rest in left.items() if rest}


def _mean_over_tasks(columns: Sequence[Column], parts: Sequence[Floats]) -> Floats:
    tasks = sorted({column.task for column in columns})
    of_tasks = [
        _mean([part for column, part in zip(columns, parts, strict=True) if column.task == task]) for task in tasks
    ]
    return _mean(of_tasks)


def _mean(parts: Sequence[Floats]) -> Floats:
    """Return the mean of what is finite, NaN where nothing is."""
    stacked = np.asarray(parts)
    is_known = np.isfinite(stacked)
    n = is_known.sum(axis=0)
    mean: Floats = np.where(n > 0, np.where(is_known, stacked, 0.0).sum(axis=0) / np.maximum(n, 1), np.nan)
    return mean

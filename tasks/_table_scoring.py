"""Comparing answers that are one whole table per donor, such as a genotype matrix or a tree: a value for each donor."""

from dataclasses import dataclass

import numpy as np

from clinicell.metrics._metric import Floats, Metric
from clinicell.metrics.evidence import Evidence
from clinicell.tasks._scoring import mean


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorableTable:
    """Truth and answer of one donor, two tables of one shape, and the fold that the donor was tested in."""

    donor: str
    fold: str
    truth: Floats
    answer: Floats


def evidence(metrics: tuple[Metric, ...], tables: tuple[ScorableTable, ...]) -> Evidence:
    """Return each donor's value of each metric, NaN where undefined; donors in the order of their ids.

    Raises
    ------
    InputError
        An answer is not what the metrics compare: no tree, no genotype.
    """
    tables = tuple(sorted(tables, key=lambda table: table.donor))
    return Evidence(
        units=tuple(table.donor for table in tables),
        rows=np.array([[float(np.isfinite(table.truth).all(axis=-1).sum()) for table in tables]]),
        positives=np.full((1, len(tables)), np.nan),
        kept={
            metric.name: ({"value": np.array([metric(table.truth, table.answer) for table in tables])},)
            for metric in metrics
        },
        is_within=True,
    )


def by_fold(metric: Metric, kept: Evidence, tables: tuple[ScorableTable, ...]) -> tuple[float, ...]:
    """Return the mean over the donors of each fold, in the order of their numbers; NaN where undefined."""
    fold_of = {table.donor: table.fold for table in tables}
    folds = np.array([fold_of[donor] for donor in kept.units])
    inside = kept.inside(metric)
    return tuple(mean(inside[folds == fold]) for fold in sorted(set(folds.tolist()), key=int))


def chance(metric: Metric, tables: tuple[ScorableTable, ...]) -> float:
    """Return the value expected of an answer that knows nothing; NaN where it depends on the answer."""
    return mean(np.array([metric.chance_of(table.truth) for table in tables]))

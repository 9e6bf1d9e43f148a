"""A panel laid open: what each fold teaches and asks, and the truth of every unit, side by side in memory.

Blinding keeps both apart. An audit needs them together, and a model still gets nothing but a cohort.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import anndata as ad
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clinicell.baselines._model import Model
from clinicell.metrics._metric import Floats
from clinicell.tasks import _scoring
from clinicell.tasks._blind import reference, sides
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._folds import Fold
from clinicell.tasks._prediction import aligned
from clinicell.tasks._scoring import Scorable
from clinicell.tasks._standard import column
from clinicell.tasks._task import Panel, Task

Rows = NDArray[np.intp]
Make = Callable[[], Model]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A cohort, and the place among the panel's units of each id of ``cohort.asked``, shape (n_asked,)."""

    cohort: Cohort
    row: Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """The two sides of one fold."""

    number: int
    train: Side
    test: Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A panel under audit.

    Parameters
    ----------
    task, panel
        What is audited.
    adata
        The standard data set; nobody but the audit sees it.
    targets
        Columns of the truth.
    data
        Truth, donor and fold of each unit; the answer is NaN.
    folds
        What a model is taught and asked; no labels but those of the truth.
    """

    task: Task
    panel: Panel
    adata: ad.AnnData
    targets: tuple[str, ...]
    data: Scorable
    folds: tuple[Sides, ...]

    @property
    def is_taught(self) -> bool:
        """Whether labels of the panel's own units are taught; else a model learns from references, or not at all."""
        return any(len(fold.train.row) for fold in self.folds)

    def value(self, answer: Floats, truth: Floats | None = None) -> float:
        """Return the value that ranks, of an answer (n_units, n_targets) to the truth or to another one."""
        data = replace(self.data, answer=answer, truth=self.data.truth if truth is None else truth)
        return _scoring.value(self.task.primary, data, data.all_rows())

    def inside_folds(self, answer: Floats, truth: Floats) -> float:
        """Return the mean of the values inside each fold where they are defined; NaN where none is."""
        data = replace(self.data, answer=answer, truth=truth)
        return _scoring.mean(np.asarray(_scoring.by_fold(self.task.primary, data)))

    def chance(self) -> float:
        """Return what an answer is worth that knows nothing, by the metric's formula; NaN if it has none."""
        return _scoring.chance(self.task.primary, self.data)


def subject(task: Task, panel: Panel, adata: ad.AnnData, references: Mapping[str, ad.AnnData]) -> Subject:
    """Return a panel with both sides of each fold, made as the blinding makes them.

    Raises
    ------
    TaskError
        The folds do not fit the donors.
    """
    task = replace(task, answers=task.answers[:1])  # a model says no probability then, which would cost further fits
    donor = column(adata, "donor_id")
    donors = sorted(donor.unique().tolist())
    truth = task.answers[0].truth(adata)
    rng = np.random.default_rng(0)
    seen = {role: reference(source, donors, rng) for role, source in references.items()}
    folds = panel.folds_over(donors)
    laid_open = tuple(_sides(task, adata, fold, seen, truth) for fold in folds)
    if task.unit == "sample":
        donor = donor.groupby(column(adata, "sample_id"), sort=True).first()
    of_unit = donor.loc[truth.index].to_numpy(dtype="str")
    return Subject(
        task=task,
        panel=panel,
        adata=adata,
        targets=tuple(str(name) for name in truth.columns),
        data=Scorable(
            truth=truth.to_numpy(dtype="float64"),
            answer=np.full(truth.shape, np.nan),
            donor=of_unit,
            fold=np.asarray([str(folds.fold_of[name]) for name in of_unit]),
            within=task.within is not None,
            labels_of=task.labels_of,
        ),
        folds=laid_open,
    )


def _sides(task: Task, adata: ad.AnnData, fold: Fold, seen: Mapping[str, ad.AnnData], truth: pd.DataFrame) -> Sides:
    both = sides(task, adata, fold, seen, np.random.default_rng(fold.number))

    def placed(cohort: Cohort, key: pd.DataFrame) -> Side:
        rows = truth.index.get_indexer(pd.Index(key.loc[cohort.asked, "unit_id"]))
        return Side(cohort=cohort, row=rows.astype(np.intp))

    return Sides(number=fold.number, train=placed(both.train, both.train_key), test=placed(both.test, both.test_key))


def taught(subject: Subject, fold: Sides, labels: Floats | None = None) -> Cohort:
    """Return what a fold teaches, with other labels (n_units, n_targets) where some are given."""
    cohort = fold.train.cohort
    if labels is None or cohort.labels is None:
        return cohort
    return replace(
        cohort, labels=pd.DataFrame(labels[fold.train.row], index=cohort.asked, columns=list(subject.targets))
    )


def answered(subject: Subject, make: Make, *, labels: Floats | None = None, seed: int = 0) -> Floats:
    """Return the answer of a model fitted anew on each fold, (n_units, n_targets), NaN where nothing was asked.

    Parameters
    ----------
    labels
        What is taught in place of the truth, shape (n_units, n_targets).
    """
    answer = np.full(subject.data.truth.shape, np.nan)
    for fold in subject.folds:
        model = make()
        model.fit(taught(subject, fold, labels), subject.task, seed=seed)
        answer[fold.test.row] = predicted(subject, model, fold.test.cohort)
    return answer


def predicted(subject: Subject, model: Model, cohort: Cohort) -> Floats:
    """Return a model's answer for a cohort in the order of ``cohort.asked``, (n_asked, n_targets)."""
    table = model.predict(cohort, subject.task).answers[subject.task.answers[0].reads]
    return aligned(table, cohort.asked, list(subject.targets)).to_numpy(dtype=np.float64)


def with_references(subject: Subject, change: Callable[[ad.AnnData], ad.AnnData]) -> Subject:
    """Return the subject with every reference changed."""

    def changed(side: Side) -> Side:
        references = {role: change(one) for role, one in side.cohort.references.items()}
        return replace(side, cohort=replace(side.cohort, references=references))

    folds = tuple(replace(fold, train=changed(fold.train), test=changed(fold.test)) for fold in subject.folds)
    return replace(subject, folds=folds)


def with_cells(subject: Subject, change: Callable[[ad.AnnData], ad.AnnData]) -> Subject:
    """Return the subject with the cells of every side changed; ids must stay."""

    def changed(side: Side) -> Side:
        return replace(side, cohort=replace(side.cohort, units=change(side.cohort.units)))

    folds = tuple(replace(fold, train=changed(fold.train), test=changed(fold.test)) for fold in subject.folds)
    return replace(subject, folds=folds)

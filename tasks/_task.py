"""A clinical question, the data sets it is asked of, and how an answer is scored."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import anndata as ad
import pandas as pd

from clinicell.errors import TaskError
from clinicell.files import sha256
from clinicell.metrics._metric import Metric
from clinicell.tasks._folds import SPLITS, Folds
from clinicell.tasks._prediction import PROBABILITY

Truth = Callable[[ad.AnnData], pd.DataFrame]
TableTruth = Callable[[ad.AnnData], Mapping[str, pd.DataFrame]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One data set under a task: a table of its own on the board, never pooled with another.

    Parameters
    ----------
    dataset
        Card id; also the panel's id.
    suite
        ``"demo"`` simulates, ``"core"`` is real or published data.
    resample
        What ``obs["donor_id"]`` is here: the unit of interval, test and rank.
    folds
        The stem of a table in ``splits/``, or ``"alone"`` (each donor by itself), or ``"together"`` (all at once,
        learning from the references only).
    references
        Card id by role.
    is_scored
        False where nobody knows the truth: the panel reports, and never ranks.
    transductive
        What was fitted on test units as well, in words; empty where nothing was.
    note
        What a reader must know before believing a number of this panel.
    ceiling
        The value that a perfect model would reach here, where noise in the truth keeps it from the metric's best; None
        where that is not known to be less.
    """

    dataset: str
    suite: Literal["demo", "core"]
    resample: Literal["donor", "patient", "instance", "line"]
    folds: str
    references: Mapping[str, str] = field(default_factory=dict)
    is_scored: bool = True
    transductive: str = ""
    note: str = ""
    ceiling: float | None = None

    @property
    def folds_mark(self) -> str:
        """The name of the folds, with the hash of their table where there is one."""
        table = SPLITS / f"{self.folds}.csv"
        return f"{self.folds} {sha256(table)}" if table.exists() else self.folds

    def folds_over(self, donors: list[str]) -> Folds:
        """Return the panel's folds, checked against the `donors` of its data set."""
        named = {"alone": Folds.alone, "together": Folds.together}
        folds = named[self.folds](donors) if self.folds in named else Folds.read(self.folds)
        folds.check(donors)
        return folds


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One table that a prediction may hold, and what it is compared with.

    `truth` takes the whole standard data set and returns units x targets, NaN where nobody knows or where the answer
    does not look. `reads` names the table of the prediction that is compared: a second look at ``"main"``, such as
    pre-treatment lesions only, costs a model nothing.

    The answer ``"probability"`` has no metrics: what a model says is the probability of a truth of 1 is looked at as
    a whole (see `clinicell.leaderboard.calibration_board`); its `title` names the event.
    """

    name: str
    truth: Truth
    metrics: tuple[Metric, ...]
    title: str = ""
    reads: str = "main"
    required: bool = True
    panels: tuple[str, ...] = ()  # empty: every panel


def probability_of(event: str, truth: Truth) -> Answer:
    """Return the answer in which a model may say how likely an event is: 1 in `truth` where it took place."""
    return Answer(name=PROBABILITY, title=event, truth=truth, metrics=(), reads=PROBABILITY, required=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableAnswer:
    """An optional answer that is one whole table per donor, such as a genotype matrix or a clone tree; it never ranks.

    A prediction holds it under `name`, with the rows and columns of the truth: the ids of the cells asked for where the
    rows are cells, names of features as ``var`` has them otherwise. `truth` takes the whole standard data set and
    returns a table for each donor. The metrics compare two tables of one shape; the value is the mean over donors. It
    can be asked on panels only that test each donor alone, and costs a model nothing where it is left out.
    """

    name: str
    truth: TableTruth
    metrics: tuple[Metric, ...]
    panels: tuple[str, ...]  # where the truth is known
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A question. The file's name is the task's id; a change of truth, split, inputs or metrics raises `version`.

    Parameters
    ----------
    unit
        What a prediction has a row for: a cell, or a sample (a bag of cells).
    inputs
        The only slots that a model sees, of those that the data set has: ``"X"``, ``"layers/genotype"``,
        ``"obsm/X_pca"``, ``"obs/batch_id"``. A list of what is allowed, so that a forgotten column leaks nothing.
    setting
        ``"transductive"``: fit gets no cell of the panel, only references; predict gets all cells at once.
    within
        ``"donor_id"`` where codes have no meaning across donors: the value is the mean over donors.
    labels_of
        Whether a label belongs to the cell or to the patient; it decides the form of the interval.
    answers
        The first one ranks, by the first of its metrics.
    tables
        What a model may answer beside them, a whole table per donor.
    """

    id: str
    version: int
    title: str
    question: str
    unit: Literal["cell", "sample"]
    inputs: tuple[str, ...]
    setting: Literal["inductive", "transductive"]
    labels_of: Literal["cell", "patient"]
    panels: tuple[Panel, ...]
    answers: tuple[Answer, ...]
    within: Literal["donor_id"] | None = None
    tables: tuple[TableAnswer, ...] = ()

    @property
    def primary(self) -> Metric:
        """The metric that ranks."""
        return self.answers[0].metrics[0]

    @property
    def probability(self) -> Answer | None:
        """The answer in which a model may say how likely its event is; None where the task asks for none."""
        return next((answer for answer in self.answers if answer.name == PROBABILITY), None)

    def panel(self, dataset: str) -> Panel:
        """Return the panel over `dataset`.

        Raises
        ------
        TaskError
            The task has no such panel.
        """
        for panel in self.panels:
            if panel.dataset == dataset:
                return panel
        raise TaskError(
            f"task {self.id!r} has no panel {dataset!r}; it has {', '.join(panel.dataset for panel in self.panels)}"
        )

    def answers_on(self, panel: Panel) -> tuple[Answer, ...]:
        """Return the answers that are asked on `panel`."""
        return tuple(answer for answer in self.answers if not answer.panels or panel.dataset in answer.panels)

    def tables_on(self, panel: Panel) -> tuple[TableAnswer, ...]:
        """Return the tables that may be answered on `panel`."""
        return tuple(answer for answer in self.tables if panel.dataset in answer.panels)

    @property
    def asked(self) -> tuple[Answer | TableAnswer, ...]:
        """All answers and tables."""
        return (*self.answers, *self.tables)

    def asked_on(self, panel: Panel) -> tuple[Answer | TableAnswer, ...]:
        """Return the answers and the tables of `panel`, in the order in which a board shows them."""
        return (*self.answers_on(panel), *self.tables_on(panel))

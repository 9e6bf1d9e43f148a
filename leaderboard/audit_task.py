"""The validity battery of a task: whether what its board shows can be what it claims to show.

A cheap model of the task is put through it: what is tried is the task with its folds, data and metric, and no model's
worth. Checks that fit a model hundreds of times do so on fewer cells and features (see `thin`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import anndata as ad

from clinicell.baselines._model import FoundModel, find_model, model_ids
from clinicell.datasets.store import Store, load
from clinicell.errors import InputError
from clinicell.leaderboard.audits.check import Check, not_possible
from clinicell.leaderboard.audits.confounders import confounders
from clinicell.leaderboard.audits.fitted import donors_apart, seen_by_a_model, train_side
from clinicell.leaderboard.audits.genes import random_genes, scrambled_genes
from clinicell.leaderboard.audits.invariance import alone, ids, order, others_are_garbage
from clinicell.leaderboard.audits.nulls import null_test, random_labels
from clinicell.leaderboard.audits.spike import spike
from clinicell.leaderboard.audits.subject import Make, Subject, answered, subject
from clinicell.leaderboard.audits.thin import thinned
from clinicell.leaderboard.plan import known_seconds
from clinicell.tasks._task import Panel, Task

References = Mapping[str, ad.AnnData]
ALL_FEATURES = 10**9


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How much is drawn, and from how many cells of a donor (of a sample, where samples are asked for).

    `alone` is how many donors are kept where each is asked alone: a draw answers for all of them.
    """

    permutations: int = 200
    lots: int = 15
    scrambled: int = 10
    sets: int = 10
    cells: int = 24
    cells_of_sample: int = 4
    features: int = 40
    alone: int = 6


FAST = Effort()
THOROUGH = Effort(lots=50, scrambled=20, sets=10, cells=150, cells_of_sample=50, features=150, alone=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelAudit:
    """What the battery says of one panel, and of which model it was asked."""

    task: str
    task_version: int
    suite: str
    panel: str
    model: str
    checks: tuple[Check, ...]

    @property
    def is_passed(self) -> bool:
        """Whether no check failed."""
        return all(check.outcome != "failed" for check in self.checks)


def audit_task(
    task: Task, panel: Panel, *, model: str | None = None, effort: Effort | None = None, store: Store | None = None
) -> PanelAudit:
    """Return the audit of one panel of a task.

    Parameters
    ----------
    model
        Id of the model to be put through it; the cheapest of the task, where none is named.
    effort
        `FAST` for simulated panels and `THOROUGH` for real ones, where none is given.

    Raises
    ------
    FetchError
        A data set cannot be had here.
    """
    references = {role: load(name, store) for role, name in panel.references.items()}
    found = find_model(model or cheapest(task, panel))
    given = effort or (FAST if panel.suite == "demo" else THOROUGH)
    return audit_panel(task, panel, load(panel.dataset, store), references, found, given)


def cheapest(task: Task, panel: Panel) -> str:
    """Return the id of the shipped model, no control, that answers a panel fastest, by the measured seconds."""
    seconds = known_seconds()
    for name in sorted(model_ids(), key=lambda name: (seconds.get((task.id, panel.dataset, name), float("inf")), name)):
        model = find_model(name)  # one after another: a slow model's libraries take seconds to load
        if model.card.answers(task) and not model.card.is_control:
            return name
    raise InputError(f"no model but controls answers task {task.id!r}; nothing can be put through the battery")


def audit_panel(
    task: Task, panel: Panel, adata: ad.AnnData, references: References, model: FoundModel, effort: Effort
) -> PanelAudit:
    """Return every check of one panel, made with one model."""
    whole = subject(task, panel, adata, references)
    checks = [
        donors_apart(whole),
        *_each("training side made without test donors", lambda: [train_side(whole, references)]),
        *_each("what a model sees", lambda: seen_by_a_model(whole)),
        *_each("nothing learned from test cells", lambda: [others_are_garbage(whole, model.make)]),
        *_each("cohort invariance", lambda: [alone(whole, model.make)]),
        *_each("order of rows", lambda: [order(whole, model.make)]),
        *_each("ids", lambda: [ids(whole, model.make)]),
    ]
    if panel.is_scored:
        checks += _of_values(whole, references, model.make, effort)
    else:
        checks.append(not_possible("null test", "no null test possible: nobody knows the truth of this panel"))
    return PanelAudit(
        task=task.id,
        task_version=task.version,
        suite=panel.suite,
        panel=panel.dataset,
        model=model.id,
        checks=tuple(checks),
    )


def _of_values(whole: Subject, references: References, make: Make, effort: Effort) -> list[Check]:
    """Return the checks that compare values."""
    task, panel = whole.task, whole.panel
    n_cells = effort.cells if task.unit == "cell" else effort.cells_of_sample

    def made(n_features: int) -> Subject:
        fewer = thinned(task, whole.adata, n_cells=n_cells, n_features=n_features, n_alone=effort.alone)
        return subject(task, panel, fewer, references)

    small, wide = made(effort.features), made(ALL_FEATURES)
    return [
        *_each("null test", lambda: [null_test(small, make, n_draws=effort.permutations)]),
        *_each("random labels", lambda: [random_labels(small, make, n_draws=effort.lots)]),
        *_each("scrambled genes", lambda: [scrambled_genes(small, make, n_draws=effort.scrambled)]),
        *_each("random gene sets", lambda: [random_genes(wide, make, n_draws=effort.sets)]),
        *_each(
            "confounders",
            lambda: confounders(whole, references, whole.value(answered(whole, make)), n_draws=effort.permutations),
        ),
        *_each("healthy donor in another", lambda: [spike(whole, make)]),
    ]


def _each(name: str, made: Callable[[], Sequence[Check]]) -> Sequence[Check]:
    """Return checks, or that they are not possible where the model refuses what it is given, with its reason."""
    try:
        return made()
    except InputError as fault:
        return [not_possible(name, f"the model refuses: {fault}")]

"""What must not change an answer: the other patients in the cohort, the order of rows, the names of cells."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd

from clinicell.baselines._model import Model
from clinicell.leaderboard.audits.check import Check, judged, not_possible
from clinicell.leaderboard.audits.garbage import garbage
from clinicell.leaderboard.audits.subject import Make, Rows, Sides, Subject, predicted, taught
from clinicell.metrics._metric import Floats
from clinicell.metrics.clustering import adjusted_rand_index
from clinicell.tasks._cohort import Cohort

N_FOLDS = 3  # tried; one model each
RELATIVE, ABSOLUTE = 1e-6, 1e-9
Change = Callable[[Cohort], tuple[Cohort, Rows]]  # another form of a cohort, and where its units stood before


def alone(subject: Subject, make: Make) -> Check:
    """Return whether a patient predicted alone gets the answer that it gets in the cohort."""
    name, expected = "cohort invariance", f"answers alone and in the cohort equal, to {RELATIVE:g} of the value"
    if subject.task.setting == "transductive":
        return not_possible(name, "the task is transductive: a model gets all cells asked for at once",
                            expected=expected)  # fmt: skip
    apart, n = 0.0, 0
    for fold in subject.folds[:N_FOLDS]:
        model = _fitted(subject, fold, make)
        together = predicted(subject, model, fold.test.cohort)
        donor = subject.data.donor[fold.test.row]
        for one in np.unique(donor):
            own = np.flatnonzero(donor == one)
            apart = max(apart, _apart(predicted(subject, model, of_units(fold.test.cohort, own)), together[own]))
            n += 1
    return judged(name, apart <= 1, expected=expected, measured={"largest_change": apart * RELATIVE, "patients": n},
                  reason=f"{n} patients, each asked alone of the model that answered for all")  # fmt: skip


def others_are_garbage(subject: Subject, make: Make, *, seed: int = 4) -> Check:
    """Return whether a patient's answer stays, to the last bit, when the other tested patients become garbage."""
    name, expected = "nothing learned from test cells", "answers bit-identical when other test donors are garbage"
    if subject.task.setting == "transductive":
        step = subject.panel.transductive or "a model gets all cells asked for at once, by the task's definition"
        return judged(name, True, expected="or declared transductive", measured={}, reason=f"transductive: {step}")
    rng, n_changed, n = np.random.default_rng(seed), 0, 0
    for fold in subject.folds[:N_FOLDS]:
        model = _fitted(subject, fold, make)
        donor = subject.data.donor[fold.test.row]
        before = predicted(subject, model, fold.test.cohort)
        for one in np.unique(donor)[:2]:
            cells = cells_of(fold.test.cohort, np.flatnonzero(donor != one))
            changed = replace(fold.test.cohort, units=garbage(fold.test.cohort.units, cells, rng))
            after = predicted(subject, _fitted(subject, fold, make), changed)
            own = donor == one
            n_changed += int((after[own] != before[own]).any(axis=1).sum())
            n += int(own.sum())
    return judged(name, n_changed == 0, expected=expected, measured={"changed": n_changed, "units": n},
                  reason="model fitted anew, all other donors of the test side replaced by garbage")  # fmt: skip


def order(subject: Subject, make: Make, *, seed: int = 5) -> Check:
    """Return whether answers stay when the rows of the test side come in another order."""
    rng = np.random.default_rng(seed)

    def changed(cohort: Cohort) -> tuple[Cohort, Rows]:
        units = cohort.units[rng.permutation(cohort.units.n_obs)].copy()
        bags = (
            None if cohort.bags is None else cohort.bags.iloc[rng.permutation(len(cohort.bags))].reset_index(drop=True)
        )
        other = replace(cohort, units=units, bags=bags)
        return other, cohort.asked.get_indexer(other.asked)

    return _same("order of rows", subject, make, changed)


def ids(subject: Subject, make: Make, *, seed: int = 6) -> Check:
    """Return whether answers stay when every cell and sample has another name."""
    rng = np.random.default_rng(seed)

    def changed(cohort: Cohort) -> tuple[Cohort, Rows]:
        new = dict(zip(cohort.units.obs_names, _names(cohort.units.n_obs, rng), strict=True))
        units = cohort.units.copy()
        units.obs_names = pd.Index([new[name] for name in cohort.units.obs_names], dtype="str")
        bags = cohort.bags
        if bags is not None:
            samples = dict(zip(cohort.asked, _names(len(cohort.asked), rng), strict=True))
            bags = pd.DataFrame({"unit_id": bags["unit_id"].map(samples), "cell_id": bags["cell_id"].map(new)})
        other = replace(cohort, units=units, bags=bags)
        return other, np.arange(len(other.asked), dtype=np.intp)

    return _same("ids", subject, make, changed)


def of_units(cohort: Cohort, units: Rows) -> Cohort:
    """Return a cohort of some of the units asked for, by their positions in ``cohort.asked``, with their cells only."""
    cells = cells_of(cohort, units)
    bags = cohort.bags
    if bags is not None:
        bags = bags[bags["unit_id"].isin(cohort.asked[units])].reset_index(drop=True)
    labels = None if cohort.labels is None else cohort.labels.iloc[units]
    return replace(cohort, units=cohort.units[cells].copy(), bags=bags, labels=labels)


def cells_of(cohort: Cohort, units: Rows) -> Rows:
    """Return the positions of the cells of some of the units asked for, in their order in ``cohort.units``."""
    if cohort.bags is None:
        return np.sort(units)
    names = cohort.bags["cell_id"][cohort.bags["unit_id"].isin(cohort.asked[units])]
    return np.sort(cohort.units.obs_names.get_indexer(pd.Index(names)).astype(np.intp))


def _same(name: str, subject: Subject, make: Make, changed: Change) -> Check:
    expected = "the same partition" if subject.data.within else f"the same answers, to {RELATIVE:g} of the value"
    worst = 0.0
    for fold in subject.folds[:N_FOLDS]:
        model = _fitted(subject, fold, make)
        before = predicted(subject, model, fold.test.cohort)
        cohort, place = changed(fold.test.cohort)
        after = predicted(subject, model, cohort)
        if subject.data.within:
            worst = max(worst, 1 - adjusted_rand_index(before[place, 0], after[:, 0]))
        else:
            worst = max(worst, _apart(after, before[place]) * RELATIVE)
    limit = 1e-12 if subject.data.within else RELATIVE
    n = min(N_FOLDS, len(subject.folds))
    return judged(name, worst <= limit, expected=expected, measured={"largest_change": worst},
                  reason=f"the test sides of {n} {'fold' if n == 1 else 'folds'}")  # fmt: skip


def _fitted(subject: Subject, fold: Sides, make: Make) -> Model:
    model = make()
    model.fit(taught(subject, fold), subject.task, seed=0)
    return model


def _apart(first: Floats, second: Floats) -> float:
    """Return the largest difference as a multiple of what is allowed."""
    return float(np.max(np.abs(first - second) / (ABSOLUTE + RELATIVE * np.abs(second)), initial=0.0))


def _names(n: int, rng: np.random.Generator) -> list[str]:
    return [f"x{number:07d}" for number in rng.permutation(n)]

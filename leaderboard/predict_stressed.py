"""The predicting job under stress: a model is fitted once a fold, then answers for the cells as others measure them.

It gets the public side of a panel, and never a test label. What it writes to its folder::

    clean/fold-<k>/<answer>.csv.gz              the prediction without stress
    <stress>-<level>/fold-<k>/<answer>.csv.gz   the same under each stress that has a meaning here
    stressed.json                               the levels, what had no meaning and what failed; written last
"""

from pathlib import Path

from clinicell.baselines._model import FoundModel, Model
from clinicell.files import write_json
from clinicell.leaderboard.code import model_sha256
from clinicell.leaderboard.predict import float_tables, in_one_line, opened
from clinicell.leaderboard.result import versions
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._stress import STRESSES, Sides
from clinicell.tasks._task import Task

CLEAN = "clean"
ABOUT = "stressed.json"


def folder_of(stress: str, level: float) -> str:
    """Return the name of the folder with the predictions under a level of a stress."""
    return f"{stress}-{level:g}"


def predict_stressed(model: str, public: Path, out: Path, *, modality: str, seed: int = 0) -> Path:
    """Answer for each fold's test side without stress and under every level of each, and return `out`.

    Parameters
    ----------
    model
        Id of a shipped model, or a folder that holds ``model.py``.
    modality
        That of the panel's data set, as its card says.
    seed
        Of the model, and of what is drawn for a stress.

    Raises
    ------
    InputError
        The model cannot be found or imported, or `public` is not what it should be.
    """
    found, task, job = opened(model, public, out)
    sides = {fold: public / f"fold-{fold}" for fold in job["folds"]}
    barred: dict[str, str] = {}
    failed: dict[str, str] = {}
    for fold, side in sides.items():
        both = Cohort.read(side / "train"), Cohort.read(side / "test")
        barred |= {stress.id: why for stress in STRESSES if (why := stress.bar(*both, modality))}
        met = _one_fold(found, task, both, out, fold, seed, set(barred))
        failed = met | failed  # the first fold that failed is named
    about = {
        "model": found.id,
        "title": found.card.title,
        "model_sha256": model_sha256(found),
        "blinding": job["blinding"],
        "seed": seed,
        "versions": versions(),
        "barred": barred,
        "failed": failed,
    }
    write_json(out / ABOUT, about)
    return out


def _one_fold(
    found: FoundModel, task: Task, both: Sides, out: Path, fold: int, seed: int, barred: set[str]
) -> dict[str, str]:
    """Answer for one fold under everything that has a meaning; return what failed, and why."""
    failed: dict[str, str] = {}
    try:
        model = _fitted(found, task, both[0], seed)
        _answer(model, task, both[1], out / CLEAN / f"fold-{fold}")
    except Exception as fault:  # whatever a model raises is its failure
        return {CLEAN: in_one_line(fault)}
    for stress in STRESSES:
        for level in stress.levels if stress.id not in barred else ():
            name = folder_of(stress.id, level)
            train, test = stress.change(both, task, level, seed=seed, fold=fold)
            try:
                learner = model if stress.side == "test" else _fitted(found, task, train, seed)
                _answer(learner, task, test, out / name / f"fold-{fold}")
            except Exception as fault:  # as above
                failed[name] = in_one_line(fault)
    return failed


def _fitted(found: FoundModel, task: Task, train: Cohort, seed: int) -> Model:
    model = found.make()
    model.fit(train, task, seed=seed)
    return model


def _answer(model: Model, task: Task, test: Cohort, folder: Path) -> None:
    float_tables(model.predict(test, task)).write(folder)

"""A model's answer for patients without labels: a steward's own cohort, outside the benchmark.

What `apply_trained` and `apply_here` write::

    predictions.csv      a row per cell or sample: its id, its donor, and one column per target
    report.json          which model and data it rests on, what was filled in, and what the licences forbid; last
"""

from dataclasses import dataclass
from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd
from scipy import sparse

from clinicell.baselines._model import Model, SavedModel, find_model
from clinicell.datasets.schema.levels import Level
from clinicell.datasets.schema.scale import scale_of
from clinicell.datasets.validate import validate_file
from clinicell.errors import InputError, SchemaError
from clinicell.files import sha256, write_bytes, write_json
from clinicell.leaderboard.code import model_sha256
from clinicell.leaderboard.result import versions
from clinicell.leaderboard.trained import WEIGHTS, Trained, read_trained
from clinicell.tasks._apply import asked
from clinicell.tasks._find import find_task
from clinicell.tasks._task import Task

UNCALIBRATED = "scores order cells or samples; they are no probabilities and no diagnosis"
SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How a cohort fits a trained model: the features that it lacks, how many it has beyond, and what bars the way."""

    lacking: tuple[str, ...]
    n_read: int
    n_beyond: int
    barred: tuple[str, ...]


def fit_of(trained: Trained, features: pd.DataFrame, cohort: ad.AnnData) -> Fit:
    """Return how `cohort` fits, without running anything."""
    barred = []
    modality = str(cohort.uns.get("modality", "unknown"))
    if modality != trained.modality:
        barred.append(f"the model reads modality {trained.modality!r}, the cohort is {modality!r}")
    if cohort.X is None:
        barred.append("the cohort has no X")
    elif (scale := scale_of(cohort, "X")) != trained.scale:
        barred.append(f"the model reads X of {_words(trained.scale)}, the cohort's X is {_words(scale)}")
    lacking = features.index.difference(pd.Index(cohort.var_names), sort=False)
    if len(lacking) == len(features):
        barred.append(
            f"none of the {len(features)} features of the model is in the cohort, e.g. {features.index[0]!r}; "
            "both need the same kind of id"
        )
    return Fit(
        lacking=tuple(lacking),
        n_read=len(features),
        n_beyond=cohort.n_vars - (len(features) - len(lacking)),
        barred=tuple(barred),
    )


def _words(scale: object) -> str:
    kind, formula = getattr(scale, "kind", ""), getattr(scale, "formula", "")
    return f"scale {kind!r}" + (f" = {formula}" if formula else "")


def apply_trained(folder: Path, cohort: Path, out: Path, *, fills_missing: bool = False) -> Path:
    """Answer for the patients of a standard file with a model of `clinicell.leaderboard.trained.train`; return `out`.

    Parameters
    ----------
    fills_missing
        Whether features that the cohort lacks are set to their mean over the training cells; else they bar the way.

    Raises
    ------
    InputError
        The folder or the file cannot be used, `out` is not empty, or cohort and model do not fit: every reason at once.
    """
    trained, features = read_trained(folder)
    task, found = find_task(trained.task), find_model(trained.model)
    adata = _cohort(cohort, out)
    fit = fit_of(trained, features, adata)
    barred = list(fit.barred)
    if fit.lacking and not fills_missing:
        barred.append(
            f"{len(fit.lacking)} of the {fit.n_read} features of the model are not in the cohort, e.g. "
            f"{', '.join(fit.lacking[:SHOWN])}; measure them, or set them to their training mean with --fill-missing"
        )
    if task.version != trained.task_version:
        barred.append(f"trained for version {trained.task_version} of {task.id!r}, here is {task.version}")
    if model_sha256(found) != trained.model_sha256:
        barred.append(f"the code of {trained.model!r} is not the one that was trained; train it again, or install that")
    if barred:
        raise InputError("\n".join(f"{cohort.name}: {reason}" for reason in barred))
    load = getattr(found.make, "load", None)
    if load is None:
        raise InputError(f"model {found.id!r} cannot be loaded: it has no load")
    model: SavedModel = load(folder / WEIGHTS)
    rests_on = {
        "model": trained.model,
        "title": trained.title,
        "weights_sha256": trained.weights_sha256,
        "trained_on": trained.dataset,
        "trained_on_donors": trained.n_donors,
        "licence": trained.licence,
        "limits": list(trained.limits),
        "standard": trained.standard,
        "filled_with_training_mean": list(fit.lacking),
        "features_not_read": fit.n_beyond,
    }
    return _written(_table(model, task, _aligned(adata, features)), task, cohort, out, rests_on)


def apply_here(model: str, task_id: str, cohort: Path, out: Path, *, seed: int = 0) -> Path:
    """Answer for the patients of a standard file with a model that learns from them alone; return `out`.

    Raises
    ------
    InputError
        The task is learnt from others' labels or references: then the model has to be trained first.
    """
    task, found = find_task(task_id), find_model(model)
    if task.setting == "inductive" or any(panel.references for panel in task.panels):
        raise InputError(
            f"task {task.id!r} is learnt from other patients; first `clinicell train {found.id} --task {task.id} "
            "--panel DATASET -o FOLDER`, then `clinicell predict FOLDER COHORT.h5ad`"
        )
    if not found.card.answers(task):
        raise InputError(
            f"model {found.id!r} does not answer task {task.id!r}; it answers {', '.join(found.card.tasks)}"
        )
    adata = _cohort(cohort, out)
    parts = []
    for donor in sorted(adata.obs["donor_id"].astype("str").unique()):  # codes have no meaning across donors
        own = adata[(adata.obs["donor_id"] == donor).to_numpy()].copy()
        learner = found.make()
        learner.fit(asked(task, own[:0].copy(), {})[0], task, seed=seed)
        parts.append(_table(learner, task, own))
    rests_on = {"model": found.id, "title": found.card.title, "seed": seed, "trained_on": "each donor alone"}
    return _written(pd.concat(parts), task, cohort, out, rests_on)


def _cohort(path: Path, out: Path) -> ad.AnnData:
    """Return a standard file in memory, or say what bars it."""
    if out.exists() and any(out.iterdir()):
        raise InputError(f"{out}: exists and is not empty; name a new folder")
    verdict = validate_file(path)
    bars = [found for found in verdict.findings if found.level <= Level.L1]
    if bars:
        first = bars[0]
        raise SchemaError(
            f"{path.name}: {len(bars)} findings keep it below L1 structural, e.g. {first.code} {first.path}: "
            f"{first.message}; `clinicell validate {path.name}` shows all"
        )
    return ad.read_h5ad(path)


def _aligned(adata: ad.AnnData, features: pd.DataFrame) -> ad.AnnData:
    """Return the cohort over the model's features in their order; what it lacks is the training mean."""
    at = adata.var_names.get_indexer(features.index)
    is_there = at >= 0
    if is_there.all():
        return adata[:, at].copy()
    rows = adata.X[:, at[is_there]]
    numbers = np.empty((adata.n_obs, len(features)), dtype=np.float32)
    numbers[:, is_there] = rows.toarray() if isinstance(rows, sparse.csr_matrix) else rows
    numbers[:, ~is_there] = features["mean"].to_numpy()[~is_there]
    var = pd.DataFrame(index=features.index)
    return ad.AnnData(X=numbers, obs=adata.obs, var=var, uns={"scales": adata.uns["scales"]})


def _table(model: Model, task: Task, adata: ad.AnnData) -> pd.DataFrame:
    """Return the main answer by the cohort's own ids, ``donor_id`` first."""
    cohort, key = asked(task, adata, {})
    answer = model.predict(cohort, task).answers["main"]
    table = answer.loc[key.index].set_axis(pd.Index(key["unit_id"], name=f"{task.unit}_id"), axis=0)
    table.insert(0, "donor_id", key["donor_id"].to_numpy())
    order = adata.obs_names if task.unit == "cell" else sorted(table.index)
    return table.loc[list(order)]


def _written(table: pd.DataFrame, task: Task, cohort: Path, out: Path, rests_on: dict[str, object]) -> Path:
    write_bytes(out / "predictions.csv", table.to_csv().encode("utf-8"))
    report = {
        **rests_on,
        "task": task.id,
        "question": task.question,
        "unit": task.unit,
        "n_units": len(table),
        "n_donors": int(table["donor_id"].nunique()),
        "cohort_sha256": sha256(cohort),
        "caution": UNCALIBRATED,
        "versions": versions(),
    }
    write_json(out / "report.json", report)
    return out

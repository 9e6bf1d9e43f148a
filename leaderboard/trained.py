"""A model that was trained once, in a folder, so that it answers where no training data is.

What `train` writes::

    weights.safetensors      what the model learnt
    features.csv.gz          the features that it reads, in order, with their mean in training
    trained.json             model, task, the standard and the data that it rests on; written last
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd

from clinicell.baselines._model import FoundModel, SavedModel, find_model
from clinicell.datasets.card import find_card
from clinicell.datasets.schema.scale import Scale, scale_of
from clinicell.datasets.store import Store
from clinicell.errors import InputError
from clinicell.files import sha256, write_json
from clinicell.leaderboard.code import model_sha256
from clinicell.leaderboard.evaluate import sources
from clinicell.leaderboard.licences import limits
from clinicell.leaderboard.result import versions
from clinicell.tasks._apply import whole
from clinicell.tasks._find import find_task
from clinicell.tasks._tables import read_table, write_table
from clinicell.tasks._task import Task

WEIGHTS, FEATURES, ABOUT = "weights.safetensors", "features.csv.gz", "trained.json"
FITTED = ("zscore", "embedding")  # numbers that mean something beside the units they were fitted on, and nowhere else


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """What a folder of `train` says of itself.

    Parameters
    ----------
    scale
        Of the numbers in ``X`` that the model learnt from; a cohort that it answers for has the same.
    limits
        What the licences of the training data do not allow, such as ``"no commercial use"``.
    """

    model: str
    title: str
    model_sha256: str
    weights_sha256: str
    task: str
    task_version: int
    standard: str
    modality: str
    scale: Scale
    dataset: str
    dataset_sha256: str
    licence: str
    limits: tuple[str, ...]
    n_cells: int
    n_donors: int
    seed: int
    versions: Mapping[str, str]


def train(model: str, task_id: str, dataset: str, out: Path, *, seed: int = 0, store: Store | None = None) -> Path:
    """Train `model` on every labelled donor of one of the task's panels, write it to `out`, and return `out`.

    Nobody is held out: how well such a model does is what the board says of it, never this.

    Raises
    ------
    InputError
        The model cannot be saved or does not answer the task; the task has nothing to learn beforehand; the numbers of
        the panel were fitted on its own cells, so that a new cohort has no place among them; `out` is not empty.
    """
    task, found = find_task(task_id), find_model(model)
    panel = task.panel(dataset)
    _refuse(found, task, bool(panel.references), out)
    source, references = sources(panel, store)
    scale = _transferable(source.adata, dataset)
    cohort = whole(task, source.adata, {role: each.adata for role, each in references.items()})
    learner = found.make()
    if task.setting == "inductive":
        learner.fit(cohort, task, seed=seed)
    else:  # which features the cells have is known only when they come: such a model learns when it is asked
        learner.fit(replace(cohort, units=cohort.units[:0].copy(), labels=None), task, seed=seed)
        learner.predict(replace(cohort, labels=None), task)
    if not isinstance(learner, SavedModel):
        raise InputError(f"model {found.id!r} cannot be saved: it has no save and load")
    weights = learner.save(out / WEIGHTS)
    write_table(out / FEATURES, _features(cohort.units))
    about = Trained(
        model=model if found.file.name == "model.py" else found.id,
        title=found.card.title,
        model_sha256=model_sha256(found),
        weights_sha256=sha256(weights),
        task=task.id,
        task_version=task.version,
        standard=str(source.adata.uns["schema_version"]),
        modality=str(source.adata.uns["modality"]),
        scale=scale,
        dataset=panel.dataset,
        dataset_sha256=source.sha256,
        licence="; ".join(find_card(name).licence for name in (panel.dataset, *panel.references.values())),
        limits=limits(panel),
        n_cells=source.adata.n_obs,
        n_donors=source.adata.obs["donor_id"].nunique(),
        seed=seed,
        versions=versions(),
    )
    write_json(out / ABOUT, asdict(about))
    return out


def _refuse(found: FoundModel, task: Task, has_references: bool, out: Path) -> None:
    if not found.card.answers(task):
        raise InputError(
            f"model {found.id!r} does not answer task {task.id!r}; it answers {', '.join(found.card.tasks)}"
        )
    if task.setting == "transductive" and not has_references:
        raise InputError(
            f"task {task.id!r} has nothing to learn beforehand: its models learn from the cohort that they are asked "
            f"about; call `clinicell predict {found.id} COHORT.h5ad --task {task.id} -o FOLDER` at once"
        )
    if not (hasattr(found.make, "load") and hasattr(found.make, "save")):
        raise InputError(f"model {found.id!r} cannot be saved: it has no save and load")
    if out.exists() and any(out.iterdir()):
        raise InputError(f"{out}: exists and is not empty; name a new folder")


def _transferable(adata: ad.AnnData, dataset: str) -> Scale:
    kind = "embedding" if adata.X is None else scale_of(adata, "X").kind
    if kind in FITTED:
        raise InputError(
            f"{dataset}: its numbers are of scale {kind!r}, fitted on its own cells: a new cohort has no place among "
            "them; train on a panel whose X holds counts or another scale that any laboratory can compute"
        )
    return scale_of(adata, "X")


def _features(units: ad.AnnData) -> pd.DataFrame:
    means = np.asarray(units.X.mean(axis=0), dtype="float64").ravel()
    return pd.DataFrame({"mean": means}, index=units.var_names.rename("feature_id"))


def read_trained(folder: Path) -> tuple[Trained, pd.DataFrame]:
    """Return what a folder of `train` says of itself, and its features (``mean``, by id, in order).

    Raises
    ------
    InputError
        The folder is not complete, or its weights are not those that were written.
    """
    try:
        record = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        about = Trained(**{**record, "scale": Scale(**record["scale"]), "limits": tuple(record["limits"])})
        seen = sha256(folder / WEIGHTS)
    except (OSError, ValueError, TypeError, KeyError) as fault:
        raise InputError(f"{folder}: no trained model ({fault}); `clinicell train` makes one") from fault
    if seen != about.weights_sha256:
        raise InputError(
            f"{folder / WEIGHTS}: sha256 is {seen[:12]}…, trained.json names {about.weights_sha256[:12]}…; "
            "the weights are not those that were trained: get the folder anew"
        )
    return about, read_table(folder / FEATURES)

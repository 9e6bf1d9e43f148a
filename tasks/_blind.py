"""The job that blinds: from a standard data set to what a model may see, and what is sealed.

It re-keys every id, shuffles every row, and passes only the slots in the task's `inputs`. That keeps labels out of a
model's way; who holds the data set can redo the shuffling, so a sealed evaluation of strangers needs more.

What it writes::

    <folder>/public/job.json                     task and folds; all that the predicting job gets
    <folder>/public/fold-<k>/train/, test/       cohorts; labels on the train side only
    <folder>/sealed/panel.json                   hashes of what the panel was made from
    <folder>/sealed/units.csv.gz                 blinded id and fold -> unit, donor
    <folder>/sealed/<answer>.csv.gz              the truth of each answer
    <folder>/sealed/<answer>/fold-<k>.csv.gz     the truth of a whole table: rows bear the blinded ids
"""

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd

from clinicell.errors import TaskError
from clinicell.files import canonical_json, sha256, sha256_text, write_json
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._folds import Fold, Folds
from clinicell.tasks._standard import cells, column
from clinicell.tasks._tables import write_table
from clinicell.tasks._task import Panel, TableAnswer, Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A standard data set in memory, with the hash of the file that it came from."""

    adata: ad.AnnData
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """What a fold teaches and asks; each key gives the unit_id and donor_id of a blinded id."""

    train: Cohort
    test: Cohort
    train_key: pd.DataFrame
    test_key: pd.DataFrame


def blind(
    task: Task,
    panel: Panel,
    dataset: Source,
    references: Mapping[str, Source],
    folder: Path,
    *,
    folds: Folds | None = None,
) -> Path:
    """Write the public and the sealed side of a panel to `folder`, whole or not at all, and return `folder`.

    Donors of the panel are taken out of its references: no test line teaches. `folds` replaces the panel's own, to ask
    what it does not: from one site to another, or from fewer patients.

    Raises
    ------
    TaskError
        The folds do not fit the donors, or a reference holds nobody else.
    """
    donors = sorted(column(dataset.adata, "donor_id").unique().tolist())
    folds = folds or panel.folds_over(donors)
    folds.check(donors)
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}.", suffix=".part"))
    try:
        _write(task, panel, dataset, references, folds, part)
        part.chmod(0o755)
        part.rename(folder)
    except BaseException as fault:
        shutil.rmtree(part)
        if (
            not isinstance(fault, OSError) or not (folder / "sealed" / "panel.json").exists()
        ):  # else another run was first, and made the same
            raise
    return folder


def _write(
    task: Task, panel: Panel, dataset: Source, references: Mapping[str, Source], folds: Folds, part: Path
) -> None:
    """Write both sides of every fold."""
    donors = sorted(folds.fold_of)
    visible = {
        role: reference(source.adata, donors, _rng(task, source.sha256, -1)) for role, source in references.items()
    }
    keys = []
    for fold in folds:
        rng = _rng(task, dataset.sha256, fold.number)
        both = sides(task, dataset.adata, fold, visible, rng)
        both.train.write(part / "public" / f"fold-{fold.number}" / "train")
        both.test.write(part / "public" / f"fold-{fold.number}" / "test")
        keys.append(both.test_key.assign(fold=str(fold.number)))
    _seal(task, panel, dataset, references, folds, pd.concat(keys), part)


def _rng(task: Task, dataset_sha256: str, fold: int) -> np.random.Generator:
    return np.random.default_rng(int(sha256_text(f"{task.id} {task.version} {dataset_sha256} {fold}")[:16], 16))


def sides(
    task: Task, adata: ad.AnnData, fold: Fold, references: Mapping[str, ad.AnnData], rng: np.random.Generator
) -> Sides:
    """Return both sides of a fold; only the train side has labels, and both keys stay with whoever asks.

    Parameters
    ----------
    references
        What a model may see beside the cells, by role: see `reference`.
    rng
        Decides the order of rows and the new names.
    """
    donor = column(adata, "donor_id")
    test_rows = rng.permutation(np.flatnonzero(donor.isin(fold.test)))
    train_rows = rng.permutation(np.flatnonzero(donor.isin(fold.train)))
    renamed = renamed_categories(task, adata, np.concatenate([test_rows, train_rows]), rng)
    test_cells, test_bags, test_key = side(task, adata, test_rows, f"test{fold.number}", renamed, rng)
    train_cells, train_bags, train_key = side(task, adata, train_rows, f"train{fold.number}", renamed, rng)
    truth = task.answers[0].truth(adata).loc[train_key["unit_id"]]
    labels = truth.set_axis(train_key.index, axis=0)
    return Sides(
        train=Cohort(units=train_cells, labels=labels, bags=train_bags, references=references),
        test=Cohort(units=test_cells, bags=test_bags, references=references),
        train_key=train_key,
        test_key=test_key,
    )


def side(
    task: Task,
    adata: ad.AnnData,
    rows: np.ndarray,
    prefix: str,
    renamed: Mapping[str, "pd.Series[str]"],
    rng: np.random.Generator,
) -> tuple[ad.AnnData, pd.DataFrame | None, pd.DataFrame]:
    """Return cells with the task's slots only, their bags, and the key: id under `prefix` -> unit_id, donor_id.

    Parameters
    ----------
    rows
        Positions of the cells in `adata`, in the order in which they are to stand.
    renamed
        Columns of obs that a model may see, as `renamed_categories` returns them.
    """
    names = [f"{prefix}-cell{number:06d}" for number in range(len(rows))]
    seen = _visible(task, adata, rows, names, renamed)
    donor = column(adata, "donor_id").iloc[rows].to_numpy()
    if task.unit == "cell":
        key = pd.DataFrame({"unit_id": adata.obs_names[rows], "donor_id": donor}, index=pd.Index(names, name="blinded"))
        return seen, None, key
    samples = column(adata, "sample_id").iloc[rows]
    order = rng.permutation(samples.unique())
    blinded = {sample: f"{prefix}-sample{number:04d}" for number, sample in enumerate(order)}
    bags = pd.DataFrame({"unit_id": samples.map(blinded).to_numpy(), "cell_id": names})
    bags = bags.sort_values(["unit_id", "cell_id"], ignore_index=True)
    donor_of = dict(zip(samples, donor, strict=True))
    key = pd.DataFrame(
        {"unit_id": order, "donor_id": [donor_of[sample] for sample in order]},
        index=pd.Index([blinded[sample] for sample in order], name="blinded"),
    )
    return seen, bags, key


def renamed_categories(
    task: Task, adata: ad.AnnData, rows: np.ndarray, rng: np.random.Generator
) -> dict[str, "pd.Series[str]"]:
    """Return the visible obs columns of the fold; those that hold ids (``batch_id``) under new names."""
    columns = {}
    for slot in task.inputs:
        place, _, name = slot.partition("/")
        if place != "obs" or name not in cells(adata):
            continue
        values = column(adata, name)
        if name.endswith("_id") and not name.endswith("_term_id"):
            known = rng.permutation(sorted(values.iloc[rows].dropna().unique()))
            values = values.map(
                {value: f"{name.removesuffix('_id')}{number:03d}" for number, value in enumerate(known)}
            )
        columns[name] = values
    return columns


def _visible(
    task: Task, adata: ad.AnnData, rows: np.ndarray, names: list[str], obs: Mapping[str, "pd.Series[str]"]
) -> ad.AnnData:
    """Return the rows with new names and nothing but the slots in `inputs`."""
    table = pd.DataFrame({name: values.to_numpy()[rows] for name, values in obs.items()}, index=pd.Index(names))
    seen = ad.AnnData(
        X=adata.X[rows] if "X" in task.inputs and adata.X is not None else None,
        obs=table.astype("category"),
        var=pd.DataFrame(index=adata.var_names.copy()),
    )
    slots = {"X"} if seen.X is not None else set()
    for slot in task.inputs:
        place, _, name = slot.partition("/")
        if place == "layers" and name in adata.layers:
            seen.layers[name] = adata.layers[name][rows]
            slots.add(slot)
        if place == "obsm" and name in adata.obsm:
            seen.obsm[name] = adata.obsm[name][rows]
            slots.add(slot)
    seen.uns["scales"] = _scales(adata, slots)
    return _assayed(seen)


def _assayed(seen: ad.AnnData) -> ad.AnnData:
    """Drop the sites that were assayed in none of these cells: they belong to other tumours."""
    if "genotype" not in seen.layers or not seen.n_obs:
        return seen
    return seen[:, (seen.layers["genotype"] != -1).any(axis=0)].copy()


def _scales(adata: ad.AnnData, slots: set[str]) -> pd.DataFrame:
    table: pd.DataFrame = adata.uns["scales"]
    return table[table["slot"].isin(slots)].reset_index(drop=True)


def reference(adata: ad.AnnData, tested: list[str], rng: np.random.Generator) -> ad.AnnData:
    """Return a reference with its matrices and responses, without donors to be tested and without names, shuffled."""
    adata = adata[rng.permutation(np.flatnonzero(~column(adata, "donor_id").isin(tested)))]
    if not adata.n_obs:
        raise TaskError("a reference holds only donors that are to be tested; nobody is left to learn from")
    seen = ad.AnnData(
        X=adata.X,
        obs=pd.DataFrame(index=pd.Index([f"r{number:05d}" for number in range(adata.n_obs)])),
        var=pd.DataFrame(index=adata.var_names.copy()),
    )
    for name, matrix in adata.obsm.items():
        seen.obsm[name] = matrix.set_axis(seen.obs_names, axis=0) if isinstance(matrix, pd.DataFrame) else matrix
    seen.uns["scales"] = _scales(adata, {"X", *(f"obsm/{name}" for name in adata.obsm)})
    return seen


def _seal(
    task: Task,
    panel: Panel,
    dataset: Source,
    references: Mapping[str, Source],
    folds: Folds,
    keys: pd.DataFrame,
    part: Path,
) -> None:
    write_table(part / "sealed" / "units.csv.gz", keys)
    for answer in task.answers_on(panel):
        write_table(part / "sealed" / f"{answer.name}.csv.gz", answer.truth(dataset.adata).rename_axis("unit_id"))
    for table_answer in task.tables_on(panel):
        _seal_tables(table_answer, table_answer.truth(dataset.adata), keys, part / "sealed")
    about = {
        "suite": panel.suite,
        "task": task.id,
        "task_version": task.version,
        "panel": panel.dataset,
        "dataset_sha256": dataset.sha256,
        "reference_sha256": {role: source.sha256 for role, source in references.items()},
        "folds_sha256": folds.sha256,
    }
    public = {path.relative_to(part).as_posix(): sha256(path) for path in sorted((part / "public").rglob("*.*"))}
    blinding = sha256_text(canonical_json(public))
    write_json(part / "sealed" / "panel.json", {**about, "blinding": blinding})
    job = {"task": task.id, "task_version": task.version, "folds": [fold.number for fold in folds]}
    write_json(part / "public" / "job.json", {**job, "blinding": blinding})


def _seal_tables(answer: TableAnswer, tables: Mapping[str, pd.DataFrame], keys: pd.DataFrame, sealed: Path) -> None:
    """Write each donor's table in the form in which it is asked for: rows that are cells bear their blinded ids."""
    for fold, own in keys.groupby("fold"):
        donors = own["donor_id"].unique()
        if len(donors) != 1:
            raise TaskError(
                f"answer {answer.name!r} is one table per donor, and fold {fold} tests {len(donors)} donors; "
                "ask it on panels with the folds 'alone'"
            )
        table = tables[donors[0]]
        blinded = dict(zip(own["unit_id"], own.index, strict=True))
        rows = [blinded.get(name, name) for name in table.index]
        write_table(sealed / answer.name / f"fold-{fold}.csv.gz", table.set_axis(rows, axis=0).rename_axis("row"))

"""A raw folder and a recipe become a standard file: all faults said at once, every change counted and written down."""

import hashlib
import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clinicell.datasets.privacy.pseudonym import Kind, pseudonyms, read_key
from clinicell.datasets.readers.faults import Unreadable
from clinicell.datasets.recipes import gathered
from clinicell.datasets.recipes.columns import columns_of
from clinicell.datasets.recipes.recipe import FILE, Recipe
from clinicell.datasets.recipes.rules import Refused
from clinicell.datasets.recipes.steps import Log
from clinicell.datasets.recipes.streams import features_of, matrix_of, scale_of, stream
from clinicell.datasets.recipes.written import Stream, write
from clinicell.datasets.schema.scale import scales_table
from clinicell.datasets.standard import CORE, SCHEMA_VERSION
from clinicell.files import canonical_json, sha256, sha256_text, write_json

KINDS_OF_ID: Mapping[str, Kind] = {
    "donor_id": "donor",
    "sample_id": "sample",
    "library_id": "library",
    "institution_id": "institution",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What was written, and what was changed on the way."""

    path: Path
    log_path: Path
    steps: list[dict[str, object]]
    is_pseudonymized: bool
    left_out: tuple[str, ...] = ()  # raw columns of the units that no column of the standard takes


@dataclass(frozen=True, slots=True)
class _Frame:
    """The tables of the standard file, and the matrices that are still to be streamed."""

    adata: ad.AnnData
    streams: tuple[Stream, ...]
    left_out: tuple[str, ...]


def standardize(raw: Path, recipe: Recipe, out: Path, *, key_file: Path | None = None) -> Done:
    """Write `out` and its log beside it (``out.h5ad.log.json``), or nothing.

    Parameters
    ----------
    raw
        The raw folder, or the one raw file.
    key_file
        The key that donors, samples, libraries and institutions are pseudonymized with; units are then numbered within
        their sample, in the order of the raw files. Without it all stay as they are, and the log says so.

    Raises
    ------
    Refused
        A question of the recipe is open, a file cannot be read, a value has no mapping, a key of a join is lost: all of
        it is named at once, and nothing is written.
    """
    log = Log()
    for place in recipe.open_questions():
        log.refuse("L0-RECIPE-01", f"{place}: is still '?'; answer it")
    with _in_memory(raw):
        frame = _frame(raw, recipe, log, key_file) if not log.faults else None
    if log.faults or frame is None:
        raise Refused(log.faults, where=recipe.where)
    inputs = _inputs(raw, recipe)
    steps = log.as_json()
    frame.adata.uns["provenance"] = {
        "tool": f"clinicell {version('clinicell')}",
        "recipe_sha256": sha256_text(canonical_json(recipe.as_said())),
        "inputs_sha256": sha256_text(canonical_json([part["sha256"] for part in inputs])),
        "steps_sha256": sha256_text(canonical_json(steps)),
        "n_steps": len(steps),
        **_declared(recipe, key_file),
    }
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=FutureWarning)  # anndata's, of its own next release
        write(out, frame.adata, frame.streams)
    record = {
        "tool": f"clinicell {version('clinicell')}",
        "standard": SCHEMA_VERSION,
        "output": {"name": out.name, "sha256": sha256(out)},
        "inputs": inputs,
        "ids": "pseudonymized with a key" if key_file else "as in the raw files: no key was given",
        "steps": steps,
    }
    log_path = write_json(out.with_name(f"{out.name}.log.json"), record)
    return Done(
        path=out,
        log_path=log_path,
        steps=steps,
        is_pseudonymized=key_file is not None,
        left_out=frame.left_out,
    )


def _declared(recipe: Recipe, key_file: Path | None) -> Mapping[str, int | str]:
    """Return how much the recipe declares harmless, and a hash of it; nothing where it declares nothing."""
    said = recipe.privacy.declared()
    return said.record(read_key(key_file) if key_file else None) if said else {}


@contextmanager
def _in_memory(raw: Path) -> Iterator[None]:
    try:
        yield
    except MemoryError:
        raise Unreadable("L0-READ-09", raw.name) from None


def _inputs(raw: Path, recipe: Recipe) -> list[dict[str, object]]:
    """Return name, size and SHA-256 of every raw file; a name may tell a patient, so only its hash is kept."""
    paths = [path for file in recipe.files for path in gathered.paths_of(raw, file.path)]
    lists = [(file, file.answers[what]) for file in recipe.files for what in ("cells", "sites") if what in file.answers]
    paths += [gathered.paths_of(raw, file.path)[0].parent / Path(name).name for file, name in lists]
    files = [part for path in paths for part in (sorted(path.rglob("*")) if path.is_dir() else [path])]
    return [
        {"name_sha256": hashlib.sha256(path.name.encode()).hexdigest(), "bytes": path.stat().st_size,
         "sha256": sha256(path)}
        for path in files if path.is_file()
    ]  # fmt: skip


def _frame(raw: Path, recipe: Recipe, log: Log, key_file: Path | None) -> _Frame | None:
    read = {file.name: gathered.gather(raw, file, log) for file in recipe.files}
    files = {name: found for name, found in read.items() if found is not None}
    if len(files) < len(read):
        return None
    _same_build(recipe, files, log)
    table = gathered.joined(recipe, files, log)
    keep = _kept(table, recipe, log)
    obs = _obs(table[keep].reset_index(drop=True), recipe, log, key_file)
    matrices = [(wanted, matrix_of(files, wanted, recipe, log)) for wanted in recipe.matrices]
    var, features = features_of(files, recipe, log)
    streams = tuple(stream(wanted, matrix, keep, features, log) for wanted, matrix in matrices if matrix is not None)
    if log.faults or obs is None or var is None:
        return None
    adata = ad.AnnData(obs=obs, var=var)
    adata.uns.update(
        {
            "schema_version": SCHEMA_VERSION,
            **{name: getattr(recipe.about, name) for name in ("dataset_id", "modality", "title", "license")},
            "scales": scales_table({wanted.slot: scale_of(wanted) for wanted in recipe.matrices}),
            **recipe.uns,
        }
    )
    left_out = _left_out(table, recipe)
    log.add("left out", "columns of the raw files", len(left_out))  # their names may name a patient
    return _Frame(adata, streams, left_out)


def _left_out(table: pd.DataFrame, recipe: Recipe) -> tuple[str, ...]:
    """Return the raw columns of the units that the recipe uses nowhere: not as column, id, key or reason to drop."""
    used = {column.column for column in recipe.columns.values()} | {*recipe.units.id, *recipe.units.drop}
    used |= {name for join in recipe.units.joins for name in (join.on, join.to)} | set(gathered.OWN)
    patterns = [matrix.columns for matrix in recipe.matrices if matrix.columns]
    return tuple(
        name
        for name in map(str, table.columns)
        if name not in used and not any(re.fullmatch(pattern, name) for pattern in patterns)
    )


def _same_build(recipe: Recipe, files: Mapping[str, gathered.Gathered], log: Log) -> None:
    """Refuse a recipe whose genome is another one than a file's header names."""
    said = str(recipe.uns.get("genome_build", ""))
    for name, found in files.items():
        told = found.header.get("build", "")
        if told and said and told != said:
            log.refuse(
                "L0-RECIPE-21",
                f"uns.genome_build: {said!r}, and the header of {name!r} names {told!r}; one of them is wrong",
            )


def _kept(table: pd.DataFrame, recipe: Recipe, log: Log) -> NDArray[np.bool_]:
    keep = np.ones(len(table), dtype=bool)
    for name, values in recipe.units.drop.items():
        if name not in table:
            log.refuse("L0-RECIPE-08", f"units.drop.{name}: there is no such column")
            continue
        bad = keep & table[name].astype("str").isin(values).to_numpy()
        log.add("dropped", f"rows where {name}", int(bad.sum()), rows=np.flatnonzero(bad).tolist())
        keep &= ~bad
    if recipe.units.drop_duplicates:
        bad = keep & _ids(table, recipe).duplicated().to_numpy()
        log.add("dropped", "rows whose id stands before", int(bad.sum()), rows=np.flatnonzero(bad).tolist())
        keep &= ~bad
    return keep


def _ids(table: pd.DataFrame, recipe: Recipe) -> "pd.Series[str]":
    parts = [table[name].astype("str") for name in recipe.units.id if name in table]
    ids = parts[0]
    for part in parts[1:]:
        ids = ids + "-" + part
    return ids


def _obs(table: pd.DataFrame, recipe: Recipe, log: Log, key_file: Path | None) -> pd.DataFrame | None:
    lost = [name for name in recipe.units.id if name not in table]
    if lost:
        log.refuse("L0-RECIPE-08", f"units.id: there is no column {lost[0]!r}")
        return None
    missing = [name for name in CORE if name not in recipe.columns]
    if missing:
        log.refuse(
            "L0-RECIPE-09",
            f"columns: {len(missing)} of {len(CORE)} columns of the clinical core are missing: {', '.join(missing)}; "
            "write constant = 'unknown' where nobody knows",
        )
    ids = _ids(table, recipe)
    if ids.duplicated().any():
        log.refuse(
            "L0-RECIPE-16",
            f"units.id: {int(ids.duplicated().sum()):,} of {len(ids):,} ids stand before; add {FILE!r} to units.id, or "
            "set units.drop_duplicates",
        )
    made = columns_of(table, recipe.columns, log)
    if log.faults:
        return None
    named = _pseudonymized(made, recipe, log, key_file)
    order = [*(name for name in CORE if name in named), *(name for name in named if name not in CORE)]
    obs = pd.DataFrame({name: named[name].to_numpy() if named[name].dtype == object else named[name].array
                        for name in order})  # fmt: skip
    obs.index = pd.Index((ids if key_file is None else _numbered(named, log)).to_numpy(), dtype="str")
    for name in obs.columns:
        if obs[name].dtype == object:
            is_flag = pd.api.types.infer_dtype(obs[name], skipna=False) in ("boolean", "empty")
            obs[name] = obs[name].astype("bool" if is_flag else "category")
    return obs


def _numbered(named: Mapping[str, pd.Series], log: Log) -> "pd.Series[str]":
    """Return ids of units from their samples' pseudonyms: raw ids hold names of files, and these of patients."""
    samples = named["sample_id"].astype("str")
    log.add("pseudonymized", "ids of units", len(samples), to="the sample's pseudonym and a running number")
    return samples + "-" + (samples.groupby(samples).cumcount() + 1).astype("str")


def _pseudonymized(
    made: Mapping[str, pd.Series], recipe: Recipe, log: Log, key_file: Path | None
) -> dict[str, pd.Series]:
    named = dict(made)
    if key_file is None:
        return named
    key = read_key(key_file)
    cohort = "".join(filter(str.isalnum, recipe.about.dataset_id))[:16]
    for target, kind in KINDS_OF_ID.items():
        if target in named:
            words = named[target].astype("str")
            table = pseudonyms(words, key=key, cohort=cohort if cohort[0].isalpha() else f"C{cohort[:15]}",
                                      kind=kind)  # fmt: skip
            log.add("pseudonymized", target, int((words.map(table) != words).sum()), n_distinct=len(table))
            named[target] = words.map(table).astype("object")
    return named

"""A raw folder and a recipe become a standard file: all faults said at once, every change counted and written down."""

import hashlib
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from clinicell import __version__
from clinicell.datasets import _gathered
from clinicell.datasets._columns import columns_of
from clinicell.datasets._gathered import Gathered
from clinicell.datasets._steps import Log
from clinicell.datasets._written import ROWS, Stream, write
from clinicell.datasets.readers.raw import Block, InMemory, Matrix
from clinicell.datasets.recipe import ARCSINH, FILE, INDEX, Recipe
from clinicell.datasets.recipe import Matrix as Wanted
from clinicell.datasets.schema.scale import Scale, scales_table
from clinicell.datasets.standard import CORE, SCHEMA_VERSION
from clinicell.errors import InputError, MissingExtra
from clinicell.files import canonical_json, sha256, sha256_text, write_json

PSEUDONYMS = "clinicell.datasets.privacy.pseudonym"
KINDS_OF_ID = {"donor_id": "donor", "sample_id": "sample", "library_id": "library", "institution_id": "institution"}
SPARSE_SCALES = ("counts", "tpm", "log1p_cp10k", "log2_tpm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What was written, and what was changed on the way."""

    path: Path
    log_path: Path
    steps: list[dict[str, object]]
    is_pseudonymized: bool


@dataclass(frozen=True, slots=True)
class _Frame:
    """The tables of the standard file, and the matrices that are still to be streamed."""

    adata: ad.AnnData
    streams: tuple[Stream, ...]


def standardize(raw: Path, recipe: Recipe, out: Path, *, key_file: Path | None = None) -> Done:
    """Write `out` and its log beside it (``out.h5ad.log.json``), or nothing.

    Parameters
    ----------
    raw
        The raw folder, or the one raw file.
    key_file
        The key that donors, samples, libraries and institutions are pseudonymized with. Without it they stay as they
        are, and the log says so.

    Raises
    ------
    InputError
        A question of the recipe is open, a file cannot be read, a value has no mapping, a key of a join is lost: all of
        it is named at once, and nothing is written.
    """
    log = Log()
    for place in recipe.open_questions():
        log.refuse(f"{place}: is still '?'; answer it")
    frame = _frame(raw, recipe, log, key_file) if not log.faults else None
    if log.faults or frame is None:
        raise InputError(
            f"{len(log.faults)} things stand against it; nothing was written\n"
            + "\n".join(f"  {fault}" for fault in log.faults)
        )
    inputs = _inputs(raw, recipe)
    steps = log.as_json()
    frame.adata.uns["provenance"] = {
        "tool": f"clinicell {__version__}",
        "recipe_sha256": sha256_text(canonical_json(recipe.model_dump(by_alias=True))),
        "inputs_sha256": sha256_text(canonical_json([part["sha256"] for part in inputs])),
        "steps_sha256": sha256_text(canonical_json(steps)),
        "n_steps": len(steps),
    }
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=FutureWarning)  # anndata's, of its own next release
        write(out, frame.adata, frame.streams)
    record = {
        "tool": f"clinicell {__version__}",
        "standard": SCHEMA_VERSION,
        "output": {"name": out.name, "sha256": sha256(out)},
        "inputs": inputs,
        "ids": "pseudonymized with a key" if key_file else "as in the raw files: no key was given",
        "steps": steps,
    }
    log_path = write_json(out.with_name(f"{out.name}.log.json"), record)
    return Done(path=out, log_path=log_path, steps=steps, is_pseudonymized=key_file is not None)


def _inputs(raw: Path, recipe: Recipe) -> list[dict[str, object]]:
    """Return name, size and SHA-256 of every raw file; a name may tell a patient, so only its hash is kept."""
    paths = [path for file in recipe.files for path in _gathered.paths_of(raw, file.path)]
    files = [part for path in paths for part in (sorted(path.rglob("*")) if path.is_dir() else [path])]
    return [
        {"name_sha256": hashlib.sha256(path.name.encode()).hexdigest(), "bytes": path.stat().st_size,
         "sha256": sha256(path)}
        for path in files if path.is_file()
    ]  # fmt: skip


def _frame(raw: Path, recipe: Recipe, log: Log, key_file: Path | None) -> _Frame | None:
    read = {file.name: _gathered.gather(raw, file, log) for file in recipe.files}
    files = {name: found for name, found in read.items() if found is not None}
    if len(files) < len(read):
        return None
    table = _gathered.joined(recipe, files, log)
    keep = _kept(table, recipe, log)
    obs = _obs(table[keep].reset_index(drop=True), recipe, log, key_file)
    matrices = [(wanted, _matrix(files, wanted, recipe, log)) for wanted in recipe.matrices]
    var, features = _var(files, recipe, log)
    streams = tuple(_stream(wanted, matrix, keep, features, log) for wanted, matrix in matrices if matrix is not None)
    if log.faults or obs is None or var is None:
        return None
    adata = ad.AnnData(obs=obs, var=var)
    adata.uns.update(
        {
            "schema_version": SCHEMA_VERSION,
            **{name: getattr(recipe.about, name) for name in ("dataset_id", "modality", "title", "license")},
            "scales": scales_table({wanted.slot: _scale(wanted) for wanted in recipe.matrices}),
            **recipe.uns,
        }
    )
    return _Frame(adata, streams)


def _kept(table: pd.DataFrame, recipe: Recipe, log: Log) -> NDArray[np.bool_]:
    keep = np.ones(len(table), dtype=bool)
    for name, values in recipe.units.drop.items():
        if name not in table:
            log.refuse(f"units.drop.{name}: there is no such column")
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
        log.refuse(f"units.id: there is no column {lost[0]!r}")
        return None
    missing = [name for name in CORE if name not in recipe.columns]
    if missing:
        log.refuse(
            f"columns: {len(missing)} of {len(CORE)} columns of the clinical core are missing: {', '.join(missing)}; "
            "write constant = 'unknown' where nobody knows"
        )
    ids = _ids(table, recipe)
    if ids.duplicated().any():
        log.refuse(
            f"units.id: {int(ids.duplicated().sum()):,} of {len(ids):,} ids stand before; add {FILE!r} to units.id, or "
            "set units.drop_duplicates"
        )
    made = columns_of(table, recipe.columns, log)
    if log.faults:
        return None
    named = _pseudonymized(made, recipe, log, key_file)
    order = [*(name for name in CORE if name in named), *(name for name in named if name not in CORE)]
    obs = pd.DataFrame({name: named[name].to_numpy() if named[name].dtype == object else named[name].array
                        for name in order})  # fmt: skip
    obs.index = pd.Index(ids.to_numpy(), dtype="str")
    for name in obs.columns:
        if obs[name].dtype == object:
            is_flag = obs[name].map(lambda value: isinstance(value, bool)).all()
            obs[name] = obs[name].astype("bool" if is_flag else "category")
    return obs


def _pseudonymized(
    made: Mapping[str, pd.Series], recipe: Recipe, log: Log, key_file: Path | None
) -> dict[str, pd.Series]:
    named = dict(made)
    if key_file is None:
        return named
    if find_spec(PSEUDONYMS.rpartition(".")[0]) is None or find_spec(PSEUDONYMS) is None:
        raise MissingExtra("this installation has no pseudonyms; leave --key-file out, and keep the file inside")
    module = import_module(PSEUDONYMS)
    key = module.read_key(key_file)
    cohort = "".join(filter(str.isalnum, recipe.about.dataset_id))[:16]
    for target, kind in KINDS_OF_ID.items():
        if target in named:
            words = named[target].astype("str")
            table = module.pseudonyms(words, key=key, cohort=cohort if cohort[0].isalpha() else f"C{cohort[:15]}",
                                      kind=kind)  # fmt: skip
            log.add("pseudonymized", target, int((words.map(table) != words).sum()), n_distinct=len(table))
            named[target] = words.map(table).astype("object")
    return named


def _matrix(files: Mapping[str, Gathered], wanted: Wanted, recipe: Recipe, log: Log) -> Matrix | None:
    held, units = files[wanted.file], files[recipe.units.file]
    place = f"matrices[{wanted.slot}]"
    if wanted.columns:
        return _columns_as_matrix(held, wanted, log, place)
    if wanted.matrix not in held.matrices:
        log.refuse(
            f"{place}: {wanted.file!r} has no matrix {wanted.matrix!r}; it has {', '.join(held.matrices) or 'none'}"
        )
        return None
    matrix = held.matrices[wanted.matrix]
    if matrix.shape[0] != len(units.table):
        log.refuse(f"{place}: {matrix.shape[0]:,} rows and {len(units.table):,} units; each unit has one row")
        return None
    return matrix


def _columns_as_matrix(held: Gathered, wanted: Wanted, log: Log, place: str) -> Matrix | None:
    table = held.table.filter(regex=rf"^(?:{wanted.columns})$")
    numbers = table.apply(pd.to_numeric, errors="coerce")
    n_bad = int(numbers.isna().to_numpy().sum())
    if table.empty or n_bad:
        what = f"{n_bad:,} values are no numbers" if n_bad else "no column matches"
        log.refuse(f"{place}.columns: {what} of {wanted.columns!r} in {held.name!r}")
        return None
    return InMemory(numbers.to_numpy(dtype=np.float32))


def _var(
    files: Mapping[str, Gathered], recipe: Recipe, log: Log
) -> tuple[pd.DataFrame | None, NDArray[np.intp] | None]:
    """Return the features' table, and which columns of the matrices are kept (None: all)."""
    source = next((files[wanted.file] for wanted in recipe.matrices if not wanted.slot.startswith("obsm/")), None)
    if source is None:
        return pd.DataFrame(index=pd.Index([], dtype="str")), None
    raw = source.var.copy()
    raw.insert(0, INDEX, raw.index.astype("str"))
    raw = raw.reset_index(drop=True)
    if recipe.features.id not in raw:
        log.refuse(f"features.id: there is no column {recipe.features.id!r}; there are {', '.join(map(repr, raw))}")
        return None, None
    ids = raw[recipe.features.id].astype("str")
    twice = ids.duplicated()
    keep = None
    if twice.any() and recipe.features.drop_duplicates:
        keep = np.flatnonzero(~twice.to_numpy())
        log.add("dropped", "features whose id stands before", int(twice.sum()), columns=np.flatnonzero(twice).tolist())
        raw, ids = raw.iloc[keep].reset_index(drop=True), ids.iloc[keep]
    elif twice.any():
        log.refuse(
            f"features.id: {int(twice.sum()):,} of {len(ids):,} ids stand before, e.g. {ids[twice].iloc[0]!r}; set "
            "features.drop_duplicates to keep the first of each"
        )
    columns = columns_of(raw, recipe.features.columns, log, "features.columns")
    var = pd.DataFrame({name: column.to_numpy() for name, column in columns.items()})
    var.index = pd.Index(ids.to_numpy(), dtype="str")
    return var, keep


def _scale(wanted: Wanted) -> Scale:
    formula = wanted.formula or wanted.transform
    return Scale(kind=wanted.scale, formula=formula, fitted_on=wanted.fitted_on)  # type: ignore[arg-type]  # checked


def _stream(
    wanted: Wanted, matrix: Matrix, keep: NDArray[np.bool_], features: NDArray[np.intp] | None, log: Log
) -> Stream:
    is_genotype = wanted.scale == "genotype"
    if wanted.transform:
        log.add("transformed", wanted.slot, int(keep.sum()), formula=wanted.transform)
    n_columns = matrix.shape[1] if features is None or wanted.columns else len(features)
    return Stream(
        slot=wanted.slot,
        shape=(int(keep.sum()), n_columns),
        dtype="int8" if is_genotype else "float32",
        is_sparse=wanted.scale in SPARSE_SCALES and not wanted.columns,
        blocks=partial(_blocks, matrix, keep, None if wanted.columns else features, wanted.transform, is_genotype),
    )


def _blocks(
    matrix: Matrix, keep: NDArray[np.bool_], features: NDArray[np.intp] | None, transform: str, is_genotype: bool
) -> Iterator[Block]:
    for block in _gathered.picked(matrix, keep, ROWS):
        chosen = block if features is None else block[:, features]
        if is_genotype:
            table = chosen.toarray() if sparse.issparse(chosen) else np.asarray(chosen)
            yield np.where(np.isnan(table), -1, table).astype(np.int8)
        else:
            yield transformed(chosen, transform)


def transformed(block: Block, formula: str) -> Block:
    """Return a block as the formula makes it: ``arcsinh(raw / <cofactor>)``, ``log10(raw)``, or as it is.

    Raises
    ------
    InputError
        A number has no logarithm.
    """
    if not formula:
        return block
    numbers = (block.toarray() if sparse.issparse(block) else np.asarray(block)).astype(np.float64)
    if stated := ARCSINH.fullmatch(formula):
        return np.asarray(np.arcsinh(numbers.astype(np.float32) / np.float32(stated[1])))
    n_bad = int((numbers <= 0).sum())
    if n_bad:
        raise InputError(f"log10(raw): {n_bad:,} of {numbers.size:,} numbers of a block are not above 0")
    return np.asarray(np.log10(numbers))

"""The raw files of a recipe, read and put together: units from one file, facts about them joined from others."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse

from clinicell.datasets.readers import child
from clinicell.datasets.readers.raw import Block, Matrix, Raw
from clinicell.datasets.recipes.recipe import FILE, FILE_NAME, INDEX, File, Join, Recipe
from clinicell.datasets.recipes.rules import code_of
from clinicell.datasets.recipes.steps import Log
from clinicell.errors import ClinicellError, InputError

OWN = (INDEX, FILE, FILE_NAME)
READERS = "clinicell.datasets.readers"
SAID_ELSEWHERE = ("scale", "build")  # what a reader asks and the recipe says of the whole: per matrix, and in uns


@dataclass(frozen=True, slots=True)
class Below:
    """Several matrices of the same width below each other."""

    parts: tuple[Matrix, ...]

    @property
    def shape(self) -> tuple[int, int]:
        """Units and features."""
        return sum(part.shape[0] for part in self.parts), self.parts[0].shape[1]

    def blocks(self, n_rows: int) -> Iterator[Block]:
        """Yield the rows in order, at most `n_rows` at a time; no block spans two parts."""
        for part in self.parts:
            yield from part.blocks(n_rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What one entry of a recipe's files holds: rows of all its files, each with its id and its file's names."""

    name: str
    paths: tuple[Path, ...]
    table: pd.DataFrame
    n_rows: tuple[int, ...]
    var: pd.DataFrame
    matrices: Mapping[str, Matrix]
    header: Mapping[str, str]


def natural(name: str) -> list[object]:
    """Return a key that sorts ``sample10`` after ``sample9``."""
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", name)]


def paths_of(folder: Path, pattern: str | Sequence[str]) -> tuple[Path, ...]:
    """Return the files of a pattern, or of several, below a folder in natural order; a raw file stands for itself.

    Raises
    ------
    InputError
        There is none of one of them, or one leads out of the folder.
    """
    patterns = [pattern] if isinstance(pattern, str) else pattern
    if folder.is_file() or "." in patterns:
        return (folder,)
    named = {one: list(folder.glob(one)) for one in patterns}
    if lost := [one for one, paths in named.items() if not paths]:
        raise InputError(f"there is no {lost[0]!r} in {folder.name}")
    found = sorted(set(chain(*named.values())), key=lambda path: natural(path.relative_to(folder).as_posix()))
    out = [path.name for path in found if not path.resolve().is_relative_to(folder.resolve())]
    if out:
        raise InputError(f"{out[0]!r} is a link that leads out of {folder.name}")
    return tuple(found)


def read_with(reader: str, path: Path, answers: Mapping[str, str]) -> Raw:
    """Return what a reader finds; its name is that of its module.

    Raises
    ------
    InputError
        There is no such reader, or it cannot read the file.
    """
    if not reader.isidentifier() or reader.startswith("_") or find_spec(f"{READERS}.{reader}") is None:
        raise InputError(f"{reader!r} is no reader; readers are the modules in datasets/readers/")
    module = import_module(f"{READERS}.{reader}")
    if not hasattr(module, "read"):
        raise InputError(f"{reader!r} is no reader; it has no read()")
    child.note(path)
    raw: Raw = module.read(path, answers)
    return raw


def gather(folder: Path, file: File, log: Log) -> Gathered | None:
    """Return the rows of all files of an entry, or None when a fault was noted."""
    try:
        paths = paths_of(folder, file.path)
        raws = [read_with(file.reader, path, file.answers) for path in paths]
    except ClinicellError as fault:
        log.refuse(code_of(fault), f"files[{file.name}]: {fault}")
        return None
    open_ = {(question.about, question.why): (path, question) for path, raw in zip(paths, raws, strict=True)
             for question in raw.questions if question.about not in SAID_ELSEWHERE}  # fmt: skip
    for path, question in open_.values():
        choices = f" ({', '.join(question.choices[:8])})" if question.choices else ""
        told = f"; {question.evidence}" if question.evidence else ""
        log.refuse(
            "L0-RECIPE-06", f"files[{file.name}].answers.{question.about}: {path.name}: {question.why}{told}{choices}"
        )
    if open_:
        return None
    return _stacked(file, paths, raws, log)


def _stacked(file: File, paths: Sequence[Path], raws: Sequence[Raw], log: Log) -> Gathered | None:
    first = raws[0]
    others = sum(list(raw.var.index) != list(first.var.index) for raw in raws)
    if others:
        log.refuse(
            "L0-RECIPE-07", f"files[{file.name}]: {others} of {len(raws)} files name other features than the first"
        )
        return None
    tables = [_rows(raw, path) for raw, path in zip(raws, paths, strict=True)]
    uneven = sum(list(table) != list(tables[0]) for table in tables)
    if uneven:
        log.refuse(
            "L0-RECIPE-07", f"files[{file.name}]: {uneven} of {len(raws)} files have other columns than the first"
        )
        return None
    matrices = {name: Below(tuple(raw.matrices[name] for raw in raws)) for name in first.matrices}
    if file.answers.get("orientation") == "features x units":
        log.add("transposed", f"files[{file.name}]", sum(len(table) for table in tables))
    return Gathered(
        name=file.name,
        paths=tuple(paths),
        table=pd.concat(tables, ignore_index=True),
        n_rows=tuple(len(table) for table in tables),
        var=first.var,
        matrices=matrices,
        header={key: value for raw in raws for key, value in raw.header.items()},
    )


def _rows(raw: Raw, path: Path) -> pd.DataFrame:
    """Return one row per unit: its id, its file, and what the file says of it."""
    table = raw.tables["table"] if not raw.matrices and "table" in raw.tables else raw.obs
    # A file without a table of units (regions, states) gives the rows of its only table.
    if not raw.matrices and table.empty and len(raw.tables) == 1:
        table = next(iter(raw.tables.values()))
    stem = path.name.split(".")[0]
    told = pd.DataFrame({INDEX: table.index.astype("str"), FILE: stem, FILE_NAME: path.name})
    clash = [name for name in table.columns if name in OWN]
    named = table.rename(columns={name: f"{name}_column" for name in clash})
    return pd.concat([told, named.reset_index(drop=True)], axis=1)


def joined(recipe: Recipe, files: Mapping[str, Gathered], log: Log) -> pd.DataFrame:
    """Return the units with all that is joined to them; a key that is lost is a fault."""
    units = files[recipe.units.file]
    table = units.table.copy()
    for join in recipe.units.joins:
        other = files[join.file]
        found = _by_position(units, other, log) if join.on == "position" else _by_key(table, other, join, log)
        if found is None:
            log.unavailable.update(map(str, other.table.columns))
            continue
        log.add("joined", f"units <- {join.file}", len(table), on=join.on, to=join.to)
        for name in found.columns:
            told = name if name not in table.columns else f"{join.file}.{name}"
            table[told] = found[name].to_numpy()
    return table


def _by_position(units: Gathered, other: Gathered, log: Log) -> pd.DataFrame | None:
    if units.n_rows != other.n_rows:
        apart = sum(a != b for a, b in zip(units.n_rows, other.n_rows, strict=False))
        log.refuse(
            "L0-RECIPE-15",
            f"units.joins[{other.name}]: {len(units.n_rows)} files of {sum(units.n_rows):,} rows and "
            f"{len(other.n_rows)} files of {sum(other.n_rows):,} rows, {apart} pairs differ; a join by position needs "
            "equal numbers",
        )
        return None
    return other.table.drop(columns=list(OWN))


def _by_key(table: pd.DataFrame, other: Gathered, join: Join, log: Log) -> pd.DataFrame | None:
    place = f"units.joins[{join.file}]"
    lost = [f"{join.on!r} in {join.file}"] if join.on not in other.table else []
    if join.to in log.unavailable and join.to not in table:
        return None
    lost += [f"{join.to!r} among the units"] if join.to not in table else []
    if lost:
        log.refuse("L0-RECIPE-08", f"{place}: there is no column {' and no column '.join(lost)}")
        return None
    keys = pd.Index(other.table[join.on].astype("str"))
    if not keys.is_unique:
        log.refuse(
            "L0-RECIPE-14",
            f"{place}: {int(keys.duplicated().sum()):,} of {len(keys):,} keys of {join.on!r} stand twice",
        )
        return None
    at = keys.get_indexer(pd.Index(table[join.to].astype("str")))
    if (at < 0).any():
        log.refuse(
            "L0-RECIPE-13",
            f"{place}: {int((at < 0).sum()):,} of {len(at):,} units find no row by {join.to!r} = {join.on!r}; "
            "look whether both name the same thing",
        )
        return None
    return other.table.drop(columns=list(OWN)).iloc[at]


def picked(matrix: Matrix, keep: "np.ndarray[tuple[int], np.dtype[np.bool_]]", n_rows: int) -> Iterator[Block]:
    """Yield the kept rows of a matrix, in order."""
    first = 0
    for block in matrix.blocks(n_rows):
        here = keep[first : first + block.shape[0]]
        first += block.shape[0]
        if here.all():
            yield block
        elif here.any():
            yield sparse.csr_matrix(block)[here] if sparse.issparse(block) else np.asarray(block)[here]

"""The matrices of a recipe as streams: rows and features chosen, codes and transformations applied block by block."""

import re
from collections.abc import Iterator, Mapping
from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from clinicell.datasets.convert._symbols import by_symbol
from clinicell.datasets.readers.raw import Block, InMemory, Matrix
from clinicell.datasets.recipes import gathered
from clinicell.datasets.recipes.columns import columns_of
from clinicell.datasets.recipes.gathered import Gathered
from clinicell.datasets.recipes.recipe import ARCSINH, INDEX, Recipe
from clinicell.datasets.recipes.recipe import Matrix as Wanted
from clinicell.datasets.recipes.rules import Refused, finding
from clinicell.datasets.recipes.steps import Log
from clinicell.datasets.recipes.written import ROWS, Stream
from clinicell.datasets.schema.scale import Scale

SPARSE_SCALES = ("counts", "tpm", "log1p_cp10k", "log2_tpm")
READS = ("layers/cov", "layers/met")  # of methylation, which the standard stores as small whole numbers


def matrix_of(files: Mapping[str, Gathered], wanted: Wanted, recipe: Recipe, log: Log) -> Matrix | None:
    """Return the matrix that is wanted, units x features, or None when a fault was noted."""
    held, units = files[wanted.file], files[recipe.units.file]
    place = f"matrices[{wanted.slot}]"
    if wanted.columns:
        return _columns_as_matrix(held, wanted, log, place)
    if wanted.matrix not in held.matrices:
        log.refuse(
            "L0-RECIPE-19",
            f"{place}: {wanted.file!r} has no matrix {wanted.matrix!r}; it has {', '.join(held.matrices) or 'none'}",
        )
        return None
    matrix = held.matrices[wanted.matrix]
    if matrix.shape[0] != len(units.table):
        log.refuse(
            "L0-RECIPE-19", f"{place}: {matrix.shape[0]:,} rows and {len(units.table):,} units; each unit has one row"
        )
        return None
    return matrix


def _columns_as_matrix(held: Gathered, wanted: Wanted, log: Log, place: str) -> Matrix | None:
    table = held.table.filter(regex=rf"^(?:{wanted.columns})$")
    numbers = table.apply(pd.to_numeric, errors="coerce")
    n_bad = int(numbers.isna().to_numpy().sum())
    if table.empty or n_bad:
        what = f"{n_bad:,} values are no numbers" if n_bad else "no column matches"
        log.refuse("L0-RECIPE-20", f"{place}.columns: {what} of {wanted.columns!r} in {held.name!r}")
        return None
    return InMemory(numbers.to_numpy(dtype=np.float32))


def features_of(
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
        log.refuse(
            "L0-RECIPE-08",
            f"features.id: there is no column {recipe.features.id!r}; there are {', '.join(map(repr, raw))}",
        )
        return None, None
    ids = _taken(raw[recipe.features.id].astype("str"), recipe.features.pattern, log)
    ids, keep = _resolved(ids, recipe, log)
    if keep is not None:
        raw, ids = raw.iloc[keep].reset_index(drop=True), ids.iloc[keep].reset_index(drop=True)
    twice, way = ids.duplicated(), recipe.features.duplicates
    if twice.any() and way == "keep the first":
        first = np.flatnonzero(~twice.to_numpy())
        log.add("dropped", "features whose id stands before", int(twice.sum()), columns=np.flatnonzero(twice).tolist())
        raw, ids = raw.iloc[first].reset_index(drop=True), ids.iloc[first]
        keep = first if keep is None else keep[first]
    elif twice.any() and way == "number them":
        log.add("numbered", "ids of features", int(twice.sum()), columns=np.flatnonzero(twice).tolist())
        number = ids.groupby(ids).cumcount() + 1
        ids = ids.where(~twice, ids + "." + number.astype("str"))
    elif twice.any():
        log.refuse(
            "L0-RECIPE-17",
            f"features.id: {int(twice.sum()):,} of {len(ids):,} ids stand before, e.g. {ids[twice].iloc[0]!r}; write "
            "features.duplicates = 'number them' or 'keep the first'",
        )
    columns = columns_of(raw, recipe.features.columns, log, "features.columns")
    var = pd.DataFrame({name: column.to_numpy() for name, column in columns.items()})
    var.index = pd.Index(ids.to_numpy(), dtype="str")
    return var, keep


def _taken(ids: "pd.Series[str]", pattern: str, log: Log) -> "pd.Series[str]":
    """Return what the pattern takes of each id."""
    if not pattern:
        return ids
    found = ids.str.extract(re.compile(pattern).pattern, expand=True).iloc[:, 0]
    lost = found.isna()
    if lost.any():
        log.refuse(
            "L0-RECIPE-11",
            f"features.pattern: {int(lost.sum()):,} of {len(ids):,} ids do not fit the pattern {pattern!r}, e.g. "
            f"{ids[lost].iloc[0]!r}",
        )
        return ids
    log.add("taken by pattern", "ids of features", len(ids), pattern=pattern)
    return found


def _resolved(symbols: "pd.Series[str]", recipe: Recipe, log: Log) -> "tuple[pd.Series[str], NDArray[np.intp] | None]":
    """Return the Ensembl id of each gene symbol, and which features are kept (None: all)."""
    if not recipe.features.symbols_of:
        return symbols, None
    named = by_symbol(symbols)
    lost = symbols.iloc[named.left_out]
    if len(lost) and recipe.features.unresolved != "drop":
        log.refuse(
            "L0-RECIPE-18",
            f"features.symbols_of: {len(lost):,} of {len(symbols):,} symbols do not lead to one gene alone, e.g. "
            f"{lost.iloc[0]!r}; write features.unresolved = 'drop' to leave them out",
        )
        return symbols, None
    log.add("symbols resolved", "ids of features", len(named.kept), by=named.uns["genes_named_by"])
    log.add("dropped", "features whose symbol does not lead to one gene", len(lost), symbols=sorted(lost))
    ids = np.full(len(symbols), "", dtype=object)
    ids[named.kept] = named.var.index.to_numpy()
    return pd.Series(ids, index=symbols.index, dtype="str"), named.kept


def scale_of(wanted: Wanted) -> Scale:
    """Return the scale that the recipe declares; a transformation is its formula."""
    formula = wanted.formula or wanted.transform
    return Scale(kind=wanted.scale, formula=formula, fitted_on=wanted.fitted_on)  # type: ignore[arg-type]  # checked


def stream(
    wanted: Wanted, matrix: Matrix, keep: NDArray[np.bool_], features: NDArray[np.intp] | None, log: Log
) -> Stream:
    """Return how a matrix is written: its kept rows and features, block by block, in the type of its scale."""
    is_genotype = wanted.scale == "genotype"
    if wanted.transform:
        log.add("transformed", wanted.slot, int(keep.sum()), formula=wanted.transform)
    n_columns = matrix.shape[1] if features is None or wanted.columns else len(features)
    return Stream(
        slot=wanted.slot,
        shape=(int(keep.sum()), n_columns),
        dtype="int8" if is_genotype else "uint16" if wanted.slot in READS else "float32",
        is_sparse=wanted.scale in SPARSE_SCALES and not wanted.columns,
        blocks=partial(_blocks, matrix, keep, None if wanted.columns else features, wanted.transform, is_genotype),
    )


def _blocks(
    matrix: Matrix, keep: NDArray[np.bool_], features: NDArray[np.intp] | None, transform: str, is_genotype: bool
) -> Iterator[Block]:
    for block in gathered.picked(matrix, keep, ROWS):
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
    Refused
        A number has no logarithm.
    """
    if not formula:
        return block
    numbers = (block.toarray() if sparse.issparse(block) else np.asarray(block)).astype(np.float64)
    if stated := ARCSINH.fullmatch(formula):
        return np.asarray(np.arcsinh(numbers.astype(np.float32) / np.float32(stated[1])))
    n_bad = int((numbers <= 0).sum())
    if n_bad:
        what = f"log10(raw): {n_bad:,} of {numbers.size:,} numbers of a block are not above 0"
        raise Refused([finding("L0-RECIPE-22", "matrices", what)])
    return np.asarray(np.log10(numbers))

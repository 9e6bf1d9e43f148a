"""Columns of ``obs`` as numbers that a network can be trained on, and weights by group."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any  # numpy arrays of several types

import numpy as np
import numpy.typing as npt
import pandas as pd

from clinicell.datasets.schema.words import NOT_KNOWN, Words, words
from clinicell.errors import SchemaError

Weights = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Label:
    """One column: class codes, -1 where nobody knows; or, without `categories`, numbers, NaN where nobody knows."""

    name: str
    values: npt.NDArray[Any]  # (n_cells,)
    categories: tuple[str, ...] | None


def label(name: str, columns: Sequence[pd.Series], categories: Sequence[str] | None = None) -> Label:
    """Return a column of several sources, one after the other, as codes or numbers.

    Text, categories and yes/no become codes into `categories`; those that are not given are the known words of all
    sources, sorted. A word that is not among them, "unknown", "na" and a missing value are -1. Whole and real numbers
    stay numbers.

    Raises
    ------
    SchemaError
        A column is of numbers in one source and of text in another, or categories are given for numbers.
    """
    are_numbers = {_is_number(column) for column in columns}
    if len(are_numbers) > 1 or (are_numbers == {True} and categories is not None):
        raise SchemaError(f"obs[{name!r}] holds numbers here and text there; give it one type in all sources")
    if are_numbers == {True}:
        parts = [column.to_numpy(dtype="float32", na_value=np.nan) for column in columns]
        return Label(name, np.concatenate(parts), None)
    read = [known(column) for column in columns]
    found = {part.words[code] for part in read for code in np.unique(part.codes) if code >= 0}
    names = tuple(sorted(found)) if categories is None else tuple(categories)
    place = {word: code for code, word in enumerate(names)}
    smallest = np.min_scalar_type(-max(len(names), 1))
    parts = [np.array([*(place.get(w, -1) for w in part.words), -1], dtype=smallest)[part.codes] for part in read]
    return Label(name, np.concatenate(parts), names)


def known(column: pd.Series) -> Words:
    """Return a column of text or of yes/no as words, without those that say that nobody knows."""
    if pd.api.types.is_bool_dtype(column.dtype):
        column = column.astype("object").map({True: "True", False: "False"})
    if isinstance(column.dtype, pd.CategoricalDtype) and pd.api.types.is_bool_dtype(column.cat.categories.dtype):
        column = column.cat.rename_categories(lambda value: str(value))
    found = words(column)
    return Words(np.where(found.rows(lambda word: word.lower() not in NOT_KNOWN | {""}), found.codes, -1), found.words)


def _is_number(column: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(column.dtype) and not pd.api.types.is_bool_dtype(column.dtype)


def equal_mass(codes: npt.NDArray[np.integer[Any]]) -> Weights:
    """Return weights that give each group the same sum; a row of no group (-1) weighs 0.

    Examples
    --------
    >>> equal_mass(np.array([0, 1, 1, -1])).tolist()
    [0.5, 0.25, 0.25, 0.0]
    """
    is_known = codes >= 0
    counts = np.bincount(codes[is_known])
    n_groups = int((counts > 0).sum())
    return (
        np.where(is_known, 1.0 / (np.maximum(counts, 1) * max(n_groups, 1))[codes], 0.0)
        if n_groups
        else np.zeros(codes.size)
    )


def cumulated(weights: Weights) -> Weights:
    """Return the cumulated weights, scaled to end at 1."""
    sums = np.cumsum(weights)
    sums /= sums[-1]
    return sums

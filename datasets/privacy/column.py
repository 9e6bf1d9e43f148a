"""A column of anything as distinct texts with their counts: a rule reads each text once, not each row."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from clinicell.datasets.privacy.key import Key
from clinicell.datasets.privacy.text import may_be_number
from clinicell.datasets.privacy.unexplained import may_be_codes


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Distinct texts that stand under one key.

    Parameters
    ----------
    path
        Where they stand; it holds no value, for it is shown.
    counts
        How often each text occurs.
    n_total
        Rows, with those that hold no text.
    """

    path: str
    key: Key = field(default_factory=Key)
    texts: tuple[str, ...] = field(repr=False)
    counts: npt.NDArray[np.int64] = field(repr=False)
    n_total: int
    unit: str = "entries"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseen:
    """Something that could not be looked into: nothing is known of it, and that must be said."""

    path: str
    why: str
    n: int = 1
    unit: str = "files"


def column(path: str, key: Key, texts: Iterable[str], unit: str = "entries") -> Column:
    """Return texts as a column, each of them counted."""
    # A group of HDF5 would count as a mapping; what is counted already stays so.
    counted = texts if isinstance(texts, Counter) else Counter(iter(texts))
    counts = np.fromiter(counted.values(), dtype=np.int64, count=len(counted))
    return Column(path=path, key=key, texts=tuple(counted), counts=counts, n_total=int(counts.sum()), unit=unit)


def column_of(path: str, key: Key, values: "pd.Series | pd.Index", unit: str) -> Column | None:
    """Return a column of a table; None where it holds numbers that no rule asks for."""
    kind = values.dtype
    if isinstance(values, pd.Index) and kind.kind == "O":  # names are distinct as a rule: there is nothing to sort out
        are_texts = isinstance(kind, np.dtype) and pd.api.types.infer_dtype(values, skipna=False) == "string"
        texts = tuple(values) if are_texts else tuple(map(written, values))
        ones = np.ones(len(texts), dtype=np.int64)
        return Column(path=path, key=key, texts=texts, counts=ones, n_total=len(texts), unit=unit)
    categories = kind.categories if isinstance(kind, pd.CategoricalDtype) else None
    of_values = kind if categories is None else categories.dtype
    is_number = pd.api.types.is_numeric_dtype(of_values)
    if pd.api.types.is_bool_dtype(of_values):
        return None
    numbers = values if categories is None else categories
    if is_number and not may_be_number(key) and not may_be_codes(_bare(numbers), key):
        return None
    codes, distinct = _factorized(values) if categories is None else (pd.Series(values).cat.codes, list(categories))
    known = np.asarray(codes)
    counts = np.bincount(known[known >= 0], minlength=len(distinct)).astype(np.int64)
    texts = tuple(map(written, distinct))
    return Column(path=path, key=key, texts=texts, counts=counts, n_total=len(values), unit=unit)


def _bare(values: "pd.Series | pd.Index") -> "npt.NDArray[np.number]":
    is_plain = isinstance(values.dtype, np.dtype) and values.dtype.kind in "iuf"
    return values.to_numpy() if is_plain else pd.Series(values).dropna().to_numpy(dtype=float)


def _factorized(values: "pd.Series | pd.Index") -> "tuple[npt.NDArray[np.intp], list[object]]":
    try:
        codes, distinct = pd.factorize(pd.Series(values))
    except TypeError:  # lists and the like have no hash
        codes, distinct = pd.factorize(pd.Series([written(value) for value in values], dtype=object))
    return np.asarray(codes), list(distinct)


def written(value: object) -> str:
    """Return a value as text: whole numbers without a point, days as ISO dates, bytes decoded; "" if it has no text."""
    if type(value) is str:
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return str(int(value))
    try:
        return str(value)
    except Exception:  # an object of a stranger's making: it is another rule's matter
        return ""

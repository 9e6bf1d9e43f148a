"""A column of anything as distinct texts with their counts: a rule reads each text once, not each row."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from clinicell.datasets.privacy.key import Key
from clinicell.datasets.privacy.text import may_be_number


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


def column(path: str, key: Key, texts: Iterable[str], unit: str = "entries") -> Column:
    """Return texts as a column, each of them counted."""
    given = list(texts)
    codes, distinct = pd.factorize(np.array(given, dtype=object)) if given else (np.zeros(0, dtype=int), [])
    counts = np.bincount(codes, minlength=len(distinct)).astype(np.int64)
    return Column(path=path, key=key, texts=tuple(map(str, distinct)), counts=counts, n_total=len(given), unit=unit)


def column_of(path: str, key: Key, values: "pd.Series | pd.Index", unit: str) -> Column | None:
    """Return a column of a table; None where it holds numbers that no rule asks for."""
    kind = values.dtype
    if isinstance(kind, pd.CategoricalDtype):
        codes = np.asarray(pd.Series(values).cat.codes)
        distinct = list(kind.categories)
    elif pd.api.types.is_bool_dtype(kind) or (pd.api.types.is_numeric_dtype(kind) and not may_be_number(key)):
        return None
    else:
        codes, distinct = _factorized(values)
    counts = np.bincount(codes[codes >= 0], minlength=len(distinct)).astype(np.int64)
    if isinstance(kind, pd.CategoricalDtype) and pd.api.types.is_numeric_dtype(kind.categories.dtype) and not may_be_number(key):
        return None
    return Column(
        path=path, key=key, texts=tuple(map(written, distinct)), counts=counts, n_total=len(values), unit=unit
    )


def _factorized(values: "pd.Series | pd.Index") -> "tuple[npt.NDArray[np.intp], list[object]]":
    try:
        codes, distinct = pd.factorize(values)
    except TypeError:  # lists and the like have no hash
        codes, distinct = pd.factorize(np.array([str(value) for value in values], dtype=object))
    return np.asarray(codes), list(distinct)


def written(value: object) -> str:
    """Return a value as text: whole numbers without a point, days as ISO dates, bytes decoded."""
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return str(int(value))
    return str(value)

"""Columns of text as codes and distinct words: a rule reads each word once, not each row."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from clinicell.datasets.schema.rule import WITHHELD

NOT_KNOWN = frozenset({"unknown", "na", "none", "pooled", "unassigned"})
TOKEN = re.compile(r"[A-Za-z0-9._:-]{1,64}")

Codes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a column and, per row, the position of its word; -1 where the row holds no text."""

    codes: Codes  # (n_rows,)
    words: tuple[str, ...]

    def rows(self, is_so: Callable[[str], bool], otherwise: bool = False) -> Flags:
        """Return per row whether its word `is_so`, and `otherwise` where there is no word."""
        answers = np.array([*(is_so(word) for word in self.words), otherwise], dtype=bool)
        return answers[self.codes]

    def examples(self, rows: Flags) -> list[str]:
        """Return the words that occur in `rows`, the most frequent first."""
        codes = self.codes[rows]
        counts = np.bincount(codes[codes >= 0], minlength=len(self.words))
        order = np.argsort(-counts, kind="stable")
        return [self.words[code] for code in order if counts[code]]

    def known(self) -> "Words":
        """Return the same column without what says that nobody knows."""
        return Words(np.where(self.rows(lambda word: word not in NOT_KNOWN), self.codes, -1), self.words)


def words(column: pd.Series) -> Words:
    """Return a column of any type as words; what is no text has none."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        codes = column.cat.codes.to_numpy(dtype=np.int64)
        values: list[object] = list(column.cat.categories)
    else:
        texts = np.array([value if isinstance(value, str) else None for value in column], dtype=object)
        found, distinct = pd.factorize(texts)
        codes, values = found.astype(np.int64), list(distinct)
    if pd.api.types.infer_dtype(values, skipna=False) == "string":
        return Words(np.asarray(codes, dtype=np.int64), tuple(map(str, values)))
    is_text = np.array([*(isinstance(value, str) for value in values), False], dtype=bool)
    return Words(np.where(is_text[codes], codes, -1), tuple(str(value) for value in values))


def marks(column: pd.Series) -> Codes:
    """Return one code per distinct value of a column of any type; a missing value has a code of its own."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return np.asarray(column.cat.codes, dtype=np.int64) + 1
    if column.dtype == object:
        column = column.map(repr)
    codes, _ = pd.factorize(column)
    return np.asarray(codes, dtype=np.int64) + 1


def with_several(keys: Words, marks_: Codes) -> list[str]:
    """Return the words of `keys` whose rows hold more than one mark (a mark below 0 is left out)."""
    counted = (keys.codes >= 0) & (marks_ >= 0)
    width = int(marks_.max(initial=0)) + 1
    pairs = pd.unique(keys.codes[counted] * width + marks_[counted])  # a hash, where np.unique would sort all rows
    per_key = np.bincount(pairs // width, minlength=len(keys.words))
    return [word for word, count in zip(keys.words, per_key, strict=True) if count > 1]


def n_used(keys: Words) -> int:
    """Return how many distinct words occur."""
    return int(np.count_nonzero(np.bincount(keys.codes[keys.codes >= 0])))


def shown(ids: Iterable[str]) -> list[str]:
    """Return pseudonymous ids as they are, and withhold what is no plain token: it may name a patient."""
    return [word if TOKEN.fullmatch(str(word)) else WITHHELD for word in ids]

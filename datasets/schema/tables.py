"""Columns of pandera's schemas, and what breaks them as findings: a check is named by the code of its rule.

Schemas hold no other checks than those of `text` and `rows`, one for a column, so they are asked here one by one:
pandera's own `validate` gives the same answer, and loads hypothesis and its strategies before the first one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal

import numpy as np
import pandas as pd
import pandera.pandas as pa

from clinicell.datasets.schema.levels import Finding
from clinicell.datasets.schema.rule import WITHHELD, Rule
from clinicell.datasets.schema.vocabulary import Range, Vocabulary
from clinicell.datasets.schema.words import words

Need = Literal["required", "conditional", "optional"]
AreSo = Callable[[pd.Series], pd.Series]  # per row, whether it is as it should be


def text(
    code: str | None,
    is_so: Callable[[str], bool],
    *,
    need: Need = "required",
    description: str = "",
    values: str = "",
) -> pa.Column:
    """Return a column of text whose every word must be so; what is no text is another rule's matter.

    Parameters
    ----------
    code
        The rule that a wrong word breaks; None where a module of its own judges the words.
    is_so
        A `Vocabulary` also documents itself; of any other function, `values` says in words what it lets pass.
    """
    allowed = is_so if isinstance(is_so, Vocabulary) else None
    return _column(
        "text", need, description, values or (allowed.in_words() if allowed else ""), allowed,
        code=code, are_so=_of_words(is_so),
    )  # fmt: skip


def rows(
    code: str,
    are_so: AreSo,
    *,
    allowed: Range,
    need: Need = "optional",
    description: str = "",
    values: str = "",
) -> pa.Column:
    """Return a column of numbers whose every row must be so; `are_so` gets the column whatever its type."""
    return _column(_kind(allowed), need, description, values or allowed.in_words(), allowed, code=code, are_so=are_so)


def flag(*, need: Need = "conditional", description: str) -> pa.Column:
    """Return a yes/no column; L1-OBS-06 sees to its type."""
    return _column("flag", need, description, "`True`, `False`; missing where nobody knows", None)


def number(*, need: Need = "conditional", description: str, allowed: Range) -> pa.Column:
    """Return a column of numbers; L1-OBS-07 sees to its type, and rules of their own to its values."""
    return _column(_kind(allowed), need, description, allowed.in_words(), allowed)


def _kind(allowed: Range) -> str:
    return "whole" if allowed.is_whole else "number"


def _column(
    kind: str,
    need: Need,
    description: str,
    values: str,
    allowed: Vocabulary | Range | None,
    code: str | None = None,
    are_so: AreSo | None = None,
) -> pa.Column:
    check = pa.Check(are_so, name=code, ignore_na=False) if code and are_so else None
    return pa.Column(
        checks=check,
        nullable=True,
        required=need == "required",
        description=description,
        metadata={"kind": kind, "need": need, "values": values, "allowed": allowed, "code": code, "are_so": are_so},
    )


def _of_words(is_so: Callable[[str], bool]) -> AreSo:
    def check(column: pd.Series) -> pd.Series:
        return pd.Series(words(column).rows(is_so, otherwise=True), index=column.index)

    return check


def findings(
    schema: pa.DataFrameSchema,
    table: pd.DataFrame,
    rules: Mapping[str, Rule],
    *,
    of: str,
    unit: str,
    withheld: Iterable[str] = (),
) -> Iterator[Finding]:
    """Yield what breaks `schema`; a required column that is missing is another rule's matter.

    Parameters
    ----------
    table
        Its columns have unique names.
    of
        What the table is called in a path: ``"obs"`` or ``"var"``.
    withheld
        Columns whose values are never shown.
    """
    hidden = set(withheld)
    for name, column in schema.columns.items():
        said = column.metadata or {}
        if not said.get("code") or name not in table:
            continue
        bad = ~np.asarray(said["are_so"](table[name].reset_index(drop=True)), dtype=bool)
        if bad.any():
            yield from rules[said["code"]].broken(
                path=f"{of}[{name!r}]",
                n_affected=int(bad.sum()),
                n_total=len(bad),
                unit=unit,
                examples=[WITHHELD] if name in hidden else _examples(table[name], bad),
            )


def _examples(column: pd.Series, bad: np.ndarray) -> list[str]:
    return words(column).examples(bad) or [str(value) for value in column[bad].iloc[:5]]


def without_twins(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with the first of columns that share a name."""
    return table.loc[:, ~table.columns.duplicated()]


def missing(schema: pa.DataFrameSchema, table: pd.DataFrame) -> list[str]:
    """Return the required columns that the table lacks."""
    return [str(name) for name, column in schema.columns.items() if column.required and name not in table]

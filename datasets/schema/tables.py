"""Columns of tables, and what breaks them as findings: a check is named by the code of its rule.

They are pandera's models written down as values. `Schema.pandera` gives the model itself, whose `validate` answers the
same; loading pandera takes a tenth of a second, which a verdict does not have.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from clinicell.datasets.schema.levels import Finding
from clinicell.datasets.schema.rule import WITHHELD, Rule
from clinicell.datasets.schema.vocabulary import Range, Vocabulary
from clinicell.datasets.schema.words import words

if TYPE_CHECKING:
    import pandera.pandas as pa

Need = Literal["required", "conditional", "optional"]
AreSo = Callable[[pd.Series], pd.Series]  # per row, whether it is as it should be


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """What a column of a table holds, and the one check of its values.

    Parameters
    ----------
    kind
        ``"text"``, ``"flag"``, ``"whole"`` or ``"number"``.
    values
        In words, what the check lets pass.
    code, are_so
        The rule that a wrong value breaks, and the check; None where no rule asks for the values here.
    """

    kind: str
    need: Need
    description: str
    values: str
    allowed: Vocabulary | Range | None
    code: str | None = None
    are_so: AreSo | None = None

    @property
    def required(self) -> bool:
        """Whether a table without it breaks a rule."""
        return self.need == "required"

    def pandera(self) -> "pa.Column":
        """Return the same column as pandera's."""
        import pandera.pandas as pa

        check = pa.Check(self.are_so, name=self.code, ignore_na=False) if self.code and self.are_so else None
        return pa.Column(checks=check, nullable=True, required=self.required, description=self.description)


@dataclass(frozen=True, slots=True)
class Schema:
    """The columns of a table by name; others may stand beside them."""

    columns: Mapping[str, Column]

    def only(self, *names: str) -> "Schema":
        """Return the schema of these columns alone."""
        return Schema({name: self.columns[name] for name in names})

    def pandera(self) -> "pa.DataFrameSchema":
        """Return the same schema as pandera's model."""
        import pandera.pandas as pa

        return pa.DataFrameSchema({name: column.pandera() for name, column in self.columns.items()})


def text(
    code: str | None,
    is_so: Callable[[str], bool],
    *,
    need: Need = "required",
    description: str = "",
    values: str = "",
) -> Column:
    """Return a column of text whose every word must be so; what is no text is another rule's matter.

    Parameters
    ----------
    code
        The rule that a wrong word breaks; None where a module of its own judges the words.
    is_so
        A `Vocabulary` also documents itself; of any other function, `values` says in words what it lets pass.
    """
    allowed = is_so if isinstance(is_so, Vocabulary) else None
    return Column(
        kind="text",
        need=need,
        description=description,
        values=values or (allowed.in_words() if allowed else ""),
        allowed=allowed,
        code=code,
        are_so=_of_words(is_so) if code else None,
    )


def rows(
    code: str,
    are_so: AreSo,
    *,
    allowed: Range,
    need: Need = "optional",
    description: str = "",
    values: str = "",
) -> Column:
    """Return a column of numbers whose every row must be so; `are_so` gets the column whatever its type."""
    return Column(
        kind=_kind(allowed),
        need=need,
        description=description,
        values=values or allowed.in_words(),
        allowed=allowed,
        code=code,
        are_so=are_so,
    )


def flag(*, need: Need = "conditional", description: str) -> Column:
    """Return a yes/no column; L1-OBS-06 sees to its type."""
    values = "`True`, `False`; missing where nobody knows"
    return Column(kind="flag", need=need, description=description, values=values, allowed=None)


def number(*, need: Need = "conditional", description: str, allowed: Range) -> Column:
    """Return a column of numbers; L1-OBS-07 sees to its type, and rules of their own to its values."""
    return Column(kind=_kind(allowed), need=need, description=description, values=allowed.in_words(), allowed=allowed)


def _kind(allowed: Range) -> str:
    return "whole" if allowed.is_whole else "number"


def _of_words(is_so: Callable[[str], bool]) -> AreSo:
    def check(column: pd.Series) -> pd.Series:
        return pd.Series(words(column).rows(is_so, otherwise=True), index=column.index)

    return check


def findings(
    schema: Schema,
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
        if column.code is None or column.are_so is None or name not in table:
            continue
        bad = ~np.asarray(column.are_so(table[name].reset_index(drop=True)), dtype=bool)
        if bad.any():
            yield from rules[column.code].broken(
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


def missing(schema: Schema, table: pd.DataFrame) -> list[str]:
    """Return the required columns that the table lacks."""
    return [name for name, column in schema.columns.items() if column.required and name not in table]

"""Delimited text (csv, tsv, txt; packed or not): a table of words, or a matrix of numbers that is read in blocks.

A table stays text: "00012" is an id and "NA" is a word until a person says what it means. A matrix is numbers, and a
field that is neither a number nor a declared code for missing is refused, with how many there are.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clinicell.datasets.readers._asked import matrix_questions, table_questions
from clinicell.datasets.readers._numbers import is_number
from clinicell.datasets.readers._survey import Survey, survey
from clinicell.datasets.readers.faults import Unreadable
from clinicell.datasets.readers.raw import Matrix, Question, Raw
from clinicell.datasets.readers.transposed import Transposed

FEATURES_FIRST = "features x units"
EMPTY = pd.DataFrame()
ODD = re.compile(r"_|[^\x00-\x7f]|^[-+]?0\d", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Numbers of a delimited text, rows x columns as they stand; `columns` are positions in a row."""

    found: Survey
    columns: tuple[int, ...]
    missing: frozenset[str]
    decimal: str = "."
    thousands: str = ""

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.found.n_rows, len(self.columns)

    def blocks(self, n_rows: int) -> Iterator[NDArray[np.float64]]:
        """Yield the rows in order, at most `n_rows` at a time; NaN where a code for missing stands.

        Raises
        ------
        SchemaError
            A field is no number and no declared code, or a row has another length.
        """
        rows = self.found.rows()
        while part := list(islice(rows, n_rows)):
            fields = np.array(part, dtype=object)[:, list(self.columns)]
            yield self._numbers(fields)

    def _numbers(self, fields: NDArray[np.object_]) -> NDArray[np.float64]:
        if self.decimal == "." and not self.thousands and not self.missing:
            numbers = _quickly(fields)
            if numbers is not None:
                return numbers
        words, codes = np.unique(fields.astype("str"), return_inverse=True)
        values = np.array([self._number(word) for word in words], dtype=np.float64)
        bad = [word for word in words if not self._is_known(word)]
        if bad:
            n = int(np.isin(words[codes], bad).sum())
            what = f"{n:,} of {fields.size:,} fields of a block are no number and no declared code for missing"
            raise Unreadable(
                "L0-READ-15",
                self.found.path.name,
                f"{what}, e.g. {bad[0][:20]!r}",
                "declare the code, the notation, or which columns are text",
            )
        return values[codes].reshape(fields.shape)

    def _is_known(self, word: str) -> bool:
        return word.strip() in self.missing or is_number(word, self.decimal, self.thousands)

    def _number(self, word: str) -> float:
        word = word.strip()
        if word in self.missing or not is_number(word, self.decimal, self.thousands):
            return float("nan")
        for mark in {"blank": " '\u00a0\u202f"}.get(self.thousands, self.thousands):
            word = word.replace(mark, "")
        return float(word.replace(",", "."))


def _quickly(fields: NDArray[np.object_]) -> NDArray[np.float64] | None:
    """Return fields as plain numbers; None where one is not plain: Python also reads "nan", "1_000" and "00012"."""
    if any(ODD.search("\n".join(row)) for row in fields):
        return None
    try:
        numbers = fields.astype(np.float64)
    except ValueError:
        return None
    return numbers if np.isfinite(numbers).all() else None


def read(path: Path, answers: Mapping[str, str] = {}) -> Raw:
    """Return a delimited text as a matrix with names, or as a table of words.

    Parameters
    ----------
    answers
        ``encoding``, ``delimiter`` (comma, semicolon, tab, pipe, blanks, none), ``comment`` (how a comment begins),
        ``header`` (0, 1 or 2 rows), ``content`` (matrix or table), ``index`` (the column that names the rows, or
        none), ``annotation`` (columns of a matrix that are none of its numbers, joined by ``|``), ``orientation``,
        ``decimal`` (point or comma), ``thousands`` (none, comma, point or blank), ``missing`` (codes joined by ``|``,
        ``<blank>`` for the empty field, or none), ``ragged`` (fill: short rows end in empty fields), ``duplicates``
        (number them).

    Raises
    ------
    InputError
        The file cannot be opened.
    SchemaError
        It is empty, damaged or no text, or contradicts an answer.
    """
    found, questions = survey(path, answers)
    if found is None:
        return Raw(format="delimited", matrices={}, obs=EMPTY, var=EMPTY, questions=questions)
    return understood(found, questions, answers, "delimited")


def understood(found: Survey, questions: tuple[Question, ...], answers: Mapping[str, str], format: str) -> Raw:
    """Return surveyed rows as a matrix or a table, with what they leave open beside `questions`.

    Raises
    ------
    SchemaError
        The rows contradict an answer.
    """
    path = found.path
    questions += _ragged(found)
    names, asked = column_names(found, answers)
    questions += asked
    header = {path.name: found.comments} if found.comments else {}
    if found.ragged:
        return Raw(format=format, matrices={}, obs=EMPTY, var=EMPTY, header=header, questions=questions)
    content, index, asked = table_questions(found, names, answers)
    questions += asked
    if content == "table":
        table = as_table(found, names, index)
        return Raw(
            format=format, matrices={}, obs=EMPTY, var=EMPTY, tables={"table": table}, header=header,
            questions=questions,
        )  # fmt: skip
    if content != "matrix" or any(question.about == "index" for question in asked):
        return Raw(format=format, matrices={}, obs=EMPTY, var=EMPTY, header=header, questions=questions)
    return _matrix(found, names, index, answers, header, questions, format)


def _ragged(found: Survey) -> tuple[Question, ...]:
    if not found.ragged:
        return ()
    told = ", ".join(f"{n:,} rows of {size}" for size, n in sorted(found.ragged.items())[:5])
    return (
        Question(
            about="ragged",
            place=found.path.name,
            why=f"{sum(found.ragged.values()):,} of {found.n_rows + found.n_header:,} rows have not {found.width} "
            f"fields, the first in line {found.first_ragged:,}",
            evidence=told + "; correct the file: which field was lost, it does not say",
        ),
    )


def column_names(found: Survey, answers: Mapping[str, str]) -> tuple[list[str], tuple[Question, ...]]:
    """Return one name per column, running numbers where there is no header, and a question where names repeat."""
    names = list(found.names[0]) if found.names else [str(number) for number in range(1, found.width + 1)]
    names = [name.strip() for name in names]
    twice = [name for name, n in Counter(names).items() if n > 1]
    if not twice:
        return names, ()
    if answers.get("duplicates") == "number them":
        seen: Counter[str] = Counter()
        numbered = []
        for name in names:
            seen[name] += 1
            numbered.append(name if seen[name] == 1 else f"{name}.{seen[name]}")
        return numbered, ()
    asked = Question(
        about="duplicates",
        place=found.path.name,
        why=f"{len(twice)} of {len(set(names))} column names stand more than once, e.g. {twice[0]!r}",
        choices=("number them",),
    )
    return names, (asked,)


def as_table(found: Survey, names: Sequence[str], index: int | None) -> pd.DataFrame:
    """Return all rows as text, indexed by a column if there is one that names them."""
    table = pd.DataFrame(list(found.rows()), columns=pd.Index(list(names), dtype="str"), dtype="str")
    if index is None:
        table.index = table.index.astype("str")
        return table
    return table.set_index(table.iloc[:, index].rename(None)).drop(columns=[names[index]])


def _matrix(
    found: Survey,
    names: Sequence[str],
    index: int | None,
    answers: Mapping[str, str],
    header: Mapping[str, str],
    questions: tuple[Question, ...],
    format: str,
) -> Raw:
    apart = annotation(found, names, answers)
    columns = tuple(place for place in range(found.width) if place != index and place not in apart)
    if not columns:
        raise Unreadable("L0-READ-13", found.path.name, "no column is left for the matrix")
    reading, asked = matrix_questions(found, names, columns, index, answers)
    questions += asked
    held = ([] if index is None else [index]) + apart
    rows = pd.DataFrame([[row[place] for place in held] for row in found.rows()], dtype="str") if held else EMPTY
    row_names = (
        rows.iloc[:, 0] if index is not None else pd.Series([str(n) for n in range(1, found.n_rows + 1)], dtype="str")
    )
    of_rows = pd.DataFrame(
        {names[place]: rows.iloc[:, held.index(place)].to_numpy() for place in apart},
        index=pd.Index(row_names.to_numpy(), dtype="str"),
    )
    below = {f"header_{n}": [line[place] for place in columns] for n, line in enumerate(found.names[1:], 2)}
    of_columns = pd.DataFrame(below, index=pd.Index([names[place] for place in columns], dtype="str"))
    numbers: Matrix = Text(found=found, columns=columns, **reading)
    obs, var = of_rows, of_columns
    if answers.get("orientation") == FEATURES_FIRST:
        numbers, obs, var = Transposed(numbers), of_columns, of_rows
    return Raw(
        format=format, matrices={"X": numbers}, obs=obs, var=var, header=header, questions=questions
    )  # fmt: skip


def annotation(found: Survey, names: Sequence[str], answers: Mapping[str, str]) -> list[int]:
    """Return the positions of the columns that are said to be none of the matrix.

    Raises
    ------
    SchemaError
        There is no such column.
    """
    wanted = [name for name in answers.get("annotation", "").split("|") if name]
    lost = [name for name in wanted if name not in names]
    if lost:
        raise Unreadable("L0-READ-18", found.path.name, f"there is no column {lost[0]!r} among {len(names)}")
    return [names.index(name) for name in wanted]

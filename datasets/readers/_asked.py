"""What the fields of a delimited text leave open, as questions with what points where."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TypedDict

from clinicell.datasets.readers._numbers import (
    BLANK,
    in_any_notation,
    is_missing_code,
    is_number,
    mangled,
    notation,
    suspects,
)
from clinicell.datasets.readers._survey import Survey
from clinicell.datasets.readers.faults import Unreadable
from clinicell.datasets.readers.raw import Question

ORIENTATIONS = ("units x features", "features x units")
MARKS = {"point": ".", "comma": ",", "blank": "blank", "none": ""}


class Reading(TypedDict):
    """How the fields of a matrix are read."""

    missing: frozenset[str]
    decimal: str
    thousands: str


def table_questions(
    found: Survey, names: Sequence[str], answers: Mapping[str, str]
) -> tuple[str | None, int | None, tuple[Question, ...]]:
    """Return whether the file is a matrix or a table (None: asked), which column names its rows, and the questions."""
    place, kinds = found.path.name, [_kind(found, column) for column in range(found.width)]
    index, questions = _index(found, names, kinds, answers)
    words = [name for column, name in enumerate(names) if kinds[column] == "words" and column not in (0, index)]
    if answers.get("content"):
        return answers["content"], index, questions
    if words:  # a matrix holds numbers; a column of words beside the names makes it a table
        return "table", index if answers.get("index") else None, tuple(q for q in questions if q.about != "index")
    if found.width == 1 and kinds[0] == "words":
        return "table", None, ()
    n = sum(kind == "numbers" for kind in kinds)
    asked = Question(
        about="content",
        place=place,
        why="all columns beside the names hold numbers: they may be features, or facts about each row",
        choices=("matrix", "table") if n > 1 else ("table", "matrix"),
        evidence=f"{found.n_rows:,} rows, {n:,} columns of numbers",
    )
    return None, index, (asked, *questions)


def _kind(found: Survey, column: int) -> str:
    fields = [row[column] for row in found.sample if column < len(row)]
    told = [field for field in fields if not is_missing_code(field)]
    return "nothing" if not told else "numbers" if all(map(in_any_notation, told)) else "words"


def _index(
    found: Survey, names: Sequence[str], kinds: Sequence[str], answers: Mapping[str, str]
) -> tuple[int | None, tuple[Question, ...]]:
    answer = answers.get("index")
    if answer == "none":
        return None, ()
    if answer:
        if answer not in names:
            raise Unreadable("L0-READ-18", found.path.name, f"there is no column {answer!r} among {len(names)}")
        return names.index(answer), ()
    first = [row[0] for row in found.sample if row]
    is_unique = len(set(first)) == len(first)
    if found.names and not found.names[0][0].strip() and found.width > 1 and is_unique:
        return 0, ()  # a header whose first field is empty, or lacking, stands above row names
    if kinds and kinds[0] == "words" and found.width > 1:
        return 0, ()  # words are no numbers, whether or not one of them stands twice
    if not is_unique or found.width == 1:
        return None, ()
    why = "the first column holds numbers that are all distinct: they may name the rows, or be measured"
    told = f"it is called {names[0]!r}"
    return None, (Question(about="index", place=found.path.name, why=why, choices=("none", *names[:1]), evidence=told),)


def matrix_questions(
    found: Survey, names: Sequence[str], columns: Sequence[int], index: int | None, answers: Mapping[str, str]
) -> tuple[Reading, tuple[Question, ...]]:
    """Return how the fields of a matrix are read, and what is open: notation, missing codes, orientation, names."""
    fields = [row[column] for row in found.sample for column in columns]
    place = found.path.name
    (decimal, thousands), questions = _notation(fields, place, answers)
    missing, asked = _missing(fields, place, answers)
    questions += asked
    rows = [row[index] for row in found.sample] if index is not None else []
    if answers.get("orientation") not in ORIENTATIONS:
        questions += (
            Question(
                about="orientation",
                place=place,
                why=f"{found.n_rows:,} rows x {len(columns):,} columns: the file does not say which are the cells",
                choices=ORIENTATIONS,
                evidence=_looks_like(rows, [names[column] for column in columns]),
            ),
        )
    odd = mangled([*rows, *(names[column] for column in columns)])
    if odd and answers.get("mangled") != "keep":
        why = f"{len(odd)} names look like genes that Excel has turned into dates or numbers, e.g. {odd[0]!r}"
        questions += (Question(about="mangled", place=place, why=why, choices=("keep",)),)
    return Reading(missing=missing, decimal=decimal, thousands=thousands), questions


def _notation(
    fields: Sequence[str], place: str, answers: Mapping[str, str]
) -> tuple[tuple[str, str], tuple[Question, ...]]:
    pair, told = notation(fields)
    decimal, thousands = pair or (".", "")
    if "decimal" in answers or "thousands" in answers:
        decimal = MARKS[answers["decimal"]] if "decimal" in answers else decimal
        thousands = MARKS[answers["thousands"]] if "thousands" in answers else ""
        return (decimal, thousands), ()
    if pair is None:
        why = "the mark in the numbers may part decimals or thousands"
        return (".", ""), (Question(about="decimal", place=place, why=why, choices=("point", "comma"), evidence=told),)
    return pair, ()


def _missing(
    fields: Sequence[str], place: str, answers: Mapping[str, str]
) -> tuple[frozenset[str], tuple[Question, ...]]:
    if "missing" in answers:
        codes = [code for code in answers["missing"].split("|") if code and code != "none"]
        return frozenset("" if code == BLANK else code for code in codes), ()
    counts = Counter(field.strip() for field in fields if is_missing_code(field))
    apart = suspects(fields)
    if not counts and not apart:
        return frozenset(), ()
    told = [f"{code or BLANK} {n:,} times" for code, n in counts.most_common()]
    told += [f"{code} {n:,} times, apart from all other numbers" for code, n in apart]
    why = "some fields are no numbers, or numbers that often stand for missing"
    return frozenset(), (
        Question(
            about="missing",
            place=place,
            why=why,
            choices=("none", "|".join(code or BLANK for code in [*counts, *(code for code, _ in apart)])),
            evidence=f"of {len(fields):,} fields looked at: {', '.join(told)}",
        ),
    )


def _looks_like(rows: Sequence[str], columns: Sequence[str]) -> str:
    return f"rows look like {_named(rows)}, columns like {_named(columns)}"


def _named(names: Sequence[str]) -> str:
    from clinicell.datasets.readers._names import looks_like_cells, looks_like_genes

    if not names:
        return "nothing: they have no names"
    n_genes, n_cells = looks_like_genes(names), looks_like_cells(names)
    if n_genes > len(names) / 2:
        return f"genes ({n_genes:,} of {len(names):,} names)"
    if n_cells > len(names) / 2:
        return f"cells ({n_cells:,} of {len(names):,} names)"
    return "neither genes nor barcodes" if not all(map(is_number, names)) else "running numbers"

"""How a delimited text is written: delimiter, comments and header, as far as its lines leave no doubt."""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from clinicell.datasets.readers._numbers import in_any_notation, is_missing_code
from clinicell.datasets.readers.raw import Question
from clinicell.errors import SchemaError

DELIMITERS: Mapping[str, str] = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|", "blanks": " ", "none": "\n"}
SAMPLE = 500  # lines that are looked at; a later line that disagrees is refused, not misread
LONGEST = 1 << 26  # characters of one line

csv.field_size_limit(1 << 24)


def rows_of(lines: Iterable[str], delimiter: str, *, is_whole: bool = True) -> Iterable[list[str]]:
    """Return the fields of each line that is not empty; a quoted field may hold the delimiter and line ends.

    Parameters
    ----------
    is_whole
        Whether `lines` are all there are: a quote that is still open at their end is a fault then.

    Raises
    ------
    SchemaError
        A quote is opened and never closed, or closed within a field.
    """
    if delimiter == "blanks":
        return (fields for line in lines if (fields := _between_blanks(line)))
    if delimiter == "none":
        return ([field] for line in lines if (field := line.rstrip("\r\n")))
    return _quoted(lines, DELIMITERS[delimiter], is_whole)


def _between_blanks(line: str) -> list[str]:
    if '"' not in line:
        return line.split()
    return next(csv.reader([line.replace("\t", " ").strip()], delimiter=" ", skipinitialspace=True), [])


def _quoted(lines: Iterable[str], mark: str, is_whole: bool) -> Iterable[list[str]]:
    reader = csv.reader(lines, delimiter=mark, strict=is_whole)
    try:
        for fields in reader:
            if fields:
                yield fields
    except csv.Error as error:
        raise SchemaError(f"near line {reader.line_num:,}: {error}: a quote that is not closed") from error


def find_delimiter(lines: Sequence[str], place: str) -> tuple[str | None, tuple[Question, ...]]:
    """Return the delimiter that cuts all lines alike, or None and the question where several or none do."""
    seen = {name: _widths(lines, name) for name in DELIMITERS if name != "none"}
    alike = [name for name, widths in seen.items() if widths and _is_even(widths)]
    if "tab" in alike:  # neither a number nor a name holds a tab
        return "tab", ()
    if len(alike) > 1 and "blanks" in alike:  # a blank is part of texts
        alike.remove("blanks")
    if len(alike) == 1:
        return alike[0], ()
    mostly = [name for name, widths in seen.items() if widths and name != "blanks" and _is_mostly_even(widths)]
    if not alike and len(mostly) == 1:
        return mostly[0], ()
    if not any(max(widths, default=1) > 1 for widths in seen.values()):
        return "none", ()
    told = ", ".join(f"{name}: {_said(widths)}" for name, widths in seen.items() if max(widths, default=1) > 1)
    why = "several delimiters cut all lines alike" if alike else "no delimiter cuts all lines alike"
    return None, (Question(about="delimiter", place=place, why=why, choices=tuple(DELIMITERS), evidence=told),)


def _widths(lines: Sequence[str], name: str) -> Counter[int]:
    try:
        return Counter(len(fields) for fields in rows_of(lines, name, is_whole=False))
    except SchemaError:
        return Counter()


def _is_even(widths: Counter[int]) -> bool:
    """Whether all rows are equally wide; one row may be one field short: a header that does not name the row names."""
    width = max(widths)
    return width > 1 and (len(widths) == 1 or (set(widths) == {width, width - 1} and widths[width - 1] == 1))


def _is_mostly_even(widths: Counter[int]) -> bool:
    width, n = widths.most_common(1)[0]
    return width > 1 and n >= 0.8 * widths.total()


def _said(widths: Counter[int]) -> str:
    return " or ".join(f"{width} fields in {n:,} lines" for width, n in widths.most_common(3))


def find_header(rows: Sequence[Sequence[str]], place: str) -> tuple[int | None, tuple[Question, ...]]:
    """Return how many rows name the columns (0 or 1), or None and the question.

    A first row of words above columns of numbers is a header; so is one that is a field short. All else is asked.
    """
    first, rest = rows[0], rows[1:]
    if not rest:
        return None, (_header(place, "there is only one row", ""),)
    if len(first) == max(map(len, rest)) - 1:
        return 1, ()
    numeric = [
        _is_numeric([row[column] for row in rest[1:] or rest if column < len(row)]) for column in range(len(first))
    ]
    words = [bool(field.strip()) and not in_any_notation(field) and not is_missing_code(field) for field in first]
    named = sum(word and number for word, number in zip(words, numeric, strict=True))
    if named and all(word for word, number in zip(words, numeric, strict=True) if number):
        second = rest[0]
        also = sum(
            number and not in_any_notation(field) and not is_missing_code(field)
            for number, field in zip(numeric, second, strict=False)
        )
        if also and len(rest) > 1:
            told = f"the second row holds words above {also} of {sum(numeric)} columns of numbers"
            return None, (_header(place, "two rows may name the columns", told),)
        return 1, ()
    return None, (_header(place, "the first row looks like the others", _repeats(first, rest)),)


def _header(place: str, why: str, evidence: str) -> Question:
    return Question(about="header", place=place, why=why, choices=("0", "1", "2"), evidence=evidence)


def _is_numeric(fields: Sequence[str]) -> bool:
    told = [field for field in fields if not is_missing_code(field)]
    return bool(told) and all(map(in_any_notation, told))


def _repeats(first: Sequence[str], rest: Sequence[Sequence[str]]) -> str:
    distinct = len(set(first))
    recur = sum(any(field == row[column] for row in rest if column < len(row)) for column, field in enumerate(first))
    return (
        f"{distinct:,} of {len(first):,} fields of the first row are distinct; {recur:,} recur in their columns "
        f"among the next {len(rest):,} rows"
    )

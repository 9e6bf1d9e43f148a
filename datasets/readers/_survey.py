"""One pass over a delimited text: how wide each row is, what its rows and columns are called, what its fields are."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path

from clinicell.datasets.readers import _text
from clinicell.datasets.readers._dialect import DELIMITERS, LONGEST, SAMPLE, find_delimiter, find_header, rows_of
from clinicell.datasets.readers.faults import Unreadable
from clinicell.datasets.readers.raw import Question
from clinicell.errors import SchemaError

MOST_FIELDS = 2_000_000  # of the sample: a wide table is judged by fewer rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What is known of a delimited text before a number of it is read.

    `source` gives all rows anew at each call; `names` are the fields of the header, row by row, each `width` long;
    `sample` holds the first rows below it; `ragged` counts rows by their width where it is not `width`, and
    `first_ragged` is the line of the first one.
    """

    path: Path
    source: Callable[[], Iterator[list[str]]]
    comments: str
    n_header: int
    names: tuple[tuple[str, ...], ...]
    width: int
    ends_with_delimiter: bool
    n_rows: int
    sample: tuple[tuple[str, ...], ...]
    ragged: Mapping[int, int] = field(default_factory=dict)
    first_ragged: int = 0

    def rows(self) -> Iterator[list[str]]:
        """Yield the fields of every row below the header, `width` long.

        Raises
        ------
        SchemaError
            A row is longer or shorter.
        """
        surplus = int(self.ends_with_delimiter)
        for number, row in enumerate(self.source(), 1):
            if number > self.n_header:
                if len(row) != self.width + surplus:
                    what = f"row {number:,} has {len(row)} fields, not {self.width}"
                    raise Unreadable("L0-READ-07", self.path.name, what, "as many fields in each row")
                yield row[: self.width]


def _lines(path: Path, encoding: str) -> Iterator[str]:
    with _text.text(path, encoding) as stream:
        while line := stream.readline(LONGEST):
            if len(line) == LONGEST:
                raise Unreadable("L0-READ-09", path.name, f"a line is longer than {LONGEST:,} characters")
            yield line


def _rows(path: Path, encoding: str, delimiter: str, n_comments: int) -> Iterator[list[str]]:
    try:
        yield from rows_of(islice(_lines(path, encoding), n_comments, None), delimiter)
    except SchemaError as error:
        said = str(error)
        if isinstance(error, Unreadable):
            raise
        raise Unreadable("L0-READ-15", path.name, said, "close the quote, or write it twice") from error


def survey(path: Path, answers: Mapping[str, str]) -> tuple[Survey | None, tuple[Question, ...]]:
    """Return what one pass over the file finds, or None and the question that must be answered first.

    Raises
    ------
    InputError
        The file cannot be opened.
    SchemaError
        It is empty, damaged, no text, or a quote in it is never closed.
    """
    place = path.name
    encoding = answers.get("encoding") or _text.certain_encoding(path)
    if encoding is None:
        why = "the bytes are neither ASCII nor UTF-8, and several encodings can hold them"
        asked = Question(
            about="encoding", place=place, why=why, choices=_text.ENCODINGS, evidence=_text.odd_bytes(path)
        )
        return None, (asked,)
    head = list(islice(_lines(path, encoding), SAMPLE))
    mark = answers.get("comment", "#")
    n_comments = next((n for n, line in enumerate(head) if not line.startswith(mark)), len(head))
    lines = [line for line in head[n_comments:] if line.strip()]
    if not lines:
        raise Unreadable("L0-READ-13", place, "holds no row", "a table has one row at least")
    delimiter = answers.get("delimiter")
    if not delimiter:
        delimiter, questions = find_delimiter(lines, place)
        if delimiter is None:
            return None, questions
    if delimiter not in DELIMITERS:
        what = f"delimiter is answered with {delimiter!r}"
        raise Unreadable("L0-READ-18", place, what, f"one of {', '.join(DELIMITERS)}")
    source = partial(_rows, path, encoding, delimiter, n_comments)
    return measured(path, source, answers, head[:n_comments])


def measured(
    path: Path, source: Callable[[], Iterator[list[str]]], answers: Mapping[str, str], comments: Sequence[str] = ()
) -> tuple[Survey, tuple[Question, ...]]:
    """Return what one pass over the rows of `source` finds, and whether the header must be asked for.

    Raises
    ------
    SchemaError
        The answer about the header is no number of rows.
    """
    widths: Counter[int] = Counter()
    first: dict[int, int] = {}
    sample: list[list[str]] = []
    n_fields = n = 0
    ends_bare = True
    for n, row in enumerate(source(), 1):
        widths[len(row)] += 1
        first.setdefault(len(row), n + len(comments))
        ends_bare = ends_bare and not row[-1]
        if n <= 3 or (len(sample) < SAMPLE and n_fields < MOST_FIELDS):
            sample.append(row)
            n_fields += len(row)
    n_header, questions = _n_header(sample, path.name, answers)
    surplus = int(ends_bare and max(widths) > 1)
    width = widths.most_common(1)[0][0] - surplus
    names = tuple(_filled(row[: len(row) - surplus], width) for row in sample[:n_header])
    ragged = {size - surplus: n for size, n in widths.items() if size - surplus != width}
    if n_header and len(sample[0]) - surplus == width - 1:  # the header does not name the row names
        ragged = {size: n for size, n in ragged.items() if size != width - 1 or n > 1}
    found_survey = Survey(
        path=path,
        source=source,
        comments="".join(comments),
        n_header=n_header,
        names=names,
        width=width,
        ends_with_delimiter=bool(surplus),
        n_rows=n - n_header,
        sample=tuple(tuple(row[:width]) for row in sample[n_header:]),
        ragged=ragged,
        first_ragged=min((first[size + surplus] for size in ragged), default=0),
    )
    return found_survey, questions


def _n_header(
    sample: Sequence[Sequence[str]], place: str, answers: Mapping[str, str]
) -> tuple[int, tuple[Question, ...]]:
    if "header" not in answers:
        found, questions = find_header(sample, place)
        return found or 0, questions  # until it is answered, all rows are taken for data
    if answers["header"] not in ("0", "1", "2"):
        raise Unreadable("L0-READ-18", place, f"header is answered with {answers['header']!r}", "0, 1 or 2 rows")
    return int(answers["header"]), ()


def _filled(row: list[str], width: int) -> tuple[str, ...]:
    """Return a header with an empty name before it where it is one field short."""
    return ("", *row) if len(row) == width - 1 else tuple(row)

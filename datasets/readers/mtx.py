"""Matrix Market files, plain or gzipped, walked over in chunks: every entry is checked before it counts."""

import gzip
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

import numpy as np
import pandas as pd

from clinicell.datasets.readers.faults import Unreadable, told_of
from clinicell.datasets.readers.hdf5 import DEFLATE_LIMIT
from clinicell.datasets.readers.look import looks_like
from clinicell.datasets.readers.scattered import Entries, Scattered

GZIP = b"\x1f\x8b"
CHUNK = 8 << 20  # bytes of text
MAX_LINE = 1 << 16
MAX_COMMENTS = 10_000
MOST_NAMES = 1 << 25  # of an axis, whatever the file's size; all CpGs of a genome are 28 million
LEAST = {"pattern": 4, "integer": 6, "real": 6}  # bytes that the shortest entry takes


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The first lines of a Matrix Market file; `field` is ``integer``, ``real`` or ``pattern`` (ones)."""

    is_dense: bool
    field: str
    shape: tuple[int, int]
    n_stored: int
    comments: tuple[str, ...]


@contextmanager
def bytes_of(path: Path) -> Iterator[IO[bytes]]:
    """Open a file, gzipped or not; whatever goes wrong inside is told as `Unreadable`."""
    with told_of(path), path.open("rb") as plain:
        is_gzip = plain.read(2) == GZIP
        plain.seek(0)
        if is_gzip:
            with gzip.open(plain) as unpacked:
                yield cast("IO[bytes]", unpacked)
        else:
            yield plain


def head(path: Path) -> Head:
    """Return what the first lines of a Matrix Market file declare.

    Raises
    ------
    Unreadable
        They are no such lines, or declare more entries than the file's bytes can hold.
    """
    with bytes_of(path) as stream:
        found = _head(stream, path)
    least = LEAST["pattern"] // 2 if found.is_dense else LEAST[found.field]
    with path.open("rb") as stream:
        most = path.stat().st_size * (DEFLATE_LIMIT if stream.read(2) == GZIP else 1)
    if max(found.shape) > max(MOST_NAMES, most):
        what = f"declares {max(found.shape):,} rows or columns in {path.stat().st_size:,} bytes; each needs a name"
        raise Unreadable("L0-READ-02", path.name, what)
    if (found.n_stored - 1) * least > most:
        what = f"declares {found.n_stored:,} entries, more than {path.stat().st_size:,} bytes can hold"
        raise Unreadable("L0-READ-02" if most > path.stat().st_size else "L0-READ-04", path.name, what)
    return found


def _head(stream: IO[bytes], path: Path) -> Head:
    first = stream.readline(MAX_LINE)
    words = first.decode("latin-1").lower().split()
    if len(words) != 5 or words[:2] != ["%%matrixmarket", "matrix"]:
        raise Unreadable("L0-READ-03", path.name, f"is no Matrix Market file: {looks_like(first)}")
    form, field, symmetry = words[2:]
    if form not in ("coordinate", "array") or field not in LEAST or symmetry != "general":
        what = f"is of the kind {form} {field} {symmetry}, which no table of units and features is"
        raise Unreadable("L0-READ-15", path.name, what, "coordinate or array, integer, real or pattern, general")
    comments: list[str] = []
    line = stream.readline(MAX_LINE)
    while line.startswith(b"%") or not line.strip():
        if not line or len(comments) >= MAX_COMMENTS:
            raise Unreadable("L0-READ-04", path.name, "ends before it says its size")
        comments.append(line.decode("utf-8", "replace").strip())
        line = stream.readline(MAX_LINE)
    sizes = line.split()
    n_sizes = 3 if form == "coordinate" else 2
    if len(sizes) != n_sizes or not all(size.isdigit() and len(size) < 19 for size in sizes):
        raise Unreadable("L0-READ-15", path.name, f"has {len(sizes)} words where {n_sizes} whole numbers say its size")
    n_rows, n_columns, *rest = map(int, sizes)
    n_stored = rest[0] if rest else n_rows * n_columns
    if n_stored > n_rows * n_columns:
        what = f"declares {n_stored:,} entries in {n_rows:,} x {n_columns:,} places"
        raise Unreadable("L0-READ-07", path.name, what)
    return Head(
        is_dense=form == "array",
        field=field,
        shape=(n_rows, n_columns),
        n_stored=n_stored,
        comments=tuple(comment for comment in comments if comment.strip("% ")),
    )


@dataclass(frozen=True, slots=True)
class MtxEntries:
    """The entries of a Matrix Market file; rows of the file are features where `is_transposed`."""

    path: Path
    declared: Head
    is_transposed: bool

    def __call__(self) -> Iterator[Entries]:
        """Yield rows, columns and numbers, a chunk at a time.

        Raises
        ------
        Unreadable
            A line is no entry, an index leads out of the matrix, or there are fewer or more entries than declared.
        """
        seen = 0
        with bytes_of(self.path) as stream:
            _head(stream, self.path)
            for text in _chunks(stream, self.path):
                rows, columns, numbers = self._parsed(text, seen)
                seen += len(numbers)
                if seen > self.declared.n_stored:
                    what = f"holds more than the {self.declared.n_stored:,} entries that it declares"
                    raise Unreadable("L0-READ-07", self.path.name, what)
                yield (columns, rows, numbers) if self.is_transposed else (rows, columns, numbers)
        if seen < self.declared.n_stored:
            what = f"ends after {seen:,} of {self.declared.n_stored:,} entries"
            raise Unreadable("L0-READ-04", self.path.name, what)

    def _parsed(self, text: bytes, seen: int) -> Entries:
        table = self._table(text)
        n_rows, n_columns = self.declared.shape
        if self.declared.is_dense:
            numbers = table[0].to_numpy()
            places = np.arange(seen, seen + len(numbers), dtype=np.int64)  # column by column
            return places % max(n_rows, 1), places // max(n_rows, 1), numbers
        rows, columns = table[0].to_numpy() - 1, table[1].to_numpy() - 1
        out = (rows < 0) | (rows >= n_rows) | (columns < 0) | (columns >= n_columns)
        if out.any():
            example = f"{rows[out][0] + 1} {columns[out][0] + 1}"
            what = f"{int(out.sum()):,} entries lie outside {n_rows:,} x {n_columns:,}, e.g. {example}"
            raise Unreadable("L0-READ-06", self.path.name, what)
        return rows, columns, np.ones(len(rows), dtype=np.int8) if len(table.columns) == 2 else table[2].to_numpy()

    def _table(self, text: bytes) -> pd.DataFrame:
        kinds: dict[int, str] = {} if self.declared.is_dense else {0: "int64", 1: "int64"}
        if self.declared.field != "pattern":
            kinds[len(kinds)] = "int64" if self.declared.field == "integer" else "float64"
        fault = Unreadable("L0-READ-15", self.path.name, "holds a line that is no entry", "row, column and number")
        try:
            table = pd.read_csv(
                io.BytesIO(text), sep=r"\s+", header=None, dtype=kinds, na_filter=False, quoting=3,
                float_precision="round_trip", encoding="ascii",
            )  # fmt: skip
        except (ValueError, OverflowError):  # ParserError and UnicodeError are ValueErrors
            raise fault from None
        if len(table.columns) != len(kinds) or b"\0" in text:
            raise fault
        return table


def _chunks(stream: IO[bytes], path: Path) -> Iterator[bytes]:
    rest = b""
    while piece := stream.read(CHUNK):
        whole, line_break, tail = (rest + piece).rpartition(b"\n")
        if not line_break and len(tail) > MAX_LINE:
            raise Unreadable("L0-READ-15", path.name, f"holds a line of more than {MAX_LINE:,} characters")
        rest = tail
        if whole.strip():
            yield whole
    if rest.strip():
        yield rest


def matrix(path: Path, declared: Head, *, is_transposed: bool) -> Scattered:
    """Return the matrix of a file, units x features; rows of the file are features where `is_transposed`."""
    shape = declared.shape[::-1] if is_transposed else declared.shape
    return Scattered(MtxEntries(path, declared, is_transposed), shape, declared.n_stored, path.name)


def ends_open(path: Path) -> bool:
    """Whether a plain file ends without a line break, so that its last number may be cut off."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        if stream.read(2) == GZIP or not size:
            return False  # a checksum guards the end
        stream.seek(size - 1)
        return stream.read(1) != b"\n"

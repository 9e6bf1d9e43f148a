"""All text of files that are text: tables, their comments, VCF and matrix headers, JSON, notes."""

import gzip
import io
import json
import re
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

from clinicell.datasets.privacy.column import Column, column, column_of
from clinicell.datasets.privacy.key import Key, key_of
from clinicell.datasets.privacy.named import shown
from clinicell.datasets.privacy.text import may_be_number
from clinicell.datasets.privacy.walk import entries_of
from clinicell.errors import InputError

MAX_BYTES = 2 << 30  # of text, unpacked
MAX_LINES = 1000  # lines that are named one by one
_HEADED = re.compile(r"^\s*([A-Za-z$][\w $.-]{0,40}?)\s*[:=]\s*(?=\S)")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?")
_BODILESS = (".mtx", ".bed", ".cov", ".bedgraph", ".vcf")  # below their headers stand numbers and positions
_TABLES = (".csv", ".tsv", ".tab", ".txt")


def columns_of_file(path: Path) -> Iterator[Column]:
    """Yield what a text file holds, packed or not, by the form that its name says."""
    kind = _kind(path)
    text = _read(path, is_whole=kind not in _BODILESS)
    if kind == ".json":
        yield from _json(path, text)
    elif kind in _BODILESS:
        yield from _header(text.splitlines())
    elif kind in _TABLES and (separator := _separator(text)):
        yield from _table(text, separator)
    else:
        yield from _lines(text.splitlines(), 1)


def _kind(path: Path) -> str:
    return Path(path.name.lower().removesuffix(".gz")).suffix


def _read(path: Path, *, is_whole: bool) -> str:
    """Return the text; of a file whose body is not read only the first bytes, where its header stands."""
    limit = MAX_BYTES if is_whole else 1 << 24
    with path.open("rb") as stream:
        source = gzip.GzipFile(fileobj=stream) if stream.peek(2)[:2] == b"\x1f\x8b" else stream
        try:
            data = source.read(limit + 1)
        except (OSError, EOFError, ValueError) as fault:
            raise InputError(f"{shown(path.name)}: is damaged or cut off ({type(fault).__name__})") from None
    if is_whole and len(data) > limit:
        raise InputError(f"{shown(path.name)}: more than {limit >> 30} GiB of text; screen it in parts")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _lines(lines: Sequence[str], first: int) -> Iterator[Column]:
    """Yield lines one by one, each under the words before its colon or its sign of equality; very many together."""
    bare = [_without_numbers(line.strip().lstrip("#%! ")) for line in lines]
    for number, line in enumerate(bare[:MAX_LINES], start=first):
        found = _HEADED.match(line)
        path = f"line {number}"
        if found is not None:
            yield column(path, key_of(found[1]), [line[found.end() :]], "lines")
        if line and (found is None or " " in found[1]):
            yield column(path, Key(), [line], "lines")
    if len(bare) > MAX_LINES:
        yield column(f"lines from {first + MAX_LINES}", Key(), bare[MAX_LINES:], "lines")


def _without_numbers(line: str) -> str:
    """Return a line without its bare numbers where it is a row of them: counts are no dates."""
    words = line.split()
    return " ".join(word for word in words if not _NUMBER.fullmatch(word)) if len(words) > 20 else line


def _header(lines: Sequence[str]) -> Iterator[Column]:
    head = []
    for line in lines:
        if not line.startswith(("#", "%", "track", "browser")):
            break
        head.append(line)
    if head and head[-1].startswith("#CHROM\t"):
        yield column("sample names", key_of("patient"), head.pop().split("\t")[9:], "names")
    yield from _lines(head, 1)


def _separator(text: str) -> str:
    """Return what parts the columns of a table; empty where the text is no table."""
    rows = [line for line in text[:65536].splitlines() if line.strip() and not line.startswith(("#", "%"))][:20]
    for separator in "\t", ",", ";", "|":
        counts = [row.count(separator) for row in rows]
        if counts and counts[0] >= 1 and (min(counts) >= counts[0] or (separator == "," and min(counts) >= 1)):
            return separator
    return ""


def _table(text: str, separator: str) -> Iterator[Column]:
    lines = text.splitlines(keepends=True)
    n_comments = next((n for n, line in enumerate(lines) if not line.startswith(("#", "%"))), len(lines))
    yield from _lines([line.rstrip("\r\n") for line in lines[:n_comments]], 1)
    table = _parsed("".join(lines[n_comments:]), separator)
    if table is None:
        yield from _lines([line.rstrip("\r\n") for line in lines[n_comments:]], n_comments + 1)
        return
    yield from columns_of_table(table)


def columns_of_table(table: pd.DataFrame, where: str = "") -> Iterator[Column]:
    """Yield the names and the columns of a table; its columns are called ``column 'dob'``."""
    yield column(f"{where}column names", Key(), map(str, table.columns), "names")
    for place, name in enumerate(map(str, table.columns)):
        found = column_of(f"{where}column {shown(name)!r}", key_of(name), table.iloc[:, place], "rows")
        if found is not None:
            yield found


def _parsed(text: str, separator: str) -> pd.DataFrame | None:
    try:
        head = pd.read_csv(io.StringIO(text[: text.find("\n") + 1] or text), sep=separator, nrows=0)
        as_text = {name: "str" for name in head.columns if may_be_number(key_of(str(name)))}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return pd.read_csv(
                io.StringIO(text), sep=separator, dtype=as_text, keep_default_na=False, on_bad_lines="error",
                low_memory=False, index_col=False,
            )  # fmt: skip
    except (pd.errors.ParserError, ValueError):
        return None


def _json(path: Path, text: str) -> Iterator[Column]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        yield from _lines(text.splitlines(), 1)
        return
    yield from entries_of(value if isinstance(value, dict | list) else [value], "")

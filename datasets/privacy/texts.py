"""All text of files that are text: tables, their comments, VCF and matrix files, reads, JSON, notes."""

import io
import json
import re
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

from clinicell.datasets.privacy.column import Column, Unseen, column, column_of, written
from clinicell.datasets.privacy.fields import fields_of
from clinicell.datasets.privacy.key import Key, key_of
from clinicell.datasets.privacy.named import shown
from clinicell.datasets.privacy.sheets import columns_of_sections, is_sectioned
from clinicell.datasets.privacy.text import may_be_number
from clinicell.datasets.privacy.variants import columns_of_body
from clinicell.datasets.privacy.walk import entries_of
from clinicell.errors import InputError

MAX_BYTES = 2 << 30  # of text, unpacked
MAX_ROWS = 256 << 20  # of variants, regions or reads
MAX_HEADER = 1 << 24  # bytes of a header before records
MAX_LINES = 1000  # lines that are named one by one
_HEADED = re.compile(r"^\s*((?:[^\W\d_]|\$)[\w $.'-]{0,40}?)\s*[:=]\s*(?=\S)")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?")
_REGIONS = (".bed", ".cov", ".bedgraph", ".narrowpeak", ".broadpeak")  # positions, and then what people wrote
_READS = {".fastq": ("@", 4), ".fq": ("@", 4), ".fasta": (">", 1), ".fa": (">", 1), ".fna": (">", 1)}
_ODD = re.compile(r"[^\n]*[^\d\s.eE+-][^\n]*")
MAX_FORM = 200  # rows of a table that may be a form
_ASKED = re.compile(r"[^\W\d_][^\d:;=<>]{1,49}\d{0,2}[:?]?")
_TABLES = (".csv", ".tsv", ".tab", ".txt")


def columns_of_file(path: Path) -> Iterator[Column | Unseen]:
    """Yield what a text file holds, by the form that its name says."""
    kind = path.suffix.lower()
    is_rows = kind in (".vcf", ".mtx", *_REGIONS, *_READS)
    text = _read(path, MAX_ROWS if is_rows else MAX_BYTES)
    if is_rows and path.stat().st_size > MAX_ROWS:
        yield Unseen(path="rows", why=f"only the first {MAX_ROWS >> 20} MiB are looked at", unit="files")
    if kind in (".json", ".zattrs", ".zgroup", ".zarray", ".ipynb") or path.name.startswith((".zattrs", ".zgroup")):
        yield from _json(text)
    elif kind == ".vcf" or text.startswith("##fileformat=VCF"):
        yield from _header(_lines_of(text, "#"))
        yield from columns_of_body(line for line in io.StringIO(text) if not line.startswith("#"))
    elif kind == ".mtx" or text.startswith("%%MatrixMarket"):
        head = _lines_of(text, "%")
        yield from _header(head)
        yield column("lines with words", Key(), _ODD.findall(text, sum(map(len, head)) + len(head)), "lines")
    elif kind in _REGIONS:
        head = _lines_of(text, ("#", "track", "browser"))
        yield from _header(head)
        yield from _regions(text.splitlines()[len(head) :])
    elif kind in _READS:
        mark, step = _READS[kind]
        names = (line for line in text.splitlines()[::step] if line.startswith((mark, ";")))
        yield column("names of reads", Key(), names, "reads")
    elif kind in _TABLES and is_sectioned(text):
        yield from columns_of_sections(text)
        yield from _lines(text.splitlines(), 1)
    elif kind in _TABLES and (separator := _separator(text)):
        yield from _table(text, separator)
    else:
        yield from _lines(text.splitlines(), 1)


def columns_of_lines(text: str) -> Iterator[Column]:
    """Yield the lines of a header."""
    yield from _lines(text.splitlines(), 1)


def _lines_of(text: str, marks: str | tuple[str, ...]) -> list[str]:
    """Return the first lines of a text, as long as they begin with one of `marks`."""
    head = []
    for found in re.finditer(r"[^\n]*\n?", text):
        if not found[0].startswith(marks):
            break
        head.append(found[0].rstrip("\r\n"))
    return head


def _regions(lines: Sequence[str]) -> Iterator[Column]:
    """Yield what stands before and behind the positions of regions, by the number of its field."""
    fields: dict[int, Counter[str]] = defaultdict(Counter)
    for line in lines:
        parts = line.split("\t") if "\t" in line else line.split()
        for place, text in enumerate(parts, start=1):
            if place not in (2, 3) and not _NUMBER.fullmatch(text):
                fields[place][text] += 1
    for place, counted in fields.items():
        yield column(f"field {place}", Key(), counted, "regions")


def _read(path: Path, limit: int) -> str:
    """Return the text of a file; of one that is made of rows, the first `limit` bytes."""
    with path.open("rb") as stream:
        data = stream.read(limit)
    if limit == MAX_BYTES < path.stat().st_size:
        raise InputError(f"{shown(path.name)}: more than {MAX_BYTES >> 30} GiB of text; screen it in parts")
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
        if line.startswith("<") and (within := tuple(fields_of(line))):
            yield from (column(path, key_of(name), [value], "lines") for name, value in within)
            for _, value in within:
                line = line.replace(value, " ")
        elif found is not None:
            yield column(path, key_of(found[1]), [line[found.end() :].strip().strip("\"'")], "lines")
        if line and (found is None or " " in found[1] or ";" in line):
            yield column(path, Key(), [line], "lines")
    if len(bare) > MAX_LINES:
        yield column(f"lines from {first + MAX_LINES}", Key(), bare[MAX_LINES:], "lines")


def _without_numbers(line: str) -> str:
    """Return a line without its bare numbers where it is a row of them: counts are no dates."""
    words = line.split()
    return " ".join(word for word in words if not _NUMBER.fullmatch(word)) if len(words) > 20 else line


def _header(head: list[str]) -> Iterator[Column]:
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
    if _is_form(table):
        yield from _rows_of_form(table, where)
        table = table.iloc[:, :1]
    for place, name in enumerate(map(str, table.columns)):
        found = column_of(f"{where}column {shown(name)!r}", key_of(name), table.iloc[:, place], "rows")
        if found is not None:
            yield found


def _is_form(table: pd.DataFrame) -> bool:
    """Whether a table is a form: words on the left, what they ask for on the right."""
    if table.shape[1] != 2 or not 0 < len(table) <= MAX_FORM:
        return False
    left = [str(value).strip() for value in table.iloc[:, 0]]
    are_words = sum(_ASKED.fullmatch(name) is not None for name in left) > 0.7 * len(left)
    return are_words and len(set(left)) > 0.7 * len(left)


def _rows_of_form(table: pd.DataFrame, where: str) -> Iterator[Column]:
    """Yield each row of a form under what stands on its left; what names the columns may be a row as well."""
    first, second = map(str, table.columns)
    rows = [(first, second), *((str(a), b) for a, b in table.itertuples(index=False, name=None))]
    for number, (name, value) in enumerate(rows, start=1):
        key, text = key_of(name), written(value)
        if key.words and text.strip():
            yield column(f"{where}row {number}", key, [text], "rows")


def _parsed(text: str, separator: str) -> pd.DataFrame | None:
    """Return a table; None where rows hold more fields than it has columns: a reader would drop the last of them."""
    try:
        head = list(pd.read_csv(io.StringIO(text[: text.find("\n") + 1] or text), sep=separator, nrows=0).columns)
        try:
            return _rows(text, separator, head, 0)
        except pd.errors.ParserWarning:  # R leaves the column of row names without one
            rows = text.splitlines()[1:20]
            is_closed = all(row.rstrip().endswith(separator.strip() or separator) for row in rows if row.strip())
            return _rows(text, separator, [*head, "_"] if is_closed else ["_", *head], None)
    except (pd.errors.ParserError, pd.errors.ParserWarning, ValueError):
        return None


def _rows(text: str, separator: str, names: list[str], header: int | None) -> pd.DataFrame:
    as_text = {name: "str" for name in names if may_be_number(key_of(str(name)))}
    body = text if header == 0 else text[text.find("\n") + 1 :]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", pd.errors.ParserWarning)
        return pd.read_csv(
            io.StringIO(body), sep=separator, dtype=as_text, keep_default_na=False, on_bad_lines="error",
            low_memory=False, index_col=False, header=header, names=None if header == 0 else names,
        )  # fmt: skip


def _json(text: str) -> Iterator[Column]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        yield from _lines(text.splitlines(), 1)
        return
    yield from entries_of(value if isinstance(value, dict | list) else [value], "")

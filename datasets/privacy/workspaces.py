"""What R (.rds, .RData) and MATLAB (.mat) keep: names of variables and fields, and their texts."""

import bz2
import gzip
import io
import lzma
import warnings
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any  # what these files hold is typed by nobody

import numpy as np
import rdata
from scipy.io import loadmat

from clinicell.datasets.privacy.column import Column, Unseen, column, written
from clinicell.datasets.privacy.key import Key, key_of
from clinicell.datasets.privacy.named import shown
from clinicell.datasets.privacy.text import may_be_number
from clinicell.datasets.privacy.walk import entries_of

MAX_BYTES = 1 << 30  # unpacked
MAX_NUMBERS = 100_000
STARTS = (b"X\n", b"A\n", b"B\n", b"RDX2\n", b"RDX3\n", b"RDA2\n", b"RDA3\n", b"RDB2\n", b"RDB3\n")
_PACKED: Mapping[bytes, Any] = {b"\x1f\x8b": gzip, b"BZh": bz2, b"\xfd7zXZ": lzma}
_NO_VALUES = frozenset({"class", "tzone", "dim", "package", "srcref", "srcfile", "wholeSrcref", "tsp"})
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Names = tuple[str, ...]


def columns_of_r(path: Path) -> Iterator[Column | Unseen]:
    """Yield the names and the texts of every object of an R file."""
    data = _unpacked(path)
    if len(data) > MAX_BYTES:
        yield Unseen(path="file", why=f"it unpacks to more than {MAX_BYTES >> 30} GiB")
        return
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parsed = rdata.parser.parse_data(data, expand_altrep=True)
        yield from _object(parsed.object, ())
    except Exception as fault:  # rdata raises whatever it likes on what it does not know
        yield Unseen(path="file", why=f"its objects are not understood ({type(fault).__name__})")


def _unpacked(path: Path) -> bytes:
    with path.open("rb") as stream:
        module = next((one for magic, one in _PACKED.items() if stream.peek(8).startswith(magic)), io)
        source = stream if module is io else module.open(stream)
        data: bytes = source.read(MAX_BYTES + 1)
    return data


def _object(item: Any, names: Names) -> Iterator[Column | Unseen]:  # noqa: ANN401
    """Yield the texts of an object and of what it is made of, each under the names that lead to it."""
    value = getattr(item, "value", None)
    if item is None or value is None:
        return
    kind = item.info.type.name
    own = dict(_pairs(item.attributes)) if item.attributes is not None else {}
    if kind in ("LIST", "LANG", "ATTRLANG", "ATTRLIST"):
        for name, inner in _pairs(item):
            yield from _named(inner, (*names, name) if name else names)
    elif kind in ("VEC", "EXPR"):
        titles = _strings(own.get("names"))
        for place, inner in enumerate(value):
            yield from _named(inner, (*names, titles[place]) if place < len(titles) and titles[place] else names)
    elif kind == "ENV":
        for inner in (value.frame, *(value.hash_table.value if value.hash_table is not None else ())):
            yield from _object(inner, names)
    else:
        yield from _values(item, own, names)
    for name, inner in own.items():
        if name not in _NO_VALUES:
            yield from _object(inner, names if name in ("names", "levels") else (*names, name))


def _named(item: Any, names: Names) -> Iterator[Column | Unseen]:  # noqa: ANN401
    if names:
        yield column("object names", Key(), names[-1:], "names")
    yield from _object(item, names)


def _values(item: Any, own: Mapping[str, Any], names: Names) -> Iterator[Column]:  # noqa: ANN401
    path = "".join(f"${shown(name)}" for name in names) or "object"
    key = key_of(names[-1], *names[:-1]) if names else Key()
    kind, classes = item.info.type.name, _strings(own.get("class"))
    if kind == "STR":
        yield column(path, key, _strings(item))
    elif kind in ("REAL", "INT"):
        numbers = np.asarray(item.value)
        numbers = (
            numbers[~np.isnan(numbers.astype(float))] if not np.ma.isMaskedArray(numbers) else numbers.compressed()
        )
        if {"Date", "POSIXct"} & set(classes):
            per_day = 1 if "Date" in classes else 86400
            yield column(path, key, (_day(float(number) / per_day) for number in numbers[:MAX_NUMBERS]))
        elif may_be_number(key) and numbers.size <= MAX_NUMBERS and "factor" not in classes:
            yield column(path, key, map(written, numbers.tolist()))


def _day(days: float) -> str:
    return str((_EPOCH + timedelta(days=days)).date()) if abs(days) < 100_000 else ""


def _pairs(item: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    """Yield the tags and values of a list of R, which is a chain of pairs."""
    while item is not None and item.info.type.name in ("LIST", "LANG", "ATTRLANG", "ATTRLIST"):
        yield _tag(item.tag), item.value[0]
        item = item.value[1]


def _tag(tag: Any) -> str:  # noqa: ANN401
    if tag is None:
        return ""
    tag = tag.referenced_object if tag.info.type.name == "REF" else tag
    raw = tag.value.value
    return written(raw) if isinstance(raw, bytes | str) else ""


def _strings(item: Any) -> list[str]:  # noqa: ANN401
    if item is None or item.info.type.name != "STR":
        return []
    return [written(one.value) if isinstance(one.value, bytes | str) else "" for one in item.value]


def columns_of_matlab(path: Path) -> Iterator[Column | Unseen]:
    """Yield the names and the texts of the variables of a MATLAB file up to version 7.

    When it was saved stands in every such file, and says nothing of a patient.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            content = loadmat(path, simplify_cells=True)
    except Exception as fault:  # a damaged file raises whatever it likes
        yield Unseen(path="file", why=f"its variables are not understood ({type(fault).__name__})")
        return
    own = {name: value for name, value in content.items() if not name.startswith("__")}
    yield column("variables", Key(), own, "names")
    for name, value in own.items():
        yield from entries_of(value, f"[{shown(name)!r}]", (name,))
    if any("Opaque" in type(value).__name__ or name == "None" for name, value in content.items()):
        yield Unseen(path="file", why="it holds objects of MATLAB", unit="objects")

"""The keywords of an FCS file: the standard's own, the maker's and what people typed."""

import re
from collections.abc import Iterator
from pathlib import Path

from clinicell.datasets.privacy.column import Column, column
from clinicell.datasets.privacy.key import key_of
from clinicell.datasets.privacy.named import shown
from clinicell.errors import InputError

_HEAD = 58  # bytes before the first segment


def columns_of_file(path: Path) -> Iterator[Column]:
    """Yield each keyword of an FCS file with its value.

    Raises
    ------
    InputError
        The header leads nowhere.
    """
    data = path.read_bytes()
    pairs = keywords(_segment(path, data, data[10:18], data[18:26]))
    extra = {name.upper(): value.strip() for name, value in pairs}
    if extra.get("$BEGINSTEXT", "0").isdecimal() and int(extra.get("$BEGINSTEXT", "0")):
        ends = extra["$BEGINSTEXT"].encode(), extra.get("$ENDSTEXT", "0").encode()
        pairs += keywords(_segment(path, data, *ends))
    yield column("keywords", key_of("$"), (name for name, _ in pairs), "names")
    for name, value in pairs:
        yield column(f"keyword {shown(name)!r}", key_of(name), [value], "keywords")


def _segment(path: Path, data: bytes, first: bytes, last: bytes) -> str:
    if not (re.fullmatch(rb"\s*\d+\s*", first) and re.fullmatch(rb"\s*\d+\s*", last)):
        raise InputError(f"{shown(path.name)}: the FCS header names no text segment; get a whole copy")
    start, end = int(first), int(last)
    if not _HEAD <= start < end < len(data) + 1:
        raise InputError(f"{shown(path.name)}: the text segment ends beyond the file; get a whole copy")
    text = data[start : end + 1]
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        return text.decode("latin-1")


def keywords(segment: str) -> list[tuple[str, str]]:
    """Return the keywords of a text segment in order.

    A delimiter that is doubled is meant as a letter by the standard, and an empty value by many instruments: the
    reading whose parts come out in pairs is taken.
    """
    if len(segment) < 2:
        return []
    mark, body = segment[0], segment[1:].rstrip(segment[0])
    parts = body.split(mark)
    if len(parts) % 2:
        parts = [part.replace("\0", mark) for part in body.replace(mark * 2, "\0").split(mark)]
    return list(zip(parts[::2], parts[1::2], strict=False))

"""Hashes of small numbers without a key: whoever tries all numbers turns them back."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from clinicell.datasets.privacy.key import Key
from clinicell.datasets.privacy.wordlist import listed

Firsts = npt.NDArray[Any]  # big-endian uint64
SHORTEST = 32  # letters of the shortest hash that is looked for
LIMIT = 1_000_000  # record numbers below this are tried, bare and filled with zeros to 6, 7 and 8 digits
_HEX = re.compile(r"(?<![0-9A-Za-z])(?:[0-9A-Fa-f]{64}|[0-9A-Fa-f]{40}|[0-9A-Fa-f]{32})(?![0-9A-Za-z])")
# Made new for each look-up; md5 and sha1 are what is searched for, not what is relied on.
_MAKERS: dict[int, Callable[[bytes], "hashlib._Hash"]] = {
    32: lambda data: hashlib.md5(data, usedforsecurity=False),
    40: lambda data: hashlib.sha1(data, usedforsecurity=False),
    64: hashlib.sha256,
}
_WIDTHS = (0, 6, 7, 8)
_SUMS = listed("sha256 sha md5 checksum digest commit etag hash")
_PERSONS = listed("patient donor subject participant person mrn id")


def hexes(text: str, key: Key) -> tuple[str, ...]:
    """Return what looks like a hash in `text`, in lower case; sums over files are left out."""
    if len(text) < SHORTEST or (key.lies_in(_SUMS) and not key.has_one(_PERSONS)):
        return ()
    return tuple(word.lower() for word in _HEX.findall(text))


def reversible(words: Iterable[str]) -> frozenset[str]:
    """Return those of `words` that are the md5, sha1 or sha256 of a number below `LIMIT`.

    The first look-up of a kind takes a second or two and 25 MB, which are kept for the next.
    """
    by_length: dict[int, list[str]] = {}
    for word in words:
        by_length.setdefault(len(word), []).append(word)
    return frozenset(word for length, own in by_length.items() for word in _matches(own, _known(length)))


def _matches(words: list[str], known: Firsts) -> Iterator[str]:
    firsts = np.array([int(word[:16], 16) for word in words], dtype=">u8")
    places = np.minimum(np.searchsorted(known, firsts), known.size - 1)
    yield from (word for word, is_known in zip(words, known[places] == firsts, strict=True) if is_known)


@cache
def _known(length: int) -> Firsts:
    """Return the first 64 bits of the hash of each number tried, sorted: two that agree by chance do not occur."""
    make = _MAKERS[length]
    firsts = bytearray()
    for width in _WIDTHS:
        last = min(LIMIT, 10 ** (width - 1)) if width else LIMIT
        form = f"%0{width}d".encode() if width else b"%d"
        for start in range(0, last, 10_000):
            firsts += b"".join(make(form % number).digest()[:8] for number in range(start, min(start + 10_000, last)))
    return np.sort(np.frombuffer(bytes(firsts), dtype=">u8"))

"""Hashes of small numbers without a key: whoever tries all numbers turns them back."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from clinicell.datasets.privacy.key import Key

LIMIT = 1_000_000  # record numbers below this are tried, bare and filled with zeros to 6, 7 and 8 digits
_HEX = re.compile(r"(?<![0-9A-Za-z])(?:[0-9A-Fa-f]{64}|[0-9A-Fa-f]{40}|[0-9A-Fa-f]{32})(?![0-9A-Za-z])")
# Made new for each look-up; md5 and sha1 are what is searched for, not what is relied on.
_MAKERS: dict[int, Callable[[bytes], "hashlib._Hash"]] = {
    32: lambda data: hashlib.md5(data, usedforsecurity=False),
    40: lambda data: hashlib.sha1(data, usedforsecurity=False),
    64: hashlib.sha256,
}
_WIDTHS = (0, 6, 7, 8)
_SUMS = frozenset("sha256 sha md5 checksum digest commit etag hash".split())
_PERSONS = frozenset("patient donor subject participant person mrn id".split())


def hexes(text: str, key: Key) -> tuple[str, ...]:
    """Return what looks like a hash in `text`, in lower case; sums over files are left out."""
    if len(text) < 32 or (key.lies_in(_SUMS) and not key.has(*_PERSONS)):
        return ()
    return tuple(word.lower() for word in _HEX.findall(text))


def reversible(words: Iterable[str]) -> frozenset[str]:
    """Return those of `words` that are the md5, sha1 or sha256 of a number below `LIMIT`."""
    by_length: dict[int, set[bytes]] = {}
    for word in words:
        by_length.setdefault(len(word), set()).add(bytes.fromhex(word))
    return frozenset(word for length, wanted in by_length.items() for word in _tried(length, frozenset(wanted)))


@lru_cache(maxsize=64)
def _tried(length: int, wanted: frozenset[bytes]) -> tuple[str, ...]:
    found = {digest.hex() for digest in _matches(_MAKERS[length], wanted)}
    return tuple(sorted(found))


def _matches(make: Callable[[bytes], "hashlib._Hash"], wanted: frozenset[bytes]) -> Iterator[bytes]:
    left = set(wanted)
    for width in _WIDTHS:
        last = min(LIMIT, 10 ** (width - 1) if 0 < width <= 6 else LIMIT)
        for number in range(last):
            digest = make(b"%0*d" % (width, number)).digest()
            if digest in left:
                left.discard(digest)
                yield digest
                if not left:
                    return

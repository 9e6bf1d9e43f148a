"""What an HDF5 file still holds though nothing leads to it: deleted entries stay until they are written over."""

import mmap
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import h5py
import numpy as np

_RUN = re.compile(rb"(?:[\x20-\x7e\t]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}){8,}")
_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
_ORDINARY = re.compile(r"[\w .,@:/+()=#'\\-]")
_ENDS = tuple((a, b) for a in range(3) for b in range(3))
MAX_UNPACKED = 1 << 22  # bytes of one packed piece that are looked at
Extent = tuple[int, int]


def loose_texts(path: Path, linked: frozenset[str]) -> Iterator[str]:
    """Yield readable text in those bytes of an HDF5 file that hold no numbers and none of the `linked` texts.

    Packed pieces (deflate) that nothing leads to are unpacked as well; what was shuffled before packing is not read.
    """
    with h5py.File(path, "r") as file:
        taken = _extents(file)
    if path.stat().st_size == 0:
        return
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        for start, end in _gaps(taken, len(data)):
            piece = data[start:end]
            for text in (*_runs(piece), *_packed(piece)):
                if not _is_linked(text, linked) and _is_readable(text):
                    yield text


def readable_runs(data: bytes) -> Iterator[str]:
    """Yield the runs of eight or more readable letters in bytes."""
    yield from filter(_is_readable, _runs(data))


def _extents(file: h5py.File) -> list[Extent]:
    """Return the bytes that linked data sets lie in; strings of variable length lie elsewhere, in heaps."""
    found: list[Extent] = []

    def add(_: str, item: object) -> None:
        if not isinstance(item, h5py.Dataset):
            return
        if item.chunks is None:
            offset = item.id.get_offset()
            if offset is not None:
                found.append((offset, offset + item.id.get_storage_size()))
            return
        item.id.chunk_iter(lambda chunk: found.append((chunk.byte_offset, chunk.byte_offset + chunk.size)))

    file.visititems(add)
    return sorted(found)


def _gaps(taken: list[Extent], n_bytes: int) -> Iterator[Extent]:
    place = 0
    for start, end in taken:
        if start > place:
            yield place, start
        place = max(place, end)
    if place < n_bytes:
        yield place, n_bytes


def _runs(piece: bytes) -> Iterator[str]:
    for found in _RUN.finditer(piece):
        yield found[0].decode("utf-8", errors="replace")


def _packed(piece: bytes) -> Iterator[str]:
    for found in _ZLIB.finditer(piece):
        try:
            unpacked = zlib.decompressobj().decompress(piece[found.start() :], MAX_UNPACKED)
        except zlib.error:
            continue
        yield from _runs(unpacked)


def _is_linked(text: str, linked: frozenset[str]) -> bool:
    """Whether the text is a linked one, with up to two bytes of bookkeeping that happen to be readable."""
    return text in linked or any(text[a : len(text) - b] in linked for a, b in _ENDS)


def _is_readable(text: str) -> bool:
    head = text[:200]
    return float(np.mean([_ORDINARY.match(letter) is not None for letter in head])) > 0.75

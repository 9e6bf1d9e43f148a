"""What an HDF5 file still holds though nothing leads to it: deleted entries stay until they are written over."""

import mmap
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import h5py
import numpy as np

_RUN = re.compile(rb"(?:[\x20-\x7e\t]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}){8,}")
_LIKE_TEXT = re.compile(rb"[\t\x20-\x7e\x80-\xef]{8,}")  # all of a run, and quick to find
_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
_ORDINARY = re.compile(r"[\w .,@:/+()=#'\\-]")
_ENDS = tuple((a, b) for a in range(3) for b in range(3))
MAX_UNPACKED = 1 << 22  # bytes of one packed piece that are looked at
Extent = tuple[int, int]


def loose_texts(path: Path, linked: frozenset[bytes]) -> Iterator[str]:
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
            found = [run for run in _runs(piece) if run not in linked]  # nearly all are
            for run in (*found, *_packed(piece)):
                if not _is_linked(run, linked) and _is_readable(text := run.decode("utf-8", errors="replace")):
                    yield text


def readable_runs(data: bytes) -> Iterator[str]:
    """Yield the runs of eight or more readable letters in bytes."""
    texts = (run.decode("utf-8", errors="replace") for run in _runs(data))
    yield from (text for text in texts if _is_readable(text))


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


def _runs(piece: bytes) -> list[bytes]:
    return [run for like in _LIKE_TEXT.findall(piece) for run in ((like,) if like.isascii() else _RUN.findall(like))]


def _packed(piece: bytes) -> Iterator[bytes]:
    for found in _ZLIB.finditer(piece):
        try:
            unpacked = zlib.decompressobj().decompress(piece[found.start() :], MAX_UNPACKED)
        except zlib.error:
            continue
        yield from _runs(unpacked)


def _is_linked(run: bytes, linked: frozenset[bytes]) -> bool:
    """Whether a run is a linked text, with up to two bytes of bookkeeping that happen to be readable."""
    return run in linked or any(run[a : len(run) - b] in linked for a, b in _ENDS)


def _is_readable(text: str) -> bool:
    head = text[:200]
    return float(np.mean([_ORDINARY.match(letter) is not None for letter in head])) > 0.75

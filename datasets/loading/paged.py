"""Long one-dimensional arrays, read where they lie: in memory, or in a mapped HDF5 or zarr v3 file.

A file whose numbers are not compressed holds them as they are in memory. Such an array is mapped, page by page, and
read without a copy; only the pages that are asked for are ever loaded.
"""

import mmap
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any  # h5py and zarr are untyped

import h5py
import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[Any]  # of any numeric type
Positions = npt.NDArray[np.int64]
PLAIN = frozenset(f"{kind}{size}" for kind in "iu" for size in (1, 2, 4, 8)) | {"f4", "f8"}
EMPTY_CHUNK = np.iinfo(np.uint64).max  # how a shard says that a chunk was not written


class Descriptor:
    """A file that is open for reading until nobody needs it."""

    __slots__ = ("number",)

    def __init__(self, path: Path) -> None:
        self.number = os.open(path, os.O_RDONLY)

    def __del__(self, close: Callable[[int], None] = os.close) -> None:
        """Close the file; `close` is bound here because `os` may be gone when Python ends."""
        close(self.number)


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """The elements `start` to `stop` of an array, in pages of `page` elements that begin in `flat` at `pages`.

    Of a mapped file, `flat` begins `shift` bytes into `file`.
    """

    start: int
    stop: int
    flat: Numbers  # (n,)
    pages: Positions  # (n_pages,)
    page: int
    file: Descriptor | None = None
    shift: int = 0

    def take(self, at: Positions) -> Numbers:
        """Return the elements at positions of the whole array, all of which lie in this piece."""
        own = at - self.start
        found: Numbers = self.flat[self.pages[own // self.page] + own % self.page]
        return found


Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Filed:
    """An array in files, in pages of `page` numbers: page k begins at byte ``offsets[k]`` of the file ``files[k]``."""

    files: npt.NDArray[np.int32]
    offsets: Positions
    page: int
    kind: Numbers  # (0,), of the array's type


def filed(pieces: Pieces) -> Filed | None:
    """Return where in their files mapped pieces lie; None where they are in none."""
    if not pieces or any(piece.file is None for piece in pieces):
        return None
    kind = pieces[0].flat[:0].copy()
    numbers = [piece.file.number for piece in pieces if piece.file is not None]
    files = np.repeat(np.array(numbers, dtype=np.int32), [piece.pages.size for piece in pieces])
    offsets = [piece.shift + piece.pages * kind.itemsize for piece in pieces]
    return Filed(files, np.concatenate(offsets), pieces[0].page, kind)


def in_memory(array: Numbers, start: int = 0) -> Pieces:
    """Return an array in memory as one piece that begins at position `start`."""
    n = int(array.size)
    return (Piece(start, start + n, array, np.zeros(1, dtype=np.int64), max(n, 1)),)


def plain(array: Numbers) -> Numbers:
    """Return numbers in a type that a machine computes with: what is, as it is; half floats and flags as float32."""
    if f"{array.dtype.kind}{array.dtype.itemsize}" not in PLAIN:
        return array.astype(np.float32)
    return array if array.dtype.isnative else array.astype(array.dtype.newbyteorder("="))


def _is_plain(kind: np.dtype[Any]) -> bool:
    return f"{kind.kind}{kind.itemsize}" in PLAIN and bool(kind.isnative)


def length(pieces: Pieces) -> int:
    """Return how many elements there are."""
    return pieces[-1].stop if pieces else 0


def give_back(pieces: Pieces) -> None:
    """Let the system take back the pages of mapped pieces; they stay in its cache, and are mapped again when read."""
    for piece in pieces:
        held: Any = piece.flat
        while held is not None and not hasattr(held, "_mmap"):
            held = getattr(held, "base", None)
        if held is not None:
            held._mmap.madvise(mmap.MADV_DONTNEED)


def n_mapped_bytes() -> int:
    """Return how many bytes of files are mapped and resident in this process; 0 where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[2]) * mmap.PAGESIZE
    except OSError:
        return 0


def take(pieces: Pieces, at: Positions) -> Numbers:
    """Return the elements at the positions `at`, which lie within the array."""
    if len(pieces) == 1:
        return pieces[0].take(at)
    found = np.empty(at.size, dtype=pieces[0].flat.dtype)
    for piece in pieces:
        is_here = (at >= piece.start) & (at < piece.stop)
        found[is_here] = piece.take(at[is_here])
    return found


def blocks(pieces: Pieces, size: int = 1 << 20) -> Iterator[Numbers]:
    """Yield the elements in order, in blocks that overlap by one."""
    n = length(pieces)
    for start in range(0, max(n - 1, 1), size):
        yield take(pieces, np.arange(start, min(start + size + 1, n)))


def of_hdf5(dataset: Any) -> Pieces | None:  # noqa: ANN401 - h5py is untyped
    """Return a one-dimensional HDF5 dataset, mapped; None where its bytes are not the plain numbers.

    They are not with a filter (compression, checksum), in the byte order of another machine, in parts that were
    never written, or in another file.
    """
    plist, kind = dataset.id.get_create_plist(), dataset.dtype
    is_plain = _is_plain(kind) and not plist.get_nfilters() and not dataset.file.userblock_size
    if not is_plain or dataset.ndim != 1 or dataset.external or dataset.is_virtual:
        return None
    if dataset.size == 0:
        return in_memory(np.empty(0, dtype=kind))
    found = _chunks(dataset) if dataset.chunks else _whole(dataset)
    if found is None:
        return None
    page, offsets = found
    mapped = _mapped(Path(dataset.file.filename), kind, offsets, page if dataset.chunks else int(dataset.size))
    return None if mapped is None else (Piece(0, int(dataset.size), *mapped[:2], page, *mapped[2:]),)


def _whole(dataset: h5py.Dataset) -> tuple[int, Positions] | None:
    offset = dataset.id.get_offset()
    return None if offset is None else (int(dataset.size), np.array([offset], dtype=np.int64))


def _chunks(dataset: h5py.Dataset) -> tuple[int, Positions] | None:
    page = int(dataset.chunks[0])
    offsets = np.full(-(-int(dataset.size) // page), -1, dtype=np.int64)

    def note(chunk: Any) -> None:  # noqa: ANN401 - h5py is untyped
        offsets[chunk.chunk_offset[0] // page] = chunk.byte_offset

    dataset.id.chunk_iter(note)
    return None if (offsets < 0).any() else (page, offsets)


def _mapped(
    path: Path, kind: np.dtype[Any], offsets: Positions, page: int
) -> tuple[Numbers, Positions, Descriptor, int] | None:
    """Return the file as numbers, where in them each page begins, the file and how many bytes of it are left out.

    None where the pages fit no common grid, or the file is too short.
    """
    shift = int(offsets[0] % kind.itemsize)
    n_bytes = path.stat().st_size
    # A page past the end of the file would end the process, not raise.
    if (offsets % kind.itemsize != shift).any() or int(offsets.max()) + page * kind.itemsize > n_bytes:
        return None
    flat = np.memmap(path, dtype=kind, mode="r", offset=shift, shape=((n_bytes - shift) // kind.itemsize,))
    return np.asarray(flat), (offsets - shift) // kind.itemsize, Descriptor(path), shift


def of_zarr(array: Any) -> Pieces | None:  # noqa: ANN401 - zarr is untyped
    """Return a one-dimensional zarr v3 array of a local folder, mapped, one piece per shard.

    None where its bytes are not the plain numbers: compressed, not on this disk, not sharded, or never written.
    """
    from zarr.codecs import BytesCodec, ShardingCodec
    from zarr.storage import LocalStore

    kind: np.dtype[Any] = array.dtype
    codecs: Any = getattr(array.metadata, "codecs", ())
    is_sharded = len(codecs) == 1 and isinstance(codecs[0], ShardingCodec)
    if not is_sharded or array.ndim != 1 or not isinstance(array.store, LocalStore) or not _is_plain(kind):
        return None
    inner: Any = codecs[0].codecs
    is_plain = len(inner) == 1 and isinstance(inner[0], BytesCodec) and codecs[0].index_location.value == "end"
    if not is_plain or getattr(inner[0].endian, "value", "little") != "little":
        return None
    folder = Path(array.store.root) / array.path
    pieces: list[Piece] = []
    for number, start in enumerate(range(0, array.size, array.shards[0])):
        path = folder / array.metadata.encode_chunk_key((number,))
        piece = _shard(path, kind, start, min(start + array.shards[0], array.size), array.shards[0], array.chunks[0])
        if piece is None:
            return None
        pieces.append(piece)
    return tuple(pieces) or in_memory(np.empty(0, dtype=kind))


def _shard(path: Path, kind: np.dtype[Any], start: int, stop: int, shard: int, page: int) -> Piece | None:
    """Return the piece in one shard: its chunks, then their (offset, length) pairs, then a checksum of four bytes."""
    n_chunks = shard // page
    tail = n_chunks * 16 + 4
    if not path.is_file() or path.stat().st_size < tail:
        return None
    with path.open("rb") as stream:
        stream.seek(-tail, 2)
        index = np.frombuffer(stream.read(n_chunks * 16), dtype="<u8").reshape(n_chunks, 2)
    used = index[: -(-(stop - start) // page)]
    if (used == EMPTY_CHUNK).any() or (used[:, 1] != page * kind.itemsize).any():
        return None
    if int(used[:, 0].max()) > path.stat().st_size:
        return None
    mapped = _mapped(path, kind, used[:, 0].astype(np.int64), page)
    return None if mapped is None else Piece(start, stop, *mapped[:2], page, *mapped[2:])

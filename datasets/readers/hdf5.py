"""An HDF5 file of a stranger: whether it is whole, keeps to itself, and holds no more than its bytes can."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil, prod
from pathlib import Path

import h5py
import numpy as np

from clinicell.datasets.readers.faults import Unreadable, told_of
from clinicell.datasets.readers.layout import Node
from clinicell.datasets.readers.look import looks_like

DEFLATE_LIMIT = 1032  # no deflate stream unpacks to more than this many times its size
SMALL = 64 << 20  # bytes that may be declared whatever the size of the file
CACHE = 8 << 20  # bytes of unpacked chunks that each array keeps: blocks of rows begin in the middle of one
MAX_DEPTH = 32
MAX_OBJECTS = 200_000
MAX_CHUNK = 1 << 30  # bytes that one chunk may unpack to
PLAIN_FILTERS = frozenset(
    {1, 2, 3, 4, 5, 6, 32000, 32001, 32004, 32008, 32015}
)  # deflate … szip, lzf, blosc, lz4, zstd


@dataclass(frozen=True, slots=True)
class Hdf5:
    """An HDF5 file that is opened when its numbers are asked for."""

    path: Path

    @contextmanager
    def opened(self) -> Iterator[Node]:
        """Give the root group; whatever goes wrong inside is told as `Unreadable`."""
        with told_of(self.path), h5py.File(self.path, "r", rdcc_nbytes=CACHE) as file:
            yield file


def check(path: Path) -> None:
    """Look at every object of a file without reading numbers.

    Raises
    ------
    Unreadable
        It is no HDF5 (what it looks like is said), is cut off or damaged, was not written to its end, leads to other
        files, nests without end, or declares more than its bytes can unpack to.
    """
    with told_of(path):
        with path.open("rb") as stream:
            head = stream.read(2048)
        if not h5py.is_hdf5(path):
            raise Unreadable("L0-READ-03", path.name, f"is no HDF5: {looks_like(head)}")
        declared = 0
        with h5py.File(path, "r") as file:
            for name, dataset in _datasets(path, file):
                _check_dataset(path, name, dataset)
                declared += dataset.size * dataset.dtype.itemsize if dataset.size else 0
    size = path.stat().st_size
    if declared > max(SMALL, DEFLATE_LIMIT * size):
        what = f"declares {declared / 2**30:.1f} GiB, more than {size:,} bytes can hold"
        raise Unreadable("L0-READ-02", path.name, what)


def _datasets(path: Path, file: Node) -> Iterator[tuple[str, Node]]:
    pending: list[tuple[str, Node]] = [("", file)]
    seen: set[int] = set()
    while pending:
        where, group = pending.pop()
        if where.count("/") > MAX_DEPTH:
            raise Unreadable("L0-READ-02", path.name, f"nests more than {MAX_DEPTH} groups")
        for name in group:
            node = _kept_inside(path, group, name, f"{where}/{name}")
            if node is None:
                continue
            address = h5py.h5o.get_info(node.id).addr
            if address in seen:
                continue
            seen.add(address)
            if len(seen) > MAX_OBJECTS:
                raise Unreadable("L0-READ-02", path.name, f"holds more than {MAX_OBJECTS:,} objects")
            dict(node.attrs)  # an attribute that cannot be read is a fault of the file
            if isinstance(node, h5py.Group):
                pending.append((f"{where}/{name}", node))
            elif isinstance(node, h5py.Dataset):
                yield f"{where}/{name}"[1:], node


def _kept_inside(path: Path, group: Node, name: str, where: str) -> Node:
    link = group.get(name, getlink=True)
    if isinstance(link, h5py.ExternalLink):
        raise Unreadable("L0-READ-12", f"{path.name}: {where}", "is a link into another file")
    if isinstance(link, h5py.SoftLink):
        try:
            return group.get(name)
        except (RuntimeError, OSError, KeyError):
            raise Unreadable("L0-READ-12", f"{path.name}: {where}", "is a link that leads in a circle") from None
    return group[name]


def _check_dataset(path: Path, name: str, dataset: Node) -> None:
    place = f"{path.name}: {name}"
    if dataset.external or dataset.is_virtual:
        raise Unreadable("L0-READ-12", place, "keeps its numbers in another file")
    if not dataset.size:
        return
    plist = dataset.id.get_create_plist()
    filters = [plist.get_filter(i)[0] for i in range(plist.get_nfilters())]
    unknown = [number for number in filters if number not in PLAIN_FILTERS or not h5py.h5z.filter_avail(number)]
    if unknown:
        what = f"is packed by a filter that is not known here (HDF5 filter {unknown[0]})"
        raise Unreadable("L0-READ-05", place, what, "write it with gzip, or without compression")
    if dataset.chunks is not None:
        if prod(dataset.chunks) * dataset.dtype.itemsize > MAX_CHUNK:
            raise Unreadable("L0-READ-02", place, "declares a chunk of more than 1 GiB", "chunks of some MB")
        expected = prod(ceil(n / step) for n, step in zip(dataset.shape, dataset.chunks, strict=True))
        if expected > 64 * MAX_OBJECTS:
            raise Unreadable("L0-READ-02", place, f"declares {expected:,} chunks", "chunks of some MB")
        _all_written(path, place, dataset, dataset.id.get_num_chunks(), expected)
    elif plist.get_layout() == h5py.h5d.CONTIGUOUS:
        _all_written(path, place, dataset, int(dataset.id.get_offset() is not None), 1)


def _all_written(path: Path, place: str, dataset: Node, written: int, expected: int) -> None:
    if written >= expected:
        return
    declared = dataset.size * dataset.dtype.itemsize
    size = path.stat().st_size
    if declared > max(SMALL, DEFLATE_LIMIT * size):
        what = f"declares {declared / 2**30:.1f} GiB, more than {size:,} bytes can hold"
        raise Unreadable("L0-READ-02", path.name, what)
    what = f"{expected - written:,} of {expected:,} chunks were never written, and would read as zeros"
    raise Unreadable("L0-READ-04", place, what)


def attributes(node: Node) -> Mapping[str, str]:
    """Return the attributes of a group or array as text."""
    return {name: _as_text(value) for name, value in dict(node.attrs).items()}


def _as_text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return ", ".join(map(_as_text, value.ravel())) if isinstance(value, np.ndarray) else str(value)

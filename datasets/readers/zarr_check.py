"""A zarr store of a stranger: links, codecs that run code, chunks that unpack without end, and parts that are lost."""

import json
import zipfile
from collections.abc import Iterator
from math import prod
from pathlib import Path, PurePosixPath
from typing import Any  # zarr nodes are untyped here

from clinicell.datasets.readers import layout
from clinicell.datasets.readers.faults import Unreadable, told_of
from clinicell.datasets.readers.hdf5 import DEFLATE_LIMIT, MAX_CHUNK, MAX_DEPTH, MAX_OBJECTS, SMALL
from clinicell.datasets.readers.layout import Node

CODECS = frozenset(
    (
        "blosc", "zlib", "gzip", "zstd", "lz4", "bz2", "lzma", "shuffle", "bitround", "delta", "fixedscaleoffset",
        "packbits", "astype", "crc32", "crc32c", "adler32", "fletcher32", "vlen-utf8", "vlen-bytes", "vlen-array",
        "bytes", "transpose", "sharding_indexed", "null",
    )
)  # fmt: skip
METADATA = (".zarray", ".zgroup", ".zattrs", "zarr.json")
MAX_METADATA = 8 << 20  # bytes of one metadata file


def check_files(path: Path) -> None:
    """Look at names and metadata before zarr does.

    Raises
    ------
    Unreadable
        It is no store; a link, a climbing path, or a codec that runs code is in it.
    """
    with told_of(path):
        if path.is_symlink() and not path.exists():
            raise Unreadable("L0-READ-01", path.name, "cannot be opened: it is a link to nothing")
        entries = _of_folder(path) if path.is_dir() else _of_zip(path)
        seen = 0
        for name, text in entries:
            seen += 1
            place, told = f"{path.name}: {name}", _parsed(path, name, text)
            _check_codecs(place, told)
            _check_shape(place, told)
        if not seen:
            raise Unreadable("L0-READ-13", path.name, "holds no zarr metadata (.zgroup, .zarray or zarr.json)")


def _of_folder(path: Path) -> Iterator[tuple[str, bytes]]:
    for part in sorted(path.rglob("*")):
        if part.is_symlink():
            raise Unreadable("L0-READ-12", f"{path.name}: {part.relative_to(path)}", "is a link")
        if part.name in METADATA:
            if part.stat().st_size > MAX_METADATA:
                raise Unreadable("L0-READ-02", f"{path.name}: {part.name}", "holds more than 8 MB of metadata")
            yield str(part.relative_to(path)), part.read_bytes()


def _of_zip(path: Path) -> Iterator[tuple[str, bytes]]:
    if not zipfile.is_zipfile(path):
        raise Unreadable("L0-READ-03", path.name, "is neither a folder nor a zip file")
    with zipfile.ZipFile(path) as archive:
        check_members(archive, path)
        for member in archive.infolist():
            if PurePosixPath(member.filename).name in METADATA:
                yield member.filename, archive.read(member)


def check_members(archive: zipfile.ZipFile, path: Path) -> None:
    """Look at the directory of a zip file.

    Raises
    ------
    Unreadable
        A path climbs or is absolute, a member is a link, a name stands twice, or too much is declared.
    """
    members = archive.infolist()
    declared = sum(member.file_size for member in members)
    size = path.stat().st_size
    if declared > max(SMALL, DEFLATE_LIMIT * size) or len(members) > MAX_OBJECTS:
        what = f"declares {len(members):,} files of {declared / 2**30:.1f} GiB, more than {size:,} bytes can hold"
        raise Unreadable("L0-READ-02", path.name, what)
    for member in members:
        parts = PurePosixPath(member.filename.replace("\\", "/"))
        if parts.is_absolute() or ".." in parts.parts or (member.external_attr >> 28) == 0xA:
            raise Unreadable("L0-READ-12", path.name, "holds a path that leads out of it")
    if len({member.filename for member in members}) < len(members):
        raise Unreadable("L0-READ-16", path.name, "holds two files of one name")


def _parsed(path: Path, name: str, text: bytes) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable("L0-READ-05", f"{path.name}: {name}", "is no JSON, where zarr keeps its metadata") from None


def _check_codecs(place: str, metadata: object) -> None:
    if not isinstance(metadata, dict):
        raise Unreadable("L0-READ-05", place, "is no zarr metadata")
    if place.endswith(".zattrs"):
        return
    for codec in _codecs(metadata):
        if codec.removeprefix("numcodecs.") not in CODECS:
            what = f"names the codec {codec[:40]!r}, which is not known to be harmless"
            raise Unreadable("L0-READ-14", place, what, f"one of {', '.join(sorted(CODECS)[:6])}, …")


def _check_shape(place: str, metadata: object) -> None:
    shape = metadata.get("shape") if isinstance(metadata, dict) and not place.endswith(".zattrs") else None
    if shape is not None and not (isinstance(shape, list) and all(isinstance(n, int) and n >= 0 for n in shape)):
        raise Unreadable("L0-READ-07", place, f"declares the shape {str(shape)[:60]}")


def _codecs(metadata: dict[str, Any]) -> Iterator[str]:
    inner = [metadata.get("compressor"), *(metadata.get("filters") or ())]
    for codec in inner:
        if isinstance(codec, dict):
            yield str(codec.get("id", ""))
    for codec in metadata.get("codecs") or ():
        yield str(codec.get("name", "") if isinstance(codec, dict) else codec)
        settings = codec.get("configuration") if isinstance(codec, dict) else None
        if isinstance(settings, dict):
            yield from _codecs({"codecs": settings.get("codecs")})
            yield from _codecs({"codecs": settings.get("index_codecs")})


def check_arrays(root: Node, path: Path) -> dict[str, str]:
    """Return, by array, how many of its chunks are not stored where zarr may have left them out.

    Raises
    ------
    Unreadable
        Arrays declare more than the store can hold, or chunks are lost that nobody leaves out: those of a sparse
        matrix.
    """
    gaps: dict[str, str] = {}
    declared = stored = 0
    for name, array in _arrays(root, path):
        place = f"{path.name}: {name}"
        chunk = prod(array.chunks) * max(array.dtype.itemsize, 1)
        if chunk > MAX_CHUNK:
            raise Unreadable("L0-READ-02", place, "declares a chunk of more than 1 GiB", "chunks of some MB")
        declared += prod(array.shape) * max(array.dtype.itemsize, 1)
        if declared > SMALL:
            stored = stored or _bytes_of(path)
            if declared > max(SMALL, DEFLATE_LIMIT * stored):
                what = f"declares {declared / 2**30:.1f} GiB, more than {stored:,} bytes can hold"
                raise Unreadable("L0-READ-02", path.name, what)
        written = array.nchunks_initialized if prod(array.shape) else array.nchunks
        if written < array.nchunks:
            told = f"{array.nchunks - written:,} of {array.nchunks:,} chunks are not stored"
            if name.rpartition("/")[2] in ("data", "indices") and _is_sparse(root, name):
                raise Unreadable("L0-READ-04", place, told)
            gaps[name] = told
    return gaps


def _arrays(root: Node, path: Path) -> Iterator[tuple[str, Node]]:
    pending = [("", root)]
    while pending:
        where, group = pending.pop()
        if where.count("/") > MAX_DEPTH:
            raise Unreadable("L0-READ-02", path.name, f"nests more than {MAX_DEPTH} groups")
        for name, node in group.members():
            if layout.is_group(node):
                pending.append((f"{where}{name}/", node))
            else:
                yield f"{where}{name}", node


def _is_sparse(root: Node, name: str) -> bool:
    holder = name.rpartition("/")[0]
    return bool(holder) and set(root[holder]) >= layout.PARTS


def _bytes_of(path: Path) -> int:
    parts = path.rglob("*") if path.is_dir() else [path]
    return sum(part.lstat().st_size for part in parts)

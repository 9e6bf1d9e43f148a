"""Writing an HDF5 file anew, so that what was deleted is gone from its bytes."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import h5py
import numpy as np

from clinicell.datasets.privacy.hdf import attribute_texts
from clinicell.datasets.privacy.key import key_of
from clinicell.datasets.privacy.named import shown
from clinicell.datasets.privacy.text import codes_of
from clinicell.errors import InputError, SchemaError
from clinicell.files import written_whole

BLOCK = 1 << 22  # values compared together


@dataclass(frozen=True, slots=True)
class Repacked:
    """What came of it: the new file, the attributes that were left out, bytes before and after."""

    path: Path
    dropped: tuple[str, ...]
    n_bytes_before: int
    n_bytes_after: int


def repack(source: Path, target: Path) -> Repacked:
    """Write `source` anew to `target`, without unlinked bytes and without attributes that the screen refuses.

    The content is compared object by object before the new file takes its name.

    Raises
    ------
    InputError
        `source` is no HDF5 file, or `target` is `source`.
    SchemaError
        The file links to other files, or the copy differs.
    """
    if not source.is_file() or not h5py.is_hdf5(source):
        raise InputError(f"{shown(source.name)}: is no HDF5 file")
    if target.exists() and target.samefile(source):
        raise InputError("the new file is the old one; name another with -o")
    with written_whole(target) as part, h5py.File(source, "r") as old:
        with h5py.File(part, "w", libver="earliest") as new:
            dropped = tuple(_copied(old, new))
        with h5py.File(part, "r") as new:
            _require_same(old, new)
    return Repacked(target, dropped, source.stat().st_size, target.stat().st_size)


def _copied(old: h5py.Group, new: h5py.Group) -> Iterator[str]:
    """Copy a group and yield the attributes that are left out."""
    yield from _attributes(old, new)
    for name in old:
        link = old.get(name, getlink=True)
        if isinstance(link, h5py.ExternalLink):
            raise SchemaError(f"{shown(name)} links to another file; copy what it names into this one first")
        if isinstance(link, h5py.SoftLink):
            new[name] = h5py.SoftLink(link.path)
        elif isinstance(old[name], h5py.Group):
            yield from _copied(old[name], new.create_group(name, track_order=False))
        else:
            old.copy(name, new, without_attrs=True)
            yield from _attributes(old[name], new[name])


def _attributes(old: h5py.Group | h5py.Dataset, new: h5py.Group | h5py.Dataset) -> Iterator[str]:
    for name in old.attrs:
        if is_refused(old, name):
            yield f"{old.name}.attrs[{shown(name)!r}]"
            continue
        # create() keeps the type of a text, fixed or variable; an empty attribute has no value to copy.
        new.attrs.create(name, old.attrs[name], dtype=old.attrs.get_id(name).dtype)


def is_refused(item: h5py.Group | h5py.Dataset, name: str) -> bool:
    """Whether the screen finds an identifier in an attribute, or in its name."""
    key = key_of(name, *item.name.split("/"))
    texts = attribute_texts(item.attrs[name], key)
    return any(codes_of(text, key) for text in texts) or bool(codes_of(name, key_of("")))


def _require_same(old: h5py.Group, new: h5py.Group) -> None:
    for name in old:
        if isinstance(old.get(name, getlink=True), h5py.SoftLink):
            continue
        one, other = old[name], new.get(name)
        if isinstance(one, h5py.Group) and isinstance(other, h5py.Group):
            _require_same(one, other)
        elif not isinstance(one, h5py.Dataset) or not isinstance(other, h5py.Dataset) or not _is_same(one, other):
            raise SchemaError("the copy differs from the file; it was not kept, and the file was not changed")


def _is_same(one: h5py.Dataset, other: h5py.Dataset) -> bool:
    if one.shape != other.shape or one.dtype != other.dtype:
        return False
    if one.shape is None:
        return True
    return _digest(one) == _digest(other)


def _digest(item: h5py.Dataset) -> str:
    """Return a hash over the values, block by block."""
    total = hashlib.sha256()
    for block in _blocks(item):
        values = np.asarray(block)
        if values.dtype.hasobject:
            total.update(repr(values.tolist()).encode())
        else:
            total.update(np.ascontiguousarray(values).tobytes())
    return total.hexdigest()


def _blocks(item: h5py.Dataset) -> Iterator[object]:
    if item.ndim == 0 or item.size <= BLOCK:
        yield item[()]
        return
    step = max(1, BLOCK * item.shape[0] // item.size)
    for start in range(0, item.shape[0], step):
        yield item[start : start + step]

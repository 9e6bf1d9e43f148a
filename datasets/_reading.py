"""Opening a file that may be anything: what it looks like, whether it can be as large as it says, and reading it."""

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import anndata as ad
import h5py

from clinicell.datasets.schema import multiome
from clinicell.datasets.schema.levels import Finding
from clinicell.datasets.schema.rule import Rule, rulebook

if TYPE_CHECKING:
    from clinicell.datasets.schema.multiome import MuData

DEFLATE_LIMIT = 1032  # no deflate stream unpacks to more than this many times its size
SMALL = 64 << 20  # bytes that may be declared whatever the size of the file

RULES = rulebook(
    Rule("L0-READ-01", "cannot be read as AnnData", "an .h5ad file, as AnnData.write_h5ad leaves it; or .h5mu"),
    Rule("L0-READ-02", "declares more than the file can hold", "fetch or write the file again; it is damaged"),
)


def read(path: Path) -> "tuple[ad.AnnData | MuData | None, tuple[Finding, ...]]":
    """Return what a file holds, or None and why it cannot be read."""
    found = tuple(_before_reading(path))
    if found:
        return None, found
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what anndata warns of is a fault with a code here
            return _opened(path), ()
    except Exception as fault:
        seen = f"it is HDF5, but no AnnData, or a damaged one ({type(fault).__name__})"
        return None, _unreadable(path, seen)


def _opened(path: Path) -> "ad.AnnData | MuData":
    with h5py.File(path, "r") as file:
        is_whole = file.attrs.get("encoding-type") == "MuData" or "mod" in file
    return multiome.read(path) if is_whole else ad.read_h5ad(path)


def _before_reading(path: Path) -> Iterator[Finding]:
    try:
        with path.open("rb") as stream:
            head = stream.read(2048)
    except OSError as fault:
        yield from _unreadable(path, fault.strerror or "it cannot be opened")
        return
    if not h5py.is_hdf5(path):
        yield from _unreadable(path, looks_like(head))
        return
    try:
        declared = _declared_bytes(path)
    except Exception:  # a damaged file raises whatever it likes
        yield from _unreadable(path, "it is HDF5, damaged or cut off")
        return
    size = path.stat().st_size
    is_too_much = declared > max(SMALL, DEFLATE_LIMIT * size)
    yield from RULES["L0-READ-02"].broken(
        path=path.name,
        n_affected=int(is_too_much),
        n_total=1,
        unit="files",
        what=f"declares {declared / 2**30:.1f} GiB, more than {size:,} bytes can hold",
    )


def _unreadable(path: Path, seen: str) -> tuple[Finding, ...]:
    return RULES["L0-READ-01"].broken(
        path=path.name, n_affected=1, n_total=1, unit="files", what=f"cannot be read as AnnData: {seen}"
    )


def _declared_bytes(path: Path) -> int:
    total = 0

    def add(_: str, item: object) -> None:
        nonlocal total
        if isinstance(item, h5py.Dataset):
            total += item.size * item.dtype.itemsize if item.size else 0

    with h5py.File(path, "r") as file:
        file.visititems(add)
    return total


def looks_like(head: bytes) -> str:
    """Return in words what the first bytes of a file look like.

    Examples
    --------
    >>> looks_like(b"<!doctype html><title>Sign in</title>")
    'it is an HTML page, perhaps a sign-in page'
    """
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not head:
        return "it is empty"
    if start.startswith((b"<!doctype html", b"<html")):
        return "it is an HTML page, perhaps a sign-in page"
    if start.startswith(b"version https://git-lfs"):
        return "it is a pointer of Git LFS, not the file itself"
    for magic, name in ((b"\x1f\x8b", "gzip"), (b"PK\x03\x04", "zip"), (b"FCS", "FCS"), (b"\x89HDF", "cut-off HDF5")):
        if head.startswith(magic):
            return f"it is {name}"
    if b"\0" not in head and start[:1] in (b"{", b"["):
        return "it is JSON text"
    return "it is text" if b"\0" not in head else "its format is not known"

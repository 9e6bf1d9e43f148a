"""Files packed by gzip, bzip2, xz or zstd: unpacked into a private folder, up to a limit."""

import bz2
import gzip
import lzma
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any  # the openers of the standard library share no type

import zstandard

from clinicell.datasets.privacy.named import shown
from clinicell.errors import InputError

MAX_BYTES = 2 << 30  # unpacked
BLOCK = 1 << 20
_OPENERS: Mapping[bytes, Any] = {
    b"\x1f\x8b": gzip, b"BZh": bz2, b"\xfd7zXZ": lzma, b"\x28\xb5\x2f\xfd": zstandard
}  # fmt: skip
_SUFFIXES = (".gz", ".bz2", ".xz", ".zst", ".bgz")


def is_packed(head: bytes) -> bool:
    """Whether a file that begins like this is packed."""
    return head.startswith(tuple(_OPENERS))


def name_of(path: Path) -> str:
    """Return the name without its last part, where that says how the file is packed."""
    suffix = path.suffix.lower()
    if suffix == ".tgz":
        return f"{path.stem}.tar"
    return path.stem if suffix in _SUFFIXES else path.name


def head_of(path: Path) -> bytes:
    """Return the first unpacked bytes.

    Raises
    ------
    InputError
        The file is damaged.
    """
    with _opened(path) as stream:
        return _block(path, stream, 512)


def unpack(path: Path, target: Path) -> bool:
    """Write the unpacked bytes to `target`; False where they are more than `MAX_BYTES`.

    Raises
    ------
    InputError
        The file is damaged or cut off.
    """
    n_left = MAX_BYTES
    with _opened(path) as stream, target.open("xb") as out:
        while block := _block(path, stream, BLOCK):
            n_left -= len(block)
            if n_left < 0:
                return False
            out.write(block)
    return True


def _opened(path: Path) -> Any:  # noqa: ANN401
    with path.open("rb") as stream:
        head = stream.read(8)
    return next(opener for magic, opener in _OPENERS.items() if head.startswith(magic)).open(path, "rb")


def _block(path: Path, stream: Any, n_bytes: int) -> bytes:  # noqa: ANN401
    try:
        data: bytes = stream.read(n_bytes)
    except (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError, zstandard.ZstdError) as fault:
        raise InputError(f"{shown(path.name)}: is damaged or cut off ({type(fault).__name__})") from None
    return data

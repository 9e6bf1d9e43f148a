"""The only writer of this package, and the hashes that name what was written.

A reader never meets half a file: bytes go to a temporary file in the same folder, are flushed to the disk, and take
their name in one step.
"""

import gzip
import hashlib
import io
import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any  # JSON values are untyped at this edge

import numpy as np


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Yield a temporary path beside `path` that takes its name when the block ends without an error.

    Who may read the file is what the umask says, as for any file that is opened for writing.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{secrets.token_hex(6)}.part")
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    try:
        yield part
        _flush(part)
        part.replace(path)
        _flush(path.parent)
    finally:
        part.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_bytes(path: Path, data: bytes) -> Path:
    """Write `data` to `path`, whole or not at all, and return `path`."""
    with written_whole(path) as part:
        part.write_bytes(data)
    return path


def write_text(path: Path, text: str) -> Path:
    """Write UTF-8 `text` to `path`, whole or not at all, and return `path`."""
    return write_bytes(path, text.encode("utf-8"))


def canonical_json(value: object) -> str:
    """Return the one JSON text of `value`: sorted keys, no NaN (write None and a reason instead).

    Examples
    --------
    >>> canonical_json({"b": 1.5, "a": None})
    '{"a": null, "b": 1.5}'
    """
    return json.dumps(value, sort_keys=True, ensure_ascii=False, allow_nan=False, default=_plain)


def _plain(value: object) -> Any:  # noqa: ANN401 - json accepts any plain value
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def write_json(path: Path, value: object) -> Path:
    """Write `value` as indented JSON with sorted keys: equal values give equal bytes."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, allow_nan=False, default=_plain, indent=1)
    return write_text(path, text + "\n")


def gzipped(data: bytes) -> bytes:
    """Return `data` compressed, with neither time nor name in the header: equal data give equal bytes."""
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0, filename="") as stream:
        stream.write(data)
    return buffer.getvalue()


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes as 64 hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def sha256_text(text: str) -> str:
    """Return the SHA-256 of a text's UTF-8 bytes as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """Yield an empty temporary folder in `folder`, whose files go there when the block ends without an error.

    With an error nothing is left of it, whoever wrote into it: a process that was killed leaves no half of a file.
    """
    missing = [part for part in (folder, *folder.parents) if not part.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    stage = folder / f".{secrets.token_hex(6)}.part"
    stage.mkdir()
    try:
        yield stage
        for file in sorted(stage.iterdir()):
            file.replace(folder / file.name)
        _flush(folder)
        missing = []
    finally:
        shutil.rmtree(stage, ignore_errors=True)
        for part in missing:
            with suppress(OSError):  # somebody else put something there
                part.rmdir()


@contextmanager
def folder_written_whole(path: Path) -> Iterator[Path]:
    """Yield an empty temporary folder beside `path` that takes its name when the block ends without an error.

    `path` must not be there yet: a folder cannot be replaced in one step.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{secrets.token_hex(6)}.part")
    part.mkdir()
    try:
        yield part
        for file in sorted(part.rglob("*")):
            _flush(file)
        part.rename(path)
        _flush(path.parent)
    finally:
        shutil.rmtree(part, ignore_errors=True)

"""Archives (.zip, .tar and packed ones, office documents): names of members, and what stands in them, within limits."""

import re
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import IO, Literal

from clinicell.datasets.privacy.column import Column, Unseen, column
from clinicell.datasets.privacy.key import Key
from clinicell.datasets.privacy.named import shown
from clinicell.errors import InputError

MAX_MEMBER, MAX_TOTAL = 256 << 20, 1 << 30  # bytes unpacked of one member, and of all
MAX_DEPTH = 3  # archives within archives
BLOCK = 1 << 20
_TAG = re.compile(rb"<[^>]*>")
_PARAGRAPH = re.compile(rb"</(?:w:p|a:p|text:p|text:h|dc:\w+|cp:\w+|si|t)>")
Read = Callable[[Path], Iterator[Column | Unseen]]
_Open = Callable[[], IO[bytes] | None]


@dataclass(frozen=True, slots=True)
class _Member:
    name: str
    size: int
    open: _Open
    fault: str = ""  # why its content cannot be had
    target: str = ""  # of a link


def columns_of_file(path: Path, kind: Literal["zip", "tar"], read: Read, depth: int) -> Iterator[Column | Unseen]:
    """Yield the names of the members of an archive and, by `read`, what each of them holds.

    Members are unpacked one by one into a private folder and removed again. One that is too large, locked, a link or
    nested too deeply is named as not screened.

    Raises
    ------
    InputError
        The archive is damaged.
    """
    try:
        if kind == "zip":
            with zipfile.ZipFile(path) as packed:
                yield from _notes(packed)
                yield from _members([_of_zip(packed, info) for info in packed.infolist()], read, depth)
        else:
            with tarfile.open(path) as tape:
                yield from _members([_of_tar(tape, info) for info in tape.getmembers()], read, depth)
    except (zipfile.BadZipFile, tarfile.TarError, EOFError, OSError, ValueError, RuntimeError) as fault:
        raise InputError(f"{shown(path.name)}: the archive is damaged ({type(fault).__name__})") from None


def _notes(packed: zipfile.ZipFile) -> Iterator[Column]:
    notes = [packed.comment, *(info.comment for info in packed.infolist())]
    yield column("archive comments", Key(), (note.decode("utf-8", "replace") for note in notes if note))


def _of_zip(packed: zipfile.ZipFile, info: zipfile.ZipInfo) -> _Member:
    fault = "it is locked with a password" if info.flag_bits & 1 else ""
    size = -1 if info.is_dir() else info.file_size
    return _Member(info.filename, size, lambda: packed.open(info), fault)


def _of_tar(tape: tarfile.TarFile, info: tarfile.TarInfo) -> _Member:
    fault = "" if info.isfile() or info.isdir() else "it is a link or a device"
    return _Member(info.name, -1 if info.isdir() else info.size, lambda: tape.extractfile(info), fault, info.linkname)


def _members(members: list[_Member], read: Read, depth: int) -> Iterator[Column | Unseen]:
    yield column(
        "member names", Key(), (name for member in members for name in (member.name, member.target) if name), "names"
    )
    left = MAX_TOTAL
    for member in members:
        if member.size < 0:
            continue
        path = f"member {shown(PurePosixPath(member.name).name)!r}"
        fault = member.fault or _too_large(member.size, left, depth)
        if fault:
            yield Unseen(path=path, why=fault)
            continue
        left -= member.size
        yield from (replace(one, path=f"{path}: {one.path}") for one in _content(member, read))


def _too_large(size: int, left: int, depth: int) -> str:
    if depth > MAX_DEPTH:
        return f"it lies more than {MAX_DEPTH} archives deep"
    if size > MAX_MEMBER:
        return f"it is larger than {MAX_MEMBER >> 20} MiB; unpack the archive"
    return f"the archive holds more than {MAX_TOTAL >> 30} GiB; unpack it" if size > left else ""


def _content(member: _Member, read: Read) -> Iterator[Column | Unseen]:
    """Yield what one member holds; what is wrong with it is said of it alone."""
    with tempfile.TemporaryDirectory(prefix="clinicell-") as folder:
        name = re.sub(r"[^\w. -]", "_", PurePosixPath(member.name).name)[-100:] or "member"
        target = Path(folder) / name
        try:
            if not _unpacked(member, target):
                yield Unseen(path="content", why="it is larger than the archive says")
                return
            if name.lower().endswith((".xml", ".rels")):
                target = _as_text(target)
            yield from read(target)
        except (InputError, RuntimeError, OSError, EOFError, ValueError, zipfile.BadZipFile) as fault:
            why = "it is damaged, or its form is not read" if isinstance(fault, InputError) else type(fault).__name__
            yield Unseen(path="content", why=why)


def _unpacked(member: _Member, target: Path) -> bool:
    source = member.open()
    if source is None:
        return False
    n_left = member.size
    with source, target.open("xb") as out:
        while block := source.read(BLOCK):
            n_left -= len(block)
            if n_left < 0:
                return False
            out.write(block)
    return True


def _as_text(path: Path) -> Path:
    """Write the text of an XML document, a paragraph a line, beside it."""
    data = _TAG.sub(b"", _PARAGRAPH.sub(b"\n", path.read_bytes()))
    text = path.with_suffix(".md")
    text.write_bytes(data)
    return text

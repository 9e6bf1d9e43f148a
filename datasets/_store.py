"""The local store: bytes under the name of their SHA-256, and the folders that are made from them.

::

    objects/<2 hex>/<sha256>     raw files, read-only, verified when they come in and whenever they are used
    raw/<dataset>/<key>/         what a converter reads: the card's files under their paths, linked from the objects
    standard/<dataset>/<key>.*   standard files, and what each was made from
    ontology/<key>.sqlite        the index of the ontologies, made from the package that ships them
    incoming/                    work under way; nothing reads it

No file takes its place before its bytes are known to be right, so that two processes may write at once and a killed one
leaves nothing but rubbish in ``incoming/``, or a hidden ``.part`` file.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_cache_dir

from clinicell.errors import CardError, FetchError, InputError, SurroundingsError
from clinicell.files import canonical_json, sha256, sha256_text, write_text, written_whole

if TYPE_CHECKING:  # looking a term up need not wait for what reads cards
    from clinicell.datasets.card import DatasetCard, RawFile

PARTS = ("objects", "raw", "standard", "ontology", "incoming")
_TAG = "CACHEDIR.TAG"
_TAG_TEXT = (
    "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# The store of clinicell: all that lies here can be fetched or made again.\n"
)
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Use:
    """What one part of the store takes on the disk; a file with several names counts once, where it is met first."""

    part: str
    path: Path
    n_files: int
    n_bytes: int


@dataclass(frozen=True, slots=True, init=False)
class Store:
    """The content-addressed store at `root`.

    Parameters
    ----------
    root
        None takes the folder that the environment variable ``CLINICELL_STORE`` names, else the user's cache folder.
    """

    root: Path

    def __init__(self, root: Path | None = None) -> None:
        chosen = root or Path(os.environ.get("CLINICELL_STORE") or user_cache_dir("clinicell"))
        object.__setattr__(self, "root", chosen.expanduser().absolute())

    def object_path(self, digest: str) -> Path:
        """Return where the bytes of that SHA-256 lie, or would lie."""
        return self.root / "objects" / digest[:2] / digest

    def raw_folder(self, card: DatasetCard) -> Path:
        """Return where the raw files of `card` lie, or would lie; other paths or bytes are another folder."""
        key = sha256_text(canonical_json(sorted((file.path, file.sha256) for file in card.files)))
        return self.root / "raw" / card.id / key[:16]

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Make the store's folder if need be; a disk that fails inside the block raises `SurroundingsError`."""
        try:
            if not (self.root / _TAG).exists():
                write_text(self.root / _TAG, _TAG_TEXT)
            yield
        except OSError as error:
            place = Path(str(error.filename or self.root))
            reason = f"{place}: {error.strerror or error}"
            if not place.is_relative_to(self.root):
                raise SurroundingsError(f"{reason}; make it readable") from error
            raise SurroundingsError(
                f"the store at {self.root} cannot be used: {reason}; free some space, or set CLINICELL_STORE"
            ) from error

    @contextmanager
    def workplace(self) -> Iterator[Path]:
        """Yield an empty folder inside the store that is gone after the block."""
        (self.root / "incoming").mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.root / "incoming") as name:
            yield Path(name)

    def holds(self, file: RawFile) -> bool:
        """Whether the bytes of `file` are here; an object whose bytes are no longer its own is removed."""
        path = self.object_path(file.sha256)
        if not path.is_file() or path.is_symlink():
            return False
        if sha256(path) == file.sha256:
            return True
        path.unlink(missing_ok=True)
        return False

    def admit(self, source: Path, file: RawFile, *, origin: str) -> Path:
        """Copy the bytes at `source` into the store and return the object.

        Raises
        ------
        FetchError
            They are not the bytes that the card names; the store keeps nothing of them.
        CardError
            They are, but the card names another size.
        """
        target = self.object_path(file.sha256)
        with written_whole(target) as part:
            if _copy(source, part) != file.sha256:
                raise FetchError(refusal(part, file, origin=origin))
            if (size := part.stat().st_size) != file.bytes:
                raise CardError(
                    f"{file.path}: bytes: the card says {file.bytes:,}, its sha256 has {size:,}; correct it"
                )
        target.chmod(0o444)
        return target

    def materialise(self, card: DatasetCard) -> Path:
        """Return the raw folder of `card`, made from objects that are all here already."""
        target = self.raw_folder(card)
        with self.workplace() as place:
            built = place / "raw"
            for file in card.files:
                _link(self.object_path(file.sha256), built / file.path)
            target.parent.mkdir(parents=True, exist_ok=True)
            if is_intact(target, card):  # another process was first
                return target
            if target.exists():
                target.rename(place / "spoilt")
            _take_place(built, target)
        return target


def _copy(source: Path, target: Path) -> str:
    """Copy bytes and return the SHA-256 of what was copied."""
    seen = hashlib.sha256()
    with source.open("rb") as reader, target.open("wb") as writer:
        while chunk := reader.read(_CHUNK):
            seen.update(chunk)
            writer.write(chunk)
    return seen.hexdigest()


def _link(source: Path, target: Path) -> None:
    """Give `source` a second name, or a copy where the file system has no hard links."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
        target.chmod(0o444)


def _take_place(built: Path, target: Path) -> None:
    try:
        built.rename(target)
    except OSError as error:
        if error.errno not in (errno.EEXIST, errno.ENOTEMPTY):  # else another process was first, with the same bytes
            raise


def is_intact(folder: Path, card: DatasetCard) -> bool:
    """Whether `folder` holds exactly the files of `card`, each with its bytes."""
    found = {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_symlink() or not path.is_dir()
    }
    if set(found) != {file.path for file in card.files}:
        return False
    return all(not found[file.path].is_symlink() and sha256(found[file.path]) == file.sha256 for file in card.files)


def refusal(seen: Path, file: RawFile, *, origin: str) -> str:
    """Return why the bytes at `seen` are not `file`: expected and seen hash and size, and what they look like."""
    size = seen.stat().st_size
    with seen.open("rb") as stream:
        hint = _looks_like(stream.read(512), size, file.bytes)
    return (
        f"{file.path}: {origin} does not hold the bytes that the card names: "
        f"expected sha256 {file.sha256} ({file.bytes:,} bytes), seen {sha256(seen)} ({size:,} bytes){hint}"
    )


def _looks_like(head: bytes, size: int, expected: int) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for sign in (b"<!doctype html", b"<html"):
        if start.startswith(sign):
            return f"; it begins with {sign.decode()}: a sign-in page or an error page, not the file"
    if start.startswith(b"version https://git-lfs"):
        return "; it begins with version https://git-lfs: a pointer to the file, not the file"
    if size < expected:
        return f"; it ends after {size:,} of {expected:,} bytes"
    return ""


def disk_use(store: Store) -> tuple[Use, ...]:
    """Return what each part of the store takes on the disk; empty parts are counted with 0."""
    met: set[int] = set()
    uses = []
    for part in PARTS:
        found = [path.lstat() for path in sorted((store.root / part).rglob("*")) if not path.is_dir()]
        fresh = {stat.st_ino: stat.st_size for stat in found if stat.st_ino not in met}
        met |= fresh.keys()
        uses.append(Use(part, store.root / part, len(found), sum(fresh.values())))
    return tuple(uses)


def clear(store: Store) -> int:
    """Delete all that lies in the store, and return the bytes that this set free.

    Raises
    ------
    InputError
        `store.root` is a folder that is no store of ours.
    """
    if not store.root.exists():
        return 0
    if not (store.root / _TAG).is_file() or (store.root / _TAG).read_text(encoding="utf-8") != _TAG_TEXT:
        raise InputError(f"{store.root} is no store of clinicell (no {_TAG} of ours in it); nothing was deleted")
    freed = sum(use.n_bytes for use in disk_use(store))
    for part in PARTS:
        if (store.root / part).exists():
            shutil.rmtree(store.root / part)
    (store.root / _TAG).unlink()
    return freed

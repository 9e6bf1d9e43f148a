"""NumPy files (.npy, .npz): names of members, and arrays of text; Python objects are never unpickled."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from numpy.lib import format as npy

from clinicell.datasets.privacy.column import Column, Unseen, column
from clinicell.datasets.privacy.key import Key
from clinicell.datasets.privacy.named import shown
from clinicell.datasets.privacy.walk import entries_of
from clinicell.errors import InputError

MAX_BYTES = 1 << 30  # of one array
MAGIC = b"\x93NUMPY"


def columns_of_file(path: Path) -> Iterator[Column | Unseen]:
    """Yield the names and the texts of an .npz or .npy file.

    Raises
    ------
    InputError
        It is damaged.
    """
    if not zipfile.is_zipfile(path):
        with path.open("rb") as stream:
            yield from _array(stream, path.stat().st_size, "")
        return
    try:
        with zipfile.ZipFile(path) as packed:
            members = packed.infolist()
            yield column("member names", Key(), (info.filename.removesuffix(".npy") for info in members), "names")
            for info in members:
                with packed.open(info) as stream:
                    yield from _array(stream, info.file_size, info.filename.removesuffix(".npy"))
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError) as fault:
        raise InputError(f"{shown(path.name)}: is damaged ({type(fault).__name__})") from None


def _array(stream: IO[bytes], n_bytes: int, name: str) -> Iterator[Column | Unseen]:
    place = f"[{shown(name)!r}]" if name else "array"
    if n_bytes > MAX_BYTES:
        yield Unseen(path=place, why=f"it is larger than {MAX_BYTES >> 30} GiB", unit="arrays")
        return
    try:
        values = npy.read_array(stream, allow_pickle=False)
    except ValueError:
        yield Unseen(path=place, why="it holds Python objects, or is damaged", unit="arrays")
        return
    yield from entries_of(values, place, (name,) if name else ())

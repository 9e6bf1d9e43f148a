"""The privacy screen of a file on disk, whatever its form: its name, all its text, and what it no longer links."""

import tempfile
import zipfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import h5py
import pandas as pd

from clinicell.datasets.privacy import archives, arrays, binaries, books, events, hdf, packed, texts, workspaces, zarrs
from clinicell.datasets.privacy.beyond import each_once, file_name
from clinicell.datasets.privacy.column import Column, Unseen, column
from clinicell.datasets.privacy.declared import NOTHING, Declared
from clinicell.datasets.privacy.key import Key
from clinicell.datasets.privacy.named import shown
from clinicell.datasets.privacy.screen import screened
from clinicell.datasets.schema.levels import Finding
from clinicell.errors import InputError

Columns = Iterator[Column | Unseen]


def screen_file(path: Path, *, folders: tuple[str, ...] = (), harmless: Declared = NOTHING) -> tuple[Finding, ...]:
    """Return what may identify a person in a file or a Zarr store.

    Looked into are .h5ad, .h5mu and any HDF5, Zarr, .csv and other tables, .xlsx, .fcs, .vcf with its body, .npz, .npy,
    .rds, .RData, .mat, .json, any text, and archives of these; a file that cannot be looked into is a finding, too.
    Matrices of numbers are not read. `folders` are the names of those that it lies in, as far as they belong to the
    data; `harmless` is what a steward declares so.

    Raises
    ------
    InputError
        The file cannot be opened, or is damaged.
    """
    above = [column("folder names", Key(), folders, "names")] if folders else []
    content = zarrs.columns_of_store(path) if zarrs.is_store(path) else _columns(path, 0)
    return each_once(screened(chain(above, content), harmless=harmless))


def files_in(folder: Path) -> tuple[Path, ...]:
    """Return the files below a folder, in order; a Zarr store counts as one."""
    if zarrs.is_store(folder):
        return (folder,)
    found: list[Path] = []
    for item in sorted(folder.iterdir()):
        found += files_in(item) if item.is_dir() and not item.is_symlink() else [item]
    return tuple(found)


def _columns(path: Path, depth: int) -> Columns:
    """Yield what a file holds; `depth` tells how many archives it lies in."""
    yield file_name(path)
    try:
        yield from _content(path, depth)
    except OSError as fault:
        raise InputError(f"{shown(path.name)}: cannot be read ({fault.strerror or type(fault).__name__})") from None


def _content(path: Path, depth: int) -> Columns:
    with path.open("rb") as stream:
        head = stream.read(512)
    suffix = path.suffix.lower()
    if h5py.is_hdf5(path):
        yield from hdf.columns_of_file(path)
    elif head.startswith(b"FCS"):
        yield from events.columns_of_file(path)
    elif head.startswith(b"PK\x03\x04"):
        yield from _zipped(path, depth)
    elif packed.is_packed(head):
        yield from _packed(path, depth)
    elif head[257:262] == b"ustar":
        yield from archives.columns_of_file(path, "tar", lambda member: _columns(member, depth + 1), depth)
    elif head.startswith(arrays.MAGIC):
        yield from arrays.columns_of_file(path)
    elif head.startswith(workspaces.STARTS) and suffix != ".txt":
        yield from workspaces.columns_of_r(path)
    elif head.startswith(b"MATLAB 5.0") or (suffix == ".mat" and not binaries.is_text(head)):
        yield from workspaces.columns_of_matlab(path)
    elif head.startswith((b"PAR1", b"ARROW1", b"FEA1")):
        yield from _parquet(path)
    elif head.startswith(binaries.HEADED):
        yield from texts.columns_of_lines(binaries.header_of(path.read_bytes()[: texts.MAX_HEADER]))
        yield Unseen(path="records", why="records of BAM and BCF are not looked at")
    elif binaries.is_text(head):
        yield from texts.columns_of_file(path)
    else:
        yield from binaries.columns_of_file(path)


def _zipped(path: Path, depth: int) -> Columns:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError):
        names = []
    is_book = path.suffix.lower() in (".xlsx", ".xlsm") or any(name.startswith("xl/") for name in names)
    if is_book:
        yield from books.columns_of_file(path)
    elif names and all(name.endswith(".npy") for name in names):
        yield from arrays.columns_of_file(path)
    else:
        yield from archives.columns_of_file(path, "zip", lambda member: _columns(member, depth + 1), depth)


def _packed(path: Path, depth: int) -> Columns:
    """Yield what a packed file holds: a text is read as it lies, everything else is unpacked first."""
    head = packed.head_of(path)
    if head.startswith(workspaces.STARTS) and path.suffix.lower() not in (".gz", ".bz2", ".xz", ".zst"):
        yield from workspaces.columns_of_r(path)
        return
    if depth > archives.MAX_DEPTH:
        yield Unseen(path="file", why=f"it is packed more than {archives.MAX_DEPTH} times")
        return
    with tempfile.TemporaryDirectory(prefix="clinicell-") as folder:
        target = Path(folder) / packed.name_of(path)
        if not packed.unpack(path, target):
            yield Unseen(path="file", why=f"it unpacks to more than {packed.MAX_BYTES >> 30} GiB")
            if not binaries.is_text(head):
                return
        yield from _content(target, depth + 1)


def _parquet(path: Path) -> Columns:
    try:
        table = pd.read_parquet(path) if path.read_bytes()[:4] == b"PAR1" else pd.read_feather(path)
    except Exception as fault:  # no reader is installed, or the file is damaged
        yield Unseen(path="file", why=f"the table cannot be read ({type(fault).__name__})")
        return
    yield from texts.columns_of_table(table)

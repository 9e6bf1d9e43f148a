"""The privacy screen of a file on disk, whatever its form: its name, all its text, and what it no longer links."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import h5py

from clinicell.datasets.privacy import books, events, hdf, texts
from clinicell.datasets.privacy.column import Column, column
from clinicell.datasets.privacy.key import Key
from clinicell.datasets.privacy.named import shown
from clinicell.datasets.privacy.screen import screened
from clinicell.datasets.schema.levels import Finding
from clinicell.errors import InputError


def screen_file(path: Path) -> tuple[Finding, ...]:
    """Return what may identify a person in a file: .h5ad and any HDF5, .csv, .xlsx, .fcs, .vcf, .json, any text.

    Matrices of numbers and the bodies of VCF files are not read.

    Raises
    ------
    InputError
        The file cannot be opened, or is damaged.
    """
    return _each_once(screened(_columns(path)))


def beyond_memory(path: Path) -> tuple[Finding, ...]:
    """Return what the screen finds in an HDF5 file that no reader of AnnData sees: name, attributes, unlinked bytes."""
    return _each_once(screened(_beyond(path)))


def _each_once(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the first finding of each rule at each place: a line is read with and without its key."""
    first: dict[tuple[str, str], Finding] = {}
    for finding in found:
        first.setdefault((finding.path, finding.code), finding)
    return tuple(first.values())


def _name(path: Path) -> Column:
    return column("file name", Key(), [path.name], "names")


def _columns(path: Path) -> Iterator[Column]:
    yield _name(path)
    try:
        with path.open("rb") as stream:
            head = stream.read(8)
        if h5py.is_hdf5(path):
            yield from hdf.columns_of_file(path)
        elif head.startswith(b"FCS"):
            yield from events.columns_of_file(path)
        elif head.startswith(b"PK\x03\x04"):
            yield from books.columns_of_file(path)
        else:
            yield from texts.columns_of_file(path)
    except OSError as fault:
        raise InputError(f"{shown(path.name)}: cannot be read ({fault.strerror or type(fault).__name__})") from None


def _beyond(path: Path) -> Iterator[Column]:
    yield _name(path)
    with h5py.File(path, "r") as file:
        yield from hdf.attributes_of(file)
    yield from hdf.loose_of(path)

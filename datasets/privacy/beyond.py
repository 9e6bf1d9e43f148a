"""The privacy screen of an HDF5 file beside its data set: its name, its attributes, and what it no longer links."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import h5py

from clinicell.datasets.privacy import hdf
from clinicell.datasets.privacy.column import Column, column
from clinicell.datasets.privacy.declared import NOTHING, Declared
from clinicell.datasets.privacy.key import Key
from clinicell.datasets.privacy.screen import screened
from clinicell.datasets.schema.levels import Finding


def beyond_memory(path: Path, *, harmless: Declared = NOTHING) -> tuple[Finding, ...]:
    """Return what the screen finds in an HDF5 file that no reader of AnnData sees: name, attributes, unlinked bytes."""
    return each_once(screened(_beyond(path), harmless=harmless))


def each_once(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the first finding of each rule at each place: a line is read with and without its key."""
    first: dict[tuple[str, str], Finding] = {}
    for finding in found:
        first.setdefault((finding.path, finding.code), finding)
    return tuple(first.values())


def file_name(path: Path) -> Column:
    """Return the name of a file as a column."""
    return column("file name", Key(), [path.name], "names")


def _beyond(path: Path) -> Iterator[Column]:
    yield file_name(path)
    with h5py.File(path, "r") as file:
        yield from hdf.attributes_of(file)
    yield from hdf.loose_of(path)

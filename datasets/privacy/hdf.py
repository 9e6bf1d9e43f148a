"""All text of an HDF5 file (h5ad, h5mu, loom, 10x): tables, entries, names, attributes, and what nothing links to."""

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anndata as ad
import h5py
import numpy as np
import pandas as pd

from clinicell.datasets.privacy.bodies import is_image
from clinicell.datasets.privacy.column import Column, column, written
from clinicell.datasets.privacy.key import Key, key_of
from clinicell.datasets.privacy.named import shown
from clinicell.datasets.privacy.slack import loose_texts
from clinicell.datasets.privacy.text import may_be_number
from clinicell.datasets.privacy.unexplained import may_be_codes
from clinicell.datasets.privacy.walk import entries_of, table_of

BOOKKEEPING = frozenset({"encoding-type", "encoding-version", "ordered", "shape", "column-order", "categories"})
_NUMERIC = frozenset({"csr_matrix", "csc_matrix", "array"})
MAX_NUMBERS = 1_000_000
_INDICES = frozenset({"cellid", "cellids", "cell", "cells", "cellname", "cellnames", "obsnames", "barcode", "barcodes"})
LOOSE = "unlinked bytes"


def columns_of_file(path: Path) -> Iterator[Column]:
    """Yield what an HDF5 file holds; matrices of numbers are not read."""
    with h5py.File(path, "r") as file:
        yield from _group(file, ())
        yield from attributes_of(file)
    yield from loose_of(path)


def loose_of(path: Path) -> Iterator[Column]:
    """Yield the text that is no longer linked."""
    with h5py.File(path, "r") as file:
        linked = _linked(file)
    yield column(LOOSE, Key(), loose_texts(path, linked), "strings")


def attributes_of(file: h5py.File) -> Iterator[Column]:
    """Yield the attributes of every object but those by which AnnData keeps its books."""
    for item in _objects(file):
        above = tuple(item.name.split("/"))
        own = [name for name in item.attrs if name not in BOOKKEEPING]
        yield column(f"{_shown_path(item.name)}.attrs", Key(), own, "names")
        for name in own:
            key = key_of(name, *above)
            texts = attribute_texts(item.attrs[name], key)
            if texts:
                yield column(f"{_shown_path(item.name)}.attrs[{shown(name)!r}]", key, texts)


def attribute_texts(value: object, key: Key) -> list[str]:
    """Return the texts of an attribute; numbers only where its name asks for them."""
    array = np.asarray(value)
    if array.dtype.kind in "iuf":
        return [written(number) for number in array.ravel().tolist()] if may_be_number(key) else []
    return [written(item) for item in array.ravel().tolist() if isinstance(item, str | bytes)]


def _objects(file: h5py.File) -> Iterator[h5py.Group | h5py.Dataset]:
    found: list[h5py.Group | h5py.Dataset] = [file]
    file.visititems(lambda _, item: found.append(item))
    yield from found


def _shown_path(name: str) -> str:
    return "/".join(shown(part) for part in name.split("/"))


def _group(group: h5py.Group, names: tuple[str, ...]) -> Iterator[Column]:
    kind = group.attrs.get("encoding-type", "")
    place = ".".join(map(shown, names))
    if kind == "dataframe" and (table := _element(group)) is not None:
        is_feature = names[-1] == "var"
        yield from table_of(table, place, "features" if is_feature else "cells", is_feature=is_feature)
        return
    if names == ("uns",) and (entries := _element(group)) is not None:
        yield from entries_of(entries, "uns")
        return
    if kind in _NUMERIC:
        return
    yield column(f"/{'/'.join(map(shown, names))}", Key(), group, "names")
    for name in group:
        if not isinstance(group.get(name, getlink=True), h5py.HardLink):
            continue  # a link to another file is not followed
        item = group[name]
        if isinstance(item, h5py.Group):
            yield from _group(item, (*names, name))
        else:
            yield from _dataset(item, (*names, name))


def _element(group: h5py.Group) -> Any:  # noqa: ANN401 - whatever AnnData reads
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ad.io.read_elem(group)
    except Exception:  # a damaged table raises whatever it likes; it is walked over piece by piece instead
        return None


def _dataset(item: h5py.Dataset, names: tuple[str, ...]) -> Iterator[Column]:
    if item.shape is None or item.size == 0:
        return
    path = f"/{'/'.join(map(shown, names))}"
    key = _key(names)
    if item.dtype.names is not None:
        texts = [name for name in item.dtype.names if h5py.check_string_dtype(item.dtype[name]) is not None]
        table = pd.DataFrame({name: [written(value) for value in item[name]] for name in texts})
        yield from table_of(table, path, "cells")
    elif item.dtype.kind in "OSU" and h5py.check_string_dtype(item.dtype) is not None:
        yield column(path, key, map(written, np.asarray(item[()]).ravel().tolist()), "entries")
    elif item.attrs.get("MATLAB_class", b"") == b"char" and item.dtype.kind == "u":
        rows = np.atleast_2d(np.asarray(item[()]).T)  # MATLAB 7.3 keeps letters as numbers, by column
        yield column(path, key, ("".join(map(chr, row)) for row in rows.tolist()), "entries")
    elif item.dtype == np.uint8 and item.ndim == 1 and is_image(item[:16].tobytes()):
        yield column(path, key, ["data:image/"])
    elif item.dtype.kind in "iuf" and item.size <= MAX_NUMBERS and (may_be_number(key) or _may_be_codes(item, key)):
        yield column(path, key, map(written, np.asarray(item[()]).ravel().tolist()), "entries")


def _key(names: tuple[str, ...]) -> Key:
    """Return what a data set stands under; what loom calls its cells by asks for nothing, as the index of obs does."""
    is_index = names[:-1] == ("col_attrs",) and names[-1].lower().replace("_", "") in _INDICES
    return Key() if is_index else key_of(names[-1], *names[:-1], is_feature="var" in names)


def _may_be_codes(item: h5py.Dataset, key: Key) -> bool:
    return item.ndim <= 1 and may_be_codes(np.asarray(item[()]).ravel(), key)


def _linked(file: h5py.File) -> frozenset[bytes]:
    """Return every name and every text that something still leads to, as the file holds it: in UTF-8."""
    found: set[bytes] = set()
    for item in _objects(file):
        found.update(item.name.encode().split(b"/"))
        for name, value in item.attrs.items():
            found.add(name.encode())
            found.update(_bytes(one) for one in np.asarray(value).ravel().tolist() if isinstance(one, str | bytes))
        if (
            isinstance(item, h5py.Dataset)
            and h5py.check_string_dtype(item.dtype) is not None
            and item.shape is not None
        ):
            found.update(np.asarray(item[()]).ravel().tolist())  # h5py gives texts of data sets as bytes
    return frozenset(found)


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode(errors="surrogateescape")

"""All text of a Zarr store: tables, arrays of text, names and attributes."""

import json
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any  # zarr's arrays and groups are typed loosely

import anndata as ad
import numpy as np
import zarr

from clinicell.datasets.privacy.column import Column, Unseen, column, written
from clinicell.datasets.privacy.hdf import BOOKKEEPING, attribute_texts
from clinicell.datasets.privacy.key import Key, key_of
from clinicell.datasets.privacy.named import shown
from clinicell.datasets.privacy.text import may_be_number
from clinicell.datasets.privacy.walk import entries_of, table_of

MAX_VALUES = 10_000_000
Names = tuple[str, ...]


def is_store(path: Path) -> bool:
    """Whether a folder is a Zarr store of version 2 or 3."""
    return path.is_dir() and any((path / name).is_file() for name in (".zgroup", ".zarray", "zarr.json"))


def columns_of_store(path: Path) -> Iterator[Column | Unseen]:
    """Yield what a store holds; matrices of numbers are not read."""
    yield column("file name", Key(), [path.name], "names")
    yield from _written(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield from _item(zarr.open(str(path), mode="r"), ())
    except Exception as fault:  # a damaged store raises whatever it likes
        yield Unseen(path="store", why=f"it cannot be read to its end ({type(fault).__name__})", unit="stores")


def _written(path: Path) -> Iterator[Column | Unseen]:
    """Yield the attributes as they lie on the disk: a store that is consolidated shows a copy of them."""
    for name in (".zattrs", "zarr.json"):
        for file in sorted(path.rglob(name)):
            place = "/".join(map(shown, file.relative_to(path).parts))
            try:
                content = json.loads(file.read_text(encoding="utf-8"))
                own = content if name == ".zattrs" else content.get("attributes", {})
            except (ValueError, AttributeError):
                yield Unseen(path=place, why="it is no JSON")
                continue
            yield from entries_of({key: value for key, value in own.items() if key not in BOOKKEEPING}, place)


def _item(item: Any, names: Names) -> Iterator[Column | Unseen]:  # noqa: ANN401
    path = "/" + "/".join(map(shown, names))
    if not isinstance(item, zarr.Group):
        yield from _array(item, names, path)
        return
    kind = item.attrs.get("encoding-type", "")
    if kind == "dataframe" or names == ("uns",):
        content = ad.io.read_elem(item)
        if kind == "dataframe":
            is_feature = names[-1:] == ("var",)
            yield from table_of(
                content, ".".join(map(shown, names)), "features" if is_feature else "cells", is_feature=is_feature
            )
        else:
            yield from entries_of(content, "uns")
        return
    yield column(path, Key(), item.keys(), "names")
    for name in sorted(item.keys()):
        yield from _item(item[name], (*names, name))


def _array(item: Any, names: Names, path: str) -> Iterator[Column | Unseen]:  # noqa: ANN401
    key = key_of(names[-1], *names[:-1], is_feature="var" in names) if names else Key()
    is_number = item.dtype.kind in "iufbc"
    if is_number and not (may_be_number(key) and item.size <= MAX_VALUES):
        return
    if item.size > MAX_VALUES:
        yield Unseen(path=path, why=f"more than {MAX_VALUES:,} texts", unit="arrays")
        return
    values = np.asarray(item[...])
    yield column(path, key, map(written, values.ravel().tolist()) if is_number else attribute_texts(values, key))

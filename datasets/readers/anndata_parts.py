"""From the layout of AnnData, in HDF5 or zarr, to what a reader gives: tables in memory, matrices on disk."""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any  # h5py and zarr nodes are untyped

import numpy as np
import pandas as pd
from anndata.io import read_elem
from numpy.typing import NDArray
from scipy import sparse

from clinicell.datasets.readers import layout
from clinicell.datasets.readers.faults import Unreadable
from clinicell.datasets.readers.layout import Node
from clinicell.datasets.readers.raw import InMemory, Matrix
from clinicell.datasets.readers.stored import Dense, Store, pointers, sparse_on_disk, within

MAX_TEXTS = 10_000  # entries of uns that are handed on


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What one AnnData on disk holds, each name under `prefix` of its place in the file."""

    obs: pd.DataFrame
    var: pd.DataFrame
    matrices: Mapping[str, Matrix]
    tables: Mapping[str, pd.DataFrame]
    header: Mapping[str, str]


def parts(store: Store, prefix: str = "") -> Parts:
    """Return the AnnData at `prefix` (empty, or ``"mod/rna/"``) of a store.

    Raises
    ------
    Unreadable
        A part is missing, damaged, or does not fit the others.
    """
    file = store.path.name
    with store.opened() as whole:
        root = whole[prefix.rstrip("/")] if prefix else whole
        if not layout.is_group(root):
            raise Unreadable("L0-READ-13", file, f"{prefix or 'the file'} is no group")
        n_units, n_features = layout.n_rows_of(root, "obs", file), layout.n_rows_of(root, "var", file)
        found = list(layout.matrices(root, n_units, n_features, file))
        tables, extra = _multi(root, n_units, file)
        raw = layout.raw_matrix(root, n_units, file)
        placed = {item.slot.replace("raw.X", "raw/X"): item for item in [*found, *([raw[0]] if raw else [])]}
        stored = {name: on_disk(store, prefix, item) for name, item in placed.items()}
        return Parts(
            obs=table(root, "obs", file),
            var=table(root, "var", file),
            matrices=stored | extra,
            tables=tables | ({"raw/var": table(raw[1], raw[2], file)} if raw else {}),
            header=texts(root),
        )


def on_disk(store: Store, prefix: str, found: layout.Found) -> Matrix:
    """Return a matrix that stays on disk."""
    slot = prefix + found.slot
    if found.form == "dense":
        return Dense(store, slot, found.shape)
    return sparse_on_disk(store, slot, found.shape, found.n_stored, by_unit=found.form == "csr")


def table(root: Node, name: str, file: str) -> pd.DataFrame:
    """Return a table of AnnData, in any of the layouts that it has had, indexed by text.

    Raises
    ------
    Unreadable
        It is no table.
    """
    node = root[name]
    if layout.is_group(node):
        read = _elem(node)
        if not isinstance(read, pd.DataFrame):
            raise Unreadable("L0-READ-13", f"{file}: {name}", "does not say that it is a table (encoding-type)")
    else:
        read = _from_records(node, root)
    read.index = read.index.astype(str)
    if any("\0" in name for name in read.index):
        raise Unreadable("L0-READ-15", f"{file}: {name}", "holds ids with null bytes in them")
    return read


def _elem(node: Node) -> Node:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # old layouts are what institutions have
        return read_elem(node)


def _from_records(node: Node, root: Node) -> pd.DataFrame:
    records = node[...]
    columns: dict[str, Any] = {str(name): _text(records[name]) for name in records.dtype.names}
    uns = root.get("uns", {})
    for name, column in columns.items():
        if f"{name}_categories" in uns and column.dtype.kind in "iu":
            categories = _text(np.atleast_1d(uns[f"{name}_categories"][...]))
            if column.size and (column.min() < -1 or column.max() >= len(categories)):
                raise Unreadable("L0-READ-08", name, f"codes lead past {len(categories)} categories")
            columns[name] = pd.Categorical.from_codes(column, pd.Index(categories))
    return pd.DataFrame(columns).set_index(str(records.dtype.names[0]))


def _text(values: NDArray[Any]) -> NDArray[Any]:
    if values.dtype.kind not in "SO":
        return values
    return np.array([value.decode() if isinstance(value, bytes) else value for value in values], dtype=object)


def _multi(root: Node, n_units: int, file: str) -> tuple[dict[str, pd.DataFrame], dict[str, Matrix]]:
    tables: dict[str, pd.DataFrame] = {}
    extra: dict[str, Matrix] = {}
    node = root.get("obsm", {})
    if not layout.is_group(node):
        return _old_multi(node), extra
    for name in sorted(node):
        slot = f"obsm/{name}"
        if not layout.is_group(node[name]) or set(node[name]) >= layout.PARTS:
            found = layout.checked(root, slot, n_units, None, file)
            numbers = _elem(node[name]) if found.form == "dense" else sparse.csr_matrix(_sound(node[name], found, file))
            if found.form == "dense":
                tables[slot] = pd.DataFrame(np.asarray(numbers))
            else:
                extra[slot] = InMemory(numbers)
        else:
            layout.n_rows_of(node, name, f"{file}: obsm")
            tables[slot] = table(node, name, f"{file}: obsm")
    return tables, extra


def _sound(node: Node, found: layout.Found, file: str) -> Node:
    by_unit, place = found.form == "csr", f"{file}: {found.slot}"
    pointers(node, found.shape[0 if by_unit else 1], place)
    within(node["indices"][...], found.shape[1 if by_unit else 0], place)
    return _elem(node)


def _old_multi(node: Node) -> dict[str, pd.DataFrame]:
    records = node[...]
    return {f"obsm/{name}": pd.DataFrame(np.atleast_2d(records[name])) for name in records.dtype.names or ()}


def texts(root: Node) -> dict[str, str]:
    """Return the texts of ``uns`` and the attributes of the root, by path."""
    found = {str(name): str(value)[:1000] for name, value in dict(root.attrs).items()}
    pending = [("uns", root["uns"])] if "uns" in root and layout.is_group(root["uns"]) else []
    while pending and len(found) < MAX_TEXTS:
        path, group = pending.pop()
        for name in group:
            node = group[name]
            if layout.is_group(node):
                pending.append((f"{path}/{name}", node))
            elif node.dtype.kind in "OSUT" and node.size is not None and node.size <= 1000:
                words = np.atleast_1d(node[...] if node.shape else node[()]).ravel()
                found[f"{path}/{name}"] = ", ".join(
                    word.decode("utf-8", "replace") if isinstance(word, bytes) else str(word) for word in words
                )
    return found

"""The layout that AnnData writes, in HDF5 or zarr: checked before a number is touched."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import h5py
import numpy as np

from clinicell.datasets.readers.faults import Unreadable, told_of

Node = Any  # a group or an array; those of h5py are untyped, those of zarr another type

SPARSE = {"csr_matrix": True, "csr": True, "csc_matrix": False, "csc": False}  # whether pointers run over units
PARTS = {"data", "indices", "indptr"}


@dataclass(frozen=True, slots=True)
class Found:
    """A matrix in its slot: its shape, and whether it is sparse with pointers over units or over features."""

    slot: str
    shape: tuple[int, int]
    form: str  # "dense", "csr" or "csc"
    n_stored: int = 0


def is_group(node: Node) -> bool:
    """Whether a node holds others, as opposed to numbers."""
    return hasattr(node, "keys")


def n_rows_of(root: Node, name: str, file: str) -> int:
    """Return the number of rows of a table of AnnData after checking its columns.

    Raises
    ------
    Unreadable
        It is missing, has no index, its columns differ in length, or codes lead past their categories.
    """
    if name not in root:
        raise Unreadable("L0-READ-13", file, f"lacks {name!r}")
    table, place = root[name], f"{file}: {name}"
    if not is_group(table):
        if len(table.shape) != 1 or table.dtype.names is None:
            raise Unreadable("L0-READ-13", place, "is no table")
        return int(table.shape[0])
    attributes = dict(table.attrs)
    if "encoding-type" not in attributes:
        raise Unreadable("L0-READ-13", place, "does not say that it is a table (encoding-type)")
    index = _word(attributes.get("_index", ""))
    if index not in table:
        raise Unreadable("L0-READ-13", place, f"has no index column {index!r}" if index else "does not name its index")
    n_rows = _length(table[index], f"{place}/{index}")
    _check_ids(table[index], place)
    wanted = [_word(column) for column in np.atleast_1d(attributes.get("column-order", []))]
    lost = [column for column in wanted if column not in table]
    if lost:
        raise Unreadable("L0-READ-13", place, f"{len(lost)} of {len(wanted)} columns are missing, e.g. {lost[0]!r}")
    for column in dict.fromkeys([*wanted, *(key for key in table if key != "__categories")]):
        n_here = _length(table[column], f"{place}/{column}", table)
        if n_here != n_rows:
            raise Unreadable("L0-READ-07", f"{place}/{column}", f"has {n_here:,} rows, its index {n_rows:,}")
    return n_rows


def _word(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _length(column: Node, place: str, table: Node = None) -> int:
    if not is_group(column):
        if len(column.shape) != 1:
            raise Unreadable("L0-READ-07", place, f"is no column: its shape is {column.shape}")
        _check_old_codes(column, place, table)
        return int(column.shape[0])
    if "codes" in column and "categories" in column:
        _check_codes(column["codes"], _n_categories(column["categories"]), place)
        _check_distinct(column["categories"], place)
        return int(column["codes"].shape[0])
    if "values" in column and "mask" in column:
        if column["values"].shape != column["mask"].shape:
            raise Unreadable("L0-READ-07", place, f"{column['values'].shape} values, {column['mask'].shape} marks")
        return int(column["values"].shape[0])
    raise Unreadable("L0-READ-13", place, "is a group that holds no column")


def _check_distinct(categories: Node, place: str) -> None:
    if is_group(categories) or categories.dtype.kind == "f":
        return
    words = [str(word) for word in categories[...]]
    twice = len(words) - len(set(words))
    if twice:
        raise Unreadable("L0-READ-08", place, f"{twice:,} of {len(words):,} categories stand twice")


def _check_ids(index: Node, place: str) -> None:
    if not is_group(index) and index.dtype.kind == "S" and (np.char.find(index[...], b"\0") >= 0).any():
        raise Unreadable("L0-READ-15", place, "holds ids with null bytes in them")


def _n_categories(categories: Node) -> int:
    shape = (categories["values"] if is_group(categories) else categories).shape
    return int(shape[0])


def _check_old_codes(column: Node, place: str, table: Node) -> None:
    name = place.rpartition("/")[2]
    if table is None or "__categories" not in table or name not in table["__categories"]:
        return
    _check_codes(column, _n_categories(table["__categories"][name]), place)


def _check_codes(array: Node, n_categories: int, place: str) -> None:
    if array.dtype.kind not in "iu":
        raise Unreadable("L0-READ-08", place, f"codes are {array.dtype}, not whole numbers")
    codes = np.asarray(array[...])
    out = (codes < -1) | (codes >= n_categories)
    if out.any():
        what = f"{int(out.sum()):,} of {codes.size:,} codes lead past {n_categories} categories, e.g. {codes[out][0]}"
        raise Unreadable("L0-READ-08", place, what)


def matrices(root: Node, n_units: int, n_features: int, file: str) -> Iterator[Found]:
    """Yield X, the layers and sparse entries of obsm, with shapes that fit the tables.

    Raises
    ------
    Unreadable
        A shape does not fit, or a sparse matrix does not say which way its pointers run.
    """
    if "X" in root and not _is_null(root["X"]):
        yield checked(root, "X", n_units, n_features, file)
    for name in sorted(root["layers"]) if "layers" in root else ():
        yield checked(root, f"layers/{name}", n_units, n_features, file)


def _is_null(node: Node) -> bool:
    return _word(dict(node.attrs).get("encoding-type", "")) == "null"


def checked(root: Node, slot: str, n_units: int, n_features: int | None, file: str) -> Found:
    """Return a matrix whose shape fits; `n_features` None leaves its columns open.

    Raises
    ------
    Unreadable
        It does not fit, or does not say what it is.
    """
    node, place = root[slot], f"{file}: {slot}"
    found = _sparse(node, slot, place) if is_group(node) else _dense(node, slot, place)
    fits = found.shape[0] == n_units and n_features in (None, found.shape[1])
    if not fits:
        due = f"{n_units:,} x {'?' if n_features is None else f'{n_features:,}'}"
        raise Unreadable("L0-READ-07", place, f"is {found.shape[0]:,} x {found.shape[1]:,}; the tables say {due}")
    return found


def _dense(node: Node, slot: str, place: str) -> Found:
    if len(node.shape) != 2:
        raise Unreadable("L0-READ-07", place, f"has {len(node.shape)} axes; a matrix has two")
    _numeric(node, place)
    return Found(slot, (int(node.shape[0]), int(node.shape[1])), "dense")


def _numeric(node: Node, place: str) -> None:
    if node.dtype.kind not in "iufb":
        raise Unreadable("L0-READ-15", place, f"holds {node.dtype}, not numbers")


def _sparse(node: Node, slot: str, place: str) -> Found:
    attributes = dict(node.attrs)
    lost = sorted(PARTS - set(node.keys()))
    if lost:
        raise Unreadable("L0-READ-13", place, f"is a group without {', '.join(lost)}")
    form = _word(attributes.get("encoding-type", attributes.get("h5sparse_format", "")))
    shape = attributes.get("shape", attributes.get("h5sparse_shape"))
    if form not in SPARSE or shape is None:
        what = "holds a sparse matrix, and does not say whether it is CSR or CSC, or of which shape"
        raise Unreadable("L0-READ-13", place, what, "the attributes encoding-type and shape, as AnnData writes them")
    sizes = [int(n) for n in np.atleast_1d(shape)]
    if len(sizes) != 2 or min(sizes) < 0:
        raise Unreadable("L0-READ-07", place, f"declares the shape {sizes}; a matrix has two axes")
    by_unit = SPARSE[form]
    _numeric(node["data"], place)
    kinds = [node[part].dtype for part in ("indices", "indptr")]
    if any(kind.kind not in "iu" for kind in kinds):
        raise Unreadable("L0-READ-06", place, f"indices are {kinds[0]}, pointers {kinds[1]}, not whole numbers")
    n_major = sizes[0] if by_unit else sizes[1]
    if node["indptr"].shape != (n_major + 1,):
        what = f"has {node['indptr'].shape[0]:,} pointers for {n_major:,} rows; one more than rows"
        raise Unreadable("L0-READ-06", place, what)
    if node["data"].shape != node["indices"].shape:
        what = f"holds {node['data'].shape} numbers and {node['indices'].shape} indices"
        raise Unreadable("L0-READ-06", place, what)
    return Found(slot, (sizes[0], sizes[1]), "csr" if by_unit else "csc", int(node["data"].shape[0]))


def raw_matrix(root: Node, n_units: int, file: str) -> tuple[Found, Node, str] | None:
    """Return AnnData's ``raw`` matrix, and the group and the name of the table of its features; None without one.

    Raises
    ------
    Unreadable
        Its table is missing, or it does not fit.
    """
    for slot, features in (("raw/X", "raw/var"), ("raw.X", "raw.var")):
        if slot in root:
            if features not in root:
                raise Unreadable("L0-READ-13", file, f"has {slot!r} without {features!r}")
            holder, name = (root["raw"], "var") if slot == "raw/X" else (root, features)
            n_features = n_rows_of(holder, name, f"{file}: raw")
            return checked(root, slot, n_units, n_features, file), holder, name
    return None


def check_tables(path: Path) -> None:
    """Look at the tables of an .h5ad or .h5mu file and at the shapes of its matrices, but at none of its numbers.

    Raises
    ------
    Unreadable
        A part is missing, columns differ in length, codes point to no category, or a shape does not fit.
    """
    with told_of(path), h5py.File(path, "r") as root:
        parts = [root, *root["mod"].values()] if "mod" in root and is_group(root["mod"]) else [root]
        for part in parts:
            n_units, n_features = (n_rows_of(part, name, path.name) for name in ("obs", "var"))
            for _ in matrices(part, n_units, n_features, path.name):
                pass
            raw_matrix(part, n_units, path.name)

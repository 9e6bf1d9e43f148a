"""Loom files (loompy 1 to 3): genes x cells on disk, given as cells x genes."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any  # h5py nodes are untyped

import numpy as np
import pandas as pd

from clinicell.datasets.readers import hdf5, layout
from clinicell.datasets.readers.asked import answered, numbered, raw_question, scale_questions
from clinicell.datasets.readers.faults import Unreadable
from clinicell.datasets.readers.h5ad import NO_ANSWERS
from clinicell.datasets.readers.layout import Node
from clinicell.datasets.readers.raw import Matrix, Question, Raw
from clinicell.datasets.readers.stored import Dense

CELL_NAMES = ("CellID", "obs_names", "cell_names", "cell_id", "barcode", "barcodes")
GENE_NAMES = ("Accession", "Gene", "var_names", "gene_names", "gene_id", "GeneName")


def read(path: Path, answers: Mapping[str, str] = NO_ANSWERS) -> Raw:
    """Return what a loom file holds: ``matrix`` as ``X``, ``layers/<name>``, attributes of cells and genes.

    The specification fixes the orientation: rows are genes. Asks for ``"names"`` where no attribute is known to hold
    the ids, and what the reader of .h5ad asks.

    Raises
    ------
    Unreadable
        The file is damaged, cut off or hostile, or attributes do not fit the matrix.
    """
    hdf5.check(path)
    store = hdf5.Hdf5(path)
    with store.opened() as root:
        for part in ("matrix", "row_attrs", "col_attrs"):
            if part not in root:
                raise Unreadable("L0-READ-13", path.name, f"lacks {part!r}, which every loom file has")
        n_genes, n_cells = layout.checked(root, "matrix", root["matrix"].shape[0], None, path.name).shape
        matrices: dict[str, Matrix] = {"X": Dense(store, "matrix", (n_cells, n_genes), is_transposed=True)}
        for name in sorted(root["layers"]) if "layers" in root else ():
            slot = f"layers/{name}"
            layout.checked(root, slot, n_genes, n_cells, path.name)
            matrices[slot] = Dense(store, slot, (n_cells, n_genes), is_transposed=True)
        obs, obs_tables, obs_asked = _attributes(root, "col_attrs", n_cells, CELL_NAMES, answers, path.name)
        var, var_tables, var_asked = _attributes(root, "row_attrs", n_genes, GENE_NAMES, answers, path.name)
        header = {**hdf5.attributes(root), **_scalars(root)}
    return numbered(
        Raw(
            format="loom",
            matrices=matrices,
            obs=obs,
            var=var,
            tables=obs_tables | var_tables,
            header=header,
            questions=(
                *obs_asked,
                *var_asked,
                *raw_question(matrices, answers, path.name),
                *scale_questions(matrices, answers),
            ),
        ),
        answers,
    )


def _attributes(
    root: Node, slot: str, n: int, known: tuple[str, ...], answers: Mapping[str, str], file: str
) -> tuple[pd.DataFrame, dict[str, pd.DataFrame], list[Question]]:
    columns: dict[str, Any] = {}
    tables: dict[str, pd.DataFrame] = {}
    for name in sorted(root[slot]):
        node = root[slot][name]
        place = f"{file}: {slot}/{name}"
        if layout.is_group(node):
            raise Unreadable("L0-READ-13", place, "is a group, where a loom file has a column")
        if not node.shape or node.shape[0] != n:
            raise Unreadable("L0-READ-07", place, f"has the shape {node.shape}; the matrix says {n:,} rows")
        values = as_text(node[...])
        if values.ndim == 1:
            columns[name] = values
        elif values.ndim == 2:
            tables[f"{'obsm' if slot == 'col_attrs' else 'varm'}/{name}"] = pd.DataFrame(values)
    table = pd.DataFrame(columns, index=pd.RangeIndex(n).astype(str))
    answer = answered(answers, "names", slot)
    ids = next((name for name in ((answer,) if answer else known) if name in table), "")
    if ids:
        return table.set_index(pd.Index(table[ids].astype(str), name=ids)), tables, []
    why = "no attribute bears a name that is known to hold ids; numbers stand in their place"
    return table, tables, [Question(about="names", place=slot, why=why, choices=tuple(columns))]


def as_text(values: np.ndarray) -> np.ndarray:
    """Return bytes as text (UTF-8), anything else as it is."""
    if values.dtype.kind not in "SO":
        return values
    flat = [value.decode() if isinstance(value, bytes) else value for value in values.ravel()]
    return np.array(flat, dtype=object).reshape(values.shape)


def _scalars(root: Node) -> dict[str, str]:
    if "attrs" not in root or not layout.is_group(root["attrs"]):
        return {}
    group = root["attrs"]
    return {
        name: ", ".join(map(str, as_text(np.atleast_1d(group[name][()])).ravel()[:100]))
        for name in group
        if not layout.is_group(group[name])
    }

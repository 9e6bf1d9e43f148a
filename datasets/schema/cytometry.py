"""Cytometry: cells x channels; ``layers["raw"]`` as the instrument wrote it, ``X`` transformed from it."""

import re
from collections.abc import Iterator

import anndata as ad
import numpy as np
import pandas as pd

from clinicell.datasets.schema import features, scales
from clinicell.datasets.schema.levels import Finding
from clinicell.datasets.schema.matrix import slots, storage_of
from clinicell.datasets.schema.rule import Rule, rulebook
from clinicell.datasets.schema.tables import Schema, findings, text
from clinicell.datasets.schema.words import NOT_KNOWN, words

ROWS_COMPARED = 1000
_ARCSINH = re.compile(r"arcsinh\(raw / (\d+(?:\.\d+)?)\)")

RULES = rulebook(
    Rule("L1-CYTO-01", "a matrix is missing", "X transformed, and layers['raw'] linear, as the instrument wrote it"),
    Rule("L2-CHANNEL-01", "the id of a feature is not its channel", "index var by channel ($PnN)"),
    Rule("L2-MARKER-01", "channels without a marker", "write the marker ($PnS), or 'unknown'"),
    Rule("L2-MARKER-02", "one marker on two channels", "name them apart, e.g. 'FSC-A' and 'FSC-H'"),
    Rule("L2-ARCSINH-01", "X is not what its formula makes of layers['raw']", "correct the formula or the matrix"),
    Rule("L2-SPILL-01", "no spillover matrix", "a square table, rows and columns named by the same channels"),
)

CHANNELS = Schema(
    {
        "channel": text(None, bool, description="$PnN; L2-CHANNEL-01 compares it with the id.", values="the id"),
        "marker": text(
            "L2-MARKER-01", lambda word: bool(word.strip()), description="$PnS, or 'unknown'.", values="any"
        ),
    }
)


def check(adata: ad.AnnData) -> Iterator[Finding]:
    """Yield the faults of channels and markers, and of the transformation."""
    var, held = features.table_of(adata), slots(adata)
    yield from features.check(adata, CHANNELS, "channels")
    lost = [slot for slot in ("X", "layers/raw") if slot not in held]
    yield from RULES["L1-CYTO-01"].broken(path="X", n_affected=len(lost), n_total=2, unit="matrices", examples=lost)
    yield from findings(CHANNELS, var, RULES, of="var", unit="channels")
    if "channel" in var:
        yield from _channels(adata, var["channel"])
    if "marker" in var:
        yield from _markers(var["marker"])
    if not lost:
        yield from _arcsinh(adata)
    if "spillover" in adata.uns:
        yield from _spillover(adata)


def _channels(adata: ad.AnnData, column: pd.Series) -> tuple[Finding, ...]:
    bad = column.astype("str").to_numpy() != adata.var_names.astype("str").to_numpy()
    return RULES["L2-CHANNEL-01"].broken(
        path="var['channel']", n_affected=int(bad.sum()), n_total=len(bad), unit="channels", examples=column[bad][:5]
    )


def _markers(column: pd.Series) -> Iterator[Finding]:
    marker = words(column)
    lost = marker.codes < 0
    yield from RULES["L2-MARKER-01"].broken(
        path="var['marker']",
        n_affected=int(lost.sum()),
        n_total=len(lost),
        unit="channels",
        examples=column.index[lost],
    )
    names = pd.Series([marker.words[code].strip() if code >= 0 else "" for code in marker.codes])
    twice = names.duplicated() & (names != "") & ~names.isin(NOT_KNOWN)
    yield from RULES["L2-MARKER-02"].broken(
        path="var['marker']", n_affected=int(twice.sum()), n_total=len(names), unit="channels", examples=names[twice]
    )


def _arcsinh(adata: ad.AnnData) -> Iterator[Finding]:
    table, raw, X = scales.declared(adata), adata.layers["raw"], adata.X
    formula = "" if table is None else "".join(table.loc[table["slot"] == "X", "formula"].iloc[:1])
    stated = _ARCSINH.fullmatch(formula.strip())
    if stated is None or not all(storage_of(part) == "ndarray" and part.dtype.kind == "f" for part in (raw, X)):
        return
    cofactor = float(stated[1])
    if cofactor == 0:
        return
    expected = np.arcsinh(raw[:ROWS_COMPARED].astype("float64") / cofactor)
    finite = np.isfinite(expected) & np.isfinite(X[:ROWS_COMPARED])  # L1-SCALE-04 has the others
    bad = finite & ~np.isclose(X[:ROWS_COMPARED], expected, rtol=1e-3, atol=1e-3)
    yield from RULES["L2-ARCSINH-01"].broken(
        path="X", n_affected=int(bad.sum()), n_total=bad.size, unit="values", examples=adata.var_names[bad.any(axis=0)]
    )


def _spillover(adata: ad.AnnData) -> tuple[Finding, ...]:
    table = adata.uns["spillover"]
    is_right = isinstance(table, pd.DataFrame) and (
        list(map(str, table.index)) == list(map(str, table.columns))
        and set(map(str, table.columns)) <= set(adata.var_names)
        and all(pd.api.types.is_numeric_dtype(kind) for kind in table.dtypes)
    )
    return RULES["L2-SPILL-01"].broken(
        path="uns['spillover']", n_affected=int(not is_right), n_total=1, unit="tables", examples=[type(table).__name__]
    )

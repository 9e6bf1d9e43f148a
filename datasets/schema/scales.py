"""Whether each matrix says what its numbers are (``uns["scales"]``), and whether the numbers are that.

Rows of ``tpm``, ``log2_tpm`` and ``log1p_cp10k`` sum to a known total over all genes. A data set that holds a part of
the genes says so, ``uns["is_gene_subset"] = True``; then a row may sum to less, never to more.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import anndata as ad
import numpy as np
import numpy.typing as npt
import pandas as pd

from clinicell.datasets.schema.header import is_true, text_of
from clinicell.datasets.schema.levels import Finding
from clinicell.datasets.schema.matrix import (
    SPARSE,
    Table,
    Tally,
    extremes,
    is_sound,
    n_nonzero,
    n_stored,
    path_of,
    plain,
    row_sums,
    slots,
    values,
)
from clinicell.datasets.schema.row_facts import Numbers
from clinicell.datasets.schema.rule import Rule, rulebook
from clinicell.datasets.schema.scale import KINDS
from clinicell.datasets.schema.words import shown

TOLERANCE = 0.01  # of a row's total: rounding and float32, not another normalization
COLUMNS = ("slot", "scale", "formula", "fitted_on")

RULES = rulebook(
    Rule("L1-SLOT-01", "matrices without a declared scale", "declare each in uns['scales'], see scales_table"),
    Rule("L1-SLOT-02", "a scale is declared for what is not there", "remove the row, or add the matrix"),
    Rule("L1-SLOT-03", "no table of scales", f"a table with the columns {', '.join(COLUMNS)}"),
    Rule("L1-SLOT-04", "slots are declared more than once", "one row per slot"),
    Rule("L1-SLOT-05", "raw has no place in the standard", "put the counts in X or layers['counts'] and declare them"),
    Rule("L1-MATRIX-01", "the index arrays of a sparse matrix lead outside it", "it is damaged; write it again"),
    Rule("L1-MATRIX-02", "sparse, but not by rows", "store it as CSR: matrix.tocsr()"),
    Rule("L1-MATRIX-03", "no two-dimensional table of numbers", "store numbers, units x features"),
    Rule("L1-SCALE-01", "no scale of the standard", f"one of {', '.join(KINDS)}"),
    Rule("L1-SCALE-02", "scale 'other' without its formula", "write how the numbers came, e.g. 'arcsinh(raw / 150)'"),
    Rule("L1-SCALE-03", "nobody knows what it was fitted on", "write fitted_on, e.g. 'the training donors'"),
    Rule("L1-SCALE-04", "values are not finite", "drop the cells or genes; where nothing was measured, say so"),
    Rule("L1-SCALE-05", "negative values", "this scale begins at 0; declare the true one"),
    Rule("L1-SCALE-06", "values are no whole numbers", "declare the true scale, or store the counts"),
    Rule("L1-SCALE-07", "cells without a single count", "drop them"),
    Rule("L1-SCALE-08", "values larger than the scale can hold", "declare the true scale"),
    Rule("L1-SCALE-09", "rows do not sum to the total of the scale", "declare the true scale, or is_gene_subset"),
    Rule("L1-SCALE-10", "no genotype", "-1 missing, 0 reference, 1 heterozygous, 2 homozygous"),
    Rule("L1-SCALE-12", "no copy number", "-1 missing, or a whole number from 0"),
    Rule("L1-SCALE-11", "z-scores of which none is negative", "declare the true scale"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Total:
    """A scale whose rows, taken back by `back`, sum to `total` over all genes."""

    total: float
    largest: float
    back: Callable[[Numbers], Numbers]


def _same(block: Numbers) -> Numbers:
    return block


def _exp2m1(block: Numbers) -> Numbers:
    taken_back: Numbers = np.exp2(block.astype("float64")) - 1
    return taken_back


def _expm1(block: Numbers) -> Numbers:
    taken_back: Numbers = np.expm1(block.astype("float64"))
    return taken_back


TOTALS = {
    "tpm": Total(1e6, 1e6 * (1 + TOLERANCE), _same),
    "log2_tpm": Total(1e6, float(np.log2(1 + 1e6 * (1 + TOLERANCE))), _exp2m1),
    "log1p_cp10k": Total(1e4, float(np.log1p(1e4 * (1 + TOLERANCE))), _expm1),
}
FROM_ZERO = ("counts", *TOTALS)


def declared(adata: ad.AnnData) -> pd.DataFrame | None:
    """Return ``uns["scales"]`` as text, the first row of each slot; None when there is no such table."""
    table = adata.uns.get("scales")
    if not isinstance(table, pd.DataFrame) or not set(COLUMNS) <= set(table.columns):
        return None
    rows = table.loc[:, list(COLUMNS)].astype("object")
    return rows.where(rows.notna(), "").astype("str")


def kind_of(adata: ad.AnnData, slot: str) -> str:
    """Return the declared kind of a slot; "" when there is none."""
    table = declared(adata)
    found = [] if table is None else table.loc[table["slot"] == slot, "scale"].tolist()
    return str(found[0]) if found else ""


def check(adata: ad.AnnData) -> Iterator[Finding]:
    """Yield the faults of declarations, of matrices, and of numbers against their scale."""
    held, table = slots(adata), declared(adata)
    yield from _raw(adata)
    if table is None:
        yield from RULES["L1-SLOT-03"].broken(path="uns['scales']", n_affected=1, n_total=1, unit="tables")
        table = pd.DataFrame(columns=list(COLUMNS))
    else:
        yield from _declarations(held, table)
    once = table.drop_duplicates("slot").set_index("slot")
    for slot, matrix in held.items():
        kind = str(once["scale"].get(slot, ""))
        if slot in once.index:
            yield from _declaration(slot, kind, *once.loc[slot, ["formula", "fitted_on"]])
        yield from _matrix(adata, slot, kind, matrix)


def _raw(adata: ad.AnnData) -> tuple[Finding, ...]:
    return RULES["L1-SLOT-05"].broken(
        path="raw", n_affected=int(adata.raw is not None), n_total=1, unit="matrices", examples=["raw.X"]
    )


def _declarations(held: dict[str, object], table: pd.DataFrame) -> Iterator[Finding]:
    named = table["slot"].tolist()
    for code, bad, total, unit in (
        ("L1-SLOT-01", [slot for slot in held if slot not in named], len(held), "matrices"),
        ("L1-SLOT-02", [slot for slot in dict.fromkeys(named) if slot not in held], len(named), "declarations"),
        ("L1-SLOT-04", [slot for slot in dict.fromkeys(named) if named.count(slot) > 1], len(named), "declarations"),
    ):
        yield from RULES[code].broken(path="uns['scales']", n_affected=len(bad), n_total=total, unit=unit, examples=bad)


def _declaration(slot: str, kind: str, formula: str, fitted_on: str) -> Iterator[Finding]:
    for code, is_bad in (
        ("L1-SCALE-01", kind not in KINDS),
        ("L1-SCALE-02", kind == "other" and not formula.strip()),
        ("L1-SCALE-03", kind in ("zscore", "embedding") and not fitted_on.strip()),
    ):
        yield from RULES[code].broken(
            path=path_of(slot), n_affected=int(is_bad), n_total=1, unit="declarations", examples=[kind]
        )


def _matrix(adata: ad.AnnData, slot: str, kind: str, matrix: object) -> Iterator[Finding]:
    if not is_sound(matrix):
        yield from _whole("L1-MATRIX-01", slot)
        return
    table = plain(matrix)
    if table is None:
        yield from _whole("L1-MATRIX-03", slot, type(matrix).__name__)
        return
    if isinstance(matrix, SPARSE) and matrix.format != "csr":
        yield from _whole("L1-MATRIX-02", slot, matrix.format)
    may_lack = kind == "other" and slot.startswith("obsm/") and isinstance(matrix, pd.DataFrame)
    faults = list(_values(slot, kind, table, may_lack=may_lack))
    yield from faults
    if not faults:  # rows of numbers that are wrong in themselves add up to nothing
        yield from _rows(adata, slot, kind, table)


def _whole(code: str, slot: str, *examples: str) -> tuple[Finding, ...]:
    return RULES[code].broken(path=path_of(slot), n_affected=1, n_total=1, unit="matrices", examples=examples)


def _keeps_all(kind: str, table: Table) -> bool:
    """Whether the extremes alone show that no number breaks a rule: most matrices are right."""
    lowest, highest, is_whole = extremes(table)
    return (
        bool(np.isfinite(lowest) and np.isfinite(highest))
        and (lowest >= 0 or kind not in FROM_ZERO)
        and (is_whole or kind not in ("counts", "genotype", "copy_number"))
        and (highest <= TOTALS[kind].largest if kind in TOTALS else True)
        and (lowest >= -1 or kind not in ("genotype", "copy_number"))
        and (highest <= 2 or kind != "genotype")
        and (lowest < 0 or kind != "zscore")
    )


def _values(slot: str, kind: str, table: Table, *, may_lack: bool) -> Iterator[Finding]:
    if _keeps_all(kind, table):
        return
    tallies = {code: Tally() for code in RULES if code.startswith("L1-SCALE")}
    has_negative = False
    for block in values(table):
        finite = np.isfinite(block)
        tallies["L1-SCALE-04"].add(block[np.isinf(block) if may_lack else ~finite])
        known = block if finite.all() else block[finite]
        has_negative = has_negative or bool((known < 0).any())
        for code, bad in _against(kind, known):
            tallies[code].add(bad)
    if kind == "zscore" and not has_negative and table.shape[0] > 1 and not tallies["L1-SCALE-04"].n:
        tallies["L1-SCALE-11"].n = n_stored(table)
    for code, tally in tallies.items():
        yield from RULES[code].broken(
            path=path_of(slot),
            n_affected=tally.n,
            n_total=n_stored(table),
            unit="values",
            examples=tally.examples,
            fix="it looks like log1p; if so, declare 'log1p_cp10k'" if _looks_logged(code, kind, table) else "",
        )


def _against(kind: str, known: Numbers) -> Iterator[tuple[str, Numbers]]:
    if kind in FROM_ZERO:
        yield "L1-SCALE-05", known[known < 0]
    if kind == "counts" and known.dtype.kind == "f":
        yield "L1-SCALE-06", known[known != np.floor(known)]
    if kind in TOTALS:
        yield "L1-SCALE-08", known[known > TOTALS[kind].largest]
    if kind == "genotype":
        yield "L1-SCALE-10", known[~np.isin(known, (-1, 0, 1, 2))]
    if kind == "copy_number":
        yield "L1-SCALE-12", known[(known < -1) | (known != np.floor(known))]


def _looks_logged(code: str, kind: str, table: Table) -> bool:
    if code != "L1-SCALE-06" or kind != "counts" or not n_stored(table):
        return False
    return all(float(block.max(initial=0)) <= TOTALS["log1p_cp10k"].largest for block in values(table))


def _rows(adata: ad.AnnData, slot: str, kind: str, table: Table) -> Iterator[Finding]:
    if kind == "counts" and text_of(adata, "modality") == "rna" and slot in ("X", "layers/counts"):
        empty = is_empty(table)
        yield from _cells(adata, "L1-SCALE-07", slot, empty)
    if kind in TOTALS:
        scale = TOTALS[kind]
        share = row_sums(table, scale.back) / scale.total
        is_part = is_true(adata, "is_gene_subset")
        bad = share > 1 + TOLERANCE if is_part else np.abs(share - 1) > TOLERANCE
        sums = [f"{value * scale.total:.6g}" for value in np.unique(share[bad])[:5]]
        yield from RULES["L1-SCALE-09"].broken(
            path=path_of(slot),
            n_affected=int(bad.sum()),
            n_total=len(bad),
            unit="cells",
            examples=sums,
            fix=f"{scale.total:g} within 1 %; if genes were left out, write uns['is_gene_subset'] = True",
        )


def is_empty(table: Table) -> npt.NDArray[np.bool_]:
    """Return which rows hold nothing but zeros."""
    empty: npt.NDArray[np.bool_] = n_nonzero(table) == 0
    return empty


def _cells(adata: ad.AnnData, code: str, slot: str, bad: npt.NDArray[np.bool_]) -> tuple[Finding, ...]:
    return RULES[code].broken(
        path=path_of(slot),
        n_affected=int(bad.sum()),
        n_total=len(bad),
        unit="cells",
        examples=shown(adata.obs_names[bad][:5]),
    )

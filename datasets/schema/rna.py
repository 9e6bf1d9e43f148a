"""Single-cell RNA: cells x genes in ``X``."""

from collections.abc import Iterator

import anndata as ad
import numpy as np

from clinicell.datasets.schema import genes, scales
from clinicell.datasets.schema.levels import Finding
from clinicell.datasets.schema.matrix import is_sound, keys, n_nonzero, plain
from clinicell.datasets.schema.rule import Rule, rulebook
from clinicell.datasets.schema.scale import KINDS
from clinicell.datasets.schema.words import shown

EXPRESSION = frozenset({"", "counts", "tpm", "log1p_cp10k", "log2_tpm", "zscore", "other"})
MIN_GENES_OF_TWIN = 20  # two cells that agree in 20 and more expressed genes are one cell, written twice

RULES = rulebook(
    Rule("L1-RNA-01", "there is no expression matrix", "put cells x genes in X; without genes it is an embedding"),
    Rule("L1-RNA-02", "the scale of X is none of expression", f"one of {', '.join(sorted(EXPRESSION - {''}))}"),
    Rule("L1-RNA-03", "cells with the very same counts", "keep one of each"),
)


def check(adata: ad.AnnData) -> Iterator[Finding]:
    """Yield the faults of genes and of the expression matrix."""
    yield from genes.check(adata)
    yield from expression(adata, RULES["L1-RNA-01"], RULES["L1-RNA-02"])
    if adata.X is not None and scales.kind_of(adata, "X") == "counts":
        yield from _twins(adata)


def expression(adata: ad.AnnData, lost: Rule, wrong: Rule) -> Iterator[Finding]:
    """Yield whether `X` is `lost`, or its declared scale `wrong` for expression."""
    yield from lost.broken(path="X", n_affected=int(adata.X is None), n_total=1, unit="matrices")
    kind = scales.kind_of(adata, "X")
    is_wrong = adata.X is not None and kind in KINDS and kind not in EXPRESSION
    yield from wrong.broken(path="X", n_affected=int(is_wrong), n_total=1, unit="matrices", examples=[kind])


def _twins(adata: ad.AnnData) -> tuple[Finding, ...]:
    table = plain(adata.X) if is_sound(adata.X) else None
    if table is None:
        return ()
    key = keys(table)
    _, first, per_row = np.unique(key, return_index=True, return_inverse=True)
    bad = (first[per_row] != np.arange(len(key))) & (n_nonzero(table) >= MIN_GENES_OF_TWIN) & np.isfinite(key)
    return RULES["L1-RNA-03"].broken(
        path="X", n_affected=int(bad.sum()), n_total=len(bad), unit="cells", examples=shown(adata.obs_names[bad][:5])
    )

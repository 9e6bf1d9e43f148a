"""Open chromatin of a multiome: cells x peaks in ``X``, each peak a stretch of the genome and named by it."""

from collections.abc import Iterator

import anndata as ad
import pandas as pd

from clinicell.datasets.schema import features, intervals, scales
from clinicell.datasets.schema.chromosomes import numbers
from clinicell.datasets.schema.header import is_true
from clinicell.datasets.schema.levels import Finding
from clinicell.datasets.schema.matrix import is_sound, plain
from clinicell.datasets.schema.rule import Rule, rulebook

SCALES = frozenset({"", "counts", "other"})
PEAKS = intervals.INTERVALS

RULES = rulebook(
    Rule("L1-ATAC-01", "there is no matrix of peaks", "put cells x peaks in X, scale 'counts'"),
    Rule("L1-ATAC-02", "the scale of X is none of peaks", "counts of fragments, or 'other' with its formula"),
    Rule("L1-ATAC-03", "cells without a single fragment", "drop them"),
    Rule("L2-PEAK-01", "peaks without their place", "var: chrom, start, end; only simulated peaks may do without"),
    Rule("L2-PEAK-02", "the id of a peak is not its place", "index var by chrom:start-end, e.g. chr1:10109-10357"),
)


def check(adata: ad.AnnData) -> Iterator[Finding]:
    """Yield the faults of peaks and of their matrix."""
    yield from features.check(adata, PEAKS, "peaks")
    var = features.table_of(adata)
    lost = [name for name in intervals.PLACE if name not in var]
    is_nowhere = len(lost) == len(intervals.PLACE) and not is_true(adata, "is_simulated")
    yield from RULES["L2-PEAK-01"].broken(
        path="var", n_affected=int(is_nowhere) * len(lost), n_total=len(lost), unit="columns", examples=lost
    )
    yield from intervals.check(adata, "peaks")
    if not lost:
        yield from _names(adata, var)
    kind = scales.kind_of(adata, "X")
    for code, is_bad in (
        ("L1-ATAC-01", adata.X is None),
        ("L1-ATAC-02", adata.X is not None and kind not in SCALES),
    ):
        yield from RULES[code].broken(path="X", n_affected=int(is_bad), n_total=1, unit="matrices")
    yield from _empty(adata)


def _names(adata: ad.AnnData, var: pd.DataFrame) -> tuple[Finding, ...]:
    start, end = (numbers(var[name]) for name in ("start", "end"))
    places = zip(var["chrom"].astype("str"), start, end, strict=True)
    named = [f"{chrom}:{first:.0f}-{last:.0f}" for chrom, first, last in places]
    bad = pd.Series(named).to_numpy() != adata.var_names.astype("str").to_numpy()
    return RULES["L2-PEAK-02"].broken(
        path="var_names", n_affected=int(bad.sum()), n_total=len(bad), unit="peaks", examples=adata.var_names[bad][:5]
    )


def _empty(adata: ad.AnnData) -> Iterator[Finding]:
    table = plain(adata.X) if is_sound(adata.X) else None
    if table is None or scales.kind_of(adata, "X") != "counts" or not adata.n_vars:
        return
    bad = scales.is_empty(table)
    yield from RULES["L1-ATAC-03"].broken(path="X", n_affected=int(bad.sum()), n_total=len(bad), unit="cells")

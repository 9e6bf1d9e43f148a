"""Single-cell bisulfite sequencing: ``layers["cov"]`` reads per site, ``layers["met"]`` those of them methylated.

A site without a read is not unmethylated: it stands in neither layer, and there is no ``X`` in which it reads as 0.
"""

from collections.abc import Iterator

import anndata as ad
import numpy as np
import pandas as pd
from anndata.abc import CSRDataset

from clinicell.datasets.schema import features, scales
from clinicell.datasets.schema.cells import table_of
from clinicell.datasets.schema.chromosomes import BUILDS, FROM_1, is_chromosome, is_known, is_position, numbers, outside
from clinicell.datasets.schema.columns import SHARE
from clinicell.datasets.schema.header import text_of
from clinicell.datasets.schema.levels import Finding
from clinicell.datasets.schema.matrix import SPARSE, is_sound, n_stored, path_of, plain, storage_of, together
from clinicell.datasets.schema.rule import Rule, rulebook
from clinicell.datasets.schema.tables import Schema, findings, number, rows, text
from clinicell.datasets.schema.vocabulary import Vocabulary
from clinicell.datasets.schema.words import Flags, shown, words

LAYERS = ("cov", "met")
CONVERTED = 0.98  # of unmethylated cytosines; below it, what reads as methylated may be unconverted
RATE = "conversion_rate"

RULES = rulebook(
    Rule("L1-METH-01", "reads are missing", "layers['cov'], all reads of a site, and layers['met'], the methylated"),
    Rule("L1-METH-02", "reads that are not stored as sparse uint16", "matrix.tocsr().astype('uint16')"),
    Rule("L1-METH-03", "more methylated reads than reads", "look whether the two layers are interchanged"),
    Rule("L1-METH-04", "a matrix in which unobserved sites read as unmethylated", "leave X empty; cov and met say all"),
    Rule("L1-METH-05", "cells without a single read", "drop them"),
    Rule("L2-CPG-01", "no chromosome", "1 to 22, X, Y or MT, with or without 'chr', or 'unknown'"),
    Rule("L2-CPG-02", "no position on a chromosome", "a whole number from 1; missing where nobody knows"),
    Rule("L2-CPG-03", "no strand", "'+' or '-', '.' where both were merged, or 'unknown'"),
    Rule("L2-CPG-04", "no context of a cytosine", "CG, CHG, CHH or 'unknown'"),
    Rule("L2-CPG-05", "sites that occur more than once", "add up their reads"),
    Rule("L2-CPG-06", "sites of one strand beside sites of both", "merge the strands of all sites, or of none"),
    Rule("L2-CPG-07", "sites out of order", "sort them by position, one chromosome after the other"),
    Rule("L2-CPG-08", "positions without their genome", f"uns['genome_build']: {', '.join(sorted(BUILDS))}"),
    Rule("L2-CPG-09", "sites that the genome does not have", "look whether genome_build is theirs"),
    Rule("L2-CPG-10", "no conversion rate", "the share of unmethylated cytosines that were converted, within 0 and 1"),
    Rule("L4-METH-01", f"cells of which less than {CONVERTED:.0%} was converted", "drop them"),
)  # fmt: skip

CELLS = Schema(
    {
        RATE: number(need="optional", description="Share of unmethylated cytosines converted.", allowed=SHARE),
    }
)
SITES = Schema(
    {
        "chrom": text("L2-CPG-01", is_chromosome, description="The chromosome."),
        "pos": rows(
            "L2-CPG-02", is_position, allowed=FROM_1, need="required",
            description="The cytosine; of merged strands the plus one's.",
        ),
        "strand": text("L2-CPG-03", Vocabulary(frozenset({"+", "-", ".", "unknown"})), description="'.': both merged."),
        "context": text(
            "L2-CPG-04", Vocabulary(frozenset({"CG", "CHG", "CHH", "unknown"})), description="What follows it."
        ),
    }
)  # fmt: skip


def check(adata: ad.AnnData) -> Iterator[Finding]:
    """Yield the faults of sites and of reads."""
    yield from features.check(adata, SITES, "sites")
    var = features.table_of(adata)
    yield from findings(SITES, var, RULES, of="var", unit="sites")
    yield from _build(adata)
    if set(SITES.columns) <= set(var.columns):
        yield from _places(adata, var)
    yield from RULES["L1-METH-04"].broken(path="X", n_affected=int(adata.X is not None), n_total=1, unit="matrices")
    lost = [name for name in LAYERS if name not in adata.layers or _kind(adata, name) not in ("counts", "")]
    yield from RULES["L1-METH-01"].broken(
        path="layers", n_affected=len(lost), n_total=len(LAYERS), unit="matrices", examples=lost
    )
    yield from _stored(adata)
    if not lost:
        yield from _reads(adata)
    yield from _conversion(table_of(adata))


def _kind(adata: ad.AnnData, name: str) -> str:
    return scales.kind_of(adata, f"layers/{name}")


def _build(adata: ad.AnnData) -> tuple[Finding, ...]:
    build = text_of(adata, "genome_build")
    return RULES["L2-CPG-08"].broken(
        path="uns['genome_build']",
        n_affected=int(build not in BUILDS),
        n_total=1,
        unit="entries",
        examples=[build] if build else [],
    )


def _places(adata: ad.AnnData, var: pd.DataFrame) -> Iterator[Finding]:
    chromosome, position, strand = words(var["chrom"]), numbers(var["pos"]), words(var["strand"])
    is_placed = chromosome.rows(is_known) & ~np.isnan(position)
    site = pd.DataFrame({"chrom": chromosome.codes, "pos": position, "strand": strand.codes})
    yield from _sites(adata, "L2-CPG-05", site.duplicated().to_numpy() & is_placed)
    is_of_one = strand.rows({"+", "-"}.__contains__)
    yield from _sites(adata, "L2-CPG-06", is_of_one & strand.rows(".".__eq__).any())
    yield from _sites(adata, "L2-CPG-07", _out_of_order(chromosome.codes[is_placed], position[is_placed], is_placed))
    yield from _sites(adata, "L2-CPG-09", outside(var["chrom"], position, text_of(adata, "genome_build")))


def _out_of_order(chromosome: np.ndarray, position: np.ndarray, rows: Flags) -> Flags:
    """Return which of the placed sites stand behind a later one, or begin a chromosome that was left before."""
    goes_on = np.concatenate([[False], chromosome[1:] == chromosome[:-1]])[: len(chromosome)]
    falls = goes_on & (np.concatenate([[0.0], np.diff(position)])[: len(chromosome)] < 0)
    starts = np.flatnonzero(~goes_on)
    _, first = np.unique(chromosome[starts], return_index=True)
    falls[np.delete(starts, first)] = True
    bad = np.zeros(len(rows), dtype=bool)
    bad[rows] = falls
    return bad


def _sites(adata: ad.AnnData, code: str, bad: Flags) -> tuple[Finding, ...]:
    return RULES[code].broken(
        path="var", n_affected=int(bad.sum()), n_total=len(bad), unit="sites", examples=adata.var_names[bad][:5]
    )


def _stored(adata: ad.AnnData) -> Iterator[Finding]:
    for name in LAYERS:
        if name in adata.layers:
            matrix = adata.layers[name]
            kind = f"{storage_of(matrix)} {getattr(matrix, 'dtype', '')}"
            yield from RULES["L1-METH-02"].broken(
                path=path_of(f"layers/{name}"),
                n_affected=int(not _is_reads(matrix)),
                n_total=1,
                unit="matrices",
                examples=[kind],
            )


def _is_reads(matrix: object) -> bool:  # by rows or not: L1-MATRIX-02
    return isinstance(matrix, (*SPARSE, CSRDataset)) and bool(matrix.dtype == np.uint16)


def _reads(adata: ad.AnnData) -> Iterator[Finding]:
    held = [adata.layers[name] for name in LAYERS]
    if not all(_is_reads(matrix) and is_sound(matrix) for matrix in held):
        return
    cov, met = (plain(matrix) for matrix in held)
    if cov is None or met is None:
        return
    n_more = sum(int((methylated > reads).sum()) for reads, methylated in together(cov, met))
    yield from RULES["L1-METH-03"].broken(
        path=path_of("layers/met"), n_affected=n_more, n_total=max(n_stored(met), n_more), unit="values"
    )
    empty = scales.is_empty(cov)
    yield from RULES["L1-METH-05"].broken(
        path=path_of("layers/cov"),
        n_affected=int(empty.sum()),
        n_total=len(empty),
        unit="cells",
        examples=shown(adata.obs_names[empty][:5]),
    )


def _conversion(obs: pd.DataFrame) -> Iterator[Finding]:
    if RATE not in obs:
        return
    rate = numbers(obs[RATE])
    is_rate = SHARE.holds(rate)
    for code, bad in (
        ("L2-CPG-10", ~is_rate & obs[RATE].notna().to_numpy(dtype=bool)),
        ("L4-METH-01", is_rate & (rate < CONVERTED)),
    ):
        yield from RULES[code].broken(path=f"obs[{RATE!r}]", n_affected=int(bad.sum()), n_total=len(bad), unit="cells")

"""SNV genotypes of single cells: ``layers["genotype"]``, cells x sites, int8: -1 missing, 0, 1, 2."""

import re
from collections.abc import Iterator

import anndata as ad
import numpy as np
import pandas as pd
import pandera.pandas as pa

from clinicell.datasets.schema import features, scales, terms
from clinicell.datasets.schema.header import text_of
from clinicell.datasets.schema.levels import Finding
from clinicell.datasets.schema.matrix import Table, is_sound, path_of, plain, row_blocks
from clinicell.datasets.schema.rule import Rule, rulebook
from clinicell.datasets.schema.tables import findings, rows, text

SLOT = "layers/genotype"
POSITION = ("chrom", "pos", "ref", "alt")
_CHROMOSOME = re.compile(r"(?:chr)?(?:[1-9]|1\d|2[0-2]|X|Y|M|MT)")
_ALLELE = re.compile(r"[ACGTN]+|-")

RULES = rulebook(
    Rule("L1-GENO-01", "there is no genotype", "put cells x sites in layers['genotype'], scale 'genotype'"),
    Rule("L1-GENO-02", "genotypes are not stored as int8", "store them as a dense int8 table"),
    Rule("L1-GENO-03", "cells without a single call", "drop them"),
    Rule("L1-GENO-04", "sites without a single call", "drop them"),
    Rule("L2-VARIANT-01", "no human chromosome", "1 to 22, X, Y or MT, with or without 'chr'"),
    Rule("L2-VARIANT-02", "no position on a chromosome", "a whole number from 1; missing where nobody knows"),
    Rule("L2-VARIANT-03", "no allele", "letters of ACGTN, or '-'"),
    Rule("L2-VARIANT-04", "a part of a position is missing", f"all of {', '.join(POSITION)}, or none"),
    Rule("L2-VARIANT-05", "positions without their genome", f"genome_build: {', '.join(sorted(terms.GENOME_BUILDS))}"),
    Rule("L2-VARIANT-06", "one variant under two ids", "keep one"),
)  # fmt: skip


def _is_position(column: pd.Series) -> pd.Series:
    number = pd.to_numeric(column, errors="coerce")
    return column.isna() | ((number >= 1) & (number == np.floor(number)))


SITES = pa.DataFrameSchema(
    {
        "chrom": text("L2-VARIANT-01", lambda word: _CHROMOSOME.fullmatch(word) is not None, required=False),
        "pos": rows("L2-VARIANT-02", _is_position, description="From 1."),
        "ref": text("L2-VARIANT-03", lambda word: _ALLELE.fullmatch(word) is not None, required=False),
        "alt": text("L2-VARIANT-03", lambda word: _ALLELE.fullmatch(word) is not None, required=False),
    }
)


def check(adata: ad.AnnData) -> Iterator[Finding]:
    """Yield the faults of sites and genotypes."""
    yield from features.check(adata, SITES, "sites")
    var = features.table_of(adata)
    yield from findings(SITES, var, RULES, of="var", unit="sites")
    yield from _positions(adata, var)
    is_lost = "genotype" not in adata.layers or scales.kind_of(adata, SLOT) not in ("genotype", "")
    yield from RULES["L1-GENO-01"].broken(path=path_of(SLOT), n_affected=int(is_lost), n_total=1, unit="matrices")
    if "genotype" in adata.layers:
        yield from _calls(adata)


def _positions(adata: ad.AnnData, var: pd.DataFrame) -> Iterator[Finding]:
    lost = [name for name in POSITION if name not in var]
    if len(lost) == len(POSITION):
        return
    yield from RULES["L2-VARIANT-04"].broken(
        path="var", n_affected=len(lost), n_total=len(POSITION), unit="columns", examples=lost
    )
    build = text_of(adata, "genome_build")
    yield from RULES["L2-VARIANT-05"].broken(
        path="uns['genome_build']",
        n_affected=int(build not in terms.GENOME_BUILDS),
        n_total=1,
        unit="entries",
        examples=[build] if build else [],
    )
    if not lost:
        site = var[list(POSITION)].astype("str")
        twice = (site.duplicated() & var[list(POSITION)].notna().all(axis=1)).to_numpy()
        yield from RULES["L2-VARIANT-06"].broken(
            path="var", n_affected=int(twice.sum()), n_total=len(var), unit="sites", examples=adata.var_names[twice][:5]
        )


def _calls(adata: ad.AnnData) -> Iterator[Finding]:
    matrix = adata.layers["genotype"]
    kind = str(getattr(matrix, "dtype", type(matrix).__name__))
    is_int8 = isinstance(matrix, np.ndarray) and matrix.dtype == np.int8
    yield from RULES["L1-GENO-02"].broken(
        path=path_of(SLOT), n_affected=int(not is_int8), n_total=1, unit="matrices", examples=[kind]
    )
    table = plain(matrix) if is_sound(matrix) else None
    if table is None or 0 in table.shape:
        return
    cells, sites = _called(table)
    for code, called, unit, names in (
        ("L1-GENO-03", cells, "cells", adata.obs_names),
        ("L1-GENO-04", sites, "sites", adata.var_names),
    ):
        yield from RULES[code].broken(
            path=path_of(SLOT),
            n_affected=int((~called).sum()),
            n_total=len(called),
            unit=unit,
            examples=names[~called][:5],
        )


def _called(table: Table) -> tuple[np.ndarray, np.ndarray]:
    cells, sites = [], np.zeros(table.shape[1], dtype=bool)
    for block in row_blocks(table):
        called = (block if isinstance(block, np.ndarray) else block.toarray()) >= 0  # (n_rows, n_sites)
        cells.append(called.any(axis=1))
        sites |= called.any(axis=0)
    return np.concatenate(cells), sites

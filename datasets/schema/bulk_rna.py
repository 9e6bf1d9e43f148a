"""Bulk expression of samples (``X``) of patients, with what is known of them: one row per sample."""

from collections.abc import Iterator

import anndata as ad

from clinicell.datasets.schema import bulk_drug, genes, rna
from clinicell.datasets.schema.cells import table_of
from clinicell.datasets.schema.levels import Finding
from clinicell.datasets.schema.rule import Rule, rulebook
from clinicell.datasets.schema.words import words

RULES = rulebook(
    Rule("L2-BULK-01", "a bulk sample is no suspension of cells", "write suspension_type 'na'"),
)


def check(adata: ad.AnnData) -> Iterator[Finding]:
    """Yield the faults of genes and of expression."""
    yield from genes.check(adata)
    yield from rna.expression(adata, bulk_drug.RULES["L1-BULK-01"], bulk_drug.RULES["L1-BULK-02"])
    obs = table_of(adata)
    if "suspension_type" in obs:
        column = words(obs["suspension_type"])
        bad = column.rows({"cell", "nucleus"}.__contains__)
        yield from RULES["L2-BULK-01"].broken(
            path="obs['suspension_type']",
            n_affected=int(bad.sum()),
            n_total=len(bad),
            unit="samples",
            examples=column.examples(bad),
        )

"""A table of labels alone: cells of which nothing measured is at hand, to be joined to measurements by id."""

from collections.abc import Iterator

import anndata as ad

from clinicell.datasets.schema.levels import Finding
from clinicell.datasets.schema.matrix import slots
from clinicell.datasets.schema.rule import Rule, rulebook

RULES = rulebook(
    Rule("L1-LABELS-01", "a table of labels holds no measurement", "leave X, layers, obsm and var empty"),
)


def check(adata: ad.AnnData) -> Iterator[Finding]:
    """Yield whether the data set is a table of labels and nothing else."""
    held = list(slots(adata)) + ["var"] * int(adata.n_vars > 0)
    yield from RULES["L1-LABELS-01"].broken(
        path="X", n_affected=len(held), n_total=len(held), unit="slots", examples=held
    )

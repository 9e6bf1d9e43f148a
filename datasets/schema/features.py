"""What holds for ``var`` whatever the features are."""

from collections.abc import Iterator

import anndata as ad
import pandas as pd

from clinicell.datasets.schema.levels import Finding
from clinicell.datasets.schema.rule import Rule, rulebook
from clinicell.datasets.schema.tables import Schema, missing, without_twins

RULES = rulebook(
    Rule("L1-VAR-01", "columns of the features are missing", "add them"),
    Rule("L1-VAR-02", "columns share a name", "keep one column per name"),
    Rule("L1-VAR-03", "there is no feature", "a table without features is an embedding: modality = 'embedding'"),
    Rule("L1-ID-03", "ids of features occur more than once", "keep one, or give each an id of its own"),
    Rule("L1-ID-04", "ids of features are empty", "give each feature an id"),
)


def table_of(adata: ad.AnnData) -> pd.DataFrame:
    """Return ``var``; of columns that share a name, the first."""
    return without_twins(adata.var)


def check(adata: ad.AnnData, schema: Schema, unit: str) -> Iterator[Finding]:
    """Yield the faults of feature ids and of the columns that `schema` requires."""
    lost, n_required = missing(schema, adata.var), sum(column.required for column in schema.columns.values())
    yield from RULES["L1-VAR-01"].broken(
        path="var", n_affected=len(lost), n_total=n_required, unit="columns", examples=lost
    )
    twins = adata.var.columns[adata.var.columns.duplicated()]
    yield from RULES["L1-VAR-02"].broken(
        path="var", n_affected=len(twins), n_total=adata.var.shape[1], unit="columns", examples=twins
    )
    yield from RULES["L1-VAR-03"].broken(path="var", n_affected=int(adata.n_vars == 0), n_total=1, unit="data sets")
    names = pd.Series(adata.var_names.astype("str"))
    is_empty = pd.Series([not name.strip() for name in names], dtype=bool)
    twice = names.duplicated(keep=False) & ~is_empty
    for code, rows in (("L1-ID-03", twice), ("L1-ID-04", is_empty)):
        yield from RULES[code].broken(
            path="var_names", n_affected=int(rows.sum()), n_total=len(names), unit=unit, examples=names[rows]
        )

"""Bulk expression of lines (``X``) with their drug response (``obsm["ln_ic50_um"]``)."""

from collections.abc import Iterator

import anndata as ad

from clinicell.datasets.schema import genes, rna
from clinicell.datasets.schema.cells import table_of
from clinicell.datasets.schema.drugs import SLOT
from clinicell.datasets.schema.header import is_true
from clinicell.datasets.schema.levels import Finding
from clinicell.datasets.schema.rule import Rule, rulebook
from clinicell.datasets.schema.words import TOKEN, Words, words

RULES = rulebook(
    Rule("L1-BULK-01", "there is no expression matrix", "put lines x genes in X"),
    Rule("L1-BULK-02", "the scale of X is none of expression", f"one of {', '.join(sorted(rna.EXPRESSION - {''}))}"),
    Rule("L1-BULK-03", "there is no drug response", f"put lines x drugs in obsm[{SLOT!r}]"),
    Rule("L2-LINE-01", "no id of a cell line", "DepMap (ACH-000001) or Cellosaurus (CVCL_0023)"),
)


def check(adata: ad.AnnData) -> Iterator[Finding]:
    """Yield the faults of genes, of expression, and of the names of lines."""
    yield from genes.check(adata)
    yield from rna.expression(adata, RULES["L1-BULK-01"], RULES["L1-BULK-02"])
    yield from RULES["L1-BULK-03"].broken(
        path="obsm", n_affected=int(SLOT not in adata.obsm), n_total=1, unit="data sets"
    )
    obs = table_of(adata)
    if "donor_id" in obs and not is_true(adata, "is_simulated"):
        yield from _lines(words(obs["donor_id"]))


def _lines(lines: Words) -> tuple[Finding, ...]:
    bad = lines.rows(lambda word: TOKEN.fullmatch(word) is not None and not _is_line(word))
    return RULES["L2-LINE-01"].broken(
        path="obs['donor_id']", n_affected=int(bad.sum()), n_total=len(bad), unit="lines", examples=lines.examples(bad)
    )


def _is_line(word: str) -> bool:
    prefix, _, rest = word.replace("_", "-", 1).partition("-")
    is_depmap = prefix == "ACH" and len(rest) == 6 and rest.isdigit()
    is_cellosaurus = word.startswith("CVCL_") and len(rest) == 4 and rest.isalnum()
    return is_depmap or is_cellosaurus or word == "unknown"

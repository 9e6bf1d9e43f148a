"""Whether anybody may use a data set for a benchmark: its licence, and the consent's terms of use."""

import re
from collections.abc import Iterator

import anndata as ad

from clinicell.datasets.schema.entries import is_duo
from clinicell.datasets.schema.header import listed, text_of
from clinicell.datasets.schema.levels import Finding
from clinicell.datasets.schema.rule import Rule, rulebook

_NOBODY_KNOWS = re.compile(r"\W*(?:unknown|not known|none|na|n/a|tbd|todo)\b.*|\W*", re.IGNORECASE | re.DOTALL)

RULES = rulebook(
    Rule("L4-LICENCE-01", "nobody knows the licence", "ask the owner; write its SPDX id, its address, or its terms"),
    Rule("L4-LICENCE-02", "no terms of the Data Use Ontology", "a list such as ['DUO:0000042', 'DUO:0000018']"),
)  # fmt: skip


def check(adata: ad.AnnData) -> Iterator[Finding]:
    """Yield whether licence and terms of use are known."""
    licence = text_of(adata, "license")
    is_unknown = bool(licence) and _NOBODY_KNOWS.fullmatch(licence) is not None  # without any: L1-UNS-01
    yield from RULES["L4-LICENCE-01"].broken(
        path="uns['license']", n_affected=int(is_unknown), n_total=1, unit="entries", examples=[licence]
    )
    if "duo_terms" in adata.uns:
        terms = listed(adata.uns["duo_terms"])
        bad = [term for term in terms if not (isinstance(term, str) and is_duo(term))]
        yield from RULES["L4-LICENCE-02"].broken(
            path="uns['duo_terms']", n_affected=len(bad), n_total=len(terms), unit="terms", examples=bad
        )

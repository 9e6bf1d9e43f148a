"""Genes against GENCODE: ids that exist, of the right species, under their own names.

Ids retire from release to release, so single ids that ours does not know are no fault; many are. A symbol that was
renamed since is none either; a name that is today the symbol of another gene is, where it is no single case.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import anndata as ad
import numpy as np

from clinicell.datasets.ontology.derive_genes import SOURCES
from clinicell.datasets.ontology.genes import GeneTable, Species, table
from clinicell.datasets.ontology.mangled import likely
from clinicell.datasets.schema.features import table_of
from clinicell.datasets.schema.header import is_true, text_of
from clinicell.datasets.schema.levels import Finding
from clinicell.datasets.schema.rule import Rule, rulebook
from clinicell.datasets.schema.words import Flags, words

LARGEST_UNKNOWN_SHARE = 0.1
LARGEST_MISNAMED_SHARE = 0.05
FEW = 10  # so many may be unknown or misnamed in any data set: a share of a small panel says little
_SHOWN = 3
_ID = re.compile(r"(ENS[A-Z]{0,6}G)\d{11}(?:\.\d+)?|FBgn\d{7}|WBGene\d{8}")
_SPIKE = "ERCC-"
MOUSE = "NCBITaxon:10090"

RULES = rulebook(
    Rule("L2-GENE-05", "gene ids that the release does not know", "look for the annotation that they are from"),
    Rule("L2-GENE-06", "symbols where gene ids belong", "write the id into var_names, the symbol into feature_name"),
    Rule(
        "L2-GENE-07",
        "genes of another species",
        f"human genes are ENSG and 11 digits; for mouse (ENSMUSG) say uns['organism_ontology_term_id'] = {MOUSE!r}",
    ),
    Rule("L2-GENE-08", "names that are those of other genes", "look whether the columns have come out of step"),
)


def check(adata: ad.AnnData) -> Iterator[Finding]:
    """Yield the faults of genes that only GENCODE knows; simulated genes are nobody's and have none."""
    if is_true(adata, "is_simulated"):
        return
    names, genes = [str(name) for name in adata.var_names], table(species_of(adata))
    yield from _unknown(names, genes)
    symbols, foreign = explained(names, genes.species)
    yield from _symbols(names, symbols, genes)
    yield from RULES["L2-GENE-07"].broken(
        path="var_names",
        n_affected=int(foreign.sum()),
        n_total=len(names),
        unit="genes",
        examples=_first(names, foreign),
    )
    var = table_of(adata)
    if "feature_name" in var:
        column = words(var["feature_name"])
        yield from _misnamed(names, [column.words[code] if code >= 0 else "" for code in column.codes], genes)


def species_of(adata: ad.AnnData) -> Species:
    """Return whose genes a data set holds: mouse where ``uns`` says so, else human."""
    return "mouse" if text_of(adata, "organism_ontology_term_id") == MOUSE else "human"


def explained(names: Sequence[str], species: Species) -> tuple[Flags, Flags]:
    """Return which ids are symbols of a species' genes, and which are ids or symbols of another species."""
    symbols, foreign = np.zeros(len(names), dtype=bool), np.zeros(len(names), dtype=bool)
    other: Species = "mouse" if species == "human" else "human"
    known = table(species).row_of
    for place, name in enumerate(names):
        if name in known:
            continue
        if match := _ID.fullmatch(name):
            foreign[place] = match[1] != SOURCES[species][0]
        elif not name.startswith(_SPIKE):
            symbols[place] = name in table(species).ids_of
            foreign[place] = not symbols[place] and name in table(other).ids_of
    return symbols, foreign


def _first(names: Sequence[str], rows: Flags) -> list[str]:
    return [names[place] for place in np.flatnonzero(rows)[:5]]


def _unknown(names: Sequence[str], genes: GeneTable) -> tuple[Finding, ...]:
    prefix = SOURCES[genes.species][0]
    is_id = np.array([name.startswith(prefix) and "." not in name for name in names], dtype=bool)
    bad = is_id & np.array([name not in genes.row_of for name in names], dtype=bool)
    n_bad, n_ids = int(bad.sum()), int(is_id.sum())
    is_much = n_bad > FEW and n_bad > LARGEST_UNKNOWN_SHARE * n_ids
    return RULES["L2-GENE-05"].broken(
        path="var_names",
        n_affected=n_bad if is_much else 0,
        n_total=n_ids,
        unit="genes",
        examples=_first(names, bad),
        what=f"{n_bad / max(n_ids, 1):.0%} of the gene ids are unknown to {genes.release}",
    )


def _symbols(names: Sequence[str], rows: Flags, genes: GeneTable) -> tuple[Finding, ...]:
    shown = _first(names, rows)
    meant = [f"{name} is {' or '.join(genes.ids_of[name])}" for name in shown[:_SHOWN]]
    return RULES["L2-GENE-06"].broken(
        path="var_names",
        n_affected=int(rows.sum()),
        n_total=len(names),
        unit="genes",
        examples=shown,
        fix="; ".join([RULES["L2-GENE-06"].fix, *meant]),
    )


def _misnamed(ids: Sequence[str], symbols: Sequence[str], genes: GeneTable) -> tuple[Finding, ...]:
    """Return whether many names are the symbols of other genes than the one whose id stands beside them."""
    own = [genes.symbols[row] if (row := genes.row_of.get(name)) is not None else None for name in ids]
    pairs = list(zip(own, symbols, strict=True))
    bad = np.array([mine is not None and mine != said and said in genes.ids_of for mine, said in pairs], dtype=bool)
    compared = bad | np.array([mine == said != "" for mine, said in pairs], dtype=bool)
    n_bad, n_compared = int(bad.sum()), int(compared.sum())
    is_much = n_bad > FEW and n_bad > LARGEST_MISNAMED_SHARE * n_compared
    meant = [f"{name} is {genes.symbol_of(name) or 'without a symbol'}" for name in _first(ids, bad)]
    return RULES["L2-GENE-08"].broken(
        path="var['feature_name']",
        n_affected=n_bad if is_much else 0,
        n_total=n_compared,
        unit="genes",
        examples=_first(symbols, bad),
        fix="; ".join([RULES["L2-GENE-08"].fix, *meant[:_SHOWN]]),
    )


def with_likely_genes(finding: Finding) -> Finding:
    """Return a finding of mangled names with the genes that its examples may have been."""
    told = []
    for name in finding.examples[:_SHOWN]:
        genes = likely(name) or likely(name, "mouse")
        if genes:
            told.append(f"{name} was likely {' or '.join(map(str, genes[:5]))}")
    return replace(finding, fix="; ".join([finding.fix, *told])) if told else finding

"""Genes against GENCODE: ids that exist, of the right species, under their own names.

Ids retire from release to release, so single ids that ours does not know are no fault; many are. A symbol that was
renamed since is none either; a name that is today the symbol of another gene is, where it is no single case.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import anndata as ad
import numpy as np

from clinicell.datasets.ontology.genes import table
from clinicell.datasets.ontology.mangled import likely
from clinicell.datasets.schema.features import table_of
from clinicell.datasets.schema.header import is_true
from clinicell.datasets.schema.levels import Finding
from clinicell.datasets.schema.rule import Rule, rulebook
from clinicell.datasets.schema.words import Flags, words

LARGEST_UNKNOWN_SHARE = 0.1
LARGEST_MISNAMED_SHARE = 0.05
FEW = 10  # so many may be unknown or misnamed in any data set: a share of a small panel says little
_SHOWN = 3
_HUMAN = re.compile(r"ENSG\d{11}")
_OTHER_SPECIES = re.compile(r"ENS(?!G\d)[A-Z]{3,6}\d{11}(?:\.\d+)?|FBgn\d{7}|WBGene\d{8}")

RULES = rulebook(
    Rule("L2-GENE-05", "gene ids that the release does not know", "look for the annotation that they are from"),
    Rule("L2-GENE-06", "symbols where gene ids belong", "write the id into var_names, the symbol into feature_name"),
    Rule("L2-GENE-07", "genes of another species", "the standard is of human genes: ENSG and 11 digits"),
    Rule("L2-GENE-08", "names that are those of other genes", "look whether the columns have come out of step"),
)


def check(adata: ad.AnnData) -> Iterator[Finding]:
    """Yield the faults of genes that only GENCODE knows; simulated genes are nobody's and have none."""
    if is_true(adata, "is_simulated"):
        return
    names = [str(name) for name in adata.var_names]
    yield from _unknown(names)
    symbols, foreign = explained(names)
    yield from _symbols(names, symbols)
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
        yield from _misnamed(names, [column.words[code] if code >= 0 else "" for code in column.codes])


def explained(names: Sequence[str]) -> tuple[Flags, Flags]:
    """Return which ids are symbols of human genes, and which are ids or symbols of another species."""
    symbols, foreign = np.zeros(len(names), dtype=bool), np.zeros(len(names), dtype=bool)
    strange = [place for place, name in enumerate(names) if not _HUMAN.match(name)]
    for place in strange:
        foreign[place] = bool(_OTHER_SPECIES.fullmatch(names[place]))
        if not foreign[place]:
            symbols[place] = names[place] in table("human").ids_of
            foreign[place] = not symbols[place] and names[place] in table("mouse").ids_of
    return symbols, foreign


def _first(names: Sequence[str], rows: Flags) -> list[str]:
    return [names[place] for place in np.flatnonzero(rows)[:5]]


def _unknown(names: Sequence[str]) -> tuple[Finding, ...]:
    is_human = np.array([bool(_HUMAN.fullmatch(name)) for name in names], dtype=bool)
    if not is_human.any():
        return ()
    known = table("human").row_of
    bad = is_human & np.array([name not in known for name in names], dtype=bool)
    n_bad, n_ids = int(bad.sum()), int(is_human.sum())
    is_much = n_bad > FEW and n_bad > LARGEST_UNKNOWN_SHARE * n_ids
    return RULES["L2-GENE-05"].broken(
        path="var_names",
        n_affected=n_bad if is_much else 0,
        n_total=n_ids,
        unit="genes",
        examples=_first(names, bad),
        what=f"{n_bad / n_ids:.0%} of the gene ids are unknown to {table('human').release}",
    )


def _symbols(names: Sequence[str], rows: Flags) -> tuple[Finding, ...]:
    shown = _first(names, rows)
    ids_of = table("human").ids_of if shown else {}
    meant = [f"{name} is {' or '.join(ids_of[name])}" for name in shown[:_SHOWN]]
    return RULES["L2-GENE-06"].broken(
        path="var_names",
        n_affected=int(rows.sum()),
        n_total=len(names),
        unit="genes",
        examples=shown,
        fix="; ".join([RULES["L2-GENE-06"].fix, *meant]),
    )


def _misnamed(ids: Sequence[str], symbols: Sequence[str]) -> tuple[Finding, ...]:
    """Return whether many names are the symbols of other genes than the one whose id stands beside them."""
    if not any(_HUMAN.fullmatch(name) for name in ids):
        return ()
    genes = table("human")
    pairs = list(zip(ids, symbols, strict=True))
    compared = np.array([name in genes.row_of and symbol in genes.ids_of for name, symbol in pairs], dtype=bool)
    bad = compared & np.array([name not in genes.ids_of.get(symbol, ()) for name, symbol in pairs], dtype=bool)
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

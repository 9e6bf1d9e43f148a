"""Genes as features: Ensembl ids without version, and names that no spreadsheet has touched."""

import re
from collections.abc import Iterator

import anndata as ad
import numpy as np
import pandas as pd

from clinicell.datasets.ontology.mangled import is_date_number
from clinicell.datasets.schema import features, gene_names
from clinicell.datasets.schema.header import is_true
from clinicell.datasets.schema.levels import Finding
from clinicell.datasets.schema.rule import Rule, rulebook
from clinicell.datasets.schema.tables import Schema, findings, text
from clinicell.datasets.schema.words import words

_MONTH = "jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec"
_MANGLED = re.compile(
    rf"\d{{1,2}}[-/ ](?:{_MONTH})"  # 2-Sep, from SEPT2
    rf"|(?:{_MONTH})[-/ ]\d{{1,4}}"  # Sep-02
    rf"|\d{{1,2}}[-/](?:{_MONTH})[-/]\d{{2,4}}"  # 2-Sep-2024
    r"|\d{4}-\d{2}-\d{2}(?: 00:00:00)?"  # 2024-09-02
    r"|\d{1,2}/\d{1,2}/\d{2,4}"  # 9/2/2024
    r"|\d\.\d+e\+\d{2}",  # 2.31E+13, from 2310009E13Rik
    re.IGNORECASE,
)
_ENSEMBL = re.compile(r"ENS(?:MUS)?G\d{11}")
_WITH_SUFFIX = re.compile(r"ENS(?:MUS)?G\d{11}(?:\.\d+(?:_\w+)?|_\w+)")
_SPIKE = re.compile(r"ERCC-\d{5}")
_SIMULATED = re.compile(r"SIMG\d{4,11}")

RULES = rulebook(
    Rule(
        "L2-GENE-01",
        "no Ensembl gene id",
        "ENSG (mouse: ENSMUSG) and 11 digits; SIMG ids only where uns['is_simulated'] is True",
    ),
    Rule("L2-GENE-02", "a gene id with a version or suffix", "cut it off: ENSG00000146648.18 is ENSG00000146648"),
    Rule("L2-GENE-03", "a spreadsheet made dates or numbers of names", "restore them from the gene ids"),
    Rule("L2-GENE-04", "a gene without a name", "write its symbol, or its id where it has none"),
)


def is_mangled(name: str) -> bool:
    """Whether a spreadsheet has made a date or a number of a gene's name.

    Examples
    --------
    >>> is_mangled("2-Sep"), is_mangled("SEPTIN2"), is_mangled("MARCH1")
    (True, False, False)
    """
    return _MANGLED.fullmatch(name) is not None or (name.isdigit() and is_date_number(name))


GENES = Schema(
    {
        "feature_name": text(
            "L2-GENE-03",
            lambda name: not is_mangled(name),
            description="The gene's symbol.",
            values="no date, no number",
        ),
    }
)


def check(adata: ad.AnnData) -> Iterator[Finding]:
    """Yield the faults of genes, in ``var_names`` and ``var``."""
    var = features.table_of(adata)
    yield from features.check(adata, GENES, "genes")
    yield from map(gene_names.with_likely_genes, findings(GENES, var, RULES, of="var", unit="genes"))
    yield from map(gene_names.with_likely_genes, _ids(adata))
    yield from gene_names.check(adata)
    if "feature_name" in var:
        yield from _unnamed(var["feature_name"])


def _ids(adata: ad.AnnData) -> Iterator[Finding]:
    names = pd.Series(adata.var_names.astype("str"))
    right = np.array([_ENSEMBL.fullmatch(name) is not None for name in names], dtype=bool)
    mangled, suffixed = np.zeros(len(names), dtype=bool), np.zeros(len(names), dtype=bool)
    rest = np.flatnonzero(~right)
    for place, name in zip(rest.tolist(), names.iloc[rest], strict=True):
        mangled[place] = is_mangled(name)
        suffixed[place] = _WITH_SUFFIX.fullmatch(name) is not None
        right[place] = _SPIKE.fullmatch(name) is not None or not name.strip()
    if is_true(adata, "is_simulated"):
        right |= names.str.fullmatch(_SIMULATED).to_numpy(bool)
    else:  # symbols and other species have rules of their own
        symbols, foreign = gene_names.explained(list(names), gene_names.species_of(adata))
        right |= symbols | foreign
        suffixed &= ~foreign
    other = ~right & ~mangled & ~suffixed
    for code, bad in (("L2-GENE-01", other), ("L2-GENE-02", suffixed), ("L2-GENE-03", mangled)):
        yield from RULES[code].broken(
            path="var_names", n_affected=int(bad.sum()), n_total=len(names), unit="genes", examples=names[bad][:5]
        )


def _unnamed(column: pd.Series) -> tuple[Finding, ...]:
    bad = ~words(column).rows(lambda name: bool(name.strip()))
    return RULES["L2-GENE-04"].broken(
        path="var['feature_name']",
        n_affected=int(bad.sum()),
        n_total=len(bad),
        unit="genes",
        examples=column.index[bad][:5],
    )

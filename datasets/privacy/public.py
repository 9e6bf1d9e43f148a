"""Codes that everybody may know: they look like identifiers and name genes, files, terms or articles, not persons."""

import re

from clinicell.datasets.privacy.wordlist import listed

NOTHING = listed("""
    unknown na n/a nan none null pooled unassigned missing - -- . ? not_available not_applicable withheld redacted
    anonymous deidentified confidential ***
    """) | {"", "not available", "not applicable", "not known"}  # fmt: skip

_ACCESSION = (
    r"(?:GS[EM]|GPL|GDS|SR[APRSXZ]|ER[APRSXZ]|DR[APRSXZ]|SAM[NED]A?|SAMEG|PRJ(?:NA|EB|DB)|EGA[SNDRFXPCZBO]|ACH-|PMC|"
    r"ENS[A-Z]{0,6}[GTPER]|NM_|NR_|NP_|XM_|XR_|NC_|NG_|CVCL_|COS[MV]|rs|ss|CHEMBL|DB|HGNC:|LRG_|R-HSA-|SIDM|CID|SID|HBM)"
    r"\d{3,12}(?:\.\d+)?"
)
_PUBLIC = re.compile(
    "|".join(
        (
            rf"(?<![A-Za-z0-9]){_ACCESSION}(?![A-Za-z0-9])",
            r"\b(?:E-[A-Z]{4}-\d+|phs\d{6,7}(?:\.v\d+)?(?:\.p\d+)?|ENCSR\w{6}|ENCFF\w{6}|PXD\d{6}|10\.\d{4,9}/[^\s\"'<>,;]+)",
            r"\b(?:PMID|pubmed|DOI|OMIM|MIM|NCT|ISRCTN|EudraCT)[: ]{0,2}\d{4,}\b",
            r"\b(?:HsapDv|MmusDv|EFO|MONDO|UBERON|CL|PATO|HANCESTRO|CHEBI|NCBITaxon|HP|GO|OBI|BTO|DOID|NCIT|SO|PR|Orphanet"
            r"|DUO|AfPO|HGNC|MESH|SNOMED|UniProt|uniprot|OMIM|CLO|FBbi|DrugBank|RxNorm|ORPHA|KEGG|MSigDB)[:_][A-Za-z]{0,3}\d{1,12}\b",
            r"(?<![\w:-])(?:GRCh\d\d:)?(?:[1-9]|1\d|2[0-2]|X|Y|MT?):\d{3,9}(?:[:_-][\dACGTN>/-]+)*(?![A-Za-z:])",
            r"(?<![\w-])(?:[1-9]|1\d|2[0-2]|X|Y|MT?|hs37d5)([-_])\d{5,9}\1\d{5,9}(?![\w-])",
            r"\b(?:GRCh\d\d:)?chr(?:[1-9]|1\d|2[0-2]|X|Y|MT?|Un)[:_ -]+\d{3,9}(?:[:_ -]+[\dACGTN>/]+)*",
            r"\b(?:[A-Z]{1,4}[A-Z0-9]{0,4}-)?[A-Z]{1,4}\d?\*\d{2,4}(?::\d{2,4}){0,3}[NLSCAQ]?\b",
            r"(?<![A-Za-z])[ACGTN]{10,}(?:-\d+)?(?![A-Za-z])",
            r"\b[Vv](?:ersion)?[ :]?\d+(?:[.-]\d+)+\w*\b",
            r"#[0-9A-Fa-f]{6}(?:[0-9A-Fa-f]{2})?\b",
            r"\bTCGA-[A-Z0-9]{2}-[A-Z0-9]{4}(?:-\w+)*",
        )
    )
)
# What the package writes itself: COHORT-HEX20. A run of hexadecimal digits without letters may be a record number.
PSEUDONYM = re.compile(r"[A-Za-z][A-Za-z0-9]{0,15}-(?=[0-9]*[A-Fa-f])[0-9A-Fa-f]{8,32}")


def without_public(text: str) -> str:
    """Return `text` with public codes blanked.

    Examples
    --------
    >>> without_public("GSM1234567, EFO:0009922 and MRN 1234567")
    ' ,   and MRN 1234567'
    """
    return _PUBLIC.sub(" ", text)


def is_nothing(text: str) -> bool:
    """Whether a value says that there is none."""
    return text.strip().lower() in NOTHING

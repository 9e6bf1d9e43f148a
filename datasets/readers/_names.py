"""What names point to: genes or cells. Evidence for a person, never a decision."""

import re
from collections.abc import Iterable

_ENSEMBL = re.compile(r"ENS[A-Z]{0,4}G\d{11}(?:\.\d+)?")
_SYMBOLS = frozenset(  # a list of words reads better than 70 quoted ones
    """ACTB GAPDH B2M MALAT1 TP53 CD3D CD3E CD3G CD4 CD8A CD8B CD19 CD34 CD38 MS4A1 NKG7 LYZ PTPRC EPCAM KRT18 KRT19
    RPL3 RPL10 RPL13 RPS3 RPS6 RPS18 RPLP0 EEF1A1 FTL FTH1 HLA-A HLA-B HLA-C HLA-DRA TMSB4X TMSB10 UBC VIM S100A8
    S100A9 S100A4 LGALS1 IL32 ISG15 IFI6 STAT1 JUN FOS MYC EGFR KRAS ERBB2 CD44 CD74 NOC2L HES4 SDF4 UBE2J2 AGRN A1BG
    A2M A1CF AAAS AACS MT-CO1 MT-ND1 MT-CYB XIST GNLY GZMB PPBP CST3 FCER1A FCGR3A CCR7 SELL""".split()  # noqa: SIM905
)
_SHAPE = re.compile(r"[A-Z][A-Z0-9]{1,7}(?:-?[A-Z0-9]{1,4})?|[A-Z][a-z][a-z0-9]{1,7}")
_BARCODE = re.compile(r"(?:.*[_:.#-])?[ACGT]{8,}(?:[-_.]\d+)?(?:[_:.-].*)?")
_RUNNING = re.compile(r"(?:cell|barcode|sc|well|plate)[ _.-]?[A-Z]?\d+.*", re.I)


def looks_like_genes(names: Iterable[str]) -> int:
    """Return how many names are Ensembl ids, or are shaped like symbols among which known ones stand.

    Examples
    --------
    >>> looks_like_genes(["ENSG00000141510", "TP53", "AAACCTGAGACACTAA-1"])
    2
    """
    names = list(names)
    n_ensembl = sum(_ENSEMBL.fullmatch(name) is not None for name in names)
    known = sum(name.upper() in _SYMBOLS for name in names)
    n_shaped = sum(_SHAPE.fullmatch(name) is not None for name in names) if known else 0
    return max(n_ensembl + (known if n_ensembl else 0), n_shaped)


def looks_like_cells(names: Iterable[str]) -> int:
    """Return how many names hold a barcode, or count cells, barcodes or wells.

    Examples
    --------
    >>> looks_like_cells(["AAACCTGAGACACTAA-1", "cell_17", "TP53"])
    2
    """
    return sum(_BARCODE.fullmatch(name) is not None or _RUNNING.fullmatch(name) is not None for name in names)

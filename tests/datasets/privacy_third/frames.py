# ruff: noqa: E501 - a language is one row
"""What stands around an identifier: harmless sentences of each language, and tables of harmless columns."""

from collections.abc import Mapping, Sequence

N = 8
GENES = ("CD3E", "MS4A1", "LYZ", "GNLY", "CD34", "HBB")
CELLS = tuple(
    f"{word}-1"
    for word in (
        "AAACGGGCATTCTTAC",
        "AAAGCAATCTCTTGAT",
        "ACGGCCATCGTCTGAA",
        "CATCAGACAACACGCC",
        "CGTAGGCAGAACAATC",
        "GATCGTAAGATGCGAC",
        "TGGTTCCCATTAGCCA",
        "TTTGCGCTCTGTTGAG",
    )
)
TISSUES = ("bone marrow", "blood", "bone marrow", "lymph node", "blood", "bone marrow", "blood", "lymph node")
UNTELLING = ("V7", "col_12", "x3", "extra", "field_b", "misc", "info2", "value", "unnamed_4", "tmp")

HARMLESS: Mapping[str, Sequence[str]] = {
    "en-US": ("Viability 88% after thaw, no clumps.", "Marrow hypercellular with 62% blasts; FLT3-ITD positive.", "Sample split into two aliquots before sorting."),
    "en-GB": ("Trephine shows paratrabecular infiltration.", "Film: smear cells, no blasts seen.", "Aliquots kept at -80 in the freezer room."),
    "en-IN": ("Aspirate is particulate, M:E ratio 4:1.", "IHC: CK positive, p40 positive.", "Sample in EDTA, processed within 4 hours."),
    "de": ("Zellreiches Mark mit 40 % Blasten.", "Zytogenetik: Trisomie 8.", "Probe nach dem Auftauen gut erhalten."),
    "nl": ("Celrijk merg, 30% blasten.", "Viabiliteit na ontdooien 85%.", "Immunofenotypering past bij B-CLL."),
    "fr": ("Moelle riche, 30 % de blastes.", "Viabilité correcte après décongélation.", "Caryotype : 46,XX sans anomalie."),
    "es": ("Médula hipercelular, 35 % de blastos.", "Viabilidad del 90 % tras descongelar.", "Inmunofenotipo compatible con LLC."),
    "pt-BR": ("Medula hipercelular, 40% de blastos.", "Viabilidade de 90% após descongelamento.", "Imunofenotipagem compatível com LLC."),
    "it": ("Midollo ipercellulare, blasti 40%.", "Vitalità 90% dopo scongelamento.", "Immunofenotipo compatibile con LLC."),
    "pl": ("Szpik bogatokomórkowy, 40% blastów.", "Żywotność po rozmrożeniu 90%.", "Immunofenotyp odpowiada PBL."),
    "tr": ("Kemik iliği hipersellüler, %40 blast.", "Çözme sonrası canlılık %90.", "İmmünfenotip KLL ile uyumlu."),
    "sv": ("Cellrik märg, 40 % blaster.", "Viabilitet 90 % efter tining.", "Immunfenotyp förenlig med KLL."),
    "ja-zh": ("Kotsuzui wa kasaibousei, blast 40%.", "Viability 90% after thaw.", "Karyotype 46,XY[20]."),
    "ar": ("Marrow hypercellular, blasts 40%.", "Viability 90% after thaw.", "Flow: CD19+ CD5+ population."),
}  # fmt: skip


def rows(texts: Sequence[str], others: Sequence[str] = ("",)) -> list[str]:
    """Return a text for each of N rows: all of them, or `others` with the texts in the middle."""
    if len(texts) >= N:
        return list(texts[:N])
    column = [others[i % len(others)] for i in range(N)]
    start = min(3, N - len(texts))
    column[start : start + len(texts)] = texts
    return column


def notes(texts: Sequence[str]) -> list[str]:
    return rows(texts, ("Viability 88% after thaw, no clumps.", "ok", "low yield", "none"))


def columns(key: str, column: Sequence[str]) -> dict[str, list[str]]:
    """Return a sheet of samples: harmless columns on both sides of the one that is asked."""
    return {
        "sample": [f"P{i + 1:02d}" for i in range(N)],
        "tissue": list(TISSUES),
        key: list(column),
        "assay": ["10x 3' v3"] * N,
        "n_cells": [str(4200 + 137 * i) for i in range(N)],
    }

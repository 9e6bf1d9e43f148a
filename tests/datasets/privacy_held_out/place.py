# ruff: noqa: E501 - barcodes in one row
"""Where an identifier is left: a container, a place in it, and the function that writes such a file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

N = 6  # rows of every table
FILLERS = (
    "Blasts 34 % by morphology, confirmed by flow.",
    "Zellzahl nach dem Auftauen ausreichend.",
    "Viabilité 91 %, lyse des érythrocytes.",
    "Muestra hemodiluida, se repite.",
    "no remarks",
    "Remission after induction, MRD 0.02 %.",
)
GENES = ("CD3D", "MS4A1", "LYZ", "NKG7", "CD34")
CELLS = tuple(
    f"{word}-1"
    for word in (
        "AAACCTGAGCGTAGTG", "AAAGATGCATTCTCAT", "AACTCCCGTTGGACCC", "CAGCATACAGTCCTTC", "GTACTTTGTCCAAGTT", "TTTGTCACAGACAAAT",
    )
)  # fmt: skip
Kind = Literal["value", "prose", "token"]
Write = Callable[[Path, str, Sequence[str]], Path]  # folder, key, texts: as many as N, or fewer -> the file


@dataclass(frozen=True, slots=True)
class Place:
    """A place that holds a value under a key, prose, or a token such as the name of a sample."""

    container: str
    name: str
    kind: Kind
    write: Write


def rows(texts: Sequence[str], others: Sequence[str] = ("NA",)) -> list[str]:
    """Return one text per row; where there are fewer texts than rows, they stand from the third row on."""
    if len(texts) == N:
        return list(texts)
    column = [others[i % len(others)] for i in range(N)]
    column[2 : 2 + len(texts)] = texts
    return column


def notes(texts: Sequence[str]) -> list[str]:
    return rows(texts, FILLERS)


def slot(key: str) -> str:
    """Return a key as HDF5 can hold it."""
    return key.replace("/", "_")


def is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and text[0] != "0" and len(text) < 16

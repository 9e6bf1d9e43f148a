"""Reading tables of single-cell genotypes, whose codings contradict each other.

A 2 is a missing entry in SASC and celluloid files and a homozygous mutation in others; missing is also 3, -1 or ``?``.
So every reader here is told the coding, and refuses a code that it was not told.
"""

import gzip
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from clinicell.errors import SchemaError

Genotypes = NDArray[np.int8]
Code = TypeVar("Code", np.int8, np.int32)
MISSING = -1
GZIP = b"\x1f\x8b"


def recoded(raw: NDArray[np.str_], coding: Mapping[str, int], source: str) -> Genotypes:
    """Return `raw` in the standard coding: -1 missing, 0 reference, 1 heterozygous, 2 homozygous.

    Parameters
    ----------
    raw
        The file's own codes as text, any shape.
    coding
        Standard code by the file's own, such as ``{"0": 0, "1": 1, "2": -1}``.
    source
        What the message names when a code is unknown.

    Raises
    ------
    SchemaError
        A code is not in `coding`.
    """
    strange = ~np.isin(raw, list(coding))
    if strange.any():
        raise SchemaError(
            f"{source}: {int(strange.sum()):,} of {raw.size:,} entries are in no declared coding, e.g. "
            f"{str(raw[strange][0])!r}; declared are {', '.join(repr(code) for code in coding)}"
        )
    codes = np.full(raw.shape, MISSING, dtype=np.int8)
    for own, ours in coding.items():
        codes[raw == own] = ours
    return codes


def read_matrix(path: Path, coding: Mapping[str, int]) -> Genotypes:
    """Return a matrix of codes separated by blanks, without names (gzipped or not), shape (n_cells, n_sites).

    Raises
    ------
    SchemaError
        The rows differ in length, or a code is not in `coding`.
    """
    data = path.read_bytes()
    text = (gzip.decompress(data) if data.startswith(GZIP) else data).decode("ascii")
    rows = [line.split() for line in text.splitlines() if line.strip()]
    apart = sum(len(row) != len(rows[0]) for row in rows)
    if apart or not rows:
        raise SchemaError(
            f"{path.name}: {apart} of {len(rows)} rows have another length than the first; one code per site"
        )
    return recoded(np.array(rows), coding, path.name)


def side_by_side(tumours: Sequence[NDArray[Code]], fill: int = MISSING) -> NDArray[Code]:
    """Return several tumours as one matrix: a site that a tumour does not have is missing in all its cells.

    Shape (sum of cells, sum of sites), tumour by tumour along the diagonal; `fill` elsewhere, 0 for counts of reads.
    """
    n_cells = sum(tumour.shape[0] for tumour in tumours)
    n_sites = sum(tumour.shape[1] for tumour in tumours)
    whole = np.full((n_cells, n_sites), fill, dtype=tumours[0].dtype)
    row = column = 0
    for tumour in tumours:
        n, m = tumour.shape
        whole[row : row + n, column : column + m] = tumour
        row, column = row + n, column + m
    return whole

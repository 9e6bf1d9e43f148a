"""Bismark coverage files (chrom, start, end, percent methylated, methylated and unmethylated reads), one per cell.

A CpG that is not listed was not covered: it is missing, not unmethylated. A folder of such files is one cohort.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd

from clinicell.datasets.readers import _text
from clinicell.datasets.readers._sites import stacked
from clinicell.datasets.readers.bed import BASES, whole_numbers
from clinicell.datasets.readers.faults import Unreadable
from clinicell.datasets.readers.raw import Question, Raw
from clinicell.datasets.readers.read_counts import build_question

COLUMNS = ("chrom", "start", "end", "percent", "methylated", "unmethylated")
SUFFIX = re.compile(r"\.cov(?:\.txt)?(?:\.gz)?$")
ROUNDING = 0.51  # of a percent: some versions write whole percent


def read(path: Path, answers: Mapping[str, str] = MappingProxyType({})) -> Raw:
    """Return cells x CpGs: ``methylated`` and ``depth``, reads as CSR; 0 reads mean that nobody looked.

    Parameters
    ----------
    path
        A file, or a folder with one file per cell.
    answers
        ``build``; ``base`` where the intervals cannot tell (a file whose end lies one after its start).

    Raises
    ------
    InputError
        The file cannot be opened, or the folder holds none.
    SchemaError
        A row has not six columns, a CpG stands twice, or the percentage contradicts the reads.
    """
    files = sorted(file for file in path.iterdir() if SUFFIX.search(file.name)) if path.is_dir() else [path]
    if not files:
        raise Unreadable("L0-READ-13", path.name, "holds no Bismark coverage file (.cov or .cov.gz)")
    tables = [_cell(file) for file in files]
    base, questions = _base(tables, path.name, answers)
    shifted = [table.assign(pos=table["start"] + (base == BASES[0])) for table in tables]
    matrices, var = stacked(shifted)
    return Raw(
        format="bismark_cov",
        matrices=matrices,
        obs=pd.DataFrame(index=pd.Index([SUFFIX.sub("", file.name) for file in files], dtype="str")),
        var=var,
        questions=(*questions, *(() if "build" in answers else (build_question(path.name),))),
    )


def _cell(path: Path) -> pd.DataFrame:
    """Return the rows of one cell with whole numbers, and ``depth``."""
    with _text.text(path, "ascii") as stream:
        rows = [line.rstrip("\r\n").split("\t") for line in stream if line.strip()]
    n_odd = sum(len(row) != len(COLUMNS) for row in rows)
    if n_odd or not rows:
        raise Unreadable(
            "L0-READ-07",
            path.name,
            f"{n_odd:,} of {len(rows):,} rows have not the {len(COLUMNS)} columns {', '.join(COLUMNS)}",
        )
    table = pd.DataFrame(rows, columns=list(COLUMNS), dtype="str")
    for name in ("start", "end", "methylated", "unmethylated"):
        table[name] = whole_numbers(table[name], path.name)
    table["depth"] = table["methylated"] + table["unmethylated"]
    percent = pd.to_numeric(table["percent"], errors="coerce")
    off = ~((percent - 100 * table["methylated"] / table["depth"].where(table["depth"] > 0)).abs() <= ROUNDING)
    if off.any():
        raise Unreadable(
            "L0-READ-19",
            path.name,
            f"{int(off.sum()):,} of {len(table):,} rows state a percentage that their reads contradict, "
            f"the first in line {int(np.argmax(off)) + 1:,}; the columns may be in another order",
        )
    n_twice = int(table.duplicated(["chrom", "start"]).sum())
    if n_twice:
        raise Unreadable(
            "L0-READ-16", path.name, f"{n_twice:,} of {len(table):,} CpGs stand twice; add their reads up first"
        )
    return table


def _base(tables: Sequence[pd.DataFrame], place: str, answers: Mapping[str, str]) -> tuple[str, tuple[Question, ...]]:
    """Return how positions are counted: a row whose end is its start can only be closed, from 1."""
    if "base" in answers:
        return answers["base"], ()
    widths = {int(width) for table in tables for width in (table["end"] - table["start"]).unique()}
    if widths == {0}:
        return BASES[1], ()
    why = "rows do not end where they start, so positions may be counted from 0 (bedGraph) or from 1"
    told = f"ends lie {', '.join(map(str, sorted(widths)[:4]))} after starts"
    return "", (Question(about="base", place=place, why=why, choices=BASES, evidence=told),)

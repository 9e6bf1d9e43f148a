"""BED and bedGraph (intervals counted from 0, half-open), and tables of CpG states (chromosome, position, 0 or 1)."""

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd

from clinicell.datasets.readers import _text
from clinicell.datasets.readers._sites import stacked
from clinicell.datasets.readers.faults import Unreadable
from clinicell.datasets.readers.raw import Question, Raw
from clinicell.datasets.readers.read_counts import build_question

NAMES = ("chrom", "start", "end", "name", "score", "strand", "thick_start", "thick_end", "rgb", "n_blocks",
         "block_sizes", "block_starts")  # fmt: skip
SUFFIX = re.compile(r"\.(?:bed|bedgraph)(?:\.gz)?$", re.I)
EMPTY = pd.DataFrame()
BASES = ("0-based, half-open", "1-based, closed")


def read(path: Path, answers: Mapping[str, str] = MappingProxyType({})) -> Raw:
    """Return the intervals as ``tables["regions"]``: chrom, start, end (from 0, half-open) and what else stands there.

    ``start`` and ``end`` are whole numbers; a fourth column of a bedGraph is ``value``. A table of chromosome, position
    and state is ``tables["states"]`` with ``pos`` counted from 1. A folder of such tables, one per cell, is a cohort:
    ``methylated`` and ``depth``, cells x CpGs as CSR, one call for one read.

    Parameters
    ----------
    path
        A file, or a folder with one file of states per cell.
    answers
        ``build``; ``base`` for a table whose intervals cannot be BED, or that names a single position.

    Raises
    ------
    InputError
        The file cannot be opened.
    SchemaError
        A row is too short, a position is no number, an interval ends before it starts.
    """
    if path.is_dir():
        return _cohort(path, answers)
    rows, header = _rows(path)
    widths = {len(row) for row in rows}
    if len(widths) > 1 or min(widths) < 3:
        raise Unreadable(
            "L0-READ-07", path.name, f"rows of {sorted(widths)[:4]} fields; a BED file has three or more, all alike"
        )
    questions = () if "build" in answers else (build_question(path.name),)
    if min(widths) == 3 and {row[2] for row in rows} <= {"0", "1", "0.0", "1.0"}:
        return _states(path, rows, header, answers, questions)
    return _regions(path, rows, header, answers, questions)


def _cohort(folder: Path, answers: Mapping[str, str]) -> Raw:
    files = sorted(path for path in folder.iterdir() if SUFFIX.search(path.name))
    if not files:
        raise Unreadable("L0-READ-13", folder.name, "holds no .bed file")
    raws = [read(path, answers) for path in files]
    others = [path.name for path, raw in zip(files, raws, strict=True) if "states" not in raw.tables]
    if others:
        raise Unreadable(
            "L0-READ-15", folder.name, f"{len(others)} of {len(files)} files hold no states 0 and 1, e.g. {others[0]!r}"
        )
    tables = [raw.tables["states"].rename(columns={"state": "methylated"}).assign(depth=1) for raw in raws]
    twice = sum(int(table.duplicated(["chrom", "pos"]).sum()) for table in tables)
    if twice:
        raise Unreadable(
            "L0-READ-16", folder.name, f"{twice:,} positions stand twice in a cell; keep one state of each"
        )
    matrices, var = stacked(tables)
    return Raw(
        format="bed",
        matrices=matrices,
        obs=pd.DataFrame(index=pd.Index([SUFFIX.sub("", path.name) for path in files], dtype="str")),
        var=var,
        header={key: value for raw in raws for key, value in raw.header.items()},
        questions=raws[0].questions,
    )


def _rows(path: Path) -> tuple[list[list[str]], Mapping[str, str]]:
    encoding = _text.certain_encoding(path) or "latin-1"  # names of regions alone; positions are ASCII
    rows, said = [], []
    with _text.text(path, encoding) as stream:
        for line in stream:
            if line.startswith(("#", "track", "browser")):
                said.append(line.rstrip("\r\n"))
            elif line.strip():
                line = line.rstrip("\r\n")
                rows.append(line.split("\t") if "\t" in line else line.split())
    if not rows:
        raise Unreadable("L0-READ-13", path.name, "holds no interval")
    return rows, {path.name: "\n".join(said)} if said else {}


def _regions(
    path: Path,
    rows: list[list[str]],
    header: Mapping[str, str],
    answers: Mapping[str, str],
    questions: tuple[Question, ...],
) -> Raw:
    is_graph = len(rows[0]) == 4 and all(_is_number(row[3]) for row in rows)
    names: tuple[str, ...] = ("chrom", "start", "end", "value") if is_graph else NAMES
    width = len(rows[0])
    names += tuple(f"column_{number}" for number in range(len(names) + 1, width + 1))
    table = pd.DataFrame(rows, columns=list(names[:width]), dtype="str")
    for name in ("start", "end"):
        table[name] = whole_numbers(table[name], path.name)
    if is_graph:
        table["value"] = table["value"].astype("float64")
    base = answers.get("base", "")
    n_points = int((table["start"] == table["end"]).sum())
    if n_points and not base:  # half-open, they would hold nothing; closed from 1, they are single positions
        why = f"{n_points:,} of {len(table):,} intervals start where they end: nothing in BED, one position from 1"
        questions += (Question(about="base", place=path.name, why=why, choices=BASES),)
    if base == BASES[1]:
        table["start"] -= 1
    n_bad = int(((table["end"] < table["start"]) | (table["start"] < 0)).sum())
    if n_bad:
        raise Unreadable(
            "L0-READ-19", path.name, f"{n_bad:,} of {len(table):,} intervals end before they start, or start below 0"
        )
    return Raw(
        format="bed", matrices={}, obs=EMPTY, var=EMPTY, tables={"regions": table}, header=header, questions=questions
    )


def _states(
    path: Path,
    rows: list[list[str]],
    header: Mapping[str, str],
    answers: Mapping[str, str],
    questions: tuple[Question, ...],
) -> Raw:
    table = pd.DataFrame(rows, columns=["chrom", "pos", "state"], dtype="str")
    table["pos"] = whole_numbers(table["pos"], path.name)
    table["state"] = table["state"].astype("float64").astype(np.int8)
    base = answers.get("base", "")
    if not base:
        why = "one position per row: the file does not say whether it is counted from 0 or from 1"
        told = "position 0 occurs" if (table["pos"] == 0).any() else "position 0 does not occur"
        questions += (Question(about="base", place=path.name, why=why, choices=BASES, evidence=told),)
    if base == BASES[0]:
        table["pos"] += 1
    return Raw(
        format="bed", matrices={}, obs=EMPTY, var=EMPTY, tables={"states": table}, header=header, questions=questions
    )


def _is_number(field: str) -> bool:
    try:
        return bool(np.isfinite(float(field)))
    except ValueError:
        return False


def whole_numbers(column: "pd.Series[str]", place: str) -> "pd.Series[int]":
    """Return a column of positions or reads as integers.

    Raises
    ------
    SchemaError
        One is no whole number from 0.
    """
    bad = ~column.str.fullmatch(r"\d{1,18}")
    if bad.any():
        example = column[bad].iloc[0][:20]
        raise Unreadable(
            "L0-READ-15",
            place,
            f"{int(bad.sum()):,} of {len(column):,} entries of {column.name!r} are no whole number from 0, "
            f"e.g. {example!r}",
        )
    return column.astype("int64")

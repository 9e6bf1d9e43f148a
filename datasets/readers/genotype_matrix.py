"""Reading tables of single-cell genotypes, whose codings contradict each other.

A 2 is a missing entry in SASC and celluloid files and a homozygous mutation in others; missing is also 3, -1 or ``?``.
So every reader here is told the coding, and refuses a code that it was not told.
"""

import gzip
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clinicell.datasets.readers import read_counts
from clinicell.datasets.readers._survey import Survey, survey
from clinicell.datasets.readers._text import unpacked
from clinicell.datasets.readers.delimited import EMPTY, annotation, as_table, column_names
from clinicell.datasets.readers.faults import Unreadable
from clinicell.datasets.readers.genotype_codings import (
    CODINGS,
    FEATURES_FIRST,
    UNITS_FIRST,
    Coding,
    certain_coding,
    coding_of,
)
from clinicell.datasets.readers.genotype_codings import MISSING as MISSING
from clinicell.datasets.readers.raw import InMemory, Question, Raw

Genotypes = NDArray[np.int8]
Code = TypeVar("Code", np.int8, np.int32)
ANY_CODE = frozenset({"0", "1", "2", "3", "-1", "?", "-"})
_SPHYR = re.compile(r"(\d+) #(cells|SNVs)")
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
        raise Unreadable(
            "L0-READ-18",
            source,
            f"{int(strange.sum()):,} of {raw.size:,} entries are in no declared coding, e.g. "
            f"{str(raw[strange][0])!r}; declared are {', '.join(repr(code) for code in coding)}",
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
        raise Unreadable(
            "L0-READ-07",
            path.name,
            f"{apart} of {len(rows)} rows have another length than the first; one code per site",
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


def read(path: Path, answers: Mapping[str, str] = {}) -> Raw:
    """Return a table of genotypes or of reads, cells x sites.

    Parameters
    ----------
    answers
        ``coding`` (a name of `CODINGS`, or ``"0=0 1=1 2=-1"``), ``orientation`` (where the coding does not tell),
        ``cells`` and ``sites`` (files of labels beside this one, one a line), ``annotation`` (columns that are no
        site), and what `delimited.read` takes of encoding, delimiter, header and index.

    Raises
    ------
    InputError
        The file cannot be opened.
    SchemaError
        It is no table, a code is in no declared coding, or labels and table differ in number.
    """
    with unpacked(path) as data:
        if _SPHYR.fullmatch(data.readline(80).decode("latin-1").strip()):
            return _sphyr(path, answers)
    found, questions = survey(path, answers)
    if found is None:
        return Raw(format="genotype_matrix", matrices={}, obs=EMPTY, var=EMPTY, questions=questions)
    if found.ragged:
        raise Unreadable("L0-READ-07", path.name, f"{sum(found.ragged.values()):,} rows have not {found.width} fields")
    names, asked = column_names(found, answers)
    if asked:
        return Raw(format="genotype_matrix", matrices={}, obs=EMPTY, var=EMPTY, questions=(*questions, *asked))
    if read_counts.is_compass(names):
        return read_counts.compass(as_table(found, names, None), path.name, answers)
    if read_counts.is_scarlet(names):
        return read_counts.scarlet(as_table(found, names, 0), path.name)
    return _coded(found, names, answers, tuple(question for question in questions if question.about != "content"))


def _sphyr(path: Path, answers: Mapping[str, str]) -> Raw:
    """Return what SPhyR reads: the numbers of cells and of SNVs on two lines, then cells x SNVs."""
    with unpacked(path) as data:
        lines = [line.split() for line in data.read().decode("latin-1").splitlines() if line.strip()]
    heads = [_SPHYR.fullmatch(" ".join(line)) for line in lines[:2]]
    told = {head[2]: int(head[1]) for head in heads if head}
    shape = (told.get("cells", -1), told.get("SNVs", -1))
    if len(lines) - 2 != shape[0] or any(len(line) != shape[1] for line in lines[2:]):
        raise Unreadable(
            "L0-READ-07",
            path.name,
            f"says {shape[0]} cells and {shape[1]} SNVs and holds {len(lines) - 2} rows, of "
            f"{len(lines[2]) if len(lines) > 2 else 0} codes the first",
        )
    genotype = recoded(np.array(lines[2:]), CODINGS["SPhyR"].codes, path.name)
    return _labelled(genotype, path, answers, pd.DataFrame(index=_running(shape[0])), _running(shape[1]), ())


def _coded(found: Survey, names: Sequence[str], answers: Mapping[str, str], questions: tuple[Question, ...]) -> Raw:
    place = found.path.name
    table = as_table(found, names, None)
    first = found.names[0][0].strip().lower() if found.names else "0"
    is_named = bool(answers.get("index")) or not set(table.iloc[:, 0]) <= ANY_CODE or first in ("", "cell", "cell_id")
    if is_named:
        column = answers.get("index") or table.columns[0]
        table = table.set_index(table[column].rename(None)).drop(columns=[column])
    told = table[[names[place] for place in annotation(found, names, answers)]]
    table = table.drop(columns=list(told))
    codes = {str(code).strip() for code in pd.unique(table.to_numpy(dtype="str").ravel())}
    coding, asked = _coding(codes, place, answers, table.shape)
    questions += asked
    if coding is None:
        return Raw(format="genotype_matrix", matrices={}, obs=EMPTY, var=EMPTY, questions=questions)
    raw = np.char.strip(table.to_numpy(dtype="str"))
    genotype = recoded(raw, coding.codes, place)
    rows = pd.Index(table.index, dtype="str")
    columns = pd.Index(table.columns, dtype="str")
    orientation = answers.get("orientation") or coding.orientation
    if orientation == FEATURES_FIRST:
        if len(told.columns):
            raise Unreadable(
                "L0-READ-18", place, f"columns of {FEATURES_FIRST} are cells; none of them is an annotation"
            )
        genotype, rows, columns = np.ascontiguousarray(genotype.T), columns, rows
    elif not orientation:
        questions += (_orientation(place, raw.shape),)
    obs = told if len(told.columns) else pd.DataFrame(index=rows)
    return _labelled(genotype, found.path, answers, obs, columns, questions)


def _coding(
    codes: set[str], place: str, answers: Mapping[str, str], shape: tuple[int, ...]
) -> tuple[Coding | None, tuple[Question, ...]]:
    if "coding" in answers:
        return coding_of(answers["coding"], place), ()
    if certain := certain_coding(codes):
        return certain, ()
    shown = ", ".join(repr(code) for code in sorted(codes)[:8])
    fits = [name for name, coding in CODINGS.items() if codes <= set(coding.codes)]
    asked = Question(
        about="coding",
        place=place,
        why="the codes alone do not say what is missing and what is homozygous",
        choices=tuple(CODINGS),
        evidence=f"{shape[0]} x {shape[1]} entries; codes {shown}; known to {', '.join(fits) or 'no named coding'}",
    )
    return None, (asked,)


def _orientation(place: str, shape: tuple[int, ...]) -> Question:
    return Question(
        about="orientation",
        place=place,
        why=f"{shape[0]:,} x {shape[1]:,} codes: the file does not say whether rows are cells or sites",
        choices=(UNITS_FIRST, FEATURES_FIRST),
    )


def _labelled(
    genotype: Genotypes,
    path: Path,
    answers: Mapping[str, str],
    obs: pd.DataFrame,
    sites: "pd.Index[str]",
    questions: tuple[Question, ...],
) -> Raw:
    cells = _labels(path, answers.get("cells"), genotype.shape[0], "cells")
    named = _labels(path, answers.get("sites"), genotype.shape[1], "sites")
    return Raw(
        format="genotype_matrix",
        matrices={"genotype": InMemory(genotype)},
        obs=obs if cells is None else obs.set_axis(cells),
        var=pd.DataFrame(index=sites if named is None else named),
        questions=questions,
    )


def _labels(path: Path, name: str | None, n: int, what: str) -> "pd.Index[str] | None":
    """Return the labels of a file beside the table, one a line."""
    if not name:
        return None
    labels = (path.parent / Path(name).name).read_text("utf-8").split("\n")
    labels = [label.strip() for label in labels if label.strip()]
    if len(labels) != n:
        raise Unreadable(
            "L0-READ-07", path.name, f"{n} {what} and {len(labels)} labels in {Path(name).name}; each needs one"
        )
    return pd.Index(labels, dtype="str")


def _running(n: int) -> "pd.Index[str]":
    return pd.Index([str(number) for number in range(1, n + 1)], dtype="str")

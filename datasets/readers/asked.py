"""What numbers point to, and the questions that they leave open."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from clinicell.datasets.readers.faults import Unreadable
from clinicell.datasets.readers.raw import Matrix, Question, Raw
from clinicell.datasets.readers.scattered import Scattered
from clinicell.datasets.schema.scale import KINDS

LOOKED_AT = 512  # rows
NUMBER = ("number them",)
ORIENTATIONS = ("units x features", "features x units")


def evidence(matrix: Matrix, n_rows: int = LOOKED_AT) -> str:
    """Return in words what the first rows of a matrix look like.

    Raises
    ------
    Unreadable
        The rows cannot be read.
    """
    if isinstance(matrix, Scattered):  # its first rows may stand anywhere
        numbers, what = next((numbers for _, _, numbers in matrix.entries()), np.zeros(0)), "entries"
        n = len(numbers)
    else:
        block = next(iter(matrix.blocks(n_rows)), np.zeros((0, 0)))
        numbers, what = block.data if isinstance(block, sparse.csr_matrix) else np.ravel(np.asarray(block)), "rows"
        n = block.shape[0] if block.shape[1] else 0
    return _told(numbers, f"of the first {n:,} {what} ") if n else "it holds no number"


def _told(numbers: NDArray[Any], told: str) -> str:
    finite = numbers[np.isfinite(numbers)] if numbers.dtype.kind == "f" else numbers
    if not len(finite):
        return told + "no number is finite" if len(numbers) else told + "all are zero"
    low, high = float(min(finite.min(), 0)), float(finite.max())
    is_whole = finite.dtype.kind in "iub" or not np.any(finite % 1)
    told += f"{'all' if is_whole else 'not all'} numbers are whole, {low:.4g} to {high:.4g}"
    lost = len(numbers) - len(finite)
    return told + (f", {lost:,} not finite" if lost else "") + f": {_points_to(low, high, is_whole)}"


def _points_to(low: float, high: float, is_whole: bool) -> str:
    if low < 0:
        return "neither counts nor logarithms of counts"
    if is_whole:
        return "like counts, or codes"
    return "like logarithms" if high < 30 else "like normalised numbers, or estimated counts"


def scale_questions(named: Mapping[str, Matrix], answers: Mapping[str, str]) -> list[Question]:
    """Return one question per matrix whose scale nobody told; ``answers["scale"]`` or ``["scale:<name>"]`` tells."""
    return [
        Question(
            about="scale",
            place=name,
            why="the file does not say what its numbers are",
            choices=KINDS,
            evidence=evidence(matrix),
        )
        for name, matrix in named.items()
        if not answered(answers, "scale", name)
    ]


def answered(answers: Mapping[str, str], about: str, place: str) -> str:
    """Return the answer for a place, or for all; empty where there is none."""
    return answers.get(f"{about}:{place}", answers.get(about, ""))


def chosen(answers: Mapping[str, str], about: str, place: str, choices: Sequence[str]) -> str:
    """Return an answer that is one of the choices; empty where there is none.

    Raises
    ------
    Unreadable
        It is none of them.
    """
    answer = answered(answers, about, place)
    if answer and answer not in choices:
        shown = ", ".join(map(repr, choices[:8]))
        raise Unreadable("L0-READ-18", place, f"{about} is answered with {answer!r}", f"one of {shown}")
    return answer


def raw_question(named: Mapping[str, Matrix], answers: Mapping[str, str], place: str) -> list[Question]:
    """Return the question which of several matrices is the raw one; none where there is only one."""
    choices = tuple(name for name in named if not name.startswith("obsm/"))
    if len(choices) < 2 or chosen(answers, "raw", place, choices):
        return []
    why = f"{len(choices)} matrices are there, and the file does not say which was measured"
    return [Question(about="raw", place=place, why=why, choices=choices)]


def numbered(raw: Raw, answers: Mapping[str, str]) -> Raw:
    """Return `raw` with a question for each table whose ids stand twice, or with such ids numbered where told so.

    The second of two cells ``"a"`` becomes ``"a.2"``.
    """
    asked: list[Question] = []

    def once(table: pd.DataFrame, place: str) -> pd.DataFrame:
        nth = table.groupby(table.index, sort=False).cumcount().to_numpy() if len(table) else np.zeros(0)
        if not nth.any():
            return table
        if chosen(answers, "duplicates", place, NUMBER):
            ids = [f"{name}.{n + 1}" if n else name for name, n in zip(table.index, nth, strict=True)]
            return table.set_axis(pd.Index(ids, name=table.index.name), axis="index")
        why = f"{int((nth > 0).sum()):,} of {len(table):,} ids stand more than once"
        asked.append(Question(about="duplicates", place=place, why=why, choices=NUMBER))
        return table

    obs, var = once(raw.obs, "obs"), once(raw.var, "var")
    own = {name: once(table, name) if name.endswith(("/obs", "/var")) else table for name, table in raw.tables.items()}
    return replace(raw, obs=obs, var=var, tables=own, questions=(*asked, *raw.questions))


def orientation_question(place: str, shape: tuple[int, int]) -> Question:
    """Return the question which axis holds the units."""
    return Question(
        about="orientation",
        place=place,
        why=f"{shape[0]:,} x {shape[1]:,} numbers without names: the file does not say which axis holds the units",
        choices=ORIENTATIONS,
    )

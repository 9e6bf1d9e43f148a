"""Matrices without names: what can be said of their units and features is how many there are."""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import pandas as pd
from scipy import sparse

from clinicell.datasets.readers.asked import ORIENTATIONS, chosen, orientation_question, scale_questions
from clinicell.datasets.readers.raw import Block, InMemory, Matrix, Question, Raw

NOTHING: Mapping[str, str] = MappingProxyType({})


def oriented(answers: Mapping[str, str], place: str) -> str:
    """Return how somebody says that a matrix lies; empty where nobody did."""
    return chosen(answers, "orientation", place, ORIENTATIONS)


def unnamed(matrices: Mapping[str, Matrix]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return tables without columns for units and features, numbered; without rows where matrices differ in size."""
    tables = []
    for axis in (0, 1):
        sizes = {matrix.shape[axis] for matrix in matrices.values()}
        n = sizes.pop() if len(sizes) == 1 else 0
        tables.append(pd.DataFrame(index=pd.RangeIndex(n).astype(str)))
    return tables[0], tables[1]


def of_arrays(
    format_: str, found: Mapping[str, Block], answers: Mapping[str, str], header: Mapping[str, str] = NOTHING
) -> Raw:
    """Return matrices in memory that bear no names, with the questions that this leaves."""
    matrices: dict[str, Matrix] = {}
    asked: list[Question] = []
    for name, numbers in found.items():
        answer = oriented(answers, name)
        shape = (int(numbers.shape[0]), int(numbers.shape[1]))
        asked += [] if answer else [orientation_question(name, shape)]
        matrices[name] = InMemory(_turned(numbers) if answer == "features x units" else numbers)
    obs, var = unnamed(matrices)
    return Raw(
        format=format_,
        matrices=matrices,
        obs=obs,
        var=var,
        header=header,
        questions=(*asked, *scale_questions(matrices, answers)),
    )


def _turned(numbers: Block) -> Block:
    return sparse.csr_matrix(numbers.T) if isinstance(numbers, sparse.csr_matrix) else np.ascontiguousarray(numbers.T)

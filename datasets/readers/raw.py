"""What a reader found in raw files: nothing coerced, nothing renamed, and what the files do not say as questions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

Block = sparse.csr_matrix | NDArray[Any]  # numbers of any type


class Matrix(Protocol):
    """Numbers, units x features, that can be walked over without holding them all."""

    @property
    def shape(self) -> tuple[int, int]:
        """Units and features."""
        ...

    def blocks(self, n_rows: int) -> Iterator[Block]:
        """Yield the rows in order, at most `n_rows` at a time."""
        ...


@dataclass(frozen=True, slots=True)
class InMemory:
    """A matrix that is held whole."""

    numbers: Block

    @property
    def shape(self) -> tuple[int, int]:
        """Units and features."""
        n_units, n_features = self.numbers.shape
        return n_units, n_features

    def blocks(self, n_rows: int) -> Iterator[Block]:
        """Yield the rows in order, at most `n_rows` at a time."""
        for start in range(0, self.shape[0], n_rows):
            yield self.numbers[start : start + n_rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a file does not say, so that a person has to.

    Parameters
    ----------
    about
        ``"orientation"``, ``"scale"``, ``"missing"``, ``"coding"``, ``"delimiter"``, ``"encoding"``, ``"decimal"``,
        ``"units"``, ``"build"``, ``"sheet"``, ``"object"``, ...: the key of its answer. Where several places ask the
        same, ``"<about>:<place>"`` answers for one of them, and goes before the answer for all.
    place
        The file's name and the slot or column; no value of a patient.
    why
        One sentence: why the file leaves it open.
    choices
        What may be answered; empty for free text.
    evidence
        What the numbers point to, in words; it is never applied unless somebody answers.
    """

    about: str
    place: str
    why: str
    choices: tuple[str, ...] = ()
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """The content of a raw file or folder.

    Parameters
    ----------
    format
        The reader's id: the name of its module, such as ``"tenx_h5"``.
    matrices
        By name (``"X"``, ``"layers/counts"``, ``"depth"``), each units x features as far as the file says; where it
        does not say, a question about ``"orientation"`` stands beside it.
    obs, var
        What the file says of units and of features, by its own column names, indexed by its own ids.
    tables
        Further tables by name: embeddings (``"obsm/X_pca"``), regions, receptors, keyword tables.
    header
        Free text of the file (FCS keywords, VCF header lines, HDF5 attributes), for the privacy screen and the log.
    questions
        What nobody can know from the file alone.
    """

    format: str
    matrices: Mapping[str, Matrix]
    obs: pd.DataFrame
    var: pd.DataFrame
    tables: Mapping[str, pd.DataFrame] = field(default_factory=lambda: MappingProxyType({}))
    header: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    questions: tuple[Question, ...] = ()


def whole(matrix: Matrix, n_rows: int = 4096) -> Block:
    """Return all rows of a matrix at once, sparse if its blocks are."""
    if isinstance(matrix, InMemory):
        return matrix.numbers
    parts = list(matrix.blocks(n_rows))
    if not parts:
        return np.zeros(matrix.shape)
    rows = [part for part in parts if isinstance(part, sparse.csr_matrix)]
    if len(rows) == len(parts):
        return sparse.csr_matrix(sparse.vstack(rows))
    return np.concatenate([np.asarray(part) for part in parts])

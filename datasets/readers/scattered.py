"""A sparse matrix that is stored as entries in any order (Matrix Market, CSC), given in blocks of rows.

Memory stays bounded by passes over the entries: each pass gathers the rows of which `BUDGET` entries exist.
"""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from clinicell.datasets.readers.faults import Unreadable
from clinicell.datasets.readers.raw import Block

Entries = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[Any]]  # rows, columns, numbers: (n_entries,) each

BUDGET = 8 << 20  # entries held at once: about 300 MB while they are sorted


@dataclass(frozen=True, slots=True)
class Scattered:
    """Entries, units x features, from a function that yields them all, in any order, each time it is called.

    `n_stored` is how many there are, `place` what a message names.
    """

    entries: Callable[[], Iterator[Entries]]
    shape: tuple[int, int]
    n_stored: int
    place: str

    def blocks(self, n_rows: int) -> Iterator[Block]:
        """Yield the rows in order, at most `n_rows` at a time, as CSR.

        Raises
        ------
        Unreadable
            An entry stands twice, or whatever `entries` finds.
        """
        bounds = [0, self.shape[0]] if self.n_stored <= BUDGET else self._bounds(n_rows)
        for first, last in itertools.pairwise(bounds):
            group = self._gathered(first, last)
            for start in range(0, group.shape[0], n_rows):
                yield group[start : start + n_rows]

    def _bounds(self, n_rows: int) -> list[int]:
        """Return where the groups begin and end: multiples of `n_rows` that hold about `BUDGET` entries each."""
        counts = np.zeros(self.shape[0], dtype=np.int64)
        for rows, _, _ in self.entries():
            counts += np.bincount(rows, minlength=self.shape[0])
        ends = np.cumsum(counts)
        bounds = [0]
        while bounds[-1] < self.shape[0]:
            before = ends[bounds[-1] - 1] if bounds[-1] else 0
            fits = int(np.searchsorted(ends, before + BUDGET, side="right")) - bounds[-1]
            bounds.append(min(bounds[-1] + max(n_rows, fits // n_rows * n_rows), self.shape[0]))
        return bounds

    def _gathered(self, first: int, last: int) -> sparse.csr_matrix:
        kept = []
        for rows, columns, numbers in self.entries():
            inside = slice(None) if (first, last) == (0, self.shape[0]) else (rows >= first) & (rows < last)
            kept.append((rows[inside] - first, columns[inside], numbers[inside]))
        shape = (last - first, self.shape[1])
        if not kept:
            return sparse.csr_matrix(shape)
        rows, columns, numbers = (np.concatenate(parts) for parts in zip(*kept, strict=True))
        group = sparse.csr_matrix((numbers, (rows, columns)), shape=shape)  # adds up what stands twice
        if group.nnz != len(numbers):
            twice = len(numbers) - group.nnz
            raise Unreadable("L0-READ-16", self.place, f"{twice:,} of {len(numbers):,} entries stand twice")
        return group

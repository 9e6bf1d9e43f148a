"""A matrix whose rows and columns change places, block by block: entries are sorted on disk, never all in memory."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
from scipy import sparse

from clinicell.datasets.readers.raw import Block, Matrix

ENTRIES = 2_000_000  # entries of one block, at most (16 bytes each while they are sorted)
ENTRY = np.dtype([("row", "<i4"), ("column", "<i4"), ("number", "<f8")])


@dataclass(frozen=True, slots=True)
class Transposed:
    """The transpose of `matrix`, which is read once per walk, `n_source_rows` of its rows at a time."""

    matrix: Matrix
    n_source_rows: int = 512

    @property
    def shape(self) -> tuple[int, int]:
        """Units and features."""
        n_features, n_units = self.matrix.shape
        return n_units, n_features

    def blocks(self, n_rows: int) -> Iterator[Block]:
        """Yield the rows in order, at most `n_rows` at a time, as CSR."""
        n_units, n_features = self.shape
        step = max(1, min(n_rows, ENTRIES // max(n_features, 1)))
        if -(-n_units // step) > 500:  # files that may be open at once
            step = -(-n_units // 500)
        with tempfile.TemporaryDirectory() as folder:
            parts = [Path(folder) / f"{start}" for start in range(0, n_units, step)]
            self._scatter(parts, step)
            for number, part in enumerate(parts):
                height = min(step, n_units - number * step)
                entries = np.fromfile(part, dtype=ENTRY)
                part.unlink()
                place = (entries["column"] - number * step, entries["row"])
                block = sparse.csr_matrix((entries["number"], place), shape=(height, n_features))
                block.sort_indices()
                for start in range(0, height, n_rows):
                    yield block[start : start + n_rows]

    def _scatter(self, parts: list[Path], step: int) -> None:
        streams: list[IO[bytes]] = [part.open("wb") for part in parts]
        try:
            first = 0
            for block in self.matrix.blocks(self.n_source_rows):
                table = sparse.coo_matrix(block)
                order = np.argsort(table.col, kind="stable")
                entries = np.empty(len(order), dtype=ENTRY)
                entries["row"], entries["column"] = table.row[order] + first, table.col[order]
                entries["number"] = table.data[order]
                bounds = np.searchsorted(entries["column"], np.arange(len(parts) + 1) * step)
                for stream, start, end in zip(streams, bounds[:-1], bounds[1:], strict=True):
                    entries[start:end].tofile(stream)
                first += block.shape[0]
        finally:
            for stream in streams:
                stream.close()

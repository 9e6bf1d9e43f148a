"""Standard data sets to torch minibatches: fully shuffled, seeded, resumable; from memory or straight from the file.

>>> cells = loader("cohort.h5ad", seed=7)  # doctest: +SKIP
>>> for epoch in range(10):  # doctest: +SKIP
...     for batch in cells.at(epoch=epoch):
...         step(batch.x, batch.labels["cell_type_ontology_term_id"])

**Reused buffers.** Filling a block that is there already is several times as fast as allocating one, so ``batch.x`` is
a view of one of `ring` blocks: it holds until `ring` - 1 further batches were drawn, and is then overwritten. Use each
batch before drawing the next, or ask for ``copy=True``.

**Memory.** Only the rows of a batch are read: what is held does not grow with the number of cells, but for labels (a
few bytes per cell and label) and weights (8 per cell), where asked for. A compressed file is read right but slowly;
`clinicell.datasets.sharded.write_sharded` writes one that can be mapped.
"""

import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import anndata as ad
import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from clinicell.datasets.loading.crew import Crew, crew, default_threads
from clinicell.datasets.loading.epoch import Epoch, require
from clinicell.datasets.loading.labels import Label
from clinicell.datasets.loading.mixture import Mixture, cumulated_weights, mixture, require_counts
from clinicell.datasets.loading.opened import opened
from clinicell.errors import InputError
from clinicell.files import canonical_json, sha256_text

__all__ = ["Batch", "Loader", "loader"]
Weighting = Literal["donor", "class"]
State = Mapping[str, str | int]
Positions = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """One minibatch.

    Parameters
    ----------
    x
        (n, n_genes) float32, dense or sparse CSR; 0 also for a gene that was not measured: see `is_measured`.
    labels
        By column: (n,) int64 codes into `Loader.categories`, -1 where nobody knows; for a column of numbers (n,)
        float32, NaN where nobody knows.
    rows
        (n,) int64, the row in its source.
    source
        (n,) int64, the position of the source among those that the loader was given.
    measured
        (n_sources, n_genes) bool: which genes each source has.
    epoch, number
        The epoch, and the position of the batch in it.
    """

    x: Tensor
    labels: Mapping[str, Tensor]
    rows: Tensor
    source: Tensor
    measured: Tensor
    epoch: int
    number: int

    def is_measured(self) -> Tensor:
        """Return (n, n_genes) bool: False where a 0 of `x` says that the cell's source lacks the gene."""
        return self.measured[self.source]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Loader:
    """The minibatches of one epoch; iterate over it as often as you like. Made by `loader`."""

    cells: Mixture
    labels: tuple[Label, ...]
    order: Epoch
    dense: bool
    device: torch.device
    is_log: bool
    copy: bool
    ring: int
    threads: int
    start: int = 0

    def __len__(self) -> int:
        """Return how many batches are left from `start`."""
        return max(0, self.order.n_batches - self.start)

    def __iter__(self) -> Iterator[Batch]:
        """Yield the batches from `start` to the end of the epoch."""
        blocks = _Blocks(self.ring if self.dense else 0, (self.order.batch_size, len(self.genes)), self.device)
        measured = torch.from_numpy(self.cells.measured).to(self.device)
        with crew(self.threads) as hands:
            for number, cells in self.order.batches(self.start):
                yield self._batch(number, cells, hands, blocks, measured)
                self.cells.give_back()

    @property
    def genes(self) -> tuple[str, ...]:
        """The columns of ``x``: gene ids, or the numbers of the columns of an embedding."""
        return self.cells.genes

    @property
    def categories(self) -> Mapping[str, tuple[str, ...]]:
        """By label column that has classes: the class of each code."""
        return {label.name: label.categories for label in self.labels if label.categories is not None}

    @property
    def n_missing_genes(self) -> tuple[int, ...]:
        """How many of `genes` each source lacks."""
        return tuple(int(n) for n in (~self.cells.measured).sum(axis=1))

    @property
    def storage(self) -> tuple[str, ...]:
        """How each source is read: ``"memory"``, ``"mapped"``, or ``"packed"`` (slow: see `write_sharded`)."""
        return tuple(source.rows.storage for source in self.cells.sources)

    def at(self, *, epoch: int, start: int = 0) -> "Loader":
        """Return the loader of another epoch, or of the rest of one.

        Raises
        ------
        InputError
            There is no such epoch or batch.
        """
        order = self.order.at(epoch)
        if not 0 <= start <= order.n_batches:
            raise InputError(f"start={start}: an epoch has {order.n_batches} batches; count from 0")
        return replace(self, order=order, start=start)

    def state(self, batch: Batch | None = None) -> State:
        """Return, as plain JSON values, where to go on after `batch`; None for the start of this loader."""
        epoch, start = (self.order.epoch, self.start) if batch is None else (batch.epoch, batch.number + 1)
        return {"epoch": epoch, "start": start, "made_from": self._fingerprint()}

    def resume(self, state: State) -> "Loader":
        """Return the loader that goes on where `state` was taken: the same batches as without the interruption.

        Raises
        ------
        InputError
            The state was taken of other cells, genes, order or batches.
        """
        if state.get("made_from") != self._fingerprint():
            raise InputError("the state was taken of a loader with other cells, genes, seed, weights, shard or batches")
        return self.at(epoch=int(state["epoch"]), start=int(state["start"]))

    def _fingerprint(self) -> str:
        return sha256_text(canonical_json({"genes": self.genes, "cells": self.cells.sizes, **self.order.facts()}))

    def _batch(self, number: int, cells: Positions, hands: Crew, blocks: "_Blocks", measured: Tensor) -> Batch:
        source, rows = self.cells.places(cells)
        if self.dense:
            block = blocks.next(cells.size)
            self.cells.dense(source, rows, block, is_log=self.is_log, crew=hands)
            x = blocks.out(block, copy=self.copy)
        else:
            x = _sparse(self.cells, source, rows, is_log=self.is_log).to(self.device)
        labels = {label.name: _tensor(label, cells).to(self.device) for label in self.labels}
        return Batch(
            x=x, labels=labels, rows=torch.from_numpy(rows), source=torch.from_numpy(source).to(self.device),
            measured=measured, epoch=self.order.epoch, number=number,
        )  # fmt: skip


def _tensor(label: Label, cells: Positions) -> Tensor:
    return torch.from_numpy(label.values[cells].astype(np.float32 if label.categories is None else np.int64))


def _sparse(cells: Mixture, source: Positions, rows: Positions, *, is_log: bool) -> Tensor:
    block = cells.sparse(source, rows, is_log=is_log)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Sparse CSR tensor support is in beta state")
        return torch.sparse_csr_tensor(
            torch.from_numpy(block.indptr), torch.from_numpy(block.indices), torch.from_numpy(block.data),
            size=block.shape, check_invariants=False,
        )  # fmt: skip


class _Blocks:
    """Dense blocks in turn, pinned where they go to a GPU; a block is not reused before its copy has left."""

    def __init__(self, ring: int, shape: tuple[int, int], device: torch.device) -> None:
        self._device = device
        self._is_cuda = device.type == "cuda"
        self._blocks = [_empty(shape, is_pinned=self._is_cuda) for _ in range(ring)]
        self._left: list[torch.cuda.Event | None] = [None] * ring
        self._turn = -1

    def next(self, n: int) -> npt.NDArray[np.float32]:
        """Return the next block, (n, n_genes), uncleared."""
        self._turn = (self._turn + 1) % len(self._blocks)
        if (event := self._left[self._turn]) is not None:
            event.synchronize()
        return self._blocks[self._turn][:n]

    def out(self, block: npt.NDArray[np.float32], *, copy: bool) -> Tensor:
        """Return the block that `next` gave, filled, as a tensor on the device."""
        if not self._is_cuda:
            return torch.from_numpy(block.copy() if copy else block).to(self._device)
        moved = torch.from_numpy(block).to(self._device, non_blocking=True)
        self._left[self._turn] = event = torch.cuda.Event()  # type: ignore[no-untyped-call]
        event.record()
        return moved


def _empty(shape: tuple[int, int], *, is_pinned: bool) -> npt.NDArray[np.float32]:
    if is_pinned:
        pinned: npt.NDArray[np.float32] = torch.empty(shape, dtype=torch.float32, pin_memory=True).numpy()
        return pinned
    return np.empty(shape, dtype=np.float32)  # numpy asks for huge pages, torch does not: half again as fast


def loader(
    sources: Path | str | ad.AnnData | Sequence[Path | str | ad.AnnData],
    *,
    batch_size: int = 512,
    layer: str = "X",
    labels: Sequence[str] | Mapping[str, Sequence[str] | None] = ("cell_type_ontology_term_id",),
    weights: Weighting | npt.ArrayLike | None = None,
    genes: Sequence[str] | None = None,
    dense: bool = True,
    shuffle: bool = True,
    seed: int = 0,
    epoch: int = 0,
    start: int = 0,
    shard: tuple[int, int] = (0, 1),
    drop_last: bool = False,
    transform: Literal["log1p_cp10k"] | None = None,
    device: torch.device | str | None = None,
    copy: bool = False,
    ring: int = 2,
    threads: int | None = None,
) -> Loader:
    """Return the minibatches of one or several standard data sets.

    Parameters
    ----------
    sources
        .h5ad files, zarr folders or data sets in memory; the cells of several are shuffled together.
    layer
        The slot of the matrix, the same in all sources: ``"X"``, ``"layers/counts"``, ``"obsm/X_pca"``.
    labels
        Columns of ``obs``; as a mapping, with the classes of each, e.g. those that a model was trained on.
    weights
        None: every cell once per epoch. Else cells are drawn with replacement, as many per epoch as there are:
        ``"donor"`` gives each donor (of each source) the same chance, ``"class"`` each class of the first label; a
        cell whose donor or class nobody knows is never drawn. Or one weight per cell, in the order of `sources`.
    genes
        The columns of ``x`` in their order; what a source lacks is 0 in ``x`` and False in `Batch.is_measured`. None:
        the genes of the sources, which must then be the same.
    dense
        False for ``torch.sparse_csr`` batches, whose memory is their own.
    shuffle, seed, epoch, start
        The order is a function of seed and epoch; `start` is the first batch.
    shard
        (rank, world): this process' share of each epoch, disjoint from the others'. Shares differ by one cell at most;
        with `drop_last` all ranks have the same number of batches.
    transform
        ``"log1p_cp10k"``: ln(1 + counts per 10,000) over all genes of the source, also those not in `genes`.
    device
        Where batches go; for CUDA through pinned memory, without waiting.
    copy, ring
        Whether ``x`` is the caller's own, and the number of blocks otherwise used in turn.
    threads
        How many fill a dense block, to the same bits; None: two, or one where there is but one core.

    Raises
    ------
    InputError
        An option is out of its range, or a file is not there.
    SchemaError
        A source is damaged or no AnnData; it lacks the matrix, a label or all genes; `transform` meets no counts.
    MissingExtra
        numba is not installed.
    """
    threads = default_threads() if threads is None else threads
    require(batch_size=(batch_size, 1), ring=(ring, 1), threads=(threads, 1))
    require(seed=(seed, 0), epoch=(epoch, 0), start=(start, 0))
    given = [sources] if isinstance(sources, Path | str | ad.AnnData) else list(sources)
    cells = mixture([opened(source, layer) for source in given], genes)
    require_counts(cells, transform)
    columns = dict(labels) if isinstance(labels, Mapping) else dict.fromkeys(labels)
    found = tuple(cells.label(name, classes) for name, classes in columns.items())
    order = Epoch(
        n=cells.n_cells, batch_size=batch_size, seed=seed, shard=shard, drop_last=drop_last, is_shuffled=shuffle,
        cumulated=cumulated_weights(cells, weights, found),
    )  # fmt: skip
    return Loader(
        cells=cells, labels=found, order=order, dense=dense, device=torch.device(device or "cpu"),
        is_log=transform is not None, copy=copy, ring=ring, threads=threads,
    ).at(epoch=epoch, start=start)  # fmt: skip

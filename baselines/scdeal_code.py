"""scDEAL as its published code runs: in the transfer only the cells' encoder moves, by a near-linear discrepancy."""

from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor

from clinicell.baselines._alignment import mean_discrepancy
from clinicell.baselines._bulk import Floats
from clinicell.baselines._louvain import communities
from clinicell.baselines._model import ModelCard
from clinicell.baselines._scdeal import TRAINING, Shape, cross_entropy, read, stages, unlikeness
from clinicell.baselines._training import Training, generator_of, train
from clinicell.baselines._transfer import Domains, Transfer, at_least_two, drawn

CARD = ModelCard(
    title="scDEAL (code)",
    summary=(
        "Autoencoders of lines and of cells and a predictor on the lines; then the cells' encoder alone is moved until "
        "the mean of its features is that of the lines', as the published code does; all drugs share the networks."
    ),
    tasks=("drug_sensitivity",),
    source="doi:10.1038/s41467-022-34277-7",
)
BANDWIDTH = 1000.0  # so wide that the kernel is all but linear
AS_RUN = Shape(as_run=True)
N_CLUSTERED = 100  # held-out cells whose clusters have a say in which epoch is kept


@dataclass(frozen=True, slots=True, kw_only=True)
class ScdealCode:
    """The transfer whose optimiser holds the cells' encoder only: of three published terms one has a gradient."""

    shape: Shape = AS_RUN

    def __call__(self, domains: Domains, training: Training, seed: int) -> Floats:
        """Return the second output for each cell, between 0 and 1, (n_cells, n_drugs)."""
        before = stages(domains, self.shape, training, seed)
        lots, lines, cells = generator_of(seed, 5, 0), before.lines, before.cells
        with torch.no_grad():
            seen = before.of_lines(lines.x)
            constant = cross_entropy(before.predictor(seen[lines.held]), before.y[lines.held])
        clustered = cells.held[:N_CLUSTERED]

        def apart(own: Tensor, other: Tensor) -> Tensor:
            return self.shape.weight * mean_discrepancy(seen[own], before.of_cells(cells.x[other]), (BANDWIDTH,))

        def held_out_loss() -> Tensor:
            cluster = communities(before.of_cells(cells.x[clustered]).double().cpu().numpy())
            return constant + apart(lines.held, cells.held) + unlikeness(cells.x[clustered], cluster)

        train(
            before.of_cells,
            n_rows=len(lines.kept),
            loss=lambda rows: apart(lines.kept[at_least_two(rows)], drawn(cells.kept, len(rows), lots)),
            held_out_loss=held_out_loss,
            training=training,
            generator=generator_of(seed, 5, 1),
        )
        with torch.no_grad():
            return read(self.shape, before.predictor(before.of_cells(cells.x)))


MODEL = partial(Transfer, ScdealCode(), TRAINING)

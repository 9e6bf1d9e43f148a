"""scDEAL as its article has it: one loss over lines and cells, differentiable in all of its terms."""

from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor, nn

from clinicell.baselines._alignment import mean_discrepancy
from clinicell.baselines._bulk import Floats
from clinicell.baselines._louvain import communities
from clinicell.baselines._model import ModelCard
from clinicell.baselines._scdeal import TRAINING, Shape, Stages, cross_entropy, read, stages, unlikeness
from clinicell.baselines._training import Training, generator_of, train
from clinicell.baselines._transfer import Domains, Transfer, at_least_two, drawn

CARD = ModelCard(
    title="scDEAL (article)",
    summary=(
        "Autoencoders of lines and of cells, then both encoders and a predictor of sensitive lines trained together: "
        "cross-entropy, maximum mean discrepancy, and likeness of cells of one cluster; all drugs share the networks."
    ),
    tasks=("drug_sensitivity",),
    source="doi:10.1038/s41467-022-34277-7",
)

AS_WRITTEN = Shape(as_run=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScdealPaper:
    """The transfer with the loss as published.

    Parameters
    ----------
    shape
        Of the networks.
    is_start_shared
        Whether the cells' encoder starts from the lines' trained one rather than from the cells' own autoencoder,
        which the article does not say: an ablation.
    """

    shape: Shape = AS_WRITTEN
    is_start_shared: bool = False

    def __call__(self, domains: Domains, training: Training, seed: int) -> Floats:
        """Return the log odds that a cell is sensitive, (n_cells, n_drugs)."""
        before = stages(domains, self.shape, training, seed)
        with torch.no_grad():
            cluster = communities(before.of_cells(before.cells.x).double().cpu().numpy())
        if self.is_start_shared:
            before.of_cells.load_state_dict(before.of_lines.state_dict())
        lots = generator_of(seed, 5, 0)

        def loss(own: Tensor, other: Tensor) -> Tensor:
            seen, cells = before.of_lines(before.lines.x[own]), before.of_cells(before.cells.x[other])
            return (
                cross_entropy(before.predictor(seen), before.y[own])
                + self.shape.weight * mean_discrepancy(seen, cells)
                + unlikeness(cells, cluster[other.numpy()])
            )

        train(
            nn.ModuleList([before.of_lines, before.of_cells, before.predictor]),
            n_rows=len(before.lines.kept),
            loss=lambda rows: loss(before.lines.kept[at_least_two(rows)], drawn(before.cells.kept, len(rows), lots)),
            held_out_loss=lambda: loss(before.lines.held, before.cells.held),
            training=training,
            generator=generator_of(seed, 5, 1),
        )
        return self._answers(before)

    def _answers(self, after: Stages) -> Floats:
        with torch.no_grad():
            return read(self.shape, after.predictor(after.of_cells(after.cells.x)))


MODEL = partial(Transfer, ScdealPaper(), TRAINING)

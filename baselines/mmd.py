"""Features whose distributions agree between bulk lines and single cells, by maximum mean discrepancy."""

from functools import partial

import torch
from torch import Tensor, nn

from clinicell.baselines._alignment import TRAINING, Alignment, mean_discrepancy
from clinicell.baselines._model import ModelCard
from clinicell.baselines._transfer import Transfer

CARD = ModelCard(
    title="MMD network",
    summary=(
        "The multi-drug network, with the maximum mean discrepancy between its features in lines and in cells as a "
        "second loss; no label of a cell is used."
    ),
    tasks=("drug_sensitivity",),
    source="doi:10.48550/arXiv.1412.3474",
)


class Discrepancy(nn.Module):
    """The discrepancy of the two kinds; it holds no weight."""

    def __init__(self, n_inputs: int, generator: torch.Generator) -> None:
        super().__init__()

    def forward(self, lines: Tensor, cells: Tensor) -> Tensor:
        """Return the squared discrepancy of two kinds, each (n, n_inputs)."""
        return mean_discrepancy(lines, cells)


MODEL = partial(Transfer, Alignment(make=Discrepancy, weight=0.25), TRAINING)

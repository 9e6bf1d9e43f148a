"""Deep CORAL: features whose covariances agree between bulk lines and single cells."""

from functools import partial

import torch
from torch import Tensor, nn

from clinicell.baselines._alignment import TRAINING, Alignment, covariance_distance
from clinicell.baselines._model import ModelCard
from clinicell.baselines._transfer import Transfer

CARD = ModelCard(
    title="Deep CORAL",
    summary=(
        "The multi-drug network, with the distance between the covariances of its features in lines and in cells as a "
        "second loss; no label of a cell is used."
    ),
    tasks=("drug_sensitivity",),
    source="doi:10.1007/978-3-319-49409-8_35",
)


class Covariances(nn.Module):
    """The distance of the covariances; it holds no weight."""

    def __init__(self, n_inputs: int, generator: torch.Generator) -> None:
        super().__init__()

    def forward(self, lines: Tensor, cells: Tensor) -> Tensor:
        """Return the distance of two kinds, each (n, n_inputs)."""
        return covariance_distance(lines, cells)


MODEL = partial(Transfer, Alignment(make=Covariances, weight=100.0), TRAINING)

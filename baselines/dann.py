"""Domain-adversarial network: features from which a second network cannot tell a bulk line from a single cell."""

import math
from functools import partial

import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits

from clinicell.baselines._alignment import TRAINING, Alignment, reversed_gradient
from clinicell.baselines._model import ModelCard
from clinicell.baselines._training import linear
from clinicell.baselines._transfer import Transfer

CARD = ModelCard(
    title="DANN",
    summary=(
        "The multi-drug network, its features trained against a network that tells lines from cells (gradient "
        "reversal); no label of a cell is used."
    ),
    tasks=("drug_sensitivity",),
    source="doi:10.48550/arXiv.1505.07818",
)
N_HIDDEN = 64
GROWTH = 10.0  # of the reversal's strength
STEPS = 500  # until it is all but whole


class Adversary(nn.Module):
    """Tells lines from cells; its loss comes back to the features reversed, the more the longer it has been trained."""

    def __init__(self, n_inputs: int, generator: torch.Generator) -> None:
        super().__init__()
        self.network = nn.Sequential(linear(n_inputs, N_HIDDEN, generator), nn.ReLU(), linear(N_HIDDEN, 1, generator))
        self.n_steps = 0

    def forward(self, lines: Tensor, cells: Tensor) -> Tensor:
        """Return the cross-entropy of the two kinds, each (n, n_inputs)."""
        strength = 2 / (1 + math.exp(-GROWTH * min(1.0, self.n_steps / STEPS))) - 1
        self.n_steps += self.training
        logit = self.network(reversed_gradient(torch.cat([lines, cells]), strength)).squeeze(1)
        is_cell = torch.cat([torch.zeros(len(lines)), torch.ones(len(cells))]).to(logit.device)
        return binary_cross_entropy_with_logits(logit, is_cell)


MODEL = partial(Transfer, Alignment(make=Adversary, weight=1.0), TRAINING)

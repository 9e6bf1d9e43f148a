"""Several small networks trained at once, each on rows of its own: what cross-validation of a network costs least."""

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits

from clinicell.baselines._features import Floats
from clinicell.baselines._training import Dropout, Training, device_of, generator_of, train


class Layer(nn.Module):
    """A linear layer in each network: (n_networks, n_rows, n_in) -> (n_networks, n_rows, n_out)."""

    def __init__(self, n_networks: int, n_in: int, n_out: int, generator: torch.Generator) -> None:
        super().__init__()
        bound = 1 / math.sqrt(max(n_in, 1))
        drawn = torch.empty(n_networks, n_in, n_out).uniform_(-bound, bound, generator=generator)
        self.weight = nn.Parameter(drawn)
        self.bias = nn.Parameter(torch.zeros(n_networks, 1, n_out))

    def forward(self, x: Tensor) -> Tensor:
        """Return the outputs before any activation."""
        return torch.baddbmm(self.bias, x, self.weight)


class Networks(nn.Module):
    """Fully connected networks of one logit: layers of `widths` with ReLU and dropout between them."""

    def __init__(
        self,
        n_networks: int,
        n_inputs: int,
        widths: tuple[int, ...],
        dropout: float,
        generator: torch.Generator,
        noise: torch.Generator,
    ) -> None:
        super().__init__()
        self.n_networks = n_networks
        sizes = (n_inputs, *widths, 1)
        self.stack = [Layer(n_networks, n_in, n_out, generator) for n_in, n_out in pairwise(sizes)]
        self.layers = nn.ModuleList(self.stack)  # the same ones, so that torch knows of their weights
        self.drop = Dropout(dropout, noise)

    def forward(self, rows: Tensor) -> Tensor:
        """Return logits, (n_networks, n_rows), of rows that all networks see, (n_rows, n_inputs)."""
        at: Tensor = self.stack[0](rows.expand(self.n_networks, *rows.shape))
        for layer in self.stack[1:]:
            at = layer(self.drop(torch.relu(at)))
        return at.squeeze(2)


@dataclass(frozen=True, slots=True)
class Fitted:
    """Networks, each with the rows that it held out, and the logit of each row by the network that held it out."""

    networks: Networks
    held_out: Floats  # (n_rows,)

    def __call__(self, rows: Floats) -> Floats:
        """Return the mean logit of the networks, (n_rows,), of rows x inputs."""
        device = self.networks.stack[0].weight.device
        with torch.no_grad():
            logits = self.networks(torch.from_numpy(rows.astype(np.float32)).to(device))
        return np.asarray(logits.mean(dim=0).cpu().numpy(), dtype=np.float64)


def fitted(
    rows: Floats,
    label: Floats,
    parts: list[Tensor],
    *,
    widths: tuple[int, ...],
    dropout: float,
    training: Training,
    seed: tuple[int, ...],
) -> Fitted:
    """Return one network for each of `parts`, trained on the other rows; all stop at the same epoch.

    It is the one with the least held-out loss, averaged over all rows.

    Parameters
    ----------
    rows
        Shape (n_rows, n_inputs).
    label
        0 or 1, shape (n_rows,); both classes weigh the same.
    parts
        Disjoint positions that cover all rows.
    """
    device = device_of(training)
    networks = Networks(
        len(parts), rows.shape[1], widths, dropout, generator_of(*seed, 1), generator_of(*seed, 2, device=device)
    ).to(device)
    x, y = torch.from_numpy(rows.astype(np.float32)).to(device), torch.from_numpy(label.astype(np.float32)).to(device)
    is_held = torch.zeros(len(parts), len(y))
    for number, part in enumerate(parts):
        is_held[number, part] = 1.0
    is_held = is_held.to(device)
    weight = torch.where(y > 0.5, 0.5 / y.mean(), 0.5 / (1 - y.mean()))

    def loss_over(at: Tensor, counted: Tensor) -> Tensor:
        logits = networks(x[at])
        each = binary_cross_entropy_with_logits(logits, y[at].expand_as(logits), reduction="none")
        return (each * counted * weight[at]).sum() / (counted * weight[at]).sum()

    everywhere = torch.arange(len(y), device=device)
    train(
        networks,
        n_rows=len(y),
        loss=lambda at: loss_over(at.to(device), 1 - is_held[:, at.to(device)]),
        held_out_loss=lambda: loss_over(everywhere, is_held),
        training=training,
        generator=generator_of(*seed, 3),
    )
    with torch.no_grad():
        held_out = (networks(x) * is_held).sum(dim=0)
    return Fitted(networks, np.asarray(held_out.cpu().numpy(), dtype=np.float64))

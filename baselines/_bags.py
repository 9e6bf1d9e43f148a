"""Bags of cells for networks that read sets: cells drawn anew in each step, and one network for each part held out."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits

from clinicell.baselines._features import Floats
from clinicell.baselines._training import Training, device_of, folds, generator_of, train

MakeNetwork = Callable[[torch.Generator, torch.Generator], nn.Module]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draws:
    """How many cells stand for a bag.

    Parameters
    ----------
    per_step
        Drawn anew from each bag in each step, with replacement.
    held_out
        Drawn once from each bag that is held out.
    """

    per_step: int = 96
    held_out: int = 256


def drawn(bags: list[Tensor], rows: Tensor, n_cells: int, generator: torch.Generator) -> Tensor:
    """Return cells drawn from the bags at `rows`, with replacement, (n_rows, n_cells, n_inputs)."""
    lots = torch.rand(len(rows), n_cells, generator=generator, dtype=torch.float64).unbind()
    chosen = [bags[int(row)][(lot * len(bags[int(row)])).long()] for row, lot in zip(rows, lots, strict=True)]
    return torch.stack(chosen)


def logit_of(network: nn.Module, bag: Tensor) -> float:
    """Return the logit of one bag, every cell of it read, (n_cells, n_inputs)."""
    device = next(network.parameters()).device
    with torch.no_grad():
        return float(network(bag[None].to(device)))


def crossed_networks(
    make: MakeNetwork,
    bags: list[Tensor],
    label: Floats,
    *,
    n_parts: int,
    draws: Draws,
    training: Training,
    seed: int,
) -> tuple[nn.ModuleList, Floats]:
    """Return one network for each part of the bags, and each bag's logit by the network that held it out, (n_bags,).

    Parameters
    ----------
    make
        Takes a generator of weights, of the CPU, and one of noise, of the device; returns an untrained network that
        gives logits, (n_bags,), of (n_bags, n_cells, n_inputs).
    label
        0 or 1, shape (n_bags,); both classes weigh the same.
    """
    y = torch.from_numpy(label).float()
    parts = folds(len(y), n_parts, generator_of(seed), strata=y)
    networks, held_out = nn.ModuleList(), np.empty(len(y))
    for number, part in enumerate(parts):
        network = _trained(make, bags, y, part, draws, training, (seed, number))
        held_out[part.numpy()] = [logit_of(network, bags[int(row)]) for row in part]
        networks.append(network)
    return networks, held_out


def _trained(
    make: MakeNetwork,
    bags: list[Tensor],
    y: Tensor,
    held: Tensor,
    draws: Draws,
    training: Training,
    seed: tuple[int, int],
) -> nn.Module:
    device = device_of(training)
    kept = torch.from_numpy(np.setdiff1d(np.arange(len(y)), held.numpy()))
    generator = generator_of(*seed, 1)
    held_cells, held_y = drawn(bags, held, draws.held_out, generator).to(device), y[held].to(device)
    network = make(generator_of(*seed, 2), generator_of(*seed, 3, device=device)).to(device)
    weight = ((1 - y[kept]).sum() / y[kept].sum()).to(device)

    def loss(rows: Tensor) -> Tensor:
        cells, truth = drawn(bags, kept[rows], draws.per_step, generator).to(device), y[kept[rows]].to(device)
        return binary_cross_entropy_with_logits(network(cells), truth, pos_weight=weight)

    train(
        network,
        n_rows=len(kept),
        loss=loss,
        held_out_loss=lambda: binary_cross_entropy_with_logits(network(held_cells), held_y, pos_weight=weight),
        training=training,
        generator=generator_of(*seed, 4),
    )
    return network

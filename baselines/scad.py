"""SCAD: resistant or sensitive, read from features that bulk lines and single cells share, by an adversary."""

from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits

from clinicell.baselines._alignment import reversed_gradient
from clinicell.baselines._bulk import Floats
from clinicell.baselines._model import ModelCard
from clinicell.baselines._training import Dropout, Training, device_of, generator_of, linear, train
from clinicell.baselines._transfer import Domains, Transfer, at_least_two, drawn, is_sensitive, measured_mean, parted

CARD = ModelCard(
    title="SCAD",
    summary=(
        "A wide encoder with batch normalization, trained to tell sensitive from resistant lines and, by gradient "
        "reversal, not to tell lines from cells; one output per drug instead of one network per drug."
    ),
    tasks=("drug_sensitivity",),
    source="doi:10.1002/advs.202204113",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scad:
    """What is learnt and how wide the network is.

    Parameters
    ----------
    n_hidden, n_latent
        Units of the encoder and of the predictor's first layer.
    dropout
        Of hidden units.
    weight
        Of the adversary's loss; at 0 the network learns from lines alone, by the same lots.
    """

    n_hidden: int = 1024
    n_latent: int = 256
    dropout: float = 0.5
    weight: float = 0.2

    def __call__(self, domains: Domains, training: Training, seed: int) -> Floats:
        """Return the log odds that a cell is sensitive, (n_cells, n_drugs)."""
        device = device_of(training)
        lines, cells = domains.lines.to(device), domains.cells.to(device)
        y = is_sensitive(domains.ln_ic50).to(device)
        kept, held = parted(len(lines), seed, 0)
        every, lots = torch.arange(len(cells)), generator_of(seed, 1)
        network = self.network_of(lines.shape[1], y.shape[1], seed, device)
        encode, predict, tell = network

        def cross_entropy(seen: Tensor, rows: Tensor) -> Tensor:
            return measured_mean(_elementwise, predict(seen), y[rows])

        def loss(rows: Tensor) -> Tensor:
            own = kept[at_least_two(rows)]
            seen, other = encode(lines[own]), encode(cells[drawn(every, len(own), lots)])
            logit = tell(reversed_gradient(torch.cat([seen, other]), 1.0)).squeeze(1)
            is_cell = torch.cat([torch.zeros(len(seen)), torch.ones(len(other))]).to(device)
            return cross_entropy(seen, own) + self.weight * binary_cross_entropy_with_logits(logit, is_cell)

        train(
            network,
            n_rows=len(kept),
            loss=loss,
            held_out_loss=lambda: cross_entropy(encode(lines[held]), held),
            training=training,
            generator=generator_of(seed, 2),
        )
        with torch.no_grad():
            answers: Floats = predict(encode(cells)).double().cpu().numpy()
        return answers

    def network_of(self, n_genes: int, n_drugs: int, seed: int, device: torch.device) -> nn.ModuleList:
        """Return encoder, predictor and adversary; the last two give log odds."""
        noise, weights = generator_of(seed, 3, device=device), generator_of(seed, 4)

        def again() -> list[nn.Module]:
            return [linear(self.n_latent, self.n_latent, weights), nn.LeakyReLU(), Dropout(self.dropout, noise)]

        first: tuple[nn.Module, ...] = (linear(n_genes, self.n_hidden, weights), nn.BatchNorm1d(self.n_hidden))
        encode = nn.Sequential(*first, nn.ReLU(), Dropout(self.dropout, noise))
        narrow: tuple[nn.Module, ...] = (linear(self.n_hidden, self.n_latent, weights), nn.BatchNorm1d(self.n_latent))
        deep = [layer for _ in range(3) for layer in again()]
        predict = nn.Sequential(*narrow, nn.ReLU(), *deep, linear(self.n_latent, n_drugs, weights))
        into = linear(self.n_hidden, self.n_latent, weights)
        tell = nn.Sequential(into, nn.LeakyReLU(), *again(), *again(), linear(self.n_latent, 1, weights))
        return nn.ModuleList([encode, predict, tell]).to(device)


def _elementwise(logit: Tensor, truth: Tensor) -> Tensor:
    return binary_cross_entropy_with_logits(logit, truth, reduction="none")


TRAINING = Training(max_epochs=20, patience=20, batch_size=32, learning_rate=1e-3, weight_decay=0.0)
MODEL = partial(Transfer, Scad(), TRAINING)

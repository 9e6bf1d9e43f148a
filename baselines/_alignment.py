"""A network for all drugs whose encoder is made to see bulk lines and single cells alike.

The network, its loss on the lines and its five members are those of `multi_drug_network`; only the alignment is new.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any  # autograd's functions are untyped

import numpy as np
import torch
from torch import Tensor, nn

from clinicell.baselines._bulk import Floats
from clinicell.baselines._training import Training, device_of, folds, generator_of, train
from clinicell.baselines._transfer import Domains, drawn, measured_mean
from clinicell.baselines.multi_drug_network import N_HIDDEN, N_MEMBERS, network_of

TRAINING = Training(max_epochs=150, patience=15, batch_size=32, learning_rate=2e-3, weight_decay=0.1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """How far apart two sets of features are.

    Parameters
    ----------
    make
        Makes the module that takes lines and cells, each (n, 64), and returns a loss; its weights, drawn from the
        generator, are trained with the network.
    weight
        Of that loss beside the mean squared error of standardized ln IC50; at 0 the network learns from lines alone,
        by the same lots.
    n_members
        Networks, each stopped on another fifth of the lines.
    """

    make: Callable[[int, torch.Generator], nn.Module]
    weight: float
    n_members: int = N_MEMBERS

    def __call__(self, domains: Domains, training: Training, seed: int) -> Floats:
        """Return minus the ln IC50 of the cells, the mean of the members, (n_cells, n_drugs)."""
        mean, spread = np.nanmean(domains.ln_ic50, axis=0), np.nanstd(domains.ln_ic50, axis=0)
        spread = np.where(spread > 0, spread, 1.0)
        y = torch.from_numpy(((domains.ln_ic50 - mean) / spread).astype(np.float32))
        held = folds(len(y), N_MEMBERS, generator_of(seed))[: self.n_members]
        answers = [self._member(domains, y, part, training, (seed, number)) for number, part in enumerate(held)]
        sensitivity: Floats = -(np.mean(answers, axis=0) * spread + mean)
        return sensitivity

    def _member(self, domains: Domains, y: Tensor, held: Tensor, training: Training, seed: tuple[int, int]) -> Floats:
        device = device_of(training)
        kept = torch.from_numpy(np.setdiff1d(np.arange(len(y)), held.numpy()))
        lines, cells, y = domains.lines.to(device), domains.cells.to(device), y.to(device)
        noise, lots = generator_of(*seed, 2, device=device), generator_of(*seed, 4)
        network = network_of(lines.shape[1], y.shape[1], generator_of(*seed, 1), noise)
        both = nn.ModuleList([network[:-1], network[-1], self.make(N_HIDDEN, generator_of(*seed, 5))]).to(device)
        encode, read, apart = both
        every = torch.arange(len(cells))

        def squared_error(seen: Tensor, rows: Tensor) -> Tensor:
            return measured_mean(lambda answer, truth: (answer - truth).square(), read(seen), y[rows])

        def loss(rows: Tensor) -> Tensor:
            own = kept[rows]
            seen = encode(lines[own])
            other = encode(cells[drawn(every, len(own), lots)])
            value: Tensor = squared_error(seen, own) + self.weight * apart(seen, other)
            return value

        train(
            both,
            n_rows=len(kept),
            loss=loss,
            held_out_loss=lambda: squared_error(encode(lines[held]), held),
            training=training,
            generator=generator_of(*seed, 3),
        )
        with torch.no_grad():
            answers: Floats = read(encode(cells)).double().cpu().numpy()
        return answers


class Reversal(torch.autograd.Function):
    """The identity, whose gradient is turned round: what comes before learns the opposite of what comes after.

    References
    ----------
    Ganin et al. (2016), Domain-adversarial training of neural networks, JMLR 17(59):1-35.
    """

    @staticmethod
    def forward(context: Any, x: Tensor, strength: float) -> Tensor:  # noqa: ANN401 - torch's context has no type
        """Return `x`."""
        context.strength = strength
        return x.view_as(x)

    @staticmethod
    def backward(context: Any, gradient: Tensor) -> tuple[Tensor, None]:  # noqa: ANN401 - as above
        """Return minus the gradient, times the strength."""
        return -context.strength * gradient, None


def reversed_gradient(x: Tensor, strength: float) -> Tensor:
    """Return `x`; the gradient comes back turned round, times `strength`."""
    turned: Tensor = Reversal.apply(x, strength)  # type: ignore[no-untyped-call]  # torch leaves it untyped
    return turned


def covariance_distance(first: Tensor, second: Tensor) -> Tensor:
    """Return the squared Frobenius distance of two covariances, over 4 d^2; (n, d) each, n at least 2.

    References
    ----------
    Sun and Saenko (2016), doi:10.1007/978-3-319-49409-8_35.
    """

    def covariance(x: Tensor) -> Tensor:
        centred = x - x.mean(dim=0)
        return centred.T @ centred / max(len(x) - 1, 1)

    apart: Tensor = (covariance(first) - covariance(second)).square().sum() / (4 * first.shape[1] ** 2)
    return apart


def mean_discrepancy(first: Tensor, second: Tensor, bandwidths: tuple[float, ...] | None = None) -> Tensor:
    """Return the squared maximum mean discrepancy (biased) of two samples, (n, d) and (m, d).

    Parameters
    ----------
    bandwidths
        s of the kernels exp(-d^2 / (2 s^2)), which are averaged; without them the median distance between the pooled
        rows times 1/2, 1 and 2, which no gradient passes.

    References
    ----------
    Gretton et al. (2012), A kernel two-sample test, JMLR 13:723-773.
    """
    both = torch.cat([first, second])
    squared = _squared(both)
    if bandwidths is None:
        middle = float(squared.detach().clamp(min=0).median()) ** 0.5 or 1.0
        bandwidths = (0.5 * middle, middle, 2 * middle)
    kernel = torch.stack([torch.exp(-squared / (2 * width**2)) for width in bandwidths]).mean(dim=0)
    n = len(first)
    apart: Tensor = kernel[:n, :n].mean() + kernel[n:, n:].mean() - 2 * kernel[:n, n:].mean()
    return apart


def _squared(rows: Tensor) -> Tensor:
    """Return the squared distances between rows, (n, n), by products: smooth where two rows are equal."""
    length = rows.square().sum(dim=1)
    squared: Tensor = (length[:, None] + length[None, :] - 2 * rows @ rows.T).clamp(min=0)
    return squared

"""A denoising autoencoder over single-cell mutations; clones are clusters of its latent space.

How it was chosen: on tumours of `clinicell.datasets.simulate.snv` (30 to 1,000 sites, 6 to 20 clones, false negatives
0.2 to 0.3, 15 to 20 per cent missing) drawn from random streams of its own, none of them a demo seed. Ward trees on the
latent space and a number of clones by held-out entries did as well as trees on the denoised genotypes, and need fewer
numbers. The hyper-parameters below were then frozen.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits

from clinicell.baselines._checkpoint import load_checkpoint, save_checkpoint
from clinicell.baselines._clone_answers import clones_prediction
from clinicell.baselines._features import Codes, content_order, genotype
from clinicell.baselines._model import ModelCard
from clinicell.baselines._training import Training, device_of, folds, generator_of, linear, train
from clinicell.errors import InputError
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._prediction import Prediction
from clinicell.tasks._task import Task

CARD = ModelCard(
    title="Genotype autoencoder",
    summary=(
        "Masked denoising autoencoder on the observed entries; Ward clusters of its latent space, as many as best "
        "foretell held-out entries. The latent spaces of four networks side by side."
    ),
    tasks=("subclone",),
)
N_MEMBERS = 4
PARTS = 8  # each network holds out one part of eight
N_HIDDEN = 64
N_LATENT = 16
MASKED = 0.3  # of the observed entries, drawn anew at each step
MOST_CLONES = 40
PRIOR_CELLS = 2.0  # a clone's profile is drawn to the site's mean as if by so many cells

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Network(nn.Module):
    """Genotypes, with what is seen of them, to a latent space and back to log odds of a mutation."""

    site_rate: Tensor

    def __init__(self, site_rate: Tensor, generator: torch.Generator) -> None:
        super().__init__()
        n_sites = len(site_rate)
        self.register_buffer("site_rate", site_rate)
        self.encode = nn.Sequential(
            linear(2 * n_sites, N_HIDDEN, generator), nn.ReLU(), linear(N_HIDDEN, N_LATENT, generator), nn.Tanh()
        )
        last = linear(N_HIDDEN, n_sites, generator)
        with torch.no_grad():  # start from the mean of each site
            last.weight.mul_(0.1)
            last.bias.copy_(torch.logit(site_rate))
        self.decode = nn.Sequential(linear(N_LATENT, N_HIDDEN, generator), nn.ReLU(), last)

    def latent(self, calls: Tensor, seen: Tensor) -> Tensor:
        """Return cells x latent of calls (n_cells, n_sites; 0 or 1) where `seen` (same shape, bool)."""
        inputs = torch.cat([(calls - self.site_rate) * seen, seen.float()], dim=1)
        encoded: Tensor = self.encode(inputs)
        return encoded

    def forward(self, calls: Tensor, seen: Tensor) -> Tensor:
        """Return the log odds of a mutation, cells x sites."""
        decoded: Tensor = self.decode(self.latent(calls, seen))
        return decoded


class GenotypeAutoencoder:
    """Learns from the tumour that it is asked about; nothing of another tumour is used.

    Heterozygous and homozygous calls count alike as mutated. Entries that were not observed enter neither the loss nor
    the choice of the number of clones. A loaded model is not trained again: it clusters cells of the same sites.
    """

    def __init__(self, training: Training | None = None) -> None:
        self.training = training or Training(max_epochs=400, patience=20, batch_size=64, learning_rate=4e-3)
        self._last: list[Network] = []
        self._loaded: list[Network] = []

    def fit(self, train: Cohort, task: Task, *, seed: int) -> None:
        """Keep the seed: the task is transductive, and there is no cell to learn from."""
        self._seed = seed
        self._last, self._loaded = [], []

    def predict(self, test: Cohort, task: Task) -> Prediction:
        """Return a clone per cell, as integer codes, the mean probability of each mutation, and the tree of the clones.

        Raises
        ------
        InputError
            The model was not fitted, there is no genotype, fewer entries were observed than can be held out, or a
            loaded model knows another number of sites.
        """
        if not hasattr(self, "_seed"):
            raise InputError("the model was asked before it was fitted; call fit first")
        codes = np.minimum(genotype(test.units), 1)
        order = content_order(codes)
        self._last = self._loaded or networks(codes[order], self.training, self._seed)
        clone, mutated = np.empty(len(codes), dtype=np.int64), np.empty(codes.shape)
        clone[order] = clones(codes[order], self._last, self._seed)
        mutated[order] = genotypes(codes[order], self._last)
        return clones_prediction(test, ["subclone"], clone, mutated)

    def save(self, path: Path) -> Path:
        """Write the networks of the last answer to a safetensors file.

        Raises
        ------
        InputError
            The model has not answered yet, or for fewer than two cells: then nothing was trained.
        """
        if not self._last:
            raise InputError("there is nothing to save before predict: the networks learn from the tumour asked about")
        n_sites = len(self._last[0].site_rate)
        hyper = {"model": "genotype_autoencoder", "n_sites": n_sites, "seed": self._seed}
        return save_checkpoint(path, nn.ModuleList(self._last), hyper)

    @classmethod
    def load(cls, path: Path) -> "GenotypeAutoencoder":
        """Return the trained model that `save` wrote; it runs on the CPU."""
        tensors, hyper = load_checkpoint(path, "genotype_autoencoder")
        rates = torch.full((N_MEMBERS, hyper["n_sites"]), 0.5)  # a row for each: a buffer is not copied
        members = [Network(rate, generator_of(0)).eval() for rate in rates]
        nn.ModuleList(members).load_state_dict(tensors)
        model = cls()
        model._seed, model._loaded, model._last = hyper["seed"], members, members
        return model


def networks(codes: Codes, training: Training, seed: int) -> list[Network]:
    """Return trained networks, each of which never saw another part of the entries; none for fewer than two cells.

    Parameters
    ----------
    codes
        Cells x sites: -1 not observed, 0 reference, 1 or 2 mutated.

    Raises
    ------
    InputError
        Fewer entries were observed than can be held out.
    """
    if len(codes) < 2:
        return []
    calls, seen = _calls(codes)
    return [_network(calls, seen, held, training, (seed, member)) for member, held in enumerate(_held_out(seen, seed))]


def clones(codes: Codes, members: Sequence[Network], seed: int) -> Ints:
    """Return a clone per cell, shape (n_cells,), of cells x sites (coded as in `networks`).

    The number of clones is the one under which each network's clusters best foretell the entries it was not shown.

    Raises
    ------
    InputError
        The networks know another number of sites.
    """
    n_cells, n_sites = codes.shape
    if n_cells < 2:
        return np.zeros(n_cells, dtype=np.int64)
    if len(members[0].site_rate) != n_sites:
        raise InputError(f"{n_sites} sites in these cells, {len(members[0].site_rate)} in those of the training")
    calls, seen = _calls(codes)
    most = min(MOST_CLONES, max(1, n_cells // 2))
    foretold, latents = np.zeros(most), []
    for network, held in zip(members, _held_out(seen, seed), strict=True):
        latents.append(_latent(network, calls, seen & ~held))
        tree = linkage(latents[-1], "ward")
        foretold += [_foretold(calls, seen & ~held, held, _cut(tree, k)) for k in range(1, most + 1)]
    return _cut(linkage(np.concatenate(latents, axis=1), "ward"), int(foretold.argmax()) + 1)


def genotypes(codes: Codes, members: Sequence[Network]) -> Floats:
    """Return the probability of each mutation, cells x sites: the mean over the networks; as read without any."""
    calls, seen = _calls(codes)
    if not members:
        return calls.double().numpy()
    with torch.no_grad():
        device = members[0].site_rate.device
        odds = [network(calls.to(device), seen.to(device)) for network in members]
    return torch.stack(odds).sigmoid().mean(dim=0).cpu().double().numpy()


def _calls(codes: Codes) -> tuple[Tensor, Tensor]:
    """Return what is mutated (float32) and what was seen (bool), cells x sites."""
    return torch.from_numpy((codes > 0).astype(np.float32)), torch.from_numpy(codes >= 0)


def _held_out(seen: Tensor, seed: int) -> list[Tensor]:
    """Return for each network the observed entries that it is not shown, cells x sites."""
    observed = seen.flatten().nonzero().squeeze(1)
    masks = []
    for part in folds(len(observed), PARTS, generator_of(seed))[:N_MEMBERS]:
        held = torch.zeros(seen.numel(), dtype=torch.bool)
        held[observed[part]] = True
        masks.append(held.view_as(seen))
    return masks


def _cut(tree: Floats, n_clones: int) -> Ints:
    found: Ints = fcluster(tree, n_clones, "maxclust").astype(np.int64) - 1
    return found


def _foretold(calls: Tensor, shown: Tensor, held: Tensor, clone: Ints) -> float:
    """Return the log-likelihood of the held-out entries under each clone's profile over the entries that were shown."""
    member = torch.eye(int(clone.max()) + 1)[torch.from_numpy(clone)].T  # (n_clones, n_cells)
    mutated, total = member @ (calls * shown), member @ shown.float()
    profile = (mutated + PRIOR_CELLS * _site_rate(calls, shown)) / (total + PRIOR_CELLS)
    held_mutated, held_total = member @ (calls * held), member @ held.float()
    likelihood = torch.xlogy(held_mutated, profile) + torch.xlogy(held_total - held_mutated, 1 - profile)
    return float(likelihood.double().sum())


def _site_rate(calls: Tensor, shown: Tensor) -> Tensor:
    return ((calls * shown).sum(dim=0) + 0.5) / (shown.sum(dim=0) + 1)


def _network(calls: Tensor, seen: Tensor, held: Tensor, training: Training, seed: tuple[int, int]) -> Network:
    """Return one network that never saw the entries in `held`, and stopped on them."""
    device = device_of(training)
    noise = generator_of(*seed, 1, device=device)
    calls, shown, held = calls.to(device), (seen & ~held).to(device), held.to(device)
    network = Network(_site_rate(calls, shown).cpu(), generator_of(*seed, 2)).to(device)

    def loss(rows: Tensor) -> Tensor:
        given = shown[rows] & (torch.rand(shown[rows].shape, generator=noise, device=device) >= MASKED)
        return _mean_loss(network(calls[rows], given), calls[rows], shown[rows])

    train(
        network,
        n_rows=len(calls),
        loss=loss,
        held_out_loss=lambda: _mean_loss(network(calls, shown), calls, held),
        training=training,
        generator=generator_of(*seed, 3),
    )
    return network


def _latent(network: Network, calls: Tensor, shown: Tensor) -> Floats:
    """Return cells x latent of the entries that are shown."""
    device = network.site_rate.device
    with torch.no_grad():
        return network.latent(calls.to(device), shown.to(device)).cpu().double().numpy()


def _mean_loss(logit: Tensor, calls: Tensor, counted: Tensor) -> Tensor:
    loss = binary_cross_entropy_with_logits(logit, calls, reduction="none") * counted
    return loss.sum() / counted.sum().clamp(min=1)


MODEL = GenotypeAutoencoder

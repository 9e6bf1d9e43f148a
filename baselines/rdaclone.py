"""RDAClone: clones as communities of genotypes that an extended robust deep autoencoder has recovered.

No public code and no full text of the article could be read. Built from its abstract: the autoencoder is the robust one
of Zhou and Paffenroth with RobustClone's treatment of missing entries; graph, clones and tree are RobustClone's. What
is a choice of ours, the page `docs/models/rdaclone.md` names. The hyper-parameters were fixed on simulated tumours of
random streams that no panel uses.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from clinicell.baselines._checkpoint import load_checkpoint, save_checkpoint
from clinicell.baselines._clone_answers import clones_prediction
from clinicell.baselines._features import Codes, content_order, genotype
from clinicell.baselines._louvain import communities
from clinicell.baselines._model import ModelCard
from clinicell.baselines._training import Training, device_of, folds, generator_of, linear, train
from clinicell.errors import InputError
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._prediction import Prediction
from clinicell.tasks._task import Task

CARD = ModelCard(
    title="RDAClone",
    summary=(
        "Extended robust deep autoencoder splits the genotypes into what a network can reconstruct and sparse errors; "
        "clones are Louvain communities of the reconstruction, on a minimum spanning tree."
    ),
    tasks=("subclone",),
    source="doi:10.3390/genes12121847",
)
WIDTHS = (512, 128, 32)  # at most; each layer at most half as wide as what it reads, the first as wide as the sites
OUTER_STEPS = 10
PENALTIES = (0.3, 1.0, 3.0)  # times RobustClone's
PARTS = 20  # one part of the observed entries is held out
SETTLED = 1e-4

Floats = NDArray[np.float64]


class Network(nn.Module):
    """Genotypes to genotypes through a bottleneck: exponential linear units inside, a scaled sigmoid at the end."""

    site_mean: Tensor

    def __init__(self, site_mean: Tensor, highest: float, generator: torch.Generator) -> None:
        super().__init__()
        self.register_buffer("site_mean", site_mean)
        self.highest = highest
        widths = [len(site_mean)]
        for most in WIDTHS:
            widths.append(max(2, min(most, widths[-1] if len(widths) == 1 else widths[-1] // 2)))
        layers: list[nn.Module] = []
        for n_in, n_out in zip([*widths, *widths[::-1][1:]], [*widths[1:], *widths[::-1][1:]], strict=False):
            layers += [linear(n_in, n_out, generator), nn.ELU()]
        self.layers = nn.Sequential(*layers[:-1])

    def forward(self, genotypes: Tensor) -> Tensor:
        """Return the reconstruction, cells x sites, in [0, highest]."""
        out: Tensor = self.layers(genotypes - self.site_mean)
        return self.highest * torch.sigmoid(out)


class RDAClone:
    """Learns from the tumour that it is asked about; a loaded one reconstructs cells of the same sites in one pass."""

    def __init__(self, training: Training | None = None) -> None:
        self.training = training or Training(
            max_epochs=30, patience=30, batch_size=64, learning_rate=1e-3, weight_decay=0.0
        )
        self._last: Network | None = None
        self._loaded: Network | None = None

    def fit(self, train: Cohort, task: Task, *, seed: int) -> None:
        """Keep the seed: the task is transductive, and there is no cell to learn from."""
        self._seed = seed
        self._last, self._loaded = None, None

    def predict(self, test: Cohort, task: Task) -> Prediction:
        """Return a clone's code for each cell, the recovered genotypes, and the tree of the clones.

        Raises
        ------
        InputError
            The model was not fitted, there is no genotype, fewer entries were observed than can be held out, or a
            loaded model knows another number of sites.
        """
        if not hasattr(self, "_seed"):
            raise InputError("the model was asked before it was fitted; call fit first")
        sites = genotype(test.units)
        order = content_order(sites)
        if self._loaded is not None:
            found = reconstructed(sites[order], self._loaded)
        else:
            found, self._last = recovered(sites[order], self.training, self._seed)
        code, mutated = np.empty(len(sites), dtype=np.intp), np.empty(sites.shape)
        code[order] = communities(np.rint(found))
        mutated[order] = np.minimum(found, 1)
        return clones_prediction(test, ["subclone"], code, mutated)

    def save(self, path: Path) -> Path:
        """Write the network of the last answer to a safetensors file.

        Raises
        ------
        InputError
            The model has not answered yet, or for fewer than two cells: then nothing was trained.
        """
        network = self._loaded or self._last
        if network is None:
            raise InputError("there is nothing to save before predict: the network learns from the tumour asked about")
        hyper = {"model": "rdaclone", "n_sites": len(network.site_mean), "highest": network.highest, "seed": self._seed}
        return save_checkpoint(path, network, hyper)

    @classmethod
    def load(cls, path: Path) -> "RDAClone":
        """Return the trained model that `save` wrote; it runs on the CPU."""
        tensors, hyper = load_checkpoint(path, "rdaclone")
        network = Network(torch.zeros(hyper["n_sites"]), hyper["highest"], generator_of(0)).eval()
        network.load_state_dict(tensors)
        model = cls()
        model._seed, model._loaded = hyper["seed"], network
        return model


def recovered(sites: Codes, training: Training, seed: int) -> tuple[Floats, Network | None]:
    """Return the recovered genotypes, shape (n_cells, n_sites), and their network; none for fewer than two cells.

    Of the penalties on errors, the one is taken whose network best reconstructs entries that were held out.

    Parameters
    ----------
    sites
        -1 not observed, 0 reference, 1 and 2 mutated; shape (n_cells, n_sites).

    Raises
    ------
    InputError
        Fewer entries were observed than can be held out.
    """
    if len(sites) < 2 or sites.shape[1] == 0:
        return np.maximum(sites, 0).astype(np.float64), None
    device = device_of(training)
    observed = torch.from_numpy(np.flatnonzero(sites.ravel() >= 0))
    held = torch.zeros(sites.size, dtype=torch.bool)
    held[observed[folds(len(observed), PARTS, generator_of(seed))[0]]] = True
    held = held.view(*sites.shape).to(device)
    matrix = torch.from_numpy(sites.astype(np.float32)).to(device)
    tried = [_split(matrix, held, times, training, (seed, number)) for number, times in enumerate(PENALTIES)]
    errors = [float(((part - matrix)[held] ** 2).double().mean()) for part, _ in tried]
    part, network = tried[int(np.argmin(errors))]
    return part.cpu().double().numpy(), network


def reconstructed(sites: Codes, network: Network) -> Floats:
    """Return what a trained network makes of cells, shape (n_cells, n_sites), missing entries at the site's mean.

    Raises
    ------
    InputError
        The network knows another number of sites.
    """
    if len(network.site_mean) != sites.shape[1]:
        raise InputError(f"{sites.shape[1]} sites in these cells, {len(network.site_mean)} in those of the training")
    matrix = torch.from_numpy(sites.astype(np.float32)).to(network.site_mean.device)
    with torch.no_grad():
        return network(torch.where(matrix < 0, network.site_mean, matrix)).cpu().double().numpy()  # type: ignore[no-any-return]  # torch's modules are untyped


def _split(
    matrix: Tensor, held: Tensor, times: float, training: Training, seed: tuple[int, int]
) -> tuple[Tensor, Network]:
    """Return the part of the matrix that a network reconstructs, shape (n_cells, n_sites), and the network.

    In turn, a network learns to reconstruct the matrix without the errors, and the errors become what it does not
    reconstruct: lessened by the penalty where something was observed, all of it where nothing was.
    """
    seen = (matrix >= 0) & ~held
    mean = (matrix * seen).sum(dim=0) / seen.sum(dim=0).clamp(min=1)
    filled = torch.where(seen, matrix, mean)
    share_missing = 1 - float(seen.float().mean())
    penalty = times * (1 + 3 * share_missing) / max(matrix.shape) ** 0.5
    network = Network(mean.cpu(), max(1.0, float(matrix.max())), generator_of(*seed, 1)).to(matrix.device)
    errors, part = torch.zeros_like(filled), filled
    for step in range(OUTER_STEPS):
        target = torch.where(seen, filled - errors, part)
        _learn(network, target, matrix, held, training, (*seed, 2, step))
        with torch.no_grad():
            new = network(target)
        residual = filled - new
        errors = torch.where(seen, residual.sign() * (residual.abs() - penalty).clamp(min=0), residual)
        change = float((new - part).norm() / filled.norm().clamp(min=1e-12))
        part = new
        if change < SETTLED:
            break
    return part, network


def _learn(
    network: Network, target: Tensor, matrix: Tensor, held: Tensor, training: Training, seed: tuple[int, ...]
) -> None:
    def held_out_loss() -> Tensor:
        error: Tensor = ((network(target) - matrix)[held] ** 2).mean()
        return error

    train(
        network,
        n_rows=len(target),
        loss=lambda rows: ((network(target[rows]) - target[rows]) ** 2).mean(),
        held_out_loss=held_out_loss,
        training=replace(training, weight_decay=0.0),
        generator=generator_of(*seed),
    )


MODEL = RDAClone

"""Gated-attention multiple-instance learning: a sample is a bag of cells, and attention says which cells count."""

from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits

from clinicell.baselines._checkpoint import load_checkpoint, save_checkpoint
from clinicell.baselines._features import (
    Floats,
    bag_rows,
    content_order,
    features,
    known,
    targets,
)
from clinicell.baselines._model import ModelCard
from clinicell.baselines._probability import Platt, platt, scored
from clinicell.baselines._training import Dropout, Training, device_of, folds, generator_of, linear, train
from clinicell.errors import InputError
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._prediction import Prediction
from clinicell.tasks._task import Task

CARD = ModelCard(
    title="Attention MIL",
    summary=(
        "Gated attention over a sample's cells, on principal components of the training cells and one-hot clusters "
        "where there are any; the mean of five networks, each stopped on another fifth of the training samples."
    ),
    tasks=("response",),
    source="doi:10.48550/arXiv.1802.04712",
)
N_MEMBERS = 5  # each holds out one part of five
N_COMPONENTS = 30
CELLS_PER_DRAW = 96
CELLS_HELD_OUT = 256  # of each bag that is held out, drawn once


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The widths of the network."""

    n_inputs: int
    n_hidden: int = 32
    n_attention: int = 16
    dropout: float = 0.25


class Network(nn.Module):
    """Embed each cell, weigh the cells of a bag by gated attention, read one logit from the weighted mean."""

    def __init__(self, shape: Shape, generator: torch.Generator, noise: torch.Generator) -> None:
        super().__init__()
        self.shape = shape
        self.embed = nn.Sequential(
            linear(shape.n_inputs, shape.n_hidden, generator), nn.ReLU(), Dropout(shape.dropout, noise)
        )
        self.content = linear(shape.n_hidden, shape.n_attention, generator)
        self.gate = linear(shape.n_hidden, shape.n_attention, generator)
        self.weigh = linear(shape.n_attention, 1, generator)
        self.read = linear(shape.n_hidden, 1, generator)

    def attention(self, hidden: Tensor) -> Tensor:
        """Return the weight of each cell in its bag, (n_bags, n_cells, 1), of (n_bags, n_cells, n_hidden)."""
        gated = torch.tanh(self.content(hidden)) * torch.sigmoid(self.gate(hidden))
        return torch.softmax(self.weigh(gated), dim=1)

    def forward(self, bags: Tensor) -> Tensor:
        """Return the logit per bag, (n_bags,), of (n_bags, n_cells, n_inputs)."""
        hidden = self.embed(bags)
        logit: Tensor = self.read((self.attention(hidden) * hidden).sum(dim=1)).squeeze(1)
        return logit


@dataclass(frozen=True, slots=True)
class View:
    """How a cell becomes an input: centred, projected, scaled; then its cluster, one-hot.

    Parameters
    ----------
    mean
        Of the training cells, shape (n_features,).
    projection
        Principal axes of the training cells, divided by the standard deviation along them, (n_features, n_components).
    clusters
        Names of the clusters of the training cells; a cell of another one is 0 in all of them.
    """

    mean: Floats
    projection: Floats
    clusters: tuple[str, ...]

    @property
    def n_inputs(self) -> int:
        """Number of components and clusters."""
        return int(self.projection.shape[1]) + len(self.clusters)

    def inputs(self, cohort: Cohort) -> Tensor:
        """Return cells x inputs, float32.

        Raises
        ------
        InputError
            The cells have another number of features than those of the training.
        """
        cells = features(cohort.units)
        if cells.shape[1] != len(self.mean):
            raise InputError(f"{cells.shape[1]} features in these cells, {len(self.mean)} in the training cells")
        projected = (cells - self.mean) @ self.projection
        named = _clusters(cohort).to_numpy()[:, None] == np.array(self.clusters, dtype=object)[None, :]
        return torch.from_numpy(np.hstack([projected, named]).astype(np.float32))


class AttentionMIL:
    """Each step draws a fixed number of cells from a bag anew, with replacement, so that no bag is learnt by heart.

    Probabilities come from the score of each training bag by the network that held it out.
    """

    def __init__(self, training: Training | None = None) -> None:
        self.training = training or Training(
            max_epochs=120, patience=20, batch_size=8, learning_rate=2e-3, weight_decay=0.1
        )
        self.view: View | None = None
        self.members = nn.ModuleList()
        self.platt: Platt | None = None
        self.targets: list[str] = []

    def fit(self, train: Cohort, task: Task, *, seed: int) -> None:
        """Learn from the bags whose label is known; which bags share a patient is not told.

        Raises
        ------
        InputError
            The known labels are of one class, a class has fewer than five bags, or a feature is not finite.
        """
        rows, label = known(train)
        fewest = int(min(label.sum(), (1 - label).sum()))
        if fewest < N_MEMBERS:
            raise InputError(f"{fewest} bags of the rarer class; the model needs {N_MEMBERS} of each to hold some out")
        ordered = replace(train, units=train.units[content_order(features(train.units))].copy())
        self.view, self.targets = _view(ordered), targets(train)
        cells, all_bags = self.view.inputs(ordered), bag_rows(ordered)
        bags = [cells[np.sort(all_bags[row])] for row in rows]
        order = content_order(np.stack([bag.mean(dim=0).numpy() for bag in bags]), label)
        bags, y = [bags[row] for row in order], torch.from_numpy(label[order]).float()
        held = folds(len(y), N_MEMBERS, generator_of(seed), strata=y)
        self.members = nn.ModuleList(
            _member(bags, y, part, self.training, (seed, number)) for number, part in enumerate(held)
        )
        score = np.empty(len(y))
        for member, part in zip(self.members, held, strict=True):
            score[part.numpy()] = [_logit(member, bags[int(row)]) for row in part]
        self.platt = platt(score, y.double().numpy())

    def predict(self, test: Cohort, task: Task) -> Prediction:
        """Return the mean log odds of the networks under balanced classes, and the probability, bags x 1.

        Every cell of a bag is read.

        Raises
        ------
        InputError
            The model was not fitted, or the cells have another number of features.
        """
        if self.view is None:
            raise InputError("the model was asked before it was fitted; call fit first")
        cells = self.view.inputs(test)
        scores = [self._score(cells[bag]) for bag in bag_rows(test)]
        return scored(test, self.targets, np.array(scores), self.platt if task.probability else None)

    def _score(self, bag: Tensor) -> float:
        return float(np.mean([_logit(member, bag) for member in self.members]))

    def save(self, path: Path) -> Path:
        """Write the fitted networks and the view to a safetensors file.

        Raises
        ------
        InputError
            The model was not fitted.
        """
        if self.view is None:
            raise InputError("there is nothing to save before fit")
        shape = asdict(Shape(n_inputs=self.view.n_inputs))
        hyper = {"model": "attention_mil", "shape": shape, "targets": self.targets, "clusters": self.view.clusters}
        hyper |= {"platt": asdict(self.platt)} if self.platt else {}
        arrays = {"mean": self.view.mean, "projection": self.view.projection}
        return save_checkpoint(path, self.members, hyper, arrays)

    @classmethod
    def load(cls, path: Path) -> "AttentionMIL":
        """Return the fitted model that `save` wrote; it runs on the CPU."""
        tensors, hyper = load_checkpoint(path, "attention_mil")
        model, shape = cls(), Shape(**hyper["shape"])
        mean, projection = tensors.pop("mean"), tensors.pop("projection")
        model.members = nn.ModuleList(Network(shape, generator_of(0), generator_of(0)) for _ in range(N_MEMBERS)).eval()
        model.members.load_state_dict(tensors)
        model.view = View(mean.numpy(), projection.numpy(), tuple(hyper["clusters"]))
        model.targets = hyper["targets"]
        model.platt = Platt(**hyper["platt"]) if "platt" in hyper else None
        return model


def _logit(network: nn.Module, bag: Tensor) -> float:
    device = next(network.parameters()).device
    with torch.no_grad():
        return float(network(bag[None].to(device)))


def _clusters(cohort: Cohort) -> "pd.Series[str]":
    """Return the cluster of each cell as text; empty text where there is none."""
    obs = cohort.units.obs
    if "cluster" not in obs:
        return pd.Series("", index=obs.index)
    named: pd.Series[str] = obs["cluster"].astype("object")
    return named.where(named.isna(), named.astype("str")).fillna("")


def _view(train: Cohort) -> View:
    cells = features(train.units).astype(np.float64)
    mean = cells.mean(axis=0)
    centred = cells - mean
    variance, axes = np.linalg.eigh(centred.T @ centred / len(cells))
    largest = np.argsort(variance)[::-1][:N_COMPONENTS]
    largest = largest[variance[largest] > 1e-9 * max(variance.max(), 1e-300)]
    axes = axes[:, largest]
    axes = axes * np.where(axes[np.abs(axes).argmax(axis=0), np.arange(len(largest))] < 0, -1.0, 1.0)
    names = sorted(set(_clusters(train)) - {""})
    return View(mean, axes / np.sqrt(variance[largest]), tuple(names))


def _member(bags: list[Tensor], y: Tensor, held: Tensor, training: Training, seed: tuple[int, int]) -> Network:
    """Return one network, trained on the bags that are not in `held`, stopped on those that are."""
    device = device_of(training)
    kept = torch.from_numpy(np.setdiff1d(np.arange(len(y)), held.numpy()))
    draws = generator_of(*seed, 1)
    held_cells = _drawn(bags, held, CELLS_HELD_OUT, draws).to(device)
    shape = Shape(n_inputs=bags[0].shape[1])
    network = Network(shape, generator_of(*seed, 2), generator_of(*seed, 3, device=device)).to(device)
    weight = ((1 - y[kept]).sum() / y[kept].sum()).to(device)

    def loss(rows: Tensor) -> Tensor:
        drawn, truth = _drawn(bags, kept[rows], CELLS_PER_DRAW, draws).to(device), y[kept[rows]].to(device)
        return binary_cross_entropy_with_logits(network(drawn), truth, pos_weight=weight)

    def held_out_loss() -> Tensor:
        return binary_cross_entropy_with_logits(network(held_cells), y[held].to(device), pos_weight=weight)

    train(
        network,
        n_rows=len(kept),
        loss=loss,
        held_out_loss=held_out_loss,
        training=training,
        generator=generator_of(*seed, 4),
    )
    return network


def _drawn(bags: list[Tensor], rows: Tensor, n_cells: int, generator: torch.Generator) -> Tensor:
    """Return cells drawn from the bags at `rows`, with replacement, (n_rows, n_cells, n_inputs)."""
    lots = torch.rand(len(rows), n_cells, generator=generator, dtype=torch.float64).unbind()
    drawn = [bags[int(row)][(lot * len(bags[int(row)])).long()] for row, lot in zip(rows, lots, strict=True)]
    return torch.stack(drawn)


MODEL = AttentionMIL

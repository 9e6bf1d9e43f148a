"""Set Transformer: the cells of a sample attend to each other, through a few points that stand for all of them."""

from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor, nn

from clinicell.baselines._bags import Draws, crossed_networks, logit_of
from clinicell.baselines._features import bag_rows, content_order, features, known, targets
from clinicell.baselines._model import ModelCard
from clinicell.baselines._named import feature_names, places
from clinicell.baselines._probability import Platt, platt, scored
from clinicell.baselines._space import Space
from clinicell.baselines._training import Dropout, Training, linear
from clinicell.errors import InputError
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._prediction import Prediction
from clinicell.tasks._task import Task

CARD = ModelCard(
    title="Set Transformer",
    summary=(
        "Two blocks of attention between a sample's cells by way of eight learnt points, pooled by attention into one "
        "logit; the mean of five networks, each stopped on another fifth of the training samples."
    ),
    tasks=("response",),
    source="doi:10.48550/arXiv.1810.00825",
)
N_MEMBERS = 5  # each holds out one part of five


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The widths of the network."""

    n_inputs: int
    n_hidden: int = 32
    n_heads: int = 4
    n_points: int = 8
    dropout: float = 0.1


class Attention(nn.Module):
    """One set looks at another: attention of several heads, then a linear layer, each added and normalised.

    The queries themselves are added, not what they were made from, as in the authors' code.
    """

    def __init__(self, n_from: int, n_to: int, shape: Shape, generator: torch.Generator) -> None:
        super().__init__()
        self.n_heads, self.scale = shape.n_heads, shape.n_hidden**-0.5
        self.query = linear(n_from, shape.n_hidden, generator)
        self.key = linear(n_to, shape.n_hidden, generator)
        self.value = linear(n_to, shape.n_hidden, generator)
        self.after = linear(shape.n_hidden, shape.n_hidden, generator)
        self.norms = nn.ModuleList(nn.LayerNorm(shape.n_hidden) for _ in range(2))

    def shares(self, looking: Tensor, seen: Tensor) -> Tensor:
        """Return how much each element that looks attends to each that is seen, (n_sets, n_heads, n_from, n_to)."""
        query, key = self._by_head(self.query(looking)), self._by_head(self.key(seen))
        return torch.softmax(query @ key.transpose(2, 3) * self.scale, dim=3)

    def forward(self, looking: Tensor, seen: Tensor) -> Tensor:
        """Return (n_sets, n_from, n_hidden) of sets that look and sets that are seen."""
        found = self.shares(looking, seen) @ self._by_head(self.value(seen))  # (n_sets, n_heads, n_from, width of one)
        at = self.norms[0](self.query(looking) + found.transpose(1, 2).flatten(2))
        out: Tensor = self.norms[1](at + torch.relu(self.after(at)))
        return out

    def _by_head(self, x: Tensor) -> Tensor:
        return x.reshape(*x.shape[:2], self.n_heads, -1).transpose(1, 2)


class Points(nn.Module):
    """Learnt points that look at a set, the same for every set."""

    def __init__(self, n_points: int, n_seen: int, shape: Shape, generator: torch.Generator) -> None:
        super().__init__()
        bound = (6 / (n_points + shape.n_hidden)) ** 0.5
        drawn = torch.empty(1, n_points, shape.n_hidden).uniform_(-bound, bound, generator=generator)
        self.points = nn.Parameter(drawn)
        self.look = Attention(shape.n_hidden, n_seen, shape, generator)

    def forward(self, seen: Tensor) -> Tensor:
        """Return what the points make of a set, (n_sets, n_points, n_hidden)."""
        out: Tensor = self.look(self.points.expand(len(seen), -1, -1), seen)
        return out


class Induced(nn.Module):
    """Each cell looks at points that have looked at all cells: the cost grows with the cells, not with their square."""

    def __init__(self, n_inputs: int, shape: Shape, generator: torch.Generator) -> None:
        super().__init__()
        self.points = Points(shape.n_points, n_inputs, shape, generator)
        self.look = Attention(n_inputs, shape.n_hidden, shape, generator)

    def forward(self, cells: Tensor) -> Tensor:
        """Return (n_sets, n_cells, n_hidden) of (n_sets, n_cells, n_inputs)."""
        out: Tensor = self.look(cells, self.points(cells))
        return out


class Network(nn.Module):
    """Two induced blocks, pooling by one point, one logit."""

    def __init__(self, shape: Shape, generator: torch.Generator, noise: torch.Generator) -> None:
        super().__init__()
        self.first = Induced(shape.n_inputs, shape, generator)
        self.second = Induced(shape.n_hidden, shape, generator)
        self.drop = Dropout(shape.dropout, noise)
        self.pool = Points(1, shape.n_hidden, shape, generator)
        self.read = linear(shape.n_hidden, 1, generator)

    def forward(self, cells: Tensor) -> Tensor:
        """Return the logit per set, (n_sets,), of (n_sets, n_cells, n_inputs)."""
        pooled = self.pool(self.drop(self.second(self.first(cells))))
        logit: Tensor = self.read(self.drop(pooled.squeeze(1))).squeeze(1)
        return logit


class SetTransformer:
    """Each step draws a fixed number of cells from a bag anew; every cell of a bag is read when it is asked for.

    Probabilities come from the score of each training bag by the network that held it out.
    """

    def __init__(self, training: Training | None = None, draws: Draws | None = None) -> None:
        self.training = training or Training(
            max_epochs=60, patience=12, batch_size=8, learning_rate=1e-3, weight_decay=0.01
        )
        self.draws = draws or Draws()
        self._space: Space | None = None

    def fit(self, train: Cohort, task: Task, *, seed: int) -> None:
        """Learn from the bags whose label is known.

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
        all_bags = bag_rows(ordered)
        self._space = Space.of(ordered, np.unique(np.concatenate([all_bags[row] for row in rows])))
        self._names = feature_names(ordered.units)
        cells = self._inputs(ordered, self._space)
        bags = [cells[np.sort(all_bags[row])] for row in rows]
        order = content_order(np.stack([bag.mean(dim=0).numpy() for bag in bags]), label)
        shape = Shape(n_inputs=cells.shape[1])
        self._targets = targets(train)
        self._networks, held_out = crossed_networks(
            lambda weights, noise: Network(shape, weights, noise),
            [bags[row] for row in order],
            label[order],
            n_parts=N_MEMBERS,
            draws=self.draws,
            training=self.training,
            seed=seed,
        )
        self._platt: Platt | None = platt(held_out, label[order]) if task.probability else None

    def predict(self, test: Cohort, task: Task) -> Prediction:
        """Return the mean log odds of the networks under balanced classes, and the probability, bags x 1.

        Raises
        ------
        InputError
            The model was not fitted, or the cells lack features of the training.
        """
        if self._space is None:
            raise InputError("the model was asked before it was fitted; call fit first")
        cells = self._inputs(test, self._space)
        scores = [np.mean([logit_of(network, cells[rows]) for network in self._networks]) for rows in bag_rows(test)]
        return scored(test, self._targets, np.array(scores), self._platt if task.probability else None)

    def _inputs(self, cohort: Cohort, space: Space) -> Tensor:
        cells = features(cohort.units)[:, places(self._names, cohort.units)]
        return torch.from_numpy(((cells - space.mean) @ space.projection).astype(np.float32))


MODEL = SetTransformer

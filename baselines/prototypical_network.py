"""A prototypical network: each class is the mean of few labelled cells in a space that is learnt for just that."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from clinicell.baselines._features import answer, content_order, known, targets
from clinicell.baselines._model import ModelCard
from clinicell.baselines._space import Space
from clinicell.baselines._training import Training, device_of, folds, generator_of, linear, train
from clinicell.errors import InputError
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._prediction import Prediction
from clinicell.tasks._task import Task

CARD = ModelCard(
    title="Prototypical network",
    summary=(
        "Embeds a cell so that it lies nearest the mean of 20 labelled cells of its class; taught by small tasks "
        "drawn anew from at most 100 labelled cells of each class."
    ),
    tasks=("mrd",),
    source="doi:10.48550/arXiv.1703.05175",
)
HELD_OUT = 5  # one part of five
ROWS_AT_ONCE = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Episodes:
    """What a small task is made of.

    Parameters
    ----------
    n_labelled
        Labelled cells of each class that the model looks at, at most; the others are not touched.
    n_support
        Of each class, those whose mean is the prototype; half of the class where it has fewer.
    n_query
        Of each class, those that are to be told apart.
    n_episodes
        Small tasks in an epoch.
    """

    n_labelled: int = 100
    n_support: int = 20
    n_query: int = 20
    n_episodes: int = 50


class PrototypicalNetwork:
    """Two layers; squared distance to the prototypes is the logit (Snell et al. 2017), the classes alike in number."""

    def __init__(self, training: Training | None = None, episodes: Episodes | None = None) -> None:
        self.training = training or Training(max_epochs=40, patience=8, batch_size=1, weight_decay=1e-2)
        self.episodes = episodes or Episodes()
        self._space: Space | None = None

    def fit(self, train: Cohort, task: Task, *, seed: int) -> None:
        """Learn from at most 100 cells of each class, drawn by the seed.

        Raises
        ------
        InputError
            The known labels are of one class, a class has fewer than ten cells, or a feature is not finite.
        """
        rows, label = known(train)
        self._space = Space.of(train, rows)  # standardisation needs no label
        cells = self._space.inputs(train)[rows]
        order = content_order(cells, label)
        cells, label = cells[order], label[order]
        self._targets = targets(train)
        rng = np.random.default_rng([seed, 0])
        classes = [
            torch.from_numpy(cells[np.sort(rng.permutation(np.flatnonzero(label == one))[: self.episodes.n_labelled])])
            for one in (0, 1)
        ]
        fewest = min(len(cells) for cells in classes)
        if fewest < 2 * HELD_OUT:
            raise InputError(f"a class has {fewest} labelled cells; the model needs {2 * HELD_OUT} of each")
        self._embed, self._prototypes = _fitted(classes, self.episodes, self.training, seed)

    def predict(self, test: Cohort, task: Task) -> Prediction:
        """Return the log odds of the target under balanced classes, cells x 1.

        Raises
        ------
        InputError
            The model was not fitted, or the cells have another number of features.
        """
        if self._space is None:
            raise InputError("the model was asked before it was fitted; call fit first")
        cells = torch.from_numpy(self._space.inputs(test))
        score = np.empty(len(cells))
        with torch.no_grad():
            for start in range(0, len(cells), ROWS_AT_ONCE):
                part = cells[start : start + ROWS_AT_ONCE].to(self._prototypes.device)
                logits = -_squared(self._embed(part), self._prototypes)
                score[start : start + ROWS_AT_ONCE] = (logits[:, 1] - logits[:, 0]).cpu().numpy()
        return Prediction.main(answer(test, self._targets, score))


def _squared(cells: Tensor, prototypes: Tensor) -> Tensor:
    """Return squared distances, (n_cells, n_classes), of (n_cells, n_dims) and (n_classes, n_dims)."""
    return ((cells[:, None] - prototypes[None]) ** 2).sum(dim=2)


def _fitted(classes: list[Tensor], episodes: Episodes, training: Training, seed: int) -> tuple[nn.Module, Tensor]:
    """Return the embedding and the prototypes, (2, n_dims), of cells of class 0 and 1."""
    device = device_of(training)
    first = generator_of(seed, 1)
    embed = nn.Sequential(linear(classes[0].shape[1], 64, first), nn.ReLU(), linear(64, 32, first)).to(device)
    parts = [folds(len(cells), HELD_OUT, generator_of(seed, 2, one)) for one, cells in enumerate(classes)]
    kept = [cells[torch.cat(part[1:])].to(device) for cells, part in zip(classes, parts, strict=True)]
    held = [cells[part[0]].to(device) for cells, part in zip(classes, parts, strict=True)]
    rng = np.random.default_rng([seed, 3])

    def loss_of(_: Tensor) -> Tensor:
        support, query = [], []
        for cells in kept:
            n_support = min(episodes.n_support, len(cells) // 2)
            order = rng.permutation(len(cells))
            support.append(cells[order[:n_support]])
            query.append(cells[order[n_support : n_support + episodes.n_query]])
        return _loss(embed, support, query)

    train(
        embed,
        n_rows=episodes.n_episodes * training.batch_size,
        loss=loss_of,
        held_out_loss=lambda: _loss(embed, kept, held),
        training=training,
        generator=generator_of(seed, 4),
    )
    with torch.no_grad():
        return embed, torch.stack([embed(cells.to(device)).mean(dim=0) for cells in classes])


def _loss(embed: nn.Module, support: list[Tensor], query: list[Tensor]) -> Tensor:
    prototypes = torch.stack([embed(cells).mean(dim=0) for cells in support])
    logits = torch.cat([-_squared(embed(cells), prototypes) for cells in query])
    wanted = torch.cat([torch.full((len(cells),), one, device=logits.device) for one, cells in enumerate(query)])
    return cross_entropy(logits, wanted)


MODEL = PrototypicalNetwork

"""A two-layer perceptron over single cells."""

from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits

from clinicell.baselines._checkpoint import load_checkpoint, save_checkpoint
from clinicell.baselines._features import Floats, Floats32, content_order, features, known, targets
from clinicell.baselines._model import ModelCard
from clinicell.baselines._probability import Platt, platt, scored
from clinicell.baselines._training import Dropout, Training, device_of, folds, generator_of, linear, train
from clinicell.errors import InputError
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._prediction import Prediction
from clinicell.tasks._task import Task

CARD = ModelCard(
    title="MLP",
    summary="Two hidden layers over standardised features of one cell, class-weighted, stopped on held-out cells.",
    tasks=("mrd",),
)
HELD_OUT = 5  # one part of five
ROWS_AT_ONCE = 16384


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The widths of the network."""

    n_features: int
    n_hidden: int = 64
    dropout: float = 0.5


class Network(nn.Module):
    """Standardisation, two hidden layers, one logit."""

    mean: Tensor
    sd: Tensor

    def __init__(self, shape: Shape, generator: torch.Generator, noise: torch.Generator) -> None:
        super().__init__()
        self.shape = shape
        self.register_buffer("mean", torch.zeros(shape.n_features))
        self.register_buffer("sd", torch.ones(shape.n_features))
        self.layers = nn.Sequential(
            linear(shape.n_features, shape.n_hidden, generator),
            nn.ReLU(),
            Dropout(shape.dropout, noise),
            linear(shape.n_hidden, shape.n_hidden, generator),
            nn.ReLU(),
            Dropout(shape.dropout, noise),
            linear(shape.n_hidden, 1, generator),
        )

    def forward(self, x: Tensor) -> Tensor:
        """Return the logit per cell, shape (n_cells,), of features (n_cells, n_features)."""
        logit: Tensor = self.layers((x - self.mean) / self.sd).squeeze(1)
        return logit


class MLP:
    """Scores each cell by itself.

    Features are standardised by the training cells; the rarer class weighs as much as the other. A fifth of the
    training cells, drawn within each class, is held out to stop; probabilities come from the scores of these.
    """

    def __init__(self, training: Training | None = None) -> None:
        self.training = training or Training(max_epochs=40, patience=6, batch_size=256, weight_decay=0.1)
        self.network: Network | None = None
        self.platt: Platt | None = None
        self.targets: list[str] = []

    def fit(self, train: Cohort, task: Task, *, seed: int) -> None:
        """Learn from the cells whose label is known.

        Raises
        ------
        InputError
            The known labels are of one class, a class has fewer than five cells, or a feature is not finite.
        """
        rows, label = known(train)
        cells = features(train.units)[rows]
        order = content_order(cells, label)
        self.targets = targets(train)
        self.network, held_out = _fitted(cells[order], label[order], self.training, seed)
        self.platt = platt(*held_out)

    def predict(self, test: Cohort, task: Task) -> Prediction:
        """Return the log odds of the target under balanced classes, and its probability, cells x 1.

        Raises
        ------
        InputError
            The model was not fitted, or the cells have another number of features.
        """
        network, cells = self.network, features(test.units)
        if network is None:
            raise InputError("the model was asked before it was fitted; call fit first")
        if cells.shape[1] != len(network.mean):
            raise InputError(f"{cells.shape[1]} features in the test cells, {len(network.mean)} in the training cells")
        score = _scores(network, torch.from_numpy(cells))
        return scored(test, self.targets, score, self.platt if task.probability else None)

    def save(self, path: Path) -> Path:
        """Write the fitted network to a safetensors file.

        Raises
        ------
        InputError
            The model was not fitted.
        """
        if self.network is None:
            raise InputError("there is nothing to save before fit")
        hyper = {"model": "mlp", "shape": asdict(self.network.shape), "targets": self.targets}
        by_score = {"platt": asdict(self.platt)} if self.platt else {}
        return save_checkpoint(path, self.network, hyper | by_score)

    @classmethod
    def load(cls, path: Path) -> "MLP":
        """Return the fitted model that `save` wrote; it runs on the CPU."""
        tensors, hyper = load_checkpoint(path, "mlp")
        model = cls()
        model.network = Network(Shape(**hyper["shape"]), generator_of(0), generator_of(0)).eval()
        model.network.load_state_dict(tensors)
        model.targets = hyper["targets"]
        model.platt = Platt(**hyper["platt"]) if "platt" in hyper else None
        return model


def _scores(network: Network, cells: Tensor) -> Floats:
    """Return the logit of each cell, (n_cells,), of features (n_cells, n_features)."""
    score = np.empty(len(cells))
    with torch.no_grad():
        for start in range(0, len(cells), ROWS_AT_ONCE):
            part = cells[start : start + ROWS_AT_ONCE].to(network.mean.device)
            score[start : start + ROWS_AT_ONCE] = network(part).cpu().numpy()
    return score


def _fitted(cells: Floats32, label: Floats, training: Training, seed: int) -> tuple[Network, tuple[Floats, Floats]]:
    """Return the network trained on cells (n_cells, n_features) and labels of 0 and 1 (n_cells,).

    With it come the scores and labels of the cells that were held out.
    """
    x, y = torch.from_numpy(cells), torch.from_numpy(label).float()
    if int(min(y.sum(), (1 - y).sum())) < HELD_OUT:
        raise InputError(
            f"{int(y.sum())} cells of the target and {int((1 - y).sum())} others; the model needs {HELD_OUT} of each"
        )
    device = device_of(training)
    parts = folds(len(y), HELD_OUT, generator_of(seed, 0), strata=y)
    held, kept = parts[0], torch.cat(parts[1:]).sort().values
    network = Network(Shape(n_features=x.shape[1]), generator_of(seed, 1), generator_of(seed, 2, device=device))
    network.mean.copy_(x[kept].mean(dim=0))
    sd = x[kept].std(dim=0)
    network.sd.copy_(torch.where(sd > 0, sd, 1.0))
    network.to(device)
    x, y = x.to(device), y.to(device)
    weight = (1 - y[kept]).sum() / y[kept].sum()

    def loss_of(rows: Tensor) -> Tensor:
        return binary_cross_entropy_with_logits(network(x[rows]), y[rows], pos_weight=weight)

    train(
        network,
        n_rows=len(kept),
        loss=lambda rows: loss_of(kept[rows]),
        held_out_loss=lambda: loss_of(held),
        training=training,
        generator=generator_of(seed, 3),
    )
    return network, (_scores(network, x[held]), y[held].cpu().double().numpy())


MODEL = MLP

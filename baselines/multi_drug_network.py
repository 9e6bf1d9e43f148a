"""One network for all drugs: an encoder that they share, and a linear head for each."""

import numpy as np
import torch
from torch import Tensor, nn

from clinicell.baselines._bulk import Floats, on_one_scale
from clinicell.baselines._features import answer, bulk_response, content_order
from clinicell.baselines._model import ModelCard
from clinicell.baselines._training import Dropout, Training, device_of, folds, generator_of, linear, train
from clinicell.errors import InputError
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._prediction import Prediction
from clinicell.tasks._task import Task

CARD = ModelCard(
    title="Multi-drug network",
    summary=(
        "Encoder shared by all drugs, one linear head each, squared error on the measured ln IC50 of bulk lines; the "
        "cells are z-scored within their batch. The mean of five networks, each stopped on another fifth of the lines."
    ),
    tasks=("drug_sensitivity",),
)
N_MEMBERS = 5  # each holds out one part of five
N_HIDDEN = 64
DROPOUT = 0.5  # of hidden units
LOST = 0.3  # of genes: a single cell loses some as well


class MultiDrugNetwork:
    """Which genes the cells share is known only when they come: the networks are trained then, on bulk alone."""

    def __init__(self, training: Training | None = None) -> None:
        self.training = training or Training(
            max_epochs=150, patience=15, batch_size=32, learning_rate=2e-3, weight_decay=0.1
        )

    def fit(self, train: Cohort, task: Task, *, seed: int) -> None:
        """Keep the bulk reference.

        Raises
        ------
        InputError
            There is no bulk reference, or a drug was measured in fewer than two of its lines.
        """
        response = bulk_response(train)
        scarce = response.columns[response.notna().sum(axis=0) < 2]
        if len(scarce):
            raise InputError(
                f"{len(scarce)} of {response.shape[1]} drugs were measured in fewer than two lines of the reference, "
                f"e.g. {scarce[0]!r}; leave them out"
            )
        self._bulk, self._response, self._seed = train.references["bulk"], response, seed

    def predict(self, test: Cohort, task: Task) -> Prediction:
        """Return minus the predicted ln IC50 (micromolar), cells x drugs: higher is more sensitive.

        Raises
        ------
        InputError
            The model was not fitted, no gene is shared, or a value is not finite.
        """
        if not hasattr(self, "_bulk"):
            raise InputError("the model was asked before it was fitted; call fit first")
        lines, cells = on_one_scale(self._bulk, test.units)
        response = self._response.to_numpy(dtype=np.float64)
        order = content_order(lines, response)
        ln_ic50 = _predicted(lines[order], response[order], cells, self.training, self._seed)
        return Prediction.main(answer(test, [str(drug) for drug in self._response.columns], -ln_ic50))


def network_of(n_genes: int, n_drugs: int, generator: torch.Generator, noise: torch.Generator) -> nn.Sequential:
    """Return the network: z-scored expression (n, n_genes) to standardised ln IC50 (n, n_drugs)."""
    return nn.Sequential(
        Dropout(LOST, noise),
        linear(n_genes, N_HIDDEN, generator),
        nn.ReLU(),
        Dropout(DROPOUT, noise),
        linear(N_HIDDEN, N_HIDDEN, generator),
        nn.ReLU(),
        Dropout(DROPOUT, noise),
        linear(N_HIDDEN, n_drugs, generator),
    )


def _predicted(lines: Floats, response: Floats, cells: Floats, training: Training, seed: int) -> Floats:
    """Return ln IC50 of the cells, (n_cells, n_drugs), from lines (n_lines, n_genes) and theirs with NaN."""
    mean, spread = np.nanmean(response, axis=0), np.nanstd(response, axis=0)
    spread = np.where(spread > 0, spread, 1.0)
    x = torch.from_numpy(lines.astype(np.float32))
    y = torch.from_numpy(((response - mean) / spread).astype(np.float32))
    asked = torch.from_numpy(cells.astype(np.float32))
    held = folds(len(x), N_MEMBERS, generator_of(seed))
    members = [_member(x, y, part, asked, training, (seed, number)) for number, part in enumerate(held)]
    scaled: Floats = torch.stack(members).double().mean(dim=0).numpy() * spread + mean
    return scaled


def _member(x: Tensor, y: Tensor, held: Tensor, asked: Tensor, training: Training, seed: tuple[int, int]) -> Tensor:
    """Return the standardised answer of one network, trained on the lines that are not in `held`."""
    device = device_of(training)
    kept = torch.from_numpy(np.setdiff1d(np.arange(len(x)), held.numpy()))
    noise = generator_of(*seed, 2, device=device)
    network = network_of(x.shape[1], y.shape[1], generator_of(*seed, 1), noise).to(device)
    x, is_measured, y = x.to(device), torch.isfinite(y).to(device), torch.nan_to_num(y).to(device)

    def loss_of(rows: Tensor) -> Tensor:
        error: Tensor = (network(x[rows]) - y[rows]).square() * is_measured[rows]
        return error.sum() / is_measured[rows].sum().clamp(min=1)

    train(
        network,
        n_rows=len(kept),
        loss=lambda rows: loss_of(kept[rows]),
        held_out_loss=lambda: loss_of(held),
        training=training,
        generator=generator_of(*seed, 3),
    )
    with torch.no_grad():
        found: Tensor = network(asked.to(device)).cpu()
    return found


MODEL = MultiDrugNetwork

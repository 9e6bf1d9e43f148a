"""One network for all drugs: an encoder that they share, and a linear head for each."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from torch import Tensor, nn

from clinicell.baselines._bulk import Floats, cells_over, on_one_scale
from clinicell.baselines._checkpoint import load_checkpoint, save_checkpoint
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """Networks, the genes they read in order, and how their answer becomes ln IC50 (micromolar) of each drug."""

    genes: tuple[str, ...]
    drugs: tuple[str, ...]
    mean: Floats  # (n_drugs,)
    spread: Floats  # (n_drugs,), above 0
    members: nn.ModuleList

    def ln_ic50(self, cells: Floats) -> Floats:
        """Return the mean answer of the networks, (n_cells, n_drugs), of z-scored cells (n_cells, n_genes)."""
        asked = torch.from_numpy(cells.astype(np.float32))
        device = next(self.members.parameters()).device
        with torch.no_grad():
            answers = torch.stack([member(asked.to(device)).cpu() for member in self.members])
        scaled: Floats = answers.double().mean(dim=0).numpy() * self.spread + self.mean
        return scaled


class MultiDrugNetwork:
    """Which genes the cells share is known only when they come: the networks are trained then, on bulk alone.

    A loaded model is not trained again: it answers for cells that have all the genes it was trained on.
    """

    def __init__(self, training: Training | None = None) -> None:
        self.training = training or Training(
            max_epochs=150, patience=15, batch_size=32, learning_rate=2e-3, weight_decay=0.1
        )
        self._last: Trained | None = None
        self._loaded: Trained | None = None

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
        self._last = self._loaded = None

    def predict(self, test: Cohort, task: Task) -> Prediction:
        """Return minus the predicted ln IC50 (micromolar), cells x drugs: higher is more sensitive.

        Raises
        ------
        InputError
            The model was not fitted, no gene is shared (loaded: one is lost), or a value is not finite.
        """
        if self._loaded is not None:
            self._last, cells = self._loaded, cells_over(test.units, pd.Index(self._loaded.genes))
        elif hasattr(self, "_bulk"):
            self._last, cells = self._trained_for(test)
        else:
            raise InputError("the model was asked before it was fitted; call fit first")
        return Prediction.main(answer(test, list(self._last.drugs), -self._last.ln_ic50(cells)))

    def _trained_for(self, test: Cohort) -> tuple[Trained, Floats]:
        genes, lines, cells = on_one_scale(self._bulk, test.units)
        response = self._response.to_numpy(dtype=np.float64)
        order = content_order(lines, response)
        drugs = tuple(str(drug) for drug in self._response.columns)
        return _trained(genes, drugs, lines[order], response[order], self.training, self._seed), cells

    def save(self, path: Path) -> Path:
        """Write the networks of the last answer to a safetensors file, with the genes and drugs that they know.

        Raises
        ------
        InputError
            The model has not answered yet: until then nothing is trained.
        """
        trained = self._loaded or self._last
        if trained is None:
            raise InputError("there is nothing to save before predict: the networks are trained when the cells come")
        hyper = {"model": "multi_drug_network", "genes": trained.genes, "drugs": trained.drugs}
        return save_checkpoint(path, trained.members, hyper, {"mean": trained.mean, "spread": trained.spread})

    @classmethod
    def load(cls, path: Path) -> "MultiDrugNetwork":
        """Return the trained model that `save` wrote; it runs on the CPU."""
        tensors, hyper = load_checkpoint(path, "multi_drug_network")
        genes, drugs = tuple(hyper["genes"]), tuple(hyper["drugs"])
        mean, spread = tensors.pop("mean").numpy(), tensors.pop("spread").numpy()
        members = nn.ModuleList(
            network_of(len(genes), len(drugs), generator_of(0), generator_of(0)) for _ in range(N_MEMBERS)
        )
        members.load_state_dict(tensors)
        model = cls()
        model._loaded = Trained(genes=genes, drugs=drugs, mean=mean, spread=spread, members=members.eval())
        return model


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


def _trained(
    genes: tuple[str, ...], drugs: tuple[str, ...], lines: Floats, response: Floats, training: Training, seed: int
) -> Trained:
    """Return networks trained on lines (n_lines, n_genes) and their ln IC50 (n_lines, n_drugs) with NaN."""
    mean, spread = np.nanmean(response, axis=0), np.nanstd(response, axis=0)
    spread = np.where(spread > 0, spread, 1.0)
    x = torch.from_numpy(lines.astype(np.float32))
    y = torch.from_numpy(((response - mean) / spread).astype(np.float32))
    held = folds(len(x), N_MEMBERS, generator_of(seed))
    members = nn.ModuleList(_member(x, y, part, training, (seed, number)) for number, part in enumerate(held))
    return Trained(genes=genes, drugs=drugs, mean=mean, spread=spread, members=members)


def _member(x: Tensor, y: Tensor, held: Tensor, training: Training, seed: tuple[int, int]) -> nn.Module:
    """Return one network, trained on the lines that are not in `held`, stopped on those that are."""
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
    return network


MODEL = MultiDrugNetwork

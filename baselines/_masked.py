"""Networks of which only some connections exist: what pathways say, what lots say, or all of them."""

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits

from clinicell.baselines._features import Floats, content_order, known, targets
from clinicell.baselines._pathways import Mask, levels
from clinicell.baselines._probability import Platt, platt, scored
from clinicell.baselines._pseudobulk import Pseudobulk
from clinicell.baselines._side_by_side import Layer
from clinicell.baselines._training import Dropout, Training, device_of, folds, generator_of, train
from clinicell.errors import InputError
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._prediction import Prediction
from clinicell.tasks._task import Task

N_PARTS = 5
DROPOUT = 0.3
Redraw = Callable[[list[Mask], np.random.Generator], list[Mask]]


class MaskedNetworks(nn.Module):
    """Several networks of the same connections; a head reads every layer, later ones count more in the loss."""

    def __init__(self, n_networks: int, masks: list[Mask], generator: torch.Generator, noise: torch.Generator) -> None:
        super().__init__()
        self.n_networks = n_networks
        self.masks = nn.ParameterList(
            nn.Parameter(torch.from_numpy(mask.astype(np.float32)), requires_grad=False) for mask in masks
        )
        self.stack = [Layer(n_networks, mask.shape[0], mask.shape[1], generator) for mask in masks]
        self.heads = [Layer(n_networks, mask.shape[1], 1, generator) for mask in masks]
        self.layers = nn.ModuleList([*self.stack, *self.heads])  # the same ones, so that torch knows of their weights
        self.drop = Dropout(DROPOUT, noise)
        with torch.no_grad():  # as wide as a node's own inputs call for, not as all that there are
            for layer, mask in zip(self.stack, self.masks, strict=True):
                layer.weight.mul_((mask.shape[0] / mask.sum(dim=0).clamp(min=1)).sqrt() * mask)

    def forward(self, rows: Tensor) -> Tensor:
        """Return the logits of every head, (n_layers, n_networks, n_rows), of (n_rows, n_inputs)."""
        at, logits = rows.expand(self.n_networks, *rows.shape), []
        for layer, head, mask in zip(self.stack, self.heads, self.masks, strict=True):
            at = torch.tanh(torch.baddbmm(layer.bias, at, layer.weight * mask))
            logits.append(head(at).squeeze(2))
            at = self.drop(at)
        return torch.stack(logits)


class MaskedModel:
    """Learns from the mean over a sample's cells; `redraw` says what becomes of the pathways' connections.

    Probabilities come from the score of each training sample by the network that held it out.
    """

    def __init__(self, redraw: Redraw, training: Training | None = None) -> None:
        self.redraw = redraw
        self.training = training or Training(max_epochs=80, patience=10, batch_size=16, weight_decay=1e-2)
        self._bulk: Pseudobulk | None = None

    def fit(self, train: Cohort, task: Task, *, seed: int) -> None:
        """Learn from the samples whose label is known.

        Raises
        ------
        NotApplicable
            No gene sets are given, or the features are not their genes.
        InputError
            The known labels are of one class, or a class has fewer than five samples.
        """
        rows, label = known(train)
        fewest = int(min(label.sum(), (1 - label).sum()))
        if fewest < N_PARTS:
            raise InputError(f"{fewest} samples of the rarer class; the model needs {N_PARTS} of each to hold some out")
        bulk, learnt = Pseudobulk.of(train, rows)
        masks = levels(train, bulk.names)
        self._read = np.flatnonzero(masks[0].any(axis=1))
        masks = self.redraw([masks[0][self._read], *masks[1:]], np.random.default_rng([seed, 4]))
        order = content_order(learnt, label)
        self._bulk, self._targets = bulk, targets(train)
        self._networks, held_out = _fitted(learnt[order][:, self._read], label[order], masks, self.training, seed)
        self._platt: Platt | None = platt(held_out, label[order]) if task.probability else None

    def predict(self, test: Cohort, task: Task) -> Prediction:
        """Return the mean log odds of all heads and networks, and the probability, samples x 1.

        Raises
        ------
        InputError
            The model was not fitted, or the cells lack features of the training.
        """
        if self._bulk is None:
            raise InputError("the model was asked before it was fitted; call fit first")
        rows = torch.from_numpy(self._bulk(test)[:, self._read].astype(np.float32))
        with torch.no_grad():
            logits = self._networks(rows.to(self._networks.masks[0].device)).mean(dim=(0, 1))
        score = np.asarray(logits.cpu().numpy(), dtype=np.float64)
        return scored(test, self._targets, score, self._platt if task.probability else None)


def _fitted(
    rows: Floats, label: Floats, masks: list[Mask], training: Training, seed: int
) -> tuple[MaskedNetworks, Floats]:
    """Return one network for each fifth held out, and the logit of each sample by the one that held it out."""
    device = device_of(training)
    parts = folds(len(label), N_PARTS, generator_of(seed, 0), strata=torch.from_numpy(label))
    networks = MaskedNetworks(N_PARTS, masks, generator_of(seed, 1), generator_of(seed, 2, device=device)).to(device)
    x, y = (torch.from_numpy(values.astype(np.float32)).to(device) for values in (rows, label))
    is_held = torch.zeros(N_PARTS, len(y))
    for number, part in enumerate(parts):
        is_held[number, part] = 1.0
    is_held = is_held.to(device)
    weight = torch.where(y > 0.5, 0.5 / y.mean(), 0.5 / (1 - y.mean()))
    by_head = torch.arange(1.0, len(masks) + 1, device=device)
    by_head = by_head / by_head.sum()

    def loss_over(at: Tensor, counted: Tensor) -> Tensor:
        logits = networks(x[at])
        each = binary_cross_entropy_with_logits(logits, y[at].expand_as(logits), reduction="none")
        each = (each * (counted * weight[at])).sum(dim=(1, 2)) / (counted * weight[at]).sum()
        return (each * by_head).sum()

    everywhere = torch.arange(len(y), device=device)
    train(
        networks,
        n_rows=len(y),
        loss=lambda at: loss_over(at.to(device), 1 - is_held[:, at.to(device)]),
        held_out_loss=lambda: loss_over(everywhere, is_held),
        training=training,
        generator=generator_of(seed, 3),
    )
    with torch.no_grad():
        held_out = (networks(x).mean(dim=0) * is_held).sum(dim=0)
    return networks, np.asarray(held_out.cpu().numpy(), dtype=np.float64)

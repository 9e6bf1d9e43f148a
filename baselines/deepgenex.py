"""DeepGeneX: a network drops the features it can do without, round by round, and another answers from what is left."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits

from clinicell.baselines._features import Floats, Rows, content_order, known, targets
from clinicell.baselines._model import ModelCard
from clinicell.baselines._probability import Platt, crossed, platt, scored
from clinicell.baselines._pseudobulk import Pseudobulk
from clinicell.baselines._side_by_side import Fitted, fitted
from clinicell.baselines._training import Training, folds, generator_of
from clinicell.errors import InputError
from clinicell.metrics.detection import auroc
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._prediction import Prediction
from clinicell.tasks._task import Task

CARD = ModelCard(
    title="DeepGeneX",
    summary=(
        "Mean over a sample's cells; networks drop the features whose permutation costs them least until about six are "
        "left, and networks on those answer; the selection sees training samples only."
    ),
    tasks=("response",),
    source="doi:10.1016/j.isci.2022.104228",
)
N_PARTS = 5  # of the training samples; each is held out by one network
N_LEFT = 6  # the published size
HALVED_ABOVE = 4 * N_LEFT
LATER_SHARE = 0.1
TOLERANCE = 0.02  # of the held-out AUROC below the best round's
N_PERMUTATIONS = 8
SELECTING, ANSWERING = (256, 64), (64,)  # widths of the networks of both phases
DROPOUT = 0.3


@dataclass(frozen=True, slots=True)
class TwoPhases:
    """What was selected, and the networks that read it.

    Parameters
    ----------
    kept
        Positions of the features that were kept, ascending, shape (n_kept,).
    answering
        Networks on those features.
    """

    kept: Rows
    answering: Fitted

    def __call__(self, rows: Floats) -> Floats:
        """Return log odds under balanced classes, shape (n_rows,), of rows x all features."""
        return self.answering(rows[:, self.kept])


class DeepGeneX:
    """Both phases run inside `fit`: no sample that is asked for takes part in the selection.

    Probabilities come from scores of samples by both phases without them, in three parts.
    """

    def __init__(self, training: Training | None = None) -> None:
        self.training = training or Training(max_epochs=60, patience=10, batch_size=16, weight_decay=1e-2)
        self._bulk: Pseudobulk | None = None

    def fit(self, train: Cohort, task: Task, *, seed: int) -> None:
        """Select features and learn from them, from the samples whose label is known.

        Raises
        ------
        InputError
            The known labels are of one class, a class has fewer than five samples, or a feature is not finite.
        """
        rows, label = known(train)
        fewest = int(min(label.sum(), (1 - label).sum()))
        if fewest < N_PARTS:
            raise InputError(f"{fewest} samples of the rarer class; the model needs {N_PARTS} of each to hold some out")
        self._bulk, bulk = Pseudobulk.of(train, rows)
        order = content_order(bulk, label)
        bulk, label = bulk[order], label[order]
        self._targets = targets(train)
        self._phases = two_phases(bulk, label, self.training, seed)
        self._platt: Platt | None = None
        if task.probability:

            def score_of(learnt: Rows, asked: Rows) -> Floats:
                return two_phases(bulk[learnt], label[learnt], self.training, seed)(bulk[asked])

            self._platt = platt(crossed(score_of, label), label)

    def predict(self, test: Cohort, task: Task) -> Prediction:
        """Return the mean log odds of the answering networks, and the probability, samples x 1.

        Raises
        ------
        InputError
            The model was not fitted, or the cells lack features of the training.
        """
        if self._bulk is None:
            raise InputError("the model was asked before it was fitted; call fit first")
        return scored(test, self._targets, self._phases(self._bulk(test)), self._platt)

    @property
    def kept(self) -> tuple[str, ...]:
        """Names of the features that the second phase reads."""
        return () if self._bulk is None else tuple(self._bulk.names[at] for at in self._phases.kept)


def two_phases(rows: Floats, label: Floats, training: Training, seed: int) -> TwoPhases:
    """Return both phases, fitted to standardised samples x features and their labels, 0 or 1."""
    kept = selected(rows, label, training, seed)
    return TwoPhases(kept, answering(rows[:, kept], label, training, seed))


def answering(rows: Floats, label: Floats, training: Training, seed: int) -> Fitted:
    """Return the second phase: networks on the features that it is given, (n_samples, n_features)."""
    parts = _parts(label, seed)
    return fitted(rows, label, parts, widths=ANSWERING, dropout=DROPOUT, training=training, seed=(seed, 2))


def selected(rows: Floats, label: Floats, training: Training, seed: int) -> Rows:
    """Return the first phase: ascending positions of the smallest set of features that is about as good as any.

    Parameters
    ----------
    rows
        Standardised, shape (n_samples, n_features).
    label
        0 or 1, shape (n_samples,).
    """
    kept = np.arange(rows.shape[1])
    parts = _parts(label, seed)
    tried: list[tuple[float, Rows]] = []
    for number in range(rows.shape[1]):  # each round drops at least one
        now = (seed, 1, number)
        networks = fitted(rows[:, kept], label, parts, widths=SELECTING, dropout=DROPOUT, training=training, seed=now)
        tried.append((auroc(label, networks.held_out), kept))
        if len(kept) <= N_LEFT:
            break
        cost = importance(networks, rows[:, kept], label, parts, generator_of(*now, 4))
        kept = np.sort(kept[np.argsort(-cost, kind="stable")[: _n_next(len(kept))]])
    best = max(value for value, _ in tried)
    return min((kept for value, kept in tried if value >= best - TOLERANCE), key=len)


def importance(
    networks: Fitted, rows: Floats, label: Floats, parts: list[Tensor], generator: torch.Generator
) -> Floats:
    """Return by how much the held-out loss rises when a feature is permuted among held-out samples, (n_features,).

    The mean over parts and permutations; the same permutation is tried on every feature.
    """
    device = networks.networks.stack[0].weight.device
    x, y = torch.from_numpy(rows.astype(np.float32)), torch.from_numpy(label.astype(np.float32))
    rise = torch.zeros(rows.shape[1], dtype=torch.float64)
    for number, part in enumerate(parts):
        for _ in range(N_PERMUTATIONS):
            other = part[torch.randperm(len(part), generator=generator)]
            moved = (x[other] - x[part]).to(device)
            rise += _rise(networks, number, x[part].to(device), moved, y[part].to(device)).cpu()
    return np.asarray(rise.numpy()) / (len(parts) * N_PERMUTATIONS)


def _rise(networks: Fitted, number: int, x: Tensor, moved: Tensor, y: Tensor) -> Tensor:
    """Return the rise of the loss of one network for each feature that is moved alone, (n_features,)."""
    first, *rest = networks.networks.stack
    with torch.no_grad():
        weight = first.weight[number]  # (n_features, width)
        before = x @ weight + first.bias[number]
        # (n_features, n_rows, width): all but one feature stay, so only one row of the weights comes in
        at = before + moved.T[:, :, None] * weight[:, None, :]
        for layer in rest:
            before = torch.relu(before) @ layer.weight[number] + layer.bias[number]
            at = torch.relu(at) @ layer.weight[number] + layer.bias[number]
        without = binary_cross_entropy_with_logits(before.squeeze(1), y)
        each = binary_cross_entropy_with_logits(at.squeeze(2), y.expand(at.shape[:2]), reduction="none")
    return (each.mean(dim=1) - without).double()


def _n_next(n_now: int) -> int:
    """Return how many features the next round keeps: half of many, nine tenths of few."""
    left = n_now // 2 if n_now > HALVED_ABOVE else n_now - max(1, round(LATER_SHARE * n_now))
    return max(N_LEFT, left)


def _parts(label: Floats, seed: int) -> list[Tensor]:
    return folds(len(label), N_PARTS, generator_of(seed, 0), strata=torch.from_numpy(label))


MODEL = DeepGeneX

"""The mean over a bag's cells, the features that trees find of use, and trees on those."""

from dataclasses import dataclass

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier

from clinicell.baselines._elastic_net import balance
from clinicell.baselines._features import Floats, Rows, content_order, known, targets
from clinicell.baselines._model import ModelCard
from clinicell.baselines._probability import Platt, crossed, platt, scored
from clinicell.baselines._pseudobulk import Pseudobulk
from clinicell.errors import InputError
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._prediction import Prediction
from clinicell.tasks._task import Task

CARD = ModelCard(
    title="Pseudobulk boosted trees",
    summary=(
        "Mean over a sample's cells; boosted trees of depth 2 rank the features by their gain, and trees grown anew on "
        "the best 8 or 32 or on all answer, as inner cross-validation over training samples decides."
    ),
    tasks=("response",),
    is_stochastic=False,
    source="doi:10.1214/aos/1013203451",
)
KEPT = (8, 32)  # numbers of features tried beside all of them
N_PARTS = 5


@dataclass(frozen=True, slots=True)
class Trees:
    """Trees on some of the features."""

    kept: Rows
    grown: GradientBoostingClassifier

    def __call__(self, rows: Floats) -> Floats:
        """Return log odds under balanced classes, shape (n_rows,), of rows x all features."""
        return np.asarray(self.grown.decision_function(rows[:, self.kept]))


class PseudobulkBoostedTrees:
    """Features are ranked anew in every inner fit: no sample is scored by features that it helped to choose.

    Probabilities come from the scores of the samples that an inner fold held out.
    """

    def __init__(self) -> None:
        self._bulk: Pseudobulk | None = None

    def fit(self, train: Cohort, task: Task, *, seed: int) -> None:
        """Choose the features and grow the trees on the labelled samples.

        Raises
        ------
        InputError
            No sample has a known label, or all known ones are of one class.
        """
        rows, label = known(train)
        self._bulk, bulk = Pseudobulk.of(train, rows)
        order = content_order(bulk, label)
        bulk, label = bulk[order], label[order]
        self._targets = targets(train)
        n_kept, held_out = chosen(bulk, label)
        self._trees = selected_and_grown(bulk, label, (n_kept,))[0]
        self._platt: Platt | None = platt(held_out, label) if task.probability else None

    def predict(self, test: Cohort, task: Task) -> Prediction:
        """Return log odds of the target under balanced classes, and its probability, samples x 1.

        Raises
        ------
        InputError
            The model was not fitted, or the cells lack features of the training.
        """
        if self._bulk is None:
            raise InputError("the model was asked before it was fitted; call fit first")
        return scored(test, self._targets, self._trees(self._bulk(test)), self._platt)


def chosen(rows: Floats, label: Floats) -> tuple[int, Floats]:
    """Return how many features have the smallest held-out loss, and the held-out log odds with that many.

    With fewer samples than inner folds in a class nothing is held out: all features are kept, and the log odds are NaN.
    """
    sizes = (*(n for n in KEPT if n < rows.shape[1]), rows.shape[1])
    held_out = np.full((len(label), len(sizes)), np.nan)

    def score_of(learnt: Rows, asked: Rows) -> Floats:
        grown = selected_and_grown(rows[learnt], label[learnt], sizes)
        logits: Floats = np.stack([trees(rows[asked]) for trees in grown], axis=1)
        held_out[asked] = logits
        return logits[:, -1]

    n_parts = int(min(N_PARTS, label.sum(), (1 - label).sum()))
    if n_parts < 2:
        return rows.shape[1], held_out[:, -1]
    crossed(score_of, label, n_parts=n_parts)
    loss = balance(label) @ (np.logaddexp(0, held_out) - label[:, None] * held_out)
    best = int(np.argmin(loss))
    return sizes[best], held_out[:, best]


def selected_and_grown(rows: Floats, label: Floats, sizes: tuple[int, ...]) -> list[Trees]:
    """Return trees for each number of features to keep; the features are ranked by the gain of trees on all."""
    every = np.arange(rows.shape[1])
    on_all = Trees(every, _grown(rows, label))
    rank = np.argsort(-on_all.grown.feature_importances_, kind="stable")
    made = []
    for n in sizes:
        kept = np.sort(rank[:n])
        made.append(on_all if n == len(every) else Trees(kept, _grown(rows[:, kept], label)))
    return made


def _grown(rows: Floats, label: Floats) -> GradientBoostingClassifier:
    # random_state is fixed: it only decides between splits of equal gain, the same for all seeds
    return GradientBoostingClassifier(
        n_estimators=60, max_depth=2, learning_rate=0.1, min_samples_leaf=2, random_state=0
    ).fit(rows, label, sample_weight=balance(label))


MODEL = PseudobulkBoostedTrees

"""Gradient-boosted trees on single cells."""

from sklearn.ensemble import HistGradientBoostingClassifier

from clinicell.baselines._features import answer, content_order, features, known, targets
from clinicell.baselines._model import ModelCard
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._prediction import Prediction
from clinicell.tasks._task import Task

CARD = ModelCard(
    title="Boosted trees",
    summary="Gradient-boosted histogram trees (100 rounds of 8 leaves, 63 bins) on cells, classes weighted equally.",
    tasks=("mrd",),
    is_stochastic=False,
    source="doi:10.1214/aos/1013203451",
)


class BoostedTrees:
    """A fixed number of rounds and no early stopping: nothing is drawn by lot, and no cell is set aside."""

    def fit(self, train: Cohort, task: Task, *, seed: int) -> None:
        """Grow the trees on the labelled cells; one class only raises `InputError`."""
        rows, label = known(train)
        cells = features(train.units)[rows]
        order = content_order(cells, label)
        self._targets = targets(train)
        # random_state is fixed: beyond 200,000 cells the bins' edges come from a draw of them, the same for all seeds
        self._trees = HistGradientBoostingClassifier(
            max_iter=100, max_leaf_nodes=8, max_bins=63, class_weight="balanced", early_stopping=False, random_state=0
        ).fit(cells[order], label[order])

    def predict(self, test: Cohort, task: Task) -> Prediction:
        """Return log odds of the target, cells x 1."""
        return Prediction.main(answer(test, self._targets, self._trees.decision_function(features(test.units))))


MODEL = BoostedTrees

"""Isolation forest on the normal cells."""

from sklearn.ensemble import IsolationForest

from clinicell.baselines._features import Floats
from clinicell.baselines._model import ModelCard
from clinicell.baselines._novelty import Novelty

CARD = ModelCard(
    title="Isolation forest",
    summary="How few random cuts part a cell from the training cells labelled normal, over 200 trees of 256 cells.",
    tasks=("mrd",),
    source="doi:10.1109/ICDM.2008.17",
)


class Forest:
    """Trees of random cuts (Liu, Ting and Zhou 2008)."""

    def fit(self, cells: Floats, *, seed: int) -> None:
        """Grow the trees on normal cells, (n_cells, n_features)."""
        self._trees = IsolationForest(n_estimators=200, max_samples=min(256, len(cells)), random_state=seed).fit(cells)

    def score(self, cells: Floats) -> Floats:
        """Return the anomaly score in (0, 1), (n_cells,)."""
        score: Floats = -self._trees.score_samples(cells)
        return score


def MODEL() -> Novelty:
    """Return a fresh model."""
    return Novelty(Forest())

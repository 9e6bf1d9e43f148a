"""The distance to the nearest normal cells."""

from sklearn.neighbors import NearestNeighbors

from clinicell.baselines._features import Floats
from clinicell.baselines._model import ModelCard
from clinicell.baselines._novelty import Novelty

CARD = ModelCard(
    title="kNN distance",
    summary="Mean distance to the 20 nearest of the training cells labelled normal; sees no cell looked for.",
    tasks=("mrd",),
    is_stochastic=False,
    source="doi:10.1145/342009.335437",
)
N_NEIGHBOURS = 20


class Neighbours:
    """Mean distance to the nearest cells (Ramaswamy et al. 2000 take the farthest of them; the mean is smoother)."""

    def fit(self, cells: Floats, *, seed: int) -> None:
        """Keep the normal cells, (n_cells, n_features)."""
        self._index = NearestNeighbors(n_neighbors=min(N_NEIGHBOURS, len(cells))).fit(cells)

    def score(self, cells: Floats) -> Floats:
        """Return the mean distance, (n_cells,)."""
        distance, _ = self._index.kneighbors(cells)
        mean: Floats = distance.mean(axis=1)
        return mean


def MODEL() -> Novelty:
    """Return a fresh model."""
    return Novelty(Neighbours())

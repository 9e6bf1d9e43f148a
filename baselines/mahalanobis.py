"""The Mahalanobis distance from the normal cells."""

from sklearn.covariance import LedoitWolf

from clinicell.baselines._features import Floats
from clinicell.baselines._model import ModelCard
from clinicell.baselines._novelty import Novelty

CARD = ModelCard(
    title="Mahalanobis distance",
    summary="Distance from the mean of the training cells labelled normal, by their shrunken covariance.",
    tasks=("mrd",),
    is_stochastic=False,
    source="doi:10.1016/S0047-259X(03)00096-4",
)


class Ellipsoid:
    """One mean and one covariance, shrunken as Ledoit and Wolf (2004) say."""

    def fit(self, cells: Floats, *, seed: int) -> None:
        """Learn mean and covariance of the normal cells, (n_cells, n_features)."""
        self._normal = LedoitWolf().fit(cells)

    def score(self, cells: Floats) -> Floats:
        """Return the squared distance, (n_cells,)."""
        squared: Floats = self._normal.mahalanobis(cells)
        return squared


def MODEL() -> Novelty:
    """Return a fresh model."""
    return Novelty(Ellipsoid())

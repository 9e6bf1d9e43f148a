"""A mixture of Gaussians of the normal cells."""

from sklearn.mixture import GaussianMixture

from clinicell.baselines._features import Floats
from clinicell.baselines._model import ModelCard
from clinicell.baselines._novelty import Novelty

CARD = ModelCard(
    title="Gaussian mixture",
    summary="How unlikely a cell is under a mixture of ten Gaussians of the training cells labelled normal.",
    tasks=("mrd",),
    source="doi:10.1038/s43856-024-00700-x",
)
N_GAUSSIANS = 10


class Mixture:
    """Ten Gaussians with covariances of their own, as in pipelines for measurable residual disease by cytometry."""

    def fit(self, cells: Floats, *, seed: int) -> None:
        """Learn the mixture of normal cells, (n_cells, n_features)."""
        n_gaussians = max(1, min(N_GAUSSIANS, len(cells) // (5 * cells.shape[1])))
        self._mixture = GaussianMixture(
            n_gaussians, covariance_type="full", reg_covar=1e-3, max_iter=200, random_state=seed
        ).fit(cells)

    def score(self, cells: Floats) -> Floats:
        """Return minus the log density in nats, (n_cells,)."""
        surprise: Floats = -self._mixture.score_samples(cells)
        return surprise


def MODEL() -> Novelty:
    """Return a fresh model."""
    return Novelty(Mixture())

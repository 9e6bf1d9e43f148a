"""One-class support vector machine on the normal cells."""

from sklearn.svm import OneClassSVM

from clinicell.baselines._features import Floats
from clinicell.baselines._model import ModelCard
from clinicell.baselines._novelty import Novelty

CARD = ModelCard(
    title="One-class SVM",
    summary="Which side of a Gaussian-kernel boundary around 3,000 training cells labelled normal a cell lies on.",
    tasks=("mrd",),
    is_stochastic=False,
    source="doi:10.1162/089976601750264965",
)
N_CELLS = 3_000  # the kernel matrix grows with their square


class Boundary:
    """A boundary that a twentieth of the normal cells may lie outside of (Schoelkopf et al. 2001)."""

    def fit(self, cells: Floats, *, seed: int) -> None:
        """Learn the boundary of the normal cells, (n_cells, n_features)."""
        self._svm = OneClassSVM(kernel="rbf", gamma="scale", nu=0.05).fit(cells)

    def score(self, cells: Floats) -> Floats:
        """Return how far outside a cell lies, (n_cells,)."""
        outside: Floats = -self._svm.decision_function(cells)
        return outside


def MODEL() -> Novelty:
    """Return a fresh model."""
    return Novelty(Boundary(), n_cells=N_CELLS)

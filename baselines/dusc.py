"""DUSC: cells clustered by what a denoising autoencoder learns of them when the features are its training samples.

Written from the published description of DAWN, its autoencoder, without any of its code. The original reads expression;
this model reads genotypes, the only slot of the task, missing entries at the site's mean. `latent` takes any matrix of
cells x features. Weka's clustering, which the authors use, is replaced by scikit-learn's. See `docs/models/dusc.md`.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit
from sklearn.mixture import GaussianMixture

from clinicell.baselines._features import Codes, Rows, answer, content_order, genotype, targets
from clinicell.baselines._model import ModelCard
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._prediction import Prediction
from clinicell.tasks._task import Task

CARD = ModelCard(
    title="DUSC",
    summary=(
        "A denoising autoencoder with tied weights learns from the sites as samples; a cell's features are its row of "
        "the weights, clustered by a Gaussian mixture."
    ),
    tasks=("subclone",),
    source="doi:10.1261/rna.074427.119",
)
VARIANCE_KEPT = 0.95  # decides the number of hidden units
CORRUPTED = 0.1  # of a sample's entries, set to 0
LEARNING_RATE = 0.05
BATCH_SIZE = 20
EPOCHS = 250
PARTS = 10  # of the cells, each held out once to choose the number of clusters
MOST_CLONES = 30

Floats = NDArray[np.float64]


def n_hidden(matrix: Floats) -> int:
    """Return how many principal components hold 95 % of the variance of cells x features, at least 1."""
    variance = np.linalg.svd(matrix - matrix.mean(axis=0), compute_uv=False) ** 2
    if not variance.sum():
        return 1
    return int(np.searchsorted(np.cumsum(variance) / variance.sum(), VARIANCE_KEPT - 1e-12)) + 1


def latent(matrix: Floats, *, seed: int) -> Floats:
    """Return cells x hidden units: the rows of the weights, not activations.

    Each feature is brought to [0, 1], and is one training sample with a value for each cell. Hidden units are
    sigmoid(x W + b), the reconstruction sigmoid(h W' + c); the loss is the cross-entropy, summed over cells, averaged
    over a batch. Plain gradient descent, batches in the order of the features, the last one dropped unless it is
    full.

    Parameters
    ----------
    matrix
        Shape (n_cells, n_features); a feature without any spread is left out.
    """
    spread = np.ptp(matrix, axis=0) if len(matrix) else np.zeros(matrix.shape[1])
    matrix = matrix[:, spread > 0]
    n_cells, n_units = len(matrix), n_hidden(matrix) if matrix.size else 1
    samples = ((matrix - matrix.min(axis=0)) / spread[spread > 0]).T if matrix.size else np.empty((0, n_cells))
    rng = np.random.default_rng(seed)
    bound = 4 * np.sqrt(6 / (n_units + n_cells))
    weights = rng.uniform(-bound, bound, (n_cells, n_units))
    hidden_bias, visible_bias = np.zeros(n_units), np.zeros(n_cells)
    size = min(BATCH_SIZE, max(len(samples), 1))
    for _ in range(EPOCHS):
        for start in range(0, len(samples) - size + 1, size):
            batch = samples[start : start + size]
            given = batch * (rng.random(batch.shape) >= CORRUPTED)
            hidden = expit(given @ weights + hidden_bias)
            at_visible = (expit(hidden @ weights.T + visible_bias) - batch) / size  # the loss's slope
            at_hidden = (at_visible @ weights) * hidden * (1 - hidden)
            weights -= LEARNING_RATE * (given.T @ at_hidden + at_visible.T @ hidden)
            hidden_bias -= LEARNING_RATE * at_hidden.sum(axis=0)
            visible_bias -= LEARNING_RATE * at_visible.sum(axis=0)
    return weights


def clusters(features: Floats, *, seed: int, number: int | None = None) -> Rows:
    """Return a cluster of each cell, shape (n_cells,), from a mixture of Gaussians with diagonal covariances.

    Without a `number`, clusters are added as long as cells that were held out become likelier, 10 parts in turn.
    """
    n_cells = len(features)
    if number is None:
        number = 1
        if n_cells >= 2 * PARTS:
            part = np.random.default_rng(seed).permutation(n_cells) % PARTS
            best = _held_out(features, part, 1, seed)
            while number < min(MOST_CLONES, n_cells // 2):
                likelihood = _held_out(features, part, number + 1, seed)
                if likelihood <= best:
                    break
                number, best = number + 1, likelihood
    if n_cells < 2:
        return np.zeros(n_cells, dtype=np.intp)
    found: Rows = _mixture(number, seed).fit(features).predict(features).astype(np.intp)
    return found


def filled(sites: Codes) -> Floats:
    """Return genotypes as numbers, missing entries at the mean of the site; 0 where nobody saw anything."""
    seen = sites >= 0
    mean = np.where(seen, sites, 0).sum(axis=0) / np.maximum(seen.sum(axis=0), 1)
    return np.asarray(np.where(seen, sites, mean), dtype=np.float64)


def _held_out(features: Floats, part: Rows, number: int, seed: int) -> float:
    return float(
        np.mean([_mixture(number, seed).fit(features[part != k]).score(features[part == k]) for k in range(PARTS)])
    )


def _mixture(number: int, seed: int) -> GaussianMixture:
    return GaussianMixture(number, covariance_type="diag", reg_covar=1e-4, random_state=seed)


class DUSC:
    """Learns from the tumour that it is asked about, cell by cell in an order that their content decides."""

    def fit(self, train: Cohort, task: Task, *, seed: int) -> None:
        """Note the target's name, and the seed."""
        self._targets, self._seed = targets(train), seed

    def predict(self, test: Cohort, task: Task) -> Prediction:
        """Return a clone's code for each cell, cells x 1."""
        sites = genotype(test.units)
        order = content_order(sites)
        code = np.empty(len(sites), dtype=np.intp)
        code[order] = clusters(latent(filled(sites[order]), seed=self._seed), seed=self._seed)
        return Prediction.main(answer(test, self._targets, code))


MODEL = DUSC

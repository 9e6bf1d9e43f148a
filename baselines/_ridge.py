"""Ridge regression of many targets on few lines and many genes, the penalty chosen by leave-one-out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

PENALTIES = tuple(10.0**power for power in np.arange(-2.0, 2.25, 0.5))  # times the number of genes


@dataclass(frozen=True, slots=True)
class Ridge:
    """A linear map: ``genes @ weights + intercept``; `error` is the root mean square of what left-out lines miss by."""

    weights: Floats  # (n_genes, n_targets)
    intercept: Floats  # (n_targets,)
    error: Floats  # (n_targets,), NaN with fewer than 3 lines

    def __call__(self, genes: Floats) -> Floats:
        """Return the predictions, shape (n_units, n_targets)."""
        return genes @ self.weights + self.intercept


def ridge(genes: Floats, response: Floats) -> Ridge:
    """Return one ridge regression per column of `response`, each on the lines where it was measured.

    The penalty is the one of `PENALTIES` (times the number of genes) with the smallest mean squared error of the
    lines left out one at a time, which has a closed form. A target with fewer than 3 lines is predicted by its mean;
    one without any is NaN.

    Parameters
    ----------
    genes
        Shape (n_lines, n_genes), finite.
    response
        Shape (n_lines, n_targets), NaN where not measured.

    References
    ----------
    Golub, Heath and Wahba (1979), doi:10.1080/00401706.1979.10489751.
    """
    n_targets = response.shape[1]
    weights, (intercept, error) = np.zeros((genes.shape[1], n_targets)), np.full((2, n_targets), np.nan)
    patterns, pattern_of = np.unique(np.isfinite(response), axis=1, return_inverse=True)
    for number, is_measured in enumerate(patterns.T):
        columns = np.flatnonzero(pattern_of.ravel() == number)
        if is_measured.any():
            block = response[np.ix_(is_measured, columns)]
            weights[:, columns], intercept[columns], error[columns] = _ridge_of_complete(genes[is_measured], block)
    return Ridge(weights, intercept, error)


def _ridge_of_complete(genes: Floats, response: Floats) -> tuple[Floats, Floats, Floats]:
    mean_gene, mean_response = genes.mean(axis=0), response.mean(axis=0)
    if len(genes) < 3:
        return np.zeros((genes.shape[1], response.shape[1])), mean_response, np.full(response.shape[1], np.nan)
    centred, rest = genes - mean_gene, response - mean_response
    value, vector = np.linalg.eigh(centred @ centred.T)  # (n_lines,), (n_lines, n_lines)
    rotated = vector.T @ rest
    errors, duals = [], []
    for penalty in PENALTIES:
        shrink = penalty * genes.shape[1] / (value.clip(min=0) + penalty * genes.shape[1])
        residual = vector @ (shrink[:, None] * rotated)
        leverage = 1 - 1 / len(genes) - (vector**2) @ (1 - shrink)  # one degree of freedom goes to the mean
        errors.append(np.mean((residual / leverage[:, None]) ** 2, axis=0))
        duals.append(residual / (penalty * genes.shape[1]))
    best = np.argmin(np.stack(errors), axis=0)
    dual = np.stack(duals)[best, :, np.arange(response.shape[1])].T  # (n_lines, n_targets)
    slope = centred.T @ dual
    return slope, mean_response - mean_gene @ slope, np.sqrt(np.min(np.stack(errors), axis=0))

"""k-modes: k-means for categories, the most frequent observed genotype in place of the mean."""

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import silhouette_score

from clinicell.baselines._features import Codes, answer, content_order, genotype, targets
from clinicell.baselines._model import ModelCard
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._prediction import Prediction
from clinicell.tasks._task import Task

NUMBERS_OF_CLONES = (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 18, 20, 25, 30)
STARTS = 3
MOST_STEPS = 30
GENOTYPES = (0, 1, 2)

CARD = ModelCard(
    title="k-modes",
    summary=(
        "k-modes on observed genotypes; the number of clones (2 to 30) has the largest mean silhouette on the share of "
        "differing entries among those seen in both cells. It never answers one clone."
    ),
    tasks=("subclone",),
    source="doi:10.1023/A:1009769707641",
)

Floats = NDArray[np.float64]
Integers = NDArray[np.intp]


def clones(sites: Codes, *, seed: int) -> Integers:
    """Return a clone's code for each cell, shape (n_cells,).

    Fewer than 3 cells are one clone, and so are cells that do not differ in any entry seen in both.

    Parameters
    ----------
    sites
        -1 not observed, 0 reference, 1 heterozygous, 2 homozygous; shape (n_cells, n_sites).
    """
    code = np.zeros(len(sites), dtype=np.intp)
    if len(sites) < 3:
        return code
    distance = differing_share(sites)
    if not distance.any():
        return code
    one_hot = np.stack([sites == value for value in GENOTYPES]).astype(np.float32)  # (3, n_cells, n_sites)
    rng, widest = np.random.default_rng(seed), -np.inf
    for number in (number for number in NUMBERS_OF_CLONES if number < len(sites)):
        found = min((_k_modes(one_hot, distance, number, rng) for _ in range(STARTS)), key=lambda one: one[0])[1]
        n_found = np.unique(found).size
        if 1 < n_found < len(sites):
            silhouette = float(silhouette_score(distance, found, metric="precomputed"))
            if silhouette > widest:
                widest, code = silhouette, found
    return np.unique(code, return_inverse=True)[1]


def differing_share(sites: Codes) -> Floats:
    """Return cells x cells: the share of differing entries among those seen in both; 0.5 where there is none."""
    is_seen = (sites >= 0).astype(np.float32)
    equal = np.zeros((len(sites), len(sites)), dtype=np.float32)
    for value in GENOTYPES:
        has_value = (sites == value).astype(np.float32)
        equal += has_value @ has_value.T
    both = (is_seen @ is_seen.T).astype(np.float64)
    share: Floats = np.divide(both - equal, both, out=np.full(both.shape, 0.5), where=both > 0)
    np.fill_diagonal(share, 0.0)
    return share


def _k_modes(
    one_hot: NDArray[np.float32], distance: Floats, number: int, rng: np.random.Generator
) -> tuple[float, Integers]:
    """Return the number of entries that differ from their clone's mode, and the codes."""
    most_frequent = one_hot.sum(axis=1).argmax(axis=0)  # (n_sites,), where a clone has seen nothing
    modes = one_hot[:, _spread(distance, number, rng)]  # (3, n_clones, n_sites)
    n_seen, code = one_hot.sum(axis=(0, 2)), np.full(one_hot.shape[1], -1, dtype=np.intp)
    for _ in range(MOST_STEPS):
        agreeing = np.einsum("vns,vks->nk", one_hot, modes, optimize=True)
        new = agreeing.argmax(axis=1)
        if (new == code).all():
            break
        code = new
        counts = np.stack([np.eye(number, dtype=np.float32)[code].T @ of_value for of_value in one_hot])
        mode = np.where(counts.sum(axis=0) > 0, counts.argmax(axis=0), most_frequent)  # (n_clones, n_sites)
        modes = np.stack([mode == value for value in GENOTYPES]).astype(np.float32)
    return float((n_seen - agreeing.max(axis=1)).sum()), code


def _spread(distance: Floats, number: int, rng: np.random.Generator) -> Integers:
    """Return `number` cells to start from, each drawn in proportion to its squared distance to those before it."""
    chosen = [int(rng.integers(len(distance)))]
    while len(chosen) < number:
        nearest = distance[:, chosen].min(axis=1) ** 2
        total = nearest.sum()
        chosen.append(int(rng.choice(len(distance), p=nearest / total if total > 0 else None)))
    return np.array(chosen, dtype=np.intp)


class KModes:
    """Nothing is taught: the cells are partitioned as they come, in an order that their content decides."""

    def fit(self, train: Cohort, task: Task, *, seed: int) -> None:
        """Note the target's name, and the seed of the starts."""
        self._targets, self._seed = targets(train), seed

    def predict(self, test: Cohort, task: Task) -> Prediction:
        """Return a clone's code for each cell, cells x 1."""
        sites = genotype(test.units)
        order = content_order(sites)
        code = np.empty(len(sites), dtype=np.intp)
        code[order] = clones(sites[order], seed=self._seed)
        return Prediction.main(answer(test, self._targets, code))


MODEL = KModes

"""k-modes: k-means for categories, the most frequent observed genotype in place of the mean."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import entr, gammaln

from clinicell.baselines._clone_answers import clones_prediction
from clinicell.baselines._features import Codes, content_order, genotype, targets
from clinicell.baselines._model import ModelCard
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._prediction import Prediction
from clinicell.tasks._task import Task

NUMBERS_OF_CLONES = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 18, 20, 25, 30)
STARTS = 3
MOST_STEPS = 30
GENOTYPES = (0, 1, 2)

CARD = ModelCard(
    title="k-modes",
    summary=(
        "k-modes on observed genotypes; the number of clones (1 to 30) is the one with which cells, modes and "
        "differing entries are written down in the fewest nats."
    ),
    tasks=("subclone",),
    source="doi:10.1023/A:1009769707641",
)

Floats = NDArray[np.float64]
Integers = NDArray[np.intp]


def clones(sites: Codes, *, seed: int) -> Integers:
    """Return a clone's code for each cell, shape (n_cells,).

    Of 1 to 30 clones (fewer than cells), the best of three starts each, the partition of the smallest
    `description_length` is returned. Fewer than 3 cells are one clone. A silhouette was tried first, on simulated
    trees: it finds 2 to 4 clones where there are 10 or 20, because clones of one tree are nested. The length takes
    errors to strike all entries alike: dropouts, which strike mutated ones only, can look like clones.

    Parameters
    ----------
    sites
        -1 not observed, 0 reference, 1 heterozygous, 2 homozygous; shape (n_cells, n_sites).
    """
    code = np.zeros(len(sites), dtype=np.intp)
    if len(sites) < 3:
        return code
    distance = differing_share(sites)
    one_hot = np.stack([sites == value for value in GENOTYPES]).astype(np.float32)  # (3, n_cells, n_sites)
    rng, shortest = np.random.default_rng(seed), np.inf
    for number in (number for number in NUMBERS_OF_CLONES if number < len(sites)):
        found = min((_k_modes(one_hot, distance, number, rng) for _ in range(STARTS)), key=lambda one: one[0])[1]
        length = description_length(one_hot, found)
        if length < shortest:
            shortest, code = length, found
    return np.unique(code, return_inverse=True)[1]


def description_length(one_hot: NDArray[np.float32], code: Integers) -> float:
    """Return the nats in which cells, modes and differing entries can be written down.

    Cells: the logarithm of the number of clones each. Sites: a Chinese restaurant process of concentration 1 over
    patterns (the clones' modes at the site), each new pattern one of V^K, with V the number of genotypes in the data.
    Entries: the entropy of whether they differ from the mode, and, if so, which of the V - 1 others they are.

    Parameters
    ----------
    one_hot
        Whether an entry is 0, 1, 2; shape (3, n_cells, n_sites); all 0 where nothing was seen.
    """
    clone = np.unique(code, return_inverse=True)[1]
    n_clones, n_values = int(clone.max()) + 1, max(2, int(one_hot.any(axis=(1, 2)).sum()))
    mode = _modes(one_hot, clone, n_clones)
    n_seen = float(one_hot.sum())
    n_equal = float(np.take_along_axis(one_hot, mode[clone][None], axis=0).sum())
    entries = float(entr([n_equal / n_seen, 1 - n_equal / n_seen]).sum()) * n_seen if n_seen else 0.0
    entries += (n_seen - n_equal) * np.log(n_values - 1)
    sharing = np.unique(mode, axis=1, return_counts=True)[1]  # sites per pattern
    patterns = gammaln(mode.shape[1] + 1) - gammaln(sharing).sum() + sharing.size * n_clones * np.log(n_values)
    return float(entries + patterns + len(clone) * np.log(n_clones))


def _modes(one_hot: NDArray[np.float32], code: Integers, n_clones: int) -> Integers:
    """Return clones x sites: the most frequent genotype, of all cells where the clone's have seen nothing."""
    member = np.eye(n_clones, dtype=np.float32)[code]
    counts = np.stack([member.T @ of_value for of_value in one_hot])
    most_frequent = one_hot.sum(axis=1).argmax(axis=0)  # (n_sites,)
    mode: Integers = np.where(counts.sum(axis=0) > 0, counts.argmax(axis=0), most_frequent)
    return mode


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
    modes = one_hot[:, _spread(distance, number, rng)]  # (3, n_clones, n_sites)
    n_seen, code = one_hot.sum(axis=(0, 2)), np.full(one_hot.shape[1], -1, dtype=np.intp)
    for _ in range(MOST_STEPS):
        agreeing = np.einsum("vns,vks->nk", one_hot, modes, optimize=True)
        new = agreeing.argmax(axis=1)
        if (new == code).all():
            break
        code = new
        mode = _modes(one_hot, code, number)
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
        """Return a clone's code for each cell, its clone's mode as its genotype, and the tree of the clones."""
        sites = genotype(test.units)
        order = content_order(sites)
        code = np.empty(len(sites), dtype=np.intp)
        code[order] = clones(sites[order], seed=self._seed)
        one_hot = np.stack([sites == value for value in GENOTYPES]).astype(np.float32)  # (3, n_cells, n_sites)
        mutated = np.minimum(_modes(one_hot, code, int(code.max(initial=0)) + 1), 1)[code].astype(np.float64)
        return clones_prediction(test, self._targets, code, mutated)


MODEL = KModes

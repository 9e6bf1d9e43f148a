"""CellCnn: a network that looks at a handful of cells at once and learns which of them tell the classes apart."""

from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import pdist, squareform
from sklearn.neighbors import NearestNeighbors
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits

from clinicell.baselines._features import Floats, Rows, answer, bag_rows, content_order, known, targets
from clinicell.baselines._model import ModelCard
from clinicell.baselines._space import Space
from clinicell.baselines._training import Dropout, Training, device_of, folds, generator_of, linear, train
from clinicell.errors import InputError
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._prediction import Prediction
from clinicell.tasks._task import Task

CARD = ModelCard(
    title="CellCnn",
    summary=(
        "Filters over sets of 200 cells, the mean of the strongest responses read as one class; a cell is scored by "
        "the filter on which several networks agree, a sample by the mean of the best three networks."
    ),
    tasks=("mrd", "response"),
    source="doi:10.1038/ncomms14825",
)
POOLED_PERCENT = (0.01, 1.0, 5.0, 20.0, 100.0)  # in turn, one for each network
HELD_OUT = 5  # one part of five
GOOD_ACCURACY = 0.95
FEWEST_NETWORKS = 3
SAME_FILTER = 0.4  # cosine distance below which filters of two networks are one
OUTLIER_SHARE = 0.5  # of a set of the class looked for that is drawn from its outliers, where they are sought
OUTLIER_POOL = 0.1  # of the class looked for
N_CONTROLS = 2_000  # cells that outliers are measured against


@dataclass(frozen=True, slots=True, kw_only=True)
class Sets:
    """How sets of cells are drawn, and how many networks are tried.

    Parameters
    ----------
    n_cells
        Cells in a set.
    n_sets
        Sets of each class.
    n_networks
        Networks, each with its own number of filters, learning rate and pooling.
    """

    n_cells: int = 200
    n_sets: int = 250
    n_networks: int = 15


class Network(nn.Module):
    """One linear filter bank over cells, the mean of its top responses in a set, one logit."""

    def __init__(
        self, n_inputs: int, n_filters: int, percent: float, generator: torch.Generator, noise: torch.Generator
    ) -> None:
        super().__init__()
        self.percent = percent
        self.filters = linear(n_inputs, n_filters, generator)
        self.drop = Dropout(0.5 if n_filters > 5 else 0.0, noise)
        self.read = linear(n_filters, 1, generator)

    def pooled(self, cells: Tensor) -> Tensor:
        """Return the mean of the strongest responses, (n_sets, n_filters), of (n_sets, n_cells, n_inputs)."""
        n_top = max(1, int(self.percent / 100 * cells.shape[1]))
        return torch.relu(self.filters(cells)).topk(n_top, dim=1).values.mean(dim=1)

    def forward(self, cells: Tensor) -> Tensor:
        """Return the logit per set, (n_sets,), of (n_sets, n_cells, n_inputs)."""
        logit: Tensor = self.read(self.drop(self.pooled(cells))).squeeze(1)
        return logit


@dataclass(frozen=True, slots=True)
class Trained:
    """A network, its accuracy on the sets held out, and by how much each filter's response differs there."""

    network: Network
    accuracy: float
    difference: Floats


class CellCnn:
    """Learns from labels of samples; a cell's score is the response of the filter that tells the classes apart best.

    Where labels belong to cells, the cells of each label are one sample.
    """

    def __init__(self, training: Training | None = None, sets: Sets | None = None) -> None:
        self.training = training or Training(max_epochs=20, patience=5, batch_size=50, weight_decay=1e-4)
        self.sets = sets or Sets()
        self._space: Space | None = None

    def fit(self, train: Cohort, task: Task, *, seed: int) -> None:
        """Learn from the samples (or cells) whose label is known.

        Raises
        ------
        InputError
            The known labels are of one class, a class has fewer than five cells, or a feature is not finite.
        """
        rows, label = known(train)
        if task.unit == "cell":
            samples, label = [rows[label == one] for one in (0, 1)], np.array([0.0, 1.0])
        else:
            bags = bag_rows(train)
            samples = [bags[row] for row in rows]
        self._space = Space.of(train, np.unique(np.concatenate(samples)))
        cells = self._space.inputs(train)
        samples = [sample[content_order(cells[sample])] for sample in samples]
        self._targets = targets(train)
        kept, held = _parts(samples, label, seed)
        pools = _outliers(cells, kept, label) if task.unit == "cell" else None
        device = device_of(self.training)
        learn = _drawn(cells, kept, label, self.sets, np.random.default_rng([seed, 1]), pools)
        judge = _drawn(cells, held, label, self.sets, np.random.default_rng([seed, 2]), None)
        tried = [
            _trained((learn, judge), number, self.sets, self.training, seed, device)
            for number in range(self.sets.n_networks)
        ]
        tried.sort(key=lambda one: -one.accuracy)
        n_good = max(FEWEST_NETWORKS, sum(one.accuracy >= GOOD_ACCURACY for one in tried))
        self._networks = [one.network for one in tried[:FEWEST_NETWORKS]]
        self._filter = consensus(tried[:n_good])

    def predict(self, test: Cohort, task: Task) -> Prediction:
        """Return a response per cell, or the mean log odds of the best networks per sample, x 1.

        Raises
        ------
        InputError
            The model was not fitted, or the cells have another number of features.
        """
        if self._space is None:
            raise InputError("the model was asked before it was fitted; call fit first")
        cells = self._space.inputs(test)
        if task.unit == "cell":
            return Prediction.main(answer(test, self._targets, cells.astype(np.float64) @ self._filter))
        with torch.no_grad():
            scores = [self._of_sample(torch.from_numpy(cells[rows])[None]) for rows in bag_rows(test)]
        return Prediction.main(answer(test, self._targets, np.array(scores)))

    def _of_sample(self, cells: Tensor) -> float:
        device = self._networks[0].read.weight.device
        return float(np.mean([float(network(cells.to(device))) for network in self._networks]))


def consensus(networks: list[Trained]) -> Floats:
    """Return the weights of the filter on which the networks agree and that responds most to the class looked for.

    The filters are clustered by cosine distance (average linkage, cut at 0.4); a cluster stands for itself by its
    medoid, and the one whose members' responses differ most between the classes, summed, is taken.

    Returns
    -------
    Floats
        Of length 1, shape (n_inputs,): a response's height means nothing across networks.
    """
    weights = np.concatenate([one.network.filters.weight.detach().cpu().numpy() for one in networks]).astype(float)
    difference = np.concatenate([one.difference for one in networks])
    weights /= np.maximum(np.linalg.norm(weights, axis=1, keepdims=True), 1e-12)
    if len(weights) == 1:
        return np.asarray(weights[0])
    apart = pdist(weights, "cosine")
    cluster = fcluster(linkage(apart, "average"), SAME_FILTER, "distance")
    best = max(np.unique(cluster).tolist(), key=lambda c: float(difference[cluster == c].sum()))
    members = np.flatnonzero(cluster == best)
    between = squareform(apart)[np.ix_(members, members)]
    return np.asarray(weights[members[int(between.sum(axis=1).argmin())]])


def _parts(samples: list[Rows], label: Floats, seed: int) -> tuple[list[Rows], list[Rows]]:
    """Return what is learnt from and what is held out: whole samples where each class has five, else cells of each."""
    if min(label.sum(), (1 - label).sum()) >= HELD_OUT:
        out = set(folds(len(label), HELD_OUT, generator_of(seed, 0), strata=torch.from_numpy(label))[0].tolist())
        none = np.array([], dtype=np.intp)
        return (
            [none if number in out else rows for number, rows in enumerate(samples)],
            [rows if number in out else none for number, rows in enumerate(samples)],
        )
    fewest = min(len(rows) for rows in samples)
    if fewest < HELD_OUT:
        raise InputError(f"a sample or class has {fewest} cells; the model needs {HELD_OUT}")
    parts = [folds(len(rows), HELD_OUT, generator_of(seed, 0, number)) for number, rows in enumerate(samples)]
    return (
        [rows[torch.cat(part[1:]).sort().values.numpy()] for rows, part in zip(samples, parts, strict=True)],
        [rows[part[0].numpy()] for rows, part in zip(samples, parts, strict=True)],
    )


def _outliers(cells: NDArray[np.float32], samples: list[Rows], label: Floats) -> list[Rows]:
    """Return the tenth of each sample of class 1 that lies farthest from the cells of class 0."""
    control = np.concatenate([rows for rows, y in zip(samples, label, strict=True) if y == 0])
    control = control[:: max(1, len(control) // N_CONTROLS)]
    index = NearestNeighbors(n_neighbors=1).fit(cells[control])
    pools = []
    for rows, y in zip(samples, label, strict=True):
        distance = index.kneighbors(cells[rows])[0][:, 0] if y else np.zeros(len(rows))
        n_kept = max(1, int(OUTLIER_POOL * len(rows)))
        pools.append(rows[np.argsort(-distance, kind="stable")[:n_kept]] if y else rows)
    return pools


def _drawn(
    cells: NDArray[np.float32],
    samples: list[Rows],
    label: Floats,
    sets: Sets,
    rng: np.random.Generator,
    pools: list[Rows] | None,
) -> tuple[Tensor, Tensor]:
    """Return sets of cells, (n_sets of both classes, n_cells, n_inputs), and their class, (n_sets of both,)."""
    rows, classes = [], []
    for one in (0, 1):
        of_class = [number for number, y in enumerate(label) if y == one and len(samples[number])]
        for turn in range(sets.n_sets):
            number = of_class[turn % len(of_class)]
            drawn = rng.choice(samples[number], sets.n_cells)
            if pools is not None and one:
                n_outliers = int(OUTLIER_SHARE * sets.n_cells)
                drawn[:n_outliers] = rng.choice(pools[number], n_outliers)
            rows.append(drawn)
            classes.append(one)
    return torch.from_numpy(cells[np.stack(rows)]), torch.tensor(classes, dtype=torch.float32)


def _trained(
    parts: tuple[tuple[Tensor, Tensor], tuple[Tensor, Tensor]],
    number: int,
    sets: Sets,
    training: Training,
    seed: int,
    device: torch.device,
) -> Trained:
    (x, y), (x_held, y_held) = ((a.to(device), b.to(device)) for a, b in parts)
    rng = np.random.default_rng([seed, 3, number])
    network = Network(
        x.shape[2],
        int(rng.integers(3, 10)),
        POOLED_PERCENT[number % len(POOLED_PERCENT)],
        generator_of(seed, 4, number),
        generator_of(seed, 5, number, device=device),
    ).to(device)
    train(
        network,
        n_rows=len(y),
        loss=lambda rows: binary_cross_entropy_with_logits(network(x[rows]), y[rows]),
        held_out_loss=lambda: binary_cross_entropy_with_logits(network(x_held), y_held),
        training=replace(training, learning_rate=float(10 ** rng.uniform(-3, -2))),
        generator=generator_of(seed, 6, number),
    )
    with torch.no_grad():
        accuracy = float(((network(x_held) > 0) == (y_held > 0.5)).float().mean())
        pooled = network.pooled(x_held)
        difference = pooled[y_held > 0.5].mean(dim=0) - pooled[y_held < 0.5].mean(dim=0)
    return Trained(network, accuracy, difference.cpu().numpy().astype(np.float64))


MODEL = CellCnn

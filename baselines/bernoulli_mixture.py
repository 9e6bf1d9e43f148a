"""Clones as binary profiles, seen through false positives, false negatives and missing entries."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.special import expit, gammaln

from clinicell.baselines._clone_answers import clones_prediction
from clinicell.baselines._features import Codes, content_order, genotype, targets
from clinicell.baselines._model import ModelCard
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._prediction import Prediction
from clinicell.tasks._task import Task

MOST_CLONES = 40
STEPS_PER_MERGE = 8

CARD = ModelCard(
    title="Bernoulli mixture with error rates",
    summary=(
        "Expectation-maximization over binary clone profiles with rates of false positives and negatives, on observed "
        "entries only; clones are merged one by one, and the partition of the smallest description length is kept."
    ),
    tasks=("subclone",),
    is_stochastic=False,
)

Floats = NDArray[np.float64]
Integers = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Seen:
    """What was observed: 1.0 where a mutation was seen, and where the reference was; both 0 where nothing was."""

    mutated: Floats  # (n_cells, n_sites)
    reference: Floats  # (n_cells, n_sites)

    @classmethod
    def of(cls, sites: Codes) -> "Seen":
        """Return what `sites` (-1, 0, 1, 2) shows; a heterozygous and a homozygous mutation count the same."""
        return cls((sites > 0).astype(np.float64), (sites == 0).astype(np.float64))

    def per_clone(self, membership: Floats) -> tuple[Floats, Floats]:
        """Return how often each clone's cells show mutation and reference, each (n_clones, n_sites)."""
        return membership.T @ self.mutated, membership.T @ self.reference


@dataclass(frozen=True, slots=True)
class Noise:
    """How observation errs, and how common a mutation is among the clones at each site."""

    false_positive: float
    false_negative: float
    prior: Floats  # (n_sites,)

    def log_odds(self, mutated: Floats, reference: Floats) -> Floats:
        """Return the log likelihood ratio of mutated against reference, by counts of what was seen."""
        by_mutated = np.log((1 - self.false_negative) / self.false_positive)
        by_reference = np.log(self.false_negative / (1 - self.false_positive))
        odds: Floats = mutated * by_mutated + reference * by_reference
        return odds

    def profile(self, mutated: Floats, reference: Floats) -> Floats:
        """Return the probability that a clone bears a site's mutation."""
        profile: Floats = expit(np.log(self.prior / (1 - self.prior)) + self.log_odds(mutated, reference))
        return profile


def clones(sites: Codes) -> Integers:
    """Return a clone's code for each cell, shape (n_cells,).

    The fit starts from Ward's clusters (at most 40) of the cells, missing entries set to the site's mean. It then
    alternates expectation-maximization with merging the two clones whose union costs least, down to one clone. Of
    all partitions on this way the one of the smallest `description_length` is returned: unlike BIC, which counts a
    free frequency for each clone and site and finds 2 to 4 clones where there are 20 and 1,000 sites, it charges a
    site only the choice among the patterns in which the mutations of a clone tree come.

    Parameters
    ----------
    sites
        -1 not observed, 0 reference, 1 and 2 mutated; shape (n_cells, n_sites).
    """
    sites = sites[:, (sites >= 0).any(axis=0)]
    if len(sites) < 2 or sites.shape[1] == 0:
        return np.zeros(len(sites), dtype=np.intp)
    seen = Seen.of(sites)
    mean = (seen.mutated.sum(axis=0) + 0.5) / ((sites >= 0).sum(axis=0) + 1)
    membership = _wards_clusters(np.where(sites >= 0, seen.mutated, mean))
    noise = Noise(0.01, 0.2, mean.clip(0.01, 0.99))
    shortest, best = np.inf, np.zeros(len(sites), dtype=np.intp)
    while True:
        membership, noise = _expectation_maximization(seen, membership, noise)
        code = np.unique(membership.argmax(axis=1), return_inverse=True)[1]
        length = description_length(seen, code, noise)
        if length < shortest:
            shortest, best = length, code
        if membership.shape[1] == 1:
            return best
        membership = _merged(membership, *_cheapest_pair(seen, membership, noise))


def genotypes(sites: Codes, code: Integers) -> Floats:
    """Return the probability that a cell bears a site's mutation, given its clone, shape (n_cells, n_sites).

    A site that nobody saw has probability 0.

    Parameters
    ----------
    sites
        -1 not observed, 0 reference, 1 and 2 mutated; shape (n_cells, n_sites).
    code
        A clone's code for each cell, shape (n_cells,).
    """
    seen = Seen.of(sites)
    mean = (seen.mutated.sum(axis=0) + 0.5) / ((sites >= 0).sum(axis=0) + 1)
    membership = np.eye(int(code.max(initial=0)) + 1)[code]
    noise, profile = Noise(0.01, 0.2, mean.clip(0.01, 0.99)), np.zeros((membership.shape[1], sites.shape[1]))
    for _ in range(STEPS_PER_MERGE):
        noise, profile = _maximization(seen, membership, noise)
    return np.asarray(np.where((sites >= 0).any(axis=0), profile, 0.0)[code])


def description_length(seen: Seen, code: Integers, noise: Noise) -> float:
    """Return minus the log probability of the data, the profiles and the partition, in nats.

    Cells: a uniform prior over clone sizes (Dirichlet-multinomial, 1 each). Sites: a Chinese restaurant process of
    concentration 1 over patterns (which clones bear the mutation), each new pattern one of 2^K. Entries: the error
    rates of `noise`, given the profiles of the largest posterior.
    """
    n_clones, n_sites = int(code.max()) + 1, seen.mutated.shape[1]
    mutated, reference = seen.per_clone(np.eye(n_clones)[code])
    odds = noise.log_odds(mutated, reference)
    is_mutated = _likeliest_profiles(odds)
    fp = noise.false_positive
    entries = float((mutated * np.log(fp) + reference * np.log(1 - fp)).sum() + odds[is_mutated].sum())
    sizes = np.bincount(code)
    partition = gammaln(n_clones) - gammaln(n_clones + len(code)) + gammaln(sizes + 1).sum()
    sharing = np.unique(is_mutated, axis=1, return_counts=True)[1]  # sites per pattern
    patterns = gammaln(sharing).sum() - gammaln(n_sites + 1) - sharing.size * n_clones * np.log(2)
    return -float(entries + partition + patterns)


def _likeliest_profiles(odds: Floats) -> NDArray[np.bool_]:
    """Return clones x sites, with the prior of a site taken from the other clones."""
    is_mutated = odds > 0
    share = np.clip(is_mutated.mean(), 0.02, 0.98)
    for _ in range(3):
        prior = ((is_mutated.sum(axis=0) - is_mutated + share) / len(odds)).clip(1e-3, 1 - 1e-3)
        is_mutated = np.log(prior / (1 - prior)) + odds > 0
    return is_mutated


def _wards_clusters(filled: Floats) -> Floats:
    cluster = fcluster(linkage(filled, "ward"), min(MOST_CLONES, len(filled)), "maxclust")
    code = np.unique(cluster, return_inverse=True)[1]
    one_hot: Floats = np.eye(code.max() + 1)[code]
    return one_hot


def _expectation_maximization(seen: Seen, membership: Floats, noise: Noise) -> tuple[Floats, Noise]:
    """Return membership and noise after a few steps; a clone that keeps less than half a cell is dropped."""
    for _ in range(STEPS_PER_MERGE):
        noise, profile = _maximization(seen, membership, noise)
        fp, fn = noise.false_positive, noise.false_negative
        if_mutated = profile * np.log(1 - fn) + (1 - profile) * np.log(fp)  # (n_clones, n_sites)
        if_reference = profile * np.log(fn) + (1 - profile) * np.log(1 - fp)
        weight = (membership.sum(axis=0) + 1) / (len(membership) + membership.shape[1])
        score = seen.mutated @ if_mutated.T + seen.reference @ if_reference.T + np.log(weight)
        new = np.exp(score - score.max(axis=1, keepdims=True))
        new /= new.sum(axis=1, keepdims=True)
        new = new[:, new.sum(axis=0) > 0.5]
        new /= new.sum(axis=1, keepdims=True)
        is_settled = new.shape == membership.shape and bool(np.abs(new - membership).max() < 1e-4)
        membership = new
        if is_settled:
            break
    return membership, noise


def _maximization(seen: Seen, membership: Floats, noise: Noise) -> tuple[Noise, Floats]:
    """Return noise and profiles given the membership; weak priors (0.1 of 10, 1 of 5) keep the rates off 0."""
    mutated, reference = seen.per_clone(membership)
    profile = noise.profile(mutated, reference)
    false_positives = (((1 - profile) * mutated).sum() + 0.1) / (((1 - profile) * (mutated + reference)).sum() + 10)
    false_negatives = ((profile * reference).sum() + 1) / ((profile * (mutated + reference)).sum() + 5)
    prior = ((profile.sum(axis=0) + profile.mean()) / (len(profile) + 1)).clip(1e-3, 1 - 1e-3)
    noise = Noise(float(np.clip(false_positives, 1e-6, 0.45)), float(np.clip(false_negatives, 1e-6, 0.9)), prior)
    return noise, profile


def _cheapest_pair(seen: Seen, membership: Floats, noise: Noise) -> tuple[int, int]:
    """Return the two clones whose union loses least (or gains most), profiles integrated out."""
    odds = noise.log_odds(*seen.per_clone(membership))
    prior_odds = np.log(noise.prior / (1 - noise.prior))
    size = membership.sum(axis=0)
    alone = np.logaddexp(0, prior_odds + odds).sum(axis=1) + gammaln(size + 1)
    best, pair = -np.inf, (0, 1)
    for first in range(len(odds) - 1):
        rest = slice(first + 1, None)
        union = np.logaddexp(0, prior_odds + odds[first] + odds[rest]).sum(axis=1)
        gain = union + gammaln(size[first] + size[rest] + 1) - alone[first] - alone[rest]
        if gain.max() > best:
            best, pair = gain.max(), (first, first + 1 + int(gain.argmax()))
    return pair


def _merged(membership: Floats, first: int, second: int) -> Floats:
    joined = membership.copy()
    joined[:, first] += joined[:, second]
    return np.delete(joined, second, axis=1)


class BernoulliMixture:
    """Nothing is taught: the cells are partitioned as they come, in an order that their content decides."""

    def fit(self, train: Cohort, task: Task, *, seed: int) -> None:
        """Note the target's name."""
        self._targets = targets(train)

    def predict(self, test: Cohort, task: Task) -> Prediction:
        """Return a clone's code for each cell, the probability of each mutation, and the tree of the clones."""
        sites = genotype(test.units)
        order = content_order(sites)
        code, mutated = np.empty(len(sites), dtype=np.intp), np.empty(sites.shape)
        code[order] = clones(sites[order])
        mutated[order] = genotypes(sites[order], code[order])
        return clones_prediction(test, self._targets, code, mutated)


MODEL = BernoulliMixture

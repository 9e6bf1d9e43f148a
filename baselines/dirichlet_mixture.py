"""A Dirichlet-process mixture of binary clone profiles with learnt error rates, sampled; after BnpC.

What differs from BnpC (Borgsmueller et al. 2020), the page `docs/models/dirichlet_mixture.md` says: profiles are 0 or 1
with a prior for each site, all cells move at once under a truncated process, and merges take the place of split-merge
moves. The hyper-parameters were fixed on simulated tumours of random streams that no panel uses.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.special import expit, gammaln

from clinicell.baselines._clone_answers import clones_prediction
from clinicell.baselines._features import Codes, Rows, content_order, genotype, targets
from clinicell.baselines._model import ModelCard
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._prediction import Prediction
from clinicell.tasks._task import Task

CARD = ModelCard(
    title="Dirichlet-process mixture",
    summary=(
        "Samples partitions of the cells, binary clone profiles and the rates of false positives and negatives from a "
        "Dirichlet-process mixture; the answer is the partition nearest to all draws."
    ),
    tasks=("subclone",),
    source="doi:10.1093/bioinformatics/btaa599",
)
MOST_CLONES = 40  # truncation of the process
CONCENTRATION = 1.0
WARM_UP = 150  # sweeps that are thrown away
SAMPLES = 100  # sweeps that are kept
CONSENSUS_STEPS = 20

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class State:
    """A draw: the clone of each cell, the profile of each clone, the error rates and how common each mutation is."""

    code: Rows  # (n_cells,)
    profile: Floats  # (MOST_CLONES, n_sites), 0 or 1
    false_positive: float
    false_negative: float
    prior: Floats  # (n_sites,)


@dataclass(frozen=True, slots=True)
class Posterior:
    """The partition that stands for all draws, and the mean of the genotypes that they give to each cell."""

    code: Rows  # (n_cells,)
    mutated: Floats  # (n_cells, n_sites), in [0, 1]
    false_positive: float
    false_negative: float


def sampled(sites: Codes, *, seed: int) -> Posterior:
    """Return the posterior of clones and genotypes; rates are NaN without a cell or a site.

    Parameters
    ----------
    sites
        -1 not observed, 0 reference, 1 and 2 mutated; shape (n_cells, n_sites).
    """
    if not sites.size:
        return Posterior(np.zeros(len(sites), dtype=np.intp), np.zeros(sites.shape), np.nan, np.nan)
    rng = np.random.default_rng(seed)
    mutated, reference = (sites > 0).astype(np.float64), (sites == 0).astype(np.float64)
    state = _start(mutated, reference)
    together = np.zeros((len(sites), len(sites)), dtype=np.float32)
    genotypes, codes, rates = np.zeros(sites.shape), [], []
    for sweep in range(WARM_UP + SAMPLES):
        state = _sweep(state, mutated, reference, rng)
        if sweep >= WARM_UP:
            codes.append(state.code)
            together += state.code[:, None] == state.code
            genotypes += _profile_odds_to_share(state, mutated, reference)[state.code]
            rates.append((state.false_positive, state.false_negative))
    together /= SAMPLES
    fp, fn = np.mean(rates, axis=0).tolist()
    return Posterior(_consensus(together, codes), genotypes / SAMPLES, fp, fn)


def _consensus(together: NDArray[np.float32], codes: list[Rows]) -> Rows:
    """Return one partition for all draws, shape (n_cells,).

    It starts from the draw nearest to the share of draws in which two cells are together (Binder's loss, as Dahl 2006
    chooses it). Then each cell moves to the clone with whose cells it was most often together.
    """
    losses = [float((((code[:, None] == code) - together) ** 2).sum(dtype=np.float64)) for code in codes]
    code = np.unique(codes[int(np.argmin(losses))], return_inverse=True)[1]
    for _ in range(CONSENSUS_STEPS):
        member = np.eye(int(code.max(initial=0)) + 1)[code]
        new = ((together @ member) / member.sum(axis=0).clip(min=1)).argmax(axis=1)
        if (new == code).all():
            break
        code = new
    return np.unique(code, return_inverse=True)[1]


def _start(mutated: Floats, reference: Floats) -> State:
    """Return Ward's clusters of the cells, missing entries at the site's mean, as a state."""
    n_cells, n_sites = mutated.shape
    mean = (mutated.sum(axis=0) + 0.5) / ((mutated + reference).sum(axis=0) + 1)
    code = np.zeros(n_cells, dtype=np.intp)
    if n_cells > 1:
        filled = np.where(mutated + reference > 0, mutated, mean)
        code = fcluster(linkage(filled, "ward"), min(MOST_CLONES, n_cells), "maxclust").astype(np.intp) - 1
    return State(code, np.zeros((MOST_CLONES, n_sites)), 0.01, 0.2, mean.clip(0.01, 0.99))


def _sweep(state: State, mutated: Floats, reference: Floats, rng: np.random.Generator) -> State:
    """Return the next draw: profiles, merges, rates, shares, then the clone of each cell."""
    code = _merged(state, mutated, reference, rng)
    state = State(code, state.profile, state.false_positive, state.false_negative, state.prior)
    share = _profile_odds_to_share(state, mutated, reference)
    profile: Floats = (rng.random(share.shape) < share).astype(np.float64)
    own = profile[code]
    fp = rng.beta(0.1 + ((1 - own) * mutated).sum(), 9.9 + ((1 - own) * reference).sum())
    fn = rng.beta(1 + (own * reference).sum(), 4 + (own * mutated).sum())
    fp, fn = float(np.clip(fp, 1e-6, 0.45)), float(np.clip(fn, 1e-6, 0.9))
    is_used: NDArray[np.bool_] = np.bincount(code, minlength=MOST_CLONES) > 0
    n_used = int(is_used.sum())
    borne = profile[is_used].sum(axis=0)
    mean = float(np.clip(profile[is_used].mean(), 0.02, 0.98))
    prior = rng.beta(borne + mean, n_used - borne + 1 - mean).clip(1e-3, 1 - 1e-3)
    weight = rng.dirichlet(CONCENTRATION / MOST_CLONES + np.bincount(code, minlength=MOST_CLONES))
    if_mutated = np.asarray(np.where(profile > 0, np.log(1 - fn), np.log(fp)))  # (MOST_CLONES, n_sites)
    if_reference = np.asarray(np.where(profile > 0, np.log(fn), np.log(1 - fp)))
    score = mutated @ if_mutated.T + reference @ if_reference.T + np.log(weight + 1e-300)
    score += rng.gumbel(size=score.shape)  # the largest is a draw from the softmax
    return State(score.argmax(axis=1), profile, fp, fn, prior)


def _profile_odds_to_share(state: State, mutated: Floats, reference: Floats) -> Floats:
    """Return the probability that each clone bears each site's mutation, shape (MOST_CLONES, n_sites)."""
    return np.asarray(expit(_odds(state, *_counts(state.code, mutated, reference)) + _prior_odds(state)))


def _counts(code: Rows, mutated: Floats, reference: Floats) -> tuple[Floats, Floats]:
    member = np.eye(MOST_CLONES)[code]
    return member.T @ mutated, member.T @ reference


def _prior_odds(state: State) -> Floats:
    return np.asarray(np.log(state.prior / (1 - state.prior)))


def _odds(state: State, mutated: Floats, reference: Floats) -> Floats:
    fp, fn = state.false_positive, state.false_negative
    return np.asarray(mutated * np.log((1 - fn) / fp) + reference * np.log(fn / (1 - fp)))


def _merged(state: State, mutated: Floats, reference: Floats, rng: np.random.Generator) -> Rows:
    """Return the clones after one proposal to merge two of them, drawn by lot, profiles and shares integrated out.

    It is accepted by the ratio of the posteriors alone; a split is left to the cells' own moves. That favours few
    clones a little, and spares the walk in which two like clones trade their cells for hundreds of sweeps.
    """
    size = np.bincount(state.code, minlength=MOST_CLONES)
    used = np.flatnonzero(size)
    if used.size < 2:
        return state.code
    counts = _counts(state.code, mutated, reference)
    odds, prior = _odds(state, *counts), _prior_odds(state)
    first = int(rng.choice(used))
    others = used[used != first]
    alone = np.logaddexp(0, prior + odds).sum(axis=1) - np.logaddexp(0, prior).sum()
    union = np.logaddexp(0, prior + odds[first] + odds[others]).sum(axis=1) - np.logaddexp(0, prior).sum()
    each = CONCENTRATION / MOST_CLONES
    gain = union - alone[first] - alone[others]
    gain += gammaln(size[first] + size[others] + each) - gammaln(size[first] + each) - gammaln(size[others] + each)
    gain += gammaln(each)
    best = int(gain.argmax())
    if np.log(rng.random()) >= gain[best]:
        return state.code
    return np.where(state.code == others[best], first, state.code)


class DirichletMixture:
    """Nothing is taught: the cells are partitioned as they come, in an order that their content decides."""

    def fit(self, train: Cohort, task: Task, *, seed: int) -> None:
        """Note the target's name, and the seed of the sampler."""
        self._targets, self._seed = targets(train), seed

    def predict(self, test: Cohort, task: Task) -> Prediction:
        """Return a clone's code for each cell, the probability of each mutation, and the tree of the clones."""
        sites = genotype(test.units)
        order = content_order(sites)
        found = sampled(sites[order], seed=self._seed)
        code, mutated = np.empty(len(sites), dtype=np.intp), np.empty(sites.shape)
        code[order], mutated[order] = found.code, found.mutated
        return clones_prediction(test, self._targets, code, mutated)


MODEL = DirichletMixture

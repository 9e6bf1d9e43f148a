"""Two models over several tasks: the chance that one is better by more than what matters (Bayesian signed-rank)."""

from dataclasses import dataclass

import numpy as np

from clinicell.metrics._metric import Floats

N_DRAWS = 50_000
DRAWS_AT_ONCE = 2_000
PRIOR_STRENGTH = 0.5  # the weight of one made-up task, whose difference is 0


@dataclass(frozen=True, slots=True)
class Chances:
    """How likely the first model is better, the two are practically equal, and the second is better; they sum to 1."""

    first: float
    equal: float
    second: float


def signed_rank_chances(differences: Floats, *, rope: float = 0.01, seed: int = 0) -> Chances:
    """Return the posterior chances of a difference beyond, within and below the region of practical equivalence.

    Parameters
    ----------
    differences
        First model less the second on each task, in one unit (scaled scores), shape (n_tasks,).
    rope
        Half the width of what counts as equal.

    Raises
    ------
    ValueError
        A difference is NaN: a task that one of the two has no value for must be left out, and said so.

    References
    ----------
    Benavoli, Corani, Demsar and Zaffalon (2017), https://jmlr.org/papers/v18/16-305.html.
    """
    if not np.isfinite(differences).all():
        n = int((~np.isfinite(differences)).sum())
        raise ValueError(f"{n} of {differences.size} differences are NaN; leave these tasks out")
    values = np.append(0.0, differences)
    n = values.size
    sums = values[:, None] + values[None, :]
    is_first, is_second = (sums > 2 * rope).astype(np.float64), (sums < -2 * rope).astype(np.float64)
    alpha = np.append(PRIOR_STRENGTH, np.ones(n - 1))
    rng = np.random.default_rng(seed)
    won = np.zeros(3)
    for _ in range(0, N_DRAWS, DRAWS_AT_ONCE):
        weight = rng.dirichlet(alpha, size=DRAWS_AT_ONCE)
        first = np.einsum("ri,ri->r", weight @ is_first, weight)
        second = np.einsum("ri,ri->r", weight @ is_second, weight)
        share = np.stack([first, 1 - first - second, second])
        won += np.bincount(share.argmax(axis=0), minlength=3)
    first_wins, equal, second_wins = (won / won.sum()).tolist()
    return Chances(first_wins, equal, second_wins)

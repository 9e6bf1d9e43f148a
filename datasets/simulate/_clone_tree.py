"""Trees of clones: which descends from which, and where each mutation was gained and lost."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clinicell.datasets.simulate._shared import Ints, require

Genotypes = NDArray[np.int8]
NEVER = -1


@dataclass(frozen=True, slots=True)
class CloneTree:
    """Which clone descends from which, and where each mutation was gained and lost.

    Parameters
    ----------
    parents
        Parent of each clone, always an earlier one, shape (n_clones,); -1 for the founder, clone 0.
    gained_at
        Clone in which each mutation arose, shape (n_sites,).
    lost_at
        Descendant that lost it again, shape (n_sites,); -1 for never.
    """

    parents: Ints
    gained_at: Ints
    lost_at: Ints

    def genotypes(self) -> Genotypes:
        """Return clones x sites: 1 where the clone carries the mutation."""
        carried = np.zeros((self.parents.size, self.gained_at.size), dtype=np.int8)
        for clone, parent in enumerate(self.parents):
            inherited = carried[parent] if parent != NEVER else 0
            carried[clone] = (inherited | (self.gained_at == clone)) & (self.lost_at != clone)
        return carried

    def descendants(self, clone: int) -> list[int]:
        """Return the clones below `clone`, without itself."""
        below = {clone}
        for child in range(clone + 1, self.parents.size):
            if int(self.parents[child]) in below:
                below.add(child)
        return sorted(below - {clone})


def clone_tree(
    *, n_clones: int, n_sites: int, trunk_share: float, n_losses: int, rng: np.random.Generator
) -> CloneTree:
    """Grow a tree: each clone attaches to a uniformly drawn earlier one, each edge gains at least one mutation.

    Parameters
    ----------
    trunk_share
        Share of the sites that the founder carries, and with it every clone.
    n_losses
        Mutations that one uniformly drawn descendant of their clone loses again (Dollo).

    Raises
    ------
    InputError
        There are too few sites for one mutation per clone.
    """
    n_trunk = max(1, round(trunk_share * n_sites))
    spare = n_sites - n_trunk - (n_clones - 1)
    require(spare >= 0, f"{n_sites} sites cannot give {n_clones} clones a mutation each beside {n_trunk} in the trunk")
    parents = np.array([NEVER, *(rng.integers(clone) for clone in range(1, n_clones))], dtype=np.int64)
    beyond = rng.integers(1, n_clones, spare) if n_clones > 1 else np.zeros(spare, dtype=np.int64)
    gained_at = rng.permutation(np.concatenate([np.zeros(n_trunk, dtype=np.int64), np.arange(1, n_clones), beyond]))
    kept = CloneTree(parents, gained_at, np.full(n_sites, NEVER, dtype=np.int64))
    return CloneTree(parents, gained_at, _losses(kept, n_losses, rng))


def _losses(tree: CloneTree, n_losses: int, rng: np.random.Generator) -> Ints:
    can_lose = np.flatnonzero([bool(tree.descendants(int(clone))) for clone in tree.gained_at])
    lost_at = tree.lost_at.copy()
    for site in rng.choice(can_lose, min(n_losses, can_lose.size), replace=False):
        lost_at[site] = rng.choice(tree.descendants(int(tree.gained_at[site])))
    return lost_at

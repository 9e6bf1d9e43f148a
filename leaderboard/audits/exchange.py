"""Exchanging labels: between donors where a label is the same in all of a donor's units, within them where it varies.

Units of one patient are no independent witnesses of a label that belongs to the patient. So that label moves with him.
"""

from dataclasses import dataclass

import numpy as np

from clinicell.leaderboard.audits.subject import Rows, Subject
from clinicell.metrics._metric import Floats


@dataclass(frozen=True, slots=True)
class Exchange:
    """Which units may exchange their labels.

    Parameters
    ----------
    between
        Groups of donors; each donor is the positions of its units, which share one label.
    within
        Positions of the units of each donor whose label varies.
    """

    between: tuple[tuple[Rows, ...], ...]
    within: tuple[Rows, ...]

    @property
    def n_donors(self) -> int:
        """How many donors carry a label."""
        return sum(map(len, self.between)) + len(self.within)

    @property
    def n_moved(self) -> int:
        """How many donors can get another label than their own."""
        return sum(len(group) for group in self.between if len(group) > 1) + len(self.within)

    def draw(self, truth: Floats, rng: np.random.Generator) -> Floats:
        """Return `truth`, shape (n_units, n_targets), with its labels exchanged by lot, each order equally likely."""
        drawn = truth.copy()
        for group in self.between:
            for to, source in enumerate(rng.permutation(len(group)).tolist()):
                drawn[group[to]] = truth[group[source][0]]
        for rows in self.within:
            drawn[rows] = truth[rng.permutation(rows)]
        return drawn


def exchange(subject: Subject, *, by_fold: bool) -> Exchange:
    """Return who may exchange labels: all donors with one another, or those tested in the same fold only.

    Exchanged within folds, labels keep how many of each class a fold teaches and tests; only who bears them is lost.
    Where codes have no meaning across donors, units of one donor exchange alone.
    """
    data = subject.data
    known = np.isfinite(data.truth).any(axis=1)
    groups: dict[str, list[Rows]] = {}
    within: list[Rows] = []
    pairs = np.char.add(np.char.add(data.fold, " "), data.donor) if by_fold else data.donor
    for pair in np.unique(pairs[known]):
        rows = np.flatnonzero(known & (pairs == pair))
        labels = np.nan_to_num(data.truth[rows], nan=np.inf)
        if data.within or (labels != labels[0]).any():
            within.append(rows)
        else:
            groups.setdefault(str(data.fold[rows[0]]) if by_fold else "", []).append(rows)
    return Exchange(tuple(map(tuple, groups.values())), tuple(within))


def by_lot(subject: Subject, rng: np.random.Generator) -> Floats:
    """Return labels of 0 or 1 by lot, one for each donor, NaN where the truth is, shape (n_units, n_targets)."""
    donors, code = np.unique(subject.data.donor, return_inverse=True)
    lot = rng.integers(0, 2, donors.size).astype(np.float64)
    return np.where(np.isfinite(subject.data.truth), lot[code][:, None], np.nan)

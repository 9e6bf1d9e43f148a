"""Other ways to part the same patients: from one site to each, and from fewer patients to the same tests."""

from collections.abc import Mapping

from clinicell.tasks._donors import dealt
from clinicell.tasks._folds import Folds

MOST_INNER_FOLDS = 5
ELSEWHERE = 0  # the fold that holds everybody but the donors of the site that teaches


def from_site(donors: list[str], own: list[str], label_of: Mapping[str, float], *, seed: int = 0) -> Folds:
    """Return folds in which the donors of one site teach: fold 0 tests everybody else, the others its own in turn.

    Parameters
    ----------
    donors, own
        All donors of the data set, and those of the site.
    label_of
        The class of each donor with a known label: the site's own folds are balanced in it.
    """
    known = {donor: label_of[donor] for donor in own if donor in label_of}
    by_class = sorted(dealt(known, seed=seed), key=lambda donor: known[donor]) + sorted(set(own) - set(known))
    n_inner = min(MOST_INNER_FOLDS, len(own))
    fold_of = dict.fromkeys(donors, ELSEWHERE) | {donor: 1 + place % n_inner for place, donor in enumerate(by_class)}
    taught = {number: frozenset(donor for donor in own if fold_of[donor] != number) for number in range(1, n_inner + 1)}
    return Folds(fold_of, taught={ELSEWHERE: frozenset(own)} | taught)


def each_site_in_turn(donors: list[str], site_of: Mapping[str, str]) -> Folds:
    """Return folds that test one site each, everybody else teaching; donors without a site are tested last."""
    sites = sorted(set(site_of.values()))
    return Folds({donor: sites.index(site_of[donor]) if donor in site_of else len(sites) for donor in donors})


def sizes(folds: Folds, label_of: Mapping[str, float], *, fewest: int = 4) -> list[int]:
    """Return numbers of patients to learn from: all that each fold has, and halves of it down to `fewest`."""
    most = min(len([donor for donor in fold.train if donor in label_of]) for fold in folds)
    found = []
    while most >= fewest:
        found.append(most)
        most //= 2
    return found[::-1]


def with_fewer(folds: Folds, label_of: Mapping[str, float], n: int, *, seed: int) -> Folds:
    """Return the same tests with only `n` of the patients to learn from; those of a smaller n are among them.

    One of each class comes first, so that a model always meets both; then the classes keep their shares.
    """
    taught = {}
    for fold in folds:
        pool = {donor: label_of[donor] for donor in fold.train if donor in label_of}
        taught[fold.number] = frozenset(dealt(pool, seed=seed)[:n])
    return Folds(dict(folds.fold_of), taught=taught)

"""Whether one column tells another beyond chance, with the patient as the unit.

A label that is the same for all cells of a donor is compared donor by donor (or sample by sample): a column tells it
when each of its values goes with one class only, and a shuffling of the classes among the donors would hardly ever give
that. A label that varies within donors is compared within each of them.
"""

from dataclasses import dataclass
from math import comb, log

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

from clinicell.datasets.schema.words import Words

Codes = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
CHANCE = 1e-5  # of shuffled classes that would look as told; 24 donors in four batches stand at 2e-6
TOLD_WITHIN = 0.99  # balanced accuracy, or 0.995 as AUROC, within donors
RANKED_WITHIN = 0.995
MIN_UNITS = 3  # donors that hold both classes
STRONG = 0.8  # Cramér's V


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """A label, and the units that it is a property of: donors, samples, or cells within donors."""

    name: str
    codes: Codes  # (n_cells,) class, -1 where nobody knows
    classes: tuple[str, ...]
    unit: Codes  # (n_cells,) of the unit, -1 where it is not known
    is_of_unit: bool

    def of_units(self) -> tuple[Codes, Codes]:
        """Return the units that have a class, and the class of each."""
        is_known = (self.codes >= 0) & (self.unit >= 0)
        units, first = np.unique(self.unit[is_known], return_index=True)
        return units, self.codes[is_known][first]


def target(name: str, label: Words, donor: Words, sample: Words) -> Target:
    """Return a label with its unit: the donor where it is the same in all its cells, else the sample, else the cell."""
    for unit in (donor, sample):
        is_known = (label.codes >= 0) & (unit.codes >= 0)
        pairs = np.unique(np.stack([unit.codes[is_known], label.codes[is_known]]), axis=1)
        if pairs.shape[1] and np.bincount(pairs[0]).max() == 1:
            return Target(name, label.codes, label.words, unit.codes, is_of_unit=True)
    return Target(name, label.codes, label.words, donor.codes, is_of_unit=False)


def tells(aim: Target, column: Words) -> int:
    """Return of how many units (donors, samples, or cells) a column of words tells the class; 0 where it does not."""
    return _tells_units(aim, column) if aim.is_of_unit else _tells_cells(aim, column)


def ranks(aim: Target, numbers: Floats) -> int:
    """Return of how many units a column of numbers tells the class by a threshold; 0 where it does not."""
    return _ranks_units(aim, numbers) if aim.is_of_unit else _ranks_cells(aim, numbers)


def _tells_units(aim: Target, column: Words) -> int:
    units, classes = aim.of_units()
    values = _of_units(aim, units, column.codes)
    for one in np.unique(classes):
        is_one = (classes == one)[values >= 0]
        level = np.unique(values[values >= 0], return_inverse=True)[1]
        sizes, hits = np.bincount(level), np.bincount(level, weights=is_one)
        is_pure = bool(((hits == 0) | (hits == sizes)).all())
        if is_pure and chance_of_purity(sizes.tolist(), int(is_one.sum())) < CHANCE:
            return int(is_one.size)
    return 0


def _of_units(aim: Target, units: Codes, codes: Codes) -> Codes:
    """Return one code per unit: of the set of its cells' words, which two units share only when they are equal."""
    place = np.searchsorted(units, aim.unit)
    held: list[set[int]] = [set() for _ in units]
    is_known = (aim.unit >= 0) & (codes >= 0) & (place < units.size)
    is_known[is_known] = units[place[is_known]] == aim.unit[is_known]
    for unit, code in np.unique(np.stack([place[is_known], codes[is_known]]), axis=1).T:
        held[unit].add(int(code))
    sets = {words: number for number, words in enumerate(dict.fromkeys(map(frozenset, held)))}
    return np.array([sets[frozenset(words)] if words else -1 for words in held], dtype=np.int64)


def chance_of_purity(sizes: list[int], n_one: int) -> float:
    """Return how often groups of these sizes would be pure if `n_one` of all were drawn at random.

    Examples
    --------
    >>> chance_of_purity([2, 2], 2), chance_of_purity([1, 1, 1, 1], 2)
    (0.3333333333333333, 1.0)
    """
    ways = [1] + [0] * n_one
    for size in sizes:
        for n in range(n_one, size - 1, -1):
            ways[n] += ways[n - size]
    return ways[n_one] / comb(sum(sizes), n_one)


def _ranks_units(aim: Target, numbers: Floats) -> int:
    units, classes = aim.of_units()
    is_known = (aim.unit >= 0) & np.isfinite(numbers) & np.isin(aim.unit, units)
    place = np.searchsorted(units, aim.unit[is_known])
    n = np.bincount(place, minlength=units.size)
    mean = np.bincount(place, weights=numbers[is_known], minlength=units.size) / np.maximum(n, 1)
    for one in np.unique(classes):
        is_one, value = (classes == one)[n > 0], mean[n > 0]
        m = int(is_one.sum())
        is_apart = 0 < m < m + (~is_one).sum() and (
            value[is_one].min() > value[~is_one].max() or value[is_one].max() < value[~is_one].min()
        )
        if is_apart and 2 / comb(is_one.size, m) < CHANCE:
            return int(is_one.size)
    return 0


def _tells_cells(aim: Target, column: Words) -> int:
    is_known = (aim.codes >= 0) & (aim.unit >= 0) & (column.codes >= 0)
    n_levels = np.unique(column.codes[is_known]).size
    if n_levels < 2 or n_levels > is_known.sum() / 5:
        return 0
    for one in np.unique(aim.codes[is_known]):
        is_one, level = aim.codes[is_known] == one, column.codes[is_known]
        share = np.bincount(level, weights=is_one) / np.maximum(np.bincount(level), 1)
        is_called = share[level] > is_one.mean()
        told = [
            (is_called[own & is_one].mean() + (~is_called)[own & ~is_one].mean()) / 2
            for own in _with_both(aim.unit[is_known], is_one)
        ]
        if len(told) >= MIN_UNITS and min(told) >= TOLD_WITHIN:
            return int(is_known.sum())
    return 0


def _ranks_cells(aim: Target, numbers: Floats) -> int:
    is_known = (aim.codes >= 0) & (aim.unit >= 0) & np.isfinite(numbers)
    for one in np.unique(aim.codes[is_known]):
        is_one, value = aim.codes[is_known] == one, numbers[is_known]
        areas = [_area(value[own], is_one[own]) for own in _with_both(aim.unit[is_known], is_one)]
        if len(areas) >= MIN_UNITS and (min(areas) >= RANKED_WITHIN or max(areas) <= 1 - RANKED_WITHIN):
            return int(is_known.sum())
    return 0


def _with_both(unit: Codes, is_one: npt.NDArray[np.bool_]) -> list[npt.NDArray[np.bool_]]:
    """Return the cells of each unit with at least two cells of either kind."""
    n_one, n_all = np.bincount(unit, weights=is_one), np.bincount(unit)
    return [unit == code for code in np.flatnonzero((n_one >= 2) & (n_all - n_one >= 2))]


def _area(value: Floats, is_one: npt.NDArray[np.bool_]) -> float:
    n_one, n_other = int(is_one.sum()), int((~is_one).sum())
    return float((rankdata(value)[is_one].sum() - n_one * (n_one + 1) / 2) / (n_one * n_other))


def confounded(aim: Target, column: Words) -> int:
    """Return of how many units a column all but tells the class: a bias-corrected Cramér's V of `STRONG` and more.

    The correction is Bergsma's (2013, doi:10.1016/j.jkss.2012.10.002); the chance of as high a chi-squared is bounded
    as Chernoff does. 0 where it does not, and for labels that vary within donors.
    """
    if not aim.is_of_unit:
        return 0
    units, classes = aim.of_units()
    values = _of_units(aim, units, column.codes)
    level, kind = (np.unique(codes[values >= 0], return_inverse=True)[1] for codes in (values, classes))
    if not level.size or level.max() < 1 or kind.max() < 1:
        return 0
    table = np.zeros((level.max() + 1, kind.max() + 1))
    np.add.at(table, (level, kind), 1)
    return int(level.size) if cramers_v(table) >= STRONG and _log_chance(table) < log(CHANCE) else 0


def _chi2(table: Floats) -> float:
    expected = table.sum(axis=1, keepdims=True) * table.sum(axis=0) / table.sum()
    return float(((table - expected) ** 2 / expected).sum())


def cramers_v(table: Floats) -> float:
    """Return the bias-corrected Cramér's V of a table of counts without empty rows or columns."""
    n, (r, c) = table.sum(), table.shape
    phi2 = max(0.0, _chi2(table) / n - (r - 1) * (c - 1) / (n - 1))
    r_, c_ = r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1)
    return float(np.sqrt(phi2 / max(min(r_, c_) - 1, 1e-9))) if min(r_, c_) > 1 else 0.0


def _log_chance(table: Floats) -> float:
    k, x = (table.shape[0] - 1) * (table.shape[1] - 1), _chi2(table)
    return 0.0 if x <= k else k / 2 * (log(x / k) + 1 - x / k)

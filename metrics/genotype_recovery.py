"""What a method repaired in a noisy genotype matrix, and what it broke; `metrics.genotype` says how one is written.

These need the matrix that the method was given, `observed` (NaN where nothing was read), beside truth and answer. A
mutation is *lost* where the truth is 1 or 2 and 0 was read, *false* where the truth is 0 and 1 or 2 was read; a
heterozygote read as homozygous, or the reverse, is neither.
"""

import numpy as np

from clinicell.metrics._metric import Floats
from clinicell.metrics.genotype import OPEN, balanced_genotype_accuracy, correlation, entries


def lost_mutations_restored(truth: Floats, answer: Floats, *, observed: Floats) -> float:
    """Share of the lost mutations (false negatives of the reading) that the answer calls mutated.

    Parameters
    ----------
    truth, answer, observed
        0, 1, 2 or NaN, shape (n_cells, n_sites).

    Returns
    -------
    float
        In [0, 1]. NaN when none was lost.

    Raises
    ------
    InputError
        An entry is no genotype, or the shapes differ.
    """
    known, called, read = entries(truth, answer, observed)
    return _share(called[(known > 0) & (read == 0)], 1.0, 2.0)


def false_mutations_removed(truth: Floats, answer: Floats, *, observed: Floats) -> float:
    """Share of the false mutations (false positives of the reading) that the answer calls reference.

    Parameters
    ----------
    truth, answer, observed
        0, 1, 2 or NaN, shape (n_cells, n_sites).

    Returns
    -------
    float
        In [0, 1]. NaN when none is false.

    Raises
    ------
    InputError
        An entry is no genotype, or the shapes differ.
    """
    known, called, read = entries(truth, answer, observed)
    return _share(called[(known == 0) & ((read == 1) | (read == 2))], 0.0)


def sound_entries_kept(truth: Floats, answer: Floats, *, observed: Floats) -> float:
    """Share of the rightly read entries that the answer leaves right, averaged over their genotypes.

    The price of a correction: read it beside the recalls of flips.

    Parameters
    ----------
    truth, answer, observed
        0, 1, 2 or NaN, shape (n_cells, n_sites).

    Returns
    -------
    float
        In [0, 1]. NaN when nothing was rightly read.

    Raises
    ------
    InputError
        An entry is no genotype, or the shapes differ.
    """
    known, called, read = entries(truth, answer, observed)
    sound = known == read
    return balanced_genotype_accuracy(known[sound], np.where(called == OPEN, np.nan, called)[sound])


def accuracy_on_missing(truth: Floats, answer: Floats, *, observed: Floats) -> float:
    """Share of the entries that were not read for which the answer has the right genotype.

    Parameters
    ----------
    truth, answer, observed
        0, 1, 2 or NaN, shape (n_cells, n_sites).

    Returns
    -------
    float
        In [0, 1]; high for zeros where mutations are few: read it beside `mcc_on_missing`. NaN when nothing is missing.

    Raises
    ------
    InputError
        An entry is no genotype, or the shapes differ.
    """
    known, called, read = entries(truth, answer, observed)
    missing = read == OPEN
    return float(np.mean(known[missing] == called[missing])) if missing.any() else float("nan")


def mcc_on_missing(truth: Floats, answer: Floats, *, observed: Floats) -> float:
    """Matthews correlation of the three genotypes over the entries that were not read.

    Parameters
    ----------
    truth, answer, observed
        0, 1, 2 or NaN, shape (n_cells, n_sites).

    Returns
    -------
    float
        In [-1, 1], 0 for a constant answer. NaN when nothing is missing or all that is has one genotype.

    Raises
    ------
    InputError
        An entry is no genotype, or the shapes differ.
    """
    known, called, read = entries(truth, answer, observed)
    return correlation(known[read == OPEN], called[read == OPEN])


def _share(called: Floats, *right: float) -> float:
    return float(np.mean(np.isin(called, right))) if called.size else float("nan")

"""Metrics for a recovered genotype matrix, cells x sites: 0 reference, 1 heterozygous, 2 homozygous mutant.

Most entries are 0, so plain accuracy rewards an answer of zeros; the coefficients and recalls here do not. An entry
whose truth is unknown (NaN) is left out. An entry that the answer leaves open (NaN) is a wrong one: a class of its own
for the correlations, never the right one for a recall.
"""

import math

import numpy as np

from clinicell.errors import InputError
from clinicell.metrics._metric import Floats, Metric
from clinicell.metrics._within import OWN_SITES

OPEN = 3.0  # the code of an entry that the answer leaves open


def genotype_mcc(truth: Floats, answer: Floats) -> float:
    """Matthews correlation of the three genotypes over all entries (Gorodkin's R_K).

    Parameters
    ----------
    truth, answer
        0, 1, 2 or NaN, shape (n_cells, n_sites).

    Returns
    -------
    float
        In [-1, 1], 1 for the truth, 0 for a constant answer. NaN when all known entries of the truth are equal.

    Raises
    ------
    InputError
        An entry is no genotype, or the shapes differ.

    References
    ----------
    Gorodkin (2004), doi:10.1016/j.compbiolchem.2004.09.006.

    Examples
    --------
    >>> import numpy as np
    >>> genotype_mcc(np.array([[0.0, 0, 1, 2]]), np.array([[0.0, 0, 1, 2]]))
    1.0
    """
    known, called = entries(truth, answer)
    return correlation(known, called)


def mutation_mcc(truth: Floats, answer: Floats) -> float:
    """Matthews correlation of mutated (1 or 2) against not mutated over all entries.

    Parameters
    ----------
    truth, answer
        0, 1, 2 or NaN, shape (n_cells, n_sites).

    Returns
    -------
    float
        In [-1, 1], 1 for the truth, 0 for a constant answer. NaN without a mutated and a reference entry.

    Raises
    ------
    InputError
        An entry is no genotype, or the shapes differ.

    References
    ----------
    Matthews (1975), doi:10.1016/0005-2795(75)90109-9.
    """
    known, called = entries(truth, answer)
    return correlation(np.minimum(known, 1), np.where(called == OPEN, OPEN, np.minimum(called, 1)))


def balanced_genotype_accuracy(truth: Floats, answer: Floats) -> float:
    """Share of right entries within each genotype of the truth, averaged over the genotypes.

    Parameters
    ----------
    truth, answer
        0, 1, 2 or NaN, shape (n_cells, n_sites).

    Returns
    -------
    float
        In [0, 1]. NaN without a known entry.

    Raises
    ------
    InputError
        An entry is no genotype, or the shapes differ.
    """
    known, called = entries(truth, answer)
    recalls = [float(np.mean(called[known == code] == code)) for code in np.unique(known)]
    return math.fsum(recalls) / len(recalls) if recalls else float("nan")


def balanced_accuracy_by_chance(truth: Floats) -> float:
    """Return one over the number of genotypes in the truth, the mean for any answer that knows nothing."""
    codes = np.unique(truth[~np.isnan(truth)])
    return 1 / codes.size if codes.size else float("nan")


def zygosity_recall(truth: Floats, answer: Floats) -> float:
    """Share of right genotypes, averaged over the heterozygous and the homozygous mutant entries.

    Parameters
    ----------
    truth, answer
        0, 1, 2 or NaN, shape (n_cells, n_sites).

    Returns
    -------
    float
        In [0, 1]. NaN without a heterozygous and a homozygous entry: binary truth asks no such question.

    Raises
    ------
    InputError
        An entry is no genotype, or the shapes differ.
    """
    known, called = entries(truth, answer)
    if not {1.0, 2.0} <= set(np.unique(known).tolist()):
        return float("nan")
    return float(np.mean(called[known == 1] == 1) + np.mean(called[known == 2] == 2)) / 2


def entries(truth: Floats, *others: Floats) -> list[Floats]:
    """Return the entries whose truth is known, shape (n_known,), of each matrix; NaN has become `OPEN`."""
    for matrix in (truth, *others):
        if matrix.shape != truth.shape:
            raise InputError(f"genotypes of shapes {truth.shape} and {matrix.shape}; name the same cells and sites")
        strange = ~np.isnan(matrix) & ~np.isin(matrix, (0.0, 1.0, 2.0))
        if strange.any():
            raise InputError(
                f"{strange.sum()} of {matrix.size} entries are no genotype, e.g. {matrix[strange][0]:g}; "
                "write 0, 1, 2 or NaN"
            )
    known = ~np.isnan(truth)
    return [np.where(np.isnan(matrix), OPEN, matrix)[known] for matrix in (truth, *others)]


def correlation(known: Floats, called: Floats) -> float:
    """Return Gorodkin's R_K of two vectors of codes, shape (n,); NaN when the first is constant."""
    if np.unique(known).size < 2:
        return float("nan")
    codes = np.arange(OPEN + 1)[:, None]
    of_truth, of_answer = (known == codes).astype(np.float64), (called == codes).astype(np.float64)  # (4, n_known)
    n = float(known.size)
    in_truth, in_answer = of_truth.sum(axis=1), of_answer.sum(axis=1)
    agreement = n * float(np.sum(of_truth * of_answer)) - float(in_truth @ in_answer)
    spread = math.sqrt((n * n - float(in_truth @ in_truth)) * (n * n - float(in_answer @ in_answer)))
    return agreement / spread if spread else 0.0


GENOTYPE_MCC = Metric(
    function=genotype_mcc,
    title="MCC of genotypes",
    best=1.0,
    worst=-1.0,
    chance=0.0,
    undefined="all known entries of the truth are equal",
    within=OWN_SITES,
    reads="table",
)
MUTATION_MCC = Metric(
    function=mutation_mcc,
    title="MCC of mutated entries",
    best=1.0,
    worst=-1.0,
    chance=0.0,
    undefined="the truth has no mutated or no reference entry",
    within=OWN_SITES,
    reads="table",
)
BALANCED_GENOTYPE_ACCURACY = Metric(
    function=balanced_genotype_accuracy,
    title="balanced accuracy of genotypes",
    best=1.0,
    worst=0.0,
    chance=balanced_accuracy_by_chance,
    undefined="no known entry in the truth",
    within=OWN_SITES,
    reads="table",
)
ZYGOSITY_RECALL = Metric(
    function=zygosity_recall,
    title="heterozygous and homozygous entries found",
    best=1.0,
    worst=0.0,
    undefined="the truth has no heterozygous or no homozygous mutant entry",
    within=OWN_SITES,
    reads="table",
)

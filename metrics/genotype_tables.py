"""Metrics of a table of mutations, cells x sites, that a model answers; the truth's table holds what was read, too.

An answer of at least one half is a mutation: a probability and a genotype of 0, 1 or 2 both say so, and heterozygous
and homozygous mutations count alike. What a repair restored or broke needs the reading beside the truth; `with_reading`
writes both into one table.
"""

from collections.abc import Callable
from functools import wraps

import numpy as np

from clinicell.errors import InputError
from clinicell.metrics import genotype, genotype_recovery
from clinicell.metrics._metric import Floats, Metric
from clinicell.metrics._within import OWN_SITES

MUTATED = 0.5  # an answer from here on
_READINGS = 4.0  # not read, 0, 1, 2


def with_reading(truth: Floats, observed: Floats) -> Floats:
    """Return one table of both: NaN where the truth is unknown, else 4 truth + 1 + reading (0 where nothing was read).

    Parameters
    ----------
    truth
        0 or 1; NaN where nobody knows; any shape.
    observed
        0, 1 or 2; NaN where nothing was read; the same shape.

    Raises
    ------
    InputError
        The shapes differ, or an entry is none of these.

    Examples
    --------
    >>> import numpy as np
    >>> with_reading(np.array([[0.0, 1, 1]]), np.array([[0.0, np.nan, 2]]))
    array([[1., 4., 7.]])
    """
    if truth.shape != observed.shape:
        raise InputError(f"a truth of shape {truth.shape} and readings of shape {observed.shape}; both alike")
    strange = ~(np.isnan(truth) | np.isin(truth, (0.0, 1.0))) | ~(np.isnan(observed) | np.isin(observed, (0, 1, 2)))
    if strange.any():
        raise InputError(f"{strange.sum()} of {truth.size} entries are neither 0, 1 nor unknown (read: nor 2)")
    return _READINGS * truth + 1 + np.nan_to_num(observed, nan=-1.0)


def apart(table: Floats) -> tuple[Floats, Floats]:
    """Return truth and reading of a table that `with_reading` made: NaN where nobody knows, where nothing was read."""
    reading = np.mod(table, _READINGS) - 1
    return np.floor(table / _READINGS), np.where(reading < 0, np.nan, reading)


def called(answer: Floats) -> Floats:
    """Return 1 where the answer calls a mutation, else 0.

    Raises
    ------
    InputError
        An entry is below 0, above 2 or NaN.
    """
    strange = ~((answer >= 0) & (answer <= 2))
    if strange.any():
        raise InputError(
            f"{strange.sum()} of {answer.size} entries are neither a probability nor a genotype, "
            f"e.g. {answer[strange][0]:g}; write 0 to 1, or 0, 1 and 2"
        )
    return (answer >= MUTATED).astype(np.float64)


def false_positive_rate(truth: Floats, answer: Floats) -> float:
    """Share of the entries without a mutation that the answer calls mutated.

    Parameters
    ----------
    truth, answer
        0 or 1, NaN where the truth is unknown; shape (n_cells, n_sites).

    Returns
    -------
    float
        In [0, 1]. NaN without an entry that is known to have no mutation.
    """
    wrong = answer[truth == 0] == 1
    return float(np.mean(wrong)) if wrong.size else float("nan")


def false_negative_rate(truth: Floats, answer: Floats) -> float:
    """Share of the mutated entries that the answer calls reference.

    Parameters
    ----------
    truth, answer
        0 or 1, NaN where the truth is unknown; shape (n_cells, n_sites).

    Returns
    -------
    float
        In [0, 1]. NaN without a mutated entry.
    """
    wrong = answer[truth == 1] == 0
    return float(np.mean(wrong)) if wrong.size else float("nan")


def _of_truth(function: Callable[[Floats, Floats], float]) -> Callable[[Floats, Floats], float]:
    @wraps(function)
    def value(y_true: Floats, y_pred: Floats) -> float:
        return function(apart(y_true)[0], called(y_pred))

    return value


def _of_reading(function: Callable[..., float]) -> Callable[[Floats, Floats], float]:
    @wraps(function)
    def value(y_true: Floats, y_pred: Floats) -> float:
        truth, observed = apart(y_true)
        return function(truth, called(y_pred), observed=np.minimum(observed, 1))

    return value


_ONE_GENOTYPE = "the truth has no mutated or no reference entry"
MUTATION_MCC = Metric(
    function=_of_truth(genotype.mutation_mcc),
    title="MCC of mutated entries",
    best=1.0,
    worst=-1.0,
    chance=0.0,
    undefined=_ONE_GENOTYPE,
    within=OWN_SITES,
    reads="table",
)
LOST_MUTATIONS_RESTORED = Metric(
    function=_of_reading(genotype_recovery.lost_mutations_restored),
    title="lost mutations restored",
    best=1.0,
    worst=0.0,
    undefined="no mutation was lost in reading",
    within=OWN_SITES,
    reads="table",
)
FALSE_MUTATIONS_REMOVED = Metric(
    function=_of_reading(genotype_recovery.false_mutations_removed),
    title="false mutations removed",
    best=1.0,
    worst=0.0,
    undefined="no mutation was read falsely",
    within=OWN_SITES,
    reads="table",
)
ACCURACY_ON_MISSING = Metric(
    function=_of_reading(genotype_recovery.accuracy_on_missing),
    title="accuracy on missing entries",
    best=1.0,
    worst=0.0,
    undefined="no entry is missing",
    within=OWN_SITES,
    reads="table",
)
MCC_ON_MISSING = Metric(
    function=_of_reading(genotype_recovery.mcc_on_missing),
    title="MCC on missing entries",
    best=1.0,
    worst=-1.0,
    chance=0.0,
    undefined="no entry is missing, or all that are have one genotype",
    within=OWN_SITES,
    reads="table",
)
FALSE_POSITIVE_RATE = Metric(
    function=_of_truth(false_positive_rate),
    title="false positives left",
    best=0.0,
    worst=1.0,
    undefined="no entry without a mutation",
    within=OWN_SITES,
    reads="table",
)
FALSE_NEGATIVE_RATE = Metric(
    function=_of_truth(false_negative_rate),
    title="false negatives left",
    best=0.0,
    worst=1.0,
    undefined="no mutated entry",
    within=OWN_SITES,
    reads="table",
)

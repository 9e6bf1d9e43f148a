"""What a measurement of residual disease can claim at all: the floor, false positives, the limit of quantification.

The unit is a sample, never a cell. Burdens and doses are shares of cells. Every limit takes `cells`, the number of
cells in a sample, and nothing below 3/cells is ever returned: with N cells and a true share of 3/N, 5 % of the samples
hold not one cell of the kind, so no method whatever can detect less in 95 % of them.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from scipy.stats import beta, binom, gamma, norm

from clinicell.errors import InputError
from clinicell.metrics._metric import Floats

Z95 = float(norm.ppf(0.95))  # 1.645


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with the bounds of its 95 % interval; what is NaN is undefined, with the reason."""

    value: float
    low: float = math.nan
    high: float = math.nan
    reason: str = ""


def not_evaluable(reason: str) -> Estimate:
    """Return the estimate that is not there, with the reason."""
    return Estimate(math.nan, reason=reason)


def floor_of(cells: float) -> float:
    """Return 3/N, the smallest share that N cells can show in 95 of 100 samples.

    Raises
    ------
    InputError
        There is no cell.

    References
    ----------
    Hanley and Lippman-Hand (1983), doi:10.1001/jama.1983.03330370053031.

    Examples
    --------
    >>> floor_of(10_000)
    0.0003
    """
    if not cells > 0:
        raise InputError(f"a sample of {cells:g} cells shows nothing; at least one is needed")
    return 3 / cells


def above_floor(estimate: Estimate, *, cells: float) -> Estimate:
    """Return the estimate cut at 3/cells: undefined if its value lies below, its lower bound never below.

    Examples
    --------
    >>> above_floor(Estimate(1e-5), cells=10_000).reason
    'not evaluable below 3/N = 0.0003 (N = 10,000 cells a sample)'
    """
    least = floor_of(cells)
    if estimate.value < least:
        return not_evaluable(f"not evaluable below 3/N = {least:.3g} (N = {cells:,.0f} cells a sample)")
    low, high = (max(bound, least) if bound < least else bound for bound in (estimate.low, estimate.high))
    return replace(estimate, low=low, high=high)


def cells_required(share: float, *, events: int = 1, confidence: float = 0.95) -> int:
    """Return the fewest cells that hold `events` cells of a kind with the given confidence, if its share is `share`.

    Binomial; the Poisson limit asks for a few cells more (two for one event).

    Parameters
    ----------
    share
        True share of the cells, in (0, 1).
    events
        Cells that must be among them: 1 to be there at all; flow cytometry asks for 20 to 50.

    Raises
    ------
    InputError
        The share is none, or no event is asked for.

    Examples
    --------
    >>> [cells_required(share) for share in (1e-4, 1e-5, 1e-6)]
    [29956, 299572, 2995731]
    """
    if not 0 < share < 1 or events < 1:
        raise InputError(f"a share of {share:g} and {events} events; give a share within (0, 1) and at least 1 event")
    low, high = events - 1, math.ceil(float(gamma.ppf(confidence, events)) / share) + events
    while high - low > 1:  # the binomial reaches the confidence at `high`, not at `low`
        middle = (low + high) // 2
        low, high = (low, middle) if binom.sf(events - 1, middle, share) >= confidence else (middle, high)
    return high


def false_positive_rate(positives: int, blanks: int) -> Estimate:
    """Share of blank samples that are called positive, with its exact (Clopper-Pearson) interval.

    Returns
    -------
    Estimate
        Undefined without a blank.

    Raises
    ------
    InputError
        More blanks are positive than there are.

    References
    ----------
    Clopper and Pearson (1934), doi:10.1093/biomet/26.4.404.

    Examples
    --------
    >>> round(false_positive_rate(0, 5).high, 2)  # five clean donors allow a rate of one in two
    0.52
    """
    if not 0 <= positives <= blanks:
        raise InputError(f"{positives} positive samples of {blanks} blanks")
    if blanks == 0:
        return not_evaluable("undefined (no blank sample)")
    low = float(beta.ppf(0.025, positives, blanks - positives + 1)) if positives else 0.0
    high = float(beta.ppf(0.975, positives + 1, blanks - positives)) if positives < blanks else 1.0
    return Estimate(positives / blanks, low, high)


def limit_of_quantification(
    dose: Floats, estimated: Floats, *, cells: float, cv: float | None = 0.35, total_error: float | None = None
) -> Estimate:
    """Lowest dose from which on every dose is measured well enough.

    Well enough is an SD of at most `cv` times the mean, and, where `total_error` is given, |bias| + 1.645 SD of at most
    `total_error` times the dose.

    Parameters
    ----------
    dose
        True share of each sample, shape (n_samples,); samples of dose 0 are not read.
    estimated
        Estimated share, shape (n_samples,).
    cells
        Cells a sample.
    cv
        Largest coefficient of variation: 0.2, 0.3 and 0.35 are in use; None leaves it out.
    total_error
        Largest total error as a share of the dose; None leaves it out.

    Returns
    -------
    Estimate
        The dose; `low` is the next lower dose that was tested and failed, not a confidence bound, and `high` the dose.
        Undefined when the highest dose fails, a dose has fewer than two samples, or below 3/cells.

    Raises
    ------
    InputError
        No goal is given.
    """
    if cv is None and total_error is None:
        raise InputError("no goal for the limit of quantification; give cv, total_error or both")
    doses = np.unique(dose[dose > 0])[::-1]
    groups = [estimated[dose == level] for level in doses]
    if not groups or min(group.size for group in groups) < 2:
        return not_evaluable("undefined (each dose needs at least 2 samples)")
    good = [_is_good(group, float(level), cv, total_error) for group, level in zip(groups, doses, strict=True)]
    n_good = good.index(False) if False in good else len(good)
    if n_good == 0:
        return not_evaluable(f"undefined (the highest dose, {doses[0]:.3g}, misses the goal)")
    value = float(doses[n_good - 1])
    low = float(doses[n_good]) if n_good < len(good) else math.nan
    return above_floor(Estimate(value, low, value), cells=cells)


def _is_good(results: Floats, level: float, cv: float | None, total_error: float | None) -> bool:
    mean, sd = float(np.mean(results)), float(np.std(results, ddof=1))
    is_precise = cv is None or (mean > 0 and sd <= cv * mean)
    return is_precise and (total_error is None or abs(mean - level) + Z95 * sd <= total_error * level)

"""Limit of detection from the share of positive samples at each dose, and the limiting-dilution line.

Samples are taken as independent. Draws from the cells of one donor are not: their intervals speak of that donor, and
one for donors to come resamples donors around these functions.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np
from scipy.optimize import brentq
from scipy.stats import chi2, norm

from clinicell.errors import InputError
from clinicell.metrics._binomial import CLOGLOG, LOGIT, PROBIT, Link, fit
from clinicell.metrics._metric import Floats
from clinicell.metrics.limits import Estimate, above_floor, floor_of, not_evaluable

WANTED = 0.95
FEWEST_BLANKS = 20  # below, one positive blank is already more than 5 %
LARGEST_BLANK_RATE = 0.05
WIDEST = 20.0  # decades that a bound is looked for on either side


@dataclass(frozen=True, slots=True)
class Doses:
    """Distinct doses in rising order, with the positive samples and all samples at each; shape (n_doses,)."""

    dose: Floats
    hits: Floats
    trials: Floats

    @property
    def rates(self) -> Floats:
        """Share of positive samples at each dose."""
        return self.hits / self.trials

    @property
    def are_mixed(self) -> bool:
        """Whether some dose has positive and negative samples."""
        return bool(((self.rates > 0) & (self.rates < 1)).any())

    @property
    def are_separated(self) -> bool:
        """Whether all samples beyond some dose are of one kind and all before it of the other.

        One dose may be mixed. The likelihood has no maximum then.
        """
        is_mixed, steps = (self.rates > 0) & (self.rates < 1), np.diff(self.rates)
        return int(is_mixed.sum()) <= 1 and bool((steps >= 0).all() or (steps <= 0).all())


@dataclass(frozen=True, slots=True)
class Dilution:
    """A limiting-dilution experiment: hits per unit of dose under the single-hit model, and the test of that model.

    `slope` is that of the complementary log-log of the hit rate on the log dose, 1 if one hit suffices and samples are
    alike; `p_value` tests it against 1 by the likelihood ratio.
    """

    frequency: Estimate
    slope: Estimate
    p_value: float


def limit_of_detection(
    dose: Floats,
    hits: Floats,
    trials: Floats,
    *,
    blank_hits: int,
    blanks: int,
    cells: float,
    link: Literal["probit", "logit"] = "probit",
) -> Estimate:
    """LoD95: the dose at which 95 % of the samples are called positive, by regression of the hits on log10 dose.

    Parameters
    ----------
    dose, hits, trials
        True share of cells, above 0, positive samples and samples; shape (n_doses,); equal doses are added up.
    blank_hits, blanks
        Positive samples among blanks, by the same threshold; not those that set it.
    cells
        Cells a sample.
    link
        Of the regression.

    Returns
    -------
    Estimate
        With the profile-likelihood interval. Where no sample is positive below some dose and all are above it, fit and
        interval are penalised by Jeffreys' prior, as the reason says. Undefined when blanks fail (more than 5 %
        positive) or are fewer than 20, when 95 % is not reached at the highest dose or is reached at the lowest, when
        hits do not grow with the dose, when the fitted dose lies beyond those tested, and below 3/cells.

    Raises
    ------
    InputError
        A dose is not above 0, or more samples are positive than there are.

    References
    ----------
    CLSI EP17-A2 (2012); Heinze and Schemper (2002), doi:10.1002/sim.1047, for separation.

    Examples
    --------
    >>> import numpy as np
    >>> lod = limit_of_detection(
    ...     np.array([1e-4, 3e-4, 1e-3, 3e-3, 1e-2]),
    ...     np.array([1.0, 8, 25, 45, 50]),
    ...     np.full(5, 50.0),
    ...     blank_hits=1,
    ...     blanks=50,
    ...     cells=100_000,
    ... )
    >>> 0.003 < lod.low < lod.value < lod.high < 0.01
    True
    """
    fault = _fault_of_blanks(blank_hits, blanks)
    if fault:
        return not_evaluable(fault)
    doses = _added_up(dose, hits, trials)
    if doses.dose.size < 2:
        return not_evaluable(f"undefined ({doses.dose.size} doses; 2 are needed)")
    if doses.rates[-1] < WANTED:
        return not_evaluable(f"undefined (95 % is never reached: {doses.rates[-1]:.0%} at the highest dose)")
    if doses.rates[0] >= WANTED:
        at_most = Estimate(math.nan, high=float(doses.dose[0]), reason="undefined (95 % is reached at the lowest dose)")
        return above_floor(at_most, cells=cells)
    estimate = _by_profile(doses, {"probit": PROBIT, "logit": LOGIT}[link])
    return above_floor(estimate, cells=cells)


def limiting_dilution(dose: Floats, hits: Floats, trials: Floats) -> Dilution:
    """Return the hits per unit of dose by the single-hit Poisson model, and a test of that model.

    A sample is positive unless none of its cells is: log(-log(1 - rate)) = log frequency + log dose.

    Parameters
    ----------
    dose
        Cells a sample, above 0, shape (n_doses,); or expected cells of the kind, and the frequency is the share of them
        that is found.
    hits, trials
        Positive samples and samples, shape (n_doses,); equal doses are added up.

    Returns
    -------
    Dilution
        Wald intervals on the log scale and for the slope. The frequency is undefined without a hit (`high` is then 3
        per unit of dose spent, the one-sided 95 % bound), without a miss, and below 3 per unit of dose spent; its
        interval where no dose has samples of both kinds; slope and test without two doses, or where the likelihood has
        no maximum.

    Raises
    ------
    InputError
        A dose is not above 0, or more samples are positive than there are.

    References
    ----------
    Hu and Smyth (2009), doi:10.1016/j.jim.2009.06.008.

    Examples
    --------
    >>> import numpy as np
    >>> line = limiting_dilution(np.array([1e3, 1e4, 1e5]), np.array([2.0, 13, 20]), np.full(3, 20.0))
    >>> 5e-5 < line.frequency.value < 2e-4, 0.5 < line.slope.value < 2, line.p_value > 0.05
    (True, True, True)
    """
    doses = _added_up(dose, hits, trials)
    spent = float(doses.dose @ doses.trials)
    if doses.hits.sum() == 0:
        none = Estimate(math.nan, high=floor_of(spent), reason="undefined (no sample is positive)")
        return Dilution(none, not_evaluable("undefined (no sample is positive)"), math.nan)
    if (doses.hits == doses.trials).all():
        nothing = not_evaluable("undefined (every sample is positive: lower doses are needed)")
        return Dilution(nothing, nothing, math.nan)
    covariate = np.log(doses.dose)
    start = (math.log(float(doses.hits.sum()) / spent), 1.0)  # as if no sample held two of the kind
    single = fit(covariate, doses.hits, doses.trials, CLOGLOG, origin=start, directions=((1.0, 0.0),))
    log_frequency = _wald(single.intercept, single.covariance[0, 0])
    found = Estimate(math.exp(log_frequency.value), reason="interval undefined (no dose is mixed)")
    if doses.are_mixed:
        found = Estimate(found.value, math.exp(log_frequency.low), math.exp(log_frequency.high))
    frequency = above_floor(found, cells=spent)
    if doses.dose.size < 2 or doses.are_separated:
        return Dilution(frequency, not_evaluable("undefined (the doses do not determine a slope)"), math.nan)
    free = fit(covariate, doses.hits, doses.trials, CLOGLOG, origin=(single.intercept, 1.0))
    p_value = float(chi2.sf(max(2 * (free.likelihood - single.likelihood), 0.0), 1))
    return Dilution(frequency, _wald(free.slope, free.covariance[1, 1]), p_value)


def _by_profile(doses: Doses, link: Link) -> Estimate:
    covariate = np.log10(doses.dose)
    wanted = float(brentq(lambda eta: link.log_hit(np.array([eta]))[0] - math.log(WANTED), 0.0, 10.0, xtol=1e-15))
    fitted = partial(fit, covariate, doses.hits, doses.trials, link, is_penalised=doses.are_separated)
    best = fitted()
    if best.slope <= 0:
        return not_evaluable("undefined (the share of positive samples does not grow with the dose)")
    centre = (wanted - best.intercept) / best.slope
    if not covariate[0] <= centre <= covariate[-1]:
        return not_evaluable("undefined (the fitted dose of 95 % lies beyond the doses tested)")

    def excess(limit: float) -> float:
        start = (wanted - best.slope * limit, best.slope)
        held = fitted(origin=start, directions=((-limit, 1.0),))
        return 2 * (best.likelihood - held.likelihood) - float(chi2.ppf(0.95, 1))

    low, high = (_crossing(excess, centre, side) for side in (-1, 1))
    reasons = ["penalised by Jeffreys' prior (the doses separate)"] if doses.are_separated else []
    reasons += [f"{name} bound undefined" for name, at in (("lower", low), ("upper", high)) if math.isnan(at)]
    return Estimate(10**centre, 10**low, 10**high, "; ".join(reasons))


def _crossing(excess: Callable[[float], float], centre: float, side: int) -> float:
    inner, reach = 0.0, 0.05
    while reach < WIDEST:
        if excess(centre + side * reach) > 0:
            return float(brentq(excess, centre + side * inner, centre + side * reach, xtol=1e-13, rtol=1e-14))
        inner, reach = reach, 2 * reach
    return math.nan


def _wald(value: float, variance: float) -> Estimate:
    reach = float(norm.ppf(0.975)) * math.sqrt(variance)
    return Estimate(value, value - reach, value + reach)


def _added_up(dose: Floats, hits: Floats, trials: Floats) -> Doses:
    if not (dose > 0).all():
        raise InputError(f"{np.sum(~(dose > 0))} of {dose.size} doses are not above 0; blanks are given apart")
    if ((hits < 0) | (hits > trials) | (trials <= 0)).any():
        raise InputError("a dose has more positive samples than samples, or no sample at all")
    levels, at = np.unique(dose, return_inverse=True)
    positive, samples = (np.bincount(at, counts, levels.size).astype(np.float64) for counts in (hits, trials))
    return Doses(levels, positive, samples)


def _fault_of_blanks(blank_hits: int, blanks: int) -> str:
    if not 0 <= blank_hits <= blanks:
        raise InputError(f"{blank_hits} positive samples of {blanks} blanks")
    if blanks < FEWEST_BLANKS:
        return f"undefined ({blanks} blanks; {FEWEST_BLANKS} are needed to see a rate of 5 %)"
    if blank_hits > LARGEST_BLANK_RATE * blanks:
        return f"undefined (blanks fail: {blank_hits} of {blanks} are called positive; at most 5 % may be)"
    return ""

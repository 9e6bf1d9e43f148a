"""Binomial regression on one covariate: maximum likelihood, or penalised by Jeffreys' prior where that is infinite."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import root
from scipy.special import erfcx, expit, log_expit, log_ndtr

from clinicell.metrics._metric import Floats

MOST_STEPS = 200
ROUNDING = 1e-13
ROOT_2_OVER_PI = math.sqrt(2 / math.pi)


@dataclass(frozen=True, slots=True)
class Link:
    """Log probabilities of a hit and of a miss at a linear predictor, and their derivatives.

    `weight_slope` is the derivative of the log of the expected information, minus the product of both derivatives.
    """

    log_hit: Callable[[Floats], Floats]
    log_miss: Callable[[Floats], Floats]
    hit_slope: Callable[[Floats], Floats]
    miss_slope: Callable[[Floats], Floats]
    weight_slope: Callable[[Floats], Floats]


@dataclass(frozen=True, slots=True)
class Fit:
    """Intercept and slope, their (penalised) log likelihood without its constant, and their covariance."""

    intercept: float
    slope: float
    likelihood: float
    covariance: Floats


def _tail(eta: Floats) -> Floats:
    ratio: Floats = ROOT_2_OVER_PI / erfcx(-eta / math.sqrt(2))  # of normal density to probability, at any distance
    return ratio


def _rate(eta: Floats) -> Floats:
    return np.exp(np.clip(eta, -600.0, 6.0))  # of hits in a sample; beyond exp(6) a miss has no probability left


LOGIT = Link(
    log_hit=log_expit,
    log_miss=lambda eta: log_expit(-eta),
    hit_slope=lambda eta: expit(-eta),
    miss_slope=lambda eta: -expit(eta),
    weight_slope=lambda eta: 1 - 2 * expit(eta),
)
PROBIT = Link(
    log_hit=log_ndtr,
    log_miss=lambda eta: log_ndtr(-eta),
    hit_slope=_tail,
    miss_slope=lambda eta: -_tail(-eta),
    weight_slope=lambda eta: -2 * eta - _tail(eta) + _tail(-eta),
)
CLOGLOG = Link(
    log_hit=lambda eta: np.log(-np.expm1(-_rate(eta))),
    log_miss=lambda eta: -_rate(eta),
    hit_slope=lambda eta: _rate(eta) / np.expm1(_rate(eta)),
    miss_slope=lambda eta: -_rate(eta),
    weight_slope=lambda eta: 2 - _rate(eta) / -np.expm1(-_rate(eta)),
)


def fit(
    covariate: Floats,
    hits: Floats,
    trials: Floats,
    link: Link,
    *,
    origin: tuple[float, float] = (0.0, 0.0),
    directions: tuple[tuple[float, float], ...] = ((1.0, 0.0), (0.0, 1.0)),
    is_penalised: bool = False,
) -> Fit:
    """Return the best intercept and slope among `origin` plus any multiples of `directions`, by Fisher scoring.

    Parameters
    ----------
    covariate, hits, trials
        One entry per dose, shape (n_doses,), at least two distinct doses.
    origin, directions
        The line or plane in (intercept, slope) that is searched; without a direction, the origin is judged.
    is_penalised
        Whether to add half the log determinant of the information of intercept and slope: finite under separation.

    References
    ----------
    Firth (1993), doi:10.1093/biomet/80.1.27; Heinze and Schemper (2002), doi:10.1002/sim.1047.
    """
    problem = _Problem(np.column_stack([np.ones_like(covariate), covariate]), hits, trials, link, is_penalised)
    along = np.array(directions, dtype=np.float64).reshape(-1, 2).T  # (2, n_directions)
    point = np.array(origin, dtype=np.float64)
    if along.size:
        point = _climb(problem, point, along)
    if along.size and is_penalised:
        point = _polish(problem, point, along)
    information = along.T @ problem.information(point) @ along
    return Fit(float(point[0]), float(point[1]), problem.likelihood(point), along @ _inverse(information) @ along.T)


@dataclass(frozen=True, slots=True)
class _Problem:
    design: Floats  # (n_doses, 2)
    hits: Floats
    trials: Floats
    link: Link
    is_penalised: bool

    @property
    def enough(self) -> float:
        return 1e-3 if self.is_penalised else ROUNDING

    def likelihood(self, point: Floats) -> float:
        eta = self.design @ point
        value = float(self.hits @ self.link.log_hit(eta) + (self.trials - self.hits) @ self.link.log_miss(eta))
        if not self.is_penalised:
            return value
        sign, log_determinant = np.linalg.slogdet(self.information(point))
        return value + 0.5 * float(log_determinant) if sign > 0 else -np.inf

    def weight(self, eta: Floats) -> Floats:
        return -self.trials * self.link.hit_slope(eta) * self.link.miss_slope(eta)

    def information(self, point: Floats) -> Floats:
        return (self.design * self.weight(self.design @ point)[:, None]).T @ self.design

    def score(self, point: Floats) -> Floats:
        eta = self.design @ point
        by_dose = self.hits * self.link.hit_slope(eta) + (self.trials - self.hits) * self.link.miss_slope(eta)
        if self.is_penalised:
            inverse = _inverse(self.information(point))
            leverage = self.weight(eta) * np.einsum("ij,jk,ik->i", self.design, inverse, self.design)
            by_dose = by_dose + 0.5 * leverage * self.link.weight_slope(eta)
        return self.design.T @ by_dose


def _inverse(information: Floats) -> Floats:
    # far from the doses all weights vanish; the pseudo-inverse then proposes no step
    if not information.size:
        return information
    return np.asarray(np.linalg.pinv(information, hermitian=True), dtype=np.float64)


def _climb(problem: _Problem, point: Floats, along: Floats) -> Floats:
    """Return the top of the likelihood by Fisher scoring, a step being halved until it does not lead down."""
    likelihood = problem.likelihood(point)
    for _ in range(MOST_STEPS):
        information = along.T @ problem.information(point) @ along
        step = along @ (_inverse(information) @ (along.T @ problem.score(point)))
        scale = 1.0
        while not (moved := problem.likelihood(point + scale * step)) >= likelihood - ROUNDING * abs(likelihood):
            scale /= 2
            if scale < ROUNDING:
                return point
        point, likelihood = point + scale * step, moved
        if np.max(np.abs(step)) < problem.enough * (1 + np.max(np.abs(point))):
            break
    return point


def _polish(problem: _Problem, point: Floats, along: Floats) -> Floats:
    # with the penalty the information is not the curvature, and scoring is slow at the end
    def score(by: Floats) -> Floats:
        return along.T @ problem.score(point + along @ by)

    by: Floats = root(score, np.zeros(along.shape[1]), tol=ROUNDING).x
    return point + along @ by

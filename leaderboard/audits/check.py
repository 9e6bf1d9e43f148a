"""What one check of a panel says: passed, failed or not possible, with what was measured and what was expected."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from scipy.stats import t as student

from clinicell.metrics._metric import Floats

Outcome = Literal["passed", "failed", "not possible"]
FALSE_ALARM = 0.001  # chance that a check by lot fails where nothing is wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check of one panel.

    Parameters
    ----------
    name
        What was looked at.
    outcome
        ``"not possible"`` where the question has no answer here, for the reason given; it is no pass.
    expected
        What passes, in words.
    measured
        Figures by name; NaN never.
    reason
        What was done, or why it could not be.
    """

    name: str
    outcome: Outcome
    expected: str
    measured: Mapping[str, float] = field(default_factory=dict)
    reason: str = ""


def judged(name: str, is_good: bool, *, expected: str, measured: Mapping[str, float], reason: str = "") -> Check:
    """Return a check that was made."""
    known = {figure: float(value) for figure, value in measured.items() if math.isfinite(value)}
    return Check(name=name, outcome="passed" if is_good else "failed", expected=expected, measured=known, reason=reason)


def not_possible(name: str, reason: str, *, expected: str = "") -> Check:
    """Return a check that could not be made."""
    return Check(name=name, outcome="not possible", expected=expected, reason=reason)


@dataclass(frozen=True, slots=True)
class Apart:
    """How far the mean of paired draws lies from 0, and how far it may by lot."""

    mean: float
    limit: float

    @property
    def is_by_lot(self) -> bool:
        """Whether the mean lies within its Monte Carlo error of 0."""
        return abs(self.mean) <= self.limit


def apart(differences: Floats) -> Apart:
    """Return the mean of differences over draws, and the Monte Carlo error within which it lies by lot.

    The limit is the quantile of Student's distribution that leaves `FALSE_ALARM` outside, times the standard error;
    NaN (undefined draws) are left out.
    """
    drawn = differences[np.isfinite(differences)]
    if drawn.size < 2:
        return Apart(math.nan, math.nan)
    error = float(np.std(drawn, ddof=1)) / math.sqrt(drawn.size)
    return Apart(float(drawn.mean()), float(student.isf(FALSE_ALARM / 2, drawn.size - 1)) * error + 1e-12)

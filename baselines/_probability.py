"""From scores to probabilities, learnt from the training side alone.

A fit that weighs both classes alike answers for a world in which half of all units are positive, and one that was
fitted closely is surer of itself than it may be. Both are put right by scores of units that the fit did not see. A
model is not told which units share a patient: what differs between patients stays uncorrected, and the board shows it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit
from sklearn.linear_model import LogisticRegression

from clinicell.baselines._features import Floats, Rows, answer
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._prediction import Prediction

N_PARTS = 3
WEAK = 1e6  # inverse penalty: none to speak of, and a finite answer where classes are apart
ScoreOf = Callable[[Rows, Rows], Floats]


@dataclass(frozen=True, slots=True)
class Platt:
    """Log odds that are linear in a score; the slope is at least 0, so that a higher score is never less likely.

    References
    ----------
    Platt (1999), Probabilistic outputs for support vector machines; Lin, Lin and Weng (2007),
    doi:10.1007/s10994-007-5018-6.
    """

    slope: float
    intercept: float

    def __call__(self, score: Floats) -> Floats:
        """Return probabilities, shape (n,)."""
        return np.asarray(expit(self.slope * score + self.intercept))


def platt(score: Floats, label: Floats) -> Platt:
    """Return the probability by score that scores of units outside the fit call for.

    Parameters
    ----------
    score
        Shape (n,); NaN where no score outside the fit is known: such units are left out.
    label
        0 or 1, shape (n,). As targets they are drawn towards one half, by one unit in each class, so that separated
        classes give no probability of 0 or 1. Where the scores order the units the wrong way, or are all alike,
        everybody gets the share of positives.
    """
    known = np.isfinite(score)
    label, x = label[known], score[known]
    n_positive, n_negative = float(label.sum()), float((1 - label).sum())
    prior = float(logit((n_positive + 1) / (n_positive + n_negative + 2)))
    spread = float(x.std()) if x.size else 0.0
    if spread <= 0:
        return Platt(0.0, prior)
    target = np.where(label == 1, (n_positive + 1) / (n_positive + 2), 1 / (n_negative + 2))
    centre = float(x.mean())
    rows = np.concatenate([x, x])[:, None]
    fitted = LogisticRegression(C=WEAK, tol=1e-10, max_iter=1000).fit(
        (rows - centre) / spread, np.repeat([1, 0], x.size), sample_weight=np.concatenate([target, 1 - target])
    )
    slope = float(fitted.coef_[0, 0]) / spread
    return Platt(slope, float(fitted.intercept_[0]) - slope * centre) if slope > 0 else Platt(0.0, prior)


def scored(cohort: Cohort, names: Sequence[str], score: Floats, by_score: Platt | None) -> Prediction:
    """Return a prediction of scores, (n_asked, 1), with their probabilities where a task asks for them."""
    table = answer(cohort, names, score)
    if by_score is None:
        return Prediction.main(table)
    return Prediction.with_probability(table, answer(cohort, names, by_score(score)))


def crossed(score_of: ScoreOf, label: Floats, *, n_parts: int = N_PARTS, n_asked: int | None = None) -> Floats:
    """Return scores of units by fits that did not see them, shape (n,); NaN where none was made.

    Parameters
    ----------
    score_of
        Takes positions to learn from and positions to score; returns the scores of the latter.
    label
        0 or 1, shape (n,). The k-th unit of a class lies in part k modulo `n_parts`: no draw by lot, so that the
        order of the units has to come from their content. With fewer units than parts in a class nothing is scored.
    n_asked
        How many of the parts are scored; all of them without it.
    """
    score = np.full(label.size, np.nan)
    if min((label == 0).sum(), (label == 1).sum()) < n_parts:
        return score
    part = np.empty(label.size, dtype=np.intp)
    for kind in (0, 1):
        part[label == kind] = np.arange(int((label == kind).sum())) % n_parts
    for number in range(n_parts if n_asked is None else n_asked):
        held = np.flatnonzero(part == number)
        score[held] = score_of(np.flatnonzero(part != number), held)
    return score

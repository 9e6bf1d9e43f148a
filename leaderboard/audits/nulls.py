"""What a pipeline reaches when there is nothing to find.

It must be what the fold scheme by itself gives, which is not chance: leaving a responder out of training leaves fewer
responders there, and grouped folds score below one half. So each null score is paired with the same answers against
labels that were exchanged once more, within folds only: the folds stay as they are, and who bears a label is lost.
A pipeline that knows a tested donor from training, or has met a test label, scores above that.

What is judged is the difference inside folds, where both have the same mean exactly: what a fold was taught does not
know who bears which label there. Across folds each donor also teaches the other's answer, and the pooled values shown
beside it may lie a little apart.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import anndata as ad
import numpy as np

from clinicell.errors import InputError
from clinicell.leaderboard.audits.check import Check, apart, judged, not_possible
from clinicell.leaderboard.audits.exchange import Exchange, by_lot, exchange
from clinicell.leaderboard.audits.subject import Make, Subject, answered, with_references
from clinicell.metrics._metric import Floats
from clinicell.tasks import _scoring

FEWEST_DONORS = 6
N_CODES = 5  # clusters by lot
N_REARRANGED = 3  # of the labels of each draw, so that little of the error is of these
NONE_POSSIBLE = "no null test possible"
Draw = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Nulls:
    """Null scores, the null of the fold scheme, and the difference that is judged, paired, (n_draws,) each."""

    scores: Floats
    measured: Floats
    differences: Floats

    def figures(self, chance: float) -> Mapping[str, float]:
        """Return what a table of null tests shows."""
        own = self.scores[np.isfinite(self.scores)]
        low, high = np.quantile(own, [0.025, 0.975]) if own.size else (math.nan, math.nan)
        gap = apart(self.differences)
        return {
            "null": float(own.mean()) if own.size else math.nan,
            "null_low": float(low),
            "null_high": float(high),
            "measured_null": float(np.nanmean(self.measured)) if own.size else math.nan,
            "difference": gap.mean,
            "monte_carlo_error": gap.limit,
            "chance": chance,
            "draws": float(own.size),
        }


def null_test(subject: Subject, make: Make, *, n_draws: int, seed: int = 0) -> Check:
    """Return whether a model that was taught exchanged labels scores what the fold scheme gives by itself.

    Where nothing of the panel is taught (clusterings, answers learned from references), the model's one answer is
    compared with exchanged labels, and with it an answer by lot.
    """
    name, expected = "null test", "mean null score within its Monte Carlo error of the measured null"
    lots = exchange(subject, by_fold=False)
    if lots.n_donors < FEWEST_DONORS:
        return not_possible(name, _too_few(subject, lots), expected=expected)
    try:
        nulls = (_taught if subject.is_taught else _untaught)(subject, make, lots, n_draws, seed)
    except InputError as fault:
        return not_possible(name, f"{NONE_POSSIBLE}: {fault}", expected=expected)
    return _judged(name, nulls, expected, f"{_words(lots)}; {_fitted(subject)}", subject.chance())


def random_labels(subject: Subject, make: Make, *, n_draws: int, seed: int = 1) -> Check:
    """Return whether labels by lot are found on other donors no better than the folds give.

    Each donor gets one label for all its units. A split by cells is found out here: there a model recognizes the
    donor, and with him his label. Where a model learns from references, their responses are exchanged between them.
    """
    name, expected = "random labels", "labels by lot found no better than the measured null"
    lots = exchange(subject, by_fold=False)
    has_references = any(fold.train.cohort.references for fold in subject.folds)
    if not subject.is_taught and not has_references:
        return not_possible(name, "no label is taught", expected=expected)
    if lots.n_donors < FEWEST_DONORS:
        return not_possible(name, _too_few(subject, lots), expected=expected)
    draw, words = (
        (_lot, f"one label by lot for each of {lots.n_donors} donors, model refitted")
        if subject.is_taught
        else (_of_exchanged_references, "responses exchanged between the lines of the reference, model refitted")
    )
    drawn = [found for rng in np.random.default_rng(seed).spawn(n_draws) if (found := draw(subject, make, rng))]
    if not drawn:
        return not_possible(name, "no draw gives both labels to the donors that each fold teaches", expected=expected)
    return _judged(name, Nulls(*np.asarray(drawn).T), expected, words)


def _lot(subject: Subject, make: Make, rng: np.random.Generator) -> Draw | None:
    labels = by_lot(subject, rng)
    if not _has_both(subject, labels):
        return None
    again = replace(subject, data=replace(subject.data, truth=labels))
    answer = answered(again, make, labels=labels)
    return _compared(again, answer, exchange(again, by_fold=True), labels, rng)


def _of_exchanged_references(subject: Subject, make: Make, rng: np.random.Generator) -> Draw:
    def exchanged(reference: ad.AnnData) -> ad.AnnData:
        order = rng.permutation(reference.n_obs)
        other = reference.copy()
        for name, table in reference.obsm.items():
            other.obsm[name] = table.iloc[order].set_axis(table.index, axis=0)
        return other

    answer = answered(with_references(subject, exchanged), make)
    lots = exchange(subject, by_fold=False)
    return _compared(subject, answer, lots, subject.data.truth, rng)


def _taught(subject: Subject, make: Make, lots: Exchange, n_draws: int, seed: int) -> Nulls:
    inside = exchange(subject, by_fold=True)
    if inside.n_moved < 2:
        raise InputError("each fold tests a single donor, with one label: nothing can be exchanged within it")
    drawn = []
    for rng in np.random.default_rng(seed).spawn(n_draws):
        labels = lots.draw(subject.data.truth, rng)
        if _has_both(subject, labels):
            drawn.append(_compared(subject, answered(subject, make, labels=labels), inside, labels, rng))
    return Nulls(*np.asarray(drawn).reshape(-1, 3).T)


def _untaught(subject: Subject, make: Make, lots: Exchange, n_draws: int, seed: int) -> Nulls:
    answer = answered(subject, make)
    scores, measured = [], []
    for rng in np.random.default_rng(seed).spawn(n_draws):
        labels = lots.draw(subject.data.truth, rng)
        scores.append(subject.value(answer, labels))
        lot = rng.random(answer.shape)
        measured.append(subject.value(np.floor(N_CODES * lot) if subject.data.within else lot, labels))
    return Nulls(np.asarray(scores), np.asarray(measured), np.asarray(scores) - np.asarray(measured))


def _compared(subject: Subject, answer: Floats, lots: Exchange, labels: Floats, rng: np.random.Generator) -> Draw:
    """Return the value of an answer to labels, the mean to labels exchanged anew, and the difference inside folds."""
    others = [lots.draw(labels, rng) for _ in range(N_REARRANGED)]
    measured = _scoring.mean(np.array([subject.value(answer, other) for other in others]))
    inside = _scoring.mean(np.array([subject.inside_folds(answer, other) for other in others]))
    return subject.value(answer, labels), measured, subject.inside_folds(answer, labels) - inside


def _has_both(subject: Subject, labels: Floats) -> bool:
    """Return whether each fold teaches labels of both classes."""
    taught = [labels[fold.train.row, 0] for fold in subject.folds]
    return all(np.unique(own[np.isfinite(own)]).size > 1 for own in taught)


def _judged(name: str, nulls: Nulls, expected: str, reason: str, chance: float = math.nan) -> Check:
    gap = apart(nulls.differences)
    if not math.isfinite(gap.mean):
        return not_possible(name, f"{NONE_POSSIBLE}: the value is undefined under exchanged labels", expected=expected)
    return judged(name, gap.is_by_lot, expected=expected, measured=nulls.figures(chance), reason=reason)


def _words(lots: Exchange) -> str:
    between = sum(map(len, lots.between))
    parts = [f"between {between} donors"] if between else []
    parts += [f"within {len(lots.within)} donors"] if lots.within else []
    return f"labels exchanged {' and '.join(parts)}"


def _fitted(subject: Subject) -> str:
    return "model refitted each time" if subject.is_taught else "one answer, for no label of the panel is taught"


def _too_few(subject: Subject, lots: Exchange) -> str:
    unit = subject.panel.resample
    return f"{NONE_POSSIBLE}: {lots.n_donors} {unit}{'' if lots.n_donors == 1 else 's'}; {FEWEST_DONORS} are needed"

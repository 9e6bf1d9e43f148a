"""Healthy cells of one donor among healthy cells of another: a model trained for the leukaemia must not call them.

After a transplant a patient's marrow is another person's. A model that calls what is strange, in place of what is
leukaemic, calls the donor's cells.
"""

import math
from dataclasses import dataclass

import numpy as np

from clinicell.baselines._model import Model
from clinicell.leaderboard.audits.check import Check, judged, not_possible
from clinicell.leaderboard.audits.invariance import of_units
from clinicell.leaderboard.audits.subject import Make, Rows, Sides, Subject, predicted
from clinicell.metrics._metric import Floats
from clinicell.metrics.intervals import FEWEST_UNITS, Interval, jackknife_t

NOMINAL = 0.01  # share of a calibration donor's healthy cells above the threshold
SHARE_SPIKED = 0.1
MOST_CELLS = 500  # of the host
FEWEST_CELLS = 20  # healthy ones of a donor
EVERY = 3  # every third training donor is set apart to calibrate


@dataclass(frozen=True, slots=True)
class Called:
    """Shares of cells called, by the donor spiked in: of its cells, and of the host's cells in the same sample."""

    spiked: dict[str, list[float]]
    host: dict[str, list[float]]


def spike(subject: Subject, make: Make, *, seed: int = 9) -> Check:
    """Return how often healthy cells of one donor are called in a sample of another.

    Donors that learn, donors that set the threshold (1 % of their healthy cells lie above) and the two that are mixed
    are three different groups. The rate is the mean over the donors spiked in, its interval over these donors.
    """
    name = "healthy donor in another"
    expected = f"called no more than nominal ({NOMINAL:.0%}), or no more than the host's own cells"
    truth = subject.data.truth
    if subject.task.unit != "cell" or not subject.is_taught or not np.isin(truth[np.isfinite(truth)], (0, 1)).all():
        return not_possible(name, "not applicable: no population of cells is looked for", expected=expected)
    rng, called = np.random.default_rng(seed), Called({}, {})
    for fold in subject.folds:
        _in_fold(subject, fold, make, rng, called)
    if len(called.spiked) < FEWEST_UNITS:
        reason = f"{len(called.spiked)} donors could be spiked in; {FEWEST_UNITS} are needed"
        return not_possible(name, reason, expected=expected)
    spiked, host = _by_donor(called.spiked), _by_donor(called.host)
    rate, more = _of_share(spiked), _of_difference(spiked - host)
    figures = {
        "rate": float(spiked.mean()),
        "low": rate.low,
        "high": rate.high,
        "host_rate": float(host.mean()),
        "difference": float((spiked - host).mean()),
        "difference_low": more.low,
        "difference_high": more.high,
        "donors": spiked.size,
    }
    n_samples = sum(map(len, called.spiked.values()))
    reason = f"{n_samples} samples of two donors; threshold set by other donors than those that learn"
    return judged(name, not (rate.low > NOMINAL and more.low > 0), expected=expected, measured=figures, reason=reason)


def _by_donor(rates: dict[str, list[float]]) -> Floats:
    return np.array([np.mean(own) for _, own in sorted(rates.items())])


def _in_fold(subject: Subject, fold: Sides, make: Make, rng: np.random.Generator, called: Called) -> None:
    healthy = _healthy(subject, fold.test.row)
    if len(healthy) < 2:
        return
    fitted = _calibrated(subject, fold, make)
    if fitted is None:
        return
    model, threshold = fitted
    for host, own in healthy.items():
        for donor, cells in healthy.items():
            if donor == host:
                continue
            base = rng.permutation(own)[:MOST_CELLS]
            n_spiked = max(FEWEST_CELLS // 2, round(SHARE_SPIKED * base.size))
            foreign = rng.permutation(cells)[:n_spiked]
            rows = np.concatenate([base, foreign])
            mixed = rng.permutation(rows)
            score = predicted(subject, model, of_units(fold.test.cohort, np.sort(mixed)))[:, 0]
            is_foreign = np.isin(np.sort(mixed), foreign)
            called.spiked.setdefault(donor, []).append(float((score[is_foreign] > threshold).mean()))
            called.host.setdefault(donor, []).append(float((score[~is_foreign] > threshold).mean()))


def _healthy(subject: Subject, row: Rows) -> dict[str, Rows]:
    """Return the positions in `row` of each donor's healthy cells, of donors with enough of them."""
    is_healthy = subject.data.truth[row, 0] == 0
    donor = subject.data.donor[row]
    found = {str(name): np.flatnonzero(is_healthy & (donor == name)) for name in np.unique(donor)}
    return {name: rows for name, rows in found.items() if rows.size >= FEWEST_CELLS}


def _calibrated(subject: Subject, fold: Sides, make: Make) -> tuple[Model, float] | None:
    """Return a model and a threshold from donors of the training side that it did not learn from."""
    donor = subject.data.donor[fold.train.row]
    healthy = _healthy(subject, fold.train.row)
    apart = sorted(healthy)[::EVERY]
    learning = np.flatnonzero(~np.isin(donor, apart))
    labels = subject.data.truth[fold.train.row[learning], 0]
    if np.unique(labels[np.isfinite(labels)]).size < 2:
        return None
    model = make()
    model.fit(of_units(fold.train.cohort, learning), subject.task, seed=0)
    scores, weights = [], []
    for name in apart:
        own = predicted(subject, model, of_units(fold.train.cohort, healthy[name]))[:, 0]
        scores.append(own)
        weights.append(np.full(own.size, 1 / own.size / len(apart)))
    return model, _threshold(np.concatenate(scores), np.concatenate(weights))


def _threshold(score: Floats, weight: Floats) -> float:
    """Return the smallest score above which lies at most the nominal share of the weight."""
    order = np.argsort(-score)
    above = np.cumsum(weight[order]) - weight[order]
    return float(score[order][int(np.searchsorted(above, NOMINAL + 1e-12, side="right")) - 1])


def _of_share(rates: Floats) -> Interval:
    """Interval of a mean share over donors; of n donors without a call, the upper bound is 1 - 0.025^(1/n)."""
    n, mean = rates.size, float(rates.mean())
    if mean == 0:
        return Interval(0.0, 1 - 0.025 ** (1 / n))
    return jackknife_t(mean, (rates.sum() - rates) / (n - 1), effective=n, on_unit_scale=0 < mean < 1)


def _of_difference(differences: Floats) -> Interval:
    n = differences.size
    without = (differences.sum() - differences) / (n - 1)
    found = jackknife_t(float(differences.mean()), without, effective=n, on_unit_scale=False)
    return found if math.isfinite(found.low) else Interval(-1.0, 1.0, found.reason)

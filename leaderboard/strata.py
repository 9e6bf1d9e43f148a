"""The metric in strata of patients, by sex, age, ancestry and site: the worst group, the gap, the odds of being called.

A stratum of fewer than ten patients is "not estimable", and no number of patients below ten is given away. It rests on
the predictions that the board rests on; nothing is fitted anew.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from clinicell.datasets.store import load
from clinicell.leaderboard.measured import Measured, main_answer, measured, not_measured, of_donors
from clinicell.leaderboard.probe import Probe
from clinicell.leaderboard.small_groups import SMALLEST, shown, without_counts
from clinicell.metrics._metric import Metric
from clinicell.metrics.fairness import Gap, Rates, equalised_odds_difference, gap, rates, youden_threshold
from clinicell.metrics.resampling import strata as strata_of
from clinicell.tasks._donors import broad_age, known_of_donors, members
from clinicell.tasks._scoring import Scorable, mass

NOBODY = "not estimable: unknown for all patients"
COLUMNS: tuple[tuple[str, str, Callable[[str], str]], ...] = (
    ("sex", "sex_ontology_term_id", str),
    ("age", "age_band", broad_age),
    ("ancestry", "self_reported_ethnicity_ontology_term_id", str),
    ("site", "institution_id", str),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """One group of patients. `n` is None where it may not be shown; `rates` is None where a class has too few."""

    name: str
    n: int | None
    measured: Measured
    rates: Rates | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Strata:
    """All groups by one property.

    Parameters
    ----------
    gap
        Of the metric between the groups that are estimable.
    worst
        The group with the worst value; empty where fewer than two are estimable.
    equalised_odds
        The largest difference in true or false positive rates at the threshold, NaN with its reason.
    reason
        Why there is nothing to see; empty where there is.
    """

    by: str
    groups: tuple[Stratum, ...]
    gap: Gap
    worst: str
    equalised_odds: float
    odds_reason: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fairness:
    """The metric of all patients and by each property; `threshold` in words."""

    everyone: Measured
    threshold: str
    strata: tuple[Strata, ...]


def fairness(probe: Probe, threshold: float | None = None) -> tuple[Fairness, Path]:
    """Return how groups of patients fare under a model, and the path of the record.

    Parameters
    ----------
    threshold
        The score at or above which a unit is called positive; None: for each fold, the one with the largest sum of
        sensitivity and specificity over the donors of all other folds.
    """
    panel, folder, failure = probe.predicted()
    words = "largest sensitivity + specificity, chosen on the other folds" if threshold is None else f"{threshold:g}"
    if failure:
        found = Fairness(everyone=not_measured(f"failed ({failure})"), threshold=words, strata=())
        return found, probe.write("strata", probe.inputs(panel), asdict(found), {"threshold": threshold})
    adata, data = load(probe.panel.dataset, probe.store), main_answer(probe.task, panel.folder / "sealed", folder)
    metric, unit = probe.task.primary, probe.panel.resample
    everyone, _ = measured(metric, data, unit=unit)
    parts = []
    for by, name, broad in COLUMNS:
        value_of = {donor: broad(value) for donor, value in known_of_donors(adata, name).items()}
        parts.append(by_property(by, value_of, data, metric, unit=unit, threshold=threshold))
    found = Fairness(everyone=without_counts(everyone), threshold=words, strata=tuple(parts))
    return found, probe.write("strata", probe.inputs(panel), asdict(found), {"threshold": threshold})


def by_property(
    by: str, value_of: Mapping[str, str], data: Scorable, metric: Metric, *, unit: str, threshold: float | None = None
) -> Strata:
    """Return the metric in each group of donors with a known label, from those whose property is known."""
    labelled = np.unique(data.donor[np.isfinite(data.truth).any(axis=1)]).tolist()
    groups = members({donor: value_of[donor] for donor in labelled if donor in value_of})
    nothing = Gap(math.nan, math.nan, math.nan)
    if not groups:
        return Strata(by=by, groups=(), gap=nothing, worst="", equalised_odds=math.nan, odds_reason="", reason=NOBODY)
    counts = shown({name: len(own) for name, own in groups.items()})
    is_called = called(data, threshold) if _is_yes_or_no(data) else None
    parts = tuple(
        _stratum(name, counts[name], of_donors(data, own), metric, _rows_of(is_called, data, own), unit=unit)
        if len(own) >= SMALLEST
        else Stratum(name=name, n=None, measured=not_measured(f"not estimable: fewer than {SMALLEST}"), rates=None)
        for name, own in groups.items()
    )
    return _strata(by, parts, groups, data, metric)


def _strata(
    by: str, parts: tuple[Stratum, ...], groups: Mapping[str, list[str]], data: Scorable, metric: Metric
) -> Strata:
    sign = 1.0 if metric.is_higher_better else -1.0
    known = {one.name: sign * one.measured.value for one in parts if math.isfinite(one.measured.value)}
    reason, worst, apart = "", "", Gap(math.nan, math.nan, math.nan)
    if len(known) < 2:
        number = "one group has" if known else "no group has"
        reason = f"not estimable: {number} {SMALLEST} patients and a value; 2 groups are needed"
    else:
        worst = min(known, key=lambda name: (known[name], name))
        evidence = data.evidence((metric,))
        group_of = {donor: name for name in known for donor in groups[name]}
        apart = gap(metric, evidence, group_of, strata_of(evidence, labels_of=data.labels_of))
    with_rates = [one.rates for one in parts if one.rates is not None]
    odds_reason = ""
    if not _is_yes_or_no(data):
        odds_reason = "labels are no yes or no"
    elif len(with_rates) < 2:
        odds_reason = f"fewer than 2 groups have {SMALLEST} patients of each class"
    return Strata(
        by=by,
        groups=parts,
        gap=apart,
        worst=worst,
        equalised_odds=equalised_odds_difference(with_rates),
        odds_reason=odds_reason,
        reason=reason,
    )


def _stratum(
    name: str, n: int | None, rows: Scorable, metric: Metric, is_called: NDArray[np.bool_] | None, *, unit: str
) -> Stratum:
    found, _ = measured(metric, rows, unit=unit)
    at_threshold = None
    if is_called is not None and _is_yes_or_no(rows):
        truth = rows.truth[:, 0]
        if min(np.unique(rows.donor[truth == label]).size for label in (0, 1)) >= SMALLEST:
            known = np.isfinite(truth)
            at_threshold = rates(truth[known], is_called[known], mass(rows.donor[known]))
    if n is None:
        found = without_counts(Measured(**{**asdict(found), "n_units": 0}))
    return Stratum(name=name, n=n, measured=without_counts(found), rates=at_threshold)


def called(data: Scorable, threshold: float | None) -> NDArray[np.bool_]:
    """Return which rows are called positive: by the threshold, else by one that the other folds' donors decide.

    A fold for which the others hold one class only, or nobody, calls nothing.
    """
    answer, truth = data.answer[:, 0], data.truth[:, 0]
    if threshold is not None:
        return np.asarray(answer >= threshold)
    is_called = np.zeros(answer.size, dtype=np.bool_)
    for fold in np.unique(data.fold).tolist():
        own, others = data.fold == fold, (data.fold != fold) & np.isfinite(truth)
        if others.any():
            chosen = youden_threshold(truth[others], answer[others], mass(data.donor[others]))
            is_called[own] = answer[own] >= chosen  # never, where it is NaN
    return is_called


def _rows_of(is_called: NDArray[np.bool_] | None, data: Scorable, donors: list[str]) -> NDArray[np.bool_] | None:
    return None if is_called is None else is_called[np.isin(data.donor, donors)]


def _is_yes_or_no(data: Scorable) -> bool:
    known = data.truth[np.isfinite(data.truth)]
    return data.truth.shape[1] == 1 and not data.within and bool(np.isin(known, (0.0, 1.0)).all())

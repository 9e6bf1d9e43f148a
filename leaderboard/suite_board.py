"""The suite score: every panel scaled between its strongest control and its ceiling, and the mean over what applies.

Only units (patients, lines, ...) are drawn: tasks and data sets were chosen, and what leaving one out does is shown.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from scipy.stats import t as student

from clinicell.leaderboard.ranking import newest
from clinicell.leaderboard.result import Result
from clinicell.leaderboard.standing import EvidenceOf
from clinicell.leaderboard.suite_pairs import SuitePair, suite_pairs
from clinicell.leaderboard.suite_panels import ScaledPanel, scaled_panel
from clinicell.metrics._metric import Floats
from clinicell.metrics.ranks import ranks
from clinicell.metrics.suite import Column, suite_scores, without_each
from clinicell.tasks._find import find_task

FEWEST_COVERED = 0.5  # of the panels that a model is asked and not declined for; with fewer it has no rank


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteRow:
    """One model: its score, what it rests on, and where it stands among the models that rest on the same panels.

    `low` and `high` are a 95 % interval over units. `rank` is shared by those that cannot be told apart, `rank_low` to
    `rank_high` its simultaneous interval among the `among` models of equal coverage; NaN where one of them is undefined
    in too many draws, or for the reason in `why_no_rank`. `coverage` is the share of the suite's panels that it rests
    on. `failed` names panels where the model failed and stands as the control does; `declined` and `not_applicable`
    those where it has no value, with the reason.
    """

    model: str
    title: str
    score: float
    low: float
    high: float
    coverage: float
    panels: tuple[str, ...]
    failed: tuple[str, ...]
    declined: tuple[str, ...] = ()
    not_applicable: tuple[str, ...] = ()
    why_no_rank: str = ""
    rank: float = math.nan
    rank_low: float = math.nan
    rank_high: float = math.nan
    p_best: float = math.nan
    among: int = 1
    without_a_task: tuple[float, float] = (math.nan, math.nan)
    without_a_dataset: tuple[float, float] = (math.nan, math.nan)


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteBoard:
    """The scores of a suite, best first among models that rest on the same panels, and the panels left out, and why.

    `without_score` names models that were declined, or do not apply, wherever they were asked. `pairs` are the best
    models against the very best, among those that rest on the same panels.
    """

    suite: str
    rows: tuple[SuiteRow, ...]
    panels: tuple[str, ...]
    left_out: Mapping[str, str] = field(default_factory=dict)
    without_score: tuple[str, ...] = ()
    pairs: tuple[SuitePair, ...] = ()


def suite_board(results: Sequence[Result], suite: str, evidence_of: EvidenceOf) -> SuiteBoard:
    """Return the suite scores of the models.

    Parameters
    ----------
    results
        Of any suites; those of another, and of older versions of a task, are left out.
    suite
        ``"demo"`` or ``"core"``.

    Notes
    -----
    A panel without truth, without a control, with less than 0.1 between control and ceiling, or with fewer than six
    effective units is left out and named. A failed model stands where the control does. One that does not apply to a
    panel, or is undefined there, is not scored there, which its coverage says; with a value on less than half of what
    it was asked it has no rank. One that was declined loses nothing by it: it is compared on the other panels. Models
    are ranked among those that rest on the same panels: means over different questions cannot be compared.
    """
    by_panel: dict[tuple[str, str], list[Result]] = {}
    for result in sorted(newest(results), key=lambda each: (each.inputs.model, each.inputs.seed, each.id)):
        if result.inputs.suite == suite:
            by_panel.setdefault((result.inputs.task, result.inputs.panel), []).append(result)
    kept: list[ScaledPanel] = []
    left_out: dict[str, str] = {}
    datasets = sorted({dataset for _, dataset in by_panel})
    for (task_id, dataset), own in sorted(by_panel.items()):
        task = find_task(task_id)
        found = scaled_panel(task, task.panel(dataset), own, evidence_of, seed=datasets.index(dataset))
        if isinstance(found, str):
            left_out[f"{task_id} · {dataset}"] = found
        else:
            kept.append(found)
    titles = {result.inputs.model: result.model_title for own in by_panel.values() for result in own}
    rows = _rows(kept, titles)
    return SuiteBoard(
        suite=suite,
        rows=rows,
        pairs=_pairs(kept, rows, titles),
        panels=_names(kept),
        left_out=left_out,
        without_score=_without_score(kept, titles),
    )


def _names(kept: Sequence[ScaledPanel]) -> tuple[str, ...]:
    return tuple(one.name for one in kept)


def _rows(kept: Sequence[ScaledPanel], titles: Mapping[str, str]) -> tuple[SuiteRow, ...]:
    """Return the rows of all models: by what they rest on, the most panels first, then by score.

    A declined model stands beside those that rest on all that it was not declined for, compared on its own panels.
    """
    models = sorted({model for one in kept for model in one.values})
    ranked = [model for model in models if _covered(kept, model) >= FEWEST_COVERED]
    whole = [model for model in ranked if not any(model in one.declined for one in kept)]
    by_places: dict[tuple[int, ...], list[str]] = {}
    for model in whole:
        by_places.setdefault(_places_of(kept, model), []).append(model)
    rows = [row for places, own in by_places.items() for row in _alike([kept[at] for at in places], own, titles, kept)]
    for model in (each for each in models if each not in whole):
        with_declined = _places_of(kept, model, declined=True)
        peers = by_places.get(with_declined, []) if model in ranked else []
        found = _alike([kept[at] for at in _places_of(kept, model)], [*peers, model], titles, kept)
        row = next(each for each in found if each.model == model)
        rows.append(row if model in ranked else _unranked(row, _covered(kept, model)))
    at = {one.name: number for number, one in enumerate(kept)}
    return tuple(sorted(rows, key=lambda row: (-len(row.panels), [at[name] for name in row.panels], _order(row))))


def _pairs(kept: Sequence[ScaledPanel], rows: Sequence[SuiteRow], titles: Mapping[str, str]) -> tuple[SuitePair, ...]:
    """Return the pairs of each group of ranked models on the same panels."""
    groups: dict[tuple[str, ...], dict[str, float]] = {}
    for row in (row for row in rows if not row.why_no_rank):
        groups.setdefault(row.panels, {})[row.model] = row.score
    found: list[SuitePair] = []
    for panels, scores in groups.items():
        found += suite_pairs([one for one in kept if one.name in panels], scores, titles)
    return tuple(found)


def _order(row: SuiteRow) -> tuple[float, float, str]:
    return (row.rank if math.isfinite(row.rank) else math.inf), -row.score, row.model


def _places_of(kept: Sequence[ScaledPanel], model: str, *, declined: bool = False) -> tuple[int, ...]:
    """Return which panels a model has a value on; with `declined`, also those that it was declined for."""
    return tuple(at for at, one in enumerate(kept) if model in one.values or (declined and model in one.declined))


def _covered(kept: Sequence[ScaledPanel], model: str) -> float:
    """Return the share of the panels with a value, of those that a model was asked and not declined for."""
    asked = sum(model in one.asked and model not in one.declined for one in kept)
    return sum(model in one.values for one in kept) / asked if asked else 0.0


def _unranked(row: SuiteRow, covered: float) -> SuiteRow:
    share, needed = round(100 * covered), round(100 * FEWEST_COVERED)
    why = f"not ranked: a value on {share} % of the panels that it was asked; {needed} % are needed"
    nothing = math.nan
    return replace(row, rank=nothing, rank_low=nothing, rank_high=nothing, p_best=nothing, why_no_rank=why)


def _without_score(kept: Sequence[ScaledPanel], titles: Mapping[str, str]) -> tuple[str, ...]:
    """Return the models that have a value nowhere, and why."""
    models = sorted({model for one in kept for model in one.asked} - {model for one in kept for model in one.values})
    said = {model: _reasons(kept, model, "declined") + _reasons(kept, model, "not applicable") for model in models}
    return tuple(f"{titles[model]}: {'; '.join(said[model]) or 'undefined where it was asked'}" for model in models)


def _reasons(kept: Sequence[ScaledPanel], model: str, status: str) -> tuple[str, ...]:
    sides = [(one.name, one.declined if status == "declined" else one.not_applicable) for one in kept]
    return tuple(f"{status} on {name} ({why[model]})" for name, why in sides if model in why)


def _alike(
    panels: Sequence[ScaledPanel], models: Sequence[str], titles: Mapping[str, str], kept: Sequence[ScaledPanel]
) -> list[SuiteRow]:
    """Return the rows of models on panels where all of them have a value."""
    columns = [
        Column(
            task=one.task,
            dataset=one.dataset,
            values=np.asarray([one.values[model] for model in models]),
            draws=np.stack([one.draws[model] for model in models], axis=1),
        )
        for one in panels
    ]
    scores, draws, _ = suite_scores(columns)
    n_units = min(one.n_units for one in panels)
    spread = np.nanstd(draws, axis=0, ddof=1) * math.sqrt(n_units / (n_units - 1))
    reach = float(student.ppf(0.975, n_units - 1)) * spread
    places = _places(scores, draws, n_units)
    tasks, datasets = without_each(columns, by="task"), without_each(columns, by="dataset")
    return [
        SuiteRow(
            model=model,
            title=titles[model],
            score=float(scores[at]),
            low=float(scores[at] - reach[at]),
            high=float(scores[at] + reach[at]),
            coverage=len(panels) / len(kept),
            panels=_names(panels),
            failed=_names([one for one in panels if model in one.failed]),
            declined=_reasons(kept, model, "declined"),
            not_applicable=_reasons(kept, model, "not applicable"),
            among=len(models),
            without_a_task=_range(tasks, at),
            without_a_dataset=_range(datasets, at),
            rank=places[at][0],
            rank_low=places[at][1],
            rank_high=places[at][2],
            p_best=places[at][3],
        )
        for at, model in enumerate(models)
    ]


def _places(scores: Floats, draws: Floats, n_units: float) -> list[tuple[float, float, float, float]]:
    """Return each model's rank, the ends of its interval and P(best); NaN where one model is too often undefined."""
    try:
        found = ranks(scores, draws, n_units=n_units)
    except ValueError:  # a model is undefined in too many draws
        return [(math.nan,) * 4 for _ in scores]
    columns = (found.rank, found.low, found.high, found.p_best)
    return [(float(rank), float(low), float(high), float(best)) for rank, low, high, best in zip(*columns, strict=True)]


def _range(without: Mapping[str, Floats], at: int) -> tuple[float, float]:
    """Return the lowest and highest score without one; NaN where there is but one."""
    found = [float(values[at]) for values in without.values() if math.isfinite(values[at])]
    return (min(found), max(found)) if found else (math.nan, math.nan)

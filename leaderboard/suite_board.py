"""The suite score: every panel scaled between its strongest control and its ceiling, and the mean over what applies.

Only units (patients, lines, ...) are drawn: tasks and data sets were chosen, and what leaving one out does is shown.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.stats import t as student

from clinicell.leaderboard.ranking import newest
from clinicell.leaderboard.result import Result
from clinicell.leaderboard.standing import Drawn, EvidenceOf, drawn
from clinicell.metrics._metric import Floats, Metric
from clinicell.metrics.ranks import FEWEST_TO_RANK, ranks
from clinicell.metrics.suite import SMALLEST_ROOM, Column, scaled, suite_scores, without_each
from clinicell.tasks._find import find_task
from clinicell.tasks._task import Panel, Task


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteRow:
    """One model: its score, what it rests on, and where it stands among the models that rest on the same panels.

    `low` and `high` are a 95 % interval over units. `rank` is shared by those that cannot be told apart, `rank_low` to
    `rank_high` its simultaneous interval among the `among` models of equal coverage; NaN where one of them is undefined
    in too many draws. `failed` names panels where the model failed and stands as the control does.
    """

    model: str
    title: str
    score: float
    low: float
    high: float
    coverage: float
    panels: tuple[str, ...]
    failed: tuple[str, ...]
    rank: float = math.nan
    rank_low: float = math.nan
    rank_high: float = math.nan
    p_best: float = math.nan
    among: int = 1
    without_a_task: tuple[float, float] = (math.nan, math.nan)
    without_a_dataset: tuple[float, float] = (math.nan, math.nan)


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteBoard:
    """The scores of a suite, best first among models that rest on the same panels, and the panels left out, and why."""

    suite: str
    rows: tuple[SuiteRow, ...]
    panels: tuple[str, ...]
    left_out: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Scaled:
    """One panel: by model the scaled value and its draws; which models failed; its effective units."""

    task: str
    dataset: str
    values: Mapping[str, float]
    draws: Mapping[str, Floats]
    failed: frozenset[str]
    n_units: float


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
    effective units is left out and named. A failed model stands where the control does; one that has no answer on a
    panel is not scored there, which its coverage says. Models are ranked among those that rest on the same panels:
    means over different questions cannot be compared.
    """
    by_panel: dict[tuple[str, str], list[Result]] = {}
    for result in sorted(newest(results), key=lambda each: (each.inputs.model, each.inputs.seed, each.id)):
        if result.inputs.suite == suite:
            by_panel.setdefault((result.inputs.task, result.inputs.panel), []).append(result)
    kept: list[_Scaled] = []
    left_out: dict[str, str] = {}
    datasets = sorted({dataset for _, dataset in by_panel})
    for (task_id, dataset), own in sorted(by_panel.items()):
        task = find_task(task_id)
        found = _scaled(task, task.panel(dataset), own, evidence_of, seed=datasets.index(dataset))
        if isinstance(found, str):
            left_out[f"{task_id} · {dataset}"] = found
        else:
            kept.append(found)
    titles = {result.inputs.model: result.model_title for own in by_panel.values() for result in own}
    return SuiteBoard(suite=suite, rows=_rows(kept, titles), panels=_names(kept), left_out=left_out)


def _names(kept: Sequence[_Scaled]) -> tuple[str, ...]:
    return tuple(f"{one.task} · {one.dataset}" for one in kept)


def _scaled(
    task: Task, panel: Panel, results: Sequence[Result], evidence_of: EvidenceOf, *, seed: int
) -> _Scaled | str:
    """Return the panel's scaled values and draws, or why it is left out."""
    if not panel.is_scored:
        return "nobody knows its truth"
    runs: dict[str, list[Result]] = {}
    for result in results:
        runs.setdefault(result.inputs.model, []).append(result)
    failed = frozenset(model for model, own in runs.items() if any(one.status == "failed" for one in own))
    metric = task.primary
    found = drawn(task, {model: own for model, own in runs.items() if model not in failed}, metric, "main", evidence_of)
    if found is None:
        return "the evidence of its runs is not here"
    if found.n_units < FEWEST_TO_RANK:
        return f"{found.n_units:.3g} effective units; {FEWEST_TO_RANK} are needed"
    control = _strongest(found, {model for model in found.models if runs[model][0].is_control}, metric)
    if not control:
        return "no control has a value"
    return _between(found, control, runs, failed, task, panel, seed)


def _between(
    found: Drawn, control: str, runs: Mapping[str, Sequence[Result]], failed: frozenset[str],
    task: Task, panel: Panel, seed: int,
) -> _Scaled | str:  # fmt: skip
    """Return the values between the strongest control and the ceiling, or why there is no room between them."""
    column = {model: at for at, model in enumerate(found.models)}
    base = float(found.values[column[control]])
    ceiling = task.primary.best if panel.ceiling is None else panel.ceiling
    if not math.isfinite(ceiling):
        return "its metric has no ceiling"
    if math.isnan(scaled(base, base, ceiling)):
        return f"{abs(ceiling - base):.2g} between control and ceiling; {SMALLEST_ROOM:g} are needed"
    # other data sets have other units: an order of its own keeps their draws apart, though their weights are the same
    order = np.random.default_rng(seed).permutation(len(found.draws))
    draws = (found.draws[order] - base) / (ceiling - base)  # control and ceiling are facts of the panel, not drawn
    models = [model for model in runs if not runs[model][0].is_control]
    values = {model: scaled(float(found.values[column[model]]), base, ceiling) for model in models if model in column}
    failures = {model: 0.0 for model in models if model in failed}
    return _Scaled(
        task=task.id,
        dataset=panel.dataset,
        values=values | failures,
        draws={model: draws[:, column[control if model in failures else model]] for model in values | failures},
        failed=frozenset(failures),
        n_units=found.n_units,
    )


def _strongest(found: Drawn, controls: set[str], metric: Metric) -> str:
    sign = 1.0 if metric.is_higher_better else -1.0
    of = dict(zip(found.models, found.values.tolist(), strict=True))
    return max(controls, key=lambda model: (sign * of[model], model), default="")


def _rows(kept: Sequence[_Scaled], titles: Mapping[str, str]) -> tuple[SuiteRow, ...]:
    """Return the rows of all models: by what they rest on, the most panels first, then by score."""
    alike: dict[tuple[int, ...], list[str]] = {}
    for model in sorted({model for one in kept for model in one.values}):
        alike.setdefault(tuple(at for at, one in enumerate(kept) if model in one.values), []).append(model)
    rows: list[SuiteRow] = []
    for places in sorted(alike, key=lambda each: (-len(each), each)):
        own = [kept[at] for at in places]
        rows += _alike(own, alike[places], titles, len(places) / len(kept))
    return tuple(rows)


def _alike(
    panels: Sequence[_Scaled], models: Sequence[str], titles: Mapping[str, str], coverage: float
) -> list[SuiteRow]:
    """Return the rows of models that rest on the same panels, best first."""
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
    rows = [
        SuiteRow(
            model=model,
            title=titles[model],
            score=float(scores[at]),
            low=float(scores[at] - reach[at]),
            high=float(scores[at] + reach[at]),
            coverage=coverage,
            panels=_names(panels),
            failed=_names([one for one in panels if model in one.failed]),
            among=len(models),
            without_a_task=_range(tasks, at),
            without_a_dataset=_range(datasets, at),
            **places[at],
        )
        for at, model in enumerate(models)
    ]
    return sorted(rows, key=lambda row: (row.rank, -row.score, row.model))


def _places(scores: Floats, draws: Floats, n_units: float) -> list[dict[str, float]]:
    try:
        found = ranks(scores, draws, n_units=n_units)
    except ValueError:  # a model is undefined in too many draws
        return [{} for _ in scores]
    return [
        {
            "rank": float(found.rank[at]),
            "rank_low": float(found.low[at]),
            "rank_high": float(found.high[at]),
            "p_best": float(found.p_best[at]),
        }
        for at in range(scores.size)
    ]


def _range(without: Mapping[str, Floats], at: int) -> tuple[float, float]:
    """Return the lowest and highest score without one; NaN where there is but one."""
    found = [float(values[at]) for values in without.values() if math.isfinite(values[at])]
    return (min(found), max(found)) if found else (math.nan, math.nan)

"""From results to an order: one table per panel, provisional until the intervals say otherwise."""

import math
from collections.abc import Iterable

import pandas as pd

from clinicell.errors import InputError
from clinicell.leaderboard.licences import limits_on
from clinicell.leaderboard.result import Cost, Result
from clinicell.tasks._find import find_task

COLUMNS = [
    "suite", "task", "panel", "model", "title", "is_control", "status", "reason", "metric",
    "value", "low", "high", "interval_reason", "chance", "unit", "n_units", "effective_units",
    "n_seeds", "seed_sd", "seconds", "peak_memory_mb", "limits", "position",
]  # fmt: skip


def rank(
    results: Iterable[Result], costs: dict[str, Cost] | None = None, *, answer: str = "main", metric: str | None = None
) -> pd.DataFrame:
    """Return one row per suite, task, panel and model, best first within its panel.

    Parameters
    ----------
    results
        Any number of results; seeds of a model are averaged (value and bounds alike) and their spread kept.
    costs
        By result id; seconds are means over seeds, memory is the largest.
    answer, metric
        Which score; by default the one that ranks.

    Returns
    -------
    pandas.DataFrame
        With the columns of `COLUMNS`. `value` is NaN for a failed model, and where the answer is not offered or the
        metric undefined; `reason` says which. `limits` says what the licences of the panel's data do not allow; empty
        where they allow all. `position` is the provisional order among what is scored on a panel, controls included,
        NaN for the rest: models whose intervals overlap may well change places.

    Raises
    ------
    InputError
        Two results of a model, panel and seed rest on different inputs: they are not seeds of one model.
    """
    groups: dict[tuple[str, str, str, str], list[Result]] = {}
    for result in sorted(_newest(results), key=lambda result: (result.inputs.seed, result.id)):
        inputs = result.inputs
        groups.setdefault((inputs.suite, inputs.task, inputs.panel, inputs.model), []).append(result)
    for runs in groups.values():
        _refuse_a_mixture(runs)
    rows = [_row(runs, costs or {}, answer, metric) for _, runs in sorted(groups.items())]
    if not rows:
        return pd.DataFrame(columns=COLUMNS)
    return _ordered(pd.DataFrame(rows, columns=COLUMNS))


def _newest(results: Iterable[Result]) -> list[Result]:
    """Return the results of each task's newest version; older rows stay on the disk, and off the board."""
    everything = list(results)
    newest: dict[str, int] = {}
    for result in everything:
        inputs = result.inputs
        newest[inputs.task] = max(newest.get(inputs.task, 0), inputs.task_version)
    return [result for result in everything if result.inputs.task_version == newest[result.inputs.task]]


def _refuse_a_mixture(runs: list[Result]) -> None:
    first = runs[0]
    for other in runs[1:]:
        is_twice = other.inputs.seed == first.inputs.seed and other.id != first.id
        if is_twice or other.inputs.without_seed != first.inputs.without_seed:
            raise InputError(
                f"results of {first.inputs.model} on {first.inputs.panel} rest on different code, data or libraries, "
                f"e.g. {first.id} and {other.id}: they are not seeds of one model; run the suite again, which keeps "
                "the current ones"
            )


def _row(runs: list[Result], costs: dict[str, Cost], answer: str, metric: str | None) -> dict[str, object]:
    first = runs[0]
    task = find_task(first.inputs.task)
    asked = {item.name: item for item in task.answers}[answer]
    name = metric or asked.metrics[0].name
    if first.status == "reported" and metric is None:
        name = next(item.name for item in asked.metrics if not item.needs_truth)
    scores = [score for run in runs if (score := run.score(answer, name)) is not None]
    failed = [run for run in runs if run.status == "failed"]
    spent = [costs[run.id] for run in runs if run.id in costs]
    values = [score.value for score in scores] if not failed else []
    reason = failed[0].reason if failed else next((score.reason for score in scores if score.reason), "")
    return {
        "suite": first.inputs.suite,
        "task": first.inputs.task,
        "panel": first.inputs.panel,
        "model": first.inputs.model,
        "title": first.model_title,
        "is_control": first.is_control,
        "status": "failed" if failed else first.status,
        "reason": reason if scores or failed else "not offered",
        "metric": name,
        "value": _mean(values),
        "low": _mean([score.low for score in scores]) if values else math.nan,
        "high": _mean([score.high for score in scores]) if values else math.nan,
        "interval_reason": next((score.interval_reason for score in scores if score.interval_reason), ""),
        "chance": _mean([score.chance for score in scores]),
        "unit": first.unit,
        "n_units": scores[0].n_units if scores else first.n_units,
        "effective_units": _mean([score.effective_units for score in scores]),
        "n_seeds": len(runs),
        "seed_sd": _sd(values),
        "seconds": _mean([cost.seconds for cost in spent]),
        "peak_memory_mb": max((cost.peak_memory_mb for cost in spent), default=math.nan),
        "limits": "; ".join(limits_on(first.inputs.task, first.inputs.panel)),
        "position": math.nan,
    }


def _mean(values: list[float]) -> float:
    return math.fsum(values) / len(values) if values else math.nan


def _sd(values: list[float]) -> float:
    if len(values) < 2:
        return math.nan
    mean = _mean(values)
    return math.sqrt(math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1))


def _ordered(table: pd.DataFrame) -> pd.DataFrame:
    parts = []
    for (_, task_id, _), part in table.groupby(["suite", "task", "panel"], sort=True):
        metric = {m.name: m for answer in find_task(str(task_id)).answers for m in answer.metrics}[
            part["metric"].iloc[0]
        ]
        ordered = part.sort_values("value", ascending=not metric.is_higher_better, na_position="last", kind="stable")
        ranked = ordered["value"].notna() & (ordered["status"] == "scored")
        ordered["position"] = ranked.cumsum().where(ranked)
        parts.append(ordered)
    return pd.concat(parts, ignore_index=True)

"""From results to an order: one table per panel, in which models that patients cannot tell apart share a rank."""

import math
from collections.abc import Iterable

import pandas as pd
from scipy.stats import t as student

from clinicell.errors import InputError
from clinicell.leaderboard.licences import limits_on
from clinicell.leaderboard.result import HAS_SCORES, Cost, Result, Status
from clinicell.leaderboard.standing import EvidenceOf, standings, without_evidence
from clinicell.metrics._metric import Metric
from clinicell.tasks._find import find_task
from clinicell.tasks._task import Task

COLUMNS = [
    "suite", "task", "panel", "model", "title", "is_control", "status", "reason", "metric",
    "value", "low", "high", "interval_reason", "chance", "unit", "n_units", "effective_units",
    "pooled", "n_seeds", "seed_sd", "seconds", "peak_memory_mb", "limits", "rank", "rank_low", "rank_high", "p_best",
]  # fmt: skip


def rank(
    results: Iterable[Result],
    costs: dict[str, Cost] | None = None,
    evidence_of: EvidenceOf = without_evidence,
    *,
    answer: str = "main",
    metric: str | None = None,
) -> pd.DataFrame:
    """Return one row per suite, task, panel and model, best first within its panel.

    Parameters
    ----------
    results
        Any number of results; seeds of a model are averaged and their spread kept.
    costs
        By result id; seconds are means over seeds, memory is the largest.
    evidence_of
        Reads the evidence of a result; see `clinicell.leaderboard.standing.evidence_below`. Without it nothing has a
        rank.
    answer, metric
        Which score; by default the one that ranks.

    Returns
    -------
    pandas.DataFrame
        With the columns of `COLUMNS`. `value` is NaN for a model that failed, was declined or does not apply, and where
        the answer is not offered or the metric undefined; `reason` says which. Bounds are means over seeds, widened by
        the standard error of that mean. `limits` says what the licences of the panel's data do not allow; empty where
        they allow all. `rank` is shared by models that cannot be told apart, with its simultaneous 95 % interval from
        `rank_low` to `rank_high`, and NaN for controls and for what has no value or no evidence; below six effective
        units all models share rank 1. `p_best` is the share of draws of units in which the model is best; NaN below
        six.

    Raises
    ------
    InputError
        Two results of a model, panel and seed rest on different inputs: they are not seeds of one model.
    """
    groups: dict[tuple[str, str, str, str], list[Result]] = {}
    for result in sorted(newest(results), key=lambda result: (result.inputs.seed, result.id)):
        inputs = result.inputs
        groups.setdefault((inputs.suite, inputs.task, inputs.panel, inputs.model), []).append(result)
    for runs in groups.values():
        _refuse_a_mixture(runs)
    rows = [_row(runs, costs or {}, answer, metric) for _, runs in sorted(groups.items())]
    if not rows:
        return pd.DataFrame(columns=COLUMNS)
    table = _ordered(pd.DataFrame(rows, columns=COLUMNS))
    return table if evidence_of is without_evidence else _ranked(table, groups, answer, evidence_of)


def _ranked(
    table: pd.DataFrame, groups: dict[tuple[str, str, str, str], list[Result]], answer: str, evidence_of: EvidenceOf
) -> pd.DataFrame:
    """Return the table with the ranks of the models of each panel, controls left out."""
    ranked = table.set_index(["suite", "task", "panel", "model"])
    for (suite, task_id, panel), part in table.groupby(["suite", "task", "panel"], sort=True):
        models = part.loc[~part["is_control"] & (part["status"] == "scored") & part["value"].notna(), "model"]
        runs = {model: groups[str(suite), str(task_id), str(panel), model] for model in models}
        task = find_task(str(task_id))
        metric = metric_of(task, str(part["metric"].iloc[0]))
        for model, one in standings(task, runs, metric, answer, evidence_of).items():
            place = (suite, task_id, panel, model)
            ranked.loc[place, ["rank", "rank_low", "rank_high", "p_best"]] = [one.rank, one.low, one.high, one.p_best]
    return ranked.reset_index()[COLUMNS]


def metric_of(task: Task, name: str) -> Metric:
    """Return the metric of a task by its name."""
    return {metric.name: metric for answer in task.asked for metric in answer.metrics}[name]


def newest(results: Iterable[Result]) -> list[Result]:
    """Return the results of each task's newest version; older rows stay on the disk, and off the board."""
    everything = list(results)
    versions: dict[str, int] = {}
    for result in everything:
        inputs = result.inputs
        versions[inputs.task] = max(versions.get(inputs.task, 0), inputs.task_version)
    return [result for result in everything if result.inputs.task_version == versions[result.inputs.task]]


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
    asked = {item.name: item for item in task.asked}[answer]
    name = metric or asked.metrics[0].name
    if first.status == "reported" and metric is None:
        name = next(item.name for item in asked.metrics if not item.needs_truth)
    scores = [score for run in runs if (score := run.score(answer, name)) is not None]
    status = status_of(runs)
    silent = [run for run in runs if run.status == status] if status not in HAS_SCORES else []
    spent = [costs[run.id] for run in runs if run.id in costs]
    values = [score.value for score in scores] if not silent else []
    reach = reach_of_seeds(values)
    bounds = metric_of(task, name).range
    reason = silent[0].reason if silent else next((score.reason for score in scores if score.reason), "")
    return {
        "suite": first.inputs.suite,
        "task": first.inputs.task,
        "panel": first.inputs.panel,
        "model": first.inputs.model,
        "title": first.model_title,
        "is_control": first.is_control,
        "status": status,
        "reason": reason if scores or silent else "not offered",
        "metric": name,
        "value": _mean(values),
        "low": max(_widened(values, [score.low for score in scores], reach), bounds[0]) if values else math.nan,
        "high": min(_widened(values, [score.high for score in scores], reach), bounds[1]) if values else math.nan,
        "interval_reason": next((score.interval_reason for score in scores if score.interval_reason), ""),
        "chance": _mean([score.chance for score in scores]),
        "unit": first.unit,
        "n_units": scores[0].n_units if scores else first.n_units,
        "effective_units": _mean([score.effective_units for score in scores]),
        "pooled": _mean([score.pooled for score in scores]) if values else math.nan,
        "n_seeds": len(runs),
        "seed_sd": _sd(values),
        "seconds": _mean([cost.seconds for cost in spent]),
        "peak_memory_mb": max((cost.peak_memory_mb for cost in spent), default=math.nan),
        "limits": "; ".join(limits_on(first.inputs.task, first.inputs.panel)),
        "rank": math.nan,
        "rank_low": math.nan,
        "rank_high": math.nan,
        "p_best": math.nan,
    }


def status_of(runs: Iterable[Result]) -> Status:
    """Return the status of a model on a panel: the gravest among its seeds, of which one without a value tells all."""
    found = {run.status for run in runs}
    return next(status for status in ("failed", "declined", "not applicable", *HAS_SCORES) if status in found)


def reach_of_seeds(values: list[float]) -> float:
    """Return half the 95 % interval of a mean over seeds; 0 where there is one seed, whose spread nobody knows."""
    if len(values) < 2:
        return 0.0
    return float(student.ppf(0.975, len(values) - 1)) * _sd(values) / math.sqrt(len(values))


def _widened(values: list[float], bounds: list[float], reach: float) -> float:
    """Return the mean bound, moved away from the mean value: the errors of units and of seeds add up as squares."""
    value, bound = _mean(values), _mean(bounds)
    return value + math.copysign(math.hypot(bound - value, reach), bound - value)


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
        metric = metric_of(find_task(str(task_id)), str(part["metric"].iloc[0]))
        parts.append(
            part.sort_values(
                "value", ascending=not (metric.ranks and metric.is_higher_better), na_position="last", kind="stable"
            )
        )
    return pd.concat(parts, ignore_index=True)

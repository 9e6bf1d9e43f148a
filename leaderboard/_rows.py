"""What stands in one row of the board: a model on a panel, drawn and in words."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any  # a row of a data frame is untyped

from clinicell.leaderboard import _phrases as say
from clinicell.leaderboard.charts import Axis
from clinicell.leaderboard.result import HAS_SCORES, Cost, Result
from clinicell.metrics._metric import Metric

WITHOUT_FAULT = ("declined", "not applicable")
LONGEST_REASON = 220  # characters in a row; the run's file holds the whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One evaluation: a model on a panel with a seed."""

    id: str
    seed: int
    status: str
    value: str
    seconds: str
    memory: str
    machine: str
    mlflow: str
    model_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One model on one panel.

    `kind` is ``"value"``, ``"failed"``, ``"undefined"`` or ``"absent"`` (not offered, declined, not applicable); only
    the first is drawn. `at`, `from_` and `to` are places on the axis in percent, NaN where there is none. `standing` is
    the rank, its interval and the chance of being the best in text.
    """

    model: str
    title: str
    is_control: bool
    kind: str
    value: float
    low: float
    high: float
    text: str
    bounds: str
    words: str
    spoken: str
    at: float
    from_: float
    to: float
    seeds: str
    spread: str
    seconds: str
    memory: str
    sort_seconds: float
    limits: str
    rank: float
    rank_high: float
    standing: tuple[str, ...]
    runs: tuple[Run, ...]

    @property
    def is_ranked(self) -> bool:
        """Whether the model has a rank, be it shared by all."""
        return math.isfinite(self.rank)

    @property
    def has_interval(self) -> bool:
        """Whether there is a line to draw."""
        return math.isfinite(self.from_) and math.isfinite(self.to)


def row(record: Mapping[str, Any], metric: Metric, axis: Axis, runs: tuple[Run, ...]) -> Row:
    """Return the row of one record of `clinicell.leaderboard.ranking.rank`."""
    value, low, high = float(record["value"]), float(record["low"]), float(record["high"])
    decimals = say.decimals_of(value, low, high, is_count=is_count(metric)) if math.isfinite(value) else 2
    bounds = say.interval(low, high, decimals)
    kind = kind_of(record)
    text = say.number(value, decimals) if kind == "value" else _absent(record) if kind == "absent" else kind
    return Row(
        model=str(record["model"]),
        title=str(record["title"]),
        is_control=bool(record["is_control"]),
        kind=kind,
        value=value,
        low=low,
        high=high,
        text=text,
        bounds=bounds,
        words=_words(kind, record, runs),
        spoken=_spoken(metric, text, bounds, decimals, low, high) if kind == "value" else "",
        at=axis.at(value),
        from_=axis.at(low),
        to=axis.at(high),
        seeds=say.counted(int(record["n_seeds"]), "seed"),
        spread=_spread(float(record["seed_sd"]), 1 if is_count(metric) else max(decimals, 3)),
        seconds=say.duration(float(record["seconds"])),
        memory=say.memory(float(record["peak_memory_mb"])),
        sort_seconds=float(record["seconds"]),
        limits=str(record["limits"]),
        rank=float(record["rank"]),
        rank_high=float(record["rank_high"]),
        standing=standing(record),
        runs=runs,
    )


def standing(record: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the shared rank, its interval and P(best) in text, or the one word that stands for them."""
    if record["is_control"]:
        return ("control",)
    if not math.isfinite(float(record["rank"])):
        return ("not ranked",)
    interval = say.rank_interval(float(record["rank_low"]), float(record["rank_high"]))
    p_best = float(record["p_best"])
    words = (f"P(best) {say.probability(p_best)}",) if math.isfinite(p_best) else ()
    return f"{record['rank']:.0f}", interval, *words


def kind_of(record: Mapping[str, Any]) -> str:
    """Return how a record of the rank table is shown: as a value, or in which words."""
    if record["status"] == "failed":
        return "failed"
    if record["status"] in WITHOUT_FAULT:
        return "absent"
    if math.isfinite(float(record["value"])):
        return "value"
    return "absent" if record["reason"] == "not offered" else "undefined"


def _absent(record: Mapping[str, Any]) -> str:
    return str(record["status"]) if record["status"] in WITHOUT_FAULT else "not offered"


def is_count(metric: Metric) -> bool:
    """Whether a metric counts things: its range has an open end."""
    return not (math.isfinite(metric.best) and math.isfinite(metric.worst))


def pooled_cell(record: Mapping[str, Any], metric: Metric) -> str:
    """Return the value in which each row counts alike, or the words that stand for it."""
    value = float(record["pooled"])
    if kind_of(record) != "value" or not math.isfinite(value):
        return cell(record, metric) if kind_of(record) != "value" else "not known"
    return say.number(value, say.decimals_of(value, is_count=is_count(metric)))


def cell(record: Mapping[str, Any], metric: Metric) -> str:
    """Return a value with its interval, or the words that stand for it: a cell of a compact table."""
    kind = kind_of(record)
    if kind != "value":
        undefined = str(record["reason"]) or "undefined"
        return {"failed": "failed", "absent": _absent(record)}.get(kind, undefined)
    value, low, high = float(record["value"]), float(record["low"]), float(record["high"])
    decimals = say.decimals_of(value, low, high, is_count=is_count(metric))
    return f"{say.number(value, decimals)} {say.interval(low, high, decimals)}".strip()


def run(result: Result, cost: Cost | None, primary: tuple[str, str], mlflow: str) -> Run:
    """Return one evaluation, with the value of its (answer, metric) in text."""
    score = result.score(*primary)
    status: str = result.status
    value = status if score is None else (say.number(score.value, 4) if math.isfinite(score.value) else score.reason)
    return Run(
        id=result.id,
        seed=result.inputs.seed,
        status=status,
        value=status if status not in HAS_SCORES else ("not offered" if score is None else value),
        seconds=say.duration(cost.seconds if cost else math.nan),
        memory=say.memory(cost.peak_memory_mb if cost else math.nan),
        machine=f"{cost.device}, {say.counted(cost.cores, 'core')}" if cost else "machine not recorded",
        mlflow=mlflow,
        model_sha256=result.inputs.model_sha256,
    )


def _words(kind: str, record: Mapping[str, Any], runs: Sequence[Run]) -> str:
    reason = " ".join(str(record["reason"]).split())
    reason = reason if len(reason) <= LONGEST_REASON else f"{reason[:LONGEST_REASON].rstrip()} …"
    if kind == "failed":
        seeds = [str(each.seed) for each in runs if each.status == "failed"]
        of = "" if len(runs) == 1 else f", {'seed' if len(seeds) == 1 else 'seeds'} {say.listed(seeds)} of {len(runs)}"
        return f"failed{of}: {reason or 'no reason was given'}"
    if record["status"] in WITHOUT_FAULT:
        return f"{record['status']}: {reason or 'no reason was given'}"
    if kind == "absent":
        return "not offered: the model gives no such answer"
    if kind == "undefined":
        return reason or "undefined"
    return str(record["interval_reason"])


def _spoken(metric: Metric, text: str, bounds: str, decimals: int, low: float, high: float) -> str:
    if not bounds:
        return f"{metric.title} {text}, no interval"
    return f"{metric.title} {text}, interval {say.number(low, decimals)} to {say.number(high, decimals)}"


def _spread(sd: float, decimals: int) -> str:
    if not math.isfinite(sd):
        return ""
    smallest = 10**-decimals
    return f"sd < {smallest:g}" if 0 < sd < smallest / 2 else f"sd {say.number(sd, decimals if sd else 0)}"

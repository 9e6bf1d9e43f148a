"""Where the models of one panel stand, as far as its patients can tell: from the evidence of all of them at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from clinicell.leaderboard.evidence_file import read_evidence
from clinicell.leaderboard.result import Result
from clinicell.metrics._metric import Floats, Metric
from clinicell.metrics.evidence import Evidence
from clinicell.metrics.intervals import effective
from clinicell.metrics.ranks import FEWEST_TO_RANK, ranks
from clinicell.metrics.resampling import resampled, strata
from clinicell.tasks._task import Task

N_DRAWS = 2000

EvidenceOf = Callable[[Result], Mapping[str, Evidence]]


@dataclass(frozen=True, slots=True)
class Standing:
    """A model's rank, shared by those that cannot be told apart, its simultaneous 95 % interval and P(best).

    `p_best` is NaN below six effective units: in draws of one patient some model is always the best.
    """

    rank: int
    low: int
    high: int
    p_best: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """The models of one panel in the same draws of its units.

    `values` has shape (n_models,), `draws` (n_draws, n_models), both in the metric's own direction; `n_units` is the
    effective number of units.
    """

    models: tuple[str, ...]
    values: Floats
    draws: Floats
    n_units: float


def evidence_below(folder: Path) -> EvidenceOf:
    """Return how to read the evidence of results that lie below `folder`, each file once."""
    kept: dict[str, Mapping[str, Evidence]] = {}

    def evidence_of(result: Result) -> Mapping[str, Evidence]:
        if result.id not in kept:
            kept[result.id] = read_evidence(folder, result)
        return kept[result.id]

    return evidence_of


def without_evidence(_: Result) -> Mapping[str, Evidence]:
    """Return no evidence: nothing can be ranked then."""
    return {}


def standings(
    task: Task, runs: Mapping[str, Sequence[Result]], metric: Metric, answer: str, evidence_of: EvidenceOf
) -> dict[str, Standing]:
    """Return the standing of each model of one panel that has a value and evidence; see `drawn`.

    None has one by a metric that describes and never ranks.

    Controls are left out by the caller, as they are drawn beside the models and never ranked among them.
    """
    found = drawn(task, runs, metric, answer, evidence_of) if metric.ranks else None
    if found is None:
        return {}
    sign = 1.0 if metric.is_higher_better else -1.0
    try:
        ranked = ranks(sign * found.values, sign * found.draws, n_units=found.n_units)
    except ValueError:  # a model is undefined in too many draws
        return {}
    p_best = ranked.p_best if found.n_units >= FEWEST_TO_RANK else np.full(len(found.models), np.nan)
    return {
        model: Standing(int(ranked.rank[at]), int(ranked.low[at]), int(ranked.high[at]), float(p_best[at]))
        for at, model in enumerate(found.models)
    }


def drawn(
    task: Task, runs: Mapping[str, Sequence[Result]], metric: Metric, answer: str, evidence_of: EvidenceOf
) -> Drawn | None:
    """Return the models of one panel that have a value and evidence, in draws of its units; None without any.

    Parameters
    ----------
    runs
        The results of each model, one for each seed.
    metric, answer
        What ranks.

    Notes
    -----
    One set of weights serves all models: the same patients are drawn for each. A draw takes the mean over as many seeds
    as the model has, drawn with replacement, so that what differs between seeds counts as uncertainty too.
    """
    usable = {
        model: own
        for model in runs
        if (own := of_seeds(runs[model], evidence_of, answer)) and np.isfinite(_value(runs[model], answer, metric))
    }
    if not usable:
        return None
    first = next(iter(usable.values()))[0]
    weights = resampled(strata(first, labels_of=task.labels_of), N_DRAWS, seed=0)
    rng = np.random.default_rng(1)
    return Drawn(
        models=tuple(usable),
        values=np.asarray([_value(runs[model], answer, metric) for model in usable]),
        draws=np.stack([_over_seeds(own, metric, weights, rng) for own in usable.values()], axis=1),
        n_units=effective(metric, first),
    )


def of_seeds(runs: Sequence[Result], evidence_of: EvidenceOf, answer: str) -> list[Evidence]:
    """Return the evidence of each seed; none at all where that of one is not there."""
    kept = [evidence_of(run).get(answer) for run in runs]
    found = [one for one in kept if one is not None]
    return found if len(found) == len(runs) else []


def _value(runs: Sequence[Result], answer: str, metric: Metric) -> float:
    scores = [run.score(answer, metric.name) for run in runs]
    return float(np.mean([np.nan if score is None else score.value for score in scores]))


def _over_seeds(evidence: Sequence[Evidence], metric: Metric, weights: Floats, rng: np.random.Generator) -> Floats:
    by_seed = np.stack([one.values(metric, weights) for one in evidence])  # (n_seeds, n_draws)
    chosen = rng.integers(0, len(evidence), size=by_seed.shape)
    drawn: Floats = np.take_along_axis(by_seed, chosen, axis=0).mean(axis=0)
    return drawn

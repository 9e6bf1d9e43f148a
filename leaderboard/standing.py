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
from clinicell.metrics.ranks import ranks
from clinicell.metrics.resampling import resampled, strata
from clinicell.tasks._task import Task

N_DRAWS = 2000

EvidenceOf = Callable[[Result], Mapping[str, Evidence]]


@dataclass(frozen=True, slots=True)
class Standing:
    """A model's rank, shared by those that cannot be told apart, its simultaneous 95 % interval and P(best)."""

    rank: int
    low: int
    high: int
    p_best: float


def evidence_below(folder: Path) -> EvidenceOf:
    """Return how to read the evidence of results that lie below `folder`."""
    return lambda result: read_evidence(folder, result)


def without_evidence(_: Result) -> Mapping[str, Evidence]:
    """Return no evidence: nothing can be ranked then."""
    return {}


def standings(
    task: Task, runs: Mapping[str, Sequence[Result]], metric: Metric, answer: str, evidence_of: EvidenceOf
) -> dict[str, Standing]:
    """Return the standing of each model of one panel that has a value and evidence.

    Parameters
    ----------
    runs
        The results of each model, one for each seed; those of controls are left out by the caller, as they are drawn
        beside the models and never ranked among them.
    metric, answer
        What ranks.

    Notes
    -----
    One set of weights serves all models: the same patients are drawn for each. A draw takes the mean over as many seeds
    as the model has, drawn with replacement, so that what differs between seeds counts as uncertainty too.
    """
    kept = {model: [_of_answer(run, evidence_of, answer) for run in own] for model, own in runs.items()}
    usable = {model: [one for one in own if one is not None] for model, own in kept.items()}
    names = [model for model, own in usable.items() if own and len(own) == len(runs[model])]
    names = [model for model in names if np.isfinite(_value(runs[model], answer, metric))]
    if not names:
        return {}
    first = usable[names[0]][0]
    stratum = strata(first, labels_of=task.labels_of)
    weights = resampled(stratum, N_DRAWS, seed=0)
    rng = np.random.default_rng(1)
    sign = 1.0 if metric.is_higher_better else -1.0
    draws = np.stack([_over_seeds(usable[model], metric, weights, rng) for model in names], axis=1)
    values = np.asarray([_value(runs[model], answer, metric) for model in names])
    n_units = effective(metric, first)
    try:
        found = ranks(sign * values, sign * draws, n_units=n_units)
    except ValueError:  # a model is undefined in too many draws
        return {}
    return {
        model: Standing(int(found.rank[at]), int(found.low[at]), int(found.high[at]), float(found.p_best[at]))
        for at, model in enumerate(names)
    }


def _of_answer(run: Result, evidence_of: EvidenceOf, answer: str) -> Evidence | None:
    return evidence_of(run).get(answer)


def _value(runs: Sequence[Result], answer: str, metric: Metric) -> float:
    scores = [run.score(answer, metric.name) for run in runs]
    return float(np.mean([np.nan if score is None else score.value for score in scores]))


def _over_seeds(evidence: Sequence[Evidence], metric: Metric, weights: Floats, rng: np.random.Generator) -> Floats:
    by_seed = np.stack([one.values(metric, weights) for one in evidence])  # (n_seeds, n_draws)
    chosen = rng.integers(0, len(evidence), size=by_seed.shape)
    drawn: Floats = np.take_along_axis(by_seed, chosen, axis=0).mean(axis=0)
    return drawn

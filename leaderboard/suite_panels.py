"""One panel in the suite score: values between its strongest control and its ceiling, and who has none, and why."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from clinicell.leaderboard.ranking import status_of
from clinicell.leaderboard.result import HAS_SCORES, Result, Status
from clinicell.leaderboard.standing import Drawn, EvidenceOf, drawn
from clinicell.metrics._metric import Floats, Metric
from clinicell.metrics.ranks import FEWEST_TO_RANK
from clinicell.metrics.suite import SMALLEST_ROOM, scaled
from clinicell.tasks._task import Panel, Task


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaledPanel:
    """One panel that carries a score.

    Parameters
    ----------
    values, draws
        By model, the scaled value and the same in draws of units; controls are not among them.
    asked
        Models with a run here, whatever came of it.
    failed
        Those that stand as the control does.
    declined, not_applicable
        Why a model has no value here, by model; the former costs no rank, the latter coverage.
    n_units
        Effective number of units.
    """

    task: str
    dataset: str
    values: Mapping[str, float]
    draws: Mapping[str, Floats]
    asked: frozenset[str]
    failed: frozenset[str]
    declined: Mapping[str, str]
    not_applicable: Mapping[str, str]
    n_units: float

    @property
    def name(self) -> str:
        """Task and data set, as the pages call a panel."""
        return f"{self.task} · {self.dataset}"


def scaled_panel(
    task: Task, panel: Panel, results: Sequence[Result], evidence_of: EvidenceOf, *, seed: int
) -> ScaledPanel | str:
    """Return the panel's scaled values and draws, or why it is left out.

    Parameters
    ----------
    seed
        Of the data set's own order of draws: panels of one data set share it, those of others do not.
    """
    if not panel.is_scored:
        return "nobody knows its truth"
    runs: dict[str, list[Result]] = {}
    for result in results:
        runs.setdefault(result.inputs.model, []).append(result)
    answered = {model: own for model, own in runs.items() if status_of(own) in HAS_SCORES}
    found = drawn(task, answered, task.primary, "main", evidence_of)
    if found is None:
        return "the evidence of its runs is not here"
    if found.n_units < FEWEST_TO_RANK:
        return f"{found.n_units:.3g} effective units; {FEWEST_TO_RANK} are needed"
    control = _strongest(found, {model for model in found.models if runs[model][0].is_control}, task.primary)
    if not control:
        return "no control has a value"
    return _between(found, control, runs, task, panel, seed)


def _between(
    found: Drawn, control: str, runs: Mapping[str, Sequence[Result]], task: Task, panel: Panel, seed: int
) -> ScaledPanel | str:
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
    models = {model: own for model, own in runs.items() if not own[0].is_control}
    values = {model: scaled(float(found.values[column[model]]), base, ceiling) for model in models if model in column}
    failures = {model: 0.0 for model, own in models.items() if status_of(own) == "failed"}
    return ScaledPanel(
        task=task.id,
        dataset=panel.dataset,
        values=values | failures,
        draws={model: draws[:, column[control if model in failures else model]] for model in values | failures},
        asked=frozenset(models),
        failed=frozenset(failures),
        declined=_why(models, "declined"),
        not_applicable=_why(models, "not applicable"),
        n_units=found.n_units,
    )


def _why(models: Mapping[str, Sequence[Result]], status: Status) -> dict[str, str]:
    """Return the reason of each model of a status."""
    return {
        model: next(run.reason for run in own if run.status == status)
        for model, own in models.items()
        if status_of(own) == status
    }


def _strongest(found: Drawn, controls: set[str], metric: Metric) -> str:
    sign = 1.0 if metric.is_higher_better else -1.0
    of = dict(zip(found.models, found.values.tolist(), strict=True))
    return max(controls, key=lambda model: (sign * of[model], model), default="")

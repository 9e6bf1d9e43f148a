"""How far above the null lie depth alone, site alone, batch alone, the sample's mean alone.

Where a control may see its column, the task is asked of it as it stands. Where the column is hidden from models, the
audit shows it to the control all the same: it measures how much a model would gain that got hold of it.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import anndata as ad
import numpy as np

from clinicell.baselines._model import find_model
from clinicell.errors import InputError
from clinicell.leaderboard.audits.check import Check, judged, not_possible
from clinicell.leaderboard.audits.exchange import exchange
from clinicell.leaderboard.audits.nulls import FEWEST_DONORS
from clinicell.leaderboard.audits.subject import Subject, answered, subject
from clinicell.metrics._metric import Floats
from clinicell.metrics.intervals import Interval
from clinicell.tasks import _scoring
from clinicell.tasks._standard import column

N_CODES = 5


@dataclass(frozen=True, slots=True)
class Confounder:
    """A control, and the slot that it must see; empty where what the task shows is enough."""

    name: str
    model: str
    slot: str


CONFOUNDERS = (
    Confounder("depth only", "depth_only", ""),
    Confounder("site only", "site_only", "obs/institution_id"),
    Confounder("batch only", "batch_only", "obs/batch_id"),
    Confounder("sample mean only", "sample_mean_only", "obs/sample_id"),
)


def confounders(
    found: Subject, references: Mapping[str, ad.AnnData], of_reference: float, *, n_draws: int
) -> tuple[Check, ...]:
    """Return how far above the null each confounder lies, beside the value of the reference model."""
    null = _null(found, n_draws)
    return tuple(_one(found, references, one, of_reference, null, n_draws) for one in CONFOUNDERS)


def _one(
    found: Subject,
    references: Mapping[str, ad.AnnData],
    one: Confounder,
    of_reference: float,
    null: float,
    n_draws: int,
) -> Check:
    expected = "not clearly above the null and at the reference model's value at once"
    reason = _not_applicable(found, one)
    if reason:
        return not_possible(one.name, reason, expected=expected)
    is_hidden = bool(one.slot) and one.slot not in found.task.inputs
    shown = found
    if is_hidden:
        task = replace(found.task, inputs=(*found.task.inputs, one.slot))
        shown = subject(task, found.panel, found.adata, references)
        expected = "hidden from models"
    try:
        answer = answered(shown, find_model(one.model).make)
    except InputError as fault:
        return not_possible(one.name, f"not applicable: {fault}", expected=expected)
    value, spread = shown.value(answer), _interval(shown, answer)
    sign = 1.0 if found.task.primary.is_higher_better else -1.0
    room = sign * (of_reference - null)
    above = sign * (value - null)
    figures = {
        "value": value,
        "low": spread.low,
        "high": spread.high,
        "null": null,
        "above_null": above,
        "reference": of_reference,
        "share_of_reference": above / room if room > 0 else math.nan,
    }
    if is_hidden:
        is_seen = any(one.slot.removeprefix("obs/") in fold.test.cohort.units.obs for fold in found.folds)
        return judged(one.name, not is_seen, expected=expected, measured=figures,
                      reason=f"{one.slot} is not among the inputs; shown to the control by the audit only")  # fmt: skip
    is_clear = _is_clear(found, answer, value, spread, null, n_draws)
    is_good = not (is_clear and sign * (value - of_reference) >= 0)
    return judged(one.name, is_good, expected=expected, measured=figures, reason=spread.reason)


def _not_applicable(found: Subject, one: Confounder) -> str:
    """Return why a confounder has nothing to say on a panel; empty where it has."""
    name = one.slot.removeprefix("obs/")
    if one.name == "sample mean only" and found.task.unit == "sample":
        return "not applicable: the sample is what is asked for, and its mean a model's answer"
    if one.name == "sample mean only" and not found.is_taught:
        return "not applicable: no label is taught, so that a sample's mean has no meaning"
    if name and found.adata.obs[name].astype("str").nunique() < 2:
        return f"not applicable: {one.slot} holds a single value"
    if name and found.data.within and _is_one_per_donor(found, name):
        return f"not applicable: {one.slot} is the same in all cells of each {found.panel.resample}"
    return ""


def _is_one_per_donor(found: Subject, name: str) -> bool:
    donor = column(found.adata, "donor_id")
    return bool((column(found.adata, name).groupby(donor).nunique() == 1).all())


def _is_clear(found: Subject, answer: Floats, value: float, spread: Interval, null: float, n_draws: int) -> bool:
    """Return whether a value lies clearly above the null: by its interval, or by exchanged labels where it has none."""
    sign = 1.0 if found.task.primary.is_higher_better else -1.0
    if math.isfinite(spread.low):
        return sign * ((spread.low if sign > 0 else spread.high) - null) > 0
    lots = exchange(found, by_fold=False)
    if lots.n_donors < FEWEST_DONORS:
        return False
    rng = np.random.default_rng(10)
    drawn = [sign * found.value(answer, lots.draw(found.data.truth, rng)) for _ in range(n_draws)]
    return sign * value > float(np.nanquantile(drawn, 0.975))


def _null(found: Subject, n_draws: int) -> float:
    """Return the mean value of answers by lot."""
    rng = np.random.default_rng(8)
    shape = found.data.truth.shape
    values = []
    for _ in range(n_draws):
        lot = rng.random(shape)
        values.append(found.value(np.floor(N_CODES * lot) if found.data.within else lot))
    return float(np.mean(values))


def _interval(found: Subject, answer: Floats) -> Interval:
    data, metric = replace(found.data, answer=answer), found.task.primary
    point = _scoring.value(metric, data, data.all_rows())
    return _scoring.interval(metric, data, data.evidence((metric,)), point, unit=found.panel.resample)

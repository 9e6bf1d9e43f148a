"""What is kept of an answer, donor by donor, so that every weighting of the donors costs one product.

Intervals, paired tests and ranks weigh donors: without one, twice this one, each alike whatever its number of cells.
The record holds sums per donor (see `Additive`) or, where a label has no meaning across donors, each donor's own value.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal  # arrays of several types

import numpy as np
from numpy.typing import NDArray

from clinicell.metrics._metric import Floats, Kept, Metric, ratio

Mass = Literal["unit", "row"]
Strings = Sequence[str] | NDArray[np.str_]


class CellsAreNoUnitsError(ValueError):
    """The units to be resampled are single cells: an interval over them would cover the truth a quarter of the time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The record of one answer.

    Parameters
    ----------
    units
        Ids of the donors (or whatever the panel's unit is) in their order.
    rows, positives
        Rows of each unit with a known truth, and those of them labelled 1 (NaN for labels that are not 0/1), by target:
        shape (n_targets, n_units).
    kept
        By the name of the sums (see `Additive.keep`), what was kept of each target, or once of a whole table; for
        values within units, by the metric's name, one record with ``value`` (n_units,), NaN where undefined.
    is_within
        True where values within units are averaged, False where rows of units are pooled.
    """

    units: tuple[str, ...]
    rows: Floats
    positives: Floats
    kept: Mapping[str, tuple[Kept, ...]]
    is_within: bool

    def values(self, metric: Metric, weights: Floats, *, mass: Mass = "unit") -> Floats:
        """Return the metric in each draw, the mean over the targets where it is defined.

        Parameters
        ----------
        metric
            One that the record was made for.
        weights
            How often each unit is drawn, shape (n_draws, n_units).
        mass
            ``"unit"``: each unit counts alike, its rows sharing one mass; ``"row"``: each row counts alike. Within
            units both are the same.

        Returns
        -------
        Floats
            Shape (n_draws,); NaN where no target is defined.

        Raises
        ------
        KeyError
            The record was not made for the metric.
        """
        by_target = self.by_target(metric, weights, mass=mass)
        return by_target[0] if len(by_target) == 1 else _mean_of_targets(by_target)

    def by_target(self, metric: Metric, weights: Floats, *, mass: Mass = "unit") -> Floats:
        """Return the metric of each target in each draw, shape (n_targets, n_draws); see `values`.

        Where values within units are averaged, they are means over the targets already, and where a metric reads a
        whole table it has one value of all targets: shape (1, n_draws).
        """
        if self.is_within:
            return _weighted_mean(self.inside(metric), weights)[None]
        if metric.pooled is None:
            raise KeyError(f"{metric.name}: no sums over units are known; {metric.within}")
        kept = self.kept[metric.pooled.keep.__name__]
        rows = self.rows if metric.reads == "column" else [np.asarray(one["rows"]) for one in kept]
        return np.stack(
            [
                metric.pooled.weigh(one, weights if mass == "row" else weights * _shares(of))
                for one, of in zip(kept, rows, strict=True)
            ]
        )

    def inside(self, metric: Metric) -> Floats:
        """Return each unit's own value where values within units are averaged, NaN where undefined, (n_units,)."""
        return np.asarray(self.kept[metric.name][0]["value"], dtype=np.float64)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the record as named arrays, none of them of Python objects."""
        named: dict[str, NDArray[Any]] = {
            "units": np.asarray(self.units, dtype="U"),
            "rows": self.rows,
            "positives": self.positives,
            "is_within": np.asarray(self.is_within),
        }
        for name, targets in self.kept.items():
            for number, kept in enumerate(targets):
                named |= {f"kept/{name}/{number}/{key}": _small(array) for key, array in kept.items()}
        return named

    @property
    def sha256(self) -> str:
        """The hash of the arrays and their names, whatever file they lie in."""
        digest = sha256()
        for name, array in sorted(self.arrays().items()):
            digest.update(f"{name} {array.dtype.str} {array.shape}".encode())
            digest.update(np.ascontiguousarray(array).tobytes())
        return digest.hexdigest()


def record(
    metrics: Iterable[Metric],
    y_true: Floats,
    y_pred: Floats,
    unit: Strings,
    *,
    labels_of: Literal["cell", "patient"],
    within: bool = False,
) -> Evidence:
    """Return the evidence of an answer for the metrics that have an evidence form.

    Parameters
    ----------
    metrics
        Those of the answer; a metric that needs no truth has none, nor has one whose rows are never pooled, but where
        values within units are averaged.
    y_true, y_pred
        Truth and answer, shape (n, n_targets) both; NaN in the truth where nobody knows. For metrics that read scores,
        the truth has one column and the answer as many as it likes.
    unit
        The donor (or whatever the panel's unit is) of each row, shape (n,).
    labels_of
        Whether a label belongs to the cell or to the patient.
    within
        True where a label has no meaning across units.

    Raises
    ------
    CellsAreNoUnitsError
        Labels are of cells, and no unit has more than one of them: the cells themselves were given as units.
    """
    units, code = np.unique(np.asarray(unit, dtype="U"), return_inverse=True)
    if labels_of == "cell" and len(units) == code.size > 1:
        raise CellsAreNoUnitsError(
            f"{code.size} cells have {len(units)} units, e.g. {str(units[0])!r}: the unit of an interval is the donor "
            "(patient, instance, line), never the cell; give the donor of each cell"
        )
    known = np.isfinite(y_true)
    rows = np.stack([np.bincount(code[mask], minlength=len(units)) for mask in known.T]).astype(np.float64)
    positives = np.stack(
        [_positives(y_true[mask, target], code[mask], len(units)) for target, mask in enumerate(known.T)]
    )
    asked = [metric for metric in metrics if metric.needs_truth]
    kept = (
        {metric.name: ({"value": inside(metric, y_true, y_pred, code, len(units))},) for metric in asked}
        if within
        else sums_of(asked, y_true, y_pred, code, len(units))
    )
    return Evidence(units=tuple(units.tolist()), rows=rows, positives=positives, kept=kept, is_within=within)


def sums_of(
    metrics: Iterable[Metric], y_true: Floats, y_pred: Floats, code: NDArray[np.intp], n_units: int
) -> dict[str, tuple[Kept, ...]]:
    """Return what the metrics keep, by its name: of each target, or of the whole table where a metric reads that.

    Metrics whose rows are never pooled have none.
    """
    kept: dict[str, tuple[Kept, ...]] = {}
    known = np.isfinite(y_true)
    for metric in metrics:
        if metric.pooled is None or metric.pooled.keep.__name__ in kept:
            continue
        keep = metric.pooled.keep
        if metric.reads == "table":
            kept[keep.__name__] = (keep(y_true, y_pred, code, n_units),)
        elif metric.reads == "scores":
            mask = known[:, 0]
            kept[keep.__name__] = (keep(y_true[mask, 0], y_pred[mask], code[mask], n_units),)
        else:
            kept[keep.__name__] = tuple(
                keep(y_true[mask, target], y_pred[mask, target], code[mask], n_units)
                for target, mask in enumerate(known.T)
            )
    return kept


def from_arrays(named: Mapping[str, NDArray[Any]]) -> Evidence:
    """Return the record in arrays named as `Evidence.arrays` names them."""
    kept: dict[str, dict[int, dict[str, NDArray[Any]]]] = {}
    for name, array in named.items():
        if name.startswith("kept/"):
            _, sums, target, key = name.split("/")
            kept.setdefault(sums, {}).setdefault(int(target), {})[key] = array
    return Evidence(
        units=tuple(named["units"].tolist()),
        rows=named["rows"],
        positives=named["positives"],
        kept={sums: tuple(targets[number] for number in sorted(targets)) for sums, targets in kept.items()},
        is_within=bool(named["is_within"]),
    )


def _positives(truth: Floats, code: NDArray[np.intp], n_units: int) -> Floats:
    if not np.isin(truth, (0.0, 1.0)).all():
        return np.full(n_units, np.nan)
    return np.bincount(code, weights=truth, minlength=n_units).astype(np.float64)


def inside(metric: Metric, y_true: Floats, y_pred: Floats, code: NDArray[np.intp], n_units: int) -> Floats:
    """Return each unit's own value, the mean over targets, NaN where undefined, shape (n_units,).

    `code` holds the unit of each row, in [0, n_units). A metric that needs no truth looks at every row.
    """
    order = np.argsort(code, kind="stable")
    ends = np.cumsum(np.bincount(code, minlength=n_units))
    values = np.full(n_units, np.nan)
    for number, rows in enumerate(np.split(order, ends[:-1])):
        known = np.isfinite(y_true[rows]) | (not metric.needs_truth)
        values[number] = mean(
            np.asarray(
                [metric(y_true[rows[mask], target], y_pred[rows[mask], target]) for target, mask in enumerate(known.T)]
            )
        )
    return values


def mean(values: Floats) -> float:
    """Return the exactly rounded mean of the finite values, whatever their order; NaN without any."""
    finite = values[np.isfinite(values)]
    return math.fsum(finite.tolist()) / finite.size if finite.size else math.nan


def _shares(rows: Floats) -> Floats:
    return np.divide(1.0, rows, out=np.zeros_like(rows), where=rows > 0)


def _weighted_mean(values: Floats, weights: Floats) -> Floats:
    is_defined = np.isfinite(values)
    return ratio(weights[:, is_defined] @ values[is_defined], weights[:, is_defined].sum(axis=1))


def _mean_of_targets(by_target: Floats) -> Floats:
    """Return the mean over the first axis of what is defined; NaN where nothing is."""
    is_defined = np.isfinite(by_target)
    return ratio(np.where(is_defined, by_target, 0.0).sum(axis=0), is_defined.sum(axis=0).astype(np.float64))


def _small(array: NDArray[Any]) -> NDArray[Any]:
    """Return counts in the smallest unsigned type that holds them: a file of them is small then."""
    if array.dtype.kind != "u" or not array.size:
        return array
    return array.astype(np.min_scalar_type(int(array.max())))

"""How far what a record says lies from the exact form, for every metric; run as a script it writes evidence_errors.csv.

Units span three orders of magnitude in size and are drawn by lot, weighed by unit and by row. Each case bears a
prevalence and says whether half of the rows share one value and the rest are rounded to a decimal.
"""

import importlib
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from clinicell.metrics._metric import Metric
from clinicell.metrics.evidence import record

HERE = Path(__file__).parent
TABLE = HERE / "evidence_errors.csv"
METRICS = HERE.parents[1] / "metrics"
N_UNITS = 30
EXACT = 1e-9


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    prevalence: float
    is_tied: bool


CASES = (
    Case("30 %", 0.3, is_tied=False),
    Case("5 %", 0.05, is_tied=False),
    Case("0.5 %", 0.005, is_tied=False),
    Case("0.5 %, ties", 0.005, is_tied=True),
    Case("30 %, ties", 0.3, is_tied=True),
)
# of what is kept in bins; all else is exact, and so is this where scores or probabilities tie
TOLERANCES = {
    "average_precision": 5e-4,
    "macro_average_precision": 5e-4,
    "average_precision_lift": 5e-3,  # of the value: it is in units of one over the share of positives
    "partial_auroc": 2e-4,
    "best_f1": 1e-3,
    "sensitivity_at_95_specificity": 2e-3,
    "sensitivity_at_99_specificity": 2e-3,
    "sensitivity_at_99_9_specificity": 2e-3,
    "recall_at_fpr_1e_4": 2e-3,
    "recall_at_fpr_1e_5": 2e-3,
    "spearman": 1e-3,
    "macro_spearman": 1e-3,
    "aurc": 5e-4,
    "calibration_slope": 5e-3,
    "calibration_intercept": 1e-3,
    "calibration_error": 1e-2,
}
FEWEST_ROWS = {"recall_at_fpr_1e_5": 180_000}  # it needs 100,000 negatives
OF_SCORES = {"average_precision", "macro_average_precision", "average_precision_lift", "partial_auroc", "best_f1"}
OF_SCORES |= {name for name in TOLERANCES if name.startswith(("sensitivity_at", "recall_at"))}


def every_metric() -> list[Metric]:
    """Return all metrics of the package, found by looking into its modules, by name and family."""
    found = {}
    for path in sorted(METRICS.glob("*.py")):
        module = importlib.import_module(f"clinicell.metrics.{path.stem}")
        for value in vars(module).values():
            if isinstance(value, Metric):
                found[id(value)] = value
    return sorted(found.values(), key=lambda metric: (metric.function.__module__, metric.name))


def pooled_metrics() -> list[Metric]:
    return [metric for metric in every_metric() if metric.pooled is not None]


def key(metric: Metric) -> str:
    return f"{metric.function.__module__.rpartition('.')[2]}.{metric.name}"


def tolerance(metric: Metric, case: Case) -> float:
    """1e-9 where nothing shares a bin: in ties, and for scores where positives are rare; average precision 1e-12."""
    binned = TOLERANCES.get(metric.name, EXACT)
    if metric.name.endswith("spearman"):  # has more values than bins even in these ties
        return binned
    is_sparse = metric.name in OF_SCORES and case.prevalence <= 0.02
    lossless = 1e-12 if metric.name.endswith("average_precision") else EXACT
    return lossless if case.is_tied or is_sparse else binned


def cohort(metric: Metric, case: Case, n_rows: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return truth and answer as the metric reads them, and the unit of each row."""
    rng = np.random.default_rng(seed)
    if metric.reads == "table":
        return _lines_and_drugs(case, rng)
    size = np.geomspace(1, 1000, N_UNITS)
    unit = np.repeat(np.arange(N_UNITS), np.maximum(3, n_rows * size / size.sum()).astype(int))
    share = np.clip(case.prevalence * rng.lognormal(0, 1, N_UNITS), 1e-4, 0.9)
    label = (rng.random(unit.size) < share[unit]).astype(float)
    score = 1.5 * label + rng.normal(0, 0.7, N_UNITS)[unit] + rng.normal(size=unit.size)
    if case.is_tied:
        score = np.where(rng.random(unit.size) < 0.5, -1.0, np.round(score, 1))
    family = metric.function.__module__.rpartition(".")[2]
    if metric.name == "auroc_of_extremes":
        response = np.round(rng.normal(0, 4, N_UNITS))
        return response[unit], score + response[unit] / 4, unit
    if metric.reads == "scores":
        return _classes(label, rng, case), _distributions(label, rng, case), unit
    if family == "classification":
        return label + 2 * (score > 1.5), label + 2 * (rng.random(unit.size) < 0.3), unit
    if metric.name in {"rmse", "mae", "r2", "pearson", "spearman", "concordance", "macro_pearson", "macro_spearman"}:
        measured = score + label + rng.normal(size=unit.size)
        return (np.round(measured, 1) if case.is_tied else measured), 2 * score + 5, unit
    return label, 1 / (1 + np.exp(2 - score)), unit


def _classes(label: np.ndarray, rng: np.random.Generator, case: Case) -> np.ndarray:
    return label * rng.integers(1, 5, label.size)


def _distributions(label: np.ndarray, rng: np.random.Generator, case: Case) -> np.ndarray:
    odds = np.exp(rng.normal(size=(label.size, 5)).round(1 if case.is_tied else 15))
    return odds / odds.sum(axis=1, keepdims=True)


def _lines_and_drugs(case: Case, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Lines of units with 1 to 60 lines each, 12 drugs, a third of the pairs not measured."""
    unit = np.repeat(np.arange(N_UNITS), np.geomspace(1, 60, N_UNITS).astype(int))
    truth = rng.normal(2, 3, (unit.size, 1)) + rng.normal(0, 2, 12) + rng.normal(size=(unit.size, 12))
    answer = truth + rng.normal(0, 2, truth.shape)
    if case.is_tied:
        truth, answer = truth.round(0), answer.round(0)
    return np.where(rng.random(truth.shape) < 1 / 3, np.nan, truth), answer, unit


def worst_error(metric: Metric, case: Case, *, n_rows: int, n_draws: int, seed: int) -> float:
    """Return the largest error over draws of units, each unit alike and each row alike.

    Infinite where only one of both is defined, NaN where none is in any draw.
    """
    truth, answer, unit = cohort(metric, case, max(n_rows, FEWEST_ROWS.get(metric.name, 0)), seed)
    ids = np.char.mod("%03d", unit)
    columns = [each if each.ndim == 2 else each[:, None] for each in (truth, answer)]
    kept = record((metric,), *columns, ids, labels_of="cell")
    weights = np.random.default_rng(seed + 1).multinomial(N_UNITS, np.full(N_UNITS, 1 / N_UNITS), n_draws).astype(float)
    is_row = np.isfinite(columns[0]).any(axis=1)
    size = np.bincount(unit[is_row], minlength=N_UNITS)
    errors = []
    for mass in ("unit", "row"):
        for drawn, found in zip(weights, kept.values(metric, weights, mass=mass).tolist(), strict=True):
            weight = (drawn / size if mass == "unit" else drawn)[unit]
            expected = metric.pooled.exact(truth, answer, weight)
            errors.append(_distance(found, expected, relative=metric.name == "average_precision_lift"))
    return max((error for error in errors if not math.isnan(error)), default=math.nan)


def _distance(found: float, expected: float, *, relative: bool) -> float:
    if math.isnan(found) or math.isnan(expected):
        return math.nan if math.isnan(found) == math.isnan(expected) else math.inf
    if found == expected:
        return 0.0
    return abs(found - expected) / (abs(expected) if relative else 1.0)


def write() -> None:
    """Write the errors of the full form: 100,000 rows, two cohorts of each case, four draws of each."""
    lines = ["metric,form,case,worst_error,tolerance"]
    for metric in pooled_metrics():
        for case in CASES:
            worst = max(worst_error(metric, case, n_rows=100_000, n_draws=4, seed=seed) for seed in (1, 2))
            form = metric.pooled.keep.__name__
            lines.append(f'{key(metric)},{form},"{case.name}",{worst:.1e},{tolerance(metric, case):.0e}')
            print(lines[-1], flush=True)
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()

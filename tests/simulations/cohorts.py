"""Cohorts whose true value is known, to count how often an interval covers it.

A cohort is drawn from a population of donors: each has its own level of the score, its own separation of the classes,
its own share of positives and its own number of cells. The true value is that of the whole population, each donor
counting alike; it is measured once on many thousand donors.
"""

from dataclasses import dataclass

import numpy as np

from clinicell.metrics._metric import Metric
from clinicell.metrics.detection import AUROC, AVERAGE_PRECISION
from clinicell.metrics.evidence import record
from clinicell.metrics.intervals import Interval, interval

N_POPULATION = 4000  # donors


@dataclass(frozen=True)
class Setting:
    """A population of donors, and the metric whose interval is tried on cohorts drawn from it.

    `prevalence` is the median share of positives, spread log-normally by `spread_of_prevalence`; `cells` the median
    number of cells, spread by `spread_of_cells`; `separation` the mean distance of the classes in standard deviations.
    For labels of patients each donor is one row, and `prevalence` the share of patients of class 1.
    """

    name: str
    metric: Metric
    labels_of: str = "cell"
    prevalence: float = 0.05
    spread_of_prevalence: float = 0.0
    cells: int = 300
    spread_of_cells: float = 0.0
    separation: float = 1.5
    spread_of_separation: float = 0.5
    spread_of_level: float = 0.5


SETTINGS = (
    Setting("AUROC, 5 %", AUROC),
    Setting("AP, 5 %", AVERAGE_PRECISION),
    Setting("AUROC, unequal cell counts", AUROC, spread_of_cells=1.0),
    Setting("AP, unequal cell counts", AVERAGE_PRECISION, spread_of_cells=1.0),
    Setting("AUROC, log-normal prevalence", AUROC, spread_of_prevalence=0.7),
    Setting("AP, log-normal prevalence", AVERAGE_PRECISION, spread_of_prevalence=0.7),
    Setting("AUROC, 0.5 %", AUROC, prevalence=0.005, cells=1200),
    Setting("AP, 0.5 %", AVERAGE_PRECISION, prevalence=0.005, cells=1200),
    Setting("AUROC of cells near 1", AUROC, separation=5.0, spread_of_separation=0.5),
    Setting("AUROC of patients 0.75", AUROC, labels_of="patient", prevalence=0.5, separation=0.954),
    Setting("AUROC of patients 0.92", AUROC, labels_of="patient", prevalence=0.5, separation=1.987),
    Setting("AUROC of patients 0.98", AUROC, labels_of="patient", prevalence=0.5, separation=2.904),
    Setting("AP of patients", AVERAGE_PRECISION, labels_of="patient", prevalence=0.5, separation=0.954),
)


@dataclass(frozen=True)
class Cohort:
    """Truth, score and donor of each row."""

    truth: np.ndarray
    score: np.ndarray
    donor: np.ndarray


def cohort(setting: Setting, n_donors: int, rng: np.random.Generator) -> Cohort:
    """Return a cohort of `n_donors` drawn from the setting's population."""
    if setting.labels_of == "patient":
        n_positive = round(setting.prevalence * n_donors)
        truth = (np.arange(n_donors) < n_positive).astype(float)
        return Cohort(truth, setting.separation * truth + rng.normal(size=n_donors), np.arange(n_donors))
    size = np.rint(setting.cells * rng.lognormal(0, setting.spread_of_cells, n_donors)).astype(int)
    share = np.minimum(setting.prevalence * rng.lognormal(0, setting.spread_of_prevalence, n_donors), 0.5)
    donor = np.repeat(np.arange(n_donors), np.maximum(size, 20))
    truth = (rng.random(donor.size) < share[donor]).astype(float)
    level = rng.normal(0, setting.spread_of_level, n_donors)
    separation = rng.normal(setting.separation, setting.spread_of_separation, n_donors)
    return Cohort(truth, level[donor] + truth * separation[donor] + rng.normal(size=donor.size), donor)


def true_value(setting: Setting, *, seed: int = 0) -> float:
    """Return the value in the population, each donor counting alike."""
    whole = cohort(setting, N_POPULATION, np.random.default_rng([seed, 99]))
    _, code, count = np.unique(whole.donor, return_inverse=True, return_counts=True)
    assert setting.metric.pooled is not None
    return setting.metric.pooled.exact(whole.truth, whole.score, 1 / count[code])


def tried(setting: Setting, n_donors: int, rng: np.random.Generator) -> Interval:
    """Return the interval of one cohort."""
    one = cohort(setting, n_donors, rng)
    evidence = record(
        (setting.metric,), one.truth[:, None], one.score[:, None], one.donor.astype("U"), labels_of=setting.labels_of
    )
    _, code, count = np.unique(one.donor, return_inverse=True, return_counts=True)
    value = setting.metric.pooled.exact(one.truth, one.score, 1 / count[code])
    return interval(setting.metric, evidence, value, labels_of=setting.labels_of)

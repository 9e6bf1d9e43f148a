"""Simulated tumours for one model and its control, and the interval of their difference over tumours."""

import numpy as np
from scipy import stats

from clinicell.datasets.simulate.snv import instance


def tumour(seed, **shape):
    """Return observed genotypes, the clone of each cell and the true genotypes; seeds that no panel uses."""
    one = instance(rng=np.random.default_rng([2026, seed]), **shape)
    return one.observed, one.clone.astype(float), one.genotypes()


def without_clones(sites, seed):
    """Return the genotypes with each site shuffled between the cells: what the cells share is gone."""
    rng = np.random.default_rng([7, seed])
    return np.stack([rng.permutation(column) for column in sites.T], axis=1)


def interval(differences):
    """Return the 95 % interval of a mean over independent tumours, by Student's t."""
    values = np.asarray(differences, dtype=float)
    reach = stats.t.ppf(0.975, values.size - 1) * values.std(ddof=1) / np.sqrt(values.size)
    return float(values.mean() - reach), float(values.mean() + reach)

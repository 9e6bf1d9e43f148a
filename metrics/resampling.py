"""Drawing units with replacement: one set of weights serves all models, so that every difference is a paired one."""

import numpy as np
from numpy.typing import NDArray

from clinicell.metrics._metric import Floats
from clinicell.metrics.evidence import Evidence

NEVER = -1  # the stratum of units that carry no truth


def strata(evidence: Evidence, *, labels_of: str) -> NDArray[np.intp]:
    """Return the stratum of each unit, shape (n_units,): its class where labels belong to patients, else one for all.

    A patient with samples of both classes counts to the commoner one. Unstratified draws would resample the prevalence
    of a label that the cohort's design has fixed. Units without a known truth are never drawn.
    """
    held = evidence.rows.any(axis=0)
    if evidence.is_within:
        held = np.isfinite([record[0]["value"] for record in evidence.kept.values()]).any(axis=0)
    stratum = np.where(held, 0, NEVER)
    if labels_of == "patient" and not evidence.is_within and np.isfinite(evidence.positives[0][held]).all():
        share = evidence.positives[0] / np.maximum(evidence.rows[0], 1)
        stratum = np.where(held, (share >= 0.5).astype(np.intp), NEVER)
    return stratum


def resampled(stratum: NDArray[np.intp], n_draws: int, *, seed: int) -> Floats:
    """Return how often each unit is drawn, shape (n_draws, n_units).

    Each draw takes as many units of a stratum as it has, with replacement; those of stratum -1 are never drawn.

    Examples
    --------
    >>> import numpy as np
    >>> resampled(np.array([0, 0, 1, -1]), 2, seed=0).sum(axis=1).tolist()
    [3.0, 3.0]
    """
    rng = np.random.default_rng(seed)
    weights = np.zeros((n_draws, stratum.size))
    for name in np.unique(stratum[stratum != NEVER]).tolist():
        members = np.flatnonzero(stratum == name)
        weights[:, members] = rng.multinomial(members.size, np.full(members.size, 1 / members.size), size=n_draws)
    return weights

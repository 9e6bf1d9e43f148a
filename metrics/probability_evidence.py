"""Adding to a record what calibration and decisions need, where an answer is a probability."""

from dataclasses import replace

import numpy as np

from clinicell.metrics._arrays import is_probability
from clinicell.metrics._metric import Floats
from clinicell.metrics.calibration import BRIER, CALIBRATION_SLOPE
from clinicell.metrics.evidence import Evidence, Strings, sums_of
from clinicell.metrics.probability_bins import probabilities

NAME = probabilities.__name__  # of the sums in a record
ASKED = (BRIER, CALIBRATION_SLOPE)  # all others follow from the same sums


def with_probabilities(evidence: Evidence, y_true: Floats, y_pred: Floats, unit: Strings) -> Evidence:
    """Return the record with what the metrics of probabilities keep, where the answer is one: else as it is.

    Parameters
    ----------
    evidence
        The record of the same rows.
    y_true, y_pred
        Truth and answer, shape (n, n_targets) both; NaN in the truth where nobody knows.
    unit
        The unit of each row, shape (n,).

    Notes
    -----
    Only one target, labels of 0 and 1, rows of units pooled, and every answer in [0, 1]: a model that gives scores of
    another kind is asked for no calibration.
    """
    known = np.isfinite(y_true[:, 0])
    truth, answer = y_true[known, 0], y_pred[known, 0]
    if evidence.is_within or y_true.shape[1] > 1 or not np.isin(truth, (0.0, 1.0)).all() or not is_probability(answer):
        return evidence
    code = np.searchsorted(np.asarray(evidence.units), np.asarray(unit, dtype="U"))
    added = sums_of(ASKED, y_true, y_pred, code, len(evidence.units))
    return replace(evidence, kept={**evidence.kept, **added})

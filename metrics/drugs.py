"""Metrics for one drug at a time, on a scale where higher means more sensitive (minus ln IC50 in micromolar)."""

from functools import partial

import numpy as np

from clinicell.metrics._metric import Additive, Floats, Metric
from clinicell.metrics.detection import auroc
from clinicell.metrics.donor_pairs import auroc_of_line_extremes, extremes_of_lines

SMALLEST_RANGE = 3.0  # natural-log units of IC50: about a factor of 20 in dose


def auroc_of_extremes(y_true: Floats, y_pred: Floats, weight: Floats | None = None) -> float:
    """AUROC of the cells of the most sensitive line against those of the least sensitive one.

    Parameters
    ----------
    y_true
        Sensitivity of the line that a cell comes from, minus ln IC50 (micromolar), shape (n_cells,).
    y_pred
        Predicted sensitivity in any unit that grows with it, shape (n_cells,).
    weight
        How much each cell counts, at least 0, shape (n_cells,); all alike without it.

    Returns
    -------
    float
        In [0, 1]; 0.5 when the answer is constant. NaN when the lines lie within 3 ln units of each other: the
        measurement does not separate them well enough to ask the question.

    Examples
    --------
    >>> import numpy as np
    >>> auroc_of_extremes(np.array([4.0, 4, 2, 0, 0]), np.array([3.0, 1, 9, 2, 0]))
    0.75
    """
    if y_true.size == 0 or np.ptp(y_true) <= SMALLEST_RANGE:
        return float("nan")
    is_extreme = (y_true == y_true.max()) | (y_true == y_true.min())
    is_most = (y_true[is_extreme] == y_true.max()).astype(np.float64)
    return auroc(is_most, y_pred[is_extreme], None if weight is None else weight[is_extreme])


AUROC_OF_EXTREMES = Metric(
    function=auroc_of_extremes,
    title="AUROC, most against least sensitive line",
    best=1.0,
    worst=0.0,
    chance=0.5,
    undefined="no drug whose lines differ by more than 3 ln units",
    pooled=Additive(
        keep=extremes_of_lines,
        weigh=partial(auroc_of_line_extremes, smallest_range=SMALLEST_RANGE),
        exact=auroc_of_extremes,
    ),
)

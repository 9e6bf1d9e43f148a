"""Metrics for one drug at a time, on a scale where higher means more sensitive (minus ln IC50 in micromolar).

The `macro_*` metrics take a table of lines and drugs, score each drug by itself over its measured lines, and average:
over all pairs at once the differences between drugs, which anyone knows, would be most of the correlation.
"""

import math
from collections.abc import Callable
from functools import partial

import numpy as np

from clinicell.metrics._metric import Additive, Floats, Metric
from clinicell.metrics.detection import AUROC, AVERAGE_PRECISION, auroc, average_precision
from clinicell.metrics.donor_pairs import auroc_of_line_extremes, extremes_of_lines
from clinicell.metrics.regression import PEARSON, SPEARMAN, pearson, spearman
from clinicell.metrics.screening import F1_AT_HALF, f_beta

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
    if weight is not None and not (weight > 0).all():  # a line of no weight is no extreme
        y_true, y_pred, weight = y_true[weight > 0], y_pred[weight > 0], weight[weight > 0]
    if y_true.size == 0 or np.ptp(y_true) <= SMALLEST_RANGE:
        return float("nan")
    is_extreme = (y_true == y_true.max()) | (y_true == y_true.min())
    is_most = (y_true[is_extreme] == y_true.max()).astype(np.float64)
    return auroc(is_most, y_pred[is_extreme], None if weight is None else weight[is_extreme])


def of_each_drug(metric: Callable[[Floats, Floats], float], y_true: Floats, y_pred: Floats) -> Floats:
    """Return a metric's value for each drug over the lines on which it was measured, shape (n_drugs,).

    Parameters
    ----------
    metric
        Function of truth and answer, each of shape (n,); it may return NaN.
    y_true
        Truth, shape (n_lines, n_drugs), NaN where the pair was not measured.
    y_pred
        Answer, of the same shape. A NaN for a measured pair reaches the metric.

    Returns
    -------
    Floats
        NaN for a drug that was never measured, or on which the metric is undefined.
    """
    measured = ~np.isnan(y_true)
    return np.array(
        [
            metric(true[known], pred[known]) if known.any() else math.nan
            for true, pred, known in zip(y_true.T, y_pred.T, measured.T, strict=True)
        ]
    )


def macro(metric: Callable[[Floats, Floats], float], y_true: Floats, y_pred: Floats) -> float:
    """Return the mean over the drugs of `of_each_drug`, without those that it leaves undefined.

    NaN when no drug is left, and when the answer lacks any measured pair: leaving out what is hard must not pay. A
    column, shape (n_lines,), is a table of one drug.
    """
    if y_true.ndim == 1:
        y_true, y_pred = y_true[:, None], y_pred[:, None]
    if np.isnan(y_pred[~np.isnan(y_true)]).any():
        return math.nan
    values = of_each_drug(metric, y_true, y_pred)
    defined = values[~np.isnan(values)]
    return float(defined.mean()) if defined.size else math.nan


def macro_spearman(y_true: Floats, y_pred: Floats) -> float:
    """Return Spearman's correlation of each drug, averaged; tables of shape (n_lines, n_drugs) of sensitivities."""
    return macro(spearman, y_true, y_pred)


def macro_pearson(y_true: Floats, y_pred: Floats) -> float:
    """Return Pearson's correlation of each drug, averaged; tables of shape (n_lines, n_drugs) of sensitivities."""
    return macro(pearson, y_true, y_pred)


def macro_auroc(y_true: Floats, y_pred: Floats) -> float:
    """Return the AUROC of each drug, averaged; the truth is 1 where a line is sensitive, 0 where not, else NaN."""
    return macro(auroc, y_true, y_pred)


def macro_average_precision(y_true: Floats, y_pred: Floats) -> float:
    """Return the average precision of each drug with a sensitive line, averaged; the truth as in `macro_auroc`."""
    return macro(average_precision, y_true, y_pred)


def macro_f1(y_true: Floats, y_pred: Floats) -> float:
    """Return F1 at 0.5 of each drug with a sensitive line, averaged; the truth as in `macro_auroc`."""
    return macro(f_beta, y_true, y_pred)


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
NO_VARIED_DRUG = "no drug whose measured lines differ, or a measured pair without an answer"
NO_BOTH = "no drug with both a sensitive and a resistant line, or a measured pair without an answer"
NO_SENSITIVE = "no drug with a sensitive line, or a measured pair without an answer"
# a record averages over targets by itself: what is kept of each drug is what the metric of one drug keeps
MACRO_SPEARMAN = Metric(
    function=macro_spearman,
    title="Spearman correlation, mean over drugs",
    best=1.0,
    worst=-1.0,
    chance=0.0,
    undefined=NO_VARIED_DRUG,
    pooled=SPEARMAN.pooled,
)
MACRO_PEARSON = Metric(
    function=macro_pearson,
    title="Pearson correlation, mean over drugs",
    best=1.0,
    worst=-1.0,
    chance=0.0,
    undefined=NO_VARIED_DRUG,
    pooled=PEARSON.pooled,
)
MACRO_AUROC = Metric(
    function=macro_auroc,
    title="AUROC, mean over drugs",
    best=1.0,
    worst=0.0,
    chance=0.5,
    undefined=NO_BOTH,
    pooled=AUROC.pooled,
)
MACRO_AVERAGE_PRECISION = Metric(
    function=macro_average_precision,
    title="average precision, mean over drugs",
    best=1.0,
    worst=0.0,
    undefined=NO_SENSITIVE,
    pooled=AVERAGE_PRECISION.pooled,
)
MACRO_F1 = Metric(
    function=macro_f1,
    title="F1 at 0.5, mean over drugs",
    best=1.0,
    worst=0.0,
    undefined=NO_SENSITIVE,
    pooled=F1_AT_HALF.pooled,
)

"""Metrics for quantities: how far an answer lies from the truth, and whether it rises with it."""

import math

import numpy as np
from scipy.stats import rankdata

from clinicell.metrics._arrays import is_blank, is_constant
from clinicell.metrics._metric import Additive, Floats, Metric
from clinicell.metrics.joint_ranks import joint_ranks, spearman_of_ranks, weighted_spearman
from clinicell.metrics.line_pairs import pairs_of_lines, rmse_over_mean_effects_of_pairs
from clinicell.metrics.moments import concordant, explained, linear, mean_absolute, of_moments, root_mean_square


def rmse(y_true: Floats, y_pred: Floats) -> float:
    """Root of the mean squared error.

    Parameters
    ----------
    y_true, y_pred
        Quantities in one unit, shape (n,).

    Returns
    -------
    float
        From 0 up, in that unit. NaN without a unit or with a NaN.
    """
    return math.nan if is_blank(y_true, y_pred) else math.sqrt(np.mean((y_pred - y_true) ** 2))


def mae(y_true: Floats, y_pred: Floats) -> float:
    """Mean absolute error.

    Parameters
    ----------
    y_true, y_pred
        Quantities in one unit, shape (n,).

    Returns
    -------
    float
        From 0 up, in that unit. NaN without a unit or with a NaN.
    """
    return math.nan if is_blank(y_true, y_pred) else float(np.mean(np.abs(y_pred - y_true)))


def r2(y_true: Floats, y_pred: Floats) -> float:
    """One minus the squared error over that of the mean of the truth.

    Parameters
    ----------
    y_true, y_pred
        Quantities in one unit, shape (n,).

    Returns
    -------
    float
        At most 1; 0 for the mean of the truth, negative for anything worse. NaN when the truth is constant.

    Examples
    --------
    >>> import numpy as np
    >>> r2(np.array([1.0, 2, 3]), np.array([1.0, 2, 4]))
    0.5
    """
    if is_blank(y_true, y_pred) or is_constant(y_true):
        return math.nan
    return float(1 - np.sum((y_pred - y_true) ** 2) / np.sum((y_true - np.mean(y_true)) ** 2))


def pearson(y_true: Floats, y_pred: Floats) -> float:
    """Linear correlation.

    Parameters
    ----------
    y_true, y_pred
        Quantities, shape (n,).

    Returns
    -------
    float
        In [-1, 1]; 0 for a constant answer, which says nothing about any unit. NaN when the truth is constant.

    Examples
    --------
    >>> import numpy as np
    >>> round(pearson(np.array([1.0, 2, 3]), np.array([1.0, 3, 2])), 12)
    0.5
    """
    if is_blank(y_true, y_pred) or is_constant(y_true):
        return math.nan
    if is_constant(y_pred):
        return 0.0
    true, pred = _direction(y_true), _direction(y_pred)
    return float(np.clip(true @ pred, -1.0, 1.0))


def _direction(values: Floats) -> Floats:
    # scaled before it is squared: neither 1e-200 nor 1e200 leaves the range of floats
    centred = values - np.mean(values)
    scaled = centred / np.abs(centred).max()
    return np.asarray(scaled / math.sqrt(scaled @ scaled))


def spearman(y_true: Floats, y_pred: Floats) -> float:
    """Correlation of the ranks, equal values sharing their mean rank.

    Parameters
    ----------
    y_true, y_pred
        Quantities, shape (n,).

    Returns
    -------
    float
        In [-1, 1]; 0 for a constant answer, which orders nothing. NaN when the truth is constant.

    References
    ----------
    Spearman (1904), doi:10.2307/1412159.
    """
    if is_blank(y_true, y_pred):
        return math.nan
    return pearson(rankdata(y_true), rankdata(y_pred))


def concordance(y_true: Floats, y_pred: Floats) -> float:
    """Lin's concordance correlation: Pearson's, lowered by every shift and every change of scale.

    Parameters
    ----------
    y_true, y_pred
        Quantities in one unit, shape (n,).

    Returns
    -------
    float
        In [-1, 1]; 0 for a constant answer. NaN when the truth is constant.

    References
    ----------
    Lin (1989), doi:10.2307/2532051; variances and covariance are over n.

    Examples
    --------
    >>> import numpy as np
    >>> round(concordance(np.array([1.0, 2, 3]), np.array([2.0, 3, 4])), 4)
    0.5714
    """
    if is_blank(y_true, y_pred) or is_constant(y_true):
        return math.nan
    true, pred = y_true - np.mean(y_true), y_pred - np.mean(y_pred)
    shift = float(np.mean(y_true) - np.mean(y_pred))
    return float(2 * np.mean(true * pred) / (np.mean(true**2) + np.mean(pred**2) + shift**2))


def mean_effects(known: Floats, weight: Floats | None = None) -> Floats:
    """Return what lines and drugs predict on average: grand mean + line's difference from it + drug's.

    Parameters
    ----------
    known
        Sensitivities that may be learned from, shape (n_lines, n_drugs), NaN where there is none.
    weight
        How much each line counts in the grand mean and in the drugs', shape (n_lines,); all alike without it.

    Returns
    -------
    Floats
        A value for every pair, shape (n_lines, n_drugs). A line or a drug without any value has the effect 0, so for
        a line never seen the prediction is the drug's mean. All NaN when nothing is known.

    References
    ----------
    The naive predictor of DrEval (Nature Communications 2026).

    Examples
    --------
    >>> import numpy as np
    >>> mean_effects(np.array([[1.0, 3.0], [np.nan, np.nan]]))
    array([[1., 3.],
           [1., 3.]])
    """
    is_known = ~np.isnan(known)
    if not is_known.any():
        return np.full(known.shape, np.nan)
    counted = is_known * (np.ones(len(known)) if weight is None else weight)[:, None]
    grand = float(np.average(np.where(is_known, known, 0.0), weights=counted))
    above = np.where(is_known, known - grand, 0.0)
    of_line = above.sum(axis=1) / np.maximum(is_known.sum(axis=1), 1)
    mass = counted.sum(axis=0)
    of_drug = np.divide((counted * above).sum(axis=0), mass, out=np.zeros_like(mass), where=mass > 0)
    return np.asarray(grand + of_line[:, None] + of_drug[None, :])


def rmse_over_naive(y_true: Floats, y_pred: Floats, *, naive: Floats) -> float:
    """RMSE of an answer over that of a naive one, such as `mean_effects` of the training pairs.

    Parameters
    ----------
    y_true
        Sensitivities, shape (n_lines, n_drugs), NaN where none was measured: those pairs do not count.
    y_pred, naive
        What the model and what the naive predictor say, of the same shape.

    Returns
    -------
    float
        From 0 up; below 1 the model knows more. NaN when nothing was measured, when either says nothing about a
        measured pair, or when the naive predictor makes no error.

    Examples
    --------
    >>> import numpy as np
    >>> rmse_over_naive(np.array([[1.0, np.nan]]), np.array([[1.5, 0.0]]), naive=np.array([[2.0, 0.0]]))
    0.5
    """
    measured = ~np.isnan(y_true)
    of_naive = rmse(y_true[measured], naive[measured])
    is_exact = of_naive <= 1e-12 * np.max(np.abs(y_true[measured]), initial=0.0)  # what is left is rounding
    return math.nan if is_exact else rmse(y_true[measured], y_pred[measured]) / of_naive


def rmse_over_mean_effects(y_true: Floats, y_pred: Floats) -> float:
    """Return `rmse_over_naive` against the mean effects of the truth itself, which no model can see: a hard floor."""
    return rmse_over_naive(y_true, y_pred, naive=mean_effects(y_true))


def weighted_rmse_over_mean_effects(y_true: Floats, y_pred: Floats, weight: Floats) -> float:
    """Return `rmse_over_mean_effects` with a weight for each line, shape (n_lines,); a line of weight 0 is no line."""
    used = weight > 0
    true, pred, counted = y_true[used], y_pred[used], weight[used]
    if not (~np.isnan(true)).any():
        return math.nan
    naive = mean_effects(true, counted)
    pairs = ~np.isnan(true)
    mass = (pairs * counted[:, None])[pairs]
    of_naive, of_answer = (math.sqrt(np.average((one - true)[pairs] ** 2, weights=mass)) for one in (naive, pred))
    return math.nan if of_naive <= 1e-12 * np.max(np.abs(true[pairs])) else of_answer / of_naive


CONSTANT = "the truth is constant"
RMSE = Metric(
    function=rmse,
    title="RMSE",
    best=0.0,
    worst=math.inf,
    undefined="no unit with a known value",
    pooled=of_moments(root_mean_square),
)
MAE = Metric(
    function=mae,
    title="mean absolute error",
    best=0.0,
    worst=math.inf,
    undefined="no unit with a known value",
    pooled=of_moments(mean_absolute),
)
R2 = Metric(function=r2, title="R²", best=1.0, worst=-math.inf, undefined=CONSTANT, pooled=of_moments(explained))
PEARSON = Metric(
    function=pearson,
    title="Pearson correlation",
    best=1.0,
    worst=-1.0,
    chance=0.0,
    undefined=CONSTANT,
    pooled=of_moments(linear),
)
SPEARMAN = Metric(
    function=spearman,
    title="Spearman correlation",
    best=1.0,
    worst=-1.0,
    chance=0.0,
    undefined=CONSTANT,
    pooled=Additive(keep=joint_ranks, weigh=spearman_of_ranks, exact=weighted_spearman),
)
CONCORDANCE = Metric(
    function=concordance,
    title="Lin's concordance",
    best=1.0,
    worst=-1.0,
    chance=0.0,
    undefined=CONSTANT,
    pooled=of_moments(concordant),
)
RMSE_OVER_MEAN_EFFECTS = Metric(
    function=rmse_over_mean_effects,
    title="RMSE over that of line and drug means",
    best=0.0,
    worst=math.inf,
    undefined="no pair with a known value, or lines and drugs add up exactly",
    pooled=Additive(keep=pairs_of_lines, weigh=rmse_over_mean_effects_of_pairs, exact=weighted_rmse_over_mean_effects),
    reads="table",
)

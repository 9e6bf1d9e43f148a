"""Metrics for classes that have names: a code in the answer means the same class as in the truth."""

import math
from functools import partial

import numpy as np
from numpy.typing import NDArray

from clinicell.metrics._arrays import is_blank, is_constant, is_probability
from clinicell.metrics._metric import Floats, Kept, Metric
from clinicell.metrics.confusions import balanced, kappa, matthews, mean_f1, of_classes, right, table_of_rows
from clinicell.metrics.row_sums import of_row_values, row_sums


def accuracy(y_true: Floats, y_pred: Floats) -> float:
    """Share of the units whose class is right.

    Parameters
    ----------
    y_true, y_pred
        Codes of classes, shape (n,).

    Returns
    -------
    float
        In [0, 1]. NaN without a unit or with a NaN.
    """
    return math.nan if is_blank(y_true, y_pred) else float(right(table_of_rows(y_true, y_pred))[0])


def balanced_accuracy(y_true: Floats, y_pred: Floats) -> float:
    """Mean over the classes of the truth of the share that is called right.

    Parameters
    ----------
    y_true, y_pred
        Codes of classes, shape (n,).

    Returns
    -------
    float
        In [0, 1]. NaN when the truth holds fewer than two classes.

    References
    ----------
    Brodersen et al. (2010), doi:10.1109/ICPR.2010.764.

    Examples
    --------
    >>> import numpy as np
    >>> balanced_accuracy(np.array([0.0, 0, 0, 0, 1]), np.array([0.0, 0, 0, 1, 1]))
    0.875
    """
    return math.nan if is_blank(y_true, y_pred) else float(balanced(table_of_rows(y_true, y_pred))[0])


def balanced_accuracy_by_chance(y_true: Floats, weight: Floats | None = None) -> float:
    """Return one over the number of classes: the mean of `balanced_accuracy` over all orders of an answer in them.

    It is the same whatever the rows weigh.
    """
    return math.nan if is_blank(y_true) or is_constant(y_true) else 1.0 / np.unique(y_true).size


def macro_f1(y_true: Floats, y_pred: Floats) -> float:
    """Mean of F1 over all classes that occur in the truth or in the answer.

    Parameters
    ----------
    y_true, y_pred
        Codes of classes, shape (n,).

    Returns
    -------
    float
        In [0, 1]; a class that only the answer knows counts 0. NaN without a unit or with a NaN.

    Examples
    --------
    >>> import numpy as np
    >>> round(macro_f1(np.array([0.0, 0, 1, 1]), np.array([0.0, 0, 0, 1])), 4)
    0.7333
    """
    return math.nan if is_blank(y_true, y_pred) else float(mean_f1(table_of_rows(y_true, y_pred))[0])


def matthews_correlation(y_true: Floats, y_pred: Floats) -> float:
    """Correlation between true and called classes, over two classes or more.

    Parameters
    ----------
    y_true, y_pred
        Codes of classes, shape (n,).

    Returns
    -------
    float
        In [-1, 1]; 0 when all units get the same class. NaN when the truth holds fewer than two classes.

    References
    ----------
    Matthews (1975), doi:10.1016/0005-2795(75)90109-9; for more classes Gorodkin (2004),
    doi:10.1016/j.compbiolchem.2004.09.006.

    Examples
    --------
    >>> import numpy as np
    >>> round(matthews_correlation(np.array([0.0, 0, 1, 1]), np.array([0.0, 0, 0, 1])), 4)
    0.5774
    """
    return math.nan if is_blank(y_true, y_pred) else float(matthews(table_of_rows(y_true, y_pred))[0])


def cohen_kappa(y_true: Floats, y_pred: Floats) -> float:
    """Agreement beyond what the frequencies of the classes give by chance.

    Parameters
    ----------
    y_true, y_pred
        Codes of classes, shape (n,).

    Returns
    -------
    float
        In [-1, 1]; 0 when all units get the same class. NaN when the truth holds fewer than two classes.

    References
    ----------
    Cohen (1960), doi:10.1177/001316446002000104.

    Examples
    --------
    >>> import numpy as np
    >>> cohen_kappa(np.array([0.0, 0, 1, 1]), np.array([0.0, 0, 0, 1]))
    0.5
    """
    return math.nan if is_blank(y_true, y_pred) else float(kappa(table_of_rows(y_true, y_pred))[0])


def top_k_accuracy(y_true: Floats, y_pred: Floats, *, k: int) -> float:
    """Share of the units whose class is among the k that the answer scores highest.

    Parameters
    ----------
    y_true
        Codes 0 to n_classes - 1: the columns of the answer, shape (n,).
    y_pred
        A score for each class, shape (n, n_classes).
    k
        How many classes may be named.

    Returns
    -------
    float
        In [0, 1]; among equal scores the k are drawn at random, and the expected value is given. NaN without a unit,
        with a NaN, when a code is no column, or with k classes or fewer, where every answer is right.

    Examples
    --------
    >>> import numpy as np
    >>> top_k_accuracy(np.array([2.0, 0]), np.array([[0.5, 0.3, 0.2], [0.2, 0.2, 0.6]]), k=2)
    0.25
    """
    return float(np.mean(_hits(y_true, y_pred, k=k))) if y_true.size else math.nan


def _hits(y_true: Floats, y_pred: Floats, *, k: int) -> Floats:
    """Return the chance of each row to have its class among the k named, shape (n,); all NaN where undefined."""
    if is_blank(y_true, y_pred) or y_pred.shape[1] <= k or not _are_columns(y_true, y_pred):
        return np.full(y_true.size, np.nan)
    own = _own(y_true, y_pred)
    above, tied = (y_pred > own).sum(axis=1), (y_pred == own).sum(axis=1)
    return np.asarray(np.clip((k - above) / tied, 0.0, 1.0))


def _are_columns(y_true: Floats, y_pred: Floats) -> bool:
    return bool(np.isin(y_true, np.arange(y_pred.shape[1])).all())


def _own(y_true: Floats, y_pred: Floats) -> Floats:
    # what each unit's true class got, shape (n, 1)
    return np.take_along_axis(y_pred, y_true.astype(np.intp)[:, None], axis=1)


def top_3_accuracy(y_true: Floats, y_pred: Floats) -> float:
    """Return `top_k_accuracy` with three classes named."""
    return top_k_accuracy(y_true, y_pred, k=3)


def log_loss(y_true: Floats, y_pred: Floats) -> float:
    """Mean over the units of minus the natural logarithm of the probability given to the true class.

    Parameters
    ----------
    y_true
        Codes 0 to n_classes - 1: the columns of the answer, shape (n,).
    y_pred
        Probabilities of the classes, shape (n, n_classes), each row summing to 1 within 1e-6.

    Returns
    -------
    float
        From 0 up, in nats; infinite, not clipped, where a true class got probability 0. NaN without a unit,
        when a row is no distribution, or when a code is no column.

    Examples
    --------
    >>> import numpy as np
    >>> round(log_loss(np.array([0.0, 1]), np.array([[0.5, 0.5], [0.0, 1.0]])), 4)
    0.3466
    """
    return float(np.mean(_surprise(y_true, y_pred))) if y_true.size else math.nan


def _surprise(y_true: Floats, y_pred: Floats) -> Floats:
    """Return what each row adds to the log loss, shape (n,); all NaN where it is undefined."""
    is_sound = not is_blank(y_true) and is_probability(y_pred) and _are_columns(y_true, y_pred)
    if not is_sound or (np.abs(y_pred.sum(axis=1) - 1) > 1e-6).any():
        return np.full(y_true.size, np.nan)
    own = _own(y_true, y_pred)[:, 0]
    return np.asarray(-np.log(own, out=np.full(own.size, -math.inf), where=own > 0) + 0.0)


def hits_of_top_3(y_true: Floats, y_pred: Floats, unit: NDArray[np.intp], n_units: int) -> Kept:
    """Return the sums of each unit (see `row_sums.row_sums`) from which `top_3_accuracy` follows."""
    return row_sums(_hits(y_true, y_pred, k=3), unit, n_units)


def surprise_of_classes(y_true: Floats, y_pred: Floats, unit: NDArray[np.intp], n_units: int) -> Kept:
    """Return the sums of each unit (see `row_sums.row_sums`) from which `log_loss` follows."""
    return row_sums(_surprise(y_true, y_pred), unit, n_units)


TWO_CLASSES = "fewer than two classes in the truth"
ACCURACY = Metric(
    function=accuracy,
    title="accuracy",
    best=1.0,
    worst=0.0,
    undefined="no unit with a known class",
    pooled=of_classes(right),
)
BALANCED_ACCURACY = Metric(
    function=balanced_accuracy,
    title="balanced accuracy",
    best=1.0,
    worst=0.0,
    chance=balanced_accuracy_by_chance,
    undefined=TWO_CLASSES,
    pooled=of_classes(balanced),
)
MACRO_F1 = Metric(
    function=macro_f1,
    title="macro F1",
    best=1.0,
    worst=0.0,
    undefined="no unit with a known class",
    pooled=of_classes(mean_f1),
)
MATTHEWS_CORRELATION = Metric(
    function=matthews_correlation,
    title="MCC",
    best=1.0,
    worst=-1.0,
    chance=0.0,
    undefined=TWO_CLASSES,
    pooled=of_classes(matthews),
)
COHEN_KAPPA = Metric(
    function=cohen_kappa,
    title="Cohen's kappa",
    best=1.0,
    worst=-1.0,
    chance=0.0,
    undefined=TWO_CLASSES,
    pooled=of_classes(kappa),
)
TOP_3_ACCURACY = Metric(
    function=top_3_accuracy,
    title="top-3 accuracy",
    best=1.0,
    worst=0.0,
    undefined="no unit, no more than 3 classes, or a class that the answer does not know",
    pooled=of_row_values(hits_of_top_3, partial(_hits, k=3)),
    reads="scores",
)
LOG_LOSS = Metric(
    function=log_loss,
    title="log loss",
    best=0.0,
    worst=math.inf,
    undefined="no unit, a row of the answer is no distribution, or a class that the answer does not know",
    pooled=of_row_values(surprise_of_classes, _surprise),
    reads="scores",
)

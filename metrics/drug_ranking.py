"""Metrics for choosing drugs for a line or a patient: the order of the drugs within each row of the table.

Truth and answer are tables of shape (n_lines, n_drugs); higher means more sensitive; NaN in the truth is a pair that
was not measured, which neither counts nor can be chosen. Equal scores are drawn in random order and the expected value
is given, so that a constant answer has exactly the value of chance.
"""

import math
from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy.special import comb
from scipy.stats import rankdata

from clinicell.metrics._metric import Additive, Floats, Kept, Metric, ratio

OfLine = Callable[[Floats, Floats], float]


def mean_over_lines(of_line: OfLine, y_true: Floats, y_pred: Floats) -> float:
    """Return the mean over the lines of a metric of one line's measured drugs, without those it leaves undefined.

    NaN when no line is left, and when the answer lacks any measured pair: leaving out what is hard must not pay.
    """
    if np.isnan(y_pred[~np.isnan(y_true)]).any():
        return math.nan
    defined = [value for value in _of_lines(of_line, y_true, y_pred).tolist() if not math.isnan(value)]
    return math.fsum(defined) / len(defined) if defined else math.nan


def _of_lines(of_line: OfLine, y_true: Floats, y_pred: Floats) -> Floats:
    """Return the value of each line over its measured drugs, shape (n_lines,), NaN where undefined."""
    measured = ~np.isnan(y_true)
    values = [of_line(true[known], pred[known]) for true, pred, known in zip(y_true, y_pred, measured, strict=True)]
    return np.asarray(values, dtype=np.float64)


def precision_at_k(y_true: Floats, y_pred: Floats, *, k: int) -> float:
    """Share of a line's k highest answers that are among its k most effective drugs, mean over the lines.

    Parameters
    ----------
    y_true, y_pred
        Sensitivities, shape (n_lines, n_drugs), NaN in the truth where not measured.
    k
        How many drugs are chosen.

    Returns
    -------
    float
        In [0, 1]. A drug as effective as the k-th best is a good choice too. NaN when no line has more than k
        measured drugs.

    Examples
    --------
    >>> import numpy as np
    >>> precision_at_k(np.array([[3.0, 2, 1, 0]]), np.array([[9.0, 1, 8, 0]]), k=2)
    0.5
    """
    return mean_over_lines(partial(_precision_of_line, k=k), y_true, y_pred)


def _precision_of_line(true: Floats, pred: Floats, *, k: int) -> float:
    if true.size <= k:
        return math.nan
    is_good = true >= np.partition(true, true.size - k)[true.size - k]
    return float(_chosen(pred, k) @ is_good / k)


def _chosen(scores: Floats, k: int) -> Floats:
    # the probability of each to be among the k highest when equal scores are drawn in random order
    above = scores.size - rankdata(scores, method="max")
    tied = rankdata(scores, method="max") - rankdata(scores, method="min") + 1
    return np.asarray(np.clip((k - above) / tied, 0.0, 1.0))


def precision_at_5(y_true: Floats, y_pred: Floats) -> float:
    """Return `precision_at_k` with five drugs chosen."""
    return precision_at_k(y_true, y_pred, k=5)


def ndcg(y_true: Floats, y_pred: Floats) -> float:
    """Discounted gain of the order of a line's drugs over that of the best order, mean over the lines.

    The gain of a drug is its sensitivity above the line's least effective drug, its discount 1 / log2(1 + place).

    Parameters
    ----------
    y_true, y_pred
        Sensitivities, shape (n_lines, n_drugs), NaN in the truth where not measured.

    Returns
    -------
    float
        In (0, 1]. NaN when no line has two drugs of different effect.

    References
    ----------
    Järvelin and Kekäläinen (2002), doi:10.1145/582415.582418; ties by their mean discount.

    Examples
    --------
    >>> import numpy as np
    >>> round(ndcg(np.array([[1.0, 0]]), np.array([[0.0, 1]])), 4)  # 1 / log2(3)
    0.6309
    """
    return mean_over_lines(_ndcg_of_line, y_true, y_pred)


def _ndcg_of_line(true: Floats, pred: Floats) -> float:
    if true.size < 2 or true.max() == true.min():
        return math.nan
    gain = true - true.min()
    discount = 1 / np.log2(np.arange(2, gain.size + 2))
    last = (gain.size - rankdata(pred, method="min")).astype(int)  # of the places that equal scores share
    first = (gain.size - rankdata(pred, method="max")).astype(int)
    summed = np.append(0.0, np.cumsum(discount))
    shared = (summed[last + 1] - summed[first]) / (last - first + 1)
    return float(gain @ shared / (np.sort(gain)[::-1] @ discount))


def top_k_regret(y_true: Floats, y_pred: Floats, *, k: int) -> float:
    """Effect that is lost by trying only the k drugs that the answer ranks highest, mean over the lines.

    Parameters
    ----------
    y_true, y_pred
        Sensitivities, shape (n_lines, n_drugs), NaN in the truth where not measured.
    k
        How many drugs are tried.

    Returns
    -------
    float
        From 0 up, in the unit of the truth: the sensitivity to the best of all measured drugs minus that to the best
        of the tried ones. NaN when no line has more than k measured drugs.

    Examples
    --------
    >>> import numpy as np
    >>> top_k_regret(np.array([[5.0, 2, 1]]), np.array([[0.0, 1, 2]]), k=2)
    3.0
    """
    return mean_over_lines(partial(_regret_of_line, k=k), y_true, y_pred)


def _regret_of_line(true: Floats, pred: Floats, *, k: int) -> float:
    return float(true.max()) - _best_tried(true, pred, k) if true.size > k else math.nan


def _best_tried(true: Floats, pred: Floats, k: int) -> float:
    # expected best of the tried: those above the k-th score for sure, the rest drawn from those equal to it
    last = np.partition(pred, pred.size - k)[pred.size - k]
    sure, tied = true[pred > last], np.sort(true[pred == last])[::-1]
    drawn = k - sure.size
    others = np.arange(tied.size - 1, -1, -1)  # how many of the tied lie behind each
    is_best = comb(others, drawn - 1) / comb(tied.size, drawn)
    return float(np.maximum(tied, np.max(sure, initial=-math.inf)) @ is_best)


def top_1_regret(y_true: Floats, y_pred: Floats) -> float:
    """Return `top_k_regret` with one drug tried."""
    return top_k_regret(y_true, y_pred, k=1)


def top_3_regret(y_true: Floats, y_pred: Floats) -> float:
    """Return `top_k_regret` with three drugs tried."""
    return top_k_regret(y_true, y_pred, k=3)


OF_LINE: tuple[OfLine, ...] = (
    partial(_precision_of_line, k=5),
    _ndcg_of_line,
    partial(_regret_of_line, k=1),
    partial(_regret_of_line, k=3),
)


def drugs_of_lines(y_true: Floats, y_pred: Floats, unit: NDArray[np.intp], n_units: int) -> Kept:
    """Return, for each unit, the sums over its lines of what the four metrics say of a line.

    Parameters
    ----------
    y_true, y_pred
        Sensitivities, shape (n_lines, n_drugs), NaN in the truth where not measured.
    unit
        The unit of each line, codes in [0, n_units), shape (n_lines,).

    Returns
    -------
    Kept
        ``total`` and ``defined`` (lines with a value), each (n_units, 4), in the order of `OF_LINE`; ``rows`` (lines
        with a measured drug) and ``lacking`` (measured pairs without an answer), each (n_units,).
    """
    measured = ~np.isnan(y_true)
    lacking = (np.isnan(y_pred) & measured).sum(axis=1)
    values = np.stack([_of_lines(of_line, y_true, np.nan_to_num(y_pred)) for of_line in OF_LINE], axis=1)
    is_defined = ~np.isnan(values)
    summed = [np.zeros((n_units, len(OF_LINE))) for _ in range(2)]
    np.add.at(summed[0], unit, np.where(is_defined, values, 0.0))
    np.add.at(summed[1], unit, is_defined)
    return {
        "total": summed[0],
        "defined": summed[1],
        "rows": np.bincount(unit, weights=measured.any(axis=1), minlength=n_units).astype(np.float64),
        "lacking": np.bincount(unit, weights=lacking, minlength=n_units).astype(np.float64),
    }


def _over_lines(place: int) -> Additive:
    """Return how the mean over lines of the metric at that place of `OF_LINE` follows from `drugs_of_lines`."""

    def weigh(kept: Kept, weights: Floats) -> Floats:
        total, defined = (np.asarray(kept[name], dtype=np.float64)[:, place] for name in ("total", "defined"))
        is_whole = weights @ np.asarray(kept["lacking"], dtype=np.float64) == 0
        return np.where(is_whole, ratio(weights @ total, weights @ defined), np.nan)

    def exact(y_true: Floats, y_pred: Floats, weight: Floats) -> float:
        values = _of_lines(OF_LINE[place], y_true[weight > 0], y_pred[weight > 0])
        counted = np.where(np.isnan(values), 0.0, weight[weight > 0])
        if np.isnan(y_pred[weight > 0][~np.isnan(y_true[weight > 0])]).any() or not counted.any():
            return math.nan
        return float(np.nan_to_num(values) @ counted / counted.sum())

    return Additive(keep=drugs_of_lines, weigh=weigh, exact=exact)


def _of_a_constant(place: int) -> Callable[..., float]:
    """Return the value of a constant answer, which is that of chance, with a weight for each line or all alike."""

    def chance(y_true: Floats, weight: Floats | None = None) -> float:
        counted = np.ones(len(y_true)) if weight is None else weight
        return _over_lines(place).exact(y_true, np.zeros_like(y_true), counted)

    return chance


PRECISION_AT_5 = Metric(
    function=precision_at_5,
    title="precision of the 5 drugs ranked highest",
    best=1.0,
    worst=0.0,
    chance=_of_a_constant(0),
    undefined="no line with more than 5 measured drugs, or a measured pair without an answer",
    pooled=_over_lines(0),
    reads="table",
)
NDCG = Metric(
    function=ndcg,
    title="NDCG of the drugs of a line",
    best=1.0,
    worst=0.0,
    chance=_of_a_constant(1),
    undefined="no line with two drugs of different effect, or a measured pair without an answer",
    pooled=_over_lines(1),
    reads="table",
)
TOP_1_REGRET = Metric(
    function=top_1_regret,
    title="effect lost by the drug ranked highest",
    best=0.0,
    worst=math.inf,
    chance=_of_a_constant(2),
    undefined="no line with more than one measured drug, or a measured pair without an answer",
    pooled=_over_lines(2),
    reads="table",
)
TOP_3_REGRET = Metric(
    function=top_3_regret,
    title="effect lost by the 3 drugs ranked highest",
    best=0.0,
    worst=math.inf,
    chance=_of_a_constant(3),
    undefined="no line with more than 3 measured drugs, or a measured pair without an answer",
    pooled=_over_lines(3),
    reads="table",
)

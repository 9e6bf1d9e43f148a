"""Scores of each unit counted in bins, best bin first: from them follows what depends on the order of scores.

Three things make bins err: precision moves fast where few rows have been called yet, tied scores are called all at
once, and one row of a small unit may weigh as much as a thousand of a large one. So bins hold equal shares of both
classes, each heavy value is a bin of its own, and where positives are rare or few the edges are their scores, which
loses nothing.
"""

import math

import numpy as np
from numpy.typing import NDArray

from clinicell.metrics._metric import Floats, Kept, ratio
from clinicell.metrics._shares import FEW_COUNTS, shares

N_BINS = 1024
MOST_COUNTS = 8_000_000  # units times bins up to which each score of a positive is a bin where positives are rare
HEAVY = 0.25  # of a bin's share: a row of a unit so small that it has a bin of its own
RARE = 0.02  # share of positives
ROUNDING = 1e-12  # a share of alarms counts as reached within it
NONE = 1e-290  # stands for 0 below a fraction bar; what it divides is 0 too
DRAWS_AT_ONCE = 256  # so that what is summed over bins stays in the cache


def ranked_scores(y_true: Floats, y_pred: Floats, unit: NDArray[np.intp], n_units: int) -> Kept:
    """Return how many rows of each unit and class have a score in each bin.

    Parameters
    ----------
    y_true
        0 or 1, shape (n,).
    y_pred
        Any score that grows with the odds of 1, shape (n,).
    unit
        Codes in [0, n_units), shape (n,).

    Returns
    -------
    Kept
        ``positives`` and ``negatives`` (n_units, n_bins), the bin of the highest scores first; ``is_atom`` (n_bins,),
        whether all scores of a bin are one value.
    """
    _, code = np.unique(-y_pred, return_inverse=True)  # 0 is the highest score
    is_positive = y_true == 1
    n_values = int(code.max()) + 1 if code.size else 0
    if n_values <= N_BINS:
        bin_of_value = np.arange(n_values)
    elif _is_affordable(is_positive, code, n_units):
        bin_of_value = _bins_at_positives(code[is_positive], n_values)
    else:
        bin_of_value = _bins_of_equal_share(code, is_positive, unit, n_units)
    n_bins = int(bin_of_value[-1]) + 1 if n_values else 0
    place = unit * n_bins + bin_of_value[code]

    def counted(rows: NDArray[np.bool_]) -> NDArray[np.uint32]:
        return np.bincount(place[rows], minlength=n_units * n_bins).reshape(n_units, n_bins).astype(np.uint32)

    return {
        "positives": counted(is_positive),
        "negatives": counted(~is_positive),
        "is_atom": np.bincount(bin_of_value, minlength=n_bins) == 1,
    }


def _is_affordable(is_positive: NDArray[np.bool_], code: NDArray[np.intp], n_units: int) -> bool:
    most = MOST_COUNTS if is_positive.sum() <= RARE * code.size else FEW_COUNTS
    return n_units * (2 * np.unique(code[is_positive]).size + 1) <= most


def _bins_at_positives(positive_codes: NDArray[np.intp], n_values: int) -> NDArray[np.intp]:
    """Return the bin of each distinct score: one for each score of a positive, one for all between two of them."""
    starts = np.zeros(n_values + 1, dtype=np.intp)
    starts[positive_codes] = 1
    starts[positive_codes + 1] = 1  # what follows a positive's score is another bin
    starts[0] = 0
    return np.cumsum(starts[:-1])


def _bins_of_equal_share(
    code: NDArray[np.intp], is_positive: NDArray[np.bool_], unit: NDArray[np.intp], n_units: int
) -> NDArray[np.intp]:
    """Return the bin of each distinct score: equal shares of both classes in a bin, a heavy value alone in its own."""
    of = shares(code, (is_positive, ~is_positive), unit, n_units)
    is_heavy = (of.share > 1 / N_BINS) | (of.alone > HEAVY / N_BINS)
    light = np.where(is_heavy, 0.0, of.share)
    called = np.cumsum(light) / max(light.sum(), NONE)
    # equal ratios of rows called so far, too: precision moves by ratios
    step = np.floor(N_BINS * (0.5 * called + 0.5 * np.log1p(called * code.size) / np.log1p(code.size)))
    starts = np.append(False, (np.diff(step) > 0) | is_heavy[1:] | is_heavy[:-1])
    return np.cumsum(starts)


def average_precision_of_scores(kept: Kept, weights: Floats) -> Floats:
    """Return the average precision in each draw of `weights`, shape (n_draws,); NaN without weight on a positive.

    A bin of one value is a step; within a bin of several, positives and negatives are taken as evenly mixed, and
    precision is integrated over the recall that it adds.
    """
    positives, negatives = (np.asarray(kept[name], dtype=np.float64) for name in ("positives", "negatives"))
    is_needed = np.asarray(positives.any(axis=0), dtype=np.bool_)  # precision matters where recall grows
    is_atom = np.asarray(kept["is_atom"], dtype=np.bool_)[is_needed]
    # summed over bins before units are weighed: once, and not in each draw
    called = np.cumsum(positives + negatives, axis=1)[:, is_needed]
    hits = np.cumsum(positives, axis=1)[:, is_needed]
    in_bin = (positives + negatives)[:, is_needed][:, ~is_atom]
    value = np.full(len(weights), np.nan)
    if not is_needed.any():
        return value
    for start in range(0, len(weights), DRAWS_AT_ONCE):
        weight = weights[start : start + DRAWS_AT_ONCE]
        value[start : start + DRAWS_AT_ONCE] = _average_precision(
            weight @ hits, weight @ called, weight @ in_bin, is_atom
        )
    return value


def _average_precision(hits: Floats, called: Floats, in_bin: Floats, is_atom: NDArray[np.bool_]) -> Floats:
    """Return the area for sums of shape (n_draws, n_bins); `in_bin` for the bins of several values only."""
    total = hits[:, -1].copy()
    gained = np.diff(hits, axis=1, prepend=0.0)
    area = gained * hits
    np.maximum(called, NONE, out=called)
    area /= called
    if in_bin.shape[1]:
        mixed = slice(None) if not is_atom.any() else ~is_atom
        gained, hits, called = gained[:, mixed], hits[:, mixed], called[:, mixed]
        np.maximum(in_bin, NONE, out=in_bin)
        hits -= gained  # those before the bin
        called -= in_bin
        np.maximum(called, NONE, out=called)
        slope = gained / in_bin
        hits -= slope * called
        hits *= np.log1p(in_bin / called)
        hits /= in_bin
        area[:, mixed] = gained * (slope + hits)
    return ratio(area.sum(axis=1), total)


def allowed_alarms(negatives: float, fpr: float) -> int:
    """Return how many of so many negatives a false positive rate allows; 0.07 of 100 is 7, whatever the last bit."""
    return math.floor(fpr * negatives * (1 + ROUNDING))


def recall_of_scores(kept: Kept, weights: Floats, *, fpr: float) -> Floats:
    """Return the recall at a false positive rate in each draw of `weights`, shape (n_draws,).

    The highest scores are called as long as the share of negatives among all negatives stays within `fpr`; a bin of
    several values is called in part, a bin of one value whole or not at all. NaN without weight on both classes, and
    where the rate allows less than one of all negatives.
    """
    value = np.full(len(weights), np.nan)
    positives, negatives = (np.asarray(kept[name], float) for name in ("positives", "negatives"))
    if not allowed_alarms(negatives.sum(), fpr):
        return value
    for start in range(0, len(weights), DRAWS_AT_ONCE):
        weight = weights[start : start + DRAWS_AT_ONCE]
        value[start : start + DRAWS_AT_ONCE] = _sensitivity(
            weight @ positives, weight @ negatives, np.asarray(kept["is_atom"], bool), fpr
        )
    return value


def _sensitivity(positives: Floats, negatives: Floats, is_atom: NDArray[np.bool_], alarms: float) -> Floats:
    """Return the share of positives called before the share of negatives called passes `alarms`."""
    total = negatives.sum(axis=1, keepdims=True)
    called = np.cumsum(negatives, axis=1)
    allowed = alarms * total * (1 + ROUNDING)
    n_whole = (called <= allowed).sum(axis=1)  # bins from the top that are called whole
    found = np.append(np.zeros((len(positives), 1)), np.cumsum(positives, axis=1), axis=1)
    draw = np.arange(len(positives))
    last = np.minimum(n_whole, positives.shape[1] - 1)  # the bin that would pass the limit
    with np.errstate(invalid="ignore", divide="ignore"):
        part = (allowed[:, 0] - called[draw, last] + negatives[draw, last]) / negatives[draw, last]
        part = np.where((n_whole == positives.shape[1]) | is_atom[last], 0.0, part)
        sensitivity = (found[draw, n_whole] + part * positives[draw, last]) / found[:, -1]
    return np.where((total[:, 0] > 0) & (found[:, -1] > 0), sensitivity, np.nan)

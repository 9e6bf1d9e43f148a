"""Metrics for positions: cells as points in a space that a model made."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clinicell.metrics._arrays import is_blank
from clinicell.metrics._metric import Floats, Metric
from clinicell.metrics._within import PLACED

BLOCK = 512  # points: a block of distances is 2 MB, which a core's cache holds
TOO_CLOSE = 1e-5  # squared distance over squared norms below which products of vectors lose too many digits


def silhouette(y_true: Floats, y_pred: Floats) -> float:
    """Mean over the cells of (b - a) / max(a, b): nearness to the own class against the nearest other one.

    a is a cell's mean distance to the other cells of its class, b the smallest mean distance to the cells of another
    class; a cell alone in its class counts 0. Exact, in blocks: memory is that of the points, quadratic time.

    Parameters
    ----------
    y_true
        Codes of classes, shape (n,).
    y_pred
        Positions, shape (n, n_dimensions); distances are Euclidean.

    Returns
    -------
    float
        In [-1, 1]. NaN unless there are at least two classes and fewer classes than cells, and with a NaN.

    References
    ----------
    Rousseeuw (1987), doi:10.1016/0377-0427(87)90125-7.

    Examples
    --------
    >>> import numpy as np
    >>> round(silhouette(np.array([0.0, 0, 1, 1]), np.array([[0.0], [1], [10], [11]])), 4)
    0.8997
    """
    if is_blank(y_true, y_pred):
        return math.nan
    _, code, sizes = np.unique(y_true, return_inverse=True, return_counts=True)
    if not 1 < sizes.size < y_true.size:
        return math.nan
    order = np.argsort(code, kind="stable")
    points, code = _points(y_pred[order]), code[order]
    blocks = [slice(start, start + BLOCK) for start in range(0, code.size, BLOCK)]
    parts = [_of_cells(_summed_distances(points, block, blocks, code), code[block], sizes) for block in blocks]
    return float(np.mean(np.concatenate(parts)))


@dataclass(frozen=True, slots=True)
class _Points:
    raw: Floats
    centred: Floats  # products of vectors far from the origin would lose digits
    norms: Floats  # squared, of the centred points


def _points(raw: Floats) -> _Points:
    centred = raw - np.mean(raw, axis=0)
    return _Points(raw, centred, np.einsum("ij,ij->i", centred, centred))


def _summed_distances(points: _Points, rows: slice, blocks: list[slice], code: NDArray[np.intp]) -> Floats:
    # from each of the rows to all cells of each class, shape (n_rows, n_classes); cells are sorted by class
    summed = np.zeros((code[rows].size, int(code[-1]) + 1))
    for columns in blocks:
        first, last = int(code[columns][0]), int(code[columns][-1])
        is_of_class = (code[columns][:, None] == np.arange(first, last + 1)).astype(np.float64)
        summed[:, first : last + 1] += _distances(points, rows, columns) @ is_of_class
    return summed


def _distances(points: _Points, rows: slice, columns: slice) -> Floats:
    # |x - y|^2 = |x|^2 + |y|^2 - 2 x.y by one product; what is too small for that is measured again, by differences
    norms, others = points.norms[rows], points.norms[columns]
    squared = points.centred[rows] @ (-2 * points.centred[columns].T)
    squared += norms[:, None]
    squared += others
    if squared.min() < TOO_CLOSE * (norms.max() + others.max()):
        near = np.nonzero(squared < TOO_CLOSE * (norms[:, None] + others))
        for start in range(0, near[0].size, BLOCK):
            row, column = near[0][start : start + BLOCK], near[1][start : start + BLOCK]
            between = points.raw[rows][row] - points.raw[columns][column]
            squared[row, column] = np.einsum("ij,ij->i", between, between)
    return np.sqrt(squared, out=squared)


def _of_cells(summed: Floats, code: NDArray[np.intp], sizes: NDArray[np.intp]) -> Floats:
    own, cells = sizes[code], np.arange(code.size)
    within = summed[cells, code] / np.maximum(own - 1, 1)
    others = summed / sizes
    others[cells, code] = np.inf
    nearest = others.min(axis=1)
    larger = np.maximum(within, nearest)
    apart = np.divide(nearest - within, larger, out=np.zeros_like(larger), where=larger > 0)
    return np.asarray(np.where(own > 1, apart, 0.0))


SILHOUETTE = Metric(
    function=silhouette,
    title="silhouette",
    best=1.0,
    worst=-1.0,
    undefined="fewer than two classes, or no class of two cells",
    within=PLACED,
    reads="scores",
)

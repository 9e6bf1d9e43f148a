"""Pairs of rows that are nearly the same: hashed together, then measured, then weighed against what occurs by nature.

Pairs of two donors on the same side of a split cannot be copies of one cell. How often such pairs are as close tells
how often pairs across a split would be without a leak.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.spatial import cKDTree

from clinicell.datasets.schema.matrix import Table

Codes = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Pairs = npt.NDArray[np.int64]  # (n_pairs, 2)
WIDE = 100  # features from which on the noise of a cell is a fingerprint
N_DIMENSIONS = 256  # that the fingerprint is projected to
MIN_SHARE = 0.005  # of the cells that must express a gene
COSINES = (0.5, 0.6, 0.7, 0.8, 0.9, 0.97)  # of fingerprints; unrelated cells are at 0 +- 0.07
SOUGHT = 0.6  # the cosine that is found with the chance below: about that of a copy of two thirds of the molecules
FOUND = 0.99
MAX_BUCKET = 48
DISTANCES = (0.1, 0.03, 0.01)  # of narrow tables, in median distances to the nearest other cell
EXCESS = 5.0  # times as many pairs as by nature


def near_pairs(table: Table, rows: Codes, split: Codes, donor: Codes) -> Pairs:
    """Return the pairs of `rows`, of two splits, that are closer than nature explains: (n_pairs, 2)."""
    none = np.zeros((0, 2), dtype=np.int64)
    if rows.size < 10 or np.unique(split[rows]).size < 2:
        return none
    own_split, own_donor = split[rows], donor[rows]
    if table.shape[1] >= WIDE:
        pairs, closeness = _alike(_fingerprints(table[rows]), own_split)
        steps: tuple[float, ...] = COSINES
    else:
        pairs, closeness = _close(np.asarray(_dense(table[rows]), dtype=np.float64))
        steps = tuple(-distance for distance in DISTANCES)
    is_across = own_split[pairs[:, 0]] != own_split[pairs[:, 1]]
    nature = Nature.of(own_split, own_donor)
    is_natural = nature.counts(pairs, own_split, own_donor)
    for step in steps:
        is_near = closeness >= step
        n_across, n_natural = int((is_near & is_across).sum()), int((is_near & is_natural).sum())
        if n_across and nature.is_exceeded(n_across, n_natural, is_sure=table.shape[1] >= WIDE):
            found: Pairs = rows[pairs[is_near & is_across]]
            return found
    return none


@dataclass(frozen=True, slots=True)
class Nature:
    """How many pairs lie across splits per pair that cannot be copies; `by_donor`: the latter are of two donors."""

    ratio: float
    by_donor: bool

    @classmethod
    def of(cls, split: Codes, donor: Codes) -> "Nature":
        """Return it of these cells."""
        n_split = np.bincount(split).astype(float)
        n_across = split.size**2 - (n_split**2).sum()
        both = np.unique(np.stack([split, donor]), axis=1, return_counts=True)[1].astype(float)
        n_natural = (n_split**2).sum() - (both**2).sum()
        by_donor = n_natural > 0
        return cls(n_across / max(n_natural if by_donor else (n_split**2).sum(), 1.0), bool(by_donor))

    def counts(self, pairs: Pairs, split: Codes, donor: Codes) -> npt.NDArray[np.bool_]:
        """Return which pairs cannot be copies of one cell."""
        one, other = pairs.T
        is_other = donor[one] != donor[other] if self.by_donor else np.ones(len(pairs), dtype=bool)
        found: npt.NDArray[np.bool_] = (split[one] == split[other]) & is_other
        return found

    def is_exceeded(self, n_across: int, n_natural: int, *, is_sure: bool) -> bool:
        """Whether there are more pairs across than by nature; `is_sure`: a single pair is no chance."""
        expected = (n_natural if is_sure else n_natural + 1) * self.ratio
        return bool(n_across > EXCESS * expected + 3 * np.sqrt(expected))


def _dense(table: Table) -> npt.NDArray[np.generic]:
    return table if isinstance(table, np.ndarray) else table.toarray()


def _fingerprints(table: Table) -> Floats:
    """Return per row a unit vector of what is its own: (n, at most `N_DIMENSIONS`)."""
    levels = sparse.csr_matrix(table, dtype=np.float64)
    if levels.data.size and levels.data.min() >= 0:
        total = np.asarray(levels.sum(axis=1)).ravel()
        factor = np.divide(np.median(total), total, out=np.zeros_like(total), where=total > 0)
        levels = sparse.csr_matrix(sparse.diags(factor) @ levels).sqrt()  # steadies the variance of counts
    n = levels.shape[0]
    mean = np.asarray(levels.mean(axis=0)).ravel()
    variance = np.maximum(np.asarray(levels.multiply(levels).mean(axis=0)).ravel() - mean**2, 0.0)
    share = np.bincount(levels.indices, minlength=levels.shape[1]) / n
    kept = np.flatnonzero((variance > 1e-12) & (share >= max(MIN_SHARE, 3 / n)))
    scale = 1 / np.sqrt(variance[kept])
    width = min(N_DIMENSIONS, kept.size)
    rng = np.random.default_rng(1)
    plane = np.eye(kept.size) if kept.size <= N_DIMENSIONS else rng.normal(size=(kept.size, width)) / np.sqrt(width)
    plane = plane * scale[:, None]
    points = np.asarray(levels[:, kept] @ plane) - mean[kept] @ plane
    return _without_programmes(points)


def _without_programmes(points: Floats) -> Floats:
    """Return unit vectors without the directions in which cells vary together: types, donors, batches, depth."""
    values, vectors = np.linalg.eigh(points.T @ points / max(len(points), 1))
    noise = np.median(values[values > values.max() * 1e-9]) if values.size and values.max() > 0 else 0.0
    own = vectors[:, (values <= 2.0 * noise) & (values > 0)]
    left = points @ own
    length = np.linalg.norm(left, axis=1, keepdims=True)
    unit: Floats = np.divide(left, length, out=np.zeros_like(left), where=length > 0)
    return unit


def _alike(points: Floats, split: Codes) -> tuple[Pairs, Floats]:
    """Return pairs whose cosine is at least the least of `COSINES`, hashed by random hyperplanes, and the cosines."""
    n, width = points.shape
    n_bits = int(np.clip(np.ceil(np.log2(max(n, 2))), 8, 18))
    same_side = 1 - np.arccos(SOUGHT) / np.pi
    n_tables = int(np.ceil(np.log(1 - FOUND) / np.log(1 - same_side**n_bits)))
    rng = np.random.default_rng(2)
    powers = 1 << np.arange(n_bits)
    found, cosines = [np.zeros((0, 2), dtype=np.int64)], [np.zeros(0)]
    for _ in range(n_tables):
        codes = ((points @ rng.normal(size=(width, n_bits))) > 0) @ powers
        pairs = _of_buckets(codes)
        cosine = np.einsum("ij,ij->i", points[pairs[:, 0]], points[pairs[:, 1]])
        is_near = cosine >= COSINES[0]
        found.append(pairs[is_near])
        cosines.append(cosine[is_near])
    pairs, first = np.unique(np.concatenate(found), axis=0, return_index=True)
    return pairs, np.concatenate(cosines)[first]


def _of_buckets(codes: Codes) -> Pairs:
    """Return the pairs of rows with one code, each row with at most `MAX_BUCKET` others: (n_pairs, 2)."""
    order = np.argsort(codes, kind="stable")
    ordered = codes[order]
    pairs = [np.zeros((0, 2), dtype=np.int64)]
    for step in range(1, MAX_BUCKET):
        is_same = ordered[step:] == ordered[:-step]
        if not is_same.any():
            break
        pairs.append(np.stack([order[:-step][is_same], order[step:][is_same]], axis=1))
    return np.sort(np.concatenate(pairs), axis=1)


def _close(points: Floats) -> tuple[Pairs, Floats]:
    """Return pairs of rows of a narrow table by minus their distance, in median distances to the nearest other row."""
    spread = points.std(axis=0)
    kept = points[:, spread > 0] / spread[spread > 0]
    is_finite = np.isfinite(kept).all(axis=1)
    rows = np.flatnonzero(is_finite)
    kept = kept[is_finite]
    if len(kept) < 10 or not kept.shape[1]:
        return np.zeros((0, 2), dtype=np.int64), np.zeros(0)
    tree = cKDTree(kept)
    sample = kept[:: max(1, len(kept) // 2000)]
    typical = float(np.median(np.asarray(tree.query(sample, k=2)[0])[:, 1]))
    if not typical > 0:
        return np.zeros((0, 2), dtype=np.int64), np.zeros(0)
    pairs = tree.query_pairs(DISTANCES[0] * typical, output_type="ndarray").astype(np.int64)
    distance = np.linalg.norm(kept[pairs[:, 0]] - kept[pairs[:, 1]], axis=1) / typical
    return np.sort(rows[pairs], axis=1), -distance

"""What another laboratory does to the same patients: fewer molecules, lost genes, shifted channels, worse genotypes.

Pure functions of AnnData, for the blinded test side only: each returns a new data set, draws from the seed that it is
given, and refuses a matrix whose declared scale it has no meaning for. `noisy` is the one for the train side.
"""

from collections.abc import Callable
from typing import Any  # AnnData's slots are untyped at this edge

import anndata as ad
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from clinicell.datasets.schema.scale import scale_of
from clinicell.errors import InputError

Floats = NDArray[np.float64]

NOT_SEEN_IS_ZERO = ("counts", "tpm", "log1p_cp10k", "log2_tpm")  # scales on which 0 means that nothing was seen
MISSING, REFERENCE = -1, 0


def thinned(adata: ad.AnnData, kept: float, *, seed: int) -> ad.AnnData:
    """Return the cells as if only the share `kept` of their molecules had been sequenced: binomial thinning of counts.

    A Poisson count of mean m becomes a Poisson count of mean ``kept * m``.

    Raises
    ------
    InputError
        X is not declared to be counts: logarithms and shares cannot be thinned.
    """
    _require(adata, ("counts",), "molecules are drawn from counts")
    rng = np.random.default_rng(seed)
    return _with_X(adata, lambda values: rng.binomial(np.rint(values).astype(np.int64), kept))


def dropped_out(adata: ad.AnnData, lost: float, *, seed: int) -> ad.AnnData:
    """Return the cells with each value that is not 0 set to 0 with probability `lost`, whatever its size.

    Raises
    ------
    InputError
        On the declared scale of X, 0 does not mean that nothing was seen.
    """
    _require(adata, NOT_SEEN_IS_ZERO, "0 must mean that nothing was seen")
    rng = np.random.default_rng(seed)
    return _with_X(adata, lambda values: values * (rng.random(values.shape) >= lost))


def shifted(adata: ad.AnnData, log_sd: float, *, seed: int) -> ad.AnnData:
    """Return the cells as another site would measure them: each gene times a factor of its own, the same in all cells.

    The factors are log-normal with median 1; `log_sd` is the standard deviation of their natural logarithm. Counts stay
    whole: a product is rounded up or down at random, so that its mean is kept. Logarithmic scales are multiplied on
    the linear one. A factor goes with the gene's id, not with its place.

    Raises
    ------
    InputError
        The declared scale of X is not one of expression.
    """
    _require(adata, NOT_SEEN_IS_ZERO, "a factor has a meaning for amounts only")
    factor = np.exp(log_sd * _of_each_feature(adata, np.random.default_rng(seed)))
    rng, kind = np.random.default_rng([seed, 1]), scale_of(adata, "X").kind
    of_value = factor[_csr(adata.X).indices] if sparse.issparse(adata.X) else factor

    def multiplied(values: Floats) -> Floats:
        if kind == "log1p_cp10k":
            return np.asarray(np.log1p(np.expm1(values) * of_value))
        if kind == "log2_tpm":
            return np.asarray(np.log2(1 + (np.exp2(values) - 1) * of_value))
        product = values * of_value
        return product if kind == "tpm" else np.floor(product + rng.random(product.shape))

    return _with_X(adata, multiplied)


def recalibrated(adata: ad.AnnData, spread: float, *, seed: int) -> ad.AnnData:
    """Return cytometry as another instrument would read it: each channel with a gain and an offset of its own.

    On the scale of X: gain exp(spread * z1), offset ``spread * z2`` standard deviations of the channel over these
    cells, with z1 and z2 standard normal.
    """
    rng = np.random.default_rng(seed)
    gain = np.exp(spread * _of_each_feature(adata, rng))
    offset = spread * _of_each_feature(adata, rng)
    values = _dense(adata)
    moved = values * gain + offset * values.std(axis=0)
    return _replaced(adata, moved.astype(np.asarray(values).dtype))


def without_features(
    adata: ad.AnnData, kept: float, *, seed: int, filled_with: "pd.Series[float] | None" = None
) -> ad.AnnData:
    """Return the cells as a smaller panel would measure them: with the share `kept` of their genes, channels or sites.

    What is kept of a smaller share is kept of a larger one too. At least one feature stays.

    Parameters
    ----------
    filled_with
        For models whose features were fixed in training: the value that a lost feature takes, by its id (its mean over
        the training cells, as for a cohort that lacks it). None: lost features leave the data set.
    """
    names = sorted(adata.var_names)
    order = np.random.default_rng(seed).permutation(len(names))
    stays = {names[place] for place in order[: max(1, round(kept * len(names)))]}
    is_kept = np.asarray([name in stays for name in adata.var_names])
    if filled_with is None:
        return adata[:, is_kept].copy()
    values = _dense(adata).astype(np.float32)
    values[:, ~is_kept] = filled_with.loc[adata.var_names[~is_kept]].to_numpy(dtype=np.float32)
    return _replaced(adata, values)


def with_false_positives(adata: ad.AnnData, rate: float, *, seed: int) -> ad.AnnData:
    """Return genotypes in which a reference call shows a mutation (1) with probability `rate`."""
    sites, rng = _genotype(adata), np.random.default_rng(seed)
    return _with_genotype(adata, np.where((sites == REFERENCE) & (rng.random(sites.shape) < rate), 1, sites))


def with_false_negatives(adata: ad.AnnData, rate: float, *, seed: int) -> ad.AnnData:
    """Return genotypes in which a mutation (1 or 2) is read as reference with probability `rate`."""
    sites, rng = _genotype(adata), np.random.default_rng(seed)
    return _with_genotype(adata, np.where((sites > REFERENCE) & (rng.random(sites.shape) < rate), REFERENCE, sites))


def with_missing(adata: ad.AnnData, rate: float, *, seed: int) -> ad.AnnData:
    """Return genotypes in which a call (0, 1 or 2) is missing (-1) with probability `rate`."""
    sites, rng = _genotype(adata), np.random.default_rng(seed)
    return _with_genotype(adata, np.where(rng.random(sites.shape) < rate, MISSING, sites))


def noisy(labels: pd.DataFrame, share: float, *, seed: int) -> pd.DataFrame:
    """Return training labels of which the share `share`, drawn by lot, was dealt anew among themselves.

    Each class keeps its size, so that a rare one stays rare; labels that nobody knows stay unknown. With `share` 1
    nothing is left to learn.
    """
    rng = np.random.default_rng(seed)
    known = np.flatnonzero(labels.notna().all(axis=1))
    chosen = rng.choice(known, size=round(share * known.size), replace=False)
    values = labels.to_numpy(dtype=np.float64, copy=True)
    values[chosen] = values[rng.permutation(chosen)]
    return pd.DataFrame(values, index=labels.index, columns=labels.columns)


def _require(adata: ad.AnnData, kinds: tuple[str, ...], why: str) -> None:
    kind = scale_of(adata, "X").kind if adata.X is not None else "missing"
    if kind not in kinds:
        raise InputError(f"X is {kind}, not {' or '.join(kinds)}: {why}")


def _of_each_feature(adata: ad.AnnData, rng: np.random.Generator) -> Floats:
    """Return a standard normal draw for each feature, which goes with its id and not with its place."""
    drawn = pd.Series(rng.standard_normal(adata.n_vars), index=sorted(adata.var_names))
    return drawn.loc[list(adata.var_names)].to_numpy(dtype=np.float64)


def _dense(adata: ad.AnnData) -> NDArray[np.floating]:
    return np.asarray(_csr(adata.X).toarray() if sparse.issparse(adata.X) else adata.X)


def _csr(matrix: Any) -> sparse.csr_matrix:  # noqa: ANN401 - AnnData's slots hold arrays of many libraries
    return sparse.csr_matrix(matrix)


def _genotype(adata: ad.AnnData) -> NDArray[np.int8]:
    if "genotype" not in adata.layers:
        raise InputError("the cells have no layers['genotype']")
    sites = adata.layers["genotype"]
    return np.asarray(_csr(sites).toarray() if sparse.issparse(sites) else sites)


def _with_genotype(adata: ad.AnnData, sites: NDArray[np.int8]) -> ad.AnnData:
    changed = adata.copy()
    changed.layers["genotype"] = sites.astype(_genotype(adata).dtype)
    return changed


def _with_X(adata: ad.AnnData, changed: Callable[[Floats], NDArray[np.generic]]) -> ad.AnnData:
    """Return the data set with the values of X changed; of a sparse matrix, those that are stored."""
    if not sparse.issparse(adata.X):
        values = np.asarray(adata.X)
        return _replaced(adata, changed(values.astype(np.float64)).astype(values.dtype))
    matrix = _csr(adata.X)
    stored = changed(matrix.data.astype(np.float64)).astype(matrix.dtype)
    made = sparse.csr_matrix((stored, matrix.indices.copy(), matrix.indptr.copy()), shape=matrix.shape)
    made.eliminate_zeros()
    return _replaced(adata, made)


def _replaced(adata: ad.AnnData, matrix: "NDArray[np.generic] | sparse.csr_matrix") -> ad.AnnData:
    made = adata.copy()
    made.X = matrix
    return made

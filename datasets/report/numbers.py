"""The numbers behind the pictures of a validation report: counted by donor, and no donor is named."""

from collections.abc import Sequence
from dataclasses import dataclass

import anndata as ad
import h5py
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import ConfigDict

from clinicell.datasets.schema.cells import table_of
from clinicell.datasets.schema.matrix import is_sound, n_nonzero, plain, row_blocks, row_sums
from clinicell.datasets.schema.scales import FROM_ZERO, kind_of
from clinicell.datasets.standard import CORE

FEW_CELLS = 50  # a donor with fewer says little about itself
MOST_COLUMNS = 10
MOST_DONORS = 60  # drawn one by one; beyond, the largest and the smallest of each site would be lost in ink
N_BINS = 24
LABELS = ("responder_binary", "mrd_target", "malignant")
NOT_SAID = frozenset({"unknown", "", "nan", "None"})

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Donor:
    """One donor: the position of its site, and how many cells it has."""

    site: int
    n_cells: int


@dataclass(frozen=True, slots=True)
class Missing:
    """A column, and the share of each donor's cells in which nobody knows it, in the order of the donors."""

    column: str
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """How a label lies over the sites: per site how many are yes, no and unknown.

    `unit` is ``"donor"`` where the label is the donor's, ``"cell"`` where it differs within one.
    """

    name: str
    unit: str
    per_site: tuple[tuple[int, int, int], ...]

    @property
    def is_told_by_site(self) -> bool:
        """Whether each of two and more sites holds one label only, and both labels occur."""
        kinds = [(yes > 0, no > 0) for yes, no, _ in self.per_site if yes or no]
        return len(kinds) > 1 and all(yes != no for yes, no in kinds) and len(set(kinds)) == 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """How a number lies over the cells.

    `edges` has one entry more than `counts`; on a log axis they are powers of ten, and `n_zero` cells lie beside it.
    """

    title: str
    unit: str
    edges: tuple[float, ...]
    counts: tuple[int, ...]
    median: float
    is_log: bool
    n_zero: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """All that is drawn of one data set."""

    __pydantic_config__ = ConfigDict(ser_json_inf_nan="constants")  # a median of nothing is NaN, in JSON too
    n_sites: int
    donors: tuple[Donor, ...]
    missing: tuple[Missing, ...]
    labels: tuple[Labels, ...]
    quality: tuple[Histogram, ...]

    @property
    def effective_donors(self) -> float:
        """Kish's effective number of donors; NaN without any."""
        sizes = np.array([donor.n_cells for donor in self.donors], dtype=np.float64)
        return float(sizes.sum() ** 2 / (sizes**2).sum()) if sizes.size else float("nan")


def numbers_of(adata: ad.AnnData) -> Numbers:
    """Return the numbers of a data set, in memory or with matrices on disk; what it does not hold is left out."""
    obs = table_of(adata)
    site, donor = _codes(obs, "institution_id"), _codes(obs, "donor_id")
    donors, order = _donors(site, donor)
    return Numbers(
        n_sites=_n_sites(obs),
        donors=donors,
        missing=_missing(obs, donor, order),
        labels=tuple(found for name in LABELS if (found := _labels(obs, name, site, donor)) is not None),
        quality=tuple(_quality(adata)),
    )


def _n_sites(obs: pd.DataFrame) -> int:
    """Return how many sites are known; those that nobody named are none."""
    if "institution_id" not in obs:
        return 0
    return len(set(obs["institution_id"].dropna().astype("str")) - {"unknown"})


def _codes(obs: pd.DataFrame, name: str) -> NDArray[np.int64]:
    """Return one code per distinct value, the most frequent first; all alike where the column is missing."""
    if name not in obs or not len(obs):
        return np.zeros(len(obs), dtype=np.int64)
    values = obs[name].astype("object").where(obs[name].notna(), "unknown").astype("str")
    order = {value: code for code, value in enumerate(values.value_counts(sort=True).sort_index(kind="stable")
             .sort_values(ascending=False, kind="stable").index)}  # fmt: skip
    return values.map(order).to_numpy(dtype=np.int64)


def _donors(site: NDArray[np.int64], donor: NDArray[np.int64]) -> tuple[tuple[Donor, ...], list[int]]:
    """Return the donors by site and size, and their codes in that order; a donor of several sites is of the first."""
    n_cells = np.bincount(donor)
    first_site = np.full(len(n_cells), np.iinfo(np.int64).max)
    np.minimum.at(first_site, donor, site)
    order = sorted(range(len(n_cells)), key=lambda code: (first_site[code], -n_cells[code], code))
    return tuple(Donor(int(first_site[code]), int(n_cells[code])) for code in order), order


def _missing(obs: pd.DataFrame, donor: NDArray[np.int64], order: Sequence[int]) -> tuple[Missing, ...]:
    """Return the columns with anything missing, those missing most first, the rest left out."""
    found = []
    for name in obs.columns:
        if name not in CORE and not obs[name].isna().any():
            continue
        is_missing = _is_missing(obs[name])
        if is_missing.any():
            share = np.bincount(donor, weights=is_missing) / np.maximum(np.bincount(donor), 1)
            found.append((float(is_missing.mean()), str(name), tuple(float(share[code]) for code in order)))
    found.sort(key=lambda each: (-each[0], each[1]))
    return tuple(Missing(name, shares) for _, name, shares in found[:MOST_COLUMNS])


def _is_missing(column: pd.Series) -> NDArray[np.bool_]:
    if isinstance(column.dtype, pd.CategoricalDtype):
        unknown = np.array([*(str(value) in NOT_SAID for value in column.cat.categories), True], dtype=bool)
        return unknown[column.cat.codes.to_numpy(dtype=np.int64)]
    is_missing = column.isna().to_numpy(dtype=bool)
    if column.dtype == object:
        is_missing |= column.astype("str").isin(NOT_SAID).to_numpy(dtype=bool)
    return is_missing


def _labels(obs: pd.DataFrame, name: str, site: NDArray[np.int64], donor: NDArray[np.int64]) -> Labels | None:
    if name not in obs or not pd.api.types.is_bool_dtype(obs[name]) or not obs[name].notna().any():
        return None
    value = obs[name].astype("boolean").to_numpy(dtype="float64", na_value=np.nan)
    table = pd.DataFrame({"site": site, "donor": donor, "value": value})
    unit = "donor" if _is_constant(table) else "cell"
    if unit == "donor":
        table = table.groupby("donor").agg(site=("site", "min"), value=("value", "max"))
    rows = []
    for code in range(int(site.max(initial=-1)) + 1):
        own = table.loc[table["site"] == code, "value"]
        rows.append((int((own == 1).sum()), int((own == 0).sum()), int(own.isna().sum())))
    return Labels(name=name, unit=unit, per_site=tuple(rows))


def _is_constant(table: pd.DataFrame) -> bool:
    """Whether no donor holds both values."""
    by_donor = table.groupby("donor")["value"]
    return not bool((by_donor.max() > by_donor.min()).any())


def _quality(adata: ad.AnnData) -> list[Histogram]:
    """Return what a matrix says of the quality of its cells."""
    drawn = []
    for slot, matrix in (("X", adata.X), ("layers/counts", adata.layers.get("counts"))):
        table = plain(matrix) if matrix is not None and is_sound(matrix) else None
        if table is None or not table.shape[0] or not table.shape[1] or kind_of(adata, slot) not in FROM_ZERO:
            continue  # a sum over markers or z-scores says nothing of a cell
        sums, n_seen = row_sums(table, lambda numbers: numbers), n_nonzero(table).astype(np.float64)
        drawn.append(_histogram(sums, f"Sum per cell, {slot}", "sum of the values of a cell"))
        drawn.append(_histogram(n_seen, f"Features seen per cell, {slot}", "features above 0"))
    calls = adata.layers.get("genotype")
    if isinstance(calls, np.ndarray | h5py.Dataset) and calls.ndim == 2 and calls.size:
        shares = [np.mean(np.equal(np.asarray(block), -1), axis=1) for block in row_blocks(calls)]
        share = np.concatenate(shares).astype(np.float64)
        drawn.append(_histogram(share, "Sites without a call per cell", "share of the sites", is_log=False))
    return drawn


def _histogram(values: Floats, title: str, unit: str, *, is_log: bool = True) -> Histogram:
    values = values[np.isfinite(values)]
    is_log = is_log and bool((values >= 0).all()) and bool((values > 0).any())
    above = values[values > 0] if is_log else values
    scaled = np.log10(above) if is_log else above
    low, high = (float(scaled.min()), float(scaled.max())) if scaled.size else (0.0, 1.0)
    counts, edges = np.histogram(scaled, bins=N_BINS, range=(low, high if high > low else low + 1))
    return Histogram(
        title=title,
        unit=unit,
        edges=tuple(float(edge) for edge in edges),
        counts=tuple(int(count) for count in counts),
        median=float(np.median(values)) if values.size else float("nan"),
        is_log=is_log,
        n_zero=int(len(values) - len(above)),
    )

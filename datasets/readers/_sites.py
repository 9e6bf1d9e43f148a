"""Calls of several cells at positions, as cells x sites."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from clinicell.datasets.readers.raw import InMemory, Matrix

LARGEST = 1 << 34  # above any position on a chromosome


def stacked(tables: Sequence[pd.DataFrame]) -> tuple[Mapping[str, Matrix], pd.DataFrame]:
    """Return ``methylated`` and ``depth`` as CSR, and the sites (chrom, pos), of one table per cell.

    Each table holds ``chrom``, ``pos`` (from 1), ``methylated`` and ``depth``, each position once.
    """
    chroms = sorted({chrom for table in tables for chrom in table["chrom"].unique()})
    keys = [_keys(table, chroms) for table in tables]
    sites = np.unique(np.concatenate(keys))
    places = [np.searchsorted(sites, key) for key in keys]
    chrom, pos = np.array(chroms, dtype=object)[sites // LARGEST], sites % LARGEST
    var = pd.DataFrame(
        {"chrom": chrom, "pos": pos},
        index=pd.Index([f"{name}:{place}" for name, place in zip(chrom, pos, strict=True)], dtype="str"),
    )
    return {name: InMemory(_reads(tables, places, len(sites), name)) for name in ("methylated", "depth")}, var


def _keys(table: pd.DataFrame, chroms: Sequence[str]) -> NDArray[np.int64]:
    """Return one number per site that sorts by chromosome, then by position."""
    chrom = pd.Categorical(table["chrom"], categories=list(chroms)).codes.astype(np.int64)
    return np.asarray(chrom * LARGEST + table["pos"].to_numpy(), dtype=np.int64)


def _reads(
    tables: Sequence[pd.DataFrame], places: Sequence[NDArray[np.intp]], n_sites: int, which: str
) -> sparse.csr_matrix:
    rows = np.concatenate([np.full(len(table), number) for number, table in enumerate(tables)])
    reads = np.concatenate([table[which].to_numpy() for table in tables]).astype(np.int32)
    return sparse.csr_matrix((reads, (rows, np.concatenate(places))), shape=(len(tables), n_sites))

"""Calls of single cytosines, one row per cell and site, as the standard keeps them: reads and methylated reads."""

import numpy as np
import pandas as pd
from scipy import sparse

from clinicell.datasets.schema.scale import Scale
from clinicell.errors import SchemaError

SCALES = {"layers/cov": Scale(kind="counts"), "layers/met": Scale(kind="counts")}
Reads = dict[str, sparse.csr_matrix]


def reads(calls: pd.DataFrame, cells: "pd.Index[str]") -> tuple[Reads, pd.DataFrame]:
    """Return the layers ``cov`` and ``met``, cells x sites, and the sites in the order of the genome.

    A site of which a cell has no call stands in neither layer of this cell: it is unobserved, not unmethylated.

    Parameters
    ----------
    calls
        Columns ``cell``, ``chrom``, ``pos`` (from 1), ``cov`` and ``met`` (whole numbers).
    cells
        The rows, in their order.

    Raises
    ------
    SchemaError
        A cell has two calls of one site, or more methylated reads than reads.
    """
    twice = calls.duplicated(["cell", "chrom", "pos"])
    more = (calls["met"] > calls["cov"]) | (calls["cov"] < 1)
    if twice.any() or more.any():
        raise SchemaError(
            f"{int(twice.sum())} of {len(calls):,} calls repeat a cell and site, and {int(more.sum())} have more "
            "methylated reads than reads, or none; each is one site of one cell"
        )
    sites = calls[["chrom", "pos"]].drop_duplicates().sort_values(["chrom", "pos"], key=_by_genome)
    row = cells.get_indexer(pd.Index(calls["cell"]))
    place = pd.MultiIndex.from_frame(sites).get_indexer(pd.MultiIndex.from_frame(calls[["chrom", "pos"]]))
    layers = {name: _matrix(calls[name].to_numpy(), row, place, (len(cells), len(sites))) for name in ("cov", "met")}
    return layers, sites.set_index(pd.Index(sites["chrom"] + ":" + sites["pos"].astype("str"), dtype="str"))


def _by_genome(column: pd.Series) -> pd.Series:
    """Sort chromosomes by number, X, Y and MT behind them."""
    if column.name == "pos":
        return column
    bare = column.str.removeprefix("chr")
    return pd.to_numeric(bare, errors="coerce").fillna(bare.map({"X": 90, "Y": 91, "M": 92, "MT": 92}))


def _matrix(value: np.ndarray, row: np.ndarray, place: np.ndarray, shape: tuple[int, int]) -> sparse.csr_matrix:
    matrix = sparse.csr_matrix((value.astype(np.uint16), (row, place)), shape=shape)
    matrix.eliminate_zeros()
    return matrix

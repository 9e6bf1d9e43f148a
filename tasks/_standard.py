"""Reading columns of a standard data set, as every task's truth does."""

import anndata as ad
import numpy as np
import pandas as pd

from clinicell.errors import SchemaError


def cells(adata: ad.AnnData) -> pd.DataFrame:
    """Return ``adata.obs`` as the frame that it is.

    Raises
    ------
    SchemaError
        The data set is backed by a file on disk and was not loaded.
    """
    obs = adata.obs
    if not isinstance(obs, pd.DataFrame):
        raise SchemaError("obs is a view on a file on disk; load the data set into memory first")
    return obs


def column(adata: ad.AnnData, name: str) -> "pd.Series[str]":
    """Return a text column of obs, a missing value staying missing.

    Raises
    ------
    SchemaError
        There is no such column.
    """
    obs = cells(adata)
    if name not in obs:
        raise SchemaError(f"obs[{name!r}] is missing; the task needs it")
    return obs[name].astype("object")


def flag(adata: ad.AnnData, name: str) -> "pd.Series[float]":
    """Return a yes/no column of obs as 1.0 and 0.0, NaN where nobody knows."""
    known = column(adata, name).astype("boolean")
    return pd.Series(known.to_numpy(dtype="float64", na_value=np.nan), index=known.index, name=name)

"""What the readers' tests share: one small matrix with names, written by the libraries that institutions use."""

import warnings
from collections.abc import Callable
from pathlib import Path

import anndata as ad
import numpy as np
import pandas as pd
import pytest
from scipy import sparse

N_CELLS, N_GENES = 40, 25


def counts() -> np.ndarray:
    """Return 40 cells x 25 genes of counts, a third of them not zero; (n_cells, n_genes) float32."""
    rng = np.random.default_rng(7)
    return (rng.poisson(3, (N_CELLS, N_GENES)) * (rng.random((N_CELLS, N_GENES)) < 1 / 3)).astype("float32")


def small(form: Callable = sparse.csr_matrix) -> ad.AnnData:
    """Return an AnnData with X in a form, log values in a layer, raw, an embedding and columns of four kinds."""
    obs = pd.DataFrame(
        {
            "donor_id": pd.Categorical(np.repeat(["D0", "D1"], N_CELLS // 2)),
            "n_counts": counts().sum(axis=1),
            "note": [f"note {i}" for i in range(N_CELLS)],
            "is_primary": pd.array([True, None] * (N_CELLS // 2), dtype="boolean"),
        },
        index=[f"cell{i}" for i in range(N_CELLS)],
    )
    var = pd.DataFrame({"symbol": [f"G{i}" for i in range(N_GENES)]}, index=[f"ENSG{i:011d}" for i in range(N_GENES)])
    adata = ad.AnnData(X=form(counts()), obs=obs, var=var)
    adata.raw = adata.copy()
    adata.layers["log"] = form(np.log1p(counts()))
    adata.obsm["X_pca"] = np.arange(2.0 * N_CELLS).reshape(N_CELLS, 2)
    adata.uns["title"] = "a small cohort"
    return adata


@pytest.fixture
def h5ad_file(tmp_path: Path) -> Callable[..., Path]:
    """Write `small` as .h5ad."""

    def write(form: Callable = sparse.csr_matrix, **options: object) -> Path:
        path = tmp_path / "small.h5ad"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            small(form).write_h5ad(path, **options)
        return path

    return write

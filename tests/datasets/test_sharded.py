import anndata as ad
import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from clinicell.datasets.sharded import write_sharded
from clinicell.errors import InputError, SchemaError


@pytest.fixture
def cells():
    rng = np.random.default_rng(0)
    adata = ad.AnnData(
        sparse.csr_matrix(rng.poisson(0.2, (50, 30)).astype("float32")),
        obs=pd.DataFrame({"donor_id": pd.Categorical(["D1", "D2"] * 25)}, index=[f"c{k}" for k in range(50)]),
        var=pd.DataFrame({"feature_name": [f"G{k}" for k in range(30)]}, index=[f"g{k}" for k in range(30)]),
        layers={"counts": sparse.csr_matrix(rng.poisson(0.2, (50, 30))), "tpm": rng.random((50, 30))},
        obsm={"X_pca": rng.random((50, 4))},
    )
    adata.uns["title"] = "fifty cells"
    return adata


def same(one, two):
    pd.testing.assert_frame_equal(one.obs, two.obs)
    pd.testing.assert_frame_equal(one.var, two.var)
    np.testing.assert_array_equal(one.obsm["X_pca"], two.obsm["X_pca"])
    np.testing.assert_array_equal(one.X.toarray(), two.X.toarray())
    np.testing.assert_array_equal(one.layers["counts"].toarray(), two.layers["counts"].toarray())
    np.testing.assert_array_equal(one.layers["tpm"], two.layers["tpm"])
    assert one.uns["title"] == two.uns["title"]
    return True


@pytest.mark.parametrize("how", ["memory", "file", "backed"])
def test_anndata_reads_back_what_was_written(cells, how, tmp_path, monkeypatch):
    monkeypatch.setattr("clinicell.datasets.sharded.CHUNK", 32)
    monkeypatch.setattr("clinicell.datasets.sharded.CHUNKS_PER_SHARD", 3)
    cells.write_h5ad(tmp_path / "cells.h5ad")
    path = tmp_path / "cells.h5ad"
    source = {"memory": cells, "file": path}.get(how) or ad.read_h5ad(path, backed="r")
    folder = write_sharded(source, tmp_path / "cells.zarr")
    assert same(cells, ad.read_zarr(folder))
    assert len(list((folder / "X/data/c").iterdir())) > 1
    assert not list(tmp_path.glob(".*.part"))


def test_nothing_is_left_behind_of_a_data_set_that_cannot_be_written(cells, tmp_path):
    cells.layers["counts"] = cells.layers["counts"].tocsc()
    with pytest.raises(SchemaError, match="by columns"):
        write_sharded(cells, tmp_path / "cells.zarr")
    cells.write_h5ad(tmp_path / "cells.h5ad")
    with pytest.raises(SchemaError, match="not by rows"):
        write_sharded(tmp_path / "cells.h5ad", tmp_path / "cells.zarr")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cells.h5ad"]


def test_what_is_there_is_not_overwritten_and_what_is_not_there_is_named(cells, tmp_path):
    with pytest.raises(InputError, match="is there already"):
        write_sharded(cells, tmp_path)
    with pytest.raises(InputError, match=r"no such \.h5ad file"):
        write_sharded(tmp_path / "none.h5ad", tmp_path / "cells.zarr")
    (tmp_path / "x.h5ad").write_bytes(b"<html>")
    with pytest.raises(SchemaError, match="cannot be read as HDF5"):
        write_sharded(tmp_path / "x.h5ad", tmp_path / "cells.zarr")

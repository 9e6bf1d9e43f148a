"""What a child that reads HDF5 passes over, and that its anndata reads all the same."""

import subprocess
import sys

from clinicell.datasets.readers.lean import without_other_formats

LOADED = """
import sys
from clinicell.datasets.readers.lean import without_other_formats
with without_other_formats():
    import anndata, pandas, scipy.sparse
held = sorted({"pyarrow", "xarray", "zarr", "numpy.f2py"} & set(sys.modules))
import numpy as np, pandas as pd
adata = anndata.AnnData(scipy.sparse.csr_matrix(np.eye(3)), obs=pd.DataFrame({"a": pd.Categorical(list("xyx"))}))
adata.write_h5ad(sys.argv[1])
back = anndata.read_h5ad(sys.argv[1])
import zarr, pyarrow, xarray, numpy.f2py
print(held, list(back.obs["a"]), back.X.sum(), zarr.__version__[:2], hasattr(numpy.f2py, "run_main"))
"""


def test_nothing_of_other_formats_is_loaded_and_all_can_be_afterwards(tmp_path):
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", LOADED, tmp_path / "a.h5ad"], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[] ['x', 'y', 'x'] 3.0 3. True"


def test_what_is_loaded_already_stays():
    import anndata
    import zarr

    with without_other_formats():
        assert sys.modules["zarr"] is zarr
        assert sys.modules["anndata"] is anndata
    assert sys.modules["zarr"] is zarr

"""Counts in a file, as many cells and genes as wanted, for the benchmarks of the loader."""

from pathlib import Path

import anndata as ad
import h5py
import numpy as np
import pandas as pd


def write_cells(path: Path, n_cells: int, n_genes: int, per_cell: int, seed: int = 7) -> None:
    """Write counts as uncompressed .h5ad, block by block; cells differ in how many genes they express."""
    frame = pd.DataFrame({"cell_type": pd.Categorical(np.resize(["a", "b"], n_cells))}, index=map(str, range(n_cells)))
    ad.AnnData(obs=frame, var=pd.DataFrame(index=[f"g{k}" for k in range(n_genes)])).write_h5ad(path)
    rng = np.random.default_rng(seed)
    with h5py.File(path, "a") as file:
        if "X" in file:
            del file["X"]
        group = file.create_group("X")
        group.attrs.update({"encoding-type": "csr_matrix", "encoding-version": "0.1.0", "shape": (n_cells, n_genes)})
        sets = {
            name: group.create_dataset(name, (0,), dtype=kind, maxshape=(None,), chunks=(1 << 17,))
            for name, kind in (("data", "f4"), ("indices", "i4"))
        }
        starts = [np.zeros(1, dtype=np.int64)]
        for first in range(0, n_cells, 4096):
            n = np.clip(rng.lognormal(np.log(per_cell) - 0.08, 0.4, min(4096, n_cells - first)), 20, n_genes / 4)
            n = n.astype(np.int64)
            step = np.repeat(n_genes / n, n)
            within = np.arange(n.sum()) - np.repeat(np.cumsum(n) - n, n)
            indices = np.minimum((within + rng.random(n.sum()) * 0.999) * step, n_genes - 1).astype(np.int32)
            end = sets["data"].shape[0]
            for name, block in (("data", rng.integers(1, 9, n.sum()).astype("f4")), ("indices", indices)):
                sets[name].resize((end + block.size,))
                sets[name][end:] = block
            starts.append(starts[-1][-1] + np.cumsum(n))
        ends = np.concatenate(starts)
        # As scipy writes it: with indices of one type and indptr of another, each indexing would copy the matrix.
        group.create_dataset("indptr", data=ends.astype("i4" if ends[-1] < 2**31 else "i8"))

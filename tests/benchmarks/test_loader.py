"""Drawing dense batches of 512 from 20,000 cells by 20,000 genes at 5 %; `peers_of_loader.py` sets it beside others."""

import numpy as np
import pytest
import torch

from clinicell.datasets.loader import loader
from clinicell.datasets.sharded import write_sharded

N_CELLS, N_GENES, BATCH, N_BATCHES = 20_000, 20_000, 512, 20


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    import importlib.util
    from pathlib import Path

    spec = importlib.util.spec_from_file_location("cells", Path(__file__).with_name("cells_to_load.py"))
    cells = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(cells)
    path = tmp_path_factory.mktemp("loader") / "cells.h5ad"
    cells.write_cells(path, N_CELLS, N_GENES, N_GENES // 20)
    return path


def drawn(batches):
    total = 0.0
    for _, batch in zip(range(N_BATCHES), batches, strict=False):
        total += float(batch.x[0, 0])
    return total


def test_memset_of_a_reused_block(benchmark):
    benchmark.group = "dense batches"
    block = torch.from_numpy(np.empty((BATCH, N_GENES), dtype=np.float32))
    benchmark(lambda: [block.zero_() for _ in range(N_BATCHES)])


@pytest.mark.parametrize("how", ["memory", "h5ad", "zarr sharded", "h5ad, sparse"])
def test_shuffled_batches(benchmark, file, how, tmp_path):
    import anndata as ad

    benchmark.group = "dense batches" if how != "h5ad, sparse" else "sparse batches"
    source = file
    if how == "memory":
        source = ad.read_h5ad(file)
    if how == "zarr sharded":
        source = write_sharded(file, tmp_path / "cells.zarr")
    batches = loader(source, labels=("cell_type",), batch_size=BATCH, dense=how != "h5ad, sparse")
    first = next(iter(batches))
    assert sorted(set(first.labels["cell_type"].tolist())) == [0, 1]
    if first.x.layout == torch.strided:
        benchmark(drawn, batches)
    else:
        benchmark(lambda: [batch.x for _, batch in zip(range(N_BATCHES), batches, strict=False)])

"""The loader beside AnnLoader and scDataset in one run, by turns; writes ``results/loader.json``.

    python tests/benchmarks/peers_of_loader.py [--cells 200000] [--genes 20000] [--memory-cells 2000000]

Cells per second of processor time, in dense float32 batches of 512: what other processes take of the machine does not
count, but for the caches they share. One thread each, the file in the page cache, and each in a process of its own: in
a process that others have used, the allocator may hand out warm blocks or cold ones. Median over turns, after one that
warms up. Each is given its fastest way: scDataset fetches 16 batches of sparse rows and makes each batch dense.
"""

import argparse
import json
import multiprocessing
import os
import platform
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import anndata as ad
import h5py
import numpy as np
import pandas as pd
import torch

from clinicell.datasets.loader import loader
from clinicell.datasets.sharded import write_sharded
from clinicell.files import write_json

BATCH = 512
NAMES = (
    "memset of a reused block",
    "a fresh block of zeros",
    "clinicell, memory",
    "clinicell, memory, copy",
    "clinicell, memory, sparse",
    "clinicell, h5ad",
    "clinicell, zarr sharded",
    "AnnLoader, memory",
    "AnnLoader, h5ad",
    "scDataset, memory, block 1",
    "scDataset, memory, block 16",
    "scDataset, h5ad, block 1",
    "scDataset, h5ad, block 16",
    "scDataset, h5ad, block 64",
)
RESULTS = Path(__file__).parent / "results/loader.json"
Turn = Callable[[], Iterator[object]]
Answer = Any  # a queue between processes


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


def turn_of(name: str, path: Path, sharded: Path) -> Turn:
    """Return what starts a fresh shuffled pass of dense batches."""
    from anndata.experimental import AnnLoader
    from scdataset import BlockShuffling, scDataset

    backed = ad.read_h5ad(path, backed="r")
    held = ad.read_h5ad(path) if "memory" in name else backed
    shape = (BATCH, backed.n_vars)
    count = iter(range(1_000_000))

    def of_scdataset(source: ad.AnnData, block: int) -> Turn:
        return lambda: iter(
            scDataset(
                source, BlockShuffling(block_size=block), batch_size=BATCH, fetch_factor=16, seed=next(count),
                fetch_transform=lambda cells: (cells.to_memory() if cells.isbacked else cells).X,
                batch_transform=lambda rows: torch.from_numpy(rows.toarray()),
            )
        )  # fmt: skip

    def memset(block: torch.Tensor) -> Iterator[object]:
        while True:
            yield block.zero_()

    def of_annloader() -> Iterator[object]:
        return (batch.X for batch in AnnLoader(held, batch_size=BATCH, shuffle=True))

    def fresh() -> Iterator[object]:
        while True:
            yield torch.zeros(shape)

    def ours(source: object, **options: object) -> Turn:
        cells = loader(source, batch_size=BATCH, labels=(), **options)  # type: ignore[arg-type]
        return lambda: iter(cells.at(epoch=next(count)))

    ways: dict[str, Callable[[], Turn]] = {
        "memset of a reused block": lambda: lambda: memset(torch.from_numpy(np.empty(shape, dtype=np.float32))),
        "a fresh block of zeros": lambda: fresh,
        "clinicell, memory": lambda: ours(held),
        "clinicell, memory, copy": lambda: ours(held, copy=True),
        "clinicell, memory, sparse": lambda: ours(held, dense=False),
        "clinicell, h5ad": lambda: ours(path),
        "clinicell, zarr sharded": lambda: ours(sharded),
        "AnnLoader, memory": lambda: of_annloader,
        "AnnLoader, h5ad": lambda: of_annloader,
        "scDataset, memory, block 1": lambda: of_scdataset(held, 1),
        "scDataset, memory, block 16": lambda: of_scdataset(held, 16),
        "scDataset, h5ad, block 1": lambda: of_scdataset(backed, 1),
        "scDataset, h5ad, block 16": lambda: of_scdataset(backed, 16),
        "scDataset, h5ad, block 64": lambda: of_scdataset(backed, 64),
    }
    return ways[name]()


def cells_per_second(turn: Turn, n_batches: int) -> float:
    """Return the speed of one turn; the first batches, in which things are compiled and opened, do not count."""
    batches = turn()
    next(batches)
    start = time.process_time()
    for _ in range(n_batches):
        next(batches)
    return n_batches * BATCH / (time.process_time() - start)


def _turns(name: str, path: str, sharded: str, n_turns: int, n_batches: int, out: Answer) -> None:
    torch.set_num_threads(1)
    warnings.simplefilter("ignore")  # the peers' warnings are theirs
    turn = turn_of(name, Path(path), Path(sharded))
    out.put([cells_per_second(turn, n_batches) for _ in range(n_turns + 1)][1:])


def compared(path: Path, sharded: Path, n_turns: int, n_batches: int) -> dict[str, list[float]]:
    """Return the cells per second of each turn by name."""
    found = {}
    for name in NAMES:
        found[name] = apart(_turns, name, str(path), str(sharded), n_turns, n_batches)
        print(f"{name:<30}{statistics.median(found[name]):>12,.0f} cells/s", file=sys.stderr)
    return found


def apart(function: Callable[..., None], *given: object) -> Any:
    """Return what a function answers in a process of its own."""
    context = multiprocessing.get_context("spawn")
    answer = context.Queue()
    worker = context.Process(target=function, args=(*given, answer))
    worker.start()
    found = answer.get(timeout=600)
    worker.join()
    return found


def ratios(speeds: dict[str, list[float]]) -> dict[str, float]:
    """Return the ratios of medians that the goals name."""
    median = {name: statistics.median(values) for name, values in speeds.items()}
    best_of = {
        where: max(value for name, value in median.items() if name.startswith(f"scDataset, {where}"))
        for where in ("memory", "h5ad")
    }
    pairs = {
        "memory: clinicell / AnnLoader": (median["clinicell, memory"], median["AnnLoader, memory"]),
        "memory: clinicell / scDataset, as random": (median["clinicell, memory"], median["scDataset, memory, block 1"]),
        "memory: clinicell / scDataset, its best": (median["clinicell, memory"], best_of["memory"]),
        "disk: clinicell h5ad / scDataset, as random": (median["clinicell, h5ad"], median["scDataset, h5ad, block 1"]),
        "disk: clinicell h5ad / scDataset, its best": (median["clinicell, h5ad"], best_of["h5ad"]),
        "disk: clinicell zarr / scDataset, its best": (median["clinicell, zarr sharded"], best_of["h5ad"]),
        "memory: clinicell / memset": (median["clinicell, memory"], median["memset of a reused block"]),
    }
    return {name: round(ours / theirs, 2) for name, (ours, theirs) in pairs.items()}


def spread(values: list[float], digits: int = 0) -> dict[str, float]:
    """Return median, least and most."""
    of = {"median": statistics.median, "least": min, "most": max}
    return {name: round(function(values), digits) for name, function in of.items()}


def _pass(path: str, n_batches: int, out: Answer) -> None:
    cells = loader(path, batch_size=BATCH, labels=("cell_type",), seed=3)
    for batch in cells:
        if batch.number + 1 == n_batches:
            break
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    # What is mapped from the file is the system's cache: it counts as resident, and is given back when asked for.
    names = {"private_mb": "RssAnon", "mapped_mb": "RssFile", "peak_rss_mb": "VmHWM"}
    out.put({name: int(status[field].split()[0]) / 1024 for name, field in names.items()})


def memory(path: Path, n_cells: int, n_genes: int) -> dict[str, float]:
    """Return what a process of its own holds while it draws the same number of batches from a file."""
    held = apart(_pass, str(path), 200)
    return {"cells": n_cells, "genes": n_genes, "file_mb": round(path.stat().st_size / 1e6)} | {
        name: round(value, 1) for name, value in held.items()
    }


def main() -> None:
    """Run all and write the results."""
    ask = argparse.ArgumentParser(description=__doc__)
    for name, value in (("cells", 200_000), ("genes", 20_000), ("memory-cells", 2_000_000), ("turns", 5)):
        ask.add_argument(f"--{name}", type=int, default=value)
    ask.add_argument("--batches", type=int, default=32, help="a multiple of 16: scDataset fetches 16")
    ask.add_argument("--out", type=Path, default=RESULTS)
    asked = ask.parse_args()
    torch.set_num_threads(1)
    warnings.simplefilter("ignore")  # the peers' warnings are theirs
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cells.h5ad"
        write_cells(path, asked.cells, asked.genes, asked.genes // 20)
        sharded = write_sharded(path, Path(folder) / "cells.zarr")
        speeds = compared(path, sharded, asked.turns, asked.batches)
        path.unlink()
        held = []
        for n_cells in (asked.memory_cells // 10, asked.memory_cells):
            write_cells(path, n_cells, 5_000, 120)
            held.append(memory(path, n_cells, 5_000))
            path.unlink()
    found = {
        "shape": {"cells": asked.cells, "genes": asked.genes, "stored_per_cell": asked.genes // 20, "batch": BATCH},
        "versions": {name: version(name) for name in ("anndata", "numba", "scDataset", "torch", "zarr")},
        "machine": {"processor": platform.machine(), "cores": os.cpu_count(), "python": platform.python_version()},
        "turns": asked.turns,
        "cells_per_second": {name: spread(values) for name, values in speeds.items()},
        "ratios": ratios(speeds),
        "memory": held,
    }
    write_json(asked.out, found)
    print(json.dumps({"ratios": found["ratios"], "memory": held}, indent=1))


if __name__ == "__main__":
    main()

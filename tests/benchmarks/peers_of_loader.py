"""The loader beside AnnLoader and scDataset in one run, by turns; writes ``results/loader.json``.

    python tests/benchmarks/peers_of_loader.py [--cells 200000] [--genes 20000] [--memory-cells 2000000]

Cells per second of processor time, in dense float32 batches of 512: what other processes take of the machine does not
count, but for the caches they share. Median over rounds in which all take their turn, one thread each, the file in the
page cache; a ratio is the median of the rounds' ratios. Each is given its fastest way: scDataset fetches 16 batches of
sparse rows and makes each batch dense by itself.
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

import anndata as ad
import h5py
import numpy as np
import pandas as pd
import torch

from clinicell.datasets.loader import loader
from clinicell.datasets.sharded import write_sharded
from clinicell.files import write_json

BATCH = 512
RESULTS = Path(__file__).parent / "results/loader.json"
Turn = Callable[[], Iterator[object]]


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


def turns(path: Path, sharded: Path) -> dict[str, Turn]:
    """Return, by name, what starts a fresh shuffled pass of dense batches."""
    from anndata.experimental import AnnLoader
    from scdataset import BlockShuffling, scDataset

    held, backed = ad.read_h5ad(path), ad.read_h5ad(path, backed="r")
    shape = (BATCH, held.n_vars)
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

    def fresh() -> Iterator[object]:
        while True:
            yield torch.zeros(shape)

    def ours(source: object, **options: object) -> Turn:
        cells = loader(source, batch_size=BATCH, labels=(), **options)  # type: ignore[arg-type]
        return lambda: iter(cells.at(epoch=next(count)))

    return {
        "memset of a reused block": lambda: memset(torch.from_numpy(np.empty(shape, dtype=np.float32))),
        "memset of a reused block, of torch": lambda: memset(torch.empty(shape)),
        "a fresh block of zeros": fresh,
        "clinicell, memory": ours(held),
        "clinicell, memory, copy": ours(held, copy=True),
        "clinicell, memory, sparse": ours(held, dense=False),
        "clinicell, h5ad": ours(path),
        "clinicell, zarr sharded": ours(sharded),
        "AnnLoader, memory": lambda: (batch.X for batch in AnnLoader(held, batch_size=BATCH, shuffle=True)),
        "AnnLoader, h5ad": lambda: (batch.X for batch in AnnLoader(backed, batch_size=BATCH, shuffle=True)),
        "scDataset, memory, block 1": of_scdataset(held, 1),
        "scDataset, memory, block 16": of_scdataset(held, 16),
        "scDataset, h5ad, block 1": of_scdataset(backed, 1),
        "scDataset, h5ad, block 16": of_scdataset(backed, 16),
        "scDataset, h5ad, block 64": of_scdataset(backed, 64),
    }


def cells_per_second(turn: Turn, n_batches: int) -> float:
    """Return the speed of one turn; the first batches, in which things are compiled and opened, do not count."""
    batches = turn()
    next(batches)
    start = time.process_time()
    for _ in range(n_batches):
        next(batches)
    return n_batches * BATCH / (time.process_time() - start)


def compared(path: Path, sharded: Path, rounds: int, n_batches: int) -> dict[str, list[float]]:
    """Return the cells per second of each round by name."""
    all_turns = turns(path, sharded)
    found: dict[str, list[float]] = {name: [] for name in all_turns}
    for number in range(rounds + 1):
        for name, turn in all_turns.items():
            speed = cells_per_second(turn, n_batches)
            if number:  # the first round only warms up
                found[name].append(speed)
            print(number, f"{name:<30}{speed:>12,.0f} cells/s", file=sys.stderr)
    return found


def ratios(speeds: dict[str, list[float]]) -> dict[str, dict[str, float]]:
    """Return the ratios that the goals name: median, least and most over the rounds."""
    best_of = {
        where: [
            max(turn)
            for turn in zip(*(v for k, v in speeds.items() if k.startswith(f"scDataset, {where}")), strict=True)
        ]
        for where in ("memory", "h5ad")
    }
    pairs = {
        "memory: clinicell / AnnLoader": (speeds["clinicell, memory"], speeds["AnnLoader, memory"]),
        "memory: clinicell / scDataset, as random": (speeds["clinicell, memory"], speeds["scDataset, memory, block 1"]),
        "memory: clinicell / scDataset, its best": (speeds["clinicell, memory"], best_of["memory"]),
        "disk: clinicell h5ad / scDataset, as random": (speeds["clinicell, h5ad"], speeds["scDataset, h5ad, block 1"]),
        "disk: clinicell h5ad / scDataset, its best": (speeds["clinicell, h5ad"], best_of["h5ad"]),
        "disk: clinicell zarr / scDataset, its best": (speeds["clinicell, zarr sharded"], best_of["h5ad"]),
        "memory: clinicell / memset": (speeds["clinicell, memory"], speeds["memset of a reused block"]),
    }
    return {
        name: spread([one / other for one, other in zip(ours, theirs, strict=True)], 3)
        for name, (ours, theirs) in pairs.items()
    }


def spread(values: list[float], digits: int = 0) -> dict[str, float]:
    """Return median, least and most."""
    of = {"median": statistics.median, "least": min, "most": max}
    return {name: round(function(values), digits) for name, function in of.items()}


def _pass(path: str, n_batches: int, out: "multiprocessing.Queue[dict[str, float]]") -> None:
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
    context = multiprocessing.get_context("spawn")
    answer = context.Queue()
    worker = context.Process(target=_pass, args=(str(path), 200, answer))
    worker.start()
    held = answer.get()
    worker.join()
    return {"cells": n_cells, "genes": n_genes, "file_mb": round(path.stat().st_size / 1e6)} | {
        name: round(value, 1) for name, value in held.items()
    }


def main() -> None:
    """Run all and write the results."""
    ask = argparse.ArgumentParser(description=__doc__)
    for name, value in (("cells", 200_000), ("genes", 20_000), ("memory-cells", 2_000_000), ("rounds", 5)):
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
        speeds = compared(path, sharded, asked.rounds, asked.batches)
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
        "rounds": asked.rounds,
        "cells_per_second": {name: spread(values) for name, values in speeds.items()},
        "ratios": ratios(speeds),
        "memory": held,
    }
    write_json(asked.out, found)
    print(json.dumps({"ratios": found["ratios"], "memory": held}, indent=1))


if __name__ == "__main__":
    main()

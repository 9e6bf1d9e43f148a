"""The loader beside AnnLoader and scDataset in one run, by turns; writes ``results/loader.json``.

    python tests/benchmarks/peers_of_loader.py [--parts memory disk workers size] [--turns 7]

What a part finds replaces what the results held of it; all that is in one ratio is of one part, measured side by side.

Cells per second in dense float32 batches of 512, by two clocks: processor time, of which other processes take nothing
but what they take of the shared caches, and the clock on the wall. Each way has a process of its own, and all take
turns, a second or less each, after one that warms up; a ratio is that of two turns of the same round, and its median
over the rounds stands beside its least and most. Files are read through before each round: they lie in the page cache.

Each is given its fastest way: scDataset fetches 16 batches of sparse rows and makes each batch dense. Peers that make
a new block for each batch depend on the allocator: "cold" as a process begins, where each block is fresh memory of the
system, and "warm" where it is told to keep what was freed (as a long-used process may). Workers are those of a torch
DataLoader, measured by the wall only; what they fetch before their turn is theirs to keep.
"""

import argparse
import ctypes
import itertools
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
import numpy as np
import torch
from cells_to_load import write_cells

from clinicell.datasets.loader import loader
from clinicell.datasets.sharded import write_sharded
from clinicell.files import write_json

BATCH = 512
MEMORY = (
    "memset of a reused block",
    "a fresh block of zeros",
    "clinicell, memory, 1 thread",
    "clinicell, memory, 2 threads",
    "clinicell, memory, copy",
    "clinicell, memory, sparse",
    "AnnLoader, memory, cold",
    "AnnLoader, memory, warm",
    "scDataset, memory, block 1, cold",
    "scDataset, memory, block 1, warm",
    "scDataset, memory, block 16, cold",
    "scDataset, memory, block 16, warm",
)
DISK = (
    "clinicell, h5ad, 1 thread",
    "clinicell, h5ad, 2 threads",
    "clinicell, zarr sharded, 1 thread",
    "clinicell, zarr sharded, 2 threads",
    "scDataset, h5ad, block 1, cold",
    "scDataset, h5ad, block 16, cold",
    "scDataset, h5ad, block 16, warm",
    "scDataset, h5ad, block 64, cold",
    "scDataset, h5ad, block 64, warm",
)
WORKERS = ("scDataset, memory, block 16, 1 worker", "scDataset, memory, block 16, 2 workers")
# Ours, and how the names of those begin and end of which the fastest is theirs.
PAIRS = (
    ("clinicell, memory", ("AnnLoader, memory", "cold")),
    ("clinicell, memory", ("AnnLoader, memory", "warm")),
    ("clinicell, memory", ("scDataset, memory, block 1,", "cold")),
    ("clinicell, memory", ("scDataset, memory, block 1,", "warm")),
    ("clinicell, memory", ("scDataset, memory", "cold")),
    ("clinicell, memory", ("scDataset, memory", "warm")),
    ("clinicell, memory", ("memset", "")),
    ("clinicell, h5ad", ("scDataset, h5ad, block 1,", "cold")),
    ("clinicell, h5ad", ("scDataset, h5ad", "")),
    ("clinicell, zarr sharded", ("scDataset, h5ad", "")),
)
PARTS = ("disk", "memory", "workers", "size")
RESULTS = Path(__file__).parent / "results/loader.json"
M_TRIM_THRESHOLD, M_MMAP_MAX = -1, -4  # of glibc's malloc.h
Speeds = dict[str, dict[str, list[float]]]  # by name and clock, one per round
Answer = Any  # an end of a pipe between processes


def batches_of(name: str, path: Path, held: ad.AnnData | None) -> Iterator[object]:
    """Return shuffled dense batches without end."""
    kind, *how = name.split(", ")
    source = ad.read_h5ad(path, backed="r") if held is None else held
    if kind == "memset of a reused block":
        block = torch.from_numpy(np.empty((BATCH, source.n_vars), dtype=np.float32))
        return (block.zero_() for _ in itertools.count())
    if kind == "a fresh block of zeros":
        return (torch.zeros((BATCH, source.n_vars)) for _ in itertools.count())
    epochs = {"clinicell": _of_clinicell, "AnnLoader": _of_annloader, "scDataset": _of_scdataset}[kind]
    return (batch for epoch in itertools.count() for batch in epochs(how, path, source, epoch))


def _of_clinicell(how: list[str], path: Path, source: ad.AnnData, epoch: int) -> Iterator[object]:
    given = {"memory": source, "h5ad": path, "zarr sharded": path.with_suffix(".zarr")}[how[0]]
    options = {"dense": how[1] != "sparse", "copy": how[1] == "copy", "threads": 2 if how[1] == "2 threads" else 1}
    return iter(loader(given, batch_size=BATCH, labels=(), epoch=epoch, **options))  # type: ignore[arg-type]


def _of_annloader(_how: list[str], _path: Path, source: ad.AnnData, _epoch: int) -> Iterator[object]:
    from anndata.experimental import AnnLoader

    return (batch.X for batch in AnnLoader(source, batch_size=BATCH, shuffle=True))


def _of_scdataset(how: list[str], _path: Path, source: ad.AnnData, epoch: int) -> Iterator[object]:
    from scdataset import BlockShuffling, scDataset

    cells = scDataset(
        source, BlockShuffling(block_size=int(how[1].split()[1])), batch_size=BATCH, fetch_factor=16, seed=epoch,
        fetch_transform=lambda rows: (rows.to_memory() if rows.isbacked else rows).X,
        batch_transform=lambda rows: torch.from_numpy(rows.toarray()),
    )  # fmt: skip
    if "worker" not in how[2]:
        return iter(cells)
    # One more than it fetches at a time, as scDataset's own documentation says.
    return iter(torch.utils.data.DataLoader(cells, batch_size=None, num_workers=int(how[2][0]), prefetch_factor=17))


def _serve(name: str, path: Path, held: ad.AnnData | None, n_batches: int, ends: tuple[Answer, Answer]) -> None:
    """Answer each message with the cells per second of one turn."""
    torch.set_num_threads(1)
    warnings.simplefilter("ignore")  # the peers' warnings are theirs
    if name.endswith("warm"):
        malloc = ctypes.CDLL(None)
        assert all(malloc.mallopt(*pair) for pair in ((M_MMAP_MAX, 0), (M_TRIM_THRESHOLD, 2**31 - 1)))
    batches = batches_of(name, path, held)
    while ends[1].recv():
        wall, processor = time.perf_counter(), time.process_time()
        for _ in range(n_batches):
            next(batches)
        spent = {"processor": time.process_time() - processor, "wall": time.perf_counter() - wall}
        ends[1].send({clock: n_batches * BATCH / seconds for clock, seconds in spent.items()})
    os._exit(0)  # workers of a peer may still fetch


def compared(names: tuple[str, ...], path: Path, held: ad.AnnData | None, n_turns: int, n_batches: int) -> Speeds:
    """Return the speeds of each way in each round; all are forked from this process, and wait for their turn."""
    fork = multiprocessing.get_context("fork")
    ends = {name: fork.Pipe() for name in names}
    work = [fork.Process(target=_serve, args=(name, path, held, n_batches, ends[name])) for name in names]
    for process in work:
        process.start()
    found: Speeds = {name: {"processor": [], "wall": []} for name in names}
    for turn in range(n_turns + 1):
        for file in [] if held is not None else [path, *path.with_suffix(".zarr").glob("X/*/c/*")]:
            file.read_bytes()
        for name in names:
            ends[name][0].send(True)
            for clock, speed in ends[name][0].recv().items():
                found[name][clock] += [speed] if turn else []
    for name in names:
        ends[name][0].send(False)
        print(name, *(f"{clock} {statistics.median(of):,.0f}" for clock, of in found[name].items()), file=sys.stderr)
    for process in work:
        process.join()
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


def ratios(speeds: Speeds) -> dict[str, dict[str, float | str]]:
    """Return the ratios that the goals name, by round: median, least and most."""
    found: dict[str, dict[str, float | str]] = {}
    for clock, threads in (("processor", "1 thread"), ("wall", "2 threads")):
        for ours, theirs in (pair for pair in PAIRS if f"{pair[0]}, {threads}" in speeds):
            known = {
                name: of[clock] for name, of in speeds.items()
                if name.startswith(theirs[0]) and name.endswith(theirs[1])
            }  # fmt: skip
            best = max(known, key=lambda name: statistics.median(known[name]))
            pairs = zip(speeds[f"{ours}, {threads}"][clock], known[best], strict=True)
            found[f"{clock}: {ours}, {threads} / {best}"] = spread([one / other for one, other in pairs], 2)
    return found


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


def _written(path: str, n_cells: int, n_genes: int, per_cell: int, is_sharded: bool, out: Answer) -> None:
    write_cells(Path(path), n_cells, n_genes, per_cell)
    if is_sharded:
        write_sharded(path, Path(path).with_suffix(".zarr"))
    out.put(None)


def _asked() -> argparse.Namespace:
    ask = argparse.ArgumentParser(description=__doc__)
    for name, value in (("cells", 200_000), ("genes", 20_000), ("memory-cells", 2_000_000), ("turns", 7)):
        ask.add_argument(f"--{name}", type=int, default=value)
    ask.add_argument("--batches", type=int, default=32, help="of a turn; a multiple of 16: scDataset fetches 16")
    ask.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    ask.add_argument("--out", type=Path, default=RESULTS)
    return ask.parse_args()


def main() -> None:
    """Run the parts asked for and write the results."""
    asked = _asked()
    warnings.simplefilter("ignore")  # the peers' warnings are theirs
    speeds: Speeds = {}
    sizes = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cells.h5ad"
        apart(_written, str(path), asked.cells, asked.genes, asked.genes // 20, "disk" in asked.parts)
        if "disk" in asked.parts:
            speeds |= compared(DISK, path, None, asked.turns, asked.batches)
        held = ad.read_h5ad(path)
        for part, names, n_batches in (("memory", MEMORY, asked.batches), ("workers", WORKERS, 16)):
            if part in asked.parts:
                speeds |= compared(names, path, held, asked.turns, n_batches)
        path.unlink()
        for n_cells in (asked.memory_cells // 10, asked.memory_cells) if "size" in asked.parts else ():
            apart(_written, str(path), n_cells, 5_000, 120, False)
            sizes.append(memory(path, n_cells, 5_000))
            path.unlink()
    found = _merged(json.loads(asked.out.read_text()) if asked.out.exists() else {}, asked, speeds, sizes)
    write_json(asked.out, found)
    print(json.dumps({"ratios": found["ratios"], "memory": found["memory"]}, indent=1))


def _merged(old: dict[str, Any], asked: argparse.Namespace, speeds: Speeds, sizes: list[Any]) -> dict[str, Any]:
    """Return the results with what was found now in place of what was found of it before."""
    shape = {"cells": asked.cells, "genes": asked.genes, "stored_per_cell": asked.genes // 20, "batch": BATCH}
    machine = {"processor": platform.machine(), "cores": os.cpu_count(), "python": platform.python_version()}
    return {
        "shape": shape,
        "versions": {name: version(name) for name in ("anndata", "numba", "scDataset", "torch", "zarr")},
        "machine": machine,
        "turns": old.get("turns", {}) | dict.fromkeys(asked.parts, asked.turns),
        "load_average_at_the_end": old.get("load_average_at_the_end", {}) | dict.fromkeys(asked.parts, os.getloadavg()),
        "cells_per_second": {
            clock: old.get("cells_per_second", {}).get(clock, {})
            | {name: spread(of[clock]) for name, of in speeds.items()}
            for clock in ("processor", "wall")
        },
        "ratios": old.get("ratios", {}) | ratios(speeds),
        "memory": sizes or old.get("memory", []),
    }


if __name__ == "__main__":
    main()

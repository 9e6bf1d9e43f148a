"""Time and memory of standardizing and validating a raw export of a million cells; writes results/standardize.json.

``python tests/benchmarks/time_standardizing.py FOLDER [--counts 200 1000]`` needs 8 GB in FOLDER, which it empties
again. ``clinicell standardize`` is one command and a verdict at its end; ``clinicell validate`` is run once more on
what it wrote. Memory is what the processes of a command hold together at its highest moment: pages that they share are
counted once, and pages of files that the system may drop are counted in.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path
from shutil import rmtree

from time_validation import OURS, environment

from clinicell.files import write_text

RESULTS = Path(__file__).parent / "results" / "standardize.json"
WRITER = Path(__file__).with_name("raw_cohort.py")
PAUSE = 0.1  # seconds between two looks at the memory


def held(pid: int) -> int:
    """Return the bytes that a process and those below it hold, shared pages once (proportional set size)."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:  # it has ended
        return 0
    own = next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
    return own + sum(held(int(child)) for child in below)


def run(folder: Path, *command: str | Path) -> dict[str, float]:
    """Return wall seconds, CPU seconds and the peak of memory (MB) of one command that must succeed."""
    said = folder / "said.txt"
    began = time.perf_counter()
    with said.open("w") as stream:
        process = subprocess.Popen(
            [str(word) for word in command], env=environment(folder), stdout=stream, stderr=subprocess.STDOUT
        )
        peak, pid = 0, 0
        while not pid:
            peak = max(peak, held(process.pid))
            time.sleep(PAUSE)
            pid, status, used = os.wait4(process.pid, os.WNOHANG)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"exit code {process.returncode}: {' '.join(map(str, command))}\n{said.read_text()}")
    return {
        "seconds": round(time.perf_counter() - began, 1),
        "cpu_seconds": round(used.ru_utime + used.ru_stime, 1),
        "peak_mb": round(peak / 1e6, 1),
    }


def figures(folder: Path, n_cells: int, n_genes: int, per_cell: int) -> dict[str, object]:
    """Return the figures of both commands on one raw export, which is removed again."""
    raw, out = folder / "raw", folder / "out.h5ad"
    run(folder, sys.executable, WRITER, raw, *map(str, (n_cells, n_genes, per_cell)))
    load = os.getloadavg()[0]
    made = run(folder, *OURS, "standardize", raw, "--recipe", raw / "recipe.toml", "-o", out)
    judged = run(folder, *OURS, "validate", out)
    found = {
        "n_cells": n_cells,
        "n_genes": n_genes,
        "counts_per_cell": per_cell,
        "raw_mb": round(sum(part.stat().st_size for part in raw.iterdir()) / 1e6, 1),
        "standard_mb": round(out.stat().st_size / 1e6, 1),
        "load_before": load,
        "load_after": os.getloadavg()[0],
        "standardize": made,
        "validate": judged,
    }
    rmtree(raw)
    for path in (out, out.with_name(f"{out.name}.log.json")):
        path.unlink()
    return found


def main() -> None:
    """Time, and write what came out with the machine and the versions; sizes not asked for keep their figures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--cells", type=int, default=1_000_000)
    asked.add_argument("--genes", type=int, default=20_000)
    asked.add_argument("--counts", type=int, nargs="+", default=[200, 1000])
    asked.add_argument("--out", type=Path, default=RESULTS)
    given = asked.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    said = json.loads(given.out.read_text()) if given.out.is_file() else {"sizes": {}}
    run(given.folder, *OURS, "ontology", "build")  # the index, once; compiles
    for per_cell in given.counts:
        name = f"{given.cells}_cells_{per_cell}_counts"
        said["sizes"][name] = figures(given.folder, given.cells, given.genes, per_cell)
        said |= {
            "what": "a raw export (10x .h5, cells.csv) by a recipe: `standardize`, its verdict within, and `validate`",
            "machine": {"cpu": platform.processor() or platform.machine(), "n_cpus": os.cpu_count()},
            "versions": {
                "python": platform.python_version(),
                **{package: version(package) for package in ("numpy", "scipy", "anndata", "h5py", "pandas")},
            },
        }
        write_text(given.out, json.dumps(said, indent=2) + "\n")


if __name__ == "__main__":
    main()

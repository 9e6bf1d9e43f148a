"""Time and memory of validation beside the validator of CELLxGENE, on the same counts; writes results/validate.json.

``python tests/benchmarks/time_validation.py FOLDER --peer .venv-cellxgene/bin/cellxgene-schema`` needs 3 GB in FOLDER,
which it empties again, and, for the peer, 4 GB of memory. Every command is a process of its own, with its bytecode
already compiled; memory is the largest resident set of it and its children.
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
from statistics import median

from clinicell.files import write_text

RESULTS = Path(__file__).parent / "results" / "validate.json"
WRITER = Path(__file__).with_name("large_cohort.py")
OURS = (sys.executable, "-m", "clinicell.cli")
LEAST = "import pandas, h5py"  # what nobody who reads a table of HDF5 comes round
WARM = """
import sys, time
from pathlib import Path
from clinicell.datasets.validate import validate_file
began = time.perf_counter()
validate_file(Path(sys.argv[1]), numbers=sys.argv[2] == "numbers")
print(time.perf_counter() - began)
"""


def environment(folder: Path) -> dict[str, str]:
    """Return an environment in which Python keeps its bytecode, as it does by default."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(folder / "bytecode"), "OMP_NUM_THREADS": "1"}


def run(folder: Path, *command: str | Path) -> dict[str, float]:
    """Return wall seconds, CPU seconds and the largest resident set (MB) of one command that must succeed."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [str(word) for word in command], env=environment(folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"exit code {process.returncode}: {' '.join(map(str, command))}")
    return {
        "seconds": round(time.perf_counter() - began, 2),
        "cpu_seconds": round(used.ru_utime + used.ru_stime, 2),
        "peak_rss_mb": round(used.ru_maxrss / 1000, 1),
    }


def middle(runs: list[dict[str, float]]) -> dict[str, object]:
    """Return the median of each figure, how many runs there were, and all their wall seconds."""
    medians: dict[str, object] = {name: median(run[name] for run in runs) for name in runs[0]}
    return {**medians, "n_runs": len(runs), "all_seconds": [run["seconds"] for run in runs]}


def warm(folder: Path, file: Path, numbers: str) -> float:
    """Return the wall seconds of one verdict in a process that has the package loaded."""
    command = [sys.executable, "-c", WARM, str(file), numbers]
    told = subprocess.run(command, env=environment(folder), capture_output=True, text=True, check=True)
    return round(float(told.stdout), 2)


def cohort(folder: Path, file: Path, *sizes: int, compression: str = "") -> None:
    """Write a cohort in a process of its own: what a parent holds counts as memory of its children."""
    run(folder, sys.executable, WRITER, file, *map(str, sizes), *([compression] if compression else []))


def full(folder: Path, _: Path | None) -> dict[str, object]:
    """Return the figures of 50,000 cells x 25,000 genes, all levels and the tables alone."""
    file = folder / "50k.h5ad"
    cohort(folder, file, 50_000, 25_000, 1_500)
    run(folder, *OURS, "validate", file, "--level", "L4")  # compiles, builds the index of the ontologies
    found = {
        "full_50k": middle([run(folder, *OURS, "validate", file, "--level", "L4") for _ in range(3)]),
        "metadata_50k": middle([run(folder, *OURS, "validate", file, "--metadata", "--level", "L4") for _ in range(5)]),
        "importing_pandas_and_h5py": middle([run(folder, sys.executable, "-c", LEAST) for _ in range(5)]),
        "full_50k_package_loaded_seconds": median(warm(folder, file, "numbers") for _ in range(3)),
        "metadata_50k_package_loaded_seconds": median(warm(folder, file, "") for _ in range(3)),
    }
    file.unlink()
    return found


def beside(folder: Path, peer: Path | None) -> dict[str, object]:
    """Return the figures of the peer, on the export of the same counts."""
    if peer is None:
        return {}
    file, exported = folder / "50k.h5ad", folder / "50k.cellxgene.h5ad"
    cohort(folder, file, 50_000, 25_000, 1_500)
    run(folder, *OURS, "export", file, "--to", "cellxgene", "-o", exported)
    run(folder, peer, "validate", "--help")  # compiles
    found = {"peer_50k": run(folder, peer, "validate", exported)}
    file.unlink()
    exported.unlink()
    return found


def packed(folder: Path, _: Path | None) -> dict[str, object]:
    """Return the figures of the same counts in gzip."""
    file = folder / "50k.h5ad"
    cohort(folder, file, 50_000, 25_000, 1_500, compression="gzip")
    found = {"full_50k_gzip": middle([run(folder, *OURS, "validate", file, "--level", "L4") for _ in range(3)])}
    file.unlink()
    return found


def grown(folder: Path, _: Path | None) -> dict[str, object]:
    """Return the figures of a quarter of a million and of a million cells x 20,000 genes, 200 counts per cell."""
    file, found = folder / "1m.h5ad", {}
    for n_cells in (250_000, 1_000_000):
        cohort(folder, file, n_cells, 20_000, 200)
        found[f"full_{n_cells // 1000}k_of_200_counts"] = run(folder, *OURS, "validate", file, "--level", "L4")
        file.unlink()
    return found


PARTS = {"full": full, "peer": beside, "gzip": packed, "grown": grown}


def main() -> None:
    """Time, and write what came out with the machine and the versions; parts not asked for keep their figures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--peer", type=Path)
    asked.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    given = asked.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    said = json.loads(RESULTS.read_text()) if RESULTS.is_file() and len(given.parts) < len(PARTS) else {"parts": {}}
    said |= {
        "what": "50,000 cells x 25,000 genes, 1,500 counts per cell, float32 CSR, not compressed: 606 MB",
        "peer": "cellxgene-schema 7.1.2, on the export of the same file (gzip), one run",
        "machine": {"cpu": platform.processor() or platform.machine(), "n_cpus": os.cpu_count()},
        "versions": {
            "python": platform.python_version(),
            **{name: version(name) for name in ("numpy", "scipy", "anndata", "h5py", "pandas", "pandera")},
        },
    }
    for name in given.parts:
        load = os.getloadavg()[0]
        figures = PARTS[name](given.folder, given.peer)
        said["parts"][name] = {"load_before": load, "load_after": os.getloadavg()[0], **figures}
        RESULTS.parent.mkdir(exist_ok=True)
        write_text(RESULTS, json.dumps(said, indent=2) + "\n")


if __name__ == "__main__":
    main()

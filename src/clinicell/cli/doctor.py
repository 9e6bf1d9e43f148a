"""``clinicell doctor``: versions, where things lie, how to delete them."""

import os
import platform
import re
import shlex
import sys
from importlib import metadata
from pathlib import Path
from typing import Annotated

import typer

from clinicell import __version__
from clinicell.cli._output import out, print_json, print_table

PACKAGES = ("anndata", "pandas", "pandera", "numpy", "scipy", "scikit-learn", "torch", "mlflow", "jinja2", "altair")
EXTRAS = {"scikit-learn": "baselines", "torch": "baselines", "mlflow": "tracking", "jinja2": "site", "altair": "site"}
PLACES = {
    "results": Path("leaderboard/results"),
    "work": Path("leaderboard/work"),
    "pages": Path("leaderboard/site"),
    "MLflow database": Path("mlflow.db"),
    "MLflow artifacts": Path("mlartifacts"),
}


def doctor(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Say which versions are here, where the store and the results lie, and how to delete them."""
    from clinicell.datasets.fetch import mirror_folder
    from clinicell.datasets.store import Store, disk_use

    versions = {"clinicell": __version__, "python": platform.python_version()}
    versions |= {package: _version(package) for package in PACKAGES}
    store = Store()
    mirror = mirror_folder()
    tracked = re.sub(r"//[^/@]*@", "//…@", os.environ.get("MLFLOW_TRACKING_URI", "")) or None  # no password is printed
    uses = [(f"store: {use.part}", use.path, use.n_bytes) for use in disk_use(store)]
    uses += [(name, path.absolute(), _size(path)) for name, path in PLACES.items() if path.exists()]
    if as_json:
        places = [
            {"what": what, "path": str(path), "bytes": size, "delete": _deletion(path)} for what, path, size in uses
        ]
        print_json(
            {
                "versions": versions,
                "places": places,
                "mirror": str(mirror) if mirror else None,
                "tracking_uri": tracked,
            }
        )
        return
    print_table(["", ""], list(versions.items()))
    out().print(
        f"\n{os.cpu_count()} cores, {sys.platform}; mirror: {mirror or 'none (set CLINICELL_MIRROR)'}", markup=False
    )
    if tracked:
        out().print(f"MLFLOW_TRACKING_URI is set: runs are logged to {tracked}", markup=False, soft_wrap=True)
    out().print()
    rows = [(what, f"{size / 1e6:,.1f} MB", str(path)) for what, path, size in uses]
    print_table(["what", "size", "where"], rows, right=["size"])
    out().print("\nto delete it:")
    for what, path, _ in uses:  # one line each, however long: it is there to be copied
        out().print(f"  {_deletion(path)}  # {what}", markup=False, soft_wrap=True)


def _deletion(path: Path) -> str:
    return f"rm -r {shlex.quote(str(path))}"


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return f"not installed: pip install 'clinicell[{EXTRAS.get(package, 'dev')}]'"


def _size(path: Path) -> int:
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return sum(file.stat().st_size for file in files)

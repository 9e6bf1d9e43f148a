"""What tests of every folder share: an empty store, and the mirror with the real data where there is one."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from platformdirs import user_cache_dir

if TYPE_CHECKING:
    from clinicell.datasets.store import Store

ROOT = Path(__file__).resolve().parents[1]
# Each test has a store of its own; the index of the ontologies is built once for all, half a minute the first time.
os.environ.setdefault(
    "CLINICELL_ONTOLOGY", str(Path(os.environ.get("CLINICELL_STORE") or user_cache_dir("clinicell")) / "ontology")
)
# These take minutes each: they begin first, so that no core waits for the last of them.
FIRST = (
    "test_evaluate",
    "test_readme",
    "test_audit_task",
    "test_hostile",
    "test_corpus",
    "test_tracking",
    "test_wheel",
    "test_all",
)
BESIDE = ROOT.parent / "shared" / "data"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Store":
    """An empty store of the test's own, which `Store()` finds as well."""
    from clinicell.datasets.store import Store  # tests without a store need not wait for anndata

    monkeypatch.setenv("CLINICELL_STORE", str(tmp_path / "store"))
    return Store()


@pytest.fixture
def mirror(monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder with the real raw data; the test is skipped, and says why, where there is none."""
    named = os.environ.get("CLINICELL_MIRROR")
    folder = Path(named) if named else BESIDE
    if not folder.is_dir():
        what = f"CLINICELL_MIRROR names {named!r}, which is no folder" if named else "CLINICELL_MIRROR is not set"
        pytest.skip(f"{what}, and there is no ../shared/data beside the checkout: no real data here")
    monkeypatch.setenv("CLINICELL_MIRROR", str(folder.resolve()))
    return folder.resolve()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that take longest first; the order within a file stays."""
    items.sort(key=lambda item: FIRST.index(item.path.stem) if item.path.stem in FIRST else len(FIRST))

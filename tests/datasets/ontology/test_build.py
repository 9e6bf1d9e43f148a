import os
import signal
import sqlite3
import subprocess
import sys
from functools import partial

import pytest

from clinicell.datasets.ontology import index as opened
from clinicell.datasets.ontology.build import build, packed, unpacked
from clinicell.datasets.ontology.index import index_path, open_index
from clinicell.datasets.store import Store

FEW = ("HsapDv", "PATO", "NCBITaxon")
KILLED = """
import os, signal
from pathlib import Path
from clinicell.datasets.ontology import index
from clinicell.datasets.ontology.build import build
from clinicell.datasets.store import Store
def die(name):
    if name == "PATO": os.kill(os.getpid(), signal.SIGKILL)
index.build = lambda path, on_ontology: build(path, ("HsapDv", "PATO"), die)
index.open_index(Store())
"""
AT_ONCE = """
from clinicell.datasets.ontology import index
from clinicell.datasets.ontology.build import build
from clinicell.datasets.store import Store
def counted(path, on_ontology):
    print("built", flush=True)
    build(path, ("HsapDv", "PATO"))
index.build = counted
print(index.open_index(Store()).term("PATO:0000461").label)
"""


@pytest.fixture
def few(monkeypatch):
    """Let `open_index` build three small ontologies alone."""
    monkeypatch.setattr(opened, "build", lambda path, on_ontology: build(path, FEW, on_ontology))


def test_equal_releases_give_equal_bytes(tmp_path):
    build(tmp_path / "one.sqlite", FEW)
    build(tmp_path / "two.sqlite", FEW)
    assert (tmp_path / "one.sqlite").read_bytes() == (tmp_path / "two.sqlite").read_bytes()


def test_each_ontology_is_told_and_the_releases_are_kept(tmp_path):
    told = []
    build(tmp_path / "index.sqlite", FEW, told.append)
    assert told == list(FEW)
    database = sqlite3.connect(tmp_path / "index.sqlite")
    (said,) = database.execute("SELECT value FROM meta").fetchone()
    database.close()
    assert '"HsapDv": "v2025-01-23"' in said
    assert "MONDO" not in said


def test_numbers_survive_packing_sorted():
    assert list(unpacked(packed([70_000, 3, 2**32 - 1]))) == [3, 70_000, 2**32 - 1]
    assert packed([258]) == b"\x02\x01\x00\x00"


def test_the_index_lies_in_the_store_and_is_built_once(store, few):
    path = index_path(store)
    assert path.parent == store.root / "ontology"
    with open_index(store) as index:
        assert index.term("NCBITaxon:9606").label == "Homo sapiens"
    before = path.stat().st_mtime_ns
    open_index(store).close()
    assert path.stat().st_mtime_ns == before


def test_a_folder_named_for_all_stores_is_taken(tmp_path, monkeypatch):
    monkeypatch.setenv("CLINICELL_ONTOLOGY", str(tmp_path))
    assert index_path().parent == tmp_path
    assert index_path(Store(tmp_path / "own")).parent == tmp_path / "own" / "ontology"


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill without warning")
def test_a_killed_build_leaves_nothing_that_is_read_and_the_next_clears_it_away(store, few):
    died = subprocess.run([sys.executable, "-c", KILLED], check=False)
    assert died.returncode == -signal.SIGKILL
    assert not index_path(store).exists()
    assert [path for path in index_path(store).parent.iterdir() if path.name.endswith(".part")]
    with open_index(store) as index:
        assert index.term("PATO:0000461").label == "normal"
    assert not [path for path in index_path(store).parent.iterdir() if path.name.endswith(".part")]


def test_two_processes_at_once_build_one_index(store):
    start = partial(subprocess.Popen, [sys.executable, "-c", AT_ONCE], stdout=subprocess.PIPE, text=True)
    said = [process.communicate(timeout=60)[0].split() for process in (start(env=os.environ), start(env=os.environ))]
    assert sorted(said, key=len) == [["normal"], ["built", "normal"]]

"""A raw file that kills its reader is a fault with a code and a name, and nothing of the output is left."""

import ctypes
import gzip
import json
import os
import resource
import sys
import time
from dataclasses import replace

import numpy as np
import pytest

from clinicell.datasets.readers import delimited
from clinicell.datasets.readers.child import GIB, Limits
from clinicell.datasets.readers.faults import Unreadable
from clinicell.datasets.recipes import apart
from clinicell.datasets.recipes.apart import draft_apart, limits_for, standardize_apart
from clinicell.datasets.recipes.draft import draft
from clinicell.datasets.recipes.recipe import Recipe
from clinicell.datasets.recipes.rules import Refused
from clinicell.datasets.recipes.standardize import standardize
from clinicell.errors import InputError, SurroundingsError
from clinicell.files import sha256

from .test_rules import FOLDER
from .test_standardize import plan

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits on memory and CPU hold on Linux alone")
read = delimited.read


@pytest.fixture
def raw(tmp_path):
    folder = tmp_path / "raw"
    folder.mkdir()
    for name, text in FOLDER.items():
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def hurried(monkeypatch):
    """Limits that a test can wait for."""
    tight = Limits(memory_bytes=GIB, cpu_seconds=3, wall_seconds=4, file_bytes=GIB)
    monkeypatch.setattr(apart, "limits_for", lambda _: tight)


def crash(_):
    ctypes.string_at(0)


def hang(_):
    time.sleep(60)


def explode(_):
    return np.ones(3 << 30, dtype="uint8")


def of_patients(deed):
    """Read as ever, but do the deed at one file."""
    return lambda path, answers: deed(path) if path.name == "patients.csv" else read(path, answers)


@pytest.mark.parametrize(("deed", "code"), [(crash, "L0-READ-11"), (hang, "L0-READ-10"), (explode, "L0-READ-09")])
@pytest.mark.usefixtures("hurried")
def test_a_file_that_kills_its_reader_is_named_with_a_code_and_nothing_is_left(raw, tmp_path, monkeypatch, deed, code):
    monkeypatch.setattr(delimited, "read", of_patients(deed))
    before = sorted(tmp_path.rglob("*"))
    for command in (lambda: draft_apart(raw), lambda: standardize_apart(raw, plan(), tmp_path / "new" / "out.h5ad")):
        with pytest.raises(Unreadable) as fault:
            command()
        assert fault.value.code == code
        assert fault.value.finding.path == "patients.csv"
        assert sorted(tmp_path.rglob("*")) == before


def test_a_child_that_is_killed_while_it_writes_leaves_what_stood_there(raw, tmp_path, monkeypatch):
    standardize_apart(raw, plan(), tmp_path / "out.h5ad")
    before = {path.name: sha256(path) for path in tmp_path.glob("out*")}

    def written_half(*_):
        (apart.Path(os.environ["STAGE"]) / "out.h5ad").write_bytes(b"half")
        os._exit(3)

    def in_stage(raw, recipe, out, key_file):
        monkeypatch.setenv("STAGE", str(out.parent))
        written_half()

    monkeypatch.setattr(apart, "standardize", in_stage)
    with pytest.raises(Unreadable, match="exit code 3"):
        standardize_apart(raw, plan(), tmp_path / "out.h5ad")
    assert {path.name: sha256(path) for path in tmp_path.iterdir() if path.is_file()} == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.h5ad", "out.h5ad.log.json", "raw"]


def test_the_child_gives_the_bytes_and_the_log_that_the_function_gives(raw, tmp_path):
    here = standardize(raw, plan(), tmp_path / "here" / "out.h5ad")
    there = standardize_apart(raw, plan(), tmp_path / "there" / "out.h5ad")
    assert sha256(here.path) == sha256(tmp_path / "there" / "out.h5ad")
    assert here.log_path.read_text() == (tmp_path / "there" / "out.h5ad.log.json").read_text()
    assert (there.n_steps, there.left_out) == (len(here.steps), here.left_out)
    assert json.loads(here.log_path.read_text())["output"]["name"] == "out.h5ad"
    assert draft_apart(raw) == draft(raw)


def test_what_is_refused_in_the_child_is_refused_with_all_findings(raw, tmp_path):
    recipe = plan().model_dump(by_alias=True)
    recipe["about"]["title"] = recipe["about"]["license"] = "?"
    with pytest.raises(Refused) as here:
        standardize(raw, Recipe.model_validate(recipe), tmp_path / "out.h5ad")
    with pytest.raises(Refused) as there:
        standardize_apart(raw, Recipe.model_validate(recipe), tmp_path / "out.h5ad")
    assert str(here.value) == str(there.value)
    assert here.value.findings == there.value.findings
    with pytest.raises(InputError, match=r"^key: no key can be read there"):
        standardize_apart(raw, plan(), tmp_path / "out.h5ad", key_file=tmp_path / "key")
    for path in raw.iterdir():
        path.unlink()
    with pytest.raises(InputError, match=r"^raw: there is no file that a reader reads"):
        draft_apart(raw)


def test_a_full_disk_is_no_fault_of_the_file(raw, tmp_path, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device", "out.h5ad")

    monkeypatch.setattr(apart, "standardize", full)
    with pytest.raises(SurroundingsError, match=r"^out\.h5ad: No space left on device; nothing was written$"):
        standardize_apart(raw, plan(), tmp_path / "out.h5ad")


def test_an_output_without_end_is_stopped(raw, tmp_path, monkeypatch):
    monkeypatch.setattr(apart, "limits_for", lambda path: replace(limits_for(path), file_bytes=16384))
    with pytest.raises(Unreadable, match=r"would become a standard file larger than one of its size may.*L0-READ-02"):
        standardize_apart(raw, plan(), tmp_path / "out.h5ad")
    assert [path.name for path in tmp_path.iterdir()] == ["raw"]


@pytest.mark.usefixtures("hurried")
def test_a_packed_file_that_explodes_is_stopped(tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    with gzip.open(raw / "cells.csv.gz", "wb", compresslevel=1) as stream:
        for _ in range(1000):
            stream.write(b"a,b,c,d\n" * (1 << 17))
    began = time.perf_counter()
    with pytest.raises(InputError, match=r"cells\.csv\.gz: .*L0-READ-(02|09|10)"):
        draft_apart(raw)
    assert time.perf_counter() - began < 10
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert peak < 3 << 20  # KiB


def test_limits_grow_with_the_folder_and_a_core_is_never_written(raw):
    small = limits_for(raw)
    with (raw / "big").open("wb") as stream:
        stream.truncate(1 << 30)
    large = limits_for(raw)
    assert large.memory_bytes > 60 * GIB
    assert large.cpu_seconds > 8000
    assert large.wall_seconds > large.cpu_seconds > small.cpu_seconds >= 20
    assert small.file_bytes > 0

import ctypes
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from clinicell.datasets.readers import child
from clinicell.datasets.readers.child import Limits
from clinicell.datasets.readers.faults import Unreadable
from clinicell.errors import TaskError

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits on memory and CPU hold on Linux alone")
FILE = Path("a.h5ad")


@dataclass(frozen=True)
class Seen:
    n: int
    names: tuple[str, ...]


def seen(path: Path) -> Seen:
    print("what a child prints is dropped")
    return Seen(os.getpid(), (path.name,))


def crash(_: Path) -> int:
    return ctypes.string_at(0)[0]


def eat_memory(_: Path) -> int:
    return len(np.ones(3 << 30, dtype="uint8"))


def work_for_ever(_: Path) -> int:
    while True:
        pass


def sleep(_: Path) -> int:
    time.sleep(60)
    return 0


def write(path: Path) -> int:
    return path.write_text("what it must not leave")


def fail(_: Path) -> int:
    raise KeyError("X")


def leave(_: Path) -> int:
    os._exit(3)


def test_an_answer_comes_back_as_the_type_that_it_was(capfd):
    found = child.run(seen, FILE, Seen)
    assert isinstance(found, Seen)
    assert found.names == ("a.h5ad",)
    assert found.n != os.getpid()
    assert capfd.readouterr().out == ""


@pytest.mark.parametrize(
    ("deed", "code"),
    [
        (crash, "L0-READ-11"), (eat_memory, "L0-READ-09"), (work_for_ever, "L0-READ-10"), (sleep, "L0-READ-10"),
        (fail, "L0-READ-05"), (leave, "L0-READ-11"),
    ],
    ids=lambda given: getattr(given, "__name__", given),
)  # fmt: skip
def test_whatever_befalls_the_child_is_one_error_with_a_code(capfd, deed, code):
    limits = Limits(memory_bytes=1 << 30, cpu_seconds=1, wall_seconds=2.5)
    began = time.perf_counter()
    with pytest.raises(Unreadable) as fault:
        child.run(deed, FILE, int, limits)
    assert fault.value.code == code
    assert fault.value.finding.path == "a.h5ad"
    assert time.perf_counter() - began < 5
    assert capfd.readouterr().err == ""


def test_a_child_writes_no_file(tmp_path):
    with pytest.raises(Unreadable):
        child.run(write, tmp_path / "left", int)
    assert not (tmp_path / "left").exists() or not (tmp_path / "left").read_bytes()


def test_an_error_on_purpose_keeps_its_words():
    with pytest.raises(Unreadable, match="no such task"):
        child.run(refuse, FILE, int)


def refuse(_: Path) -> int:
    raise TaskError("no such task")


def test_limits_grow_with_the_file(tmp_path):
    (tmp_path / "a").write_bytes(b"")
    assert child.limits_for(tmp_path / "a") == Limits()
    with (tmp_path / "b").open("wb") as stream:
        stream.truncate(1 << 30)
    assert child.limits_for(tmp_path / "b").memory_bytes == 33 << 30
    assert child.limits_for(tmp_path / "b").cpu_seconds == 520


def modules(_: Path) -> bool:
    return "this" in sys.modules


def test_a_child_loads_a_module_that_its_parent_does_not_hold(capfd):
    assert not child.run(modules, FILE, bool)
    assert child.run(modules, FILE, bool, loads="this")
    assert "this" not in sys.modules
    assert capfd.readouterr().out == ""


def test_loading_a_module_does_not_count_against_the_limits(tmp_path, monkeypatch):
    (tmp_path / "slow_to_load.py").write_text("import time\ntime.sleep(1.5)\n")
    monkeypatch.syspath_prepend(tmp_path)
    limits = Limits(memory_bytes=1 << 30, cpu_seconds=1, wall_seconds=1.0)
    assert child.run(seen, FILE, Seen, limits, loads="slow_to_load").names == ("a.h5ad",)


def test_a_module_that_cannot_be_loaded_is_no_fault_of_the_file():
    with pytest.raises(ImportError, match=r"No module named 'clinicell\.no_such_module'"):
        child.run(seen, FILE, Seen, loads="clinicell.no_such_module")

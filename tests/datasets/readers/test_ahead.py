"""A child that is started before its task is known."""

import os
import sys
import time

import pytest

from clinicell.datasets.readers import ahead, child
from clinicell.datasets.readers.child import Limits
from clinicell.datasets.readers.faults import Unreadable

from .test_child import FILE, Seen, crash, eat_memory, modules, seen

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="there is no fork elsewhere")


def test_it_answers_what_it_is_asked_later(capfd):
    waiting = ahead.started("this")
    assert child.run(modules, FILE, bool, loads="this", ahead=waiting)
    assert not waiting.process.is_alive()
    assert capfd.readouterr().out == ""


def test_its_answer_is_that_of_a_child_of_the_moment():
    found = child.run(seen, FILE, Seen, loads="this", ahead=ahead.started("this"))
    assert found.names == ("a.h5ad",)
    assert found.n != os.getpid()


@pytest.mark.parametrize(("deed", "code"), [(crash, "L0-READ-11"), (eat_memory, "L0-READ-09")])
def test_limits_hold_for_it(deed, code):
    limits = Limits(memory_bytes=1 << 30, cpu_seconds=1, wall_seconds=5)
    with pytest.raises(Unreadable) as fault:
        child.run(deed, FILE, int, limits, loads="this", ahead=ahead.started("this"))
    assert fault.value.code == code


def test_one_that_died_before_its_task_is_told_of_like_one_that_died_later():
    waiting = ahead.started("this")
    waiting.process.kill()
    waiting.process.join()
    with pytest.raises(Unreadable) as fault:
        child.run(seen, FILE, Seen, loads="this", ahead=waiting)
    assert fault.value.code == "L0-READ-09"  # killed: on Linux that is what lack of memory looks like


def test_one_that_loaded_something_else_is_passed_over():
    waiting = ahead.started("this")
    assert not child.run(modules, FILE, bool, ahead=waiting)
    waiting.orders.close()
    waiting.process.join(20)
    assert waiting.process.exitcode == 0


def test_it_ends_when_there_is_no_task():
    waiting = ahead.started("this")
    waiting.orders.close()
    began = time.perf_counter()
    waiting.process.join(20)
    assert waiting.process.exitcode == 0
    assert time.perf_counter() - began < 20


def test_none_is_started_for_what_is_loaded_already():
    assert ahead.started("json") is None


def test_a_module_that_cannot_be_loaded_is_no_fault_of_the_file():
    with pytest.raises(ImportError, match=r"No module named 'clinicell\.no_such_module'"):
        child.run(seen, FILE, Seen, loads="clinicell.no_such_module", ahead=ahead.started("clinicell.no_such_module"))

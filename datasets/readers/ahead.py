"""A child that is started before anyone knows what it shall read: it loads its modules while its parent loads others.

Nothing but the standard library is loaded here, so that a command can start the child first of all.
"""

import mmap
import multiprocessing
import pickle
import signal
import sys
import warnings
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import ModuleType
from typing import Any

LONGEST_NAME = 512  # bytes of the name of a file
_CHILD = "clinicell.datasets.readers.child"


@dataclass(frozen=True, slots=True)
class Ahead:
    """A child that waits for one task.

    Parameters
    ----------
    loads
        The module that it loads.
    orders, answers
        Where its task is sent, pickled, and where its answer comes from.
    note
        Memory that it shares with its parent.
    """

    loads: str
    process: BaseProcess
    orders: Connection
    answers: Connection
    note: mmap.mmap

    def send(self, task: tuple[object, ...]) -> None:
        """Give it its task: a function, a path, limits."""
        self.orders.send_bytes(pickle.dumps(task))
        self.orders.close()


def started(loads: str) -> Ahead | None:
    """Return a child that loads `loads` and waits; None where it would gain nothing: no fork, or all loaded already.

    It ends with its parent where no task comes.
    """
    if sys.platform != "linux" or loads in sys.modules:
        return None
    context: Any = multiprocessing.get_context("fork")
    note = mmap.mmap(-1, LONGEST_NAME)
    (theirs_in, orders), (answers, theirs_out) = context.Pipe(duplex=False), context.Pipe(duplex=False)
    process = context.Process(target=_wait, args=(loads, theirs_in, theirs_out, (orders, answers), note), daemon=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12 warns of forks beside idle threads
        process.start()
    theirs_in.close()
    theirs_out.close()
    return Ahead(loads, process, orders, answers, note)


def _wait(loads: str, orders: Connection, answers: Connection, ours: tuple[Connection, ...], note: mmap.mmap) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # a traceback of a child is nobody's business
    for end in ours:  # of the parent: left open here, its end would never be told
        end.close()
    child: ModuleType = import_module(_CHILD)
    child.await_task(loads, orders, answers, note)

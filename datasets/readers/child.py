"""Reading a stranger's file in a child process with limits: what kills the child is a finding, not a crash.

On Linux the child is a fork: what the parent has loaded it has loaded too, and a matrix never travels, only the
verdict does, as JSON that is checked against its type. Elsewhere it is a fresh interpreter, and only the wall clock
holds. What only the child needs, it loads itself, before the limits are set: the parent need not let go of it at its
end, which for anndata takes a quarter of a second.
"""

import faulthandler
import gc
import json
import mmap
import multiprocessing
import os
import pickle
import signal
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, TypeVar

from clinicell.datasets.readers.ahead import LONGEST_NAME, Ahead
from clinicell.datasets.readers.faults import Unreadable, told_of
from clinicell.datasets.readers.lean import without_other_formats
from clinicell.errors import SurroundingsError

T = TypeVar("T")

GIB = 1 << 30
MAX_ANSWER = 256 << 20  # bytes of JSON
BEGUN = b"."  # what a child says first: its modules are loaded, its limits hold
PATIENCE = 120.0  # seconds that loading modules may take, on a cold disk
SELDOM = 50_000  # objects made since the collector last looked for cycles
NO_MEMORY = 86  # exit code of a child that had no memory left to say so
_NOTE: ContextVar[mmap.mmap | None] = ContextVar("note", default=None)  # memory that a child shares with its parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What reading one file may take: bytes of address space beyond what the process has, CPU and wall seconds.

    `file_bytes` is how large a file may become that the child writes; 0 forbids it to write.
    """

    memory_bytes: int = GIB
    cpu_seconds: int = 8
    wall_seconds: float = 9.0
    file_bytes: int = 0


def limits_for(path: Path) -> Limits:
    """Return limits that an honest file of this size stays far below: 1 GiB and 8 s, and more for more bytes."""
    size = size_of(path)
    seconds = 8 + size // (2 << 20)
    return Limits(memory_bytes=GIB + 32 * size, cpu_seconds=seconds, wall_seconds=seconds * 1.125)


def note(path: Path) -> None:
    """Write down which file is read next: of several, the one that kills the child is named in its stead."""
    shared = _NOTE.get()
    if shared is not None:
        name = path.name.encode()[:LONGEST_NAME]
        shared[:LONGEST_NAME] = name.ljust(LONGEST_NAME, b"\0")


def _noted(shared: mmap.mmap | None = None) -> str:
    shared = shared or _NOTE.get()
    return shared[:].rstrip(b"\0").decode(errors="replace") if shared is not None else ""


def size_of(path: Path) -> int:
    """Return the bytes of a file, or of all files of a folder; 0 where there is none."""
    with suppress(OSError):
        if path.is_dir():
            return sum(part.lstat().st_size for part in path.rglob("*"))
        return path.stat().st_size
    return 0


def run(
    function: Callable[[Path], T],
    path: Path,
    returns: type[T],
    limits: Limits | None = None,
    loads: str = "",
    ahead: Ahead | None = None,
) -> T:
    """Return ``function(path)``, carried out in a child process.

    Parameters
    ----------
    function
        A function of a module; what it prints is dropped.
    returns
        Its type, which pydantic must know how to write as JSON: a dataclass, numbers, text.
    limits
        By default those of the file's size.
    loads
        The module of ours that the function imports; the child loads it before its limits begin.
    ahead
        A child that was started before, and has loaded `loads`.

    Raises
    ------
    Unreadable
        The function raised, the child broke a limit, or it died.
    SurroundingsError
        The function raised it: the disk, not the file.
    ImportError
        `loads` cannot be loaded: the installation is at fault, not the file.
    """
    limits = limits or limits_for(path)
    if ahead is None or ahead.loads != loads:
        process, ours, shared = _started(function, path, limits, loads)
    else:
        process, ours, shared = ahead.process, ahead.answers, ahead.note
        with suppress(OSError):  # it died already; its silence is told below
            ahead.send((function, path, limits))
    from pydantic import TypeAdapter  # while the child loads its own; it never loads this

    form, was_late = TypeAdapter(returns), True
    try:
        begun = _heard(ours, PATIENCE)
        answer = _heard(ours, limits.wall_seconds) if begun == BEGUN else begun
        was_late = False
    except TimeoutError:
        answer = None
    finally:
        ours.close()
        if was_late:
            process.kill()
        process.join()
    if answer is None:
        raise _death(_noted(shared) or path.name, process.exitcode or 0, was_late, limits)
    kind, told = answer[:1], answer[1:]
    if kind == b"?":
        raise ImportError(told.decode())
    if kind == b"+":
        return form.validate_json(told)
    if kind == b"!":
        raise SurroundingsError(told.decode())
    raise Unreadable(**json.loads(told))


def _started(
    function: Callable[[Path], T], path: Path, limits: Limits, loads: str
) -> tuple[BaseProcess, Connection, mmap.mmap]:
    shared = mmap.mmap(-1, LONGEST_NAME)
    context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_carry_out, args=(function, path, limits, loads, theirs))
    token = _NOTE.set(shared if sys.platform == "linux" else None)  # a fork has it too
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12 warns of forks beside idle BLAS threads
        process.start()
    _NOTE.reset(token)
    theirs.close()
    return process, ours, shared


def await_task(loads: str, orders: Connection, theirs: Connection, shared: mmap.mmap) -> None:
    """Load a module, wait for a task, and carry it out: what a child does that was started ahead of it."""
    _be_silent()
    _NOTE.set(shared)
    with suppress(ImportError):  # it is told of when there is a task
        _load(loads)
    try:
        function, path, limits = pickle.loads(orders.recv_bytes())  # noqa: S301 - from our own parent
    except EOFError:
        return  # there is no task
    _carry_out(function, path, limits, loads, theirs)


def _heard(ours: Connection, seconds: float) -> bytes | None:
    if not ours.poll(seconds):  # true also when the child dies
        raise TimeoutError
    try:
        return ours.recv_bytes(MAX_ANSWER)
    except (EOFError, OSError):
        return None


def _death(name: str, exit_code: int, was_late: bool, limits: Limits) -> Unreadable:
    if was_late or exit_code == -signal.SIGXCPU:
        return Unreadable("L0-READ-10", name, f"takes longer to read than {limits.cpu_seconds} s")
    if exit_code in (NO_MEMORY, -signal.SIGKILL):
        return Unreadable("L0-READ-09", name, _too_much(limits))
    cause = signal.Signals(-exit_code).name if exit_code < 0 else f"exit code {exit_code}"
    return Unreadable("L0-READ-11", name, f"crashed the library that reads it ({cause}); this process is unharmed")


def _too_much(limits: Limits) -> str:
    return f"needs more memory than the {limits.memory_bytes / GIB:.1f} GiB that a file of its size may take"


def _carry_out(function: Callable[[Path], T], path: Path, limits: Limits, loads: str, theirs: Connection) -> None:
    from pydantic_core import to_json

    _be_silent()
    try:
        _load(loads)
    except ImportError as fault:
        theirs.send_bytes(b"?" + str(fault).encode())
        return
    with _limited(limits):
        theirs.send_bytes(BEGUN)
        try:
            with told_of(path):
                answer = b"+" + to_json(function(path))
        except Unreadable as fault:
            what = _too_much(limits) if fault.code == "L0-READ-09" else fault.what
            at = (_noted() if fault.code == "L0-READ-09" and fault.path == path.name else "") or fault.path
            told = {"code": fault.code, "path": at, "what": what, "fix": fault.fix}
            answer = b"-" + json.dumps(told).encode()
        except SurroundingsError as fault:
            answer = b"!" + str(fault).encode()
        except MemoryError:
            os._exit(NO_MEMORY)
        except BaseException as fault:  # nothing of a child may surface as a traceback
            told = {"code": "L0-READ-05", "path": path.name, "what": str(fault) or type(fault).__name__, "fix": ""}
            answer = b"-" + json.dumps(told).encode()
        theirs.send_bytes(answer)


def _load(module: str) -> None:
    """Load a module, and let the collector never walk over what is loaded, and seldom over the rest.

    All that a child holds at its end goes with it; what is large, arrays and texts, is in no cycle.
    """
    gc.disable()
    if module:
        with without_other_formats():
            import_module(module)
    gc.freeze()
    gc.set_threshold(SELDOM)
    gc.enable()


def _be_silent() -> None:
    warnings.simplefilter("ignore")
    faulthandler.disable()
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    sys.stdout = sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115 it lives as long as the child
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_DFL)


@contextmanager
def _limited(limits: Limits) -> Iterator[None]:
    if sys.platform != "linux":
        yield
        return
    import resource

    pages = int(Path("/proc/self/statm").read_text().split()[0])
    here = pages * resource.getpagesize()
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    wanted = {
        resource.RLIMIT_AS: here + limits.memory_bytes,
        resource.RLIMIT_CPU: int(used) + 1 + limits.cpu_seconds,
        resource.RLIMIT_FSIZE: limits.file_bytes,
        resource.RLIMIT_CORE: 0,  # a core would hold the patients
    }
    before = {kind: resource.getrlimit(kind) for kind in wanted}
    for kind, limit in wanted.items():
        most = before[kind][1]
        resource.setrlimit(kind, (limit if most == resource.RLIM_INFINITY else min(limit, most), most))
    try:
        yield
    finally:
        for kind, limits_before in before.items():
            resource.setrlimit(kind, limits_before)

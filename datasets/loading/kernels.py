"""From sparse rows to a dense block that is already there: loops that numba compiles when first used.

Each loop is plain Python that runs, slowly, without numba too. A row is put together in a line of its own that stays in
the cache, and moved out at once; only what was written is cleared. The next row's numbers are called in meanwhile. A
fresh block for each batch would cost more than the numbers themselves.
"""

import ctypes
import os
from collections.abc import Callable
from functools import cache
from typing import Any  # numba is untyped

import numpy as np
import numpy.typing as npt

from clinicell.datasets.loading.machine import FLOATS, LINE, call_in, claim, put_line, settle, taught
from clinicell.errors import MissingExtra

Numbers = npt.NDArray[Any]
Positions = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
Kernel = Callable[..., Any]
STREAMED = 1 << 24  # bytes of a block that would not stay in the caches anyway
AT_ONCE = 16  # rows that a thread claims at a time
PER_CELL = 1e4  # counts per cell of log1p_cp10k


def _pread() -> Any:  # noqa: ANN401 - a function of the C library
    """Return the C library's pread; None where there is none."""
    if os.name != "posix":
        return None
    found = ctypes.CDLL(None).pread
    found.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_longlong]
    found.restype = ctypes.c_ssize_t
    return found


PREAD = _pread()


def fill(
    turn: Positions,
    out: Floats,
    at: Positions,
    starts: Positions,
    stops: Positions,
    indices: Numbers,
    values: Numbers,
    columns: Positions,
    n_columns: int,
    is_log: bool,
) -> int:
    """Write rows into `out` until all are claimed; return how many stored numbers lead outside.

    Several threads may run it over the same rows: each row is written by one of them, and is the same whichever.

    Parameters
    ----------
    turn
        (1,) how many times `AT_ONCE` rows were claimed; 0 to begin with, and shared by the threads.
    out
        (n, n_out) dense block; row ``at[i]`` gets the row stored at ``starts[i]`` to ``stops[i]``, summed where a
        column stands twice, and 0 elsewhere.
    columns
        (n_columns,) column of `out` per stored column, -1 where there is none; empty where they are the same.
    is_log
        Whether each number x becomes ln(1 + 10,000 x / sum of the stored row).
    """
    n_bad = 0
    line = np.zeros(out.shape[1], dtype=np.float32)
    is_streamed = out.nbytes > STREAMED
    first = claim(turn) * AT_ONCE
    while first < at.size:
        last = min(first + AT_ONCE, at.size)
        for i in range(first, last):
            j = min(i + 1, last - 1)
            own = slice(starts[i], stops[i])
            n_bad += add(line, indices[own], values[own], columns, n_columns)
            if is_log:
                log1p(line, values[own])
            move(out[at[i]], line, indices[starts[j] : stops[j]], values[starts[j] : stops[j]], is_streamed)
            clear(line, indices[own], columns, n_columns)
        first = claim(turn) * AT_ONCE
    settle()
    return n_bad


def fill_read(
    turn: Positions,
    out: Floats,
    at: Positions,
    starts: Positions,
    stops: Positions,
    indices: tuple[npt.NDArray[np.int32], Positions, int, Numbers],
    values: tuple[npt.NDArray[np.int32], Positions, int, Numbers],
    columns: Positions,
    n_columns: int,
    is_log: bool,
) -> tuple[int, int]:
    """Do as `fill` with rows that are read from files, each into the cache; return also how often a file ended.

    `indices` and `values` are what `read_row` needs, and an array of their type.
    """
    n_bad, n_short = 0, 0
    line = np.zeros(out.shape[1], dtype=np.float32)
    longest = max((stops - starts).max(), 1)
    own_indices, own_values = np.empty(longest, indices[3].dtype), np.empty(longest, values[3].dtype)
    is_streamed = out.nbytes > STREAMED
    first = claim(turn) * AT_ONCE
    while first < at.size:
        for i in range(first, min(first + AT_ONCE, at.size)):
            n = stops[i] - starts[i]
            n_short += read_row(own_indices, starts[i], stops[i], indices[0], indices[1], indices[2])
            n_short += read_row(own_values, starts[i], stops[i], values[0], values[1], values[2])
            if n_short == 0:
                n_bad += add(line, own_indices[:n], own_values[:n], columns, n_columns)
                if is_log:
                    log1p(line, own_values[:n])
                move(out[at[i]], line, own_indices[:0], own_values[:0], is_streamed)
                clear(line, own_indices[:n], columns, n_columns)
        first = claim(turn) * AT_ONCE
    settle()
    return n_bad, n_short


def add(line: Floats, indices: Numbers, values: Numbers, columns: Positions, n_columns: int) -> int:
    """Add the stored numbers of a row to `line`, and return how many lead outside."""
    n_bad = 0
    # A negative index becomes a huge one: one comparison instead of two, and no wrapping around.
    width = np.uint64(n_columns)
    for k in range(indices.size):
        column = np.uint64(indices[k])
        if column >= width:
            n_bad += 1
        elif columns.size == 0:
            line[column] += values[k]
        elif columns[column] >= 0:
            line[columns[column]] += values[k]
    return n_bad


def clear(line: Floats, indices: Numbers, columns: Positions, n_columns: int) -> None:
    """Set to 0 what `add` wrote."""
    width = np.uint64(n_columns)
    for k in range(indices.size):
        column = np.uint64(indices[k])
        if column < width:
            if columns.size == 0:
                line[column] = 0.0
            elif columns[column] >= 0:
                line[columns[column]] = 0.0


def log1p(line: Floats, values: Numbers) -> None:
    """Replace each number x by ln(1 + 10,000 x / sum of the stored values); 0 where they sum to 0."""
    total = 0.0
    for k in range(values.size):
        total += values[k]
    factor = PER_CELL / total if total > 0 else 0.0
    for k in range(line.size):
        if line[k] != 0.0:
            line[k] = np.log1p(line[k] * factor)


def move(out: Floats, line: Floats, indices: Numbers, values: Numbers, is_streamed: bool) -> None:
    """Copy `line` to `out`, and call in `indices` and `values`, which come next, little by little meanwhile."""
    n_called = 0
    at = 0
    if is_streamed:
        at = min((-out.ctypes.data % LINE) // 4, out.size)
        out[:at] = line[:at]
        while at + FLOATS <= out.size:
            if at % (8 * FLOATS) < FLOATS and n_called < indices.size:
                call_in(indices, n_called)
                call_in(values, n_called)
                n_called += FLOATS
            put_line(out, line, at)
            at += FLOATS
    out[at:] = line[at:]
    for k in range(n_called, indices.size, FLOATS):
        call_in(indices, k)
        call_in(values, k)


def read_row(out: Numbers, start: int, stop: int, files: npt.NDArray[np.int32], offsets: Positions, page: int) -> int:
    """Read the numbers `start` to `stop` of an array; return how often a file ended.

    A call per row is cheaper than the page faults of a mapping, and what is read does not stay in this process.

    Parameters
    ----------
    files, offsets
        (n_pages,) the descriptor of each page's file, and where in it the page begins, in bytes.
    page
        Numbers per page.
    """
    n_short = 0
    place = start
    while place < stop:
        inside = place % page
        n = min(stop - place, page - inside)
        to, at = out[place - start : place - start + n], offsets[place // page] + inside * out.itemsize
        if PREAD(files[place // page], to.ctypes, n * out.itemsize, at) != n * out.itemsize:
            n_short += 1
        place += n
    return n_short


def gather(
    indices_out: Numbers,
    values_out: Numbers,
    places: Positions,
    starts: Positions,
    stops: Positions,
    indices: Numbers,
    values: Numbers,
) -> None:
    """Copy the stored numbers of each row to ``places[i]`` onwards, as they are."""
    for i in range(places.size):
        to = slice(places[i], places[i] + stops[i] - starts[i])
        indices_out[to] = indices[starts[i] : stops[i]]
        values_out[to] = values[starts[i] : stops[i]]


def read(
    out: Numbers,
    places: Positions,
    starts: Positions,
    stops: Positions,
    files: npt.NDArray[np.int32],
    offsets: Positions,
    page: int,
) -> int:
    """Read each row's numbers to ``places[i]`` onwards; see `read_row`."""
    n_short = 0
    for i in range(places.size):
        n_short += read_row(out[places[i] :], starts[i], stops[i], files, offsets, page)
    return n_short


PARTS = (add, clear, log1p, move, read_row)


@cache
def compiled(loop: Kernel) -> Kernel:
    """Return a loop of this module as machine code.

    Raises
    ------
    MissingExtra
        numba is not installed.
    """
    try:
        import numba
    except ModuleNotFoundError as fault:
        raise MissingExtra("numba is not installed; run: pip install 'clinicell[baselines]'") from fault
    taught(PARTS)
    return numba.njit(nogil=True)(loop)

"""From sparse rows to a dense block that is already there: loops that numba compiles when first used.

Each loop is plain Python that runs, slowly, without numba too. Clearing a row and writing into it in one pass keeps it
in the cache; a fresh block for each batch would cost more than the numbers themselves.
"""

import ctypes
import os
from collections.abc import Callable
from functools import cache
from typing import Any  # numba is untyped

import numpy as np
import numpy.typing as npt

from clinicell.errors import MissingExtra

Numbers = npt.NDArray[Any]
Positions = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
Kernel = Callable[..., Any]


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
    out: Floats,
    at: Positions,
    starts: Positions,
    stops: Positions,
    first: int,
    last: int,
    indices: Numbers,
    index_pages: Positions,
    index_page: int,
    values: Numbers,
    value_pages: Positions,
    value_page: int,
    columns: Positions,
    n_columns: int,
) -> int:
    """Clear the rows that begin between `first` and `last`, add their stored numbers, and return how many lead outside.

    Parameters
    ----------
    out
        (n, n_out) dense block; row ``at[i]`` gets the row stored at ``starts[i]`` to ``stops[i]``.
    first, last
        The positions that this piece of `indices` and `values` holds.
    columns
        (n_columns,) column of `out` per stored column, -1 where there is none; empty where they are the same.
    """
    n_bad = 0
    # A negative index becomes a huge one: one comparison instead of two, and no wrapping around.
    width = np.uint64(n_columns)
    for i in range(at.size):
        row = out[at[i]]
        if first <= starts[i] < last:
            row[:] = 0.0
        place, end = max(starts[i], first), min(stops[i], last)
        while place < end:
            own = place - first
            i_in, v_in = own % index_page, own % value_page
            i_at, v_at = index_pages[own // index_page] + i_in, value_pages[own // value_page] + v_in
            n = min(end - place, index_page - i_in, value_page - v_in)
            own_indices, own_values = indices[i_at : i_at + n], values[v_at : v_at + n]
            for k in range(n):
                column = np.uint64(own_indices[k])
                if column >= width:
                    n_bad += 1
                elif columns.size == 0:
                    row[column] += own_values[k]
                elif columns[column] >= 0:
                    row[columns[column]] += own_values[k]
            place += n
    return n_bad


def gather(
    indices_out: Numbers,
    values_out: Numbers,
    places: Positions,
    starts: Positions,
    stops: Positions,
    first: int,
    last: int,
    indices: Numbers,
    index_pages: Positions,
    index_page: int,
    values: Numbers,
    value_pages: Positions,
    value_page: int,
) -> None:
    """Copy the stored numbers of each row to ``places[i]`` onwards, as they are."""
    for i in range(places.size):
        place, end = max(starts[i], first), min(stops[i], last)
        while place < end:
            own = place - first
            i_in, v_in = own % index_page, own % value_page
            i_at, v_at = index_pages[own // index_page] + i_in, value_pages[own // value_page] + v_in
            n = min(end - place, index_page - i_in, value_page - v_in)
            to = places[i] + place - starts[i]
            for k in range(n):
                indices_out[to + k] = indices[i_at + k]
                values_out[to + k] = values[v_at + k]
            place += n


def read(
    descriptor: int,
    out: npt.NDArray[np.uint8],
    places: Positions,
    starts: Positions,
    stops: Positions,
    first: int,
    last: int,
    pages: Positions,
    page: int,
    size: int,
    shift: int,
) -> int:
    """Read each row's numbers of `size` bytes from a file to ``places[i]`` onwards; return how often the file ended.

    A call per row is cheaper than the page faults of a mapping, and what is read does not stay in this process.
    """
    n_short = 0
    for i in range(places.size):
        place, end = max(starts[i], first), min(stops[i], last)
        while place < end:
            own = place - first
            inside = own % page
            n = min(end - place, page - inside)
            to, wanted = (places[i] + place - starts[i]) * size, n * size
            at = shift + (pages[own // page] + inside) * size
            if PREAD(descriptor, out[to : to + wanted].ctypes, wanted, at) != wanted:
                n_short += 1
            place += n
    return n_short


def total(
    totals: npt.NDArray[np.float64],
    starts: Positions,
    stops: Positions,
    first: int,
    last: int,
    values: Numbers,
    value_pages: Positions,
    value_page: int,
) -> None:
    """Add to ``totals[i]`` what the row stores in this piece."""
    for i in range(starts.size):
        place, end = max(starts[i], first), min(stops[i], last)
        while place < end:
            own = place - first
            v_in = own % value_page
            v_at = value_pages[own // value_page] + v_in
            n = min(end - place, value_page - v_in)
            for k in range(n):
                totals[i] += values[v_at + k]
            place += n


def log1p_rows(out: Floats, at: Positions, factors: npt.NDArray[np.float64]) -> None:
    """Replace each number x of row ``at[i]`` by ln(1 + x * factors[i])."""
    for i in range(at.size):
        row, factor = out[at[i]], factors[i]
        for k in range(row.size):
            if row[k] != 0.0:
                row[k] = np.log1p(row[k] * factor)


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
    return numba.njit(nogil=True)(loop)

"""Threads that fill a block together.

Each claims a few rows at a time, so a thread that the system does not let run holds nobody up: the others do its share.
Which thread wrote a row cannot be seen in it.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True, eq=False)
class Crew:
    """The thread that asks and `n_more` others of `pool`."""

    pool: Executor | None = None
    n_more: int = 0

    def run(self, kernel: Callable[..., Answer], *given: object) -> list[Answer]:
        """Return what `kernel` answers to ``(turn, *given)``, once per thread that took part; see `kernels.fill`."""
        turn = np.zeros(1, dtype=np.int64)
        asked = [self.pool.submit(kernel, turn, *given) for _ in range(self.n_more)] if self.pool else []
        found = [kernel(turn, *given)]
        # Who has not begun by now finds nothing left to do.
        return found + [more.result() for more in asked if not more.cancel()]


ALONE = Crew()


def default_threads() -> int:
    """Return how many threads fill a block where nobody says: two, or one where there is but one core."""
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(2, available)


@contextmanager
def crew(n_threads: int) -> Iterator[Crew]:
    """Hold a crew of `n_threads`, the thread that asks among them."""
    if n_threads == 1:
        yield ALONE
        return
    with ThreadPoolExecutor(n_threads - 1, thread_name_prefix="clinicell-loader") as pool:
        yield Crew(pool, n_threads - 1)

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from clinicell.datasets.loading.kernels import compiled
from clinicell.datasets.loading.machine import FLOATS, call_in, claim, put_line, settle


def claims(turn, n):
    """The numbers that one thread gets."""
    found = np.empty(n, dtype=np.int64)
    for k in range(n):
        found[k] = claim(turn)
    return found


def line_put(out, source, k):
    call_in(source, k)
    put_line(out, source, k)
    settle()


def test_no_two_threads_claim_the_same_number():
    loop, turn, n = compiled(claims), np.zeros(1, dtype=np.int64), 100_000
    with ThreadPoolExecutor(4) as pool:
        found = np.concatenate(list(pool.map(lambda _: loop(turn, n), range(4))))
    np.testing.assert_array_equal(np.sort(found), np.arange(4 * n))
    assert turn[0] == 4 * n


@pytest.mark.parametrize("kernel", [lambda loop: loop, compiled], ids=["python", "numba"])
def test_a_line_is_put_where_it_belongs_and_nowhere_else(kernel):
    space, source = np.zeros(8 * FLOATS, dtype=np.float32), np.arange(1, 8 * FLOATS + 1, dtype=np.float32)
    out = space[(-space.ctypes.data % 64) // 4 :][: 7 * FLOATS]
    kernel(line_put)(out, source, 2 * FLOATS)
    expected = np.zeros_like(out)
    expected[2 * FLOATS : 3 * FLOATS] = source[2 * FLOATS : 3 * FLOATS]
    np.testing.assert_array_equal(out, expected)
    assert space.sum() == expected.sum()

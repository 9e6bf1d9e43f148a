import numpy as np
import pytest

from clinicell.datasets.loading.order import TABLE, order, permuted

KEYS = np.random.default_rng(0).integers(0, 2**64, 6, dtype=np.uint64)


@pytest.mark.parametrize("n", [1, 2, 3, 7, 64, 1000, 4097])
def test_a_computed_order_is_a_permutation(n):
    assert sorted(permuted(np.arange(n), n, KEYS)) == list(range(n))


def test_a_long_order_holds_every_row_once_and_any_stretch_of_it_is_had_alone():
    n = TABLE + 12_345
    whole = order(n, seed=1, epoch=0).rows(np.arange(n))
    assert np.array_equal(np.sort(whole), np.arange(n))
    assert np.array_equal(order(n, seed=1, epoch=0).rows(np.arange(500, 700)), whole[500:700])
    assert not np.array_equal(order(n, seed=1, epoch=1).rows(np.arange(n)), whole)


def test_a_computed_order_is_as_random_as_a_drawn_one():
    n, n_bins = 200_000, 20
    first, second = (order(n, seed=1, epoch=epoch).rows(np.arange(n)) for epoch in (0, 1))
    # Where in the file the k-th twentieth of an epoch comes from: chi-squared with 19 x 19 degrees of freedom.
    for a, b in ((np.arange(n), first), (first, second), (first[:-1], first[1:])):
        table = np.histogram2d(a, b, bins=n_bins)[0]
        expected = a.size / n_bins**2
        chi2 = ((table - expected) ** 2 / expected).sum()
        assert abs(chi2 - 361) < 4 * np.sqrt(2 * 361)
    assert abs(np.corrcoef(np.arange(n), first)[0, 1]) < 4 / np.sqrt(n)
    # A random permutation has one fixed point on average, and keeps one pair of neighbours in order.
    assert (first == np.arange(n)).sum() < 8
    assert (np.diff(first) == 1).sum() < 8

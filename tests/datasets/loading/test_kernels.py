"""The loops as plain Python against scipy, over pages that cut rows: what numba compiles is this source."""

import builtins

import numpy as np
import pytest
from scipy import sparse

from clinicell.datasets.loading.kernels import compiled, fill, gather, log1p_rows, total
from clinicell.errors import MissingExtra

INDEX_PAGE, VALUE_PAGE = 7, 5


def paged(array, page, rng):
    """The array in pages that lie anywhere in a longer one."""
    n_pages = -(-array.size // page)
    flat, places = np.full(3 * n_pages * page + page, 99, dtype=array.dtype), rng.permutation(3 * n_pages)[:n_pages]
    for k, place in enumerate(places):
        part = array[k * page : (k + 1) * page]
        flat[place * page : place * page + part.size] = part
    return flat, (places * page).astype(np.int64), page


@pytest.fixture
def rows():
    rng = np.random.default_rng(3)
    table = sparse.csr_matrix(rng.poisson(0.4, (20, 11)).astype("float32"))
    drawn = rng.permutation(20)[:12]
    spans = table.indptr[drawn].astype(np.int64), table.indptr[drawn + 1].astype(np.int64)
    return table, drawn, spans, paged(table.indices, INDEX_PAGE, rng), paged(table.data, VALUE_PAGE, rng)


@pytest.mark.parametrize("kernel", [lambda loop: loop, compiled], ids=["python", "numba"])
def test_rows_are_filled_gathered_and_summed_as_scipy_does(rows, kernel):
    table, drawn, spans, index, value = rows
    out = np.full((12, 11), 5.0, dtype="float32")
    at = np.arange(12)[::-1].copy()
    assert kernel(fill)(out, at, *spans, 0, table.nnz + 1, *index, *value, np.empty(0, dtype=np.int64), 11) == 0
    np.testing.assert_array_equal(out[::-1], table[drawn].toarray())
    columns = np.array([3, -1, 0, -1, 1, 2, -1, -1, -1, -1, -1])
    small = np.empty((12, 4), dtype="float32")
    assert kernel(fill)(small, np.arange(12), *spans, 0, table.nnz + 1, *index, *value, columns, 11) == 0
    np.testing.assert_array_equal(small, table[drawn].toarray()[:, [2, 4, 5, 0]])
    lengths = spans[1] - spans[0]
    found = np.empty(lengths.sum(), dtype=np.int32), np.empty(lengths.sum(), dtype="float32")
    kernel(gather)(*found, np.cumsum(lengths) - lengths, *spans, 0, table.nnz, *index, *value)
    np.testing.assert_array_equal(found[0], table[drawn].indices)
    np.testing.assert_array_equal(found[1], table[drawn].data)
    totals = np.zeros(12)
    kernel(total)(totals, *spans, 0, table.nnz, *value)
    np.testing.assert_array_equal(totals, np.asarray(table[drawn].sum(axis=1)).ravel())
    kernel(log1p_rows)(out, at, np.full(12, 2.0))
    np.testing.assert_allclose(out[::-1], np.log1p(2 * table[drawn].toarray()), rtol=1e-6)


@pytest.mark.parametrize("kernel", [lambda loop: loop, compiled], ids=["python", "numba"])
def test_what_leads_outside_is_counted_and_not_written(rows, kernel):
    table, _, spans, index, value = rows
    index[0][index[1][0] : index[1][0] + 2] = [11, -3]
    out = np.zeros((12, 11), dtype="float32")
    n_hit = int(((spans[0] <= 0) & (spans[1] > 0)).sum() + ((spans[0] <= 1) & (spans[1] > 1)).sum())
    bounds = (0, table.nnz + 1)
    assert kernel(fill)(out, np.arange(12), *spans, *bounds, *index, *value, np.empty(0, dtype=np.int64), 11) == n_hit
    assert (n_hit, np.isfinite(out).all()) == (n_hit, True)


def test_without_numba_the_extra_is_named(monkeypatch):
    compiled.cache_clear()
    real = builtins.__import__

    def no_numba(name, *rest, **more):
        if name == "numba":
            raise ModuleNotFoundError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", no_numba)
    with pytest.raises(MissingExtra, match=r"clinicell\[baselines\]"):
        compiled(total)

"""The loops against scipy, as plain Python and as numba compiles the same source."""

import builtins
import os

import numpy as np
import pytest
from scipy import sparse

from clinicell.datasets.loading import kernels
from clinicell.datasets.loading.crew import ALONE, crew
from clinicell.datasets.loading.kernels import compiled, fill, fill_read, gather, read
from clinicell.errors import MissingExtra

SAME = np.empty(0, dtype=np.int64)
PYTHON_AND_NUMBA = pytest.mark.parametrize("kernel", [lambda loop: loop, compiled], ids=["python", "numba"])


@pytest.fixture
def rows():
    rng = np.random.default_rng(3)
    table = sparse.csr_matrix(rng.poisson(0.4, (40, 11)).astype("float32"))
    drawn = rng.permutation(40)[:32]
    return table, drawn, (table.indptr[drawn].astype(np.int64), table.indptr[drawn + 1].astype(np.int64))


def in_pages(array, page, folder, name, rng):
    """The array in pages that lie anywhere in two files, as `fill_read` wants it, and the open files."""
    n_pages = -(-array.size // page)
    spaces, files, offsets = [np.full((3 * n_pages, page), 99, array.dtype) for _ in range(2)], [], []
    for k, place in enumerate(rng.permutation(3 * n_pages)[:n_pages]):
        part = array[k * page : (k + 1) * page]
        spaces[k % 2][place, : part.size] = part
        files.append(k % 2)
        offsets.append(place * page * array.itemsize + k % 2)
    for k, space in enumerate(spaces):
        (folder / f"{name}{k}").write_bytes(b"x" * k + space.tobytes())
    opened = [os.open(folder / f"{name}{k}", os.O_RDONLY) for k in range(2)]
    return (np.array(opened, dtype=np.int32)[files], np.array(offsets), page, array[:0].copy()), opened


@pytest.fixture
def paged(rows, tmp_path):
    rng = np.random.default_rng(4)
    made = [in_pages(getattr(rows[0], name), page, tmp_path, name, rng) for name, page in (("indices", 7), ("data", 5))]
    yield made[0][0], made[1][0]
    for number in made[0][1] + made[1][1]:
        os.close(number)


@PYTHON_AND_NUMBA
@pytest.mark.parametrize("streamed", [1 << 24, 0], ids=["through the caches", "past the caches"])
def test_rows_are_filled_as_scipy_does(rows, kernel, streamed, monkeypatch):
    monkeypatch.setattr(kernels, "STREAMED", streamed)  # numba keeps the number it was compiled with
    table, drawn, spans = rows
    out, at = np.full((32, 11), 5.0, dtype="float32"), np.arange(32)[::-1].copy()
    given = at, *spans, table.indices, table.data
    assert ALONE.run(kernel(fill), out, *given, SAME, 11, False) == [0]
    np.testing.assert_array_equal(out[::-1], table[drawn].toarray())
    columns = np.array([3, -1, 0, -1, 1, 2, -1, -1, -1, -1, -1])
    small = np.empty((32, 4), dtype="float32")
    assert ALONE.run(kernel(fill), small, *given, columns, 11, False) == [0]
    np.testing.assert_array_equal(small[::-1], table[drawn].toarray()[:, [2, 4, 5, 0]])
    ALONE.run(kernel(fill), out, *given, SAME, 11, True)
    sums = np.maximum(table[drawn].toarray().sum(axis=1, keepdims=True), 1)
    np.testing.assert_allclose(out[::-1], np.log1p(1e4 * table[drawn].toarray() / sums), rtol=1e-6)


@PYTHON_AND_NUMBA
def test_rows_are_filled_from_pages_of_several_files(rows, paged, kernel):
    table, drawn, spans = rows
    out = np.full((32, 11), 5.0, dtype="float32")
    assert ALONE.run(kernel(fill_read), out, np.arange(32), *spans, *paged, SAME, 11, False) == [(0, 0)]
    np.testing.assert_array_equal(out, table[drawn].toarray())
    lengths = spans[1] - spans[0]
    found = np.empty(lengths.sum(), dtype="float32")
    assert kernel(read)(found, np.cumsum(lengths) - lengths, *spans, *paged[1][:3]) == 0
    np.testing.assert_array_equal(found, table[drawn].data)


@PYTHON_AND_NUMBA
def test_a_page_past_the_end_of_its_file_is_counted(rows, paged, kernel):
    _, _, spans = rows
    paged[1][1][:] = 10**6
    out = np.empty((32, 11), dtype="float32")
    ((n_bad, n_short),) = ALONE.run(kernel(fill_read), out, np.arange(32), *spans, *paged, SAME, 11, False)
    assert (n_bad, n_short >= (spans[1] > spans[0]).sum()) == (0, True)


@PYTHON_AND_NUMBA
def test_rows_are_gathered_as_scipy_does(rows, kernel):
    table, drawn, spans = rows
    lengths = spans[1] - spans[0]
    found = np.empty(lengths.sum(), dtype=np.int32), np.empty(lengths.sum(), dtype="float32")
    kernel(gather)(*found, np.cumsum(lengths) - lengths, *spans, table.indices, table.data)
    np.testing.assert_array_equal(found[0], table[drawn].indices)
    np.testing.assert_array_equal(found[1], table[drawn].data)


@PYTHON_AND_NUMBA
def test_what_leads_outside_is_counted_and_not_written(rows, kernel):
    table, _, spans = rows
    table.indices[:2] = [11, -3]
    n_hit = int(((spans[0] <= 0) & (spans[1] > 0)).sum() + ((spans[0] <= 1) & (spans[1] > 1)).sum())
    space = np.full((34, 11), 7.0, dtype="float32")
    given = space[1:33], np.arange(32), *spans, table.indices, table.data
    assert ALONE.run(kernel(fill), *given, SAME, 11, False) == [n_hit]
    assert n_hit > 0
    assert (space[[0, 33]] == 7).all()


@pytest.mark.parametrize("first", range(0, 20, 3))
@pytest.mark.parametrize("n_genes", [14_337, 14_336])
def test_a_large_block_is_filled_wherever_its_rows_begin(n_genes, first):
    table = sparse.random(300, n_genes, density=0.02, format="csr", dtype="float32", rng=np.random.default_rng(0))
    space = np.full(first + 300 * n_genes + 1, 7.0, dtype="float32")
    out = space[first : first + 300 * n_genes].reshape(300, n_genes)
    assert out.nbytes > kernels.STREAMED
    ends = table.indptr.astype(np.int64)
    ALONE.run(compiled(fill), out, np.arange(300), ends[:-1], ends[1:], table.indices, table.data, SAME, n_genes, False)
    np.testing.assert_array_equal(out, table.toarray())
    assert (space[:first] == 7).all()
    assert space[-1] == 7


@pytest.mark.parametrize("n_threads", [2, 3, 5])
def test_rows_are_shared_by_threads_each_written_once(rows, n_threads):
    table, drawn, spans = rows
    spans, drawn = [np.tile(part, 50) for part in spans], np.tile(drawn, 50)
    expected = table[drawn].toarray()
    with crew(n_threads) as hands:
        for _ in range(20):
            out = np.full((drawn.size, 11), 5.0, dtype="float32")
            given = np.arange(drawn.size), *spans, table.indices, table.data, SAME, 11, False
            assert sum(hands.run(compiled(fill), out, *given)) == 0
            np.testing.assert_array_equal(out, expected)


def test_without_numba_the_extra_is_named(monkeypatch):
    compiled.cache_clear()
    real = builtins.__import__

    def no_numba(name, *rest, **more):
        if name == "numba":
            raise ModuleNotFoundError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", no_numba)
    with pytest.raises(MissingExtra, match=r"clinicell\[baselines\]"):
        compiled(read)

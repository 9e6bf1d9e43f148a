import numpy as np
from scipy import sparse

from clinicell.datasets.readers.raw import InMemory, whole


class InBlocks:
    """A matrix that only ever gives blocks."""

    def __init__(self, numbers):
        self.numbers, self.shape = numbers, numbers.shape

    def blocks(self, n_rows):
        yield from InMemory(self.numbers).blocks(n_rows)


def test_blocks_come_in_order_and_the_last_is_shorter():
    numbers = np.arange(14).reshape(7, 2)
    blocks = list(InMemory(numbers).blocks(3))
    assert [len(block) for block in blocks] == [3, 3, 1]
    np.testing.assert_array_equal(np.concatenate(blocks), numbers)


def test_whole_joins_the_blocks_and_keeps_sparse_sparse():
    numbers = sparse.random(9, 4, density=0.4, format="csr", random_state=0)
    found = whole(InBlocks(numbers), n_rows=2)
    assert sparse.issparse(found)
    np.testing.assert_array_equal(found.toarray(), numbers.toarray())
    np.testing.assert_array_equal(whole(InBlocks(numbers.toarray()), n_rows=4), numbers.toarray())


def test_a_matrix_without_rows_is_whole_as_well():
    assert whole(InBlocks(np.zeros((0, 3)))).shape == (0, 3)

import numpy as np
import pytest

from clinicell.datasets.audit import near
from clinicell.datasets.audit.near import Nature, near_pairs
from clinicell.datasets.audit.shared import across, hashed_rows


@pytest.fixture
def cells():
    """1,000 cells of 20 donors in two splits, of three types that differ much; the last 20 copy the first 20."""
    rng = np.random.default_rng(0)
    rate = np.exp(rng.normal(0, 1, 300) + rng.normal(0, 1.5, (3, 300))[rng.integers(0, 3, 1000)])
    table = rng.poisson(800 * rate / rate.sum(axis=1, keepdims=True))
    table[-20:] = rng.binomial(table[:20], 0.8)
    donor = np.repeat(np.arange(20), 50)
    return table.astype("float64"), donor // 10, donor


def test_copies_of_four_fifths_of_the_molecules_are_paired_with_their_cell_and_no_other_cell_is(cells):
    table, split, donor = cells
    pairs = near_pairs(table, np.arange(1000), split, donor)
    assert {tuple(pair) for pair in pairs} == {(k, 980 + k) for k in range(20)}


def test_cells_are_hashed_and_few_pairs_are_ever_compared(cells, monkeypatch):
    table, split, donor = cells
    compared = []
    real = near._of_buckets

    def counting(codes):
        pairs = real(codes)
        compared.append(len(pairs))
        return pairs

    monkeypatch.setattr(near, "_of_buckets", counting)
    near_pairs(table, np.arange(1000), split, donor)
    assert max(compared) < 0.02 * 1000 * 999 / 2


def test_pairs_that_occur_as_often_within_a_split_are_nature(cells):
    table, split, donor = cells
    table[980:] = table[:20]
    table[480:500] = table[:20]  # the same likeness between two donors of one split
    table[480:500] *= 1.5
    table[980:] *= 0.7
    assert len(near_pairs(table, np.arange(1000), split, donor)) == 0


def test_nature_counts_pairs_of_two_donors_within_a_split():
    # Donors a, a, b | c: within the first split 2 pairs of two donors, across 3.
    nature = Nature.of(np.array([0, 0, 0, 1]), np.array([0, 0, 1, 2]))
    assert (nature.ratio, nature.by_donor) == (1.5, True)
    assert nature.is_exceeded(1, 0, is_sure=True)
    assert not nature.is_exceeded(10, 1, is_sure=True)  # 5 x 1.5 + 3 x sqrt(1.5) = 11.2
    assert nature.is_exceeded(12, 1, is_sure=True)


def test_a_hash_depends_on_what_is_stored_and_not_on_its_order_or_on_written_zeros():
    from scipy import sparse

    rng = np.random.default_rng(0)
    table = rng.poisson(1.0, (50, 60)).astype("float32")
    plain, can_tell = hashed_rows(table)
    held = sparse.csr_matrix(table)
    order = np.concatenate(
        [rng.permutation(np.arange(a, b)) for a, b in zip(held.indptr, held.indptr[1:], strict=False)]
    )
    mixed = sparse.csr_matrix((held.data[order], held.indices[order], held.indptr), shape=held.shape)
    assert np.array_equal(hashed_rows(mixed)[0], plain)
    assert len(set(plain.tolist())) == 50
    assert can_tell.all()
    assert not hashed_rows(table[:, :15])[1].any()


def test_rows_across_splits_are_those_whose_hash_stands_in_both():
    hashes = np.array([5, 5, 7, 7, 9], dtype=np.uint64)
    assert across(hashes, np.ones(5, dtype=bool), np.array([0, 0, 0, 1, 1])).tolist() == [2, 3]
    assert across(hashes, np.array([1, 1, 1, 0, 1], dtype=bool), np.array([0, 0, 0, 1, 1])).size == 0

"""A matrix in its file tells the same as the one in memory, block by block."""

import anndata as ad
import h5py
import numpy as np
import pytest
from anndata.io import sparse_dataset, write_elem
from scipy import sparse

from clinicell.datasets.schema import matrix, on_disk
from clinicell.datasets.schema.levels import Level
from clinicell.datasets.schema.matrix import extremes, is_sound, keys, n_nonzero, n_stored, row_blocks, values


@pytest.fixture
def small_blocks(monkeypatch):
    monkeypatch.setattr(on_disk, "BLOCK", 5)


@pytest.fixture
def stored(tmp_path):
    """A function that returns a matrix as it stays in a file."""
    opened = []

    def store(held, **how):
        file = h5py.File(tmp_path / f"{len(opened)}.h5", "w")
        opened.append(file)
        if isinstance(held, np.ndarray):
            return file.create_dataset("X", data=held, **how)
        write_elem(file, "X", held)
        return sparse_dataset(file["X"])

    yield store
    for file in opened:
        file.close()


def numbers(seed: int, *, whole: bool = True) -> np.ndarray:
    rng = np.random.default_rng(seed)
    found = rng.poisson(1.0, (23, 7)) * (rng.random((23, 7)) < 0.5)
    found[4], found[11] = 0, found[3]
    return (found if whole else np.log1p(found)).astype("float32")


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("wrap", [np.asarray, sparse.csr_matrix])
def test_what_a_walk_tells_is_what_the_matrix_in_memory_tells(stored, small_blocks, wrap, whole):
    held = wrap(numbers(1, whole=whole))
    there = stored(held)
    assert extremes(there) == extremes(held) == (0 if wrap is np.asarray else held.data.min(), held.max(), whole)
    assert n_nonzero(there).tolist() == n_nonzero(held).tolist() == np.count_nonzero(numbers(1), axis=1).tolist()
    assert np.allclose(keys(there), keys(held))
    assert keys(there)[11] == keys(there)[3]
    assert n_stored(there) == n_stored(held)
    assert np.array_equal(np.concatenate(list(values(there))), np.concatenate(list(values(held))))
    blocks = [block if wrap is np.asarray else block.toarray() for block in row_blocks(there)]
    assert len(blocks) > 3
    assert np.array_equal(np.concatenate(blocks), numbers(1, whole=whole))


def test_zeros_that_are_written_down_count_as_nothing(stored):
    held = sparse.csr_matrix(numbers(2))
    held.data[::3] = 0
    assert n_nonzero(stored(held)).tolist() == np.count_nonzero(held.toarray(), axis=1).tolist()


def test_one_that_is_no_number_is_seen_at_the_extremes(stored, small_blocks):
    held = sparse.csr_matrix(numbers(3))
    held.data[7] = np.nan
    lowest, highest, is_whole = extremes(stored(held))
    assert np.isnan(lowest)
    assert np.isnan(highest)
    assert not is_whole


@pytest.mark.parametrize(
    ("part", "place", "value"),
    [("indices", 0, 7), ("indices", -1, -1), ("indptr", -1, 999), ("indptr", 0, 1), ("indptr", 2, 0)],
)
def test_pointers_that_lead_out_are_told_and_no_number_is_given(stored, small_blocks, part, place, value):
    there = stored(sparse.csr_matrix(numbers(4)))
    there.group[part][place] = value
    assert not is_sound(there)
    assert list(row_blocks(there)) == []


def test_entries_that_stand_twice_are_counted(stored, small_blocks):
    there = stored(sparse.csr_matrix(np.ones((6, 4), dtype="float32")))
    there.group["indices"][[1, 13]] = [0, 0]
    assert on_disk.survey(there).n_twice == 2


def test_what_is_left_unread_breaks_no_rule_and_gives_no_number(stored):
    there = stored(sparse.csr_matrix(numbers(5)))
    on_disk.leave_unread(there)
    assert list(values(there)) == []
    assert (n_nonzero(there) > 0).all()
    assert len(set(keys(there))) == 23


def test_chunks_of_many_rows_are_unpacked_once(stored, small_blocks):
    there = stored(numbers(6), chunks=(8, 7))
    assert [len(block) for block in row_blocks(there)] == [8, 8, 7]


def test_a_column_by_column_chunk_is_not_walked_over_row_by_row(stored, monkeypatch):
    monkeypatch.setattr(on_disk, "WIDEST", 100)
    assert on_disk.can_stay(stored(numbers(7), chunks=(8, 7)))
    assert not on_disk.can_stay(stored(numbers(7), chunks=(23, 1)))
    assert not on_disk.can_stay(stored(sparse.csc_matrix(numbers(7))).group)


def test_a_backed_data_set_is_judged_as_the_same_in_memory(tmp_path, good):
    from clinicell.datasets.validate import validate

    adata = good("rna")
    adata.write_h5ad(tmp_path / "good.h5ad")
    backed = ad.read_h5ad(tmp_path / "good.h5ad", backed="r")
    assert isinstance(backed.X, matrix.STORED)
    assert validate(backed) == validate(adata)
    backed.file.close()


def test_a_data_set_that_changed_in_its_file_is_walked_over_again(tmp_path, good):
    from clinicell.datasets.validate import validate

    good("rna").write_h5ad(tmp_path / "good.h5ad")
    backed = ad.read_h5ad(tmp_path / "good.h5ad", backed="r+")
    assert not validate(backed).up_to(Level.L3)
    backed.file._file["X/data"][0] = -1
    assert [finding.code for finding in validate(backed).up_to(Level.L3)] == ["L1-SCALE-05"]
    backed.file.close()

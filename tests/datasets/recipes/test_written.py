"""Matrices that are packed here are those that HDF5 would have written itself."""

import anndata as ad
import h5py
import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from clinicell.datasets.readers.faults import Unreadable
from clinicell.datasets.recipes.written import CHUNK, Stream, write

N_ROWS, N_COLUMNS = 700, 400


def matrix(n_stored):
    """Return counts at `n_stored` places, none of them 0, the rows unevenly full."""
    places = np.sort(np.random.default_rng(3).choice(N_ROWS * N_COLUMNS, n_stored, replace=False))
    values = np.random.default_rng(4).integers(1, 9, n_stored).astype("float32")
    return sparse.csr_matrix((values, (places // N_COLUMNS, places % N_COLUMNS)), shape=(N_ROWS, N_COLUMNS))


def written(path, numbers, dtype="float32", step=37):
    frame = ad.AnnData(obs=pd.DataFrame(index=[f"c{i}" for i in range(N_ROWS)]),
                       var=pd.DataFrame(index=[f"g{i}" for i in range(N_COLUMNS)]))  # fmt: skip
    blocks = [numbers[first : first + step] for first in range(0, N_ROWS, step)]
    stream = Stream(slot="X", shape=numbers.shape, dtype=dtype, is_sparse=True, blocks=lambda: iter(blocks))
    return write(path, frame, (stream,))


@pytest.mark.parametrize("n_stored", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 5])
def test_every_number_comes_back_wherever_the_chunks_end(tmp_path, n_stored):
    numbers = matrix(n_stored)
    path = written(tmp_path / "a.h5ad", numbers)
    found = ad.read_h5ad(path).X
    assert (found != numbers).nnz == 0
    with h5py.File(path) as file:
        assert file["X/data"].shape == file["X/indices"].shape == (n_stored,)
        assert (file["X/data"].compression, file["X/data"].shuffle) == ("gzip", True)
        assert file["X/data"].id.get_num_chunks() == -(-n_stored // CHUNK)


def test_blocks_of_any_height_give_the_same_bytes(tmp_path):
    one, other = (written(tmp_path / f"{step}.h5ad", matrix(CHUNK + 9), step=step) for step in (37, 300))
    assert one.read_bytes() == other.read_bytes()


def test_chunks_are_packed_as_hdf5_packs_them(tmp_path):
    path = written(tmp_path / "a.h5ad", matrix(2 * CHUNK))
    with h5py.File(path) as ours, h5py.File(tmp_path / "b.h5", "w") as file:
        theirs = file.create_dataset("data", data=ours["X/data"][:CHUNK], chunks=(CHUNK,),
                                     compression="gzip", compression_opts=1, shuffle=True)  # fmt: skip
        assert ours["X/data"].id.get_create_plist().get_filter(1)[2] == theirs.id.get_create_plist().get_filter(1)[2]
        assert len(ours["X/data"].id.read_direct_chunk((0,))[1]) == pytest.approx(theirs.id.get_storage_size(), rel=0.1)


def test_a_number_that_the_type_cannot_hold_is_refused_and_nothing_is_left(tmp_path):
    numbers = matrix(CHUNK + 7)
    numbers.data[-1] = 70_000
    with pytest.raises(Unreadable, match="1 numbers of a block are outside 0 to 65,535"):
        written(tmp_path / "a.h5ad", numbers, dtype="uint16")
    assert list(tmp_path.iterdir()) == []

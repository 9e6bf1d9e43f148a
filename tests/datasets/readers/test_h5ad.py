import h5py
import numpy as np
import pytest
from scipy import sparse

from clinicell.datasets.readers import h5ad
from clinicell.datasets.readers.faults import Unreadable
from clinicell.datasets.readers.raw import whole
from clinicell.datasets.readers.stored import Rows

from .conftest import counts, small


def dense(matrix, n_rows=7):
    found = whole(matrix, n_rows)
    return found.toarray() if sparse.issparse(found) else found


@pytest.mark.parametrize("form", [sparse.csr_matrix, sparse.csc_matrix, np.asarray], ids=["csr", "csc", "dense"])
def test_each_form_of_a_matrix_comes_from_disk_in_blocks_as_it_was_written(h5ad_file, form):
    raw = h5ad.read(h5ad_file(form))
    assert list(raw.matrices) == ["X", "layers/log", "raw/X"]
    assert [len(block.shape) and block.shape[0] for block in raw.matrices["X"].blocks(15)] == [15, 15, 10]
    for name, numbers in (("X", counts()), ("layers/log", np.log1p(counts())), ("raw/X", counts())):
        assert raw.matrices[name].shape == numbers.shape
        assert np.array_equal(dense(raw.matrices[name]), numbers)


def test_tables_and_texts_are_what_anndata_wrote(h5ad_file):
    raw = h5ad.read(h5ad_file())
    written = small()
    assert raw.obs.equals(written.obs)
    assert raw.var.index.equals(written.var.index)
    assert np.array_equal(raw.tables["obsm/X_pca"], written.obsm["X_pca"])
    assert list(raw.tables["raw/var"].index) == list(written.var_names)
    assert raw.header["uns/title"] == "a small cohort"


def test_scale_and_raw_matrix_are_asked_for_and_the_numbers_only_point(h5ad_file):
    raw = h5ad.read(h5ad_file())
    asked = {(question.about, question.place): question for question in raw.questions}
    assert set(asked) == {("raw", "small.h5ad"), *(("scale", name) for name in ("X", "layers/log", "raw/X"))}
    assert asked["raw", "small.h5ad"].choices == ("X", "layers/log", "raw/X")
    assert asked["scale", "X"].evidence.endswith(
        f"all numbers are whole, 0 to {counts().max():.0f}: like counts, or codes"
    )
    assert asked["scale", "layers/log"].evidence.endswith("like logarithms")
    told = h5ad.read(raw_path := h5ad_file(), {"raw": "X", "scale:X": "counts", "scale": "other"})
    assert told.questions == ()
    with pytest.raises(Unreadable, match="one of 'X'"):
        h5ad.read(raw_path, {"raw": "layers/none"})


def test_ids_that_stand_twice_are_asked_for(h5ad_file):
    path = h5ad_file()
    with h5py.File(path, "r+") as file:
        file["obs/_index"][1] = "cell0"
    (question,) = [question for question in h5ad.read(path).questions if question.about == "duplicates"]
    assert question.why == "1 of 40 ids stand more than once"
    told = h5ad.read(path, {"duplicates": "number them"})
    assert list(told.obs.index[:3]) == ["cell0", "cell0.2", "cell2"]
    assert "duplicates" not in {question.about for question in told.questions}


def test_an_entry_that_stands_twice_is_refused_and_not_added_up(h5ad_file):
    path = h5ad_file()
    with h5py.File(path, "r+") as file:
        starts = file["X/indptr"][...]
        row = int(np.argmax(np.diff(starts) >= 2))
        file["X/indices"][starts[row] + 1] = file["X/indices"][starts[row]]
    with pytest.raises(Unreadable, match="L0-READ-16"):
        whole(h5ad.read(path, {"raw": "X", "scale": "counts"}).matrices["X"])


def test_memory_is_bounded_by_the_block_and_not_by_the_file(tmp_path):
    import tracemalloc

    n_rows, per_row = 60_000, 100
    path = tmp_path / "big.h5ad"
    rng = np.random.default_rng(0)
    with h5py.File(path, "w") as file:
        group = file.create_group("X")
        group.attrs.update({"encoding-type": "csr_matrix", "encoding-version": "0.1.0", "shape": (n_rows, 2000)})
        group["data"] = np.ones(n_rows * per_row, "float32")
        group["indices"] = np.tile(np.sort(rng.choice(2000, per_row, replace=False)), n_rows).astype("int32")
        group["indptr"] = np.arange(0, n_rows * per_row + 1, per_row)
    matrix = Rows(_store(path), "X", (n_rows, 2000))
    tracemalloc.start()
    total = sum(float(block.sum()) for block in matrix.blocks(1000))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert total == n_rows * per_row
    assert peak < 8 << 20  # the numbers alone are 48 MB


def _store(path):
    from clinicell.datasets.readers.hdf5 import Hdf5

    return Hdf5(path)


REAL = {
    "atlas/pbmc68k_reduced/10x_pbmc68k_reduced.h5ad": {"X": (700, 765), "raw/X": (700, 765)},
    "multiome/scicar_kidney_small/sample.h5ad": {"X": (554, 1482), "obsm/mode2": (554, 1499)},
    "response/ifnb_lupus/counts.h5ad": {"X": (1556, 1267)},
    "response/melanoma_icb/expression_subset.h5ad": {"X": (550, 3523)},
}


@pytest.mark.parametrize("name", REAL)
def test_real_files_of_every_age_are_read_as_anndata_reads_them(mirror, name):
    import warnings

    import anndata as ad

    raw = h5ad.read(mirror / name)
    assert {slot: matrix.shape for slot, matrix in raw.matrices.items()} == REAL[name]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        adata = ad.read_h5ad(mirror / name)
    theirs = adata.X.toarray() if sparse.issparse(adata.X) else adata.X
    assert np.array_equal(dense(raw.matrices["X"], 100), theirs)
    assert list(raw.obs.index) == list(adata.obs_names)
    assert list(raw.obs.columns) == list(adata.obs.columns)
    for column in adata.obs:
        assert list(raw.obs[column].astype(str)) == list(adata.obs[column].astype(str))

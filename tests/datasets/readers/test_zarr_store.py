import json
import shutil
import warnings
import zipfile

import numpy as np
import pytest
import zarr
from scipy import sparse

from clinicell.datasets.readers import zarr_store
from clinicell.datasets.readers.faults import Unreadable
from clinicell.datasets.readers.find import reader_of
from clinicell.datasets.readers.raw import whole

from .conftest import counts, small


@pytest.fixture(params=[2, 3], ids=["v2", "v3"])
def store(tmp_path, request):
    import anndata as ad

    path = tmp_path / "small.zarr"
    with warnings.catch_warnings(), ad.settings.override(zarr_write_format=request.param):
        warnings.simplefilter("ignore")
        small().write_zarr(path)
    return path


def test_both_formats_give_what_was_written(store):
    raw = zarr_store.read(store)
    assert reader_of(store) == "zarr_store"
    assert list(raw.matrices) == ["X", "layers/log", "raw/X"]
    assert np.array_equal(whole(raw.matrices["X"], 9).toarray(), counts())
    assert list(raw.obs.index) == list(small().obs_names)
    assert list(raw.obs["donor_id"].astype(str)) == list(small().obs["donor_id"].astype(str))


def test_a_zip_of_a_store_is_read_in_place(store, tmp_path):
    packed = shutil.make_archive(str(tmp_path / "small"), "zip", store)
    raw = zarr_store.read(tmp_path / "small.zip")
    assert reader_of(tmp_path / "small.zip") == "zarr_store"
    assert np.array_equal(whole(raw.matrices["X"]).toarray(), counts())
    assert packed.endswith("small.zip")


def test_plain_arrays_are_matrices_whose_orientation_is_asked_for(tmp_path):
    root = zarr.open_group(tmp_path / "plain.zarr", mode="w")
    root["beta"] = counts() + 1
    raw = zarr_store.read(tmp_path / "plain.zarr")
    assert [(question.about, question.place) for question in raw.questions] == [
        ("orientation", "beta"),
        ("scale", "beta"),
    ]
    turned = zarr_store.read(tmp_path / "plain.zarr", {"orientation": "features x units"})
    assert np.array_equal(whole(turned.matrices["beta"], 4), counts().T + 1)


def test_a_codec_that_unpickles_is_refused_before_zarr_sees_it(tmp_path):
    path = tmp_path / "trap.zarr"
    root = zarr.open_group(path, mode="w", zarr_format=2)
    root["X"] = counts()
    metadata = json.loads((path / "X/.zarray").read_text())
    (path / "X/.zarray").write_text(json.dumps({**metadata, "filters": [{"id": "pickle"}]}))
    with pytest.raises(Unreadable, match=r"'pickle'.*L0-READ-14"):
        zarr_store.read(path)


def test_a_link_in_a_store_and_a_climbing_path_in_a_zip_are_refused(store, tmp_path):
    (tmp_path / "secret").write_text("secret")
    (store / "link").symlink_to(tmp_path / "secret")
    with pytest.raises(Unreadable, match="L0-READ-12"):
        zarr_store.read(store)
    with zipfile.ZipFile(tmp_path / "climbs.zip", "w") as archive:
        archive.writestr("../../.zgroup", "{}")
    with pytest.raises(Unreadable, match="L0-READ-12"):
        zarr_store.read(tmp_path / "climbs.zip")


def test_a_lost_chunk_of_a_sparse_matrix_is_refused_and_of_a_dense_one_asked_for(store, tmp_path):
    root = zarr.open_group(tmp_path / "plain.zarr", mode="w")
    root.create_array("beta", data=counts() + 1, chunks=(10, 25))
    chunk = next(tmp_path.joinpath("plain.zarr/beta").rglob("2/0"))
    chunk.unlink()
    (question,) = [q for q in zarr_store.read(tmp_path / "plain.zarr").questions if q.about == "chunks"]
    assert question.evidence == "beta: 1 of 4 chunks are not stored"
    with pytest.raises(Unreadable, match="L0-READ-04"):
        zarr_store.read(tmp_path / "plain.zarr", {"chunks": "lost"})
    for part in (store / "X/data").rglob("0"):
        shutil.rmtree(part) if part.is_dir() else part.unlink()
    with pytest.raises(Unreadable, match=r"X/data.*L0-READ-04"):
        zarr_store.read(store)


def test_a_sharded_array_is_read(tmp_path):
    root = zarr.open_group(tmp_path / "sharded.zarr", mode="w")
    root.create_array("beta", data=counts() + 1, chunks=(10, 5), shards=(20, 25))
    raw = zarr_store.read(tmp_path / "sharded.zarr")
    assert [question.about for question in raw.questions] == ["orientation", "scale"]
    assert np.array_equal(whole(raw.matrices["beta"], 7), counts() + 1)


def test_a_sparse_matrix_by_columns_is_read(tmp_path):
    path = tmp_path / "columns.zarr"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        small(sparse.csc_matrix).write_zarr(path)
    assert np.array_equal(whole(zarr_store.read(path).matrices["X"], 6).toarray(), counts())

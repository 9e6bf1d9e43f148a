import warnings

import anndata as ad
import h5py
import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from clinicell.datasets.privacy.beyond import beyond_memory
from clinicell.datasets.privacy.files import screen_file
from clinicell.datasets.privacy.repack import repack
from clinicell.datasets.privacy.slack import loose_texts
from clinicell.errors import InputError, SchemaError

PLANTED = "Dr. Xiadani Quispe, MRN 0041234567"


@pytest.fixture
def file(tmp_path):
    """A data set in which a column of obs was deleted in place, as h5py does it."""
    obs = pd.DataFrame({"note": [PLANTED, "b", "c"], "batch_id": ["b1", "b1", "b2"]}, index=["a", "b", "c"])
    adata = ad.AnnData(sparse.csr_matrix(np.eye(3, dtype="float32")), obs=obs, uns={"title": "t", "n": 3})
    path = tmp_path / "cohort.h5ad"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        adata.write_h5ad(path, convert_strings_to_categoricals=False)
    with h5py.File(path, "a") as stream:
        del stream["obs/note"]
        stream["obs"].attrs["column-order"] = np.array(["batch_id"], dtype=object)
    return path


def test_what_was_deleted_in_place_is_still_in_the_bytes_and_found_there(file):
    assert PLANTED.encode() in file.read_bytes()
    assert "note" not in ad.read_h5ad(file).obs
    codes = {(finding.path, finding.code) for finding in screen_file(file)}
    assert {("unlinked bytes", "L4-PHI-01"), ("unlinked bytes", "L4-PHI-08")} == codes
    assert PLANTED not in repr(beyond_memory(file))


def test_repacking_leaves_no_byte_of_it_and_the_content_as_it_was(file, tmp_path):
    done = repack(file, tmp_path / "new.h5ad")
    data = done.path.read_bytes()
    assert b"Quispe" not in data
    assert b"0041234567" not in data
    assert screen_file(done.path) == ()
    before, after = ad.read_h5ad(file), ad.read_h5ad(done.path)
    pd.testing.assert_frame_equal(before.obs, after.obs)
    assert (before.X != after.X).nnz == 0
    assert after.uns["title"] == "t"
    assert done.dropped == ()


def test_attributes_with_identifiers_are_left_out_and_named_without_their_value(file, tmp_path):
    with h5py.File(file, "a") as stream:
        stream["X"].attrs["made_by"] = "/home/xquispe/run.py"
        stream["X"].attrs["cofactor"] = 5
        stream.attrs["sampled 2019-03-12"] = "x"
    done = repack(file, tmp_path / "new.h5ad")
    assert done.dropped == ("/.attrs['(a date, 18 characters)']", "/X.attrs['made_by']")
    with h5py.File(done.path) as stream:
        assert stream["X"].attrs["cofactor"] == 5
        assert "made_by" not in stream["X"].attrs
    assert b"xquispe" not in done.path.read_bytes()


def test_a_packed_piece_that_nothing_links_to_is_read_as_well(tmp_path):
    path = tmp_path / "packed.h5"
    with h5py.File(path, "w") as stream:
        texts = np.array([PLANTED.encode()] * 200)
        stream.create_dataset("texts", data=texts, compression="gzip")
        stream["kept"] = 1
        stream.flush()
        del stream["texts"]
    assert PLANTED.encode() not in path.read_bytes()
    assert "L4-PHI-08" in {finding.code for finding in screen_file(path)}
    repack(path, tmp_path / "new.h5")
    assert screen_file(tmp_path / "new.h5") == ()


def test_links_to_other_files_are_refused(tmp_path):
    path = tmp_path / "linked.h5"
    with h5py.File(path, "w") as stream:
        stream["x"] = h5py.ExternalLink("/home/xquispe/other.h5", "/x")
    with pytest.raises(SchemaError, match="links to another file") as refused:
        repack(path, tmp_path / "new.h5")
    assert "quispe" not in str(refused.value)
    assert not (tmp_path / "new.h5").exists()


def test_a_file_is_never_written_over_itself_and_text_is_no_hdf5(file, tmp_path):
    with pytest.raises(InputError, match="the new file is the old one"):
        repack(file, file)
    (tmp_path / "table.csv").write_text("a,b\n")
    with pytest.raises(InputError, match="no HDF5 file"):
        repack(tmp_path / "table.csv", tmp_path / "new.h5")


def test_loose_texts_are_found_wherever_bytes_of_no_text_cut_them(tmp_path):
    """Letters of two and three bytes belong to a run; a linked text is none, even with two readable bytes round it."""
    words = ["Müller, née Götz", "seven €", "short", "plain ascii text", "linked to something"]
    with h5py.File(tmp_path / "a.h5", "w") as file:
        file.create_dataset("x", data=np.arange(3))
    with (tmp_path / "a.h5").open("ab") as stream:
        for word in words:
            stream.write(b"\x00\xff\x80\xe2\x82" + word.encode() + b"\x01\xc3")
    found = list(loose_texts(tmp_path / "a.h5", frozenset({b"ked to something"})))
    assert [text for text in found if text in words] == ["Müller, née Götz", "plain ascii text", "linked to something"]
    found = list(loose_texts(tmp_path / "a.h5", frozenset({b"inked to somethin"})))
    assert [text for text in found if text in words] == ["Müller, née Götz", "plain ascii text"]

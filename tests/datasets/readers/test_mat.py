import numpy as np
import pytest
import scipy.io
from scipy import sparse

from clinicell.datasets.readers import mat
from clinicell.datasets.readers.faults import Unreadable
from clinicell.datasets.readers.find import reader_of
from clinicell.datasets.readers.raw import whole

from .conftest import counts


def test_matrices_are_read_by_name_and_asked_how_they_lie(tmp_path):
    path = tmp_path / "m.mat"
    scipy.io.savemat(path, {"D": counts().astype("uint8"), "S": sparse.csc_matrix(counts()), "label": "a"})
    raw = mat.read(path, {"orientation:S": "features x units"})
    assert reader_of(path) == "mat"
    assert np.array_equal(whole(raw.matrices["D"]), counts())
    assert np.array_equal(whole(raw.matrices["S"]).toarray(), counts().T)
    assert [(q.about, q.place) for q in raw.questions] == [("orientation", "D"), ("scale", "D"), ("scale", "S")]


def test_what_is_no_matlab_5_says_what_it_is(tmp_path):
    (tmp_path / "m.mat").write_bytes(b"MATLAB 7.3 MAT-file".ljust(512))
    with pytest.raises(Unreadable, match=r"MATLAB 7.3; save it with -v7"):
        mat.read(tmp_path / "m.mat")
    (tmp_path / "m.mat").write_text("<html>")
    with pytest.raises(Unreadable, match="HTML"):
        mat.read(tmp_path / "m.mat")


@pytest.mark.parametrize(
    ("name", "variable", "shape"),
    [
        ("subclone/sim_robustclone/example_RobustClone.mat", "AA1", (1000, 500)),
        ("subclone/zahn2017_sa501/SA501X3F.mat", "SA501X3F", (260, 20_651)),
    ],
)
def test_real_files_are_read(mirror, name, variable, shape):
    raw = mat.read(mirror / name)
    assert raw.matrices[variable].shape == shape
    assert np.array_equal(whole(raw.matrices[variable]), scipy.io.loadmat(mirror / name)[variable])

import zipfile

import numpy as np
import pytest
from scipy import sparse

from clinicell.datasets.readers import npz
from clinicell.datasets.readers.faults import Unreadable
from clinicell.datasets.readers.find import reader_of
from clinicell.datasets.readers.raw import whole

from .conftest import counts


@pytest.mark.parametrize("form", [sparse.csr_matrix, sparse.csc_matrix, sparse.coo_matrix])
def test_each_form_of_scipy_is_read(tmp_path, form):
    path = tmp_path / "m.npz"
    sparse.save_npz(path, form(counts()))
    raw = npz.read(path)
    assert reader_of(path) == "npz"
    assert np.array_equal(whole(raw.matrices["X"]).toarray(), counts())
    assert [question.about for question in raw.questions] == ["orientation", "scale"]
    turned = npz.read(path, {"orientation": "features x units", "scale": "counts"})
    assert np.array_equal(whole(turned.matrices["X"]).toarray(), counts().T)
    assert turned.questions == ()


def test_arrays_are_matrices_by_name_and_lists_stand_in_the_header(tmp_path):
    np.savez(tmp_path / "m.npz", a=counts(), b=counts()[:, :3], genes=np.array(["G0", "G1"]))
    raw = npz.read(tmp_path / "m.npz")
    assert list(raw.matrices) == ["a", "b"]
    assert raw.header == {"genes": "G0, G1"}
    assert (len(raw.obs), len(raw.var)) == (40, 0)


def test_python_objects_are_refused_and_never_built(tmp_path):
    class Trap:
        def __reduce__(self):
            return (open, (str(tmp_path / "sprung"), "w"))

    np.savez(tmp_path / "m.npz", a=np.array([[Trap()]], dtype=object), allow_pickle=True)
    with pytest.raises(Unreadable, match=r"a\.npy.*L0-READ-14"):
        npz.read(tmp_path / "m.npz")
    assert not (tmp_path / "sprung").exists()


@pytest.mark.parametrize(
    ("part", "value", "code"),
    [
        ("indices", 25, "L0-READ-06"), ("indices", -1, "L0-READ-06"), ("indptr", 10_000, "L0-READ-06"),
        ("shape", -3, "L0-READ-07"), ("shape", 39, "L0-READ-06"),
    ],
)  # fmt: skip
def test_index_arrays_that_lead_out_are_refused(tmp_path, part, value, code):
    matrix = sparse.csr_matrix(counts())
    parts = {"format": b"csr", "shape": np.array([40, 25]), "data": matrix.data}
    parts |= {"indices": matrix.indices.copy(), "indptr": matrix.indptr.copy()}
    parts[part][0 if part == "shape" else -1] = value
    np.savez(tmp_path / "m.npz", **parts)
    with pytest.raises(Unreadable) as fault:
        npz.read(tmp_path / "m.npz")
    assert fault.value.code == code


def test_an_array_that_declares_more_than_it_holds_is_refused(tmp_path):
    np.savez(tmp_path / "whole.npz", a=counts())
    with zipfile.ZipFile(tmp_path / "whole.npz") as archive:
        data = archive.read("a.npy").replace(b"(40, 25)", b"(41, 25)")
    with zipfile.ZipFile(tmp_path / "m.npz", "w") as archive:
        archive.writestr("a.npy", data)
    with pytest.raises(Unreadable, match=r"declares \(41, 25\).*L0-READ-07"):
        npz.read(tmp_path / "m.npz")


def test_the_real_one_is_read(mirror):
    raw = npz.read(mirror / "methylation/hou2016_hcc_rrbs/y_HCC.npz", {"orientation": "features x units"})
    assert len(raw.matrices) == 24
    assert raw.matrices["chr1"].shape == (25, 202_119)
    assert len(raw.obs) == 25
    assert {question.about for question in raw.questions} == {"scale"}

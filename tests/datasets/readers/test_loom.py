import h5py
import numpy as np
import pytest

from clinicell.datasets.readers import loom
from clinicell.datasets.readers.faults import Unreadable
from clinicell.datasets.readers.find import reader_of
from clinicell.datasets.readers.raw import whole

from .conftest import counts


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "small.loom"
    with h5py.File(path, "w") as out:
        out.create_dataset("matrix", data=counts().T, chunks=(5, 8), compression="gzip")
        out["layers/spliced"] = counts().T * 2
        out["row_attrs/Gene"] = np.array([f"G{i}" for i in range(25)], dtype="S")
        out["col_attrs/CellID"] = np.array([f"c{i}" for i in range(40)], dtype="S")
        out["col_attrs/Tumour"] = np.array([f"T{i % 2}" for i in range(40)], dtype="S")
        out["col_attrs/tSNE"] = np.arange(80.0).reshape(40, 2)
        out["attrs/title"] = "a loom file"
        out.attrs["LOOM_SPEC_VERSION"] = "3.0.0"
    return path


def test_genes_by_cells_become_cells_by_genes(file):
    raw = loom.read(file)
    assert reader_of(file) == "loom"
    assert np.array_equal(whole(raw.matrices["X"], 9), counts())
    assert np.array_equal(whole(raw.matrices["layers/spliced"], 11), counts() * 2)
    assert list(raw.obs.index[:2]) == ["c0", "c1"]
    assert list(raw.obs["Tumour"][:3]) == ["T0", "T1", "T0"]
    assert list(raw.var.index[:2]) == ["G0", "G1"]
    assert raw.tables["obsm/tSNE"].shape == (40, 2)
    assert raw.header["title"] == "a loom file"
    assert [question.about for question in raw.questions] == ["raw", "scale", "scale"]


def test_ids_that_no_attribute_is_known_to_hold_are_asked_for(file):
    with h5py.File(file, "r+") as out:
        del out["col_attrs/CellID"]
    (question,) = [q for q in loom.read(file).questions if q.about == "names"]
    assert (question.place, question.choices) == ("col_attrs", ("Tumour",))
    assert loom.read(file, {"names:col_attrs": "Tumour"}).obs.index[1] == "T1"


def test_an_attribute_that_does_not_fit_the_matrix_is_refused(file):
    with h5py.File(file, "r+") as out:
        out["col_attrs/short"] = np.arange(39)
    with pytest.raises(Unreadable, match=r"col_attrs/short.*L0-READ-07"):
        loom.read(file)

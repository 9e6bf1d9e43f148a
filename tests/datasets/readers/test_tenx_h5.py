import h5py
import numpy as np
import pytest
from scipy import sparse

from clinicell.datasets.readers import tenx_h5
from clinicell.datasets.readers.faults import Unreadable
from clinicell.datasets.readers.find import reader_of
from clinicell.datasets.readers.raw import whole

from .conftest import counts

BARCODES = np.array([f"AAAC{i:04d}-1" for i in range(40)], dtype="S")


def group(out, name, numbers):
    """Write cells x genes as Cell Ranger does: CSC of genes x cells."""
    matrix = sparse.csc_matrix(numbers.T)
    made = out.create_group(name)
    made["barcodes"] = BARCODES
    for part in ("data", "indices", "indptr"):
        made[part] = getattr(matrix, part)
    made["shape"] = np.array(matrix.shape, dtype="int32")
    return made


@pytest.fixture
def v3(tmp_path):
    path = tmp_path / "filtered_feature_bc_matrix.h5"
    with h5py.File(path, "w") as out:
        features = group(out, "matrix", counts()).create_group("features")
        features["id"] = np.array([f"ENSG{i:011d}" for i in range(20)] + [f"CD{i}" for i in range(5)], dtype="S")
        features["name"] = np.array([f"G{i}" for i in range(25)], dtype="S")
        features["feature_type"] = np.array(["Gene Expression"] * 20 + ["Antibody Capture"] * 5, dtype="S")
        features["genome"] = np.array(["GRCh38"] * 20 + [""] * 5, dtype="S")
        features["_all_tag_keys"] = np.array(["genome"], dtype="S")
        out.attrs["library_ids"] = np.array(["sample 1"], dtype="S")
    return path


def test_feature_types_are_matrices_of_their_own(v3):
    raw = tenx_h5.read(v3)
    assert reader_of(v3) == "tenx_h5"
    assert np.array_equal(whole(raw.matrices["X"], 11).toarray(), counts()[:, :20])
    assert np.array_equal(whole(raw.matrices["Antibody Capture/X"]).toarray(), counts()[:, 20:])
    assert list(raw.tables["Antibody Capture/var"].index) == [f"CD{i}" for i in range(5)]
    assert list(raw.var["name"]) == [f"G{i}" for i in range(20)]
    assert raw.obs.index[3] == "AAAC0003-1"
    assert raw.header["library_ids"] == "sample 1"
    assert [question.about for question in raw.questions] == ["scale", "scale"]


def test_two_genomes_of_cell_ranger_2_are_asked_for(tmp_path):
    path = tmp_path / "mixture.h5"
    with h5py.File(path, "w") as out:
        for genome in ("hg19", "mm10"):
            made = group(out, genome, counts())
            made["genes"] = np.array([f"{genome}_{i}" for i in range(25)], dtype="S")
            made["gene_names"] = np.array([f"G{i}" for i in range(25)], dtype="S")
    raw = tenx_h5.read(path)
    assert reader_of(path) == "tenx_h5"
    assert list(raw.matrices) == ["hg19/X", "mm10/X"]
    assert raw.tables["mm10/var"].index[0] == "mm10_0"
    assert raw.questions[0].choices == ("hg19", "mm10")
    told = tenx_h5.read(path, {"genome": "hg19"})
    assert list(told.matrices) == ["X"]
    assert told.var.index[0] == "hg19_0"


def test_two_genomes_in_one_matrix_are_asked_for(v3):
    with h5py.File(v3, "r+") as out:
        out["matrix/features/genome"][5] = b"mm10"
    (question,) = [q for q in tenx_h5.read(v3).questions if q.about == "genome"]
    assert question.choices == ("GRCh38", "mm10")


@pytest.mark.parametrize(
    ("part", "code"), [("barcodes", "L0-READ-13"), ("features", "L0-READ-13"), ("shape", "L0-READ-13")]
)
def test_a_lost_part_is_named(v3, part, code):
    with h5py.File(v3, "r+") as out:
        del out[f"matrix/{part}"]
    with pytest.raises(Unreadable, match=code):
        tenx_h5.read(v3)


def test_a_shape_that_the_lists_contradict_is_refused(v3):
    with h5py.File(v3, "r+") as out:
        out["matrix/shape"][0] = 26
    with pytest.raises(Unreadable, match=r"25 features; its shape says 26.*L0-READ-07"):
        tenx_h5.read(v3)

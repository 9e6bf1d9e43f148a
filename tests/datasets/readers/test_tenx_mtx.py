import gzip

import numpy as np
import pytest
import scipy.io
from scipy import sparse

from clinicell.datasets.readers import mtx, scattered, tenx_mtx
from clinicell.datasets.readers.faults import Unreadable
from clinicell.datasets.readers.find import reader_of
from clinicell.datasets.readers.raw import whole

from .conftest import counts


def put(path, text):
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())


def put_matrix(path, numbers):
    plain = path.with_suffix("") if path.suffix == ".gz" else path
    scipy.io.mmwrite(plain, numbers)
    if plain != path:
        path.write_bytes(gzip.compress(plain.read_bytes()))
        plain.unlink()


@pytest.fixture
def folder(tmp_path):
    """A folder of Cell Ranger 3: 25 genes x 40 cells, the last five features antibodies."""
    made = tmp_path / "filtered_feature_bc_matrix"
    made.mkdir()
    put_matrix(made / "matrix.mtx.gz", sparse.coo_matrix(counts().T.astype(int)))
    kinds = ["Gene Expression"] * 20 + ["Antibody Capture"] * 5
    put(made / "features.tsv.gz", "".join(f"ENSG{i:011d}\tG{i}\t{kind}\n" for i, kind in enumerate(kinds)))
    put(made / "barcodes.tsv.gz", "".join(f"AAAC{i}-1\n" for i in range(40)))
    return made


def test_a_folder_of_cell_ranger_3_is_turned_and_split(folder):
    raw = tenx_mtx.read(folder)
    assert reader_of(folder) == reader_of(folder / "matrix.mtx.gz") == "tenx_mtx"
    assert np.array_equal(whole(raw.matrices["X"], 7).toarray(), counts()[:, :20])
    assert np.array_equal(whole(raw.matrices["Antibody Capture/X"]).toarray(), counts()[:, 20:])
    assert raw.obs.index[2] == "AAAC2-1"
    assert list(raw.var["name"][:2]) == ["G0", "G1"]
    assert {question.about for question in raw.questions} == {"scale"}


def test_a_folder_of_cell_ranger_2_and_a_matrix_of_cells_by_genes_are_told_by_the_lists(tmp_path):
    put_matrix(tmp_path / "matrix.mtx", sparse.coo_matrix(counts()))
    put(tmp_path / "genes.tsv", "".join(f"ENSG{i}\tG{i}\n" for i in range(25)))
    put(tmp_path / "barcodes.tsv", "".join(f"c{i}\n" for i in range(40)))
    raw = tenx_mtx.read(tmp_path)
    assert np.array_equal(whole(raw.matrices["X"]).toarray(), counts())
    assert [question.about for question in raw.questions] == ["scale"]


def test_a_lone_matrix_and_a_square_one_are_asked_for(tmp_path):
    put_matrix(tmp_path / "other.mtx", sparse.coo_matrix(counts()))
    assert tenx_mtx.read(tmp_path / "other.mtx").questions[0].about == "orientation"
    turned = tenx_mtx.read(tmp_path / "other.mtx", {"orientation": "features x units"})
    assert np.array_equal(whole(turned.matrices["X"]).toarray(), counts().T)
    square = tmp_path / "square"
    square.mkdir()
    put_matrix(square / "matrix.mtx", sparse.coo_matrix(counts()[:25]))
    put(square / "genes.tsv", "".join(f"g{i}\n" for i in range(25)))
    put(square / "barcodes.tsv", "".join(f"c{i}\n" for i in range(25)))
    assert tenx_mtx.read(square).questions[0].about == "orientation"


def test_two_matrices_share_the_barcodes_of_their_folder(tmp_path):
    put_matrix(tmp_path / "rna_matrix.mtx.gz", sparse.coo_matrix(counts().T))
    put_matrix(tmp_path / "atac_matrix.mtx.gz", sparse.coo_matrix(counts()[:, :3].T))
    put(tmp_path / "rna_features.tsv.gz", "".join(f"g{i}\n" for i in range(25)))
    put(tmp_path / "barcodes.tsv.gz", "".join(f"c{i}\n" for i in range(40)))
    raw = tenx_mtx.read(tmp_path)
    assert {name: matrix.shape for name, matrix in raw.matrices.items()} == {"atac/X": (40, 3), "rna/X": (40, 25)}
    assert list(raw.obs.index) == [f"c{i}" for i in range(40)]
    assert raw.tables["rna/var"].index[24] == "g24"


def test_a_matrix_larger_than_the_budget_comes_in_passes_and_in_order(folder, monkeypatch):
    monkeypatch.setattr(scattered, "BUDGET", 60)
    monkeypatch.setattr(mtx, "CHUNK", 100)
    matrix = tenx_mtx.read(folder).matrices["X"].matrix
    blocks = list(matrix.blocks(6))
    assert [block.shape[0] for block in blocks] == [6] * 6 + [4]
    assert np.array_equal(sparse.vstack(blocks).toarray(), counts())


def test_a_dense_file_and_one_of_ones_are_read(tmp_path):
    scipy.io.mmwrite(tmp_path / "dense.mtx", counts())
    assert np.array_equal(whole(tenx_mtx.read(tmp_path / "dense.mtx").matrices["X"]).toarray(), counts())
    (tmp_path / "ones.mtx").write_text("%%MatrixMarket matrix coordinate pattern general\n2 3 2\n1 3\n2 1\n")
    ones = whole(tenx_mtx.read(tmp_path / "ones.mtx").matrices["X"]).toarray()
    assert np.array_equal(ones, [[0, 0, 1], [1, 0, 0]])


HEAD = "%%MatrixMarket matrix coordinate integer general\n"
BROKEN = {
    "an entry outside": (HEAD + "2 2 1\n3 1 5\n", "L0-READ-06"),
    "an entry at zero": (HEAD + "2 2 1\n0 1 5\n", "L0-READ-06"),
    "an entry twice": (HEAD + "2 2 2\n1 1 5\n1 1 6\n", "L0-READ-16"),
    "fewer entries": (HEAD + "2 2 3\n1 1 5\n1 2 6\n", "L0-READ-04"),
    "more entries": (HEAD + "2 2 1\n1 1 5\n1 2 6\n", "L0-READ-07"),
    "more entries than places": (HEAD + "1 1 2\n1 1 5\n", "L0-READ-07"),
    "a word": (HEAD + "2 2 1\n1 1 five\n", "L0-READ-15"),
    "a fraction among whole numbers": (HEAD + "2 2 1\n1 1 5.5\n", "L0-READ-15"),
    "a decimal comma": (HEAD.replace("integer", "real") + "2 2 1\n1 1 5,5\n", "L0-READ-15"),
    "four columns": (HEAD + "2 2 1\n1 1 5 6\n", "L0-READ-15"),
    "a later line of four": (HEAD + "2 2 2\n1 1 5\n1 2 6 7\n", "L0-READ-15"),
    "a later line of two": (HEAD + "2 2 2\n1 1 5\n1 2\n", "L0-READ-15"),
    "a null byte": (HEAD + "2 2 1\n1 1 5\0\n", "L0-READ-15"),
    "complex numbers": (HEAD.replace("integer", "complex") + "1 1 1\n1 1 5 6\n", "L0-READ-15"),
    "a billion entries": (HEAD + "99999 99999 1000000000\n1 1 5\n", "L0-READ-04"),
    "no size": (HEAD + "% only words\n", "L0-READ-04"),
    "another file": ("1,2,3\n", "L0-READ-03"),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_fault_is_named_before_a_number_is_given(tmp_path, how):
    text, code = BROKEN[how]
    (tmp_path / "m.mtx").write_text(text)
    with pytest.raises(Unreadable) as fault:
        whole(tenx_mtx.read(tmp_path / "m.mtx", {"scale": "counts"}).matrices["X"])
    assert fault.value.code == code


def test_a_plain_file_that_ends_within_a_line_is_asked_for(tmp_path):
    (tmp_path / "m.mtx").write_text(HEAD + "1 1 1\n1 1 57")
    assert [q.about for q in tenx_mtx.read(tmp_path / "m.mtx").questions] == ["orientation", "ending", "scale"]


def test_lists_that_do_not_fit_are_refused(folder):
    put(folder / "features.tsv.gz", "id\n" + "".join(f"g{i}\n" for i in range(25)))
    with pytest.raises(Unreadable, match=r"26 features, 40 units.*L0-READ-07"):
        tenx_mtx.read(folder)


REAL = {
    "atlas/pbmc_3tech_symphony": {"X": (1200, 1767)},
    "atlas/pbmc_sorted_zheng2017": {"X": (300, 32643)},
    "drug_sensitivity/gbm_panobinostat": {"X": (5000, 300)},
    "methylation/scmt_mesc": {"dna/X": (77, 15000), "rna/X": (77, 5000)},
    "multiome/scicar_a549": {"atac/X": (2641, 52761), "rna/X": (2641, 1185)},
    "subclone/copykat_tnbc_rna": {"X": (302, 19310)},
}


@pytest.mark.parametrize("name", REAL)
def test_real_folders_are_read_as_scipy_reads_them(mirror, name):
    raw = tenx_mtx.read(mirror / name)
    assert {slot: matrix.shape for slot, matrix in raw.matrices.items()} == REAL[name]
    assert not [question for question in raw.questions if question.about == "orientation"]
    for slot, matrix in raw.matrices.items():
        file = mirror / name / (f"{slot[:-2]}_matrix.mtx.gz" if "/" in slot else "matrix.mtx.gz")
        theirs = sparse.csr_matrix(scipy.io.mmread(file)).T.tocsr()
        assert abs(whole(matrix, 500) - theirs).nnz == 0


def test_a_real_folder_without_names_asks_how_it_lies(mirror):
    raw = tenx_mtx.read(mirror / "multiome/scai_simulated/sim1", {"orientation": "features x units"})
    assert {slot: matrix.shape for slot, matrix in raw.matrices.items()} == {
        "atac/X": (500, 5000),
        "rna/X": (500, 2000),
    }
    asked = tenx_mtx.read(mirror / "multiome/scai_simulated/sim1").questions
    assert [question.about for question in asked].count("orientation") == 2

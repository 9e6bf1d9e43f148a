import gzip
from pathlib import Path

import numpy as np
import pytest
from scipy.io import mmread
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import adjusted_rand_score

from clinicell.datasets.convert.scai_simulated import convert
from clinicell.errors import SchemaError

ID = "scai_simulated"
HEAD = "%%MatrixMarket matrix coordinate real general\n"


def _raw(folder: Path, n_genes: int = 2000) -> Path:
    (folder / "sim1").mkdir()
    for name, n_rows, rows in (("rna", n_genes, "2 1 2.5\n3 2 0.0\n"), ("atac", 5000, "1 2 1\n5000 1 2\n")):
        text = f"{HEAD}{n_rows} 2 2\n{rows}"
        (folder / "sim1" / f"{name}_matrix.mtx.gz").write_bytes(gzip.compress(text.encode()))
    (folder / "sim1" / "labels.csv").write_text("cell,label\ncell_9,1\ncell_7,2\n")
    return folder


@pytest.fixture
def clusters(opened):
    """Clusters of the cells by one part: log1p, 10 principal components, k-means with 20 restarts and seed 0."""

    def found(name: str, k: int) -> np.ndarray:
        x = np.log1p(opened(ID)[name].X.toarray())
        return KMeans(k, n_init=20, random_state=0).fit_predict(PCA(10, random_state=0).fit_transform(x))

    return found


def test_cells_and_features_bear_running_numbers_and_the_group_stands_in_obs_alone(tmp_path):
    mdata = convert(_raw(tmp_path))
    assert mdata.obs_names.tolist() == ["cell00001", "cell00002"]
    assert mdata.obs["group"].tolist() == ["group1", "group2"]
    assert mdata["rna"].var_names[1] == "SIMG0002"
    assert mdata["rna"].X[0, 1] == 2.5
    assert mdata["rna"].X.nnz == 1  # a zero that was stored is none
    assert mdata["atac"].X[[0, 1], [4999, 0]].tolist() == [[2.0, 1.0]]


def test_a_matrix_of_another_size_is_refused(tmp_path):
    with pytest.raises(SchemaError, match=r"rna_matrix\.mtx\.gz holds 1,999 features x 2 cells; 2,000 x 2 are named"):
        convert(_raw(tmp_path, n_genes=1999))


def test_size_groups_and_level_hold(opened, level_of):
    mdata = opened(ID)
    assert (mdata.n_obs, mdata["rna"].n_vars, mdata["atac"].n_vars) == (500, 2000, 5000)
    assert mdata.obs["group"].value_counts().tolist() == [100] * 5
    assert level_of(ID) == "L3"


def test_parts_agree_with_the_raw_matrices(opened, mirror):
    for name in ("rna", "atac"):
        raw = mmread(mirror / "multiome/scai_simulated/sim1" / f"{name}_matrix.mtx.gz").toarray().T
        assert np.array_equal(opened(ID)[name].X.toarray(), raw.astype("float32"))


@pytest.mark.parametrize("name", ["rna", "atac"])
def test_groups_are_found_as_published(opened, clusters, check_figure, name):
    truth = opened(ID).obs["group"].astype("str")
    check_figure(ID, f"ari_{name}", adjusted_rand_score(truth, clusters(name, 5)))

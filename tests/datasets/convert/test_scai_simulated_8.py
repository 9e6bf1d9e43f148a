import gzip
from pathlib import Path

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import adjusted_rand_score

from clinicell.datasets.convert.scai_simulated_8 import convert
from clinicell.errors import SchemaError

ID = "scai_simulated_8"


@pytest.fixture
def clusters(opened):
    """Clusters of the cells by one part: log1p, 10 principal components, k-means with 20 restarts and seed 0."""

    def found(name: str, k: int) -> np.ndarray:
        x = np.log1p(opened(ID)[name].X.toarray())
        return KMeans(k, n_init=20, random_state=0).fit_predict(PCA(10, random_state=0).fit_transform(x))

    return found


def _raw(folder: Path, head: str = "cell,label_rna,label_atac") -> Path:
    (folder / "sim8").mkdir()
    for name, n in (("rna", 2000), ("atac", 5000)):
        text = f"%%MatrixMarket matrix coordinate real general\n{n} 1 1\n1 1 1\n"
        (folder / "sim8" / f"{name}_matrix.mtx.gz").write_bytes(gzip.compress(text.encode()))
    (folder / "sim8" / "labels.csv").write_text(f"{head}\ncell1,5,3\n")
    return folder


def test_each_part_has_groups_of_its_own(tmp_path):
    obs = convert(_raw(tmp_path)).obs
    assert obs[["group_rna", "group_atac"]].to_numpy().tolist() == [["group5", "group3"]]


def test_a_column_of_labels_that_is_missing_is_refused(tmp_path):
    with pytest.raises(SchemaError, match=r"labels\.csv: 1 columns are missing, e\.g\. 'label_atac'"):
        convert(_raw(tmp_path, "cell,label_rna,label"))


def test_size_groups_and_level_hold(opened, level_of):
    mdata = opened(ID)
    assert (mdata.n_obs, mdata["rna"].n_vars, mdata["atac"].n_vars) == (530, 2000, 5000)
    assert mdata.obs["group_rna"].value_counts().sort_index().tolist() == [30, 100, 200, 100, 100]
    assert mdata.obs["group_atac"].nunique() == 3
    assert level_of(ID) == "L3"


def test_groups_of_rna_are_found_as_published(opened, clusters, check_figure):
    check_figure(ID, "ari_rna", adjusted_rand_score(opened(ID).obs["group_rna"].astype("str"), clusters("rna", 5)))


def test_groups_of_atac_are_found_as_published(opened, clusters, check_figure):
    check_figure(ID, "ari_atac", adjusted_rand_score(opened(ID).obs["group_atac"].astype("str"), clusters("atac", 3)))


def test_atac_does_not_show_the_five_groups_as_published(opened, clusters, check_figure):
    truth = opened(ID).obs["group_rna"].astype("str")
    check_figure(ID, "ari_atac_five_groups", adjusted_rand_score(truth, clusters("atac", 5)))

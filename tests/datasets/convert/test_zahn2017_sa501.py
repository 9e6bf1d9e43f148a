from pathlib import Path

import numpy as np
import pytest
from scipy.io import loadmat, savemat
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, silhouette_score

from clinicell.datasets.convert.zahn2017_sa501 import convert
from clinicell.datasets.schema.levels import Level
from clinicell.errors import SchemaError

ID = "zahn2017_sa501"


def _raw(folder: Path, copies: np.ndarray, recovered: np.ndarray) -> Path:
    savemat(folder / "SA501X3F.mat", {"SA501X3F": copies})
    savemat(folder / "SA501X3F_RobustClone.mat", {"AA1": recovered})
    return folder


@pytest.fixture(scope="module")
def clusters():
    """Clusters of cells, each number of clusters once: every 10th bin, copy numbers clipped at 8, k-means."""
    found: dict[int, np.ndarray] = {}

    def labels(bins: np.ndarray, k: int) -> np.ndarray:
        if k not in found:
            found[k] = KMeans(k, n_init=20, random_state=0).fit_predict(bins)
        return found[k]

    return labels


@pytest.fixture
def bins(real) -> np.ndarray:
    return np.minimum(real(ID).layers["copy_number"][:, ::10], 8).astype("float64")  # (n_cells, n_bins / 10)


def test_card_counts_hold(check_counts):
    check_counts(ID)


def test_it_reaches_level_3(check_level):
    check_level(ID, Level.L3)


def test_copy_numbers_are_kept_and_what_a_method_recovered_is_no_clone(tmp_path):
    copies = np.array([[2, 0, 20], [2, 1, 3]], dtype=np.uint8)
    adata = convert(_raw(tmp_path, copies, np.array([[3, 0, 0], [2, 0, 0]], dtype=np.int8)))
    assert adata.layers["copy_number"].tolist() == copies.tolist()
    assert adata.obs["robustclone_clone"].tolist() == ["clone02", "clone01"]
    assert set(adata.obs["clone_id"]) == {"unknown"}


@pytest.mark.parametrize(
    "copies",
    [np.array([[2.5, 2.0]]), np.array([[2, 200]], dtype=np.uint8), np.array([[2, 2, 2]], dtype=np.uint8)],
    ids=["a_fraction", "too_many_for_int8", "another_shape"],
)
def test_what_are_no_copy_numbers_is_refused(tmp_path, copies):
    with pytest.raises(SchemaError, match="whole copy numbers within 0 and 127"):
        convert(_raw(tmp_path, copies, np.array([[2, 2]], dtype=np.int8)))


def test_copy_numbers_are_those_of_the_file(real, mirror):
    raw = loadmat(mirror / "subclone" / ID / "SA501X3F.mat")["SA501X3F"]
    assert (real(ID).layers["copy_number"] == raw).all()
    assert (raw.min(), raw.max()) == (0, 20)


def test_share_of_entries_with_two_copies_is_as_published(real, check_figure):
    check_figure(ID, "share_two", float((real(ID).layers["copy_number"] == 2).mean()))


def test_recovered_groups_are_as_large_as_published(real):
    assert real(ID).obs["robustclone_clone"].value_counts().tolist() == [214, 46]


@pytest.mark.parametrize("k", [2, 3, 4, 5])
def test_silhouette_drops_beyond_four_clusters(bins, clusters, check_figure, k):
    check_figure(ID, f"silhouette_k{k}", silhouette_score(bins, clusters(bins, k)))


@pytest.mark.parametrize("k", [2, 3])
def test_clusters_agree_with_the_recovered_groups(real, bins, clusters, check_figure, k):
    recovered = real(ID).obs["robustclone_clone"]
    check_figure(ID, f"kmeans_ari_k{k}", adjusted_rand_score(recovered, clusters(bins, k)))

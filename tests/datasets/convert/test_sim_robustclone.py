from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.io import loadmat, savemat
from sklearn.metrics import adjusted_rand_score, v_measure_score

from clinicell.datasets.convert.sim_robustclone import convert
from clinicell.datasets.schema.levels import Level
from clinicell.errors import SchemaError

ID = "sim_robustclone"


def _raw(folder: Path, recovered: list[list[int]]) -> Path:
    (folder / "exampledata.csv").write_text('"","SNV1","SNV2"\n"cell1",1,3\n"cell2",0,1\n"cell3",1,1\n')
    savemat(folder / "example_RobustClone.mat", {"AA1": np.array(recovered, dtype=np.int8)})
    return folder


@pytest.fixture
def recovered(mirror) -> np.ndarray:
    return loadmat(mirror / "subclone" / ID / "example_RobustClone.mat")["AA1"]


def test_card_counts_hold(check_counts):
    check_counts(ID)


def test_it_reaches_level_3(check_level):
    check_level(ID, Level.L3)


def test_a_3_is_missing_and_the_output_of_a_method_is_no_clone(tmp_path):
    adata = convert(_raw(tmp_path, [[1, 0], [0, 1], [1, 0]]))
    assert adata.layers["genotype"].tolist() == [[1, -1], [0, 1], [1, 1]]
    assert set(adata.obs["clone_id"]) == {"unknown"}
    assert adata.obs["malignant"].isna().all()
    assert adata.obs["robustclone_clone"].tolist() == ["clone02", "clone01", "clone02"]


def test_a_recovered_matrix_of_another_shape_is_refused(tmp_path):
    with pytest.raises(SchemaError, match=r"\(2, 2\), the observed one \(3, 2\)"):
        convert(_raw(tmp_path, [[1, 0], [0, 1]]))


def test_calls_are_those_of_the_file(real, mirror):
    raw = pd.read_csv(mirror / "subclone" / ID / "exampledata.csv", index_col=0).to_numpy()
    assert (real(ID).layers["genotype"] == np.where(raw == 3, -1, raw)).all()


def test_share_of_missing_entries_is_as_published(real, check_figure):
    check_figure(ID, "share_missing", float((real(ID).layers["genotype"] == -1).mean()))


def test_noise_against_the_recovered_matrix_is_as_simulated(real, recovered, check_figure):
    genotype = real(ID).layers["genotype"]
    check_figure(ID, "false_positive_rate", float((genotype[(recovered == 0) & (genotype >= 0)] == 1).mean()))
    check_figure(ID, "false_negative_rate", float((genotype[(recovered == 1) & (genotype >= 0)] == 0).mean()))


@pytest.mark.parametrize("method", ["kmeans", "ward"])
def test_clustering_finds_the_recovered_rows(real, cluster, check_figure, method):
    adata = real(ID)
    found = cluster(adata.layers["genotype"], 5, method)
    check_figure(ID, f"{method}_ari", adjusted_rand_score(adata.obs["robustclone_clone"], found))
    check_figure(ID, f"{method}_v", v_measure_score(adata.obs["robustclone_clone"], found))

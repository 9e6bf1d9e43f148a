from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score, v_measure_score

from clinicell.datasets.convert.leung2017_crc1 import convert
from clinicell.datasets.schema.levels import Level
from clinicell.errors import SchemaError

ID = "leung2017_crc1"


def _raw(folder: Path, *, sphyr: str = "0 1\n-1 1\n1 0\n", cells: str = "MA_1\nPD_2\nPDD_3\n") -> Path:
    inside = folder / "crc1"
    inside.mkdir()
    (inside / "CRC1.SCITE.input").write_text("0 -1 1\n1 1 0\n")
    (inside / "CRC1.SPhyR.input").write_text("3 #cells\n2 #SNVs\n" + sphyr)
    (inside / "CRC1_SNV.labels").write_text("TP53\nKRAS\n")
    (inside / "CRC1_cell.labels").write_text(cells)
    return folder


def test_card_counts_hold(check_counts):
    check_counts(ID)


def test_it_reaches_level_3(check_level):
    check_level(ID, Level.L3)


def test_rows_are_mutations_and_minus_one_is_missing(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.layers["genotype"].tolist() == [[0, 1], [-1, 1], [1, 0]]
    assert adata.var_names.tolist() == ["TP53", "KRAS"]


def test_site_and_gate_are_in_the_name_and_the_clone_is_not(tmp_path):
    obs = convert(_raw(tmp_path)).obs
    assert obs["sample_id"].tolist() == ["CRC1_metastasis", "CRC1_primary", "CRC1_primary"]
    assert obs["ploidy_gate"].tolist() == ["aneuploid", "diploid", "diploid"]
    assert set(obs["clone_id"]) == {"unknown"}


@pytest.mark.parametrize("sphyr", ["0 1\n-1 1\n0 1\n", "0 1\n-1 1\n"], ids=["a_call_differs", "a_cell_is_missing"])
def test_two_tables_that_differ_are_refused(tmp_path, sphyr):
    with pytest.raises(SchemaError, match="is not the transpose"):
        convert(_raw(tmp_path, sphyr=sphyr))


def test_a_cell_of_no_known_gate_is_refused(tmp_path):
    with pytest.raises(SchemaError, match="1 cells are of no known gate"):
        convert(_raw(tmp_path, cells="MA_1\nPD_2\nXX_3\n"))


def test_cells_per_gate_are_as_published(real):
    counts = real(ID).obs["gate_prefix"].astype("str").value_counts().to_dict()
    assert counts == {"MA": 25, "MD": 20, "PA": 28, "PD": 15, "PDD": 90}


def test_share_of_missing_entries_is_as_published(real, check_figure):
    check_figure(ID, "share_missing", float((real(ID).layers["genotype"] == -1).mean()))


@pytest.mark.parametrize("method", ["kmeans", "ward"])
def test_clusters_agree_with_the_gate_as_published(real, cluster, check_figure, method):
    adata = real(ID)
    found = cluster(adata.layers["genotype"], 5, method)
    check_figure(ID, f"{method}_ari_prefix", adjusted_rand_score(adata.obs["gate_prefix"], found))
    check_figure(ID, f"{method}_v_prefix", v_measure_score(adata.obs["gate_prefix"], found))


def test_bernoulli_mixture_finds_three_clones(real, clones_by_bic, check_figure):
    adata = real(ID)
    clone = clones_by_bic(adata.layers["genotype"])
    check_figure(ID, "clones_by_bic", len(np.unique(clone)))
    check_figure(ID, "mixture_ari_prefix", adjusted_rand_score(adata.obs["gate_prefix"], clone))

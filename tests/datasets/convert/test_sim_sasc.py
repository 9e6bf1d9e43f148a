from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import v_measure_score

from clinicell.datasets.convert.sim_sasc import EXPERIMENTS, REPLICATES, convert
from clinicell.errors import SchemaError

ID = "sim_sasc"


TREE = 'digraph true_tree {\n\t"0" -> "1"\n\t"0" [label="2"];\n\t"1" [label="1"];\n}\n'


def _raw(folder: Path, *, seen: str = "1 2\n0 1\n0 0\n", true: str = "1 1\n0 1\n0 1\n", tree: str = TREE) -> Path:
    for name in EXPERIMENTS:
        (folder / name).mkdir()
        for number in REPLICATES:
            (folder / name / f"sim_{number}_scs.txt").write_text(seen)
            (folder / name / f"sim_{number}_truescs.txt").write_text(true)
            (folder / name / f"sim_{number}_truetree.gv").write_text(tree)
    return folder


def test_card_counts_hold(check_counts):
    check_counts(ID)


def test_a_two_is_missing_and_no_homozygous_site(tmp_path):
    genotype = convert(_raw(tmp_path)).layers["genotype"]
    assert genotype[:3, :2].tolist() == [[1, -1], [0, 1], [0, 0]]
    assert not (genotype == 2).any()


def test_clones_are_the_distinct_rows_of_the_noise_free_matrix(tmp_path):
    obs = convert(_raw(tmp_path)).obs
    clone = obs["clone_id"].astype("str").to_numpy()
    assert clone[0] != clone[1] == clone[2]


def test_sites_of_one_tumour_are_missing_in_all_cells_of_the_others(tmp_path):
    adata = convert(_raw(tmp_path))
    for donor, cells in adata.obs.groupby("donor_id", observed=True).indices.items():
        own = (adata.layers["genotype"][cells] >= 0).any(axis=0)
        others = adata.obs["donor_id"] != donor
        assert (adata.layers["genotype"][np.ix_(others, own)] == -1).all()


def test_ids_of_cells_and_sites_name_no_tumour_and_no_clone(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.obs_names.str.fullmatch(r"cell\d{5}").all()
    assert adata.var_names.str.fullmatch(r"site\d{5}").all()


def test_the_true_tree_stands_in_the_words_of_the_clones(tmp_path):
    adata = convert(_raw(tmp_path))
    clones, mutations = (adata.uns["truth"][name] for name in ("clones", "mutations"))
    first, last = adata.obs["clone_id"].astype("str").iloc[[0, 1]]
    own = clones[clones["donor_id"] == "tumour02"].set_index("clone_id")["parent"]
    assert own[first] == last
    assert own[last] == ""
    assert mutations["site_id"].tolist() == adata.var_names.tolist()
    assert mutations["gained_at"].tolist()[:2] == [first, last]


def test_cells_that_no_node_of_the_tree_explains_are_refused(tmp_path):
    with pytest.raises(SchemaError, match="1 of 2 genotypes of cells belong to no node"):
        convert(_raw(tmp_path, true="1 0\n0 1\n0 1\n"))


def test_a_two_in_the_noise_free_matrix_is_refused(tmp_path):
    with pytest.raises(SchemaError, match=r"sim_1_truescs.txt: 1 of 6 entries"):
        convert(_raw(tmp_path, true="1 1\n0 2\n0 1\n"))


def test_a_tumour_with_fewer_true_cells_is_refused(tmp_path):
    with pytest.raises(SchemaError, match="2 cells have a clone and 3 a genotype"):
        convert(_raw(tmp_path, true="1 1\n0 1\n"))


@pytest.mark.parametrize("method", ["kmeans", "ward"])
@pytest.mark.parametrize(("experiment", "name"), [("exp1", "exp1"), ("exp3-bimod", "exp3_bimod")])
def test_clustering_agrees_with_clones_as_published(real, mean_agreement, check_figure, experiment, name, method):
    check_figure(ID, f"{method}_ari_{name}", mean_agreement(real(ID), experiment, method))
    check_figure(ID, f"{method}_v_{name}", mean_agreement(real(ID), experiment, method, v_measure_score))

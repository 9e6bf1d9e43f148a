import pytest
from sklearn.metrics import v_measure_score

from clinicell.datasets.convert._true_tree import read_true_tree
from clinicell.datasets.convert.sim_celluloid import read_clones
from clinicell.datasets.readers.genotype_matrix import read_matrix
from clinicell.errors import SchemaError

ID = "sim_celluloid"


def test_card_counts_hold(check_counts):
    check_counts(ID)


def test_cells_of_the_log_count_from_one(tmp_path):
    log = tmp_path / "sim_1_log_cluster_cells.txt"
    log.write_text('0\t"2"\n1\t"1,3"\n')
    assert read_clones(log, 3).tolist() == [1, 0, 1]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('0\t"0,1"\n', "cell 0 is in two nodes or beyond"),
        ('0\t"1,2"\n1\t"2"\n', "cell 2 is in two nodes"),
        ('0\t"1,4"\n', "cell 4 is in two nodes or beyond 3"),
        ('0\t"1"\n', "2 of 3 cells are in no node"),
    ],
)
def test_a_log_that_does_not_name_each_cell_once_is_refused(tmp_path, text, message):
    log = tmp_path / "sim_1_log_cluster_cells.txt"
    log.write_text(text)
    with pytest.raises(SchemaError, match=message):
        read_clones(log, 3)


def test_every_tumour_has_twenty_clones_and_a_thousand_sites_of_its_own(real):
    adata = real(ID)
    assert (adata.obs.groupby("donor_id", observed=True)["clone_id"].nunique() == 20).all()
    for cells in adata.obs.groupby("donor_id", observed=True).indices.values():
        genotype = adata.layers["genotype"][cells]
        own = (genotype >= 0).any(axis=0)
        assert own.sum() == 1000
        assert (genotype[:, own] == -1).mean() == pytest.approx(0.2, abs=0.01)
        assert not (genotype == 2).any()


@pytest.mark.parametrize(("experiment", "donor", "number"), [("exp1", "tumour01", 1), ("exp2", "tumour09", 4)])
def test_the_true_tree_explains_the_noise_free_matrix(real, mirror, experiment, donor, number):
    adata = real(ID)
    folder = mirror / "subclone" / ID / experiment
    true = read_matrix(folder / f"sim_{number}_truescs.txt.gz", {"0": 0, "1": 1})
    tree = read_true_tree(folder / f"sim_{number}_truetree.gv", true.shape[1])
    cells = adata.obs["donor_id"] == donor
    clone = adata.obs.loc[cells, "clone_id"].astype("str").str.removeprefix("clone").astype(int).to_numpy() - 1
    assert (tree.genotypes()[clone] == true).all()


@pytest.mark.parametrize("method", ["kmeans", "ward"])
@pytest.mark.parametrize("experiment", ["exp1", "exp2"])
def test_clustering_agrees_with_clones_as_published(real, mean_agreement, check_figure, experiment, method):
    check_figure(ID, f"{method}_ari_{experiment}", mean_agreement(real(ID), experiment, method))
    check_figure(ID, f"{method}_v_{experiment}", mean_agreement(real(ID), experiment, method, v_measure_score))

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score, v_measure_score

from clinicell.datasets.convert.sim_scarlet import INSTANCES, convert
from clinicell.datasets.schema.levels import Level
from clinicell.errors import SchemaError

ID = "sim_scarlet"
READS = ",c,a_v,a_t,b_v,b_t\n0,0,5,100,0,0\n1,3,6,100,9,9\n"


def _raw(folder: Path, *, reads: str = READS, true: str = "2\n2\n0 0\n1 1\n") -> Path:
    for name, text in (("scarlet_input", reads), ("perfect", true)):
        (folder / name).mkdir()
        for number in INSTANCES:
            (folder / name / f"tree.{number}.B").write_text(text)
    return folder


@pytest.fixture
def alone(real, mirror):
    """Each tumour: its genotypes, its cells, and its noise-free matrix as pandas reads it."""
    adata, tumours = real(ID), []
    for number in INSTANCES:
        one = adata[adata.obs["donor_id"] == f"tumour{number + 1:02d}"]
        genotype = one.layers["genotype"][:, 20 * number : 20 * number + 20]
        path = mirror / "subclone" / ID / "perfect" / f"tree.{number}.B"
        true = pd.read_csv(path, sep=r"\s+", header=None, skiprows=2).to_numpy()
        tumours.append((genotype, one.obs, true))
    return tumours


def test_card_counts_hold(check_counts):
    check_counts(ID)


def test_it_reaches_level_3(check_level):
    check_level(ID, Level.L3)


def test_more_than_five_percent_of_the_reads_is_a_mutation_and_no_read_is_missing(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.layers["genotype"][:2, :2].tolist() == [[0, -1], [1, 1]]
    assert adata.layers["ad_alt"][:2, :2].tolist() == [[5, 0], [6, 9]]
    assert adata.layers["dp"][:2, :2].tolist() == [[100, 0], [100, 9]]


def test_a_site_of_one_tumour_is_missing_in_the_others_and_has_no_read_there(tmp_path):
    adata = convert(_raw(tmp_path))
    assert (adata.layers["genotype"][2:, :2] == -1).all()
    assert not adata.layers["dp"][2:, :2].any()


def test_clones_are_the_distinct_noise_free_rows_and_copy_number_is_a_column_of_its_own(tmp_path):
    obs = convert(_raw(tmp_path)).obs
    assert obs["clone_id"].tolist()[:2] == ["clone01", "clone02"]
    assert obs["copy_number_clone"].tolist()[:2] == ["cn0", "cn3"]


def test_more_variant_reads_than_reads_are_refused(tmp_path):
    with pytest.raises(SchemaError, match="1 entries have more variant reads than reads"):
        convert(_raw(tmp_path, reads=READS.replace("9,9", "9,8")))


def test_a_noise_free_matrix_of_another_shape_is_refused(tmp_path):
    with pytest.raises(SchemaError, match=r"\(1, 2\) noise-free and \(2, 2\) observed"):
        convert(_raw(tmp_path, true="1\n2\n0 0\n"))


def test_ids_of_cells_and_sites_name_no_tumour_and_no_clone(real):
    assert real(ID).obs_names.str.fullmatch(r"cell\d{4}").all()
    assert real(ID).var_names.str.fullmatch(r"site\d{4}").all()


def test_size_and_noise_are_as_published(alone, check_figure):
    check_figure(ID, "n_clones", np.mean([obs["clone_id"].nunique() for _, obs, _ in alone]))
    check_figure(ID, "n_copy_number_clones", np.mean([obs["copy_number_clone"].nunique() for _, obs, _ in alone]))
    check_figure(ID, "share_missing", np.mean([(genotype < 0).mean() for genotype, _, _ in alone]))


def test_share_of_wrong_genotypes_is_as_published(alone, check_figure):
    wrong = [(genotype != true)[genotype >= 0].mean() for genotype, _, true in alone]
    check_figure(ID, "share_wrong", np.mean(wrong))


@pytest.mark.parametrize("method", ["kmeans", "ward"])
def test_clustering_agrees_with_clones_as_published(alone, cluster, check_figure, method):
    pairs = [(obs["clone_id"], cluster(genotype, obs["clone_id"].nunique(), method)) for genotype, obs, _ in alone]
    check_figure(ID, f"{method}_ari", np.mean([adjusted_rand_score(*pair) for pair in pairs]))
    check_figure(ID, f"{method}_v", np.mean([v_measure_score(*pair) for pair in pairs]))


def test_an_entry_without_a_read_is_wrong_or_not_counted_and_the_source_does_not_say_which(alone, check_choices):
    among_seen = np.mean([(genotype != true)[genotype >= 0].mean() for genotype, _, true in alone])
    among_all = np.mean([(genotype != true).mean() for genotype, _, true in alone])
    called_absent = np.mean([((genotype > 0) != true).mean() for genotype, _, true in alone])
    assert among_all == pytest.approx(0.136, abs=0.0005)
    check_choices(ID, "share_wrong", [among_seen, called_absent, among_all])

from pathlib import Path

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, v_measure_score

from clinicell.datasets.convert.leung2017_crc import convert
from clinicell.errors import SchemaError
from clinicell.tasks.subclone import clones, tumour_clones

ID = "leung2017_crc"
TABLE = ",TP53-chr17-7577548,APC-chr5-112175328,cluster_id\nPD-1,0,-1,0\nPDD-2,-1,-1,0\nPA-3,1,0,{}\n{}-4,1,1,3\n"


def _raw(folder: Path, *, clone: str = "1", gate: str = "MA") -> Path:
    (folder / "crc2").mkdir()
    (folder / "crc2" / "character_matrix.csv").write_text(TABLE.format(clone, gate))
    return folder


def test_card_counts_hold(check_counts):
    check_counts(ID)


def test_minus_one_is_missing_and_a_cell_without_a_call_is_kept(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.obs_names.tolist() == ["PD-1", "PDD-2", "PA-3", "MA-4"]
    assert adata.layers["genotype"].tolist() == [[0, -1], [-1, -1], [1, 0], [1, 1]]
    assert adata.var["locus"].tolist() == ["chr17:7577548", "chr5:112175328"]


def test_an_aneuploid_clone_in_a_diploid_gate_is_refused(tmp_path):
    with pytest.raises(SchemaError, match="1 cells of aneuploid clones are not of an aneuploid gate"):
        convert(_raw(tmp_path, gate="MD"))


def test_a_code_that_was_not_declared_is_refused(tmp_path):
    raw = _raw(tmp_path) / "crc2" / "character_matrix.csv"
    raw.write_text(raw.read_text().replace("PA-3,1,0", "PA-3,3,0"))
    with pytest.raises(SchemaError, match="'3'"):
        convert(tmp_path)


def test_headline_looks_at_the_66_aneuploid_cells_alone(real):
    adata = real(ID)
    assert tumour_clones(adata)["subclone"].notna().sum() == 66
    assert clones(adata)["subclone"].notna().sum() == 186
    is_malignant = adata.obs["malignant"].astype("bool")
    assert (adata.obs.loc[is_malignant, "ploidy_gate"] == "aneuploid").all()
    assert (adata.obs.loc[~is_malignant, "ploidy_gate"] == "aneuploid").sum() == 4


def test_one_normal_cell_has_no_call_and_the_share_of_missing_entries_is_as_published(real):
    adata = real(ID)
    is_missing = adata.layers["genotype"] == -1
    assert adata.obs_names[is_missing.all(axis=1)].tolist() == ["PDD-29"]
    assert not adata.obs.loc["PDD-29", "malignant"]
    assert round(float(is_missing.mean()), 3) == 0.138


@pytest.mark.parametrize("method", ["kmeans", "ward"])
def test_all_cells_cluster_into_copy_number_clones(real, cluster, check_figure, method):
    adata = real(ID)
    found = cluster(adata.layers["genotype"], 4, method)
    check_figure(ID, f"{method}_ari_all_cells", adjusted_rand_score(adata.obs["clone_id"], found))
    check_figure(ID, f"{method}_v_all_cells", v_measure_score(adata.obs["clone_id"], found))


def test_tumour_against_normal_alone_scores_most_of_it(real, check_figure):
    obs = real(ID).obs
    check_figure(ID, "tumour_against_normal_ari", adjusted_rand_score(obs["clone_id"], obs["malignant"].astype("int")))


def test_site_and_ploidy_score_without_any_dna(real, check_figure):
    obs = real(ID).obs
    groups = obs["sample_id"].astype("str") + obs["ploidy_gate"].astype("str")
    check_figure(ID, "site_by_ploidy_ari", adjusted_rand_score(obs["clone_id"], groups))


@pytest.mark.xfail(
    strict=True,
    reason=(
        "expected 0.40 +- 0.04, measured 0.817 (seed 0; 0.43 to 0.82 over seeds 0 to 7); 0.437 only if the site means "
        "are those of all 186 cells"
    ),
)
def test_inside_the_aneuploid_cells_kmeans_finds_little(real, cluster, check_figure):
    adata = real(ID)
    is_asked = adata.obs["malignant"].to_numpy(dtype=bool)
    found = cluster(adata.layers["genotype"][is_asked], 3, "kmeans")
    check_figure(ID, "kmeans_ari_aneuploid_cells", adjusted_rand_score(adata.obs["clone_id"][is_asked], found))


def test_inside_the_aneuploid_cells_the_site_says_more(real, check_figure):
    obs = real(ID).obs
    asked = obs[obs["malignant"].to_numpy(dtype=bool)]
    assert np.unique(asked["sample_id"].astype("str")).tolist() == ["CRC2_metastasis", "CRC2_primary"]
    check_figure(ID, "site_label_ari_aneuploid_cells", adjusted_rand_score(asked["clone_id"], asked["sample_id"]))


def test_how_site_and_ploidy_make_groups_is_left_open_and_changes_their_score(real, check_choices):
    obs = real(ID).obs
    site, gate = obs["sample_id"].astype("str"), obs["ploidy_gate"].astype("str")
    prefix = obs.index.to_series().str.split("-").str[0]
    one_diploid_group = site.where(gate == "aneuploid", "diploid")
    scores = [adjusted_rand_score(obs["clone_id"], each) for each in (prefix, site + gate, one_diploid_group)]
    check_choices(ID, "site_by_ploidy_ari", scores)


def test_inside_the_aneuploid_cells_kmeans_hangs_on_the_seed_and_on_whose_site_means_are_imputed(
    real, imputed, check_choices
):
    adata = real(ID)
    genotype, is_asked = adata.layers["genotype"], adata.obs["malignant"].to_numpy(dtype=bool)
    clone = adata.obs["clone_id"][is_asked]
    scores = [
        adjusted_rand_score(clone, KMeans(3, n_init=20, random_state=seed).fit_predict(x))
        for x in (imputed(genotype[is_asked]), imputed(genotype)[is_asked])
        for seed in range(20)
    ]
    check_choices(ID, "kmeans_ari_aneuploid_cells", scores)

import gzip
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score, v_measure_score

from clinicell.datasets.convert.morita2020_aml import CALLED_BY_COMPASS, convert
from clinicell.datasets.schema.levels import Level
from clinicell.errors import SchemaError

ID = "morita2020_aml"
HEAD = "CHR,POS,REF,ALT,REGION,NAME,FREQ,0,1\n"
FIRST = HEAD + "2,100,C,T,DNMT3A,DNMT3A p.R882H,0.0,0:0:3,23:41:1\n13,300,X,XAAC,FLT3,FLT3-ITD,0,8:0:0,0:9:2\n"
SECOND = HEAD + "2,100,C,T,DNMT3A,DNMT3A p.R882H,0,5:0:0,1:0:3\n13,400,.,TA,FLT3,FLT3 p.K6fs,0,5:0:0,1:0:3\n"
PEOPLE = "Sample Name,sex,age,Instrumentinstrument,tissue\nAML-59-001,female,72,MiSeq,Bone marrow\n"


def _raw(folder: Path, *, first: str = FIRST, people: str = PEOPLE, regions: str = "2_DNMT3A,5,6\n") -> Path:
    inner = folder / f"compass_output_{CALLED_BY_COMPASS}"
    for part in (folder / "samples", inner):
        part.mkdir()
    for name, text in ((CALLED_BY_COMPASS, first), ("AML-99-001_PDX1", SECOND)):
        (folder / "samples" / f"{name}_variants.csv.gz").write_bytes(gzip.compress(text.encode()))
    for name, text in ((CALLED_BY_COMPASS, regions), ("AML-99-001_PDX1", "2_DNMT3A,7,9\nX_PHF6,3,0\n")):
        (folder / "samples" / f"{name}_regions.csv.gz").write_bytes(gzip.compress(text.encode()))
    (folder / "metadata.csv").write_text(people)
    (inner / f"{CALLED_BY_COMPASS}_cellAssignments.tsv").write_text("cell\tnode\tdoublet\n1\t4\tyes\n")
    return folder


@pytest.fixture
def singlets(real):
    """The cells of AML-59-001 that COMPASS does not call doublets, on the sample's own sites."""
    adata = real(ID)
    cells = (adata.obs["sample_id"] == CALLED_BY_COMPASS) & (adata.obs["compass_doublet"] == "no")
    own = (adata.layers["genotype"][cells] >= 0).any(axis=0)
    return adata[cells.to_numpy(), own]


def test_card_counts_hold(check_counts):
    check_counts(ID)


def test_it_reaches_level_3(check_level):
    check_level(ID, Level.L3)


def test_rows_are_sites_and_a_3_is_missing_though_it_has_reads(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.layers["genotype"].tolist() == [[-1, 0, -1], [1, 2, -1], [0, -1, 0], [-1, -1, -1]]
    assert adata.layers["dp"].tolist() == [[0, 8, 0], [64, 9, 0], [5, 0, 5], [1, 0, 1]]
    assert adata.layers["ad_alt"].tolist() == [[0, 0, 0], [41, 9, 0], [0, 0, 0], [0, 0, 0]]


def test_an_insertion_is_written_in_letters_of_the_standard(tmp_path):
    assert convert(_raw(tmp_path)).var_names.tolist() == ["2:100:C:T", "13:300:N:NAAC", "13:400:-:TA"]


def test_samples_share_a_patient_by_number_and_an_age_becomes_a_band(tmp_path):
    obs = convert(_raw(tmp_path)).obs
    assert obs["donor_id"].tolist() == ["AML-59", "AML-59", "AML-99", "AML-99"]
    assert obs["age_band"].tolist() == ["70-74", "70-74", "unknown", "unknown"]
    assert obs["is_xenograft"].tolist() == [False, False, True, True]
    assert not obs.astype("str").isin(["72"]).any(axis=None)


def test_reads_of_a_region_that_a_panel_lacks_are_missing(tmp_path):
    reads = convert(_raw(tmp_path)).obsm["region_reads"]
    assert reads["2_DNMT3A"].tolist() == [5, 6, 7, 9]
    assert np.array_equal(reads["X_PHF6"], [np.nan, np.nan, 3, 0], equal_nan=True)


def test_two_tables_of_a_sample_with_other_numbers_of_cells_are_refused(tmp_path):
    with pytest.raises(SchemaError, match="3 cells, and 2 in the table of variants"):
        convert(_raw(tmp_path, regions="2_DNMT3A,5,6,7\n"))


def test_what_compass_inferred_is_no_clone_and_known_of_one_sample_alone(tmp_path):
    obs = convert(_raw(tmp_path)).obs
    assert obs["compass_node"].tolist() == ["unknown", "node4", "unknown", "unknown"]
    assert obs["compass_doublet"].tolist() == ["unknown", "yes", "unknown", "unknown"]
    assert set(obs["clone_id"]) == {"unknown"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [("0:9:2", "0:9:4", "none of 0, 1, 2 and 3"), ("0:9:2", "0:9", "11 numbers for 2 sites"), ("FREQ", "AF", "begins")],
)
def test_a_table_in_another_form_is_refused(tmp_path, old, new, said):
    with pytest.raises(SchemaError, match=said):
        convert(_raw(tmp_path, first=FIRST.replace(old, new)))


def test_a_tissue_that_is_not_known_is_refused(tmp_path):
    with pytest.raises(SchemaError, match="a tissue is none of"):
        convert(_raw(tmp_path, people=PEOPLE.replace("Bone marrow", "Spleen")))


def test_share_of_missing_entries_per_sample_is_as_published(real, check_figure):
    adata = real(ID)
    shares = []
    for cells in adata.obs.groupby("sample_id", observed=True).indices.values():
        missing = (adata.layers["genotype"][cells] < 0).mean(axis=0)
        shares.append(missing[missing < 1].mean())
    assert (round(min(shares), 3), round(max(shares), 3)) == (0.048, 0.373)
    check_figure(ID, "share_missing", np.mean(shares))


def test_reads_agree_with_the_text_of_the_file(real, mirror):
    path = mirror / "subclone" / ID / "samples" / "AML-99-005_variants.csv.gz"
    raw = pd.read_csv(path, dtype=str, keep_default_na=False)
    adata = real(ID)
    cells = adata[adata.obs["sample_id"] == "AML-99-005"]
    entry = raw.iloc[0, 7:].str.split(":", expand=True).astype(int)
    site = cells.var_names.get_loc(":".join(raw.iloc[0, :4]))
    assert (cells.layers["dp"][:, site] == entry[0] + entry[1]).all()
    assert (cells.layers["ad_alt"][:, site] == entry[1]).all()
    assert (cells.layers["genotype"][:, site] == entry[2].replace(3, -1)).all()


@pytest.mark.parametrize(("method", "scores"), [("kmeans", ("ari", "v")), ("ward", ("ari",))])
def test_a_naive_clustering_finds_little_of_what_compass_inferred(singlets, cluster, check_figure, method, scores):
    found = cluster(singlets.layers["genotype"], 6, method)
    score = {"ari": adjusted_rand_score, "v": v_measure_score}
    for name in scores:
        check_figure(ID, f"{method}_{name}_compass", score[name](singlets.obs["compass_node"], found))


@pytest.mark.parametrize("method", ["kmeans", "ward"])
def test_coding_sites_alone_find_as_little(singlets, cluster, check_figure, method):
    coding = singlets.var["variant_name"].str.contains(" p.", regex=False).to_numpy()
    assert coding.sum() == 4
    found = cluster(singlets.layers["genotype"][:, coding], 6, method)
    check_figure(ID, f"{method}_ari_coding_sites", adjusted_rand_score(singlets.obs["compass_node"], found))


def test_three_clusters_find_somewhat_more(singlets, cluster, check_figure):
    found = cluster(singlets.layers["genotype"], 3, "kmeans")
    check_figure(ID, "kmeans_ari_three", adjusted_rand_score(singlets.obs["compass_node"], found))

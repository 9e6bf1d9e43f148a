from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score, v_measure_score

from clinicell.datasets.convert.mcpherson2016_hgsoc import convert
from clinicell.datasets.schema.levels import Level
from clinicell.errors import SchemaError

ID = "mcpherson2016_hgsoc"
SNV = "cell_id\t10:104491702\tX:18265962\nomentum_site_1:7\t2\t3\nright_ovary_site_2:1\t1\t0\n"
BREAKS = "cell_id\t1066890\nright_ovary_site_2:1\t1\nomentum_site_2:9\t1\nomentum_site_1:7\t0\n"


def _raw(folder: Path, *, snv: str = SNV, breaks: str = BREAKS) -> Path:
    for name, text in (("snv", snv), ("breakpoint", breaks)):
        (folder / "plain.tsv").write_text(text)
        table = pd.read_csv(folder / "plain.tsv", sep="\t", dtype=str)
        table.to_csv(folder / f"{name}.tsv.gz", sep="\t", index=False)
    return folder


def test_card_counts_hold(check_counts):
    check_counts(ID)


def test_it_reaches_level_3(check_level):
    check_level(ID, Level.L3)


def test_a_2_is_homozygous_and_a_3_is_missing(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.layers["genotype"].tolist() == [[2, -1], [1, 0]]
    assert adata.var["locus"].tolist() == ["chr10:104491702", "chrX:18265962"]


def test_site_of_origin_is_the_sample_and_no_clone(tmp_path):
    obs = convert(_raw(tmp_path)).obs
    assert obs["sample_id"].tolist() == ["omentum_site_1", "right_ovary_site_2"]
    assert obs["tissue_ontology_term_id"].tolist() == ["UBERON:0003688", "UBERON:0002118"]
    assert set(obs["clone_id"]) == {"unknown"}


def test_breakpoints_are_matched_by_cell_and_cells_with_breakpoints_alone_are_left_out(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.obsm["breakpoints"]["1066890"].tolist() == [0.0, 1.0]
    assert adata.uns["cells_left_out"] == "1 cells have breakpoints alone"


def test_a_cell_without_breakpoints_is_refused(tmp_path):
    with pytest.raises(SchemaError, match=r"1 of 2 cells are not in it, e\.g\. 'omentum_site_1:7'"):
        convert(_raw(tmp_path, breaks=BREAKS.replace("omentum_site_1:7", "omentum_site_1:8")))


def test_a_site_that_is_not_known_is_refused(tmp_path):
    snv, breaks = (text.replace("omentum_site_1", "liver") for text in (SNV, BREAKS))
    with pytest.raises(SchemaError, match="1 cells are of none of"):
        convert(_raw(tmp_path, snv=snv, breaks=breaks))


def test_calls_are_those_of_the_file_and_162_cells_are_left_out(real, mirror):
    raw = pd.read_csv(mirror / "subclone" / ID / "snv.tsv.gz", sep="\t", index_col=0)
    adata = real(ID)
    assert (adata.layers["genotype"] == raw.replace(3, -1).loc[adata.obs_names].to_numpy()).all()
    assert adata.uns["cells_left_out"].startswith("162 cells")


def test_share_of_missing_entries_is_as_published(real, check_figure):
    check_figure(ID, "share_missing", float((real(ID).layers["genotype"] == -1).mean()))


@pytest.mark.parametrize("method", ["kmeans", "ward"])
def test_clusters_agree_little_with_the_site(real, cluster, check_figure, method):
    adata = real(ID)
    found = cluster(adata.layers["genotype"], 5, method)
    check_figure(ID, f"{method}_ari_site", adjusted_rand_score(adata.obs["sample_id"], found))
    check_figure(ID, f"{method}_v_site", v_measure_score(adata.obs["sample_id"], found))


def test_bernoulli_mixture_finds_four_clones_of_the_same_sizes(real, clones_by_bic, sizes_apart, check_figure):
    adata = real(ID)
    clone = clones_by_bic(adata.layers["genotype"])
    check_figure(ID, "clones_by_bic", len(np.unique(clone)))
    check_figure(ID, "clone_sizes_apart", sizes_apart(clone, [178, 94, 79, 75]))
    check_figure(ID, "mixture_v_site", v_measure_score(adata.obs["sample_id"], clone))

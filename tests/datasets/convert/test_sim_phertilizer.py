from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from clinicell.datasets.convert.sim_phertilizer import LONG, convert
from clinicell.datasets.schema.levels import Level
from clinicell.errors import SchemaError

ID = "sim_phertilizer"
READS = "chr2\t0\t1\tC\t1\t1\nchr14\t1\t0\tC\t0\t3\nchr14\t1\t1\tC\t1\t2\n"


def _raw(folder: Path, reads: str = READS) -> Path:
    pd.DataFrame([line.split("\t") for line in reads.splitlines()]).to_csv(
        folder / "variant_counts.tsv.gz", sep="\t", header=False, index=False
    )
    bins = pd.DataFrame({"cell": [1, 0], "chr1.1": [650, 660], "chr1.2": [330, 340]})
    bins.to_csv(folder / "binned_read_counts.csv.gz", index=False)
    (folder / "snv_bin_mapping.csv").write_text("0,chr2,60\n1,chr14,446\n")
    (folder / "method_output").mkdir()
    (folder / "method_output" / "cell_clusters.csv").write_text("cluster,subcluster,cell\n0,0,0\n2,0,1\n")
    (folder / "method_output" / "SNV_clusters.csv").write_text("cluster,mutation\n2,chr14_1\n1,chr2_0\n")
    return folder


def test_card_counts_hold(check_counts):
    check_counts(ID)


def test_it_reaches_level_3(check_level):
    check_level(ID, Level.L3)


def test_a_pair_without_a_row_has_no_read_and_is_missing(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.layers["genotype"].tolist() == [[-1, 0], [1, 1]]
    assert adata.layers["dp"].tolist() == [[0, 3], [1, 2]]
    assert adata.layers["ad_alt"].tolist() == [[0, 0], [1, 1]]


def test_bins_are_matched_by_cell(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.obs_names.tolist() == ["cell0000", "cell0001"]
    assert adata.obsm["bin_counts"]["chr1.1"].tolist() == [660, 650]


def test_clusters_that_the_method_inferred_are_no_clones(tmp_path):
    adata = convert(_raw(tmp_path))
    assert set(adata.obs["clone_id"]) == {"unknown"}
    assert adata.obs["phertilizer_cluster"].tolist() == ["cluster0", "cluster2"]
    assert adata.var.loc["chr14_1", ["bin", "phertilizer_cluster"]].tolist() == [446, "cluster2"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("1\t1\tC\t1\t2", "1\t1\tC\t3\t2", "1 have more variant reads"),
        ("1\t1\tC\t1\t2", "1\t0\tC\t1\t2", "1 name a cell and mutation again"),
        ("1\t1\tC\t1\t2", "1\t7\tC\t1\t2", "1 are of a cell without bins"),
    ],
)
def test_rows_that_cannot_be_are_refused(tmp_path, old, new, said):
    with pytest.raises(SchemaError, match=said):
        convert(_raw(tmp_path, READS.replace(old, new)))


def test_share_of_entries_with_a_read_is_that_of_the_long_table(real, check_figure):
    check_figure(ID, "share_read", float((real(ID).layers["genotype"] >= 0).mean()))


def test_reads_are_those_of_the_long_table(real, mirror):
    raw = pd.read_csv(mirror / "subclone" / ID / "variant_counts.tsv.gz", sep="\t", header=None, names=LONG)
    adata = real(ID)
    alt, depth = (adata.layers[name] for name in ("ad_alt", "dp"))
    assert alt.sum() == raw["alt"].sum()
    assert depth.sum() == raw["total"].sum()
    per_cell = raw.groupby("cell")["total"].sum().reindex(range(adata.n_obs), fill_value=0)
    assert np.array_equal(depth.sum(axis=1), per_cell)

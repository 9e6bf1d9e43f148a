from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import silhouette_score

from clinicell.datasets.convert.wang2014_erbc import convert
from clinicell.datasets.schema.levels import Level
from clinicell.errors import SchemaError

ID = "wang2014_erbc"


def _raw(folder: Path, table: str = "1 0 3\n0 1 1\n") -> Path:
    (folder / "dataNavin.csv").write_text(table)
    (folder / "dataNavin.geneNames").write_text("PIK3CA\nTTN\n")
    return folder


def test_card_counts_hold(check_counts):
    check_counts(ID)


def test_it_reaches_level_3(check_level):
    check_level(ID, Level.L3)


def test_rows_are_sites_and_a_3_is_missing(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.layers["genotype"].tolist() == [[1, 0], [0, 1], [-1, 1]]
    assert adata.var["gene"].tolist() == ["PIK3CA", "TTN"]
    assert set(adata.obs["clone_id"]) == {"unknown"}


def test_a_homozygous_code_that_the_table_does_not_declare_is_refused(tmp_path):
    with pytest.raises(SchemaError, match=r"1 of 6 entries .* '2'"):
        convert(_raw(tmp_path, "1 0 3\n0 2 1\n"))


def test_calls_are_those_of_the_file(real, mirror):
    raw = np.loadtxt(mirror / "subclone" / ID / "dataNavin.csv", dtype=int).T
    assert (real(ID).layers["genotype"] == np.where(raw == 3, -1, raw)).all()


def test_share_of_missing_entries_is_as_published(real, check_figure):
    check_figure(ID, "share_missing", float((real(ID).layers["genotype"] == -1).mean()))


def test_bernoulli_mixture_supports_one_clone(real, clones_by_bic, check_figure):
    check_figure(ID, "clones_by_bic", len(np.unique(clones_by_bic(real(ID).layers["genotype"]))))


def test_two_clusters_are_hardly_apart(real, cluster, imputed, check_figure):
    genotype = real(ID).layers["genotype"]
    check_figure(ID, "silhouette_two", silhouette_score(imputed(genotype), cluster(genotype, 2, "kmeans")))

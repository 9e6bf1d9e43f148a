import gzip
from pathlib import Path

import numpy as np
import pytest
from scipy.io import mmread
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import adjusted_rand_score

from clinicell.datasets.convert.copykat_tnbc_rna import convert
from clinicell.datasets.schema.levels import Level
from clinicell.errors import SchemaError

ID = "copykat_tnbc_rna"
MATRIX = "%%MatrixMarket matrix coordinate integer general\n%\n3 2 4\n1 1 5\n2 1 1\n3 1 2\n3 2 7\n"
CALLS = "cell.names\tcopykat.pred\nCCCC\taneuploid\nAAAA\tdiploid\n"


def _raw(folder: Path, *, genes: str = "RP11-34P13.7\nTP53\nKRAS\n", calls: str = CALLS) -> Path:
    for name, text in (("matrix.mtx", MATRIX), ("genes.tsv", genes), ("barcodes.tsv", "AAAA\nCCCC\n")):
        (folder / f"{name}.gz").write_bytes(gzip.compress(text.encode()))
    (folder / "copykat_prediction.txt").write_text(calls)
    return folder


def _clusters(values: np.ndarray) -> np.ndarray:
    return KMeans(2, n_init=20, random_state=0).fit_predict(values)


def test_card_counts_hold(check_counts):
    check_counts(ID)


def test_it_reaches_level_3(check_level):
    check_level(ID, Level.L3)


def test_rows_are_genes_and_one_that_nobody_can_name_is_kept_beside_the_others(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.var["feature_name"].tolist() == ["TP53", "KRAS"]
    assert adata.X.toarray().tolist() == [[1, 2], [0, 7]]
    assert adata.obsm["counts_left_out"].tolist() == [[5], [0]]
    assert adata.uns["genes_left_out"]["symbol"].tolist() == ["RP11-34P13.7"]


def test_what_copykat_called_is_matched_by_cell_and_says_nothing_of_malignancy(tmp_path):
    obs = convert(_raw(tmp_path)).obs
    assert obs["copykat_prediction"].tolist() == ["diploid", "aneuploid"]
    assert obs["malignant"].isna().all()


def test_calls_of_other_cells_are_refused(tmp_path):
    with pytest.raises(SchemaError, match=r"2 names are in one of two tables only, e\.g\. 'AAAA'"):
        convert(_raw(tmp_path, calls=CALLS.replace("AAAA", "GGGG")))


def test_fewer_names_than_genes_are_refused(tmp_path):
    with pytest.raises(SchemaError, match="2 names for 3 genes"):
        convert(_raw(tmp_path, genes="TP53\nKRAS\n"))


def test_no_count_of_the_file_is_lost(real, mirror, all_genes):
    raw = mmread(mirror / "subclone" / ID / "matrix.mtx.gz").tocsr()
    values = all_genes(real(ID), "counts_left_out")
    assert values.shape == (302, 19310)
    assert np.array_equal(values.sum(axis=1), np.asarray(raw.sum(axis=0)).ravel())
    assert real(ID).obs["copykat_prediction"].value_counts().to_dict() == {"aneuploid": 228, "diploid": 74}


def test_expression_along_the_genome_agrees_with_copykat(real, all_genes, along_the_genome, check_figure):
    adata = real(ID)
    found = _clusters(along_the_genome(all_genes(adata, "counts_left_out")))
    check_figure(ID, "kmeans_ari_windows", adjusted_rand_score(adata.obs["copykat_prediction"], found))


def test_so_do_principal_components_that_know_no_genome(real, all_genes, normalised, check_figure):
    adata = real(ID)
    components = PCA(30, random_state=0).fit_transform(normalised(all_genes(adata, "counts_left_out")))
    check_figure(
        ID, "kmeans_ari_components", adjusted_rand_score(adata.obs["copykat_prediction"], _clusters(components))
    )

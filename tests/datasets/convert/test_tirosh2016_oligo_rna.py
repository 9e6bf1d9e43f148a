import gzip
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, v_measure_score

from clinicell.datasets.convert.tirosh2016_oligo_rna import PLACES, STEM, convert
from clinicell.datasets.schema.levels import Level
from clinicell.errors import SchemaError

ID = "tirosh2016_oligo_rna"
EXPRESSION = "MGH36_P2_C12\t93_P3_D07\tMGH54_P1_A01\nTP53\t0\t0.5\t3\nCPSF3L\t7\t0\t0\nKRAS\t1\t2\t0\n"
GROUPS = "93_P3_D07\tmalignant_93\nMGH36_P2_C12\tmalignant_MGH36\nMGH54_P1_A01\tMicroglia/Macrophage\n"
GENES = "KRAS\tchr12\t5\t9\nTP53\tchr17\t1\t2\nCPSF3L\tchr1\t1\t2\n"


def _raw(folder: Path, *, groups: str = GROUPS, genes: str = GENES) -> Path:
    (folder / f"{STEM}_expression_downsampled.counts.matrix.gz").write_bytes(gzip.compress(EXPRESSION.encode()))
    (folder / f"{STEM}_annotations_downsampled.txt").write_text(groups)
    (folder / PLACES).write_bytes(gzip.compress(genes.encode()))
    return folder


@pytest.fixture
def smooth(real, all_genes, along_the_genome) -> np.ndarray:
    return along_the_genome(all_genes(real(ID), "expression_left_out"))


def test_card_counts_hold(check_counts):
    check_counts(ID)


def test_it_reaches_level_3(check_level):
    check_level(ID, Level.L3)


def test_rows_are_genes_under_a_head_that_is_one_name_shorter(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.var["feature_name"].tolist() == ["TP53", "KRAS"]
    assert adata.X.tolist() == [[0, 1], [0.5, 2], [3, 0]]
    assert adata.obsm["expression_left_out"].tolist() == [[7], [0], [0]]
    assert adata.var["chromosome"].tolist() == ["chr17", "chr12"]


def test_names_in_two_styles_are_of_the_same_tumours(tmp_path):
    obs = convert(_raw(tmp_path)).obs
    assert obs["donor_id"].tolist() == ["MGH36", "MGH93", "MGH54"]
    assert obs["malignant"].tolist() == [True, True, False]
    assert obs["cell_type_ontology_term_id"].tolist() == ["unknown"] * 3


@pytest.mark.parametrize(
    ("old", "new"),
    [("malignant_93", "malignant_97"), ("Microglia/Macrophage", "T cells"), ("malignant_93", "malignant")],
    ids=["a_cell_of_another_tumour", "a_group_that_is_not_known", "a_tumour_without_name"],
)
def test_a_group_that_does_not_fit_the_cell_is_refused(tmp_path, old, new):
    with pytest.raises(SchemaError, match="1 of 3 cells are of no tumour or group that is known"):
        convert(_raw(tmp_path, groups=GROUPS.replace(old, new)))


def test_a_gene_without_a_place_is_refused(tmp_path):
    with pytest.raises(SchemaError, match="1 names are in one of two tables only"):
        convert(_raw(tmp_path, genes=GENES.replace("TP53\tchr17\t1\t2\n", "")))


def test_values_are_no_counts_and_are_not_called_so(real, mirror, all_genes):
    path = mirror / "subclone" / ID / f"{STEM}_expression_downsampled.counts.matrix.gz"
    raw, values = pd.read_csv(path, sep="\t", index_col=0), all_genes(real(ID), "expression_left_out")
    assert np.allclose(values[raw.index].to_numpy(), raw.to_numpy().T, rtol=1e-6)
    assert (values % 1 != 0).any(axis=None)
    assert real(ID).uns["scales"].set_index("slot").loc["X", "scale"] == "other"


def test_some_tumours_have_malignant_cells_alone_and_one_has_none(real):
    share = real(ID).obs.groupby("donor_id", observed=True)["malignant"].mean()
    assert share[share == 1].index.tolist() == ["MGH93", "MGH97"]
    assert share[share == 0].index.tolist() == ["MGH54"]


def test_expression_along_the_genome_tells_malignant_from_normal(real, smooth, check_figure):
    found = KMeans(2, n_init=20, random_state=0).fit_predict(smooth)
    check_figure(ID, "kmeans_ari_malignant", adjusted_rand_score(real(ID).obs["malignant"].astype("bool"), found))


def test_expression_along_the_genome_tells_tumours_apart(real, smooth, check_figure):
    found, groups = KMeans(6, n_init=20, random_state=0).fit_predict(smooth), real(ID).obs["annotation"]
    check_figure(ID, "kmeans_ari_groups", adjusted_rand_score(groups, found))
    check_figure(ID, "kmeans_v_groups", v_measure_score(groups, found))

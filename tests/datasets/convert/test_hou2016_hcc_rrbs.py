import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from clinicell.datasets.convert.hou2016_hcc_rrbs import CHROMOSOMES, convert
from clinicell.errors import SchemaError

sys.path.insert(0, str(Path(__file__).parent))
from methylation_neighbours import (
    STATES,
    entries,
    figures,
    four_neighbours,
    neighbours,
    neighbours_by_distance,
    probabilities,
)

sys.path.pop(0)

ID = "hou2016_hcc_rrbs"
N_TRAIN = 200_000


def _raw(folder: Path, **changed: np.ndarray) -> Path:
    none = {name: np.full((1, 2), -1, dtype=np.int8) for name in CHROMOSOMES}
    none["chr1"] = np.array([[1, -1], [0, 1]], dtype=np.int8)
    none["chr2"] = np.array([[-1, 0]], dtype=np.int8)
    np.savez(folder / "y_HCC.npz", **{**none, **changed})
    return folder


@pytest.fixture(scope="module")
def kept_entries() -> dict[str, pd.DataFrame]:
    """What is computed once for all figures."""
    return {}


@pytest.fixture
def table(real, kept_entries) -> pd.DataFrame:
    """All observed entries with what they are predicted from."""
    if ID not in kept_entries:
        kept_entries[ID] = entries(real(ID))
    return kept_entries[ID]


def _drawn(table: pd.DataFrame, numbers: list[int]) -> pd.DataFrame:
    own = np.flatnonzero(table["chrom"].isin([f"chr{number}" for number in numbers]))
    return table.iloc[np.random.default_rng(0).choice(own, N_TRAIN, replace=False)]


def test_minus_one_is_unobserved_and_in_neither_layer(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.layers["cov"].toarray()[:, :3].tolist() == [[1, 1, 0], [0, 1, 1]]
    assert adata.layers["met"].toarray()[:, :3].tolist() == [[1, 0, 0], [0, 1, 0]]
    assert adata.X is None


def test_chromosomes_stand_in_the_order_of_the_genome_and_positions_are_missing(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.var["chrom"].drop_duplicates().tolist() == CHROMOSOMES
    assert adata.var_names[:3].tolist() == ["chr1:site1", "chr1:site2", "chr2:site1"]
    assert adata.var["pos"].isna().all()
    assert adata.uns["genome_build"] == "unknown"


def test_another_state_is_refused(tmp_path):
    with pytest.raises(SchemaError, match=r"holds \[2\]; a state is 1, 0, or -1"):
        convert(_raw(tmp_path, chrY=np.array([[2, 0]], dtype=np.int8)))


def test_another_chromosome_is_refused(tmp_path):
    with pytest.raises(SchemaError, match=r"y_HCC\.npz: holds chr1, "):
        convert(_raw(tmp_path, chrM=np.array([[1, 0]], dtype=np.int8)))


def test_card_counts_and_level_hold(check_counts, level_of):
    check_counts(ID)
    assert level_of(ID) == "L3"


def test_coverage_is_as_published(real, check_figure):
    adata = real(ID)
    covered = np.asarray(adata.layers["cov"].sum(axis=1)).ravel() / adata.n_vars
    met = np.asarray(adata.layers["met"].sum(axis=1)).ravel() / (covered * adata.n_vars)
    check_figure(ID, "share_missing", float(1 - covered.mean()))
    assert (round(covered.min(), 3), round(covered.max(), 1)) == (0.037, 0.3)
    assert (round(met.min(), 2), round(met.max(), 2)) == (0.22, 0.36)


def test_chr21_and_chr22_are_predicted_as_published(table, check_figure):
    test = table[table["chrom"].isin(["chr21", "chr22"])]
    check_figure(ID, "n_test_entries", float(len(test)))
    found = figures(test, probabilities(_drawn(table, list(range(1, 11))), test, STATES))
    check_figure(ID, "auc_chr21_22", found["auc"])
    check_figure(ID, "mean_auc_per_cell", found["mean_auc_per_cell"])
    check_figure(ID, "average_precision_chr21_22", found["average_precision"])
    check_figure(ID, "accuracy_chr21_22", found["accuracy"])


def test_chr10_is_predicted_as_published(table, check_figure):
    test = table[table["chrom"] == "chr10"]
    found = figures(test, probabilities(_drawn(table, [1, 2, 3, 4, 6, 7, 8, 9, 11, 12]), test, STATES))
    check_figure(ID, "auc_chr10", found["auc"])
    check_figure(ID, "average_precision_chr10", found["average_precision"])
    check_figure(ID, "accuracy_chr10", found["accuracy"])


def test_other_cells_alone_are_as_published(table, check_figure):
    test = table[table["chrom"].isin(["chr21", "chr22"])]
    check_figure(ID, "auc_other_cells", float(roc_auc_score(test["state"], test["other_cells"])))


def test_neighbours_alone_are_as_published(table, check_figure):
    test = table[table["chrom"].isin(["chr21", "chr22"])]
    check_figure(ID, "auc_neighbours", float(roc_auc_score(test["state"], neighbours(test))))


def test_how_neighbours_make_one_score_is_left_open_and_nearer_ones_weighing_more_gives_the_figure(
    table, check_choices
):
    test = table[table["chrom"].isin(["chr21", "chr22"])]
    scores = [each(test) for each in (neighbours, four_neighbours, neighbours_by_distance)]
    values = [float(roc_auc_score(test["state"], score)) for score in scores]
    assert values[2] == pytest.approx(0.928, abs=0.0006)
    check_choices(ID, "auc_neighbours", values)

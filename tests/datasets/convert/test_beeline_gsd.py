import gzip
from itertools import permutations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import pearsonr
from sklearn.metrics import average_precision_score, roc_auc_score

from clinicell.datasets.convert.beeline_gsd import convert
from clinicell.errors import SchemaError

ID = "beeline_gsd"
EDGES = "Gene1,Gene2,Type\nSRY,SOX9,+\nSRY,SOX9,+\nUGR,SRY,-\nUGR,UGR,+\n"


def _raw(folder: Path, edges: str = EDGES, time: str = "c1,1.5,NA\nc2,NA,2.5\n") -> Path:
    text = ",c2,c1\nSRY,0.5,1.5\nSOX9,0.25,0.0\nUGR,2.0,1.0\n"
    (folder / "ExpressionData.csv.gz").write_bytes(gzip.compress(text.encode()))
    (folder / "PseudoTime.csv").write_text("PseudoTime1,PseudoTime2\n" + time)
    (folder / "GroundTruthNetwork.csv").write_text(edges)
    return folder


@pytest.fixture
def pairs(real, mirror) -> pd.DataFrame:
    """Ordered pairs of two different nodes: their correlation, and whether the raw file holds the pair."""
    adata = real(ID)
    raw = pd.read_csv(mirror / "multiome" / ID / "GroundTruthNetwork.csv")
    truth = set(zip(raw["Gene1"], raw["Gene2"], strict=True))
    column = dict(zip(adata.var["feature_name"].astype("str"), np.asarray(adata.X).T, strict=True))
    rows = [(abs(pearsonr(column[a], column[b])[0]), (a, b) in truth) for a, b in permutations(column, 2)]
    return pd.DataFrame(rows, columns=["score", "is_edge"])


def test_cells_are_rows_and_a_node_is_a_simulated_gene(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.obs_names.tolist() == ["c2", "c1"]
    assert adata.X.tolist() == [[0.5, 0.25, 2.0], [1.5, 0.0, 1.0]]
    assert dict(zip(adata.var_names, adata.var["feature_name"], strict=True))["SIMG0003"] == "UGR"
    assert adata.uns["is_simulated"] is True


def test_pseudotime_follows_its_cell_and_is_missing_off_the_lineage(tmp_path):
    obs = convert(_raw(tmp_path)).obs
    assert np.array_equal(obs[["pseudotime_1", "pseudotime_2"]], [[np.nan, 2.5], [1.5, np.nan]], equal_nan=True)


def test_an_edge_that_the_file_repeats_is_kept_once_with_its_sign(tmp_path):
    edges = convert(_raw(tmp_path)).uns["true_network"]
    assert edges.to_numpy().tolist() == [["SRY", "SOX9", 1], ["UGR", "SRY", -1], ["UGR", "UGR", 1]]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("SRY,SOX9,-\n", "0 of 5 edges .* 1 have both signs"),
        ("SRY,AMH,+\n", "1 of 5 edges are of no known type or node"),
    ],
)
def test_an_edge_with_two_signs_or_of_an_unknown_node_is_refused(tmp_path, row, says):
    with pytest.raises(SchemaError, match=says):
        convert(_raw(tmp_path, EDGES + row))


def test_a_cell_without_pseudotime_row_is_refused(tmp_path):
    with pytest.raises(SchemaError, match="1 names are in one of two tables only"):
        convert(_raw(tmp_path, time="c1,1.5,NA\n"))


def test_card_counts_and_level_hold(real, check_counts, level_of, check_figure):
    check_counts(ID)
    assert level_of(ID) == "L3"
    check_figure(ID, "n_edges", float(len(real(ID).uns["true_network"])))


def test_correlation_finds_edges_as_published(pairs, check_figure):
    assert len(pairs) == 342
    check_figure(ID, "prevalence", float(pairs["is_edge"].mean()))
    check_figure(ID, "auprc_pearson", float(average_precision_score(pairs["is_edge"], pairs["score"])))
    check_figure(ID, "auroc_pearson", float(roc_auc_score(pairs["is_edge"], pairs["score"])))

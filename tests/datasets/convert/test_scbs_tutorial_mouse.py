import gzip
import itertools
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from clinicell.datasets.convert.scbs_tutorial_mouse import convert
from clinicell.errors import SchemaError

sys.path.insert(0, str(Path(__file__).parent))
from methylation_neighbours import (
    DISTANCES,
    STATES,
    entries,
    figures,
    four_neighbours,
    neighbours,
    neighbours_by_distance,
    probabilities,
)

sys.path.pop(0)

ID = "scbs_tutorial_mouse"
ROWS = "15\t10\t10\t66.666667\t2\t1\nX\t7\t7\t0.000000\t0\t3\n"


def _raw(folder: Path, text: str = ROWS) -> Path:
    (folder / "cells").mkdir()
    for name, own in (("cell_01", text), ("cell_10", "15\t10\t10\t100.0\t1\t0\n15\t11\t11\t100.0\t1\t0\n")):
        (folder / "cells" / f"{name}.cov.gz").write_bytes(gzip.compress(own.encode()))
    return folder


@pytest.fixture(scope="module")
def calls() -> dict[str, object]:
    """What is computed once for all figures."""
    return {}


@pytest.fixture
def table(real, calls) -> pd.DataFrame:
    """All calls with what they are predicted from."""
    if ID not in calls:
        calls[ID] = entries(real(ID))
    return calls[ID]


def test_all_reads_and_the_methylated_ones_are_kept_and_a_site_without_is_in_neither(tmp_path):
    adata = convert(_raw(tmp_path))
    assert adata.var_names.tolist() == ["chr15:10", "chr15:11", "chrX:7"]
    assert adata.layers["cov"].toarray().tolist() == [[3, 0, 3], [1, 1, 0]]
    assert adata.layers["met"].toarray().tolist() == [[2, 0, 0], [1, 1, 0]]


def test_neighbouring_cytosines_are_not_merged_and_their_strand_is_unknown(tmp_path):
    assert set(convert(_raw(tmp_path)).var["strand"]) == {"unknown"}


def test_the_outliers_of_the_tutorial_are_marked(tmp_path):
    assert convert(_raw(tmp_path)).obs["is_low_quality"].tolist() == [False, True]


@pytest.mark.parametrize(("old", "new"), [("66.666667", "0.666667"), ("7\t7", "6\t7")], ids=["share", "stretch"])
def test_a_share_instead_of_a_percentage_or_a_stretch_is_refused(tmp_path, old, new):
    with pytest.raises(SchemaError, match=r"cell_01\.cov\.gz: 1 of 2 rows are no single position, or their percentage"):
        convert(_raw(tmp_path, ROWS.replace(old, new)))


def test_card_counts_and_level_hold(check_counts, level_of):
    check_counts(ID)
    assert level_of(ID) == "L3"


def test_quality_of_cells_is_as_the_tutorial_says(real):
    adata = real(ID)
    cov, met = (np.asarray(adata.layers[name].sum(axis=1)).ravel() for name in ("cov", "met"))
    share = pd.Series(met / cov, adata.obs_names)
    assert adata.layers["cov"].nnz == 479768
    assert sorted(adata.obs_names[adata.obs["is_low_quality"]]) == ["cell_10", "cell_20", "cell_30"]
    good = share[~adata.obs["is_low_quality"]]
    assert good.between(0.2, 0.6).all()
    assert sorted(share.index[~share.between(0.2, 0.6)]) == ["cell_20", "cell_30"]


@pytest.fixture
def found(table, calls) -> dict[str, float]:
    """What the logistic regression reaches on chr19."""
    if "found" not in calls:
        train, test = table[table["chrom"].isin(["chr15", "chr16", "chr17"])], table[table["chrom"] == "chr19"]
        calls["found"] = figures(test, probabilities(train, test, STATES + DISTANCES))
    return calls["found"]


def test_chr19_is_predicted_as_published(table, found, check_figure):
    check_figure(ID, "n_test_entries", float((table["chrom"] == "chr19").sum()))
    check_figure(ID, "auc_chr19", found["auc"])
    check_figure(ID, "mean_auc_per_cell", found["mean_auc_per_cell"])


def test_average_precision_of_chr19_is_as_published(found, check_figure):
    check_figure(ID, "average_precision_chr19", found["average_precision"])


def test_accuracy_of_chr19_is_as_published(found, check_figure):
    check_figure(ID, "accuracy_chr19", found["accuracy"])


def test_chr15_to_chr17_have_as_many_calls_as_published(table, check_figure):
    check_figure(ID, "n_train_entries", float(table["chrom"].isin(["chr15", "chr16", "chr17"]).sum()))


def test_other_cells_alone_are_as_published(table, check_figure):
    test = table[table["chrom"] == "chr19"]
    check_figure(ID, "auc_other_cells", float(roc_auc_score(test["state"], test["other_cells"])))


def test_neighbours_alone_are_as_published(table, check_figure):
    test = table[table["chrom"] == "chr19"]
    check_figure(ID, "auc_neighbours", float(roc_auc_score(test["state"], neighbours(test))))


def test_how_neighbours_make_one_score_is_left_open_and_nearer_ones_weighing_more_gives_the_figure(
    table, check_choices
):
    test = table[table["chrom"] == "chr19"]
    scores = [each(test) for each in (neighbours, four_neighbours, neighbours_by_distance)]
    values = [float(roc_auc_score(test["state"], score)) for score in scores]
    assert values[2] == pytest.approx(0.888, abs=0.0006)
    check_choices(ID, "auc_neighbours", values)


def test_average_precision_hangs_on_how_state_and_distance_make_a_feature(table, found, check_choices):
    weighted = table.assign(
        **{
            side: (table[side] - 0.5) * np.exp(-np.expm1(table[f"{side}_distance"]) / 500.0)
            for side in ("left", "right")
        }
    )
    train, test = (weighted[weighted["chrom"].isin(names)] for names in (["chr15", "chr16", "chr17"], ["chr19"]))
    other = figures(test, probabilities(train, test, STATES))
    assert other["auc"] == pytest.approx(0.918, abs=0.002)
    check_choices(ID, "average_precision_chr19", [found["average_precision"], other["average_precision"]])


def test_no_plain_subset_of_chr15_to_chr17_has_as_many_calls_as_published(real, table, calls):
    train = table[table["chrom"].isin(["chr15", "chr16", "chr17"])]
    good = ~real(ID).obs["is_low_quality"].to_numpy()[train["cell"]]
    seen_by = train["n_other_cells"] + 1
    assert (int(good.sum()), int((seen_by >= 2).sum()), int((seen_by >= 3).sum())) == (275388, 281486, 248110)
    n = table.groupby("chrom").size()
    sums = [n[list(names)].sum() for k in range(1, 7) for names in itertools.combinations(n.index, k)]
    assert 272241 not in sums

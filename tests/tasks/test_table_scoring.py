"""A genotype matrix and a tree on their way from a model to a row: blinded, answered, scored."""

import json
import math
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from clinicell.datasets.simulate.snv import simulate
from clinicell.errors import TaskError
from clinicell.files import write_json
from clinicell.leaderboard.ranking import rank
from clinicell.leaderboard.score import scored
from clinicell.metrics._metric import Metric
from clinicell.metrics.tree_table import tree_matrix
from clinicell.metrics.trees import relation_accuracy
from clinicell.tasks import _table_scoring, _true_clones
from clinicell.tasks._blind import Source, blind
from clinicell.tasks._cohort import Cohort
from clinicell.tasks._folds import Folds
from clinicell.tasks._prediction import Prediction
from clinicell.tasks._table_scoring import ScorableTable
from clinicell.tasks._tables import read_table
from clinicell.tasks.subclone import TASK

PANEL = TASK.panel("demo_subclone")


@pytest.fixture(scope="module")
def adata():
    return simulate(
        dataset_id="demo_subclone", title="tumours", seed=7, n_donors=6, min_cells=30, max_cells=40, n_sites=30,
        min_clones=3, max_clones=5, false_positive_rate=0.02, false_negative_rate=0.2, missing_rate=0.2,
    )  # fmt: skip


@pytest.fixture(scope="module")
def folder(adata, tmp_path_factory):
    return blind(TASK, PANEL, Source(adata=adata, sha256="0" * 64), {}, tmp_path_factory.mktemp("panel") / "panel")


def answered(folder, out, tables_of):
    """Write the prediction that `tables_of` (a fold's cohort and number -> tables by name) makes of each fold."""
    job = json.loads((folder / "public" / "job.json").read_text())
    for fold in job["folds"]:
        cohort = Cohort.read(folder / "public" / f"fold-{fold}" / "test")
        main = pd.DataFrame({"subclone": np.arange(len(cohort.asked)) % 3.0}, index=cohort.asked)
        Prediction({"main": main, **tables_of(cohort, fold)}).write(out / f"fold-{fold}")
    write_json(
        out / "prediction.json",
        {
            "model": "by_hand", "title": "By hand", "is_control": False, "model_sha256": "a" * 64,
            "blinding": job["blinding"], "seed": 0, "versions": {"clinicell": "0"}, "status": "predicted", "reason": "",
        },
    )  # fmt: skip
    return scored(out, folder / "sealed")


def as_read(cohort, _):
    read = cohort.units.layers["genotype"]
    table = pd.DataFrame(np.where(read < 0, 0.0, read), index=cohort.asked, columns=cohort.units.var_names)
    return {"genotype": table.sample(frac=1, random_state=0).sample(frac=1, axis=1, random_state=0)}


def one_chain(cohort, _):
    place = np.arange(float(cohort.units.n_vars))
    return {"tree": pd.DataFrame({"node": place, "parent": place - 1}, index=cohort.units.var_names)}


def test_both_tables_are_scored_within_each_tumour_with_an_interval_over_tumours(adata, folder, tmp_path):
    result, evidence = answered(folder, tmp_path, lambda *asked: as_read(*asked) | one_chain(*asked))
    assert result.status == "scored"
    truth = _true_clones.trees(adata)
    inside = {}
    for donor, table in truth.items():
        n = len(table)
        inside[donor] = np.nan_to_num(tree_matrix(table.to_numpy())), np.triu(np.ones((n, n)))
    found = result.score("tree", "ancestor_descendant_f1")
    by_hand = [
        2 * (one & other).sum() / (one.sum() + other.sum())
        for one, other in (((t * (1 - t.T)) > 0, (a * (1 - a.T)) > 0) for t, a in inside.values())
    ]
    assert found.value == pytest.approx(np.mean(by_hand), abs=1e-12)
    np.testing.assert_allclose(evidence["tree"].kept["ancestor_descendant_f1"][0]["value"], by_hand, atol=1e-12)
    assert evidence["tree"].units == tuple(sorted(truth))
    assert found.low < found.value < found.high
    assert found.n_units == 6
    assert len(found.folds) == 6


def test_an_answer_that_repeats_the_reading_restores_nothing(adata, folder, tmp_path):
    result, _ = answered(folder, tmp_path, as_read)
    assert result.score("genotype", "lost_mutations_restored").value == 0
    assert result.score("genotype", "false_mutations_removed").value == 0
    assert 0 < result.score("genotype", "mutation_mcc").value < 1
    assert result.score("genotype", "mutation_mcc").chance == 0
    assert result.score("tree", "mltd") is None


def test_an_answer_that_leaves_the_tables_out_loses_nothing_and_is_named_so(folder, tmp_path):
    result, evidence = answered(folder, tmp_path, lambda *_: {})
    assert result.status == "scored"
    assert set(evidence) == {"main"}
    row = rank([result], answer="genotype", metric="mutation_mcc").iloc[0]
    assert row["reason"] == "not offered"
    assert math.isnan(row["value"])


def test_ranks_of_tables_rest_on_their_own_evidence(folder, tmp_path):
    results = []
    kept = {}
    for model, tables in (("good", true_tree(folder)), ("bad", one_chain)):
        result, evidence = answered(folder, tmp_path / model, tables)
        result = replace(result, inputs=replace(result.inputs, model=model), model_title=model)
        results.append(result)
        kept[result.id] = evidence
    table = rank(results, None, lambda result: kept[result.id], answer="tree", metric="mltd")
    assert table["model"].tolist() == ["good", "bad"]
    assert table["rank"].tolist() == [1, 2]
    assert table["value"].iloc[0] == 0


def true_tree(folder):
    return lambda _, fold: {"tree": read_table(folder / "sealed" / "tree" / f"fold-{fold}.csv.gz")}


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        (
            lambda cohort, fold: {"tree": one_chain(cohort, fold)["tree"].assign(parent=7.0)},
            "answer 'tree': .* in a circle",
        ),
        (lambda cohort, fold: {"tree": one_chain(cohort, fold)["tree"].iloc[1:]}, "no prediction for 1 of 30 units"),
        (lambda cohort, fold: {"genotype": as_read(cohort, fold)["genotype"] - 3}, "answer 'genotype': .* neither"),
        (lambda cohort, fold: {"genotype": as_read(cohort, fold)["genotype"].iloc[:, 1:]}, "no column for 1 of 30"),
    ],
)
def test_a_table_that_is_no_tree_or_lacks_a_row_is_a_failed_row_with_the_reason(folder, tmp_path, tables, message):
    result, _ = answered(folder, tmp_path, tables)
    assert result.status == "failed"
    assert re.search(message, result.reason)


def test_a_fold_of_two_tumours_has_no_single_table(adata, tmp_path):
    donors = sorted(set(adata.obs["donor_id"]))
    folds = Folds.together(donors)
    with pytest.raises(TaskError, match=r"one table per donor, and fold \d+ tests 6 donors"):
        blind(TASK, PANEL, Source(adata=adata, sha256="0" * 64), {}, tmp_path / "panel", folds=folds)
    assert not (tmp_path / "panel").exists()


def test_values_lie_in_the_order_of_donors_and_folds_and_what_is_undefined_is_left_out():
    one, none = np.triu(np.ones((2, 2))), np.zeros((2, 2))
    metric = Metric(
        function=relation_accuracy, title="", best=1.0, worst=0.0, undefined="", chance=0.25, within="a tree is a whole"
    )
    tables = tuple(
        ScorableTable(donor=donor, fold=fold, truth=truth, answer=answer)
        for donor, fold, truth, answer in [("b", "10", one, one), ("a", "2", one, np.eye(2)), ("c", "3", none, one)]
    )
    kept = _table_scoring.evidence((metric,), tables)
    assert kept.units == ("a", "b", "c")
    np.testing.assert_array_equal(kept.inside(metric), [0.0, 1.0, np.nan])
    np.testing.assert_array_equal(_table_scoring.by_fold(metric, kept, tables), [0.0, np.nan, 1.0])
    assert _table_scoring.chance(metric, tables) == 0.25

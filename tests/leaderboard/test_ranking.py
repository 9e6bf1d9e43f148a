import math
from dataclasses import replace

import pandas as pd
import pytest

from clinicell.errors import InputError
from clinicell.leaderboard.ranking import COLUMNS, rank
from clinicell.leaderboard.result import Cost, Score


def test_the_best_comes_first_and_seeds_are_averaged(make):
    table = rank([make("poor", 0, 0.2), make("good", 0, 0.8), make("good", 1, 0.6)])
    assert table["model"].tolist() == ["good", "poor"]
    assert table["n_seeds"].tolist() == [2, 1]
    assert table["value"].tolist() == pytest.approx([0.7, 0.2])
    assert table["seed_sd"].iloc[0] == pytest.approx(math.sqrt(0.02))
    assert table["rank"].isna().all()  # nothing is ranked without its evidence


def test_the_order_of_the_results_does_not_matter(make):
    results = [make("b", 0, 0.3), make("a", 1, 0.9), make("a", 0, 0.1)]
    pd.testing.assert_frame_equal(rank(results), rank(results[::-1]))


def test_a_failed_model_has_no_value_and_no_rank_and_keeps_its_reason(make):
    table = rank([make("good"), make("bad", status="failed", reason="out of memory", scores=())])
    bad = table.set_index("model").loc["bad"]
    assert math.isnan(bad["value"])
    assert math.isnan(bad["rank"])
    assert (bad["status"], bad["reason"]) == ("failed", "out of memory")


def test_one_failed_seed_fails_the_model(make):
    table = rank([make("m", 0, 0.9), make("m", 1, status="failed", reason="loss not finite", scores=())])
    assert table["status"].tolist() == ["failed"]
    assert math.isnan(table["value"].iloc[0])


def test_an_undefined_value_never_ranks_and_says_why(make):
    undefined = Score(answer="main", metric="average_precision", value=math.nan, low=math.nan, high=math.nan,
                      reason="undefined (no positive in the truth)")  # fmt: skip
    table = rank([make("good"), make("none", scores=(undefined,))]).set_index("model")
    assert math.isnan(table.loc["none", "rank"])
    assert table.loc["none", "reason"] == "undefined (no positive in the truth)"


def test_costs_join_by_result(make):
    result = make()
    cost = Cost(id=result.id, seconds=2.0, peak_memory_mb=300.0, cores=2, device="cpu")
    assert rank([result], {result.id: cost})["seconds"].tolist() == [2.0]
    assert math.isnan(rank([result])["seconds"].iloc[0])


def test_nothing_gives_an_empty_table_with_its_columns():
    assert rank([]).columns.tolist() == COLUMNS


def test_seeds_of_two_states_of_a_model_are_not_averaged(make):
    new = make("m", 1, 0.9)
    other = make("m", 1, 0.9, inputs=replace(new.inputs, model_sha256="e" * 64))
    for mixture in ([make("m", 0), other], [new, other]):
        with pytest.raises(InputError, match="not seeds of one model"):
            rank(mixture)


def test_only_the_newest_version_of_a_task_is_on_the_board(make):
    old = make("old", 0, 0.9)
    raised = make("new", 0, 0.1)
    newer = make("new", 0, 0.1, inputs=replace(raised.inputs, task_version=2))
    assert rank([old, newer])["model"].tolist() == ["new"]

import json
import sqlite3

import pytest

from clinicell.leaderboard.result import read_results


@pytest.fixture(scope="module")
def kept(tmp_path_factory, session_store):
    """Results of one control on two tasks, of which one has a second answer."""
    folder = tmp_path_factory.mktemp("kept")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("CLINICELL_STORE", str(session_store.root))
        from clinicell.leaderboard.evaluate import Places, prepare_all, run
        from clinicell.leaderboard.plan import plan

        evaluations = plan("demo", tasks=("subclone", "drug_sensitivity"), models=("constant",))
        places = Places(results=folder / "results", work=folder / "work")
        prepared, missing = prepare_all(evaluations, places)
        assert not missing
        run(evaluations, prepared, places, lambda done: None)
    return folder / "results"


@pytest.fixture
def no_database(tmp_path):
    path = tmp_path / "wrong.db"
    path.write_text("no database at all\n" * 40)
    return path


def other_answer(task_id):
    from clinicell.tasks._find import find_task

    return [answer.name for answer in find_task(task_id).answers if answer.name != "main"]


def test_the_second_answer_ranks_the_tasks_that_have_it_and_leaves_out_the_rest(cli, kept):
    (name, *_) = other_answer("subclone")
    assert name not in other_answer("drug_sensitivity")
    said = cli("rank", kept, "--answer", name, "--json")
    assert said.code == 0
    assert {row["task"] for row in json.loads(said.out)} == {"subclone"}
    assert {row["task"] for row in json.loads(cli("rank", kept, "--json").out)} == {"subclone", "drug_sensitivity"}


def test_an_unknown_answer_is_told_with_the_answers_there_are(cli, kept):
    said = cli("rank", kept, "--answer", "tree_of_life")
    assert said.code == 2
    words = " ".join(said.err.split())
    assert "--answer tree_of_life: no such answer" in words
    for task_id in ("subclone", "drug_sensitivity"):
        assert f"{task_id} has {', '.join(['main', *other_answer(task_id)])}" in words
    (name, *_) = other_answer("subclone")
    narrowed = cli("rank", kept, "--answer", name, "--task", "drug_sensitivity")
    assert (narrowed.code, "subclone" in narrowed.err) == (2, False)


@pytest.fixture(scope="module")
def ranked(tmp_path_factory, session_store):
    """Results of two models and the controls on the drug panel and the subclone panel."""
    folder = tmp_path_factory.mktemp("ranked")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("CLINICELL_STORE", str(session_store.root))
        from clinicell.leaderboard.evaluate import Places, prepare_all, run
        from clinicell.leaderboard.plan import plan

        models = ("constant", "k_modes", "bernoulli_mixture", "ridge_per_drug", "mean_effects")
        evaluations = plan("demo", tasks=("subclone", "drug_sensitivity"), models=models, n_seeds=2)
        places = Places(results=folder / "results", work=folder / "work")
        prepared, _ = prepare_all(evaluations, places)
        run(evaluations, prepared, places, lambda done: None)
    return folder / "results"


def test_ranks_are_printed_with_their_intervals_and_what_they_mean(cli, ranked):
    said = " ".join(cli("rank", ranked).out.split())
    assert "1 Bernoulli mixture with error rates" in said
    assert "2 k-modes" in said
    assert "control Constant" in said
    assert "All models share rank 1: with 8 cell lines, 5.0 effective, no paired test can reach 5 %" in said
    assert "the order between them means nothing" in said
    assert "provisional" not in said
    rows = json.loads(cli("rank", ranked, "--task", "subclone", "--json").out)
    found = {row["model"]: (row["rank"], row["rank_low"], row["rank_high"]) for row in rows}
    assert found == {"bernoulli_mixture": (1, 1, 1), "k_modes": (2, 2, 2), "constant": (None, None, None)}


def test_the_suite_score_is_printed_with_what_it_leaves_out(cli, ranked):
    said = " ".join(cli("rank", ranked, "--suite-score").out.split())
    assert "demo, on subclone · demo_subclone 1 of 1 panels" in said
    assert "left out: drug_sensitivity · demo_drug_cells: 5 effective units; 6 are needed" in said
    (board,) = json.loads(cli("rank", ranked, "--suite-score", "--json").out)
    assert [row["model"] for row in board["rows"]] == ["bernoulli_mixture", "k_modes"]


def test_a_task_with_results_says_the_smallest_difference_that_its_panel_shows(cli, ranked):
    record = json.loads(cli("tasks", "show", "subclone", "--results", ranked, "--json").out)
    assert 0 < record["minimal_detectable_difference"]["demo_subclone"] < 0.5


def test_what_was_not_asked_for_is_not_ranked(cli, kept, tmp_path):
    """A panel that cannot be ranked (two results with one seed) stops no other panel's table."""
    for path in kept.rglob("*.json"):
        copy = tmp_path / "mine" / path.relative_to(kept)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    (result,) = [one for one in read_results(kept) if one.inputs.task == "subclone"]
    from dataclasses import replace

    replace(result, inputs=replace(result.inputs, dataset_sha256="0" * 64)).write(tmp_path / "mine")
    assert cli("rank", "mine").code == 2
    assert cli("rank", "mine", "--task", "drug_sensitivity").code == 0
    assert cli("rank", "mine", "--suite", "core").code == 2


def test_a_named_tracking_address_that_is_wrong_is_an_error_and_the_default_is_not(cli, kept, no_database, tmp_path):
    before = no_database.read_bytes()
    for wrong, told in (
        (f"sqlite:///{tmp_path}/nowhere.db", "no such MLflow database"),
        (f"sqlite:///{no_database}", "no SQLite database"),
        (f"sqlite:///{tmp_path}", "a folder"),
        ("ftp://somewhere", "cannot be used"),
    ):
        said = cli("leaderboard", "build", "--results", kept, "--tracking-uri", wrong)
        assert said.code == 2
        assert told in " ".join(said.err.split())
    assert no_database.read_bytes() == before
    assert not (tmp_path / "leaderboard").exists()
    assert cli("leaderboard", "build", "--results", kept).code == 0


def test_a_tracking_address_that_is_no_database_stops_a_run_before_it_starts(cli, no_database):
    said = cli("run", "--task", "subclone", "--model", "constant", "--tracking-uri", f"sqlite:///{no_database}")
    assert said.code == 2
    assert "no SQLite database" in " ".join(said.err.split())


def test_a_damaged_database_is_one_message(cli, kept, tmp_path):
    damaged = tmp_path / "damaged.db"
    with sqlite3.connect(damaged) as database:
        database.execute("create table a (b)")
    database.close()
    damaged.write_bytes(damaged.read_bytes()[:100] + b"\xff" * 4000)
    said = cli("leaderboard", "build", "--results", kept, "--tracking-uri", f"sqlite:///{damaged}")
    assert said.code == 2
    assert "cannot be used" in " ".join(said.err.split())


def test_a_run_without_tracking_opens_no_database(cli, monkeypatch, no_database):
    from clinicell.leaderboard.tracking import Ledger

    opened = []
    monkeypatch.setattr(Ledger, "open", classmethod(lambda cls, uri: opened.append(uri)))
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://127.0.0.1:9")
    said = cli("run", "--task", "subclone", "--model", "constant", "--no-track", "--jobs", "1")
    assert said.code == 0
    assert opened == []

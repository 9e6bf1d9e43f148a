import json
import shlex

import pytest

from clinicell import __version__
from clinicell.baselines._model import model_ids
from clinicell.tasks._find import task_ids


def test_version_is_printed(cli):
    assert cli("--version").out.strip() == f"clinicell {__version__}"


def test_tasks_are_listed_and_shown(cli):
    assert [task["id"] for task in json.loads(cli("tasks", "list", "--json").out)] == task_ids()
    assert all(task_id in cli("tasks", "list").out for task_id in task_ids())
    said = cli("tasks", "show", "response")
    assert "transductive" in said.out
    assert "melanoma_icb" in said.out
    record = json.loads(cli("tasks", "show", "mrd", "--json").out)
    assert record["inputs"] == ["X"]
    assert record["answers"][0]["metrics"][0]["name"] == "average_precision"


def test_a_task_says_what_its_panels_could_show_before_anyone_submits(cli):
    said = cli("tasks", "show", "mrd").out
    assert "demo_mrd   not known: no results yet" in said
    assert "hou2012_et   not known: it is never ranked" in cli("tasks", "show", "subclone").out
    record = json.loads(cli("tasks", "show", "mrd", "--json").out)
    assert record["minimal_detectable_difference"]["demo_mrd"] is None


def test_models_are_listed_and_shown(cli):
    assert [model["id"] for model in json.loads(cli("models", "list", "--json").out)] == model_ids()
    said = cli("models", "show", "random")
    assert "control" in said.out
    assert json.loads(cli("models", "show", "random", "--json").out)["is_control"] is True


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("tasks", "show", "mdr"), "no task 'mdr'; there are drug_sensitivity"),
        (("models", "show", "gpt"), "no model 'gpt'"),
        (("run", "--suite", "prod"), "there are demo and core"),
        (("run", "--task", "mdr"), "no task 'mdr'"),
        (("run", "--model", "gpt"), "no model 'gpt'"),
        (("run", "--seeds", "0"), "at least 1"),
        (("rank",), "no result"),
        (("leaderboard", "build"), "no results"),
        (("leaderboard", "build", "--from-mlflow"), "no such MLflow database"),
        (("predict", "random", "nowhere", "-o", "out"), "not the public side"),
        (("score", "nowhere", "nowhere"), "not complete"),
        (("prepare", "mrd", "atlantis", "-o", "out"), "no panel 'atlantis'"),
        (("walk",), "No such command"),
        (("validate",), "Missing argument"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else "",
)
def test_bad_input_is_exit_code_2_with_one_message_and_nothing_written(cli, nothing_written, arguments, message):
    said = cli(*arguments)
    assert said.code == 2
    assert message in " ".join(said.err.split())


def test_doctor_names_versions_and_places(cli):
    said = cli("doctor")
    assert said.code == 0
    assert "anndata" in said.out
    assert "to delete it" in said.out
    record = json.loads(cli("doctor", "--json").out)
    assert record["versions"]["clinicell"] == __version__
    assert record["mirror"] is None


def test_doctor_quotes_what_is_to_be_deleted_and_names_the_tracking_server(cli, monkeypatch, tmp_path):
    monkeypatch.setenv("CLINICELL_STORE", str(tmp_path / "my store; rm x"))
    assert "MLFLOW_TRACKING_URI" not in cli("doctor").out
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "https://me:secret@mlflow.example.org/a")
    said = cli("doctor")
    assert said.code == 0
    record = json.loads(cli("doctor", "--json").out)
    assert record["tracking_uri"] == "https://…@mlflow.example.org/a"
    assert "runs are logged to https://…@mlflow.example.org/a" in said.out
    assert "secret" not in said.out
    for place in record["places"]:
        assert shlex.split(place["delete"]) == ["rm", "-r", place["path"]]
        assert f"  {place['delete']}  # {place['what']}\n" in said.out
    assert record["places"][0]["path"].startswith(str(tmp_path / "my store; rm x"))


def test_a_folder_named_like_a_shipped_model_is_told_of(cli, tmp_path):
    (tmp_path / "random").mkdir()
    (tmp_path / "random" / "model.py").write_text(
        "from clinicell.baselines._model import ModelCard\n"
        "CARD, MODEL = ModelCard(title='Mine', summary='Mine.'), type('Mine', (), {})\n"
    )
    said = cli("models", "show", "random")
    assert (said.code, "Mine" in said.out) == (0, False)
    assert "'./random'" in said.err
    mine = cli("models", "show", "./random")
    assert (mine.code, mine.err, "Mine" in mine.out) == (0, "", True)
    refused = " ".join(cli("run", "--model", "./random", "--dry-run").err.split())
    assert "--model ./random: it has the id 'random', and so has the shipped model random" in refused


def test_two_folders_of_one_name_are_refused(cli, tmp_path):
    for place in ("a", "b"):
        (tmp_path / place / "depth").mkdir(parents=True)
        (tmp_path / place / "depth" / "model.py").write_text(
            "from clinicell.baselines._model import ModelCard\n"
            "CARD, MODEL = ModelCard(title='Mine', summary='Mine.'), type('Mine', (), {})\n"
        )
    said = cli("run", "--model", "a/depth", "--model", "b/depth", "--no-track")
    assert said.code == 2
    assert "--model b/depth: it has the id 'depth', and so has a/depth" in " ".join(said.err.split())
    assert not (tmp_path / "leaderboard").exists()
    assert cli("run", "--model", "a/depth", "--dry-run").code == 0
    twice = json.loads(cli("run", "--model", "a/depth", "--model", "a/depth", "--dry-run", "--json").out)
    once = json.loads(cli("run", "--model", "a/depth", "--dry-run", "--json").out)
    assert len(twice["evaluations"]) == len(once["evaluations"])

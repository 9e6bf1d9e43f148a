import json

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

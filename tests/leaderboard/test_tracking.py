"""MLflow holds the same bytes as the published rows: either is rebuilt from the other."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from clinicell.errors import InputError
from clinicell.leaderboard.result import read_cost, read_results
from clinicell.leaderboard.tracking import RESULT_TAG, Ledger, tracking_uri

pytestmark = pytest.mark.skipif(importlib.util.find_spec("mlflow") is None, reason="mlflow is not installed")


@pytest.fixture(scope="session")
def evaluated(tmp_path_factory, session_store):
    """A folder in which `clinicell run` evaluated two controls on the simulated drug panel, with MLflow."""
    import os

    folder = tmp_path_factory.mktemp("evaluated")
    environment = dict(os.environ) | {"CLINICELL_STORE": str(session_store.root)}
    environment.pop("MLFLOW_TRACKING_URI", None)
    command = [sys.executable, "-m", "clinicell.cli", "run", "--task", "drug_sensitivity", "--model", "constant",
               "--model", "random", "--seeds", "2"]  # fmt: skip
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True)
    (folder / "stdout.txt").write_text(done.stdout)
    return folder, environment


@pytest.fixture
def ledger(evaluated):
    return Ledger.open(f"sqlite:///{evaluated[0] / 'mlflow.db'}")


def test_one_evaluation_is_one_run(evaluated, ledger):
    results = read_results(evaluated[0] / "leaderboard" / "results")
    assert len(results) == 3
    assert set(ledger.runs()) == {result.id for result in results}


def test_a_run_holds_params_metrics_with_bounds_tags_datasets_and_artifacts(evaluated, ledger):
    result = next(r for r in read_results(evaluated[0] / "leaderboard" / "results") if r.inputs.model == "random")
    run = ledger.client.get_run(ledger.runs()[result.id])
    assert run.data.params["panel"] == "demo_drug_cells"
    score = result.scores[0]
    assert run.data.metrics["auroc_of_extremes"] == score.value
    assert run.data.metrics["auroc_of_extremes_low"] == score.low
    assert run.data.metrics["auroc_of_extremes_high"] == score.high
    assert run.data.metrics["seconds"] > 0
    assert run.data.tags[RESULT_TAG] == result.id
    assert run.data.tags["clinicell.dataset_sha256"] == result.inputs.dataset_sha256
    assert {item.dataset.name for item in run.inputs.dataset_inputs} == {"demo_drug_cells", "demo_drug_bulk"}
    names = {item.path for item in ledger.client.list_artifacts(run.info.run_id)}
    assert {"result.json", "cost.json", "prediction", "folds.png"} <= names


def test_rows_restored_in_another_folder_are_the_same_bytes(evaluated, tmp_path):
    folder, environment = evaluated
    command = [sys.executable, "-m", "clinicell.cli", "leaderboard", "build", "--from-mlflow", "--tracking-uri",
               f"sqlite:///{folder / 'mlflow.db'}"]  # fmt: skip
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)

    def files(root: Path):
        results = root / "leaderboard" / "results"
        return {str(path.relative_to(results)): path.read_bytes() for path in sorted(results.rglob("*.json"))}

    assert len(files(folder)) == 6
    assert files(tmp_path) == files(folder)
    assert (tmp_path / "leaderboard" / "site" / "index.html").read_bytes() == (
        folder / "leaderboard" / "site" / "index.html"
    ).read_bytes()


def test_a_second_call_evaluates_and_logs_nothing_anew(evaluated, ledger):
    folder, environment = evaluated
    before = ledger.runs()
    command = [sys.executable, "-m", "clinicell.cli", "run", "--task", "drug_sensitivity", "--model", "constant",
               "--model", "random", "--seeds", "2"]  # fmt: skip
    again = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True)
    assert "3 of 3 were there already" in again.stderr
    assert again.stdout == (folder / "stdout.txt").read_text()
    assert ledger.runs() == before


def test_a_run_that_was_cut_off_does_not_count(evaluated, ledger):
    before = ledger.runs()
    cut = ledger.client.create_run(ledger.experiment_id, tags={RESULT_TAG: "0" * 16})
    assert ledger.runs() == before
    ledger.client.delete_run(cut.info.run_id)


def test_the_address_comes_from_the_option_then_the_variable_then_this_folder(monkeypatch):
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://elsewhere")
    assert tracking_uri("sqlite:///x.db") == "sqlite:///x.db"
    assert tracking_uri(None) == "http://elsewhere"
    monkeypatch.delenv("MLFLOW_TRACKING_URI")
    assert tracking_uri(None) == "sqlite:///mlflow.db"


def test_an_address_that_cannot_be_used_is_named():
    with pytest.raises(InputError, match="nowhere://x"):
        Ledger.open("nowhere://x")


def test_costs_travel_with_their_results(evaluated):
    costs = sorted((evaluated[0] / "leaderboard" / "results").rglob("*.cost.json"))
    assert all(read_cost(path).seconds > 0 for path in costs)

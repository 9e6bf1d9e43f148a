import json

import pytest

from clinicell.leaderboard.result import read_results

BROKEN = """
from clinicell.baselines._model import ModelCard
CARD = ModelCard(title="Breaks", summary="Raises.", is_stochastic=False, tasks=("drug_sensitivity",))
class MODEL:
    def fit(self, train, task, *, seed):
        raise RuntimeError("no signal")
    def predict(self, test, task):
        return None
"""
MINE = """
import pandas as pd
from clinicell.baselines._model import ModelCard
from clinicell.tasks._prediction import Prediction
CARD = ModelCard(title="Depth", summary="Counts.", is_stochastic=False, tasks=("drug_sensitivity",))
class MODEL:
    def fit(self, train, task, *, seed):
        self.drugs = train.references["bulk"].obsm["ln_ic50_um"].columns
    def predict(self, test, task):
        depth = test.units.X.sum(axis=1).A1 if hasattr(test.units.X.sum(axis=1), "A1") else test.units.X.sum(axis=1)
        print("a model may print")
        return Prediction.main(pd.DataFrame({drug: depth for drug in self.drugs}, index=test.asked))
"""


@pytest.fixture
def model_folder(tmp_path):
    def write(name, text):
        (tmp_path / name).mkdir()
        (tmp_path / name / "model.py").write_text(text)
        return tmp_path / name

    return write


def test_a_dry_run_prints_the_plan_and_a_time_and_starts_nothing(cli, nothing_written):
    said = cli("run", "--suite", "demo", "--dry-run")
    assert said.code == 0
    assert "Nothing was started" in said.out
    for panel in ("demo_subclone", "demo_mrd", "demo_response", "demo_drug_cells"):
        assert panel in said.out
    record = json.loads(cli("run", "--dry-run", "--json").out)
    assert record["to_do"] == len(record["evaluations"]) > 30


def test_prepare_predict_and_score_by_hand(cli, tmp_path):
    said = cli("prepare", "drug_sensitivity", "demo_drug_cells", "-o", "panel")
    assert said.code == 0
    assert cli("prepare", "drug_sensitivity", "demo_drug_cells", "-o", "panel").code == 2
    assert cli("predict", "mean_effects", "panel/public", "-o", "answer").code == 0
    said = cli("score", "answer", "panel/sealed", "--results", "kept")
    assert said.code == 0
    assert "auroc_of_extremes" in said.out
    assert "lines" in said.out
    (result,) = read_results(tmp_path / "kept")
    assert json.loads(cli("score", "answer", "panel/sealed", "--json").out)["id"] == result.id


def test_a_developers_model_runs_beside_the_controls_and_lands_on_the_board(cli, model_folder, tmp_path):
    mine = model_folder("depth", MINE)
    arguments = (
        "run",
        "--task",
        "drug_sensitivity",
        "--model",
        mine,
        "--model",
        "constant",
        "--no-track",
        "--jobs",
        "1",
    )
    said = cli(*arguments)
    assert said.code == 0
    assert "Depth" in said.out
    assert "2 of 2" in said.err
    assert (tmp_path / "leaderboard" / "site" / "index.html").exists()
    assert "Depth" in (tmp_path / "leaderboard" / "site" / "drug_sensitivity.html").read_text()
    rows = json.loads(cli("rank", "--json").out)
    assert {row["model"] for row in rows} == {"depth", "constant"}
    assert cli("leaderboard", "show").code == 0
    (mine / "model.py").write_text(MINE.replace("Depth", "Deeper"))
    again = cli(*arguments)
    assert "1 of 2 were there already" in again.err
    titles = {result.model_title for result in read_results(tmp_path / "leaderboard" / "results")}
    assert titles == {"Deeper", "Constant"}


def test_a_model_that_fails_is_a_row_and_no_failed_run(cli, model_folder):
    broken = model_folder("broken", BROKEN)
    said = cli("run", "--task", "drug_sensitivity", "--model", broken, "--no-track", "--jobs", "1")
    assert said.code == 0
    assert "1 failed" in said.err
    assert "RuntimeError: no signal" in said.out


def test_a_failing_model_by_hand_is_exit_code_1(cli, model_folder):
    broken = model_folder("broken", BROKEN)
    cli("prepare", "drug_sensitivity", "demo_drug_cells", "-o", "panel")
    said = cli("predict", broken, "panel/public", "-o", "answer")
    assert (said.code, said.err.strip()) == (1, "broken failed: RuntimeError: no signal")
    assert cli("score", "answer", "panel/sealed").code == 1


def test_panels_that_cannot_be_had_are_named_after_the_rest_is_done(cli):
    said = cli("run", "--suite", "core", "--task", "response", "--model", "constant", "--no-track")
    assert said.code == 3
    assert "GSE120575" in said.err

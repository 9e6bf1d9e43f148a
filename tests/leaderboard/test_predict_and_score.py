"""Two jobs that share files only: each runs with the other's folder gone."""

import json
import math
import re
import shutil
import subprocess
import sys

import pytest

from clinicell.errors import InputError
from clinicell.leaderboard.predict import predict
from clinicell.leaderboard.result import read_result
from clinicell.leaderboard.score import score, scored
from clinicell.tasks._tables import read_table, write_table

HOSTILE = """
from clinicell.baselines._model import ModelCard
CARD = ModelCard(title="Breaks", summary="Raises.", is_stochastic=False)
class MODEL:
    def fit(self, train, task, *, seed):
        raise RuntimeError("no\\nsignal")
    def predict(self, test, task):
        return None
"""


@pytest.fixture(scope="session")
def prediction(panel, tmp_path_factory):
    return predict("random", panel / "public", tmp_path_factory.mktemp("prediction"), seed=1)


def test_predict_runs_where_no_label_file_is(panel, tmp_path):
    public = tmp_path / "public"
    shutil.copytree(panel / "public", public)
    assert not [path for path in public.rglob("*") if "sealed" in path.parts or path.parent.name == "sealed"]
    code = "import sys; from pathlib import Path; from clinicell.leaderboard.predict import predict; "
    code += "predict('random', Path(sys.argv[1]), Path(sys.argv[2]), seed=1)"
    subprocess.run([sys.executable, "-c", code, str(public), str(tmp_path / "out")], check=True, cwd=tmp_path)
    made = json.loads((tmp_path / "out" / "prediction.json").read_text())
    assert made["status"] == "predicted"


def test_score_runs_where_the_model_file_and_the_public_side_are_gone(panel, prediction, tmp_path):
    shutil.copytree(panel / "sealed", tmp_path / "sealed")
    shutil.copytree(prediction, tmp_path / "prediction")
    code = (
        "import sys; from pathlib import Path\n"
        "from importlib.abc import MetaPathFinder\n"
        "class NoModel(MetaPathFinder):\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.startswith('clinicell.baselines'): raise ImportError(name + ' is out of reach')\n"
        "sys.meta_path.insert(0, NoModel())\n"
        "from clinicell.leaderboard.score import score\n"
        "score(Path('prediction'), Path('sealed')).write(Path('results'))\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=tmp_path)
    (path,) = (tmp_path / "results").rglob("*.json")
    assert read_result(path) == score(prediction, panel / "sealed")


def test_result_names_all_that_it_rests_on(panel, prediction):
    result = score(prediction, panel / "sealed")
    assert result.status == "scored"
    assert result.inputs.model == "random"
    assert result.inputs.seed == 1
    assert len(result.inputs.dataset_sha256) == len(result.inputs.model_sha256) == 64
    assert set(result.inputs.reference_sha256) == {"bulk"}
    assert {"python", "clinicell", "numpy"} <= set(result.inputs.versions)
    assert (result.unit, result.n_units) == ("line", 8)
    main = result.scores[0]
    assert main.low < main.value < main.high
    assert len(main.targets) > 1


def test_same_seed_gives_the_same_bytes_and_another_seed_does_not(panel, prediction, tmp_path):
    again = predict("random", panel / "public", tmp_path / "again", seed=1)
    other = predict("random", panel / "public", tmp_path / "other", seed=2)
    table = "fold-0/main.csv.gz"
    assert (again / table).read_bytes() == (prediction / table).read_bytes()
    assert (other / table).read_bytes() != (prediction / table).read_bytes()
    assert score(again, panel / "sealed").id == score(prediction, panel / "sealed").id
    assert score(other, panel / "sealed").id != score(prediction, panel / "sealed").id


def test_a_model_that_raises_is_a_failed_result_with_the_reason_in_one_line(panel, tmp_path):
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "model.py").write_text(HOSTILE)
    made = predict(str(tmp_path / "broken"), panel / "public", tmp_path / "out")
    result = score(made, panel / "sealed")
    assert (result.status, result.reason) == ("failed", "RuntimeError: no signal")
    assert result.scores == ()


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda table: table.iloc[3:], "no prediction for 3 of 480 units"),
        (lambda table: table.assign(**{table.columns[0]: math.nan}), "480 of"),
        (lambda table: table.drop(columns=table.columns[0]), "no column for 1 of"),
        (lambda table: table.rename(index={table.index[0]: "ghost"}), "no prediction for 1 of 480"),
    ],
    ids=["missing-rows", "nan", "missing-drug", "unknown-id"],
)
def test_an_answer_that_does_not_fit_fails_and_says_how(panel, prediction, tmp_path, spoil, message):
    shutil.copytree(prediction, tmp_path / "spoilt")
    path = tmp_path / "spoilt" / "fold-0" / "main.csv.gz"
    write_table(path, spoil(read_table(path)))
    result = score(tmp_path / "spoilt", panel / "sealed")
    assert result.status == "failed"
    assert message in result.reason


def said(prediction, folder, probability):
    """Return a prediction that says `probability` beside its scores."""
    shutil.copytree(prediction, folder)
    table = read_table(folder / "fold-0" / "main.csv.gz")
    write_table(folder / "fold-0" / "probability.csv.gz", table * 0 + probability)
    return folder


def test_what_a_model_says_is_a_probability_is_kept_apart_and_changes_no_score(panel, prediction, tmp_path):
    silent, silent_evidence = scored(prediction, panel / "sealed")
    spoken, evidence = scored(said(prediction, tmp_path / "said", 0.25), panel / "sealed")
    assert spoken.scores == silent.scores
    assert set(silent_evidence) == {"main"}
    assert set(evidence) == {"main", "probability"}
    assert set(spoken.evidence_sha256) == {"main", "probability"}
    assert evidence["probability"].kept["probabilities"][0]["probability"].tolist() == [0.25]
    assert "probabilities" not in evidence["main"].kept


def test_a_probability_beyond_1_is_a_failed_result_with_the_reason(panel, prediction, tmp_path):
    result = score(said(prediction, tmp_path / "said", 1.5), panel / "sealed")
    assert result.status == "failed"
    assert "values of the answer 'probability' lie outside [0, 1]" in result.reason


def test_shuffled_rows_of_a_prediction_score_the_same_bits(panel, prediction, tmp_path):
    shutil.copytree(prediction, tmp_path / "shuffled")
    path = tmp_path / "shuffled" / "fold-0" / "main.csv.gz"
    write_table(path, read_table(path).sample(frac=1, random_state=0))
    assert score(tmp_path / "shuffled", panel / "sealed").scores == score(prediction, panel / "sealed").scores


def test_a_folder_that_is_no_panel_is_refused(tmp_path):
    with pytest.raises(InputError, match="not the public side"):
        predict("random", tmp_path, tmp_path / "out")
    with pytest.raises(InputError, match="not complete"):
        score(tmp_path, tmp_path)


def test_a_model_for_another_task_is_refused(panel, tmp_path):
    with pytest.raises(InputError, match="does not answer task 'drug_sensitivity'"):
        predict("k_modes", panel / "public", tmp_path / "out")


def test_an_answer_to_another_blinding_is_refused(panel, prediction, tmp_path):
    shutil.copytree(panel / "sealed", tmp_path / "sealed")
    path = tmp_path / "sealed" / "panel.json"
    path.write_text(path.read_text().replace('"blinding": "', '"blinding": "0'))
    with pytest.raises(InputError, match="answers another blinding"):
        score(prediction, tmp_path / "sealed")


def test_another_version_of_the_task_is_refused(panel, prediction, tmp_path):
    shutil.copytree(panel, tmp_path / "panel", ignore=shutil.ignore_patterns("predictions"))
    for path in (tmp_path / "panel" / "sealed" / "panel.json", tmp_path / "panel" / "public" / "job.json"):
        path.write_text(re.sub(r'"task_version": \d+', '"task_version": 7', path.read_text()))
    with pytest.raises(InputError, match="made for version 7"):
        score(prediction, tmp_path / "panel" / "sealed")
    with pytest.raises(InputError, match="made for version 7"):
        predict("random", tmp_path / "panel" / "public", tmp_path / "out")


def test_a_record_that_lacks_an_entry_is_refused_by_name(panel, prediction, tmp_path):
    shutil.copytree(prediction, tmp_path / "prediction")
    path = tmp_path / "prediction" / "prediction.json"
    path.write_text(json.dumps({"model": "x"}))
    with pytest.raises(InputError, match=r"entries are missing, e\.g\. 'blinding'"):
        score(tmp_path / "prediction", panel / "sealed")


def test_a_folder_with_something_in_it_is_not_written_into(panel, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "precious.txt").write_text("mine")
    with pytest.raises(InputError, match="not empty"):
        predict("random", panel / "public", tmp_path / "out")
    assert (tmp_path / "out" / "precious.txt").read_text() == "mine"


@pytest.mark.parametrize(
    ("gives", "message"),
    [
        ("None", "predict gave a NoneType, not a Prediction"),
        ("Prediction.main(pd.DataFrame({'a': ['text']}, index=['x']))", "could not convert"),
    ],
)
def test_what_is_no_prediction_is_the_models_failure(panel, tmp_path, gives, message):
    (tmp_path / "odd").mkdir()
    text = HOSTILE.replace('raise RuntimeError("no\\nsignal")', "pass").replace("return None", f"return {gives}")
    text = "import pandas as pd\nfrom clinicell.tasks._prediction import Prediction\n" + text
    (tmp_path / "odd" / "model.py").write_text(text)
    result = score(predict(str(tmp_path / "odd"), panel / "public", tmp_path / "out"), panel / "sealed")
    assert result.status == "failed"
    assert message in result.reason


def test_a_broken_panel_is_not_the_models_failure(panel, tmp_path):
    shutil.copytree(panel / "public", tmp_path / "public")
    (tmp_path / "public" / "fold-0" / "test" / "units.h5ad").write_bytes(b"cut")
    with pytest.raises(OSError, match=r"unable|Unable"):
        predict("random", tmp_path / "public", tmp_path / "out")
    assert not (tmp_path / "out" / "prediction.json").exists()


def test_a_changed_helper_of_a_model_changes_its_hash(tmp_path):
    from clinicell.baselines._model import find_model
    from clinicell.leaderboard.code import model_sha256

    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "model.py").write_text(HOSTILE)
    (tmp_path / "mine" / "weights.txt").write_text("1")
    before = model_sha256(find_model(str(tmp_path / "mine")))
    (tmp_path / "mine" / "weights.txt").write_text("2")
    assert model_sha256(find_model(str(tmp_path / "mine"))) != before

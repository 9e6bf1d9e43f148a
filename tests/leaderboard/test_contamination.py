"""A model that has seen the data of a panel is declined there, by what its card declares."""

import json
import math
import shutil
from dataclasses import replace

import pytest

from clinicell.baselines._model import ModelCard
from clinicell.datasets.card import find_card
from clinicell.errors import InputError
from clinicell.leaderboard.contamination import contamination
from clinicell.leaderboard.evaluate import Places, prepare_all, run
from clinicell.leaderboard.plan import plan
from clinicell.leaderboard.predict import predict
from clinicell.leaderboard.ranking import rank
from clinicell.leaderboard.score import score
from clinicell.tasks._find import find_task

MODEL = """
from clinicell.baselines.random import Random
from clinicell.baselines._model import ModelCard
CARD = ModelCard(title="Well read", summary="Has seen it.", is_stochastic=False, trained_on={trained_on!r})
class MODEL(Random):
    def fit(self, train, task, *, seed):
        {first}
        super().fit(train, task, seed=seed)
"""


@pytest.fixture
def written(tmp_path):
    """Return a function that writes a model's folder and returns it."""

    def write(trained_on=(), first="pass"):
        folder = tmp_path / "well_read"
        folder.mkdir()
        (folder / "model.py").write_text(MODEL.format(trained_on=trained_on, first=first))
        return folder

    return write


def panel_of(task, dataset):
    return find_task(task).panel(dataset)


def test_the_data_set_itself_and_its_publication_bar_a_panel():
    flow = panel_of("mrd", "flowcap2_aml_subset")
    assert contamination(("flowcap2_aml_subset",), flow).endswith("is the data set of this panel")
    assert contamination(("10.1038/NMETH.2365",), flow).endswith("is the publication of flowcap2_aml_subset")
    assert contamination(("melanoma_icb", "flowcap1_gvhd"), flow) == ""  # the same paper, other patients
    assert contamination(("10.1038/nmeth.2365",), panel_of("mrd", "flowcap1_gvhd"))  # which part was seen is not said
    assert contamination((), flow) == ""


def test_another_card_made_from_the_same_raw_files_bars_a_panel(monkeypatch):
    own = find_card("flowcap2_aml_subset")
    other = find_card("melanoma_icb").model_copy(update={"files": own.files[:1]})
    monkeypatch.setattr(
        "clinicell.leaderboard.contamination.find_card", lambda name: {own.id: own, other.id: other}[name]
    )
    found = contamination(("melanoma_icb",), panel_of("mrd", "flowcap2_aml_subset"))
    assert found.endswith(f"shares 1 of {len(own.files)} raw files with flowcap2_aml_subset")


def test_a_reference_of_a_panel_is_there_to_learn_from():
    assert contamination(("cell_line_bulk",), panel_of("drug_sensitivity", "sc_cell_line_mix")) == ""


def test_training_data_that_cannot_be_looked_up_are_refused():
    with pytest.raises(InputError, match="trained_on names 'melanoma', neither a data set's id nor a DOI"):
        ModelCard(title="M", summary="S.", trained_on=("melanoma",))
    assert ModelCard(title="M", summary="S.", trained_on=("melanoma_icb", "10.1/x")).trained_on


def evaluated(folder, tmp_path, session_store):
    evaluations = plan("demo", tasks=["drug_sensitivity"], models=[str(folder)])
    places = Places(results=tmp_path / "results", work=tmp_path / "work")
    prepared, _ = prepare_all(evaluations, places, session_store)
    done = []
    run(evaluations, prepared, places, done.append)
    return done[0]


def test_a_model_that_declares_the_panel_is_declined_and_never_asked(written, tmp_path, session_store):
    done = evaluated(written(("demo_drug_cells",), "raise RuntimeError('asked')"), tmp_path, session_store)
    assert done.result.status == "declined"
    assert done.result.reason == "its training data, demo_drug_cells, is the data set of this panel"
    assert done.result.scores == ()
    assert done.result.evidence_sha256 == {}
    (record,) = rank([done.result]).to_dict("records")
    assert record["status"] == "declined"
    assert math.isnan(record["value"])
    assert math.isnan(record["rank"])


def test_the_scoring_job_declines_by_itself_whatever_the_model_answered(written, panel, tmp_path):
    made = predict(str(written(("demo_drug_cells",))), panel / "public", tmp_path / "out")
    assert json.loads((made / "prediction.json").read_text())["trained_on"] == ["demo_drug_cells"]
    result = score(made, panel / "sealed")
    assert (result.status, result.scores) == ("declined", ())


def test_a_model_that_says_the_question_does_not_apply_has_not_failed(written, panel, tmp_path):
    first = "from clinicell.errors import NotApplicable; raise NotApplicable('needs spliced\\ncounts')"
    made = predict(str(written(first=first)), panel / "public", tmp_path / "out")
    result = score(made, panel / "sealed")
    assert (result.status, result.reason, result.scores) == ("not applicable", "needs spliced counts", ())


def test_the_gravest_status_of_its_seeds_is_that_of_a_model(make):
    for status in ("failed", "declined", "not applicable"):
        silent = replace(make("m", 1), status=status, reason="why", scores=())
        (record,) = rank([make("m", 0), silent]).to_dict("records")
        assert (record["status"], record["reason"]) == (status, "why")
        assert math.isnan(record["value"])


def test_a_prediction_that_tells_no_status_scores_as_before(panel, tmp_path):
    made = predict("random", panel / "public", tmp_path / "out")
    about = json.loads((made / "prediction.json").read_text())
    shutil.copytree(made, tmp_path / "old")
    for name in ("status", "trained_on"):
        about.pop(name)
    (tmp_path / "old" / "prediction.json").write_text(json.dumps(about))
    assert score(tmp_path / "old", panel / "sealed").status == "scored"

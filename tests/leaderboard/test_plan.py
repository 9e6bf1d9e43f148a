import pytest

from clinicell.baselines._model import find_model, model_ids
from clinicell.errors import InputError, TaskError
from clinicell.leaderboard.plan import plan
from clinicell.tasks._find import find_task


def test_a_suite_holds_every_model_on_every_panel_of_its_task_and_no_other():
    evaluations = plan("demo")
    assert {one.panel.suite for one in evaluations} == {"demo"}
    for task_id in ("drug_sensitivity", "mrd", "response", "subclone"):
        found = {one.model.id for one in evaluations if one.task.id == task_id}
        expected = {name for name in model_ids() if find_model(name).card.answers(find_task(task_id))}
        assert found == expected
        assert {"constant", "random"} <= found


def test_stochastic_models_run_once_per_seed_and_deterministic_ones_once():
    evaluations = plan("demo", tasks=["mrd"], n_seeds=4)
    seeds = {one.model.id: [] for one in evaluations}
    for one in evaluations:
        seeds[one.model.id].append(one.seed)
    assert seeds["random"] == [0, 1, 2, 3]
    assert seeds["constant"] == [0]


def test_a_folder_with_a_model_takes_part_under_its_name(tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "model.py").write_text(
        "from clinicell.baselines._model import ModelCard\n"
        "CARD = ModelCard(title='Mine', summary='x', tasks=('mrd',))\n"
        "class MODEL: ...\n"
    )
    evaluations = plan("demo", models=[str(folder)])
    assert {(one.model.id, one.task.id) for one in evaluations} == {("mine", "mrd")}


def test_unknown_names_and_empty_plans_are_refused():
    with pytest.raises(TaskError, match="no task 'mdr'"):
        plan("demo", tasks=["mdr"])
    with pytest.raises(InputError, match="no model 'gpt'"):
        plan("demo", models=["gpt"])
    with pytest.raises(InputError, match="nothing to run"):
        plan("demo", tasks=["mrd"], models=["k_modes"])
    with pytest.raises(InputError, match="at least 1"):
        plan("demo", n_seeds=0)


def test_measured_seconds_are_written_and_read_back(make, tmp_path, monkeypatch):
    from clinicell.leaderboard import plan as module
    from clinicell.leaderboard.result import Cost

    for seed, seconds in [(0, 2.0), (1, 4.0)]:
        result = make("mlp", seed)
        result.write(tmp_path)
        Cost(id=result.id, seconds=seconds, peak_memory_mb=1.0, cores=1, device="cpu").write(tmp_path, result.inputs)
    table = module.write_seconds(tmp_path, tmp_path / "seconds.csv")
    monkeypatch.setattr(module, "SECONDS", table)
    assert module.known_seconds()["mrd", "demo_mrd", "mlp"] == 3.0

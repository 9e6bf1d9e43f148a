import json
import math
from dataclasses import replace

import pytest

from clinicell.errors import InputError
from clinicell.leaderboard.result import Cost, read_costs, read_result, read_results


def test_a_result_survives_the_disk_bit_for_bit(tmp_path, make):
    result = make(value=0.1 + 0.2)
    path = result.write(tmp_path)
    assert read_result(path) == result
    assert path == tmp_path / "demo" / "mrd" / f"{result.id}.json"
    before = path.read_bytes()
    assert read_result(path).write(tmp_path).read_bytes() == before


def test_nan_is_written_as_null_and_read_as_nan(tmp_path, make):
    path = make(value=math.nan).write(tmp_path)
    assert json.loads(path.read_text())["scores"][0]["value"] is None
    assert math.isnan(read_result(path).scores[0].value)


def test_the_id_changes_with_every_input_and_with_nothing_else(make):
    result = make()
    changed = {
        "suite": "core", "task": "response", "task_version": 2, "panel": "x", "dataset_sha256": "0" * 64,
        "reference_sha256": {"bulk": "1"}, "folds_sha256": "0" * 64,
        "model": "m", "model_sha256": "0" * 64, "scoring_sha256": "0" * 64,
        "seed": 9,
        "versions": {"numpy": "3"},
    }  # fmt: skip
    ids = {replace(result.inputs, **{name: value}).id for name, value in changed.items()}
    assert len(ids | {result.id}) == len(changed) + 1
    assert make(value=0.1).id == result.id


def test_a_file_whose_inputs_were_changed_by_hand_is_refused(tmp_path, make):
    path = make().write(tmp_path)
    path.write_text(path.read_text().replace('"seed": 0', '"seed": 1'))
    with pytest.raises(InputError, match="the file was changed"):
        read_result(path)


@pytest.mark.parametrize("text", ["", "[]", "{}", "not json", '{"id": 1, "inputs": {}, "scores": []}'])
def test_what_is_no_result_is_refused_in_one_message(tmp_path, text):
    path = tmp_path / "x.json"
    path.write_text(text)
    with pytest.raises(InputError, match=r"x\.json"):
        read_result(path)


def test_a_cost_stands_beside_its_result_and_is_not_taken_for_one(tmp_path, make):
    result = make()
    result.write(tmp_path)
    cost = Cost(id=result.id, seconds=1.5, peak_memory_mb=math.nan, cores=2, device="cpu")
    cost.write(tmp_path, result.inputs)
    assert read_results(tmp_path) == [result]
    assert read_costs(tmp_path)[result.id].seconds == 1.5
    assert math.isnan(read_costs(tmp_path)[result.id].peak_memory_mb)

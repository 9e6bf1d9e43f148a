import json

import pytest

from clinicell.leaderboard import audit_task as battery
from clinicell.leaderboard.audit_task import Effort, PanelAudit
from clinicell.leaderboard.audits.check import Check


@pytest.fixture
def quick(monkeypatch):
    """Let the battery draw little."""
    monkeypatch.setattr(battery, "FAST", Effort(permutations=20, lots=5, scrambled=5, sets=5))


def found(outcome):
    check = Check(name="null test", outcome=outcome, expected="nothing", measured={"null": 0.5, "draws": 200.0},
                  reason="labels exchanged")  # fmt: skip
    return PanelAudit(task="mrd", task_version=2, suite="demo", panel="demo_mrd", model="m", checks=(check,))


def test_a_task_that_passes_leaves_with_0_and_its_record(cli, quick, tmp_path):
    said = cli("tasks", "audit", "drug_sensitivity", "--json", "-o", "audits.json")
    assert said.code == 0
    record = json.loads(said.out)
    assert json.loads((tmp_path / "audits.json").read_text()) == record
    (panel,) = record["panels"]
    assert (panel["task"], panel["panel"], panel["suite"], panel["is_passed"]) == (
        "drug_sensitivity", "demo_drug_cells", "demo", True,
    )  # fmt: skip
    null = next(check for check in panel["checks"] if check["name"] == "null test")
    assert null["outcome"] == "passed"
    assert {"null", "measured_null", "difference", "monte_carlo_error", "draws"} <= null["measured"].keys()


@pytest.mark.parametrize(("outcome", "code"), [("passed", 0), ("failed", 1), ("not possible", 0)])
def test_one_failed_check_leaves_with_1_and_says_what_was_expected(cli, monkeypatch, outcome, code):
    monkeypatch.setattr(battery, "audit_task", lambda task, panel, model=None: found(outcome))
    said = cli("tasks", "audit", "mrd")
    assert said.code == code
    assert outcome in said.out
    assert ("expected nothing. labels exchanged" in said.out) == (outcome == "failed")
    assert "null 0.500, draws 200" in said.out


def test_what_cannot_be_had_here_is_said_and_leaves_with_3(cli):
    said = cli("tasks", "audit", "subclone", "--suite", "core")
    assert said.code == 3
    assert "sim_sasc: not audited" in said.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(("mdr",), "no task 'mdr'"), (("mrd", "--suite", "prod"), "there are demo and core"),
     (("mrd", "--model", "gpt"), "no model 'gpt'")],
    ids=["task", "suite", "model"],
)  # fmt: skip
def test_bad_input_is_exit_code_2(cli, nothing_written, arguments, message):
    said = cli("tasks", "audit", *arguments)
    assert said.code == 2
    assert message in " ".join(said.err.split())

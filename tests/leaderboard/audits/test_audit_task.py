"""Every shipped task passes its battery on the simulated suite; a new task is held to it with no edit here."""

import pytest

from clinicell.baselines._model import find_model
from clinicell.datasets.store import Store, load
from clinicell.leaderboard.audit_task import FAST, THOROUGH, Effort, audit_panel, audit_task, cheapest
from clinicell.leaderboard.audits.check import Check
from clinicell.leaderboard.audits.nulls import NONE_POSSIBLE
from clinicell.tasks._find import find_task, task_ids

LITTLE = Effort(permutations=5, lots=5, scrambled=3, sets=3)
PANELS = [
    (task_id, panel.dataset) for task_id in task_ids() for panel in find_task(task_id).panels if panel.suite == "demo"
]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return Store(tmp_path_factory.mktemp("store"))


@pytest.mark.parametrize(("task_id", "dataset"), PANELS)
def test_a_shipped_task_passes_its_battery(store, task_id, dataset):
    task = find_task(task_id)
    found = audit_task(task, task.panel(dataset), store=store)
    assert not [check for check in found.checks if check.outcome == "failed"]
    by_name = {check.name: check for check in found.checks}
    assert len(by_name) == len(found.checks) == 17
    assert all(check.reason for check in found.checks if check.outcome == "not possible")
    null = by_name["null test"]
    assert null.outcome == "passed"
    assert null.measured["draws"] >= 200
    assert abs(null.measured["difference"]) <= null.measured["monte_carlo_error"]


def test_both_efforts_permute_two_hundred_times_at_least():
    assert min(FAST.permutations, THOROUGH.permutations) >= 200


def test_a_panel_whose_truth_nobody_knows_gets_the_checks_that_need_none(store):
    task = find_task("subclone")
    panel = next(panel for panel in task.panels if not panel.is_scored)
    adata = load("demo_subclone", store)
    adata = adata[adata.obs["donor_id"].isin(["donor01", "donor02"])].copy()
    found = audit_panel(task, panel, adata, {}, find_model("constant"), LITTLE)
    names = [check.name for check in found.checks]
    assert names[-1] == "null test"
    assert found.checks[-1].reason.startswith(NONE_POSSIBLE)
    assert "depth only" not in names
    assert found.is_passed


def test_a_model_that_refuses_the_data_is_not_possible_and_no_pass(store):
    task = find_task("mrd")
    adata = load("demo_mrd", store)[::20].copy()
    adata.X.data[0] = float("nan")
    found = audit_panel(task, task.panel("demo_mrd"), adata, {}, find_model("logistic_regression"), LITTLE)
    by_name = {check.name: check for check in found.checks}
    assert by_name["cohort invariance"].outcome == "not possible"
    assert by_name["cohort invariance"].reason.startswith("the model refuses: X: ")


def test_one_failed_check_fails_the_panel(store):
    task = find_task("subclone")
    panel = task.panel("hou2012_et")
    found = audit_panel(task, panel, load("demo_subclone", store), {}, find_model("random"), LITTLE)
    outcomes = {check.name: check.outcome for check in found.checks}
    assert outcomes["order of rows"] == "failed"  # lots follow the rows
    assert not found.is_passed


def test_the_cheapest_model_is_the_fastest_by_the_measured_seconds_and_no_control():
    task = find_task("mrd")
    assert cheapest(task, task.panel("demo_mrd")) == "logistic_regression"


def test_a_check_is_a_value():
    assert Check(name="a", outcome="passed", expected="b") == Check(name="a", outcome="passed", expected="b")

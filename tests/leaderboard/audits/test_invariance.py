import pytest

from clinicell.leaderboard.audits.invariance import alone, ids, order, others_are_garbage

CHECKS = {"alone": alone, "garbage": others_are_garbage, "order": order, "ids": ids}


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_an_honest_model_passes(panel_of, models, check):
    found = check(panel_of(), models["Centroids"])
    assert found.outcome == "passed"


@pytest.mark.parametrize(
    ("model", "fails"),
    [
        ("StandardisedWithTest", {"alone", "garbage"}),
        ("RowOrder", {"alone", "order"}),
        ("Names", {"ids"}),
    ],
)
def test_a_model_at_fault_fails_where_its_fault_lies(panel_of, models, model, fails):
    found = {name: check(panel_of(), models[model]).outcome for name, check in CHECKS.items()}
    assert {name for name, outcome in found.items() if outcome == "failed"} == fails

import numpy as np
import pytest

from clinicell.leaderboard.audits.confounders import confounders
from clinicell.leaderboard.audits.subject import answered


def audited(found, make):
    return {one.name: one for one in confounders(found, {}, found.value(answered(found, make)), n_draws=30)}


def test_each_confounder_is_measured_and_none_reaches_the_model(panel_of, models):
    found = audited(panel_of(), models["Centroids"])
    assert list(found) == ["depth only", "site only", "batch only", "sample mean only"]
    assert {one.outcome for one in found.values()} == {"passed"}
    for name in ("site only", "batch only", "sample mean only"):
        assert found[name].expected == "hidden from models"
    depth = found["depth only"].measured
    assert depth["above_null"] == pytest.approx(depth["value"] - depth["null"])
    assert depth["low"] <= depth["value"] <= depth["high"]


def test_a_board_that_asks_for_depth_fails(panel_of, cells, models):
    adata = cells.copy()
    is_target = adata.obs["mrd_target"].to_numpy(dtype=bool)
    adata.X = (adata.X.toarray() * np.where(is_target, 10, 1)[:, None]).astype(np.float32)
    found = audited(panel_of(adata), models["Centroids"])["depth only"]
    assert found.outcome == "failed"
    assert found.measured["share_of_reference"] >= 1


def test_a_column_that_holds_one_value_is_not_applicable(panel_of, cells, models):
    adata = cells.copy()
    adata.obs["institution_id"] = "SITE-01"
    found = audited(panel_of(adata), models["Centroids"])["site only"]
    assert (found.outcome, found.reason) == ("not possible", "not applicable: obs/institution_id holds a single value")

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from clinicell.leaderboard.audits import fitted
from clinicell.leaderboard.audits.fitted import donors_apart, seen_by_a_model, train_side


@pytest.fixture
def centred(cells):
    """The cells, each gene centred and scaled over all of them, and nothing said of it."""
    adata = cells.copy()
    x = np.log1p(adata.X.toarray())
    adata.X = ((x - x.mean(axis=0)) / (x.std(axis=0) + 1e-6)).astype(np.float32)
    adata.uns["scales"] = adata.uns["scales"].assign(scale="zscore")
    return adata


def test_patients_on_one_side_pass_and_on_both_sides_fail(panel_of, split_by_cells):
    assert donors_apart(panel_of()).outcome == "passed"
    found = donors_apart(split_by_cells())
    assert (found.outcome, found.measured["shared"]) == ("failed", 24)
    assert "'donor01'" in found.reason


def test_the_training_side_does_not_change_with_the_test_donors(panel_of):
    found = train_side(panel_of(), {})
    assert (found.outcome, found.measured["changed"]) == ("passed", 0)


def test_a_blinding_that_standardises_with_the_test_donors_fails(panel_of, monkeypatch):
    honest = fitted.blind

    def standardising(task, panel, source, references, folder):
        adata, x = source.adata.copy(), source.adata.X.toarray()
        adata.X = ((x - x.mean(axis=0)) / (x.std(axis=0) + 1)).astype(np.float32)
        return honest(task, panel, replace(source, adata=adata), references, folder)

    monkeypatch.setattr(fitted, "blind", standardising)
    assert train_side(panel_of(), {}).outcome == "failed"


def test_numbers_centred_over_all_cells_fail_unless_the_panel_names_the_step(panel_of, centred):
    assert [one.outcome for one in seen_by_a_model(panel_of())] == ["passed", "passed"]
    fit, leak = seen_by_a_model(panel_of(centred))
    assert (fit.outcome, leak.outcome) == ("failed", "passed")
    assert "L4-LEAK-08" in fit.reason
    declared = seen_by_a_model(panel_of(centred, transductive="genes were scaled over all cells"))[0]
    assert declared.outcome == "passed"
    assert declared.reason == "declared transductive: genes were scaled over all cells"


def test_a_column_made_from_the_label_fails_only_where_a_model_sees_it(panel_of, cells):
    adata = cells.copy()
    adata.obs["cluster"] = pd.Categorical(np.where(adata.obs["mrd_target"].astype(bool), "G1", "G2"))
    assert seen_by_a_model(panel_of(adata))[1].outcome == "passed"
    leak = seen_by_a_model(panel_of(adata, inputs=("obs/cluster",)))[1]
    assert leak.outcome == "failed"
    assert "L4-LEAK-05 obs['cluster']" in leak.reason
